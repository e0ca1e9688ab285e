"""What is to be noticed today on a plate, and of which of its procedures it is true."""

from sop_handbook.language.messages import Messages
from sop_handbook.model import Procedure
from sop_handbook.render.base import Context
from sop_handbook.render.views.standing import notices, state_of

_NAMED = 3  # procedures; how many a line of the head names


def plate_notices(used: list[Procedure], context: Context) -> tuple[str, ...]:
    """Return what is to be noticed today, of several procedures with the numbers it is true of."""
    if len(used) == 1:
        return notices(used, context)
    messages, today = context.messages, context.today
    found = {
        "overdue": [p for p in used if (by := p.control.review_by) and by < today],
        "not-yet": [p for p in used if p.control.starts(today)],
    }
    return tuple(
        messages(f"print.standing.{key}")
        + (_some(those, messages) if len(those) < len(used) else "")
        for key, those in found.items()
        if those
    )


def _some(procedures: list[Procedure], messages: Messages) -> str:
    more = messages("print.of-all", count=len(procedures)) if len(procedures) > _NAMED else ""
    named = "、".join(one.number for one in procedures[:_NAMED])
    return f"{messages('print.colon')}{named}{more}"


def notices_beside(used: list[Procedure], context: Context) -> dict[str, tuple[str, ...]]:
    """Return how those stand that are overdue or not yet in force; if all do, the head says it."""
    told = [one for one in used if notices([one], context)]
    if len(told) == len(used) and len({state_of(one, context) for one in told}) == 1:
        return {}
    return {one.number: (state_of(one, context),) for one in told}
