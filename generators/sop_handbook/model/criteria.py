"""What a trainee is judged by at a step: what somebody else does there is told and not judged."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.basics import Text
from sop_handbook.model.procedure import Step
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.model.step_parts import Action, Reason

_MAY = "可"  # begins what somebody is free to do, but for words that begin with it
_ALSO = ("也可", "还可")  # says so of whoever is named before: 自己也可拨打总台
_MARKS = frozenset("，；：。")
_BUT = frozenset("能见疑靠燃是怕惜视变逆移调溶回口乐爱贵观")
# Say that something must be so or is so: who does the one does the other.
_MUST = ("必须", "应当", "应该", "已经", "须", "应", "要", "已")
# What a criterion is taken from: a critical or other key point, something to do, a result that can
# be seen, what is not to be done, words to say, what is written down, how often, within what time,
# or where a step says nothing to do, that it is done at all.
CriterionKind = Literal[
    "critical", "do", "result", "point", "avoid", "say", "step", "readings", "repeat", "time"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One thing that an observer judges: done or not. Each counts one.

    `texts` are one, but for words to say: any of the `phrases` of the step, by their places, all of
    one occasion; for readings, their names, all of which are judged as one; none for how often and
    within what time, which are those of the step. `when` is in which case it is to be done or said.
    `safety` is for what may harm somebody; `reason` is why a point matters, `instead` what is done
    instead of what is not, `action` which of the step it is.
    """

    kind: CriterionKind
    texts: tuple[Text | str, ...]
    safety: bool = False
    reason: Reason | None = None
    instead: Text | None = None
    phrases: tuple[int, ...] = ()
    when: Text | None = None
    action: int | None = None


def criteria(told: ResolvedStep, learners: Collection[str]) -> tuple[Criterion, ...]:
    """Return what those in some roles, by their ids, are judged by; () where they do nothing.

    Who answers for a step is judged by all that it says, but for what others do or say in it;
    whoever else does or says something there, by that.
    """
    step = told.step
    if step.role not in learners:
        return (*_done(step, learners, ()), *_said(step, learners))
    critical, points = (tuple(_points(step, critical=one)) for one in (True, False))
    results = (Criterion(kind="result", texts=(step.done_when,)),) if step.done_when else ()
    result = _unsaid(results, critical)
    points = _unsaid(points, (*critical, *result))
    done = _done(step, learners, (*critical, *result, *points))
    found = (*critical, *done, *points, *_avoided(step), *_said(step, learners))
    kept = tuple(_kept(step))
    whole = () if found or result or kept else (Criterion(kind="step", texts=(step.title,)),)
    return (*found, *whole, *kept, *result, *_timed(step))


def _kept(step: Step) -> Iterator[Criterion]:
    """Yield what is written down, and that a step is done as often as it says."""
    if step.readings:
        yield Criterion(kind="readings", texts=tuple(one.label for one in step.readings))
    if step.repeat and (step.repeat.times or step.repeat.for_each):
        yield Criterion(kind="repeat", texts=())


def _timed(step: Step) -> Iterator[Criterion]:
    if step.time_limit:
        yield Criterion(kind="time", texts=())


def permitted(told: ResolvedStep, learners: Collection[str]) -> tuple[Text, ...]:
    """Return what those in some roles may do at a step or not, as they like: nobody judges it."""
    step = told.step
    free = [one.do for one in step.actions if (one.role or step.role) in learners]
    if step.role in learners:
        free += [one.text for one in step.key_points if not one.critical]
    return tuple(filter(_is_permission, free))


def _is_permission(said: Text) -> bool:
    """Whether it only allows something: 也可以直接问, but not 可见出血时压住伤口."""
    words = str(said)
    ways = ((0, _MAY), *((words.find(also), also) for also in _ALSO))
    return any(
        at >= 0
        and words.startswith(may, at)
        and not _MARKS & {*words[:at]}
        # What goes on with one of these is another word.
        and words[at + len(may) : at + len(may) + 1] not in _BUT
        for at, may in ways
    )


def known(told: ResolvedStep, learners: Collection[str]) -> tuple[Criterion, ...]:
    """Return what is critical or not to be done at a step for which others answer.

    It is not judged: whoever works beside them knows it. () for those who answer for the step.
    """
    step = told.step
    if step.role in learners:
        return ()
    return (*_points(step, critical=True), *_avoided(step))


def done_by_others(told: ResolvedStep, learners: Collection[str]) -> tuple[int, ...]:
    """Return which actions of a step others do, by their places."""
    step = told.step
    return tuple(
        at for at, one in enumerate(step.actions) if (one.role or step.role) not in learners
    )


def said_by_others(told: ResolvedStep, learners: Collection[str]) -> tuple[tuple[int, ...], ...]:
    """Return which phrases of a step others say, by their places, of one occasion together."""
    return tuple(places for who, places in _occasions(told.step) if who not in learners)


def _done(
    step: Step, learners: Collection[str], besides: Collection[Criterion]
) -> Iterator[Criterion]:
    """Yield what is to be done, but for what is judged in the very same words."""
    said = {_bare(text) for one in besides for text in one.texts}
    for at, one in enumerate(step.actions):
        if (one.role or step.role) not in learners or _is_permission(one.do):
            continue
        if not _is_said(one, said):
            yield Criterion(kind="do", texts=(one.do,), when=one.when, action=at)


def _is_said(action: Action, said: Collection[str]) -> bool:
    """Whether an action says nothing that is not judged anyway; no word of it is guessed at.

    Words within others may say the contrary there: "close it" stands in "do not close it".
    """
    return not action.when and not action.run and _bare(action.do) in said


def _bare(text: Text | str) -> str:
    """Return a text without blanks, what ends it and that it must be so or is so.

    Marks within it stay: they may be part of a number, or say what belongs to what.
    """
    words = "".join(str(text).split()).rstrip("。.；，")
    for one in _MUST:
        words = words.replace(one, "")
    return words


def _unsaid(ones: tuple[Criterion, ...], besides: Collection[Criterion]) -> tuple[Criterion, ...]:
    """Return those that nothing else says as well; what says why it matters stays."""
    said = {_bare(text) for one in besides for text in one.texts}
    return tuple(one for one in ones if one.reason or one.safety or _bare(one.texts[0]) not in said)


def _avoided(step: Step) -> Iterator[Criterion]:
    for one in step.avoid:
        yield Criterion(kind="avoid", texts=(one.text,), instead=one.instead)


def _points(step: Step, *, critical: bool) -> Iterator[Criterion]:
    kind: CriterionKind = "critical" if critical else "point"
    for point in step.key_points:
        if point.critical is critical and (critical or not _is_permission(point.text)):
            yield Criterion(
                kind=kind,
                texts=(point.text,),
                safety=point.kind == "safety",
                reason=point.reason,
            )


def _said(step: Step, learners: Collection[str]) -> Iterator[Criterion]:
    """Yield a criterion for each occasion: what is said at one does not stand for another."""
    for who, places in _occasions(step):
        if who in learners:
            same = [step.phrases[at] for at in places]
            texts = tuple(phrase.say for phrase in same)
            yield Criterion(kind="say", texts=texts, phrases=places, when=same[0].when)


def _occasions(step: Step) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield who says something at each occasion of a step, and which phrases, by their places."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for at, phrase in enumerate(step.phrases):
        when = None if phrase.when is None else str(phrase.when)
        found.setdefault((phrase.role or step.role, when), []).append(at)
    for (who, _), places in found.items():
        yield who, tuple(places)
