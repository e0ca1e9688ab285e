"""Stories of a year, told in memory: released, edited, compared, raised, released again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.change.changed import Changed
from sop_handbook.change.declared import Delta, places_of
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.change.prints import PrintChange, Printed, anticipated, compare_prints
from sop_handbook.change.release import new_editions
from sop_handbook.change.since import since_release
from sop_handbook.editions.ledger import heads
from sop_handbook.model import Edition, Handbook
from sop_handbook.render.base import Artifact, Context, Download
from sop_handbook.render.print import plan_prints
from sop_handbook.render.views.print_currency import PrintedCode, print_currency
from sop_handbook.sources.format.bump import bumped
from tests.contexts import bare
from tests.histories import State, medium, printed
from tests.support import DAY

LATER = DAY + timedelta(days=10)


@dataclass(frozen=True)
class Story:
    """A released state, an edited one, and what a comparison and the next release make of it."""

    before: Handbook
    edited: Handbook
    after: Handbook  # with revisions raised, released
    changed: tuple[Changed, ...]
    prints: tuple[PrintChange, ...]
    raised: tuple[PrintChange, ...]  # the same, once revisions are raised

    @cached_property
    def context(self) -> Context:
        """What renderers get after the second release, with every print offered."""
        return offering(self.after)

    @cached_property
    def papers(self) -> tuple[PrintedCode, ...]:
        """What every code is worth after the second release."""
        return print_currency(self.after, self.context)

    def old_papers(self) -> dict[tuple[str, str, str], PrintedCode]:
        """What became of every sheet of the first release."""
        codes = {code for one in self.before.editions for code in one.prints.values()}
        return {(p.of, p.subject, p.kind): p for p in self.papers if p.code in codes}


def tell(edits: Iterable[Mapping[str, Any]], start: State | None = None) -> Story:
    """Play edits of tests/cases/edits.yaml's kind, on the medium handbook unless told otherwise."""
    first = start or medium()
    state = first
    for edit in edits:
        state = state.edited(edit)
    return story(first, state)


def story(first: State, state: State) -> Story:
    """Release one state, edit it to another, raise what is due and release that, too."""
    before, planned = _released(frozenset(first.files.items()))
    edited = replace(state.handbook(), editions=before.editions)
    final = raised(state, edited)
    after = replace(final.handbook(), editions=before.editions)
    offered = printed(after)  # whatever the ledger says
    after = replace(after, editions=(*after.editions, *new_editions(after, offered, LATER)))
    changed = compare_handbooks(before, edited)
    return Story(
        before=before,
        edited=edited,
        after=after,
        changed=changed,
        prints=_prints(before, planned, edited, changed, printed(edited)),
        raised=_prints(before, planned, after, compare_handbooks(before, after), offered),
    )


def raised(state: State, handbook: Handbook, day: date = LATER) -> State:
    """The state with every revision raised that is due, as `sop bump` writes it."""
    for name, delta in due(handbook).items():
        procedure = handbook.procedures[name]
        file = f"procedures/{procedure.industry}/{name}.yaml"
        entry = {
            "revision": str(delta.revision + 1),
            "date": day.isoformat(),
            "class": delta.class_,
            **places_of(delta),
            "summary": "改了。",
        }
        source, _ = parse(state.files[file], file)
        text = bumped(state.files[file], source, entry) if source else None
        assert text is not None
        state = State({**state.files, file: text})
    return state


def due(handbook: Handbook) -> dict[str, Delta]:
    """What became of the procedures whose revision must be raised."""
    found = {}
    for (of, name), newest in heads(handbook.editions).items():
        procedure = handbook.procedures.get(name) if of == "procedure" else None
        delta = since_release(handbook, procedure, newest) if procedure else None
        counts = delta is not None and delta.class_ != "editorial"
        if procedure and delta and counts and procedure.revision <= delta.revision:
            found[name] = delta
    return found


def offering(handbook: Handbook, day: date = LATER) -> Context:
    """A context in which every print is offered, without typesetting any."""
    context = bare(today=day)
    offered = tuple(
        Artifact(
            job.path, b"", Download(kind=job.kind, of=job.of, subject=job.subject, code=job.code)
        )
        for job in plan_prints(handbook, context)
    )
    return replace(context, offered=offered)


@cache
def _released(files: frozenset[tuple[str, str]]) -> tuple[Handbook, tuple[Printed, ...]]:
    handbook = State(dict(files)).handbook()
    prints = tuple(printed(handbook))
    editions: tuple[Edition, ...] = new_editions(handbook, prints, DAY)
    return replace(handbook, editions=editions), prints


def _prints(
    before: Handbook,
    planned: Iterable[Printed],
    after: Handbook,
    changed: tuple[Changed, ...],
    offered: Iterable[Printed],
) -> tuple[PrintChange, ...]:
    ahead = printed(anticipated(before, after, changed))
    return compare_prints(planned, ahead, changed, (before, after), offered)
