"""Stickers: a code to scan on the spot, each of which opens one step."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.model import Handbook, Procedure
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import TRUE_SIZE, Print, addresses, control, dated
from sop_handbook.render.views.standing import notices, standing

KIND = "stickers"


def stickers(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield the stickers of every procedure; none where the handbook has no address."""
    if context.preview or not handbook.base_url:
        return
    for procedure in context.wanted_in_use(handbook):
        yield Print(
            kind=KIND,
            of="procedure",
            subject=procedure.id,
            content=control(procedure, handbook) | {"stickers": _steps(procedure, handbook)},
            options={"scale": TRUE_SIZE},
            addresses=addresses(procedure),
            dated=dated(procedure),
            notices=notices([procedure], context),
            standing=standing([procedure], context),
        )


def _steps(procedure: Procedure, handbook: Handbook) -> list[dict[str, Any]]:
    """Return what is on each: `number` and `title` of the step, its `key` among the addresses."""
    return [
        {"key": told.step.id, "number": told.number, "title": told.step.title}
        for told in handbook.resolved(procedure).steps
    ]
