"""By which answers a step is done or left out, in words that stand alone."""

from sop_handbook.model.basics import Text
from sop_handbook.model.flow import is_branch, links, may_be_left_out, reached_from, usual
from sop_handbook.model.procedure import Procedure, Step

_TELLING = 5  # characters; a shorter answer, such as 否, says nothing without its question


def answers_to(procedure: Procedure, step: Step) -> tuple[Text, ...]:
    """Return the answers that lead to a step which not every run takes, each with its question.

    Such a step is a branch, or one that is reached by answers alone while another answer ends the
    work. A second answer to the same question stands without it: they are read together.
    """
    answers: list[Text] = []
    for decision in (other.decision for other in procedure.steps if other.decision):
        leading = [way.answer for way in decision.outcomes if way.go == step.id]
        if leading:
            answers += [Text((*decision.question.parts, *leading[0].parts)), *leading[1:]]
    return tuple(answers) if is_branch(procedure, step) or _after_stop(procedure, step) else ()


def conditions(procedure: Procedure, step: Step, *, whole: bool = False) -> list[str]:
    """Return the answers that lead to a branch: `余氯合格吗？偏低`; none if every run passes it.

    A later step of a branch has those that led into it. An answer that says something by itself
    stands without its question, unless the `whole` is asked for.
    """
    told: list[str] = []
    asked: set[str] = set()
    for question, answer in _leading(procedure, step, ()):
        full = whole and str(question) not in asked
        said = Text((*question.parts, *answer.parts)) if full else standing_alone(question, answer)
        told.append(str(said))
        asked.add(str(question))
    return list(dict.fromkeys(told))


def _leading(procedure: Procedure, step: Step, seen: tuple[str, ...]) -> list[tuple[Text, Text]]:
    """Return questions and answers that lead to a step, or into the branch in which it is."""
    if answers_to(procedure, step):
        return [
            (other.decision.question, way.answer)
            for other in procedure.steps
            if other.decision
            for way in other.decision.outcomes
            if way.go == step.id
        ]
    if not is_branch(procedure, step):
        return []
    sources = {way.source for way in usual(procedure) if way.target == step.id}
    before = [one for one in procedure.steps if one.id in sources and one.id not in seen]
    found = [_leading(procedure, one, (*seen, step.id)) for one in before]
    return [pair for pairs in found for pair in pairs] if all(found) else []


def answers_without(procedure: Procedure, step: Step) -> tuple[Text, ...]:
    """Return the answers after which a step no longer comes.

    None for a step that answers lead to: those say when it is done.
    """
    if procedure.order != "sequence" or answers_to(procedure, step):
        return ()
    ways = links(usual(procedure))
    found: list[Text] = []
    for decision in (other.decision for other in procedure.steps if other.decision):
        without = [w for w in decision.outcomes if step.id not in reached_from([w.go], ways)]
        if len(without) < len(decision.outcomes):
            found += [standing_alone(decision.question, way.answer) for way in without]
    return tuple(found)


def standing_alone(question: Text, answer: Text) -> Text:
    """Return an answer that says something without its question, else both."""
    return answer if len(str(answer)) >= _TELLING else Text((*question.parts, *answer.parts))


def _after_stop(procedure: Procedure, step: Step) -> bool:
    """Tell whether only answers lead to a step, and a run may end without it."""
    ways = [way for way in usual(procedure) if way.target == step.id]
    chosen = bool(ways) and all(way.answer is not None for way in ways)
    return chosen and may_be_left_out(procedure, step)
