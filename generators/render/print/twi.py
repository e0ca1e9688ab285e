"""Job breakdown sheets after Training Within Industry: important step, key points, reasons."""

from collections.abc import Iterator
from typing import Any

from generators import flow
from generators.editions import step_content
from generators.model import Handbook, Procedure, Step
from generators.render.base import Context
from generators.render.print.jobs import Print, addresses, control, dated, notices, order

_WHAT = ("number", "title", "role", "with", "time_limit", "only_if", "actions", "decision")
_ROUND = ("tools", "records", "uses_form", "errors")


def twi_sheets(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield one sheet a procedure."""
    for procedure in handbook.in_use:
        yield Print(
            kind="twi",
            of="procedure",
            subject=procedure.id,
            content=control(procedure, handbook, context)
            | order(procedure)
            | _content(handbook, procedure),
            addresses={"": addresses(procedure)[""]},
            dated=dated(procedure),
            notices=notices([procedure], context),
        )


def _content(handbook: Handbook, procedure: Procedure) -> dict[str, Any]:
    steps = [_step(handbook, procedure, step) for step in procedure.steps]
    return {
        "goal": str(procedure.goal),
        "roles": list(dict.fromkeys(step["role"] for step in steps)),
        "tools": list(dict.fromkeys(str(tool) for s in procedure.steps for tool in s.tools)),
        "steps": steps,
    }


def _step(handbook: Handbook, procedure: Procedure, step: Step) -> dict[str, Any]:
    shown = step_content(handbook, procedure, step)
    points = [
        {
            "text": str(point.text),
            "critical": point.critical,
            "safety": point.kind == "safety",
            "reason": str(point.reason.text) if point.reason else "",
            "editorial": bool(point.reason and point.reason.origin == "editorial"),
        }
        for point in sorted(step.key_points, key=lambda point: not point.critical)
    ]
    kept = (*_WHAT, *_ROUND, *(("next",) if flow.leaves_order(procedure, step) else ()))
    return {key: shown[key] for key in kept if key in shown} | {"points": points}
