"""Drills: what is played, what the trainee is watched for. Every procedure of people has one.

Where the author wrote scenarios, each is a drill. Without any, the whole procedure is one for each
person who does something in it, and for each body that answers for a step of it: it begins as the
procedure does, what others do is played for them, and whatever may be decided or go wrong is there
to be played. What is critical is in every drill, judged or told. Nothing is invented: what a source
does not say, such as a pass mark, a drill does not have.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sop_handbook.model.basics import Text
from sop_handbook.model.before import gravest_first
from sop_handbook.model.left_out import asked_again, no_longer
from sop_handbook.model.procedure import Procedure
from sop_handbook.model.resolved import (
    Ref,
    ResolvedException,
    ResolvedProcedure,
    ResolvedReading,
    ResolvedStep,
    Target,
)
from sop_handbook.model.step_parts import Action
from sop_handbook.model.training import Scenario
from sop_handbook.model.watched import Watched, watched

RoleKind = Literal["person", "team", "system"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """A question that whoever plays decides by what they say or show: each answer and its way.

    `other` tells that it is for others to answer: what the trainee made of it nobody judges.
    `gone` are for each answer the steps of the drill to which it does not lead, `again` tells of
    each whether the question may come again after it.
    """

    told: ResolvedStep
    question: Text
    outcomes: tuple[tuple[Text, Target], ...]
    gone: tuple[tuple[ResolvedStep, ...], ...]
    again: tuple[bool, ...]
    other: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OffLimit:
    """A reading that whoever plays can put out of bounds, to see what the trainee does."""

    told: ResolvedStep
    reading: ResolvedReading


@dataclass(frozen=True, kw_only=True, slots=True)
class Cues:
    """What whoever plays gives at a step.

    `cases` are those in which something is to be done, with the action that meets each; `handed` is
    what the trainee waits for, and whose it is.
    """

    cases: tuple[tuple[Text, Action], ...]
    handed: tuple[tuple[Text, Ref], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drill:
    """One drill. `scenario` is the author's, None where the whole procedure is played.

    `situation` are the texts that both sides hear; `trainees` who learns, several only where bodies
    do all there is to do: `for_bodies` tells that somebody learns to act for these. `tasks` is what
    they are told; where others do steps, too, `duties` are instead the steps that are theirs, and
    `goal` is what all together are to reach. `left_out` are the steps that are not played, each
    with what is critical there. `besides` is what may go wrong where no drill has it otherwise.
    """

    resolved: ResolvedProcedure
    scenario: Scenario | None
    title: str
    situation: tuple[Text, ...]
    trainees: tuple[Ref, ...]
    tasks: tuple[Text, ...]
    steps: tuple[Watched, ...]
    duties: tuple[ResolvedStep, ...] = ()
    goal: Text | None = None
    left_out: tuple[Watched, ...] = ()
    besides: tuple[ResolvedException, ...] = ()
    for_bodies: bool = False

    @property
    def own(self) -> tuple[Watched, ...]:
        """The steps in which the trainee is judged."""
        return tuple(watched for watched in self.steps if watched.criteria)

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The decisions in it; which answer is played is not told to those who learn."""
        return tuple(
            found
            for watched in self.steps
            if (found := _branch(watched, [one.told for one in self.steps]))
        )

    @property
    def troubles(self) -> tuple[ResolvedException, ...]:
        """What may go wrong for whoever learns: in their steps, at any, or theirs to handle.

        In the order in which it can come up, at any step last; what cannot come up is not there.
        """
        names = {watched.told.step.id for watched in self.own}
        mine = {role.id for role in self.trainees}
        found = [
            one
            for one in self.resolved.exceptions
            if one.anywhere
            or names & {*one.rule.at}
            or (self.has(one) and (one.rule.role in mine or one in self.besides))
        ]
        return tuple(sorted(found, key=self._first_place))

    def has(self, trouble: ResolvedException) -> bool:
        """Whether something can go wrong in it: at any step, or at one that is played."""
        return trouble.anywhere or bool({*trouble.rule.at} & {*self._played})

    def handles(self, trouble: ResolvedException) -> bool:
        """Whether it is for the trainee to handle what goes wrong; else that is told, not judged.

        Where nobody is named it is for those at whose step it comes up.
        """
        led = {watched.told.step.id: watched.told for watched in self.steps if watched.leads}
        if trouble.rule.role:
            mine = {role.id for role in (*self.trainees, *(told.role for told in led.values()))}
            return trouble.rule.role in mine
        return trouble.anywhere or bool(led.keys() & {*trouble.rule.at})

    @property
    def _played(self) -> list[str]:
        return [watched.told.step.id for watched in self.steps]

    def _first_place(self, trouble: ResolvedException) -> int:
        places = [at for at, name in enumerate(self._played) if name in trouble.rule.at]
        return len(self.steps) if trouble.anywhere or not places else places[0]

    @property
    def off_limits(self) -> tuple[OffLimit, ...]:
        """The readings for which it is said what the trainee does with a value out of bounds.

        One that leads where an answer of the same step does is that case, and is not played twice.
        """
        return tuple(
            OffLimit(told=watched.told, reading=one)
            for watched in self.steps
            if watched.leads
            for one in watched.told.readings
            if one.reading.outside and one.reading.limits
            if one.go is None or one.go not in [go for _, go in watched.told.outcomes]
        )

    def cues(self, watched: Watched) -> Cues:
        """Return what whoever plays gives at a step of it, by what the procedure says."""
        told = watched.told
        mine = {role.id for role in self.trainees}
        actions = enumerate(told.step.actions)
        theirs = [one for at, one in actions if watched.criteria and at not in watched.others]
        return Cues(
            cases=tuple((one.when, one) for one in theirs if one.when),
            handed=tuple(
                (item, giver)
                for item, giver in (told.receives if watched.criteria else ())
                if giver.id not in mine
            ),
        )

    @property
    def most(self) -> int:
        """How many points there are to be had."""
        return sum(len(watched.criteria) for watched in self.steps)

    @property
    def critical(self) -> bool:
        """Whether anything in it must never go wrong."""
        return any(one.kind == "critical" for watched in self.steps for one in watched.criteria)

    @property
    def enough(self) -> int | None:
        """How many points are a pass, rounded up; None where the author sets no mark.

        Troubles are no points; whatever the mark, what is critical and they must have been met.
        """
        mark = self.scenario.pass_mark if self.scenario else None
        return None if mark is None else -(-self.most * mark // 100)


def drills(resolved: ResolvedProcedure, kind: Callable[[str], RoleKind]) -> tuple[Drill, ...]:
    """Return the drills of a procedure; () where systems do every step.

    `kind` tells what a role is, by its id. Persons learn, and beside them somebody to act for each
    body that answers for a step. Where there are no persons, one learns to act for all bodies.
    """
    return tuple(_with_all_troubles(resolved, tuple(_drills(resolved, kind))))


def _drills(resolved: ResolvedProcedure, kind: Callable[[str], RoleKind]) -> Iterator[Drill]:
    if resolved.procedure.training:
        yield from (_written(resolved, one) for one in resolved.procedure.training.scenarios)
        return
    doers = {ref.id: ref for told in resolved.steps for ref in _doers(told)}
    leading = {told.role.id for told in resolved.steps}
    bodies = tuple(ref for name, ref in doers.items() if kind(name) == "team")
    if not any(kind(name) == "person" for name in doers):
        yield from (_whole(resolved, bodies, for_bodies=True),) if bodies else ()
        return
    for name, ref in doers.items():
        if kind(name) == "person" or (ref in bodies and name in leading):
            yield _whole(resolved, (ref,), for_bodies=ref in bodies)


def _with_all_troubles(resolved: ResolvedProcedure, found: tuple[Drill, ...]) -> Iterator[Drill]:
    """Yield drills; what goes wrong where nobody learns is in the first in which it can."""
    had = [one for drill in found for one in drill.troubles]
    missed = [one for one in resolved.exceptions if one not in had]
    for drill in found:
        here = tuple(filter(drill.has, missed))
        missed = [one for one in missed if one not in here]
        yield replace(drill, besides=here) if here else drill


def _branch(watched: Watched, played: Sequence[ResolvedStep]) -> Branch | None:
    """Return the decision of a step; None where it has none."""
    told = watched.told
    if not told.step.decision:
        return None
    ways = [go.id for _, go in told.outcomes]
    gone = [no_longer(told.procedure, told.step, way) for way in ways]
    return Branch(
        told=told,
        question=told.step.decision.question,
        outcomes=told.outcomes,
        gone=tuple(tuple(one for one in played if one.step.id in ids) for ids in gone),
        again=tuple(asked_again(told.procedure, told.step, way) for way in ways),
        other=not watched.leads,
    )


def _doers(told: ResolvedStep) -> Iterator[Ref]:
    """Yield who does something in a step: who answers for it, and who does or says a part of it."""
    yield told.role
    yield from (one for one in (*told.doers, *told.speakers) if one)


def _written(resolved: ResolvedProcedure, scenario: Scenario) -> Drill:
    steps = tuple(map(resolved.step, scenario.steps))
    learner = resolved.names.role(scenario.trainee)
    parts = watched(steps, (learner,))
    if not any(one.criteria for one in parts):  # they are to do what others usually do
        parts = watched(steps, (learner, *(told.role for told in steps)))
    return Drill(
        resolved=resolved,
        scenario=scenario,
        title=scenario.title,
        situation=(scenario.situation,),
        trainees=(learner,),
        tasks=scenario.tasks,
        steps=parts,
        left_out=watched((told for told in resolved.steps if told not in steps), ()),
    )


def _whole(
    resolved: ResolvedProcedure, trainees: Sequence[Ref], *, for_bodies: bool = False
) -> Drill:
    procedure = resolved.procedure
    steps = watched(resolved.steps, trainees)
    own = [one for one in steps if one.criteria]
    alone = len(own) == len(steps)
    return Drill(
        resolved=resolved,
        scenario=None,
        title=procedure.title,
        situation=tuple(trigger.text for trigger in procedure.triggers),
        trainees=tuple(trainees),
        tasks=(procedure.goal,) if alone else (),
        duties=() if alone else tuple(one.told for one in own),
        goal=None if alone else procedure.goal,
        steps=steps,
        for_bodies=for_bodies,
    )


def deadly(procedure: Procedure) -> tuple[Text, ...]:
    """Return what may kill in a procedure: nobody rehearses it without knowing."""
    before = procedure.before.hazards if procedure.before else ()
    every = (*before, *(one for step in procedure.steps for one in step.hazards))
    return tuple(one.text for one in gravest_first(every) if one.level == "danger")
