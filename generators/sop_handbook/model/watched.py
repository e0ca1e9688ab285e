"""Steps of a drill: what the trainee is watched for in each, and what is told and not judged."""

from collections.abc import Iterable
from dataclasses import dataclass

from sop_handbook.model.basics import Text
from sop_handbook.model.criteria import (
    Criterion,
    criteria,
    done_by_others,
    known,
    permitted,
    said_by_others,
)
from sop_handbook.model.resolved import Ref, ResolvedStep


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """A step of a drill and its criteria, what is critical first.

    Without any it is done by others: whoever acts plays it, or says that it is done. `others` are
    the places of the actions that others do in a step that is judged, `others_say` those of the
    phrases that they say, by occasion. `permitted` is what the trainee may do there or not: that is
    told and not judged. `leads` tells that the step is the trainee's, who decides at it and handles
    what goes wrong there, `helps` that they do it with whose it is. `known` is what is critical or
    not to be done where others answer for the step: it is told and never judged.
    """

    told: ResolvedStep
    criteria: tuple[Criterion, ...]
    others: tuple[int, ...] = ()
    others_say: tuple[tuple[int, ...], ...] = ()
    permitted: tuple[Text, ...] = ()
    leads: bool = False
    helps: bool = False
    known: tuple[Criterion, ...] = ()

    @property
    def only_if(self) -> tuple[str, ...]:
        """The answers that lead to it where not every run comes to it, if answers alone do."""
        return self.told.conditions if self.sometimes else ()

    @property
    def unless(self) -> tuple[str, ...]:
        """The answers after which it does not come, where it is not those that lead to it."""
        return () if self.only_if else tuple(map(str, self.told.left_out or ()))

    @property
    def sometimes(self) -> bool:
        """Whether not every run comes to it: to be told of it tells what may come up."""
        told = self.told
        if told.procedure.order == "sequence":
            return told.left_out is not None
        return bool(told.answers)


def watched(steps: Iterable[ResolvedStep], trainees: Iterable[Ref]) -> tuple[Watched, ...]:
    """Return steps with what somebody in the roles of the trainees is watched for."""
    learners = {role.id for role in trainees}
    return tuple(
        Watched(
            told=told,
            criteria=criteria(told, learners),
            others=done_by_others(told, learners),
            others_say=said_by_others(told, learners),
            permitted=permitted(told, learners),
            leads=told.step.role in learners,
            helps=told.step.role not in learners and bool(learners & {*told.step.with_}),
            known=known(told, learners),
        )
        for told in steps
    )
