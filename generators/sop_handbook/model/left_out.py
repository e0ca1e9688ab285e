"""Which steps may be left out of a run, and after which answers: said once for all that is made."""

from sop_handbook.model.basics import Text
from sop_handbook.model.conditions import answers_without
from sop_handbook.model.flow import may_be_left_out
from sop_handbook.model.procedure import Procedure, Step

# The answers after which something does not come, () if nobody can name them; None if it always
# comes.
LeftOut = tuple[Text, ...] | None


def left_out(procedure: Procedure, step: Step) -> LeftOut:
    """Tell it of a step, by the ways that runs take."""
    return answers_without(procedure, step) if may_be_left_out(procedure, step) else None
