"""Whom a difference concerns: the roles that do, give, handle or fill in what changed."""

from collections.abc import Iterable, Iterator

from sop_handbook.change.holders import FIELDS, WHOLE, holding, role_in
from sop_handbook.change.paths import Path, Side, key_on
from sop_handbook.change.used import named_in_rules
from sop_handbook.model import UNSPECIFIED, Change, Handbook, Procedure, ReleasedStep, Step
from sop_handbook.model.index import roles_of, takes_part

_HOLDERS = {"steps", *FIELDS}  # lists whose items concern some roles only


class AffectedRoles:
    """Answers for two states at once: who did it before counts like who does it now."""

    def __init__(self, old: Handbook, new: Handbook) -> None:
        self._states: tuple[tuple[Side, Handbook], ...] = (("old", old), ("new", new))

    def of_whole(self, kind: str, name: str) -> set[str]:
        """Return the ids of roles that have to do with a procedure, family, form, role or term."""
        found = {role for _, state in self._states for role in _whole(state, kind, name)}
        return found - {UNSPECIFIED}

    def at(self, kind: str, name: str, path: Path, was: str = "") -> set[str]:
        """Return the ids of the roles that one place concerns. `was`: the former id, if renamed."""
        found: set[str] = set()
        for side, state in self._states:
            own = was if was and side == "old" else name
            item = key_on(path[1], side) if len(path) > 1 else None
            found.update(named_in_rules(state, kind, own, path, side))
            if kind == "procedure" and own in state.procedures:
                procedure = state.procedures[own]
                within = len(path) > 1 and path[0] in _HOLDERS
                found.update(
                    _at_item(procedure, str(path[0]), item) if within else roles_of(procedure)
                )
            elif kind == "family" and path[0] == "rules" and own in state.families:
                found.update(_using_rules(state, own, item))
            else:
                found.update(_whole(state, kind, own))
        return found - {UNSPECIFIED}


def as_released(step: Step) -> ReleasedStep:
    """Return what is kept of a step for the time when it may be gone."""
    roles = (role for role in dict.fromkeys(takes_part(step)) if role != UNSPECIFIED)
    return ReleasedStep(title=str(step.title), roles=tuple(roles))


def concerned(procedure: Procedure, change: Change) -> tuple[str, ...]:
    """Return the ids of roles an entry concerns: those of the steps it names, and those it names.

    If it names neither it concerns all. So does one that names but steps of which some are gone,
    since nobody knows any more whose those were.
    """
    steps = {step.id: step for step in procedure.steps}
    known = change.roles or steps.keys() >= set(change.steps)
    if not (change.steps or change.roles) or not known:
        roles: Iterable[str] = roles_of(procedure)
    else:
        here = (steps[name] for name in change.steps if name in steps)
        roles = (*(role for step in here for role in takes_part(step)), *change.roles)
    return tuple(role for role in dict.fromkeys(roles) if role != UNSPECIFIED)


def _whole(state: Handbook, kind: str, name: str) -> Iterator[str]:
    if kind == "role":
        yield name
    for procedure in state.procedures.values():
        touched = (
            (kind == "procedure" and procedure.id == name)
            or (kind == "family" and procedure.family == name)
            or (kind == "term" and name in procedure.terms)
        )
        if touched:
            yield from roles_of(procedure)
    if kind == "form":
        yield from _using_form(state, name)


def _using_form(state: Handbook, name: str) -> Iterator[str]:
    form = state.forms.get(name)
    if form and form.filled_by:
        yield form.filled_by
    for procedure in state.procedures.values():
        for step in procedure.steps:
            if name in step.forms:
                yield from takes_part(step)


def _using_rules(state: Handbook, family: str, table: int | str | None) -> Iterator[str]:
    for procedure in state.procedures.values():
        for step in procedure.steps:
            if procedure.family == family and table in step.uses_rules:
                yield from takes_part(step)


def _at_item(procedure: Procedure, holder: str, item: int | str | None) -> Iterable[str]:
    """The roles of one item of a list, by its id or place; none if this state has it not."""
    if holder == "steps":
        return _of_part(procedure, str(item))
    return (
        role for part in parts_at(procedure, holder, item) for role in _of_part(procedure, part)
    )


def parts_at(procedure: Procedure, holder: str, item: int | str | None) -> tuple[str, ...]:
    """Return the parts that an exception, standard or quantity counts with, () if it is not there.

    `holder` is the field, `item` the place of an exception (from 0) or the id of anything else.
    """
    return holding(procedure).get((holder, item), ()) if item is not None else ()


def _of_part(procedure: Procedure, part: str) -> Iterable[str]:
    if part == WHOLE:
        return roles_of(procedure)
    if role := role_in(part):
        return (role,)
    return (role for step in procedure.steps if step.id == part for role in takes_part(step))
