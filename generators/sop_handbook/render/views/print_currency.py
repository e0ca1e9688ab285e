"""Every code that was ever printed, and whether whoever holds it may still go by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Literal

from sop_handbook.change.beside import beside
from sop_handbook.change.disposition import Disposition, disposition
from sop_handbook.change.prints import counts
from sop_handbook.change.rules import rules_of
from sop_handbook.change.severity import highest
from sop_handbook.change.severity_digests import difference, of_group
from sop_handbook.editions.ledger import in_order
from sop_handbook.editions.print_rules import Redrawn, redrawn
from sop_handbook.language.messages import Messages
from sop_handbook.model import Class, Edition, Handbook, Procedure
from sop_handbook.render.base import LEFT_OUT, Artifact, Context
from sop_handbook.render.views.history import News, history

Standing = Literal["current", "minor", "superseded", "withdrawn"]
_STANDING: Mapping[Disposition, Standing] = {
    "keep": "minor",
    "renew": "superseded",
    "replace": "superseded",
    "withdraw": "withdrawn",
}


@dataclass(frozen=True, kw_only=True)
class PrintedCode:
    """One printed code. `becomes` says what to do with it, None if it is the newest.

    `since` is what changed after it; with `beside`, what no procedure's history tells of did, too.
    `now` is the file that replaces it, `gone` the day it stopped being good, where that is known,
    `starts` the day on which its procedure will be in force.
    """

    code: str
    kind: str
    of: str
    subject: str
    title: str
    number: str
    revision: int | None
    released: date | None
    becomes: Disposition | None
    since: tuple[News, ...] = ()
    beside: bool = False
    now: Artifact | None = None
    gone: date | None = None
    starts: date | None = None
    redrawn: Redrawn = ""  # what became of the way it is drawn, where that says what to do with it
    also: tuple[str, ...] = ()  # other kinds that bear the same code: layouts of the same thing

    @property
    def standing(self) -> Standing:
        """What it is worth. minor: only wording is finer; withdrawn: nothing takes its place."""
        return _STANDING[self.becomes] if self.becomes else "current"

    @property
    def over(self) -> bool:
        """Whether it belongs on the recall list."""
        return self.becomes not in {None, "keep"}

    @property
    def urgency(self) -> Literal["now", "soon"]:
        """How soon it must go: now, where somebody would act wrongly, or when renewing."""
        return "soon" if self.becomes == "renew" else "now"


def print_currency(handbook: Handbook, context: Context) -> tuple[PrintedCode, ...]:
    """Return every code of the ledger and of this handbook, by number, title and age.

    What a preview leaves out is neither there nor withdrawn.
    """
    now: dict[tuple[str, str, str], Artifact] = {
        (a.offer.of, a.offer.subject, a.offer.kind): a
        for a in context.offered
        if a.offer and a.offer.code
    }
    found: dict[str, PrintedCode] = {}
    judge = _Judge(handbook, context)
    for edition in in_order(handbook.editions):
        for kind, code in edition.prints.items():
            if not (context.preview and kind in LEFT_OUT):
                artifact = now.get((edition.of, edition.subject, kind))
                _file(found, judge.paper(edition, kind, code, artifact))
    for artifact in now.values():
        offer = artifact.offer
        if offer and offer.code and (offer.code not in found or not found[offer.code].released):
            _file(found, judge.fresh(artifact))
    return tuple(sorted(found.values(), key=_place))


def _file(found: dict[str, PrintedCode], paper: PrintedCode) -> None:
    """Put a code with the others; of layouts that bear one code the first stands for all."""
    known = found.setdefault(paper.code, paper)
    if paper.kind not in (known.kind, *known.also):
        found[paper.code] = replace(known, also=(*known.also, paper.kind))


def kinds_of(paper: PrintedCode, messages: Messages) -> str:
    """Return what kind of print it is, with every layout it may be printed in."""
    return "、".join(messages(f"page.offers.{kind}") for kind in (paper.kind, *paper.also))


def _place(paper: PrintedCode) -> tuple[object, ...]:
    """Procedures by number, then all else by title, each with its oldest sheets first."""
    age = paper.released or date.max
    return (not paper.number, paper.number, paper.title, paper.kind, age, paper.code)


def _beside(handbook: Handbook, scheme: int, of: str, subject: str) -> str:
    """What prints show beside procedures, by the rules of a scheme; empty if it is not known."""
    rules = rules_of(scheme)
    return of_group(rules, beside(handbook, of, subject)) if rules else ""


class _Judge:
    """Judges printed codes by one state of the handbook."""

    def __init__(self, handbook: Handbook, context: Context) -> None:
        self._handbook = handbook
        self._today = context.today
        self._history: dict[str, list[News]] = {}
        for one in history(handbook, context.messages):
            self._history.setdefault(one.procedure.id, []).append(one)
        self._followed: dict[str, date] = {}  # when something followed an edition first, by its id
        for edition in handbook.editions:
            for name in edition.after:
                self._followed[name] = min(edition.date, self._followed.get(name, date.max))
        self._beside = cache(partial(_beside, handbook))

    def paper(self, edition: Edition, kind: str, code: str, now: Artifact | None) -> PrintedCode:
        """Return what a released code is worth now."""
        paper = PrintedCode(
            code=code,
            kind=kind,
            of=edition.of,
            subject=edition.subject,
            title=edition.title,
            number=edition.number,
            revision=edition.revision,
            released=edition.date,
            becomes=None,
            now=now,
            starts=self._starts(edition.of, edition.subject),
        )
        if now and now.offer and now.offer.code == code:
            return paper
        since = tuple(self._since(edition))
        own = self._own(edition)
        class_ = highest((*(one.change.class_ for one in since), own))
        becomes = disposition(class_, printed=now is not None)
        gone = self._gone(edition, since)
        beside = own != "editorial"
        becomes, anew = _graver(becomes, self._redrawn(edition, kind))
        judged = replace(
            paper, becomes=becomes, since=since, beside=beside, redrawn=anew, starts=None
        )
        return replace(judged, gone=gone) if judged.over else judged

    def fresh(self, artifact: Artifact) -> PrintedCode:
        """Return a code that this handbook prints and no release has recorded yet."""
        offer = artifact.offer
        if offer is None or offer.code is None:
            raise ValueError(f"bears no code: {artifact.path}")
        procedure = self._procedure(offer.of, offer.subject)
        return PrintedCode(
            code=offer.code,
            kind=offer.kind,
            of=offer.of,
            subject=offer.subject,
            title=self._handbook.title_of(offer.of, offer.subject),
            number=procedure.number if procedure else "",
            revision=procedure.revision if procedure else None,
            released=None,
            becomes=None,
            now=artifact,
            starts=self._starts(offer.of, offer.subject),
        )

    def _procedure(self, of: str, subject: str) -> Procedure | None:
        return self._handbook.procedures.get(subject) if of == "procedure" else None

    def _starts(self, of: str, subject: str) -> date | None:
        """From when the newest sheets hold: what is approved may not be in force yet."""
        procedure = self._procedure(of, subject)
        return procedure.control.starts(self._today) if procedure else None

    def _since(self, edition: Edition) -> Iterator[News]:
        """What changed in the procedures that a print shows, as far as it counts for it."""
        for name, revision in self._shown(edition).items():
            for one in self._history.get(name, ()):
                if not counts(edition.of, edition.subject, one.roles, status=one.status):
                    continue
                if self._later(one, edition) if one.status else one.change.revision > revision:
                    yield one

    def _later(self, one: News, edition: Edition) -> bool:
        """Whether a status was released after an edition; one that is not yet released was."""
        if one.released is None or one.released > edition.date:
            return True
        # Of two releases on one day the first knows nothing of the second.
        followed = edition.id in self._followed
        return one.edition != edition.id and one.released == edition.date and followed

    def _redrawn(self, edition: Edition, kind: str) -> Redrawn:
        shown = self._handbook.covered.get((edition.of, edition.subject), ())
        names = [edition.subject] if edition.of == "procedure" else shown
        known = self._handbook.procedures
        return redrawn(kind, edition.rules, (known[name] for name in names if name in known))

    def _shown(self, edition: Edition) -> Mapping[str, int]:
        if edition.of == "procedure":
            return {edition.subject: edition.revision or 0}
        now = dict.fromkeys(self._handbook.covered.get((edition.of, edition.subject), ()), 0)
        return {**now, **edition.covers}  # what it does not know yet is new from its first entry

    def _own(self, edition: Edition) -> Class:
        """How serious it is what became of all that prints show beside procedures."""
        now = self._beside(edition.scheme, edition.of, edition.subject)
        if not edition.beside or not now:
            return "editorial"
        return difference(edition.beside, now) or "editorial"

    def _gone(self, edition: Edition, since: tuple[News, ...]) -> date | None:
        """The first day something else held: of the next edition, else of the first entry."""
        later = self._followed.get(edition.id)
        return later or min((one.day for one in since), default=None)


def _graver(becomes: Disposition, anew: Redrawn) -> tuple[Disposition, Redrawn]:
    """Return what to do with a sheet that both the sources and the rules changed, and what counts.

    What it lacks for safety counts more than other words, other words more than another layout.
    """
    if anew == "safety" and becomes in {"keep", "renew"}:
        return "replace", anew
    return ("renew", anew) if anew and becomes == "keep" else (becomes, "")


def reasons(paper: PrintedCode, messages: Messages) -> tuple[str, ...]:
    """Return why a print is not the newest; of several procedures each is named."""
    told = [str(one.change.summary) for one in paper.since]
    if paper.of != "procedure":
        titles = [one.procedure.title for one in paper.since]
        told = [
            messages("page.reason-of", title=title, summary=summary)
            for title, summary in zip(titles, told, strict=True)
        ]
    told += [messages("page.beside-changed")] if paper.beside else []
    if paper.redrawn:
        told.append(messages(f"page.redrawn.{paper.redrawn}"))
    return tuple(dict.fromkeys(told))


def successor(handbook: Handbook, paper: PrintedCode) -> Procedure | None:
    """Return the procedure that took the place of the one a print is about; None if none did."""
    procedure = handbook.procedures.get(paper.subject) if paper.of == "procedure" else None
    return handbook.procedures.get(procedure.replaced_by or "") if procedure else None
