"""Duty lists to put up: what one role does in a week, with a box for each time."""

from collections.abc import Iterator, Sequence
from typing import Any

from sop_handbook.language.schedules import schedule_of
from sop_handbook.language.wording import Line, word
from sop_handbook.model import Handbook, Procedure, Role, routes
from sop_handbook.model.duties import Duty, duties_of
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import Print, of_role
from sop_handbook.render.views.calendars import now_and_then
from sop_handbook.render.views.duties import cells, is_crowded
from sop_handbook.render.views.standing import badge_of, standing, state_of

KIND = "duties"


def duty_lists(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield a list for every role with somebody behind it and something to do at its time."""
    for role in context.wanted("role", handbook.roles):
        found = duties_of(handbook, role.id) if role.reads else ()
        if now_and_then(found):
            yield _list(handbook, role, found, context)


def _list(handbook: Handbook, role: Role, found: Sequence[Duty], context: Context) -> Print:
    used = list({duty.procedure.id: duty.procedure for duty in found}.values())
    rows = [_row(handbook, duty) for duty in found]
    content = {
        "document": Line((f"{role.title} ", word("print.duties"))),
        "week": [row for row in rows if "days" in row],
        "others": [row for row in rows if "days" not in row],
    }
    return of_role(
        role,
        used,
        handbook,
        context,
        kind=KIND,
        content=content,
        addresses={"": routes.role(role.id).at("duties")},
        notices_of=_stand(used, context),
    )


def _stand(used: Sequence[Procedure], context: Context) -> dict[str, tuple[str, ...]]:
    """Return of each of several procedures that is not in force how it stands, by its number."""
    if len(used) == 1:
        return {}
    return {
        one.number: (state_of(one, context),)
        for one in used
        if standing([one], context) != context.messages("print.standing.current")
    }


def _row(handbook: Handbook, duty: Duty) -> dict[str, Any]:
    """Return a duty: `what`, `label` if it says more, `of` its procedure, `often` and its `days`.

    `number` and `revision` are those of its procedure, `badge` says that it is not approved.

    `days` are the times of each day of the week, "" for one without a time; left out if it is
    bound to none. One that is `crowded` is done more often than there is room for boxes; `count`
    tells how often another is done in its period, left out for once.
    """
    procedure, step = duty.procedure, duty.step
    name = f"{procedure.number} {procedure.title}"
    told: dict[str, Any] = {"what": name, "often": duty.value, "number": procedure.number}
    told["revision"] = word("page.revision", revision=procedure.revision)
    if step:
        told |= {"what": handbook.resolved(procedure).called(step.id), "of": name}
    if badge := badge_of([procedure]):
        told["badge"] = badge
    if duty.label:
        told["label"] = duty.label
    schedule = schedule_of(duty.value.literal)
    if days := cells(schedule):
        told["days"] = [list(times or ()) for times in days]
        return told | ({"crowded": True} if is_crowded(schedule) else {})
    return told | ({"count": schedule.count} if schedule and schedule.count > 1 else {})
