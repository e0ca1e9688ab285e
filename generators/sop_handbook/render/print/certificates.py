"""Certificates of training: which procedures somebody in a role has learnt, by their revisions."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.language.wording import Line, word
from sop_handbook.model import Handbook, Procedure, Role
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import Print, of_role, up_to
from sop_handbook.render.views.standing import badge_of, notices, state_of

KIND = "certificate"


def certificates(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield one for every person that does or helps with something.

    It is blank but for the role and the procedures: who learnt them is written on it.
    """
    for role in context.wanted("role", handbook.roles):
        learnt = [one for one in handbook.concerning.get(role.id, ()) if _works_by(role, one)]
        if role.kind == "person" and learnt:
            yield of_role(
                role,
                learnt,
                handbook,
                context,
                kind=KIND,
                content=_content(role, learnt),
                notices_of={one.number: _today(one, context) for one in learnt},
            )


def is_void(job: Print) -> bool:
    """Tell whether nobody can be certified in anything as all of it stands today."""
    told = job.content["procedures"]
    return all("badge" in one or len(job.notices_of[one["number"]]) > 1 for one in told)


def _works_by(role: Role, procedure: Procedure) -> bool:
    return any(role.id in (step.role, *step.with_) for step in procedure.steps)


def _certified(procedure: Procedure) -> dict[str, Any]:
    """Return what it says of a procedure; one with a `badge` is not approved: nobody passes it.

    Of others `review` is the day until which whoever passed may work by it.
    """
    review = procedure.control.review_by
    told: dict[str, Any] = {
        "number": procedure.number,
        "title": procedure.title,
        "revision": word("page.revision", revision=procedure.revision),
    }
    if badge := badge_of([procedure]):
        return told | {"badge": badge}
    return told | ({"review": review.isoformat()} if review else {})


def _today(procedure: Procedure, context: Context) -> tuple[str, ...]:
    """Return how a procedure stands, and, if nobody passes it as long as it does, until when."""
    state = state_of(procedure, context)
    if badge_of([procedure]) or not notices([procedure], context):
        return (state,)
    late = procedure.control.review_by and procedure.control.review_by < context.today
    reason = context.messages(f"print.not-certified-{'overdue' if late else 'not-yet'}")
    return (state, reason)


def _content(role: Role, learnt: list[Procedure]) -> dict[str, Any]:
    """Return the `procedures` of a role, and until when changes are in it if not all is settled."""
    content: dict[str, Any] = {
        "document": Line((f"{role.title} ", word("print.certificate"))),
        "procedures": [_certified(one) for one in learnt],
    }
    return content | (up_to(learnt) if badge_of(learnt) else {})
