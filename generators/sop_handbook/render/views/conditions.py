"""By which answers a step is done or left out, in words that stand alone."""

from sop_handbook.model import Procedure, Step, Text, flow

_TELLING = 5  # characters; a shorter answer, such as 否, says nothing without its question


def conditions(procedure: Procedure, step: Step) -> list[str]:
    """Return the answers that lead to a branch: `余氯合格吗？偏低`; none if every run passes it."""
    if not flow.answers_to(procedure, step):
        return []
    return [
        str(standing_alone(other.decision.question, way.answer))
        for other in procedure.steps
        if other.decision
        for way in other.decision.outcomes
        if way.go == step.id
    ]


def answers_without(procedure: Procedure, step: Step) -> tuple[Text, ...]:
    """Return the answers after which a step no longer comes.

    None for a step that answers lead to: those say when it is done.
    """
    if procedure.order != "sequence" or flow.answers_to(procedure, step):
        return ()
    ways = flow.links(way for way in flow.edges(procedure) if way.exception is None)
    found: list[Text] = []
    for decision in (other.decision for other in procedure.steps if other.decision):
        without = [w for w in decision.outcomes if step.id not in flow.reached_from([w.go], ways)]
        if len(without) < len(decision.outcomes):
            found += [standing_alone(decision.question, way.answer) for way in without]
    return tuple(found)


def standing_alone(question: Text, answer: Text) -> Text:
    """Return an answer that says something without its question, else both."""
    return answer if len(str(answer)) >= _TELLING else Text((*question.parts, *answer.parts))
