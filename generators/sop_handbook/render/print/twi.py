"""Job breakdown sheets after Training Within Industry: important step, key points, reasons."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.editions.content import exception_content
from sop_handbook.model import Handbook, Procedure
from sop_handbook.model.resolved import ResolvedProcedure, ResolvedStep
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import (
    Print,
    addresses,
    before,
    control,
    dated,
    is_for_people,
    of_all_steps,
    order,
    schedule,
    sheet_content,
    system_of,
)
from sop_handbook.render.print.links import links_beside
from sop_handbook.render.print.photos import clip_addresses, photos_in, shown_of
from sop_handbook.render.print.rules import RuleTable, rules_of
from sop_handbook.render.views.standing import notices, standing

_WHAT = (
    "number", "title", "role", "with", "time_limit", "frequency", "only_if", "receives",
    "hazards", "pictures", "clips", "actions", "readings",
)  # fmt: skip
_SAID = ("phrases", "avoid", "measured", "left_open", "decision", "choices", "use", "starts")
_ROUND = ("tools", "records", "uses_form", "uses_rules", "errors", "facts", "links")
PHOTO = 80  # millimetres a picture is wide at most


def twi_sheets(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield one sheet a procedure."""
    for procedure in context.wanted_in_use(handbook):
        if not is_for_people(handbook, procedure):
            continue
        yield Print(
            kind="twi",
            of="procedure",
            subject=procedure.id,
            content=control(procedure, handbook)
            | order(procedure)
            | schedule(procedure)
            | shown_of(procedure)
            | _content(handbook, procedure),
            addresses={"": addresses(procedure)[""], **clip_addresses([procedure])},
            photos=photos_in([procedure], PHOTO),
            dated=dated(procedure),
            notices=notices([procedure], context),
            standing=standing([procedure], context),
        )


def _content(handbook: Handbook, procedure: Procedure) -> dict[str, Any]:
    resolved = handbook.resolved(procedure)
    steps = [_step(handbook, told) for told in resolved.steps]
    content = {
        "goal": str(procedure.goal),
        "triggers": [str(trigger.text) for trigger in procedure.triggers],
        **of_all_steps(procedure),
        **before(procedure),
        "roles": list(dict.fromkeys(step["role"] for step in steps if "role" in step)),
        "tools": list(dict.fromkeys(str(tool) for s in procedure.steps for tool in s.tools)),
        "principles": [str(principle) for principle in procedure.principles],
        "steps": steps,
        "exceptions": [exception_content(one) for one in resolved.exceptions],
        "rules": _rules(handbook, resolved),
    }
    return content | links_beside(content)


def _rules(handbook: Handbook, resolved: ResolvedProcedure) -> list[RuleTable]:
    """Return every rule table once, in the order in which steps first need them."""
    tables = {
        table["title"]: table for told in resolved.steps for table in rules_of(handbook, told)
    }
    return list(tables.values())


def _step(handbook: Handbook, resolved: ResolvedStep) -> dict[str, Any]:
    shown = sheet_content(resolved)
    points = [
        {
            "text": str(point.text),
            "critical": point.critical,
            "safety": point.kind == "safety",
            "reason": str(point.reason.text) if point.reason else "",
            "editorial": bool(point.reason and point.reason.origin == "editorial"),
        }
        for point in sorted(resolved.step.key_points, key=lambda point: not point.critical)
    ]
    kept = (*_WHAT, *_SAID, *_ROUND, *(("next",) if resolved.leaves_order else ()))
    told = {key: shown[key] for key in kept if key in shown} | {"points": points}
    if resolved.together:
        told["together"] = True
    if system := system_of(handbook, resolved):
        told["system"] = system
        del told["role"]
    if resolved.answers:
        return told | {"only_if": [str(answer) for answer in resolved.answers]}
    without = [str(answer) for answer in resolved.left_out or ()]
    return told | {"unless": without} if without else told
