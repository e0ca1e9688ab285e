"""Whom to call and what it costs: telephone numbers and amounts of procedures and families."""

from collections.abc import Iterator, Sequence
from typing import Any

from sop_handbook.editions.content import plain
from sop_handbook.language import phones
from sop_handbook.model import Handbook, Procedure, Quantity, Value
from sop_handbook.model.texts import iter_texts


def contacts(
    handbook: Handbook, procedures: Sequence[Procedure], reader: str | None = None
) -> list[dict[str, Any]]:
    """Return the telephone numbers that these procedures have or speak of, each once.

    Each has a `label`, the `number` as it is spoken and, if the role that is the `reader` is whom
    it reaches, `own`: nobody is told to call himself.
    """
    called = [one for one in _quantities(handbook, procedures) if one.kind == "contact"]
    found = {phones.shown(quantity.value): quantity for quantity in called}
    # One number may be said by several; it is enough that one of them says who answers.
    own = {phones.shown(one.value) for one in called if reader and one.answered_by == reader}
    return [
        {"label": quantity.label, "number": number} | ({"own": True} if number in own else {})
        for number, quantity in found.items()
    ]


def amounts(handbook: Handbook, procedures: Sequence[Procedure]) -> list[dict[str, Any]]:
    """Return the amounts that these procedures have or speak of, each once.

    Each has a `label`, the `value` with its bound, and perhaps a `note`.
    """
    found: list[dict[str, Any]] = []
    for quantity in _quantities(handbook, procedures):
        if quantity.kind == "amount":
            value = Value(literal=quantity.value, op=quantity.op)
            told: dict[str, Any] = {"label": quantity.label, "value": value}
            told |= {"note": plain(quantity.note)} if quantity.note else {}
            found += [told] if told not in found else []
    return found


def _quantities(handbook: Handbook, procedures: Sequence[Procedure]) -> Iterator[Quantity]:
    """Yield those of the procedures, then those of their families that they speak of.

    What nobody speaks of is not shown: another number would reach sheets without a new revision.
    """
    for procedure in procedures:
        yield from procedure.quantities
    for procedure in procedures:
        shared = handbook.families[procedure.family].quantities if procedure.family else ()
        named = {one.id for _, text in iter_texts(procedure) for one in text.quantities}
        yield from (one for one in shared if one.id in named)
