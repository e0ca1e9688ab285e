"""Two states of the whole handbook: what changed, how serious it is, what a quantity reaches."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sop_handbook.change.affected_roles import AffectedRoles, concerned
from sop_handbook.change.align import likeness, texts
from sop_handbook.change.changed import Changed, Reached
from sop_handbook.change.compare import Difference, compare
from sop_handbook.change.comparison_tree import (
    FieldGroup,
    Items,
    group,
    subjects,
    weight_of,
)
from sop_handbook.change.headlines import title_in
from sop_handbook.change.paths import path_on
from sop_handbook.change.rules import current
from sop_handbook.change.severity import ORDER, highest
from sop_handbook.change.splits import with_moved_steps
from sop_handbook.change.used import procedure_group, tables_of
from sop_handbook.model import Change, Class, Handbook, Procedure

Subject = tuple[str, str]  # kind and id
_ALIKE = 0.8  # how alike two procedures are of which one is the other under a new name
_READING = ("procedure", "family", "form", "role", "term", "industry", "handbook")


def compare_handbooks(old: Handbook, new: Handbook) -> tuple[Changed, ...]:
    """Return everything that changed: procedures, families, forms, roles … in handbook order."""
    before, after = subjects(old), subjects(new)
    was = _renamed(before, after)
    gone = [subject for subject in before if subject not in after and subject not in was.values()]
    found = []
    for subject in [*after, *gone]:
        former = was.get(subject, subject)
        sides = (old, before.get(former)), (new, after.get(subject))
        if former != subject or _read(*sides[0]) != _read(*sides[1]):
            found.append(_changed(subject, former, *sides))
    found = _with_reaches(with_moved_steps(found, old, new), new)
    found = [_with_people(one, AffectedRoles(old, new)) for one in found]
    found = [_with_declared(one, old, new) for one in found]
    return tuple(sorted(found, key=lambda one: _READING.index(one.kind)))


def serious(classes: Iterable[Class], least: Class) -> bool:
    """Tell whether any of these classes is at least `least`.

    No class at all counts as editorial.
    """
    return ORDER.index(highest(classes)) >= ORDER.index(least)


def _read(state: Handbook, thing: Any) -> tuple[Any, list[Items]]:
    """A subject with what is written elsewhere and read with it: tables that its steps use."""
    steps = thing.steps if isinstance(thing, Procedure) else ()
    told = (tables_of(state, thing, step) for step in steps)
    return thing, [tables for tables in told if tables]


def _tree(state: Handbook, thing: Any) -> FieldGroup:
    return procedure_group(state, thing) if isinstance(thing, Procedure) else group(thing)


def _changed(
    subject: Subject, former: Subject, before: tuple[Handbook, Any], after: tuple[Handbook, Any]
) -> Changed:
    (_, old), (_, new) = before, after
    kind, name = subject
    one = Changed(kind=kind, id=name, title="", state="changed", class_="editorial")
    if old is None or new is None:
        part = group(old or new)
        state = "added" if old is None else "removed"
        class_ = weight_of(current(), part, f"{kind.title()}.id").class_
        return replace(one, title=title_in(part), state=state, class_=class_)
    every = compare(_tree(*before), _tree(*after), current())
    differences = tuple(difference for difference in every if difference.path != ("id",))
    one = replace(one, title=title_in(group(new)), differences=differences)
    status = highest(d.class_ for d in differences if _is_approval(d))
    computed = highest(d.class_ for d in differences if not _is_approval(d))
    entries = _new_entries(old, new) if kind == "procedure" else ()
    class_ = highest((status, computed, *(entry.class_ for entry in entries)))
    one = replace(one, status=status, computed=computed, class_=class_)
    if former == subject:
        return one
    class_ = highest((one.class_, "clarification"))
    return replace(one, state="renamed", was=former[1], class_=class_)


def _is_approval(difference: Difference) -> bool:
    """Whether a status changed that comes and goes without a revision; to retire is a change."""
    return difference.path == ("status",) and "retired" not in {difference.old, difference.new}


def _new_entries(old: Procedure, new: Procedure) -> Iterator[Change]:
    """What the history of a procedure tells beyond the revision that it had."""
    return (entry for entry in new.changes if entry.revision > old.revision)


def _renamed(before: Mapping[Subject, Any], after: Mapping[Subject, Any]) -> dict[Subject, Subject]:
    """Return which procedure is a former one under a new id: the same number, or much alike."""
    gone = {s: part for s, part in before.items() if s not in after and s[0] == "procedure"}
    come = {s: part for s, part in after.items() if s not in before and s[0] == "procedure"}
    close = []
    for new, part in come.items():
        for old, former in gone.items():
            same = part.number == former.number
            alike = 2.0 if same else likeness(texts(group(former)), texts(group(part)))
            close.append((-alike, new, old))
    renamed: dict[Subject, Subject] = {}
    for distance, new, old in sorted(close):
        if -distance >= _ALIKE and new not in renamed and old not in renamed.values():
            renamed[new] = old
    return renamed


def _with_reaches(found: list[Changed], new: Handbook) -> list[Changed]:
    """Put every field that reads otherwise with the quantity that did it."""
    reaches: dict[Subject, dict[str, list[Reached]]] = {}
    for one in found:
        for difference in one.differences:
            if difference.how != "reached":
                continue
            for quantity in dict.fromkeys(difference.quantities):
                owner = _owner(new, one, quantity)
                here = reaches.setdefault(owner, {}).setdefault(quantity, [])
                here.append(
                    Reached(
                        kind=one.kind,
                        id=one.id,
                        path=difference.path,
                        old=difference.old,
                        new=difference.new,
                    )
                )
    return [
        replace(
            one,
            reaches={
                quantity: tuple(places)
                for quantity, places in reaches.get((one.kind, one.id), {}).items()
                if any(d.path[:2] == ("quantities", quantity) for d in one.differences)
            },
        )
        for one in found
    ]


def _owner(handbook: Handbook, one: Changed, quantity: str) -> Subject:
    """Where a quantity is kept that something names: with it, or with its family."""
    procedure = handbook.procedures.get(one.id) if one.kind == "procedure" else None
    if procedure and all(own.id != quantity for own in procedure.quantities):
        return ("family", procedure.family or "")
    if one.kind == "form":
        shelves = (("family", handbook.families), ("procedure", handbook.procedures))
        homes = ((kind, home) for kind, shelf in shelves for home in shelf.values())
        found = (
            (kind, home.id) for kind, home in homes if one.id in {form.id for form in home.forms}
        )
        return next(found, ("family", ""))
    return (one.kind, one.id)


def _with_people(one: Changed, people: AffectedRoles) -> Changed:
    informs: set[str] = set()
    retrains: set[str] = set()
    if one.state != "changed":
        informs |= people.of_whole(one.kind, one.was or one.id) | people.of_whole(one.kind, one.id)
        retrains |= informs if serious((one.class_,), "procedural") else set()
    for difference in one.differences:
        if difference.class_ == "editorial":
            continue
        if difference.path[0] == "quantities" and one.kind != "procedure":
            roles = {
                role
                for place in one.reaches.get(path_on(difference.path, "new")[1], ())
                for role in people.at(place.kind, place.id, place.path)
            }
        else:
            roles = people.at(one.kind, one.id, difference.path, one.was)
        informs |= roles
        retrains |= roles if serious((difference.class_,), "procedural") else set()
    return replace(one, informs=tuple(sorted(informs)), retrains=tuple(sorted(retrains)))


def _with_declared(one: Changed, old: Handbook, new: Handbook) -> Changed:
    """Add the roles that new entries of a procedure's history concern: authors may know more."""
    former, procedure = old.procedures.get(one.was or one.id), new.procedures.get(one.id)
    if one.kind != "procedure" or former is None or procedure is None:
        return one
    informs, retrains = set(one.informs), set(one.retrains)
    for entry in _new_entries(former, procedure):
        roles = concerned(procedure, entry) if entry.class_ != "editorial" else ()
        informs.update(roles)
        retrains.update(roles if serious((entry.class_,), "procedural") else ())
    return replace(one, informs=tuple(sorted(informs)), retrains=tuple(sorted(retrains)))
