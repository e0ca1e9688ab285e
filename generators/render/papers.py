"""Every code that was ever printed, and whether whoever holds it may still go by it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generators.change.classes import highest
from generators.change.levels import WHOLE, difference, of_group
from generators.change.people import covered, roles_of, takes_part
from generators.change.plain import group
from generators.change.rules import rules_of
from generators.ledger import in_order
from generators.model import UNSPECIFIED, Change, Class, Edition, Handbook, Procedure, Status
from generators.render.base import Artifact

Standing = Literal["current", "minor", "superseded", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class News:
    """One entry of a procedure's history, with the roles it concerns and when it was released."""

    procedure: Procedure
    change: Change
    roles: tuple[str, ...]
    released: date | None
    first: bool  # the procedure's first entry: it is new

    @property
    def day(self) -> date:
        """When it came into the world: released, else written."""
        return self.released or self.change.date


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One code on paper. `standing` says what it is worth, `since` what changed after it.

    minor: only the wording is finer, it may be used up; withdrawn: nothing takes its place.
    `now` is the file that replaces it, `gone` the day it stopped being good.
    """

    code: str
    kind: str
    of: str
    subject: str
    title: str
    number: str
    revision: int | None
    released: date | None
    standing: Standing
    class_: Class
    since: tuple[News, ...] = ()
    now: Artifact | None = None
    gone: date | None = None


def news(handbook: Handbook) -> tuple[News, ...]:
    """Return the history of all procedures, newest first; what was released, once anything was."""
    found = [one for one in history(handbook) if one.released or not handbook.editions]
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))


def history(handbook: Handbook) -> tuple[News, ...]:
    """Return every entry of every procedure, released or not, in handbook order."""
    released: dict[str, list[tuple[int, date]]] = {}
    for edition in handbook.editions:
        if edition.of == "procedure" and edition.revision:
            released.setdefault(edition.subject, []).append((edition.revision, edition.date))
    return tuple(
        News(
            procedure=procedure,
            change=change,
            roles=concerned(procedure, change),
            released=min(
                (day for at, day in released.get(procedure.id, ()) if at >= change.revision),
                default=None,
            ),
            first=change is procedure.changes[-1],
        )
        for procedure in handbook.procedures.values()
        for change in procedure.changes
    )


def concerned(procedure: Procedure, change: Change) -> tuple[str, ...]:
    """Return the roles an entry concerns: those of its steps, or all if it names none."""
    named = [step for step in procedure.steps if step.id in change.steps]
    roles = (role for step in named for role in takes_part(step)) if named else roles_of(procedure)
    return tuple(role for role in dict.fromkeys(roles) if role != UNSPECIFIED)


def papers(handbook: Handbook, offered: Iterable[Artifact]) -> tuple[Paper, ...]:
    """Return every code of the ledger and of this handbook, by number, title and age."""
    now: dict[tuple[str, str, str], Artifact] = {
        (a.offer.of, a.offer.subject, a.offer.kind): a for a in offered if a.offer and a.offer.code
    }
    found: dict[str, Paper] = {}
    desk = _Desk(handbook)
    for edition in in_order(handbook.editions):
        for kind, code in edition.prints.items():
            artifact = now.get((edition.of, edition.subject, kind))
            found.setdefault(code, desk.paper(edition, kind, code, artifact))
    for artifact in now.values():
        offer = artifact.offer
        if offer and offer.code and offer.code not in found:
            found[offer.code] = desk.fresh(artifact)
    return tuple(sorted(found.values(), key=_place))


def urgency(paper: Paper) -> str:
    """Return how soon a paper must go: now, where somebody would act wrongly, or when renewing."""
    wrong = paper.class_ in {"procedural", "safety"} or paper.standing == "withdrawn"
    return "now" if wrong else "soon"


def _place(paper: Paper) -> tuple[object, ...]:
    """Procedures by number, then all else by title, each with its oldest sheets first."""
    age = paper.released or date.max
    return (not paper.number, paper.number, paper.title, paper.kind, age, paper.code)


class _Desk:
    """Judges papers by one state of the handbook."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self._history: dict[str, list[News]] = {}
        for one in history(handbook):
            self._history.setdefault(one.procedure.id, []).append(one)

    def paper(self, edition: Edition, kind: str, code: str, now: Artifact | None) -> Paper:
        """Return what a released code is worth now."""
        since = tuple(self._since(edition))
        class_ = highest((*(one.change.class_ for one in since), self._own(edition)))
        standing: Standing = "superseded"
        if now is None or self._retired(edition):
            standing = "withdrawn"
        elif now.offer and now.offer.code == code:
            standing = "current"
        elif class_ == "editorial":
            standing = "minor"
        over = standing in {"superseded", "withdrawn"}
        return Paper(
            code=code,
            kind=kind,
            of=edition.of,
            subject=edition.subject,
            title=edition.title,
            number=edition.number,
            revision=edition.revision,
            released=edition.date,
            standing=standing,
            class_=class_,
            since=since if standing != "current" else (),
            now=now if standing != "withdrawn" else None,
            gone=self._gone(edition, since) if over else None,
        )

    def fresh(self, artifact: Artifact) -> Paper:
        """Return a code that this handbook prints and no release has recorded yet."""
        offer = artifact.offer
        if offer is None or offer.code is None:
            raise ValueError(f"bears no code: {artifact.path}")
        procedure = (
            self._handbook.procedures.get(offer.subject) if offer.of == "procedure" else None
        )
        retired = procedure is not None and procedure.control.status is Status.RETIRED
        return Paper(
            code=offer.code,
            kind=offer.kind,
            of=offer.of,
            subject=offer.subject,
            title=title_of(self._handbook, offer.of, offer.subject),
            number=procedure.number if procedure else "",
            revision=procedure.revision if procedure else None,
            released=None,
            standing="withdrawn" if retired else "current",
            class_="editorial",
            now=artifact,
        )

    def _since(self, edition: Edition) -> Iterator[News]:
        """What changed in the procedures that a print shows, as far as it concerns its role."""
        shown = self._shown(edition)
        for name, revision in shown.items():
            for one in self._history.get(name, ()):
                mine = edition.of != "role" or edition.subject in one.roles
                if one.change.revision > revision and mine:
                    yield one

    def _shown(self, edition: Edition) -> Mapping[str, int]:
        if edition.of == "procedure":
            return {edition.subject: edition.revision or 0}
        now = dict.fromkeys(covered(self._handbook, edition.of, edition.subject), 0)
        return {**now, **edition.covers}  # what it does not know yet is new from its first entry

    def _own(self, edition: Edition) -> Class:
        """How serious it is what became of a form or family itself."""
        shelves: Mapping[str, Mapping[str, object]] = {
            "family": self._handbook.families,
            "form": self._handbook.forms,
        }
        thing = shelves.get(edition.of, {}).get(edition.subject)
        rules = rules_of(edition.scheme)
        if thing is None or WHOLE not in edition.parts or rules is None:
            return "editorial"
        return difference(edition.parts[WHOLE], of_group(rules, group(thing))) or "editorial"

    def _retired(self, edition: Edition) -> bool:
        procedure = self._handbook.procedures.get(edition.subject)
        retired = procedure is None or procedure.control.status is Status.RETIRED
        return edition.of == "procedure" and retired

    def _gone(self, edition: Edition, since: tuple[News, ...]) -> date | None:
        """The first day something else held: of the next edition, else of the first entry."""
        later = [one.date for one in self._handbook.editions if edition.id in one.after]
        return min(later, default=None) or min((one.day for one in since), default=None)


def title_of(handbook: Handbook, of: str, subject: str) -> str:
    """Return what a printed subject is called now."""
    shelves: Mapping[str, Mapping[str, object]] = {
        "procedure": handbook.procedures,
        "family": handbook.families,
        "form": handbook.forms,
        "role": handbook.roles,
        "industry": handbook.industries,
    }
    return str(getattr(shelves.get(of, {}).get(subject), "title", handbook.title))
