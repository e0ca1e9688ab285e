"""On what answers a step is done, in words that stand alone."""

from generators import flow
from generators.model import Procedure, Step


def conditions(procedure: Procedure, step: Step) -> list[str]:
    """Return the answers that lead to a branch: `余氯合格吗？偏低`; none if every run passes it."""
    if not flow.answers_to(procedure, step):
        return []
    return [
        str(flow.standing_alone(other.decision.question, way.answer))
        for other in procedure.steps
        if other.decision
        for way in other.decision.outcomes
        if way.go == step.id
    ]
