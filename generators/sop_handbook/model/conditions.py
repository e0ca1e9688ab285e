"""By which answers a step is done or left out, in words that stand alone."""

from sop_handbook.model.basics import Text
from sop_handbook.model.flow import (
    Transition,
    edges,
    links,
    may_be_left_out,
    reached_from,
    usual,
)
from sop_handbook.model.numbering import is_branch
from sop_handbook.model.procedure import Procedure, Step

_TELLING = 5  # characters; a shorter answer, such as 否, says nothing without its question


def answers_to(procedure: Procedure, step: Step) -> tuple[Text, ...]:
    """Return the answers that lead to a step which not every run takes, each with its question.

    Such a step is a branch, or one that is reached by answers alone while another answer ends the
    work; a later step of a branch has the answers that led into it. A second answer to the same
    question stands without it: they are read together.
    """
    answers: list[Text] = []
    asked: set[Text] = set()
    for question, answer in _leading(procedure, step):
        answers.append(answer if question in asked else Text((*question.parts, *answer.parts)))
        asked.add(question)
    return tuple(answers)


def conditions(procedure: Procedure, step: Step) -> list[str]:
    """Return the answers that lead to a branch: `余氯合格吗？偏低`; [] if every run passes it.

    An answer that says something by itself stands without its question.
    """
    told = (str(standing_alone(*pair)) for pair in _leading(procedure, step))
    return list(dict.fromkeys(told))


def _leading(procedure: Procedure, step: Step) -> list[tuple[Text, Text]]:
    """Return questions and answers that lead to a step, or into the branch in which it is.

    None if some way there is taken without an answer.
    """
    before = links(usual(procedure), backwards=True)
    found: dict[tuple[Text, Text], None] = {}
    seen, waiting = {step.id}, [step.id]
    while waiting:
        name = waiting.pop(0)
        one = next(other for other in procedure.steps if other.id == name)
        answers, branch = _answered(procedure, name), is_branch(procedure, one)
        if answers and (branch or _after_stop(procedure, one)):
            found |= dict.fromkeys(answers)
        elif answers or not branch or name not in before:
            return []
        else:
            waiting += [other for other in before[name] if other not in seen]
            seen.update(before[name])
    return list(found)


def _answered(procedure: Procedure, name: str) -> list[tuple[Text, Text]]:
    return [
        (other.decision.question, way.answer)
        for other in procedure.steps
        if other.decision
        for way in other.decision.outcomes
        if way.go == name
    ]


def answers_without(procedure: Procedure, step: Step) -> tuple[Text, ...]:
    """Return the answers after which a step never comes, each with its question if it needs it.

    () for a step that answers lead to: those say when it is done. A step that is done before the
    question is asked has been done, whatever the answer.
    """
    if procedure.order != "sequence" or answers_to(procedure, step):
        return ()
    ways = links(usual(procedure))
    around = {name: [to for to in led if to != step.id] for name, led in ways.items()}
    before = reached_from([procedure.steps[0].id], around) if step != procedure.steps[0] else set()
    found: list[Text] = []
    for decision in (s.decision for s in procedure.steps if s.decision and s.id in before):
        without = [w for w in decision.outcomes if step.id not in reached_from([w.go], ways)]
        if len(without) < len(decision.outcomes):
            found += [standing_alone(decision.question, way.answer) for way in without]
    return tuple(found)


def ways_aside(procedure: Procedure, step: Step) -> tuple[Transition, ...]:
    """Return the ways to a step, or into what it belongs to, that no run takes if all goes well.

    () for a step that is come to without one, and for one that only exceptions lead to: these say
    so themselves.
    """
    if procedure.order != "sequence":
        return ()
    here = reached_from([step.id], links(usual(procedure), backwards=True))
    if procedure.steps[0].id in here:
        return ()
    special = [way for way in edges(procedure) if way.target in here and way.source not in here]
    aside = any(way.exception is None for way in special)
    return tuple(dict.fromkeys(special)) if aside else ()


def standing_alone(question: Text, answer: Text) -> Text:
    """Return an answer that says something without its question, else both."""
    return answer if len(str(answer)) >= _TELLING else Text((*question.parts, *answer.parts))


def _after_stop(procedure: Procedure, step: Step) -> bool:
    """Tell whether only answers lead to a step, and a run may end without it."""
    ways = [way for way in usual(procedure) if way.target == step.id]
    chosen = bool(ways) and all(way.answer is not None for way in ways)
    return chosen and may_be_left_out(procedure, step)
