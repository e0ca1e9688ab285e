"""Drills: what is played, what the trainee is watched for. Every procedure of people has one.

Where the author wrote scenarios, each is a drill. Without any, the whole procedure is one: it
begins as the procedure does, and whatever may be decided or go wrong is there to be played. Nothing
is invented: what a source does not say, such as a pass mark, a drill does not have.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.basics import Text
from sop_handbook.model.before import gravest_first
from sop_handbook.model.procedure import Procedure, Step
from sop_handbook.model.resolved import (
    Ref,
    ResolvedException,
    ResolvedProcedure,
    ResolvedReading,
    ResolvedStep,
    Target,
)
from sop_handbook.model.step_parts import Phrase, Reason
from sop_handbook.model.training import Scenario

# What a criterion is taken from: a result that can be seen, a critical or other key point, what is
# not to be done, words to say, or where a step says none of these, that it is done at all.
CriterionKind = Literal["result", "critical", "point", "avoid", "say", "step"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One thing that an observer judges: done or not. Each counts one.

    `texts` are one, but for words to say: any of the `phrases`, all of one occasion, `when`.
    `safety` is for what may harm somebody; `reason` is why a point matters, `instead` what is done
    instead of what is not.
    """

    kind: CriterionKind
    texts: tuple[Text | str, ...]
    safety: bool = False
    reason: Reason | None = None
    instead: Text | None = None
    phrases: tuple[Phrase, ...] = ()
    when: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """A step of a drill and its criteria, what is critical first."""

    told: ResolvedStep
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """A question that whoever plays decides by what they say or show: each answer and its way."""

    told: ResolvedStep
    question: Text
    outcomes: tuple[tuple[Text, Target], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OffLimit:
    """A reading that whoever plays can put out of bounds, to see what the trainee does."""

    told: ResolvedStep
    reading: ResolvedReading


@dataclass(frozen=True, kw_only=True, slots=True)
class Drill:
    """One drill. `scenario` is the author's, None where the whole procedure is played.

    `situation` are the texts that both sides hear; `trainees` who learns, several where a whole
    procedure is played by all who do its steps; `tasks` what they are told.
    """

    resolved: ResolvedProcedure
    scenario: Scenario | None
    title: str
    situation: tuple[Text, ...]
    trainees: tuple[Ref, ...]
    tasks: tuple[Text, ...]
    steps: tuple[Watched, ...]

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The decisions in it; which answer is played is not told to those who learn."""
        return tuple(
            Branch(told=told, question=told.step.decision.question, outcomes=told.outcomes)
            for told in self._told
            if told.step.decision
        )

    @property
    def troubles(self) -> tuple[ResolvedException, ...]:
        """What may go wrong in it."""
        names = {told.step.id for told in self._told}
        every = self.resolved.exceptions
        return tuple(one for one in every if one.anywhere or names & {*one.rule.at})

    @property
    def off_limits(self) -> tuple[OffLimit, ...]:
        """The readings for which it is said what to do with a value out of bounds."""
        return tuple(
            OffLimit(told=told, reading=one)
            for told in self._told
            for one in told.readings
            if one.reading.outside and one.reading.limits
        )

    @property
    def most(self) -> int:
        """How many points there are to be had."""
        return sum(len(watched.criteria) for watched in self.steps)

    @property
    def enough(self) -> int | None:
        """How many points are a pass, rounded up; None where the author sets no mark."""
        mark = self.scenario.pass_mark if self.scenario else None
        return None if mark is None else -(-self.most * mark // 100)

    @property
    def _told(self) -> tuple[ResolvedStep, ...]:
        return tuple(watched.told for watched in self.steps)


def drills(resolved: ResolvedProcedure, reads: Callable[[str], bool]) -> tuple[Drill, ...]:
    """Return the drills of a procedure; () where systems do every step.

    `reads` tells whether there is somebody behind a role, by its id.
    """
    procedure = resolved.procedure
    if procedure.training:
        return tuple(_written(resolved, one) for one in procedure.training.scenarios)
    steps = [told for told in resolved.steps if reads(told.step.role)]
    return (_whole(resolved, steps),) if steps else ()


def _written(resolved: ResolvedProcedure, scenario: Scenario) -> Drill:
    return Drill(
        resolved=resolved,
        scenario=scenario,
        title=scenario.title,
        situation=(scenario.situation,),
        trainees=(resolved.names.role(scenario.trainee),),
        tasks=scenario.tasks,
        steps=_watched(map(resolved.step, scenario.steps)),
    )


def _whole(resolved: ResolvedProcedure, steps: Sequence[ResolvedStep]) -> Drill:
    procedure = resolved.procedure
    return Drill(
        resolved=resolved,
        scenario=None,
        title=procedure.title,
        situation=tuple(trigger.text for trigger in procedure.triggers),
        trainees=tuple({told.role.id: told.role for told in steps}.values()),
        tasks=(procedure.goal,),
        steps=_watched(steps),
    )


def _watched(steps: Iterable[ResolvedStep]) -> tuple[Watched, ...]:
    return tuple(Watched(told=told, criteria=tuple(_criteria(told))) for told in steps)


def _criteria(told: ResolvedStep) -> Iterator[Criterion]:
    step = told.step
    found = [
        *_points(step, critical=True),
        *([Criterion(kind="result", texts=(step.done_when,))] if step.done_when else []),
        *_points(step, critical=False),
        *(Criterion(kind="avoid", texts=(one.text,), instead=one.instead) for one in step.avoid),
        *_said(step.phrases),
    ]
    yield from found or [Criterion(kind="step", texts=(step.title,))]


def _points(step: Step, *, critical: bool) -> Iterator[Criterion]:
    kind: CriterionKind = "critical" if critical else "point"
    for point in step.key_points:
        if point.critical is critical:
            yield Criterion(
                kind=kind,
                texts=(point.text,),
                safety=point.kind == "safety",
                reason=point.reason,
            )


def _said(phrases: tuple[Phrase, ...]) -> Iterator[Criterion]:
    """Yield a criterion for each occasion: what is said at one does not stand for another."""
    occasions: dict[str | None, list[Phrase]] = {}
    for phrase in phrases:
        name = None if phrase.when is None else str(phrase.when)
        occasions.setdefault(name, []).append(phrase)
    for same in occasions.values():
        texts = tuple(phrase.say for phrase in same)
        yield Criterion(kind="say", texts=texts, phrases=tuple(same), when=same[0].when)


def deadly(procedure: Procedure) -> tuple[Text, ...]:
    """Return what may kill in a procedure: nobody rehearses it without knowing."""
    before = procedure.before.hazards if procedure.before else ()
    every = (*before, *(one for step in procedure.steps for one in step.hazards))
    return tuple(one.text for one in gravest_first(every) if one.level == "danger")
