"""Sign-off sheets of training: trainee and trainer sign each of the four steps, by procedure."""

from collections.abc import Iterator

from sop_handbook.language.wording import Line, word
from sop_handbook.model import Handbook
from sop_handbook.model.learning import lessons
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import Print, control, of_role, up_to
from sop_handbook.render.views.standing import state_of

KIND = "coaching"
_KEPT = ("number", "title", "revision")


def coaching_sheets(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield one for every person with something to learn; who trains keeps it.

    Nothing is filled in: days, marks and names are written by hand.
    """
    for role in context.wanted("role", handbook.roles):
        learnt = [one.procedure for one in lessons(handbook, role.id)]
        if role.kind != "person" or not learnt:
            continue
        rows = [control(procedure, handbook) for procedure in learnt]
        yield of_role(
            role,
            learnt,
            handbook,
            context,
            kind=KIND,
            content={
                "document": Line((f"{role.title} ", word("print.coaching"))),
                "procedures": [{key: row[key] for key in _KEPT} for row in rows],
            }
            | up_to(learnt),
            notices_of={one.number: (state_of(one, context),) for one in learnt},
        )
