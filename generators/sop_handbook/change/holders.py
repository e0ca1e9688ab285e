"""Which parts of a procedure an exception, a standard or a quantity counts with.

A part is a step, what a role handles, or the whole. Who is concerned by a change follows from
that, in `sop diff`, in the ledger and in the history of a procedure alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sop_handbook.change.comparison_tree import group, leaves
from sop_handbook.model import ExceptionRule, Procedure, flow

FIELDS = ("exceptions", "standards", "quantities")
WHOLE = ""  # the part of a procedure that is no step
_ROLE = "@"  # before a role; no step begins with it

Spot = tuple[str, int | str]  # a field; the place of an exception, the id of anything else


def holding(procedure: Procedure) -> dict[Spot, tuple[str, ...]]:
    """Return the parts that each exception, standard and quantity counts with.

    An exception counts with the role that handles it, else with its steps; a standard with its
    steps; a quantity with whatever names it. What none of this holds for counts with the whole. The
    keys are (field, place from 0) for exceptions, (field, id) for the others; a part is a step id,
    `@` and a role id, or "" for the whole.
    """
    found: dict[Spot, tuple[str, ...]] = {}
    for at, rule in enumerate(procedure.exceptions):
        found["exceptions", at] = _of_rule(procedure, rule)
    for one in procedure.standards:
        found["standards", one.id] = one.steps or (WHOLE,)
    users = _users(procedure, found) if procedure.quantities else {}
    for quantity in procedure.quantities:
        found["quantities", quantity.id] = tuple(sorted(users.get(quantity.id, {WHOLE})))
    return found


def role_in(part: str) -> str:
    """Return the id of the role whose part this is; "" if it is a step or the whole."""
    return part.removeprefix(_ROLE) if part.startswith(_ROLE) else ""


def is_step(part: str) -> bool:
    """Tell whether a part is a step; its name is then the step's id."""
    return part != WHOLE and not role_in(part)


def _of_rule(procedure: Procedure, rule: ExceptionRule) -> tuple[str, ...]:
    if rule.role:
        return (_ROLE + rule.role,)
    return (WHOLE,) if flow.is_anywhere(procedure, rule) else rule.at


def _users(procedure: Procedure, known: Mapping[Spot, tuple[str, ...]]) -> dict[str, set[str]]:
    """The parts that name a quantity, by its id."""
    found: dict[str, set[str]] = {}
    for part, thing in _things(procedure, known):
        for _, leaf in leaves(group(thing), ""):
            for quantity in leaf.quantities:
                found.setdefault(quantity, set()).add(part)
    return found


def _things(
    procedure: Procedure, known: Mapping[Spot, tuple[str, ...]]
) -> Iterator[tuple[str, Any]]:
    nothing: dict[str, Any] = dict.fromkeys((*FIELDS, "steps"), ())
    yield WHOLE, replace(procedure, **nothing)
    for step in procedure.steps:
        yield step.id, step
    for at, rule in enumerate(procedure.exceptions):
        yield from ((part, rule) for part in known["exceptions", at])
    for standard in procedure.standards:
        yield from ((part, standard) for part in known["standards", standard.id])
