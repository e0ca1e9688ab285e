"""Sign-off sheets of training: trainee and trainer sign each of the four steps, by procedure."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.language.wording import Line, word
from sop_handbook.model import Handbook
from sop_handbook.model.learning import Lesson, lessons
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import Print, control, of_role, up_to
from sop_handbook.render.views.rehearsed import drills_of
from sop_handbook.render.views.standing import state_of

KIND = "coaching"
_KEPT = ("number", "title", "revision")


def coaching_sheets(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield one for every person with something to learn; who trains keeps it.

    Nothing is filled in: days, marks and names are written by hand.
    """
    for role in context.wanted("role", handbook.roles):
        found = lessons(handbook, role.id)
        learnt = [one.procedure for one in found]
        if role.kind != "person" or not learnt:
            continue
        yield of_role(
            role,
            learnt,
            handbook,
            context,
            kind=KIND,
            content={
                "document": Line((f"{role.title} ", word("print.coaching"))),
                "procedures": [_row(handbook, role.id, one) for one in found],
            }
            | up_to(learnt),
            notices_of={one.number: (state_of(one, context),) for one in learnt},
        )


def _row(handbook: Handbook, role: str, one: Lesson) -> dict[str, Any]:
    """Return a procedure; without a drill nothing is marked, and it is told what to teach it by.

    With `beside` that is nothing but the pack's pages, with `undrilled` its cards and checklist.
    """
    told = control(one.procedure, handbook)
    row = {key: told[key] for key in _KEPT}
    played = drills_of(handbook, one.procedure)
    if any(role == ref.id for drill in played for ref in drill.trainees):
        return row
    return row | ({"undrilled": True} if one.own else {"beside": True})
