"""Values that are what they say: a duration that a clock can count, a time limit that is a time."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from sop_handbook.findings import Finding, FindPlace
from sop_handbook.language import phones
from sop_handbook.language.quantities import is_name, quantity_of
from sop_handbook.language.schedules import is_schedule
from sop_handbook.language.values import is_duration, is_span, meant_duration
from sop_handbook.model import Handbook, Procedure, Quantity, Value
from sop_handbook.sources.places import Places

TIMES = {"duration", "schedule"}
_LONG = re.compile(r"[0-9]+ ?(年|个月)")  # longer than any clock here counts
_FIGURE = re.compile("[0-9〇零一二两三四五六七八九十百千万半]")


def quantity_values(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """The value of a quantity is of its kind."""
    for quantity, place in _quantities(handbook, places):
        yield from _odd(quantity, place)


def spans(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What says by itself from where to where is not also at most or at least something."""
    for label, value, op, place in _given(handbook, places):
        if op in {"le", "ge"} and is_span(value):
            yield Finding(place(), "span-with-op", {"label": label, "value": value, "op": op})


def impossible(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A range runs from the lower value to the higher one, and a tolerance is a positive figure.

    What may be a name instead, such as 12-8号阀, is left alone.
    """
    for label, value, _, place in _given(handbook, places):
        found = quantity_of(value)
        tolerance = "±" in value
        if found and found.reversed and (tolerance or not is_name(value)):
            code = "tolerance-negative" if tolerance else "range-reversed"
            yield Finding(place(), code, {"label": label, "value": value})


def _given(handbook: Handbook, places: Places) -> Iterator[tuple[str, str, str, FindPlace]]:
    """Yield label, literal and operator of every value that is written out, numbers to dial not."""
    for quantity, place in _quantities(handbook, places):
        if quantity.kind != "contact":
            yield quantity.label, quantity.value, quantity.op, place
    yield from _standards(handbook, places)


def _standards(handbook: Handbook, places: Places) -> Iterator[tuple[str, str, str, FindPlace]]:
    for procedure in handbook.procedures.values():
        for index, one in enumerate(procedure.standards):
            if one.value.quantity is None:
                place = partial(places.procedure, procedure.id, "standards", index, "value")
                yield one.metric, one.value.literal, one.value.op, place


def contact_values(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Whom to call can be dialled: every number in it is known to be one."""
    for quantity, place in _quantities(handbook, places):
        if quantity.kind == "contact" and not phones.numbers(quantity.value):
            args = {"label": quantity.label, "value": quantity.value}
            yield Finding(place(), "nothing-to-dial", args)
    for index, contact in enumerate(handbook.contacts.values()):
        if contact.phone and not phones.numbers(contact.phone):
            where = places.single("handbook", "contacts", index, "phone")
            args = {"label": contact.label, "value": contact.phone}
            yield Finding(where, "nothing-to-dial", args)
    for index, danger in enumerate(handbook.emergencies):
        if danger.number and not phones.numbers(danger.number):
            where = places.single("terms", "emergencies", index, "number")
            args = {"label": danger.title, "value": danger.number}
            yield Finding(where, "nothing-to-dial", args)


def answered(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Only what is called has somebody who answers: with any other number nobody would be told."""
    for quantity, place in _quantities(handbook, places, "answered_by"):
        if quantity.answered_by and quantity.kind != "contact":
            args = {"label": quantity.label, "kind": quantity.kind, "role": quantity.answered_by}
            yield Finding(place(), "answered-without-contact", args)


def time_limits(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A time limit that is a quantity is a length of time or a frequency."""
    for procedure in handbook.procedures.values():
        known = handbook.quantities_of(procedure)
        for path, value in _limits(procedure):
            quantity = known.get(value.quantity or "")
            allowed = {"duration"} if value.anchor else TIMES
            if quantity and quantity.kind not in allowed:
                args = {"label": quantity.label, "kind": quantity.kind, "id": quantity.id}
                yield Finding(places.procedure(procedure.id, *path), "no-time", args)


def _quantities(
    handbook: Handbook, places: Places, key: str = "value"
) -> Iterator[tuple[Quantity, FindPlace]]:
    """Yield every quantity with the place of one of its keys."""
    for family in handbook.families.values():
        for index, quantity in enumerate(family.quantities):
            yield quantity, partial(places.family, family.id, "quantities", index, key)
    for procedure in handbook.procedures.values():
        for index, quantity in enumerate(procedure.quantities):
            yield quantity, partial(places.procedure, procedure.id, "quantities", index, key)


def _odd(quantity: Quantity, place: FindPlace) -> Iterator[Finding]:
    value = quantity.value
    right = {
        "duration": _lasts(value),
        "schedule": is_schedule(value),
        "contact": True,
    }.get(quantity.kind, bool(_FIGURE.search(value)))
    if not right:
        args = {"value": value, "kind": quantity.kind, "label": quantity.label}
        meant = meant_duration(value) if quantity.kind == "duration" else None
        yield Finding(place(), "value-of-another-kind", args, meant)


def _lasts(value: str) -> bool:
    """Whether a value is a length of time that is not nothing."""
    known = is_duration(value) or bool(_LONG.fullmatch(value))
    return known and value.lstrip("0.")[:1].isdigit()


def _limits(procedure: Procedure) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    for index, step in enumerate(procedure.steps):
        if step.time_limit:
            yield ("steps", index, "time_limit"), step.time_limit
    for index, exception in enumerate(procedure.exceptions):
        if exception.within:
            yield ("exceptions", index, "within"), exception.within
