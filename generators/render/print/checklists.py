"""Checklists on A4: pause points, boxes to tick, room for deviations and signatures."""

from collections.abc import Iterator, Mapping
from typing import Any

from generators import flow
from generators.checklists import Item, PausePoint, checklist
from generators.editions import step_content
from generators.model import Handbook, Procedure
from generators.render.base import Context
from generators.render.print.jobs import Print, addresses, control, dated, notices, order

KIND = "checklist"


def checklists(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield one checklist a procedure."""
    for procedure in handbook.in_use:
        yield Print(
            kind=KIND,
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
    steps = {step.id: step_content(handbook, procedure, step) for step in procedure.steps}
    for step in procedure.steps:
        if not flow.leaves_order(procedure, step):
            steps[step.id].pop("next", None)
    roles = list(dict.fromkeys(step["role"] for step in steps.values()))
    return {
        "roles": roles,
        "limits": any("time_limit" in step for step in steps.values()),
        "pause_points": [_pause_point(point, steps) for point in checklist(procedure)],
        "triggers": [str(trigger.text) for trigger in procedure.triggers],
    }


def _pause_point(point: PausePoint, steps: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    shown: dict[str, Any] = {"items": [_item(item, steps) for item in point.items]}
    if point.moment:
        return shown | {"moment": str(point.moment), "read_do": point.read_do}
    first, last = point.steps[0], point.steps[-1]
    return shown | {"first": steps[first.id]["number"], "last": steps[last.id]["number"]}


def _item(item: Item, steps: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    if item.step is None:
        return {"title": str(item.text)}
    if item.point:
        safety = {"safety": True} if item.point.kind == "safety" else {}
        return {"critical": str(item.point.text)} | safety
    kept = ("number", "title", "role", "time_limit", "only_if", "decision", "next", "records")
    shown = {key: value for key, value in steps[item.step.id].items() if key in kept}
    return shown | ({"title": str(item.text)} if item.text else {})
