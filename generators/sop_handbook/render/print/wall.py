"""What hangs on the wall or stands on the counter: a procedure as a poster and as a stand."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sop_handbook.editions.content import exception_content
from sop_handbook.model import Handbook, Procedure
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.render.base import Context
from sop_handbook.render.print.contacts import contacts
from sop_handbook.render.print.jobs import (
    Print,
    addresses,
    before,
    control,
    dated,
    order,
    schedule,
    sheet_content,
    system_of,
)
from sop_handbook.render.print.manner import manner
from sop_handbook.render.views.standing import notices, standing

POSTER, STAND = "poster", "stand"
_KEPT = (
    "number", "title", "role", "with", "time_limit", "frequency", "only_if", "decision", "hazards",
    "avoid", "actions", "measured", "warnings", "left_open", "use",
)  # fmt: skip
_BEFORE = ("hazards", "ppe", "conditions", "equipment", "materials")
_LOW = (185, 150)  # millimetres of a diagram that a poster shows half as large again
_READ = ("label", "limits", "do", "go")


def wall_prints(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield a poster for every procedure, with the diagram of the book, and a stand.

    The stand shows the same on both sides of a small sheet.
    """
    for procedure in context.wanted_in_use(handbook):
        for kind in (POSTER, STAND):
            yield _of(kind, procedure, handbook, context)


def _of(kind: str, procedure: Procedure, handbook: Handbook, context: Context) -> Print:
    poster = kind == POSTER
    return Print(
        kind=kind,
        of="procedure",
        subject=procedure.id,
        content=_content(procedure, handbook),
        pictures=partial(_diagrams, procedure, handbook, context) if poster else dict,
        addresses={"": addresses(procedure)[""]},
        dated=dated(procedure),
        notices=notices([procedure], context),
        standing=standing([procedure], context),
        duplex=not poster,
    )


def _diagrams(procedure: Procedure, handbook: Handbook, context: Context) -> dict[str, Any]:
    from sop_handbook.render.print.handbooks import drawn_of  # there is much to load

    drawn = (drawn_of(procedure, handbook, context, room) for room in (None, _LOW))
    return {"diagrams": [sheets[0] for sheets in drawn if len(sheets) == 1]}


def _content(procedure: Procedure, handbook: Handbook) -> dict[str, Any]:
    resolved = handbook.resolved(procedure)
    needed = before(procedure).get("before", {})
    return (
        control(procedure, handbook)
        | order(procedure)
        | schedule(procedure)
        | {
            "triggers": [str(trigger.text) for trigger in procedure.triggers],
            "before": {key: needed[key] for key in _BEFORE if key in needed},
            "principles": [str(principle) for principle in procedure.principles],
            "steps": [_step(told, handbook) for told in resolved.steps],
            "exceptions": [exception_content(one) for one in resolved.exceptions],
            "contacts": contacts(handbook, [procedure]),
        }
        | ({"asks_more": True} if _asks_more(procedure) else {})
    )


def _asks_more(procedure: Procedure) -> bool:
    """Tell whether a checklist written by hand asks what no step says: it stands nowhere here."""
    return any(item.check for own in procedure.checklists for item in own.items)


def _step(told: ResolvedStep, handbook: Handbook) -> dict[str, Any]:
    """Return what is read of a step from some way off.

    The keys are those of `sheet_content`, and `critical`, `readings` with limits, its `manner`,
    `done_when`, and the `system` that does it by itself. Of the actions there are always those with
    a command. `next` is where it goes on if not below, `unless` the answers that lead past it.
    """
    shown = sheet_content(told)
    readings = [
        {key: one[key] for key in _READ if key in one}
        for one in shown.get("readings", ())
        if "limits" in one
    ]
    found = {
        "critical": [
            {"text": str(point.text), "safety": point.kind == "safety"}
            for point in told.step.key_points
            if point.critical
        ],
        "readings": readings,
        "system": system_of(handbook, told),
    }
    kept = {key: shown[key] for key in _KEPT if key in shown}
    if told.step.done_when:
        kept["done_when"] = str(told.step.done_when)
    return (
        _way(told, shown)
        | kept
        | {key: value for key, value in found.items() if value}
        | manner(shown)
    )


def _way(told: ResolvedStep, shown: dict[str, Any]) -> dict[str, Any]:
    """Return where the way does not lead down the sheet: past a step, or from it elsewhere."""
    past = [str(answer) for answer in told.left_out or ()] if "only_if" not in shown else []
    way = {"unless": past} if past else {}
    return way | ({"next": shown["next"]} if told.leaves_order and "next" in shown else {})
