"""Procedures that are the help themselves: what goes wrong in another leads to them."""

from collections.abc import Iterator

from sop_handbook.model.handbook import Handbook
from sop_handbook.model.procedure import Procedure


def is_help(handbook: Handbook, procedure: Procedure) -> bool:
    """Tell whether something that goes wrong elsewhere leads to a procedure: it is for trouble."""
    ways = handbook.incoming.get(procedure.id, ())
    return any(
        procedure.id in _led_to_in_trouble(handbook.procedures[way.procedure])
        for way in ways
        if way.procedure != procedure.id
    )


def _led_to_in_trouble(procedure: Procedure) -> Iterator[str | None]:
    """Yield the ids of the procedures that an exception or a reading out of bounds leads to."""
    ways = {rule.then for rule in procedure.exceptions}
    readings = (one for step in procedure.steps for one in step.readings)
    ways |= {one.outside.go for one in readings if one.outside and one.outside.go}
    yield from (end.hands_over for end in procedure.ends if end.id in ways)
    yield from (name for one in procedure.steps if one.id in ways for name in (one.starts, one.use))
