"""What is done again and again: which role has which duty, and how often."""

from collections.abc import Iterator
from dataclasses import dataclass

from sop_handbook.model.basics import Quantity, Value
from sop_handbook.model.handbook import Handbook
from sop_handbook.model.procedure import Procedure, Step

_ALWAYS = "7x24"  # said of a service that is named in passing, as of a telephone


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """What a role, by its id, does regularly: a procedure, or a step of it.

    `value` says how often. `label` says what exactly is done, if a quantity does that names a
    frequency; else it is "".
    """

    role: str
    procedure: Procedure
    step: Step | None
    value: Value
    label: str = ""


def duties(handbook: Handbook) -> tuple[Duty, ...]:
    """Return all duties of the procedures in use, in reading order; a procedure's own first.

    A step's belong to its role, a procedure's to the role of its first step. A frequency that is
    named by an action counts as one of its step.
    """
    return tuple(duty for one in handbook.in_use for duty in _of_procedure(one))


def duties_of(handbook: Handbook, role: str) -> tuple[Duty, ...]:
    """Return the duties of a role, by its id, likewise; of the procedures that concern it alone."""
    found = handbook.concerning.get(role, ())
    return tuple(duty for one in found for duty in _of_procedure(one) if duty.role == role)


def by_role(handbook: Handbook) -> dict[str, tuple[Duty, ...]]:
    """Return the duties of each role that has some, in the order of the roles.

    Those of steps whose document names no role come last, under the id that such a role has.
    """
    found: dict[str, list[Duty]] = {}
    for duty in duties(handbook):
        found.setdefault(duty.role, []).append(duty)
    order = {name: place for place, name in enumerate(handbook.roles)}
    names = sorted(found, key=lambda name: order.get(name, len(order)))
    return {name: tuple(found[name]) for name in names}


def _of_procedure(procedure: Procedure) -> Iterator[Duty]:
    first = procedure.steps[0].role
    for value in procedure.schedule:
        yield Duty(role=first, procedure=procedure, step=None, value=value)
    for step in procedure.steps:
        yield from _of_step(procedure, step)


def _of_step(procedure: Procedure, step: Step) -> Iterator[Duty]:
    known = {value.literal for value in step.schedule}
    for value in step.schedule:
        yield Duty(role=step.role, procedure=procedure, step=step, value=value)
    for quantity in _frequencies(step):
        if quantity.value not in known:
            known.add(quantity.value)
            value = Value(literal=quantity.value, op=quantity.op, quantity=quantity.id)
            yield Duty(
                role=step.role, procedure=procedure, step=step, value=value, label=quantity.label
            )


def _frequencies(step: Step) -> Iterator[Quantity]:
    for action in step.actions:
        for quantity in action.do.quantities:
            if quantity.kind == "schedule" and quantity.value != _ALWAYS:
                yield quantity
