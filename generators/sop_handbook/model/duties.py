"""What is done again and again: which role has which duty, and how often."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sop_handbook.model.basics import Quantity, Value
from sop_handbook.model.handbook import Handbook
from sop_handbook.model.procedure import Procedure, Step

_ALWAYS = "7x24"  # said of a service that is named in passing, as of a telephone


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """What a role, by its id, does regularly: a procedure, or a step of it.

    `value` says how often. `label` says what exactly is done, if a quantity does that names one of
    several frequencies, or one that only an action names; else it is "".
    """

    role: str
    procedure: Procedure
    step: Step | None
    value: Value
    label: str = ""


def duties(handbook: Handbook) -> tuple[Duty, ...]:
    """Return all duties of the procedures in use, in reading order; a procedure's own first.

    A step's belong to its role, a procedure's to the role of its first step. A frequency that is
    named by an action counts as one of its step. None is there twice.
    """
    return tuple(duty for one in handbook.in_use for duty in _of_procedure(handbook, one))


def duties_of(handbook: Handbook, role: str) -> tuple[Duty, ...]:
    """Return the duties of a role, by its id, likewise; of the procedures that concern it alone."""
    found = handbook.concerning.get(role, ())
    return tuple(
        duty for one in found for duty in _of_procedure(handbook, one) if duty.role == role
    )


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


def _of_procedure(handbook: Handbook, procedure: Procedure) -> Iterator[Duty]:
    known = handbook.quantities_of(procedure)
    first = procedure.steps[0].role
    for value, label in _once(labelled(procedure.schedule, known)):
        yield Duty(role=first, procedure=procedure, step=None, value=value, label=label)
    for step in procedure.steps:
        for value, label in _once([*labelled(step.schedule, known), *_named(step)]):
            yield Duty(role=step.role, procedure=procedure, step=step, value=value, label=label)


def labelled(
    schedule: Sequence[Value], known: Mapping[str, Quantity]
) -> tuple[tuple[Value, str], ...]:
    """Return each frequency with what it is of; "" if that is the whole step or procedure.

    Of several, the label of the quantity that one names says that; `known` are those by their ids.
    """
    if len(schedule) == 1:
        return ((schedule[0], ""),)
    quantities = ((value, known.get(value.quantity or "")) for value in schedule)
    return tuple((value, quantity.label if quantity else "") for value, quantity in quantities)


def _once(found: Iterable[tuple[Value, str]]) -> Iterable[tuple[Value, str]]:
    """Return what differs in how often, or in what is done so often, in its order."""
    first: dict[tuple[str, str], tuple[Value, str]] = {}
    for value, label in found:
        first.setdefault((value.literal, label), (value, label))
    return first.values()


def _named(step: Step) -> Iterator[tuple[Value, str]]:
    """Yield the frequencies that only its actions name, with what is done so often."""
    whole = {one.literal for one in step.schedule if one.quantity is None}
    said = {one.quantity for one in step.schedule}
    for quantity in _frequencies(step):
        if quantity.id not in said and quantity.value not in whole:
            value = Value(literal=quantity.value, op=quantity.op, quantity=quantity.id)
            yield value, quantity.label


def _frequencies(step: Step) -> Iterator[Quantity]:
    for action in step.actions:
        for quantity in (*(action.when.quantities if action.when else ()), *action.do.quantities):
            if quantity.kind == "schedule" and quantity.value != _ALWAYS:
                yield quantity
