"""Declared against computed: what a procedure says of its changes, and what they are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generators import flow
from generators.change.changed import Changed
from generators.change.classes import ORDER, highest
from generators.change.paths import step_of
from generators.findings import Finding, Place
from generators.model import Class, Handbook, Procedure
from generators.places import Places

RENAMED = frozenset({"role-renamed", "form-renamed"})  # what the ledger alone can tell
# What is wrong with how a change is declared; the handbook itself is whole.
CODES = frozenset(
    {
        "revision-not-raised", "class-too-low", "step-undeclared", "step-renamed", "step-reused",
        "procedure-gone", "history-rewritten", "ledger-shortened", *RENAMED,
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Delta:
    """What became of one procedure since a former state, however that is known.

    `steps` holds the class of every step that is new, gone, moved or changed beyond editing,
    `whole` the class of all the rest.
    `since` says which state that was: a date or a revision of git.
    """

    procedure: str
    since: str
    revision: int
    class_: Class
    whole: Class = "editorial"
    steps: Mapping[str, Class] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)  # old step id -> new one
    reused: tuple[str, ...] = ()
    history: tuple[tuple[int, str, str], ...] = ()  # revision, date and class of former entries


def deltas(old: Handbook, changed: Iterable[Changed], since: str) -> Iterator[Delta]:
    """Yield what became of the procedures that stand in both states of a comparison."""
    for one in changed:
        if one.kind != "procedure" or one.state != "changed":
            continue
        former = old.procedures[one.id]
        steps: dict[str, Class] = {}
        for item in one.differences:
            if (step := step_of(item.path)) and item.class_ != "editorial":
                steps[step] = highest((item.class_, steps.get(step, "editorial")))
        yield Delta(
            procedure=one.id,
            since=since,
            revision=former.revision,
            class_=one.computed,
            whole=highest(
                d.class_ for d in one.differences if not step_of(d.path) and d.path != ("status",)
            ),
            steps=steps,
            renamed={d.old: d.new for d in one.differences if d.how == "renamed"},
            reused=tuple(step_of(d.path) for d in one.differences if d.how == "reused"),
            history=tuple((c.revision, c.date.isoformat(), c.class_) for c in former.changes),
        )


def missing(old: Handbook, changed: Iterable[Changed]) -> Iterator[Finding]:
    """Yield a finding for every procedure whose id is no more."""
    for one in changed:
        if one.kind == "procedure" and one.state in {"removed", "renamed"}:
            former = old.procedures[one.was or one.id]
            yield procedure_gone(
                former.id, former.industry, former.title, one.id if one.was else ""
            )


def shortened(old: Handbook, new: Handbook, since: str) -> Iterator[Finding]:
    """Yield a finding if a former ledger has editions that this one has not."""
    kept = {edition.id for edition in new.editions}
    lost = [edition for edition in old.editions if edition.id not in kept]
    if lost:
        args = {"value": lost[0].title, "date": lost[0].date.isoformat(), "since": since}
        args["count"] = str(len(lost))
        yield Finding(Place("sop_sources/editions.json"), "ledger-shortened", args)


def procedure_gone(name: str, industry: str, title: str, now: str = "") -> Finding:
    """Return the finding for a procedure that people hold prints of and that is no more."""
    place = Place(f"sop_sources/procedures/{industry}/{name}.yaml")
    return Finding(place, "procedure-gone", {"value": name, "title": title}, now or None)


def undeclared(handbook: Handbook, places: Places, delta: Delta) -> Iterator[Finding]:
    """Yield what a procedure fails to say of its changes."""
    procedure = handbook.procedures[delta.procedure]
    yield from _steps(procedure, places, delta)
    yield from _history(procedure, places, delta)
    if delta.class_ == "editorial" or delta.renamed or delta.reused:
        return  # with ids that mislead, the rest would mislead too
    if procedure.revision <= delta.revision:
        place = places.procedure(procedure.id, "revision")
        args = {
            "since": delta.since,
            "revision": str(delta.revision),
            "next": str(delta.revision + 1),
            "computed": delta.class_,
            "class": delta.class_,
            "names": _names(procedure, delta.steps),
            "procedure": _called(procedure),
            "id": procedure.id,
        }
        yield Finding(place, "revision-not-raised", args)
        return
    yield from _entries(procedure, places, delta)


def _entries(procedure: Procedure, places: Places, delta: Delta) -> Iterator[Finding]:
    entries = [entry for entry in procedure.changes if entry.revision > delta.revision]
    declared = highest(entry.class_ for entry in entries)
    if entries and ORDER.index(declared) < ORDER.index(delta.class_):
        place = places.procedure(procedure.id, "changes", 0, "class")
        guilty = [name for name, class_ in delta.steps.items() if class_ == delta.class_]
        args = {
            "since": delta.since,
            "declared": declared,
            "computed": delta.class_,
            "class": delta.class_,
            "names": _names(procedure, guilty),
            "procedure": _called(procedure),
        }
        yield Finding(place, "class-too-low", args)
    named = {step for entry in entries for step in entry.steps}
    if all(entry.steps for entry in entries):
        for name in delta.steps:
            if name not in named:
                place = places.procedure(procedure.id, "changes", 0, "steps")
                args = {"value": name, "name": flow.name_of(procedure, name), "since": delta.since}
                yield Finding(place, "step-undeclared", args | {"procedure": _called(procedure)})


def _steps(procedure: Procedure, places: Places, delta: Delta) -> Iterator[Finding]:
    index = {step.id: at for at, step in enumerate(procedure.steps)}
    for old, new in delta.renamed.items():
        place = places.procedure(procedure.id, "steps", index[new], "id")
        args = {"value": new, "name": flow.name_of(procedure, new), "since": delta.since}
        yield Finding(place, "step-renamed", args | {"procedure": _called(procedure)}, old)
    for name in delta.reused:
        place = places.procedure(procedure.id, "steps", index[name], "id")
        args = {"value": name, "name": flow.name_of(procedure, name), "since": delta.since}
        yield Finding(place, "step-reused", args | {"procedure": _called(procedure)})


def _history(procedure: Procedure, places: Places, delta: Delta) -> Iterator[Finding]:
    """Entries are added, never taken back; what they say may be put better."""
    kept = {(c.revision, c.date.isoformat(), c.class_) for c in procedure.changes}
    for revision, date, class_ in delta.history:
        if (revision, date, class_) not in kept:
            place = places.procedure(procedure.id, "changes")
            args = {"revision": str(revision), "date": date, "since": delta.since}
            yield Finding(place, "history-rewritten", args | {"procedure": _called(procedure)})


def _called(procedure: Procedure) -> str:
    return f"{procedure.number} {procedure.title}"


def _names(procedure: Procedure, steps: Iterable[str]) -> str:
    """What readers call steps; one that is gone goes by its id."""
    return "、".join(flow.name_of(procedure, name) for name in steps)
