"""Which steps may be left out of a run, and after which answers: said once for all that is made."""

from sop_handbook.model.basics import Text
from sop_handbook.model.conditions import answers_without
from sop_handbook.model.flow import links, may_be_left_out, reached_from, usual
from sop_handbook.model.procedure import Procedure, Step

# The answers after which something does not come, () if nobody can name them; None if it always
# comes.
LeftOut = tuple[Text, ...] | None


def left_out(procedure: Procedure, step: Step) -> LeftOut:
    """Tell it of a step, by the ways that runs take."""
    return answers_without(procedure, step) if may_be_left_out(procedure, step) else None


def asked_again(procedure: Procedure, step: Step, answered: str) -> bool:
    """Tell whether a question may come again after the answer that leads to `answered`, an id."""
    return step.id in reached_from([answered], links(usual(procedure)))


def no_longer(procedure: Procedure, step: Step, answered: str) -> tuple[str, ...]:
    """Return the ids of the steps to which no run comes once a decision led to `answered`, an id.

    None where the question may come again; nor those to which only what goes wrong leads.
    """
    if asked_again(procedure, step, answered):
        return ()
    ways, first = usual(procedure), procedure.steps[0].id
    ever = reached_from([first], links(ways))
    still = reached_from([first, answered], links(way for way in ways if way.source != step.id))
    return tuple(one.id for one in procedure.steps if one.id in ever - still)
