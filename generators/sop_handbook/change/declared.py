"""Declared against computed: what a procedure says of its changes, and what they are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sop_handbook.change.affected_roles import as_released, concerned, parts_at
from sop_handbook.change.changed import Changed
from sop_handbook.change.compare import Difference
from sop_handbook.change.holders import FIELDS, WHOLE, is_step, role_in
from sop_handbook.change.paths import ItemKey, Side, key_on, step_of
from sop_handbook.change.severity import ORDER, highest
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Change, Class, Handbook, Procedure, ReleasedStep
from sop_handbook.model.index import takes_part
from sop_handbook.model.resolved import ResolvedProcedure
from sop_handbook.sources.places import Places

RENAMED = frozenset({"role-renamed", "form-renamed"})  # what the ledger alone can tell
# What is wrong with how a change is declared; the handbook itself is whole.
CODES = frozenset(
    {
        "revision-not-raised", "class-too-low", "step-undeclared", "role-undeclared",
        "rest-undeclared", "step-renamed", "step-reused",
        "procedure-gone", "history-rewritten", "ledger-shortened", *RENAMED,
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Delta:
    """What became of one procedure since a former state, however that is known.

    By id, `steps` holds the class of every step that is new, gone, moved or changed beyond editing,
    with the exceptions and standards that count with it, `whole` the class of all that is no step.
    `roles` holds by id the class of what concerns roles beyond: exceptions that a role handles, and
    steps that it took part in and does no more. `former` are the steps as they were, by id. `since`
    says which state that was: a date or a revision of git.
    """

    procedure: str
    since: str
    revision: int
    class_: Class
    whole: Class = "editorial"
    steps: Mapping[str, Class] = field(default_factory=dict)
    roles: Mapping[str, Class] = field(default_factory=dict)
    former: Mapping[str, ReleasedStep] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)  # old step id -> new one
    reused: tuple[str, ...] = ()
    history: tuple[tuple[int, str, str], ...] = ()  # revision, date and class of former entries
    rules: str = ""  # by which it was compared (change.rules), where those are older ones


def deltas(old: Handbook, new: Handbook, changed: Iterable[Changed], since: str) -> Iterator[Delta]:
    """Yield what became of the procedures that stand in both states of a comparison."""
    for one in changed:
        if one.kind != "procedure" or one.state != "changed":
            continue
        former, procedure = old.procedures[one.id], new.procedures[one.id]
        parts: dict[str, Class] = {}
        for item in one.differences:
            told = item.class_ != "editorial" and item.path != ("status",)
            for part in _parts(item, {"old": former, "new": procedure}) if told else ():
                parts[part] = highest((item.class_, parts.get(part, "editorial")))
        steps = {name: class_ for name, class_ in parts.items() if is_step(name)}
        roles = {role: class_ for name, class_ in parts.items() if (role := role_in(name))}
        before = {step.id: as_released(step) for step in former.steps}
        yield Delta(
            procedure=one.id,
            since=since,
            revision=former.revision,
            class_=one.computed,
            whole=parts.get(WHOLE, "editorial"),
            steps=steps,
            roles=with_former_people(roles, steps, before, procedure, new),
            former=before,
            renamed=dict(_renamed(one.differences)),
            reused=tuple(step_of(d.path) for d in one.differences if d.how == "reused"),
            history=tuple((c.revision, c.date.isoformat(), c.class_) for c in former.changes),
        )


def _renamed(differences: Iterable[Difference]) -> Iterator[tuple[str, str]]:
    """Yield the old and the new id of every step that goes by another one."""
    for difference in differences:
        key = difference.path[1] if difference.how == "renamed" else None
        if isinstance(key, ItemKey):
            yield str(key.old), str(key.new)


def with_former_people(
    roles: Mapping[str, Class],
    steps: Mapping[str, Class],
    former: Mapping[str, ReleasedStep],
    procedure: Procedure,
    handbook: Handbook,
) -> dict[str, Class]:
    """Return `roles`, by id, with those that took part in a step that changed, and do no more.

    `steps` and `former` are those of a Delta. A role that is no more need not be informed.
    """
    found = dict(roles)
    now = {step.id: set(takes_part(step)) for step in procedure.steps}
    for name, class_ in steps.items():
        before = former[name].roles if name in former else ()
        for role in before:
            if role not in now.get(name, ()) and role in handbook.roles:
                found[role] = highest((class_, found.get(role, "editorial")))
    return found


def _parts(difference: Difference, states: Mapping[Side, Procedure]) -> Iterable[str]:
    """Return the parts of a procedure (change.holders) that a difference is in."""
    path = difference.path
    if step := step_of(path):
        return (step,)
    if len(path) == 1 or path[0] not in FIELDS:
        return (WHOLE,)
    items = ((states[side], key_on(path[1], side)) for side in states)
    return {part for state, item in items for part in parts_at(state, str(path[0]), item)}


def missing(old: Handbook, changed: Iterable[Changed]) -> Iterator[Finding]:
    """Yield a finding for every procedure whose id is no more."""
    for one in changed:
        if one.kind == "procedure" and one.state in {"removed", "renamed"}:
            former = old.procedures[one.was or one.id]
            yield procedure_gone(
                former.id, former.industry, former.title, one.id if one.was else ""
            )


def shortened(old: Handbook, new: Handbook, since: str) -> Iterator[Finding]:
    """Yield a finding if a former ledger has editions that this one has not.

    `since` names its state.
    """
    kept = {edition.id for edition in new.editions}
    lost = [edition for edition in old.editions if edition.id not in kept]
    if lost:
        args = {"value": lost[0].title, "date": lost[0].date.isoformat(), "since": since}
        args["count"] = str(len(lost))
        yield Finding(Place("sop_sources/editions.json"), "ledger-shortened", args)


def procedure_gone(name: str, industry: str, title: str, now: str = "") -> Finding:
    """Return the finding for a procedure that people hold prints of and that is no more.

    `name` and `industry` are ids, `now` the id it has today, "" if it is gone.
    """
    place = Place(f"sop_sources/procedures/{industry}/{name}.yaml")
    return Finding(place, "procedure-gone", {"value": name, "title": title}, now or None)


def undeclared(handbook: Handbook, places: Places, delta: Delta) -> Iterator[Finding]:
    """Yield what a procedure fails to say of its changes."""
    procedure = handbook.procedures[delta.procedure]
    yield from _renumbered(handbook.resolved(procedure), places, delta)
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
            "procedure": _called(procedure),
            "id": procedure.id,
            "rules": delta.rules,
        }
        yield Finding(place, "revision-not-raised", args | concerned_by(handbook, delta))
        return
    yield from _entries(handbook, procedure, places, delta)


def _entries(
    handbook: Handbook, procedure: Procedure, places: Places, delta: Delta
) -> Iterator[Finding]:
    entries = [entry for entry in procedure.changes if entry.revision > delta.revision]
    declared = highest(entry.class_ for entry in entries)
    if entries and ORDER.index(declared) < ORDER.index(delta.class_):
        place = places.procedure(procedure.id, "changes", 0, "class")
        args = {
            "since": delta.since,
            "declared": declared,
            "computed": delta.class_,
            "class": delta.class_,
            "procedure": _called(procedure),
            "rules": delta.rules,
        }
        guilty = _only(delta, delta.class_)
        yield Finding(place, "class-too-low", args | concerned_by(handbook, guilty))
    if all(entry.steps or entry.roles for entry in entries):
        yield from _unnamed(handbook, procedure, places, delta, entries)


def _unnamed(
    handbook: Handbook,
    procedure: Procedure,
    places: Places,
    delta: Delta,
    entries: Iterable[Change],
) -> Iterator[Finding]:
    """Yield what changed and is not among the steps and roles that entries name."""
    args = {"since": delta.since, "procedure": _called(procedure)}
    steps = {step for entry in entries for step in entry.steps}
    for name in delta.steps:
        if name not in steps:
            place = places.procedure(procedure.id, "changes", 0, "steps")
            called = {"value": name, "name": _name(handbook.resolved(procedure), delta, name)}
            yield Finding(place, "step-undeclared", args | called)
    told = {role for entry in entries for role in concerned(procedure, entry)}
    for role in delta.roles:
        if role not in told:
            place = places.procedure(procedure.id, "changes", 0)
            called = {"value": role, "name": handbook.roles[role].title}
            yield Finding(place, "role-undeclared", args | called)
    if delta.whole != "editorial":
        place = places.procedure(procedure.id, "changes", 0)
        yield Finding(place, "rest-undeclared", args)


def _renumbered(resolved: ResolvedProcedure, places: Places, delta: Delta) -> Iterator[Finding]:
    procedure = resolved.procedure
    index = {step.id: at for at, step in enumerate(procedure.steps)}
    for old, new in delta.renamed.items():
        place = places.procedure(procedure.id, "steps", index[new], "id")
        args = {"value": new, "name": resolved.called(new), "since": delta.since}
        yield Finding(place, "step-renamed", args | {"procedure": _called(procedure)}, old)
    for name in delta.reused:
        place = places.procedure(procedure.id, "steps", index[name], "id")
        args = {"value": name, "name": resolved.called(name), "since": delta.since}
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


def _only(delta: Delta, class_: Class) -> Delta:
    """What of a delta is of one class."""
    steps, roles = (
        {name: of for name, of in parts.items() if of == class_}
        for parts in (delta.steps, delta.roles)
    )
    whole = delta.whole if delta.whole == class_ else "editorial"
    return replace(delta, steps=steps, roles=roles, whole=whole)


def places_of(delta: Delta) -> dict[str, list[str]]:
    """Return the ids an entry names, under `steps` and `roles`; {} where all of it changed."""
    if delta.whole != "editorial":
        return {}
    found = {"steps": list(delta.steps), "roles": list(delta.roles)}
    return {key: names for key, names in found.items() if names}


def concerned_by(handbook: Handbook, delta: Delta) -> dict[str, str]:
    """Return what changed, as arguments of a finding (report.what_changed).

    Each has a name a line: `names` are those of steps, `gone` of steps that are no more, `also` the
    titles of roles that it concerns beyond; all are "" if it is the whole.
    """
    if delta.whole != "editorial":
        return {"names": "", "gone": "", "also": ""}
    procedure = handbook.procedures[delta.procedure]
    resolved = handbook.resolved(procedure)
    known = {step.id for step in procedure.steps}
    found = {
        "names": [resolved.called(step) for step in delta.steps if step in known],
        "gone": [_name(resolved, delta, step) for step in delta.steps if step not in known],
        "also": [handbook.roles[role].title for role in delta.roles],
    }
    return {key: "\n".join(titles) for key, titles in found.items()}


def _name(resolved: ResolvedProcedure, delta: Delta, step: str) -> str:
    """What readers call a step, or called one that is gone."""
    known = any(step == one.id for one in resolved.procedure.steps)
    if known or step not in delta.former:
        return resolved.called(step)
    return delta.former[step].title
