"""Checklists on A4: pause points, boxes to tick, room for deviations and signatures."""

from collections.abc import Iterator
from typing import Any

from generators.checklists import Item, checklist
from generators.editions import step_content
from generators.model import Handbook, Procedure
from generators.render.base import Context
from generators.render.print.jobs import Print, addresses, control, dated, overdue

KIND = "checklist"


def checklists(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield one checklist a procedure."""
    for procedure in handbook.procedures.values():
        yield Print(
            kind=KIND,
            of="procedure",
            subject=procedure.id,
            content=control(procedure, handbook, context) | _content(handbook, procedure),
            addresses={"": addresses(procedure)[""]},
            dated=dated(procedure),
            overdue=overdue(procedure, context.today),
        )


def _content(handbook: Handbook, procedure: Procedure) -> dict[str, Any]:
    steps = {step.id: step_content(handbook, procedure, step) for step in procedure.steps}
    roles = list(dict.fromkeys(step["role"] for step in steps.values()))
    points = checklist(procedure)
    return {
        "roles": roles,
        "limits": any("time_limit" in step for step in steps.values()),
        "pause_points": [
            {
                "first": steps[point.steps[0].id]["number"],
                "last": steps[point.steps[-1].id]["number"],
                "items": [_item(item, steps[item.step.id]) for item in point.items],
            }
            for point in points
        ],
        "triggers": [str(trigger.text) for trigger in procedure.triggers],
    }


def _item(item: Item, step: dict[str, Any]) -> dict[str, Any]:
    if item.point:
        return {"critical": str(item.point.text)}
    kept = ("number", "title", "role", "time_limit", "only_if", "decision", "records")
    return {key: step[key] for key in kept if key in step}
