"""Whom a difference concerns: the roles that do, give, handle or fill in what changed."""

from collections.abc import Iterable, Iterator

from generators.change.paths import Path, Side, key_on
from generators.model import UNSPECIFIED, Change, ExceptionRule, Handbook, Procedure, Step

_HOLDERS = {"steps", "standards", "exceptions"}  # lists whose items concern some roles only


class People:
    """Answers for two states at once: who did it before counts like who does it now."""

    def __init__(self, old: Handbook, new: Handbook) -> None:
        self._states: tuple[tuple[Side, Handbook], ...] = (("old", old), ("new", new))

    def of_whole(self, kind: str, name: str) -> set[str]:
        """Return the roles that have to do with a procedure, family, form, role or term."""
        found = {role for _, state in self._states for role in _whole(state, kind, name)}
        return found - {UNSPECIFIED}

    def at(self, kind: str, name: str, path: Path, was: str = "") -> set[str]:
        """Return the roles that one place concerns. `was`: the former id, if renamed."""
        found: set[str] = set()
        for side, state in self._states:
            own = was if was and side == "old" else name
            item = key_on(path[1], side) if len(path) > 1 else None
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


def takes_part(step: Step) -> Iterator[str]:
    """Yield the roles of a step: who does it, who helps, who gives something."""
    yield step.role
    yield from step.with_
    yield from (item.from_ for item in step.receives)


def roles_of(procedure: Procedure) -> Iterator[str]:
    """Yield every role that has to do with a procedure."""
    for step in procedure.steps:
        yield from takes_part(step)
    yield from (rule.role for rule in procedure.exceptions if rule.role)


def concerned(procedure: Procedure, change: Change) -> tuple[str, ...]:
    """Return the roles an entry concerns: those of its steps, or all if it names none.

    Of a step that is gone nobody knows any more whose it was, so that concerns all, too.
    """
    steps = {step.id: step for step in procedure.steps}
    if change.steps and steps.keys() >= set(change.steps):
        roles = (role for name in change.steps for role in takes_part(steps[name]))
    else:
        roles = (role for role in roles_of(procedure))
    return tuple(role for role in dict.fromkeys(roles) if role != UNSPECIFIED)


def covered(handbook: Handbook, of: str, subject: str) -> dict[str, int]:
    """Return the revision of every procedure that a print over several procedures may show."""
    return {
        procedure.id: procedure.revision
        for procedure in handbook.procedures.values()
        if _shows(of, subject, procedure)
    }


def _shows(of: str, subject: str, procedure: Procedure) -> bool:
    if of == "role":
        return subject in roles_of(procedure)
    if of == "form":
        return any(step.uses_form == subject for step in procedure.steps)
    if of == "handbook":
        return True
    return subject == (procedure.family if of == "family" else procedure.industry)


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
            if step.uses_form == name:
                yield from takes_part(step)


def _using_rules(state: Handbook, family: str, table: int | str | None) -> Iterator[str]:
    for procedure in state.procedures.values():
        for step in procedure.steps:
            if procedure.family == family and table in step.uses_rules:
                yield from takes_part(step)


def _at_item(procedure: Procedure, holder: str, item: int | str | None) -> Iterable[str]:
    """The roles of one item of a list, by its id or place; none if this state has it not."""
    if holder == "steps":
        return (role for step in procedure.steps if step.id == item for role in takes_part(step))
    if holder == "standards":
        found = (one for one in procedure.standards if one.id == item)
        return (role for one in found for role in _of_steps(procedure, one.steps))
    return _of_rule(procedure, procedure.exceptions[item]) if isinstance(item, int) else ()


def _of_rule(procedure: Procedure, rule: ExceptionRule) -> Iterable[str]:
    return (rule.role,) if rule.role else _of_steps(procedure, rule.at)


def _of_steps(procedure: Procedure, names: Iterable[str]) -> Iterable[str]:
    wanted = set(names)
    if not wanted:
        return roles_of(procedure)
    return (role for step in procedure.steps if step.id in wanted for role in takes_part(step))
