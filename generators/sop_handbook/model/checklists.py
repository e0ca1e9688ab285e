"""What a checklist asks for, and where people stop to go through it.

After Gawande and the WHO surgical checklist: few items, each worth stopping for, at most nine at a
pause point. An item says what must be true: that a step came to its result, that one precaution of
a step is taken, or what its author wrote. Where people stop is found in model.pauses.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from sop_handbook.model import Check, Hazard, KeyPoint, Procedure, Step, Text, numbering
from sop_handbook.model.before import gravest_first
from sop_handbook.model.pauses import Stage, pauses

MOST_ITEMS = 9
GRAVE = ("danger", "warning")  # levels of hazards that people stop for


@dataclass(frozen=True, kw_only=True)
class ChecklistItem:
    """One thing to tick: a step is done, a precaution of it is taken, or a text is true.

    A precaution is a critical key point or a grave hazard; it is `ahead` where it is asked for
    before its step. With step and text, the text stands in place of the step's result. `asks` is
    the id of the role that says it aloud; one with `answers` is answered by one of them instead of
    a tick, and one with `na` may not apply.
    """

    step: Step | None = None
    point: KeyPoint | None = None
    hazard: Hazard | None = None
    text: Text | None = None
    ahead: bool = False
    asks: str | None = None
    answers: tuple[Text, ...] = ()
    na: bool = False

    @property
    def of_step(self) -> bool:
        """Whether it asks for a step itself, not for a precaution of it."""
        return self.step is not None and self.point is None and self.hazard is None

    @property
    def says(self) -> str:
        """What must be true: the title of a step stands in for a result that nobody wrote down."""
        if self.point:
            return str(self.point.text)
        if self.hazard:
            return str(self.hazard.avoid or self.hazard.text)
        return str(self.text or (self.step and (self.step.done_when or self.step.title)))

    @property
    def is_result(self) -> bool:
        """Whether it is the result of a step in the words of its source."""
        return self.of_step and self.text is None and bool(self.step and self.step.done_when)


@dataclass(frozen=True, kw_only=True)
class PausePoint:
    """A moment to stop, and what to go through then.

    Without `moment` it is after the steps that are `done` and before those that are `ahead`.
    """

    items: tuple[ChecklistItem, ...]
    moment: Text | None = None
    read_do: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps it is about, in order."""
        return _steps(self.items)

    @property
    def done(self) -> tuple[Step, ...]:
        """The steps that are over by then."""
        return _steps(item for item in self.items if not item.ahead)

    @property
    def ahead(self) -> tuple[Step, ...]:
        """The steps whose precautions are asked for before they begin."""
        return _steps(item for item in self.items if item.ahead)

    @property
    def too_many(self) -> tuple[str | None, int] | None:
        """Who says more than nine items, None for nobody, and how many; None if all is well.

        Only where each item is said aloud by somebody, it is nine a speaker.
        """
        speakers = Counter(item.asks for item in self.items)
        if None in speakers:
            return (None, len(self.items)) if len(self.items) > MOST_ITEMS else None
        return next(((who, n) for who, n in speakers.most_common(1) if n > MOST_ITEMS), None)


def _steps(items: Iterable[ChecklistItem]) -> tuple[Step, ...]:
    return tuple(dict.fromkeys(item.step for item in items if item.step))


def checklist(procedure: Procedure) -> tuple[PausePoint, ...]:
    """Return the pause points of a procedure, its own or derived from its steps.

    Derived ones ask for every step once, after it, and for every precaution once, before its step;
    a result that shows whether precautions were taken is asked for before much else is done.
    Steps that are in no order have no place between them: all precautions come first.
    """
    if procedure.checklists:
        return tuple(_own(procedure))
    return tuple(
        PausePoint(items=tuple(part)) for items in _asked(procedure) for part in _even_parts(items)
    )


def unasked_steps(procedure: Procedure, asked: Iterable[PausePoint]) -> list[Step]:
    """Return the steps that no pause point asks for: only one's own checklist leaves out any."""
    covered = {step.id for point in asked for step in point.steps}
    return [step for step in procedure.steps if step.id not in covered]


def pauses_before(procedure: Procedure, asked: Sequence[PausePoint], step: Step) -> int:
    """Return how many pause points are over before a step that none of them asks for.

    It is too few rather than too many: what may harm somebody is read early where nobody can tell.
    """
    if procedure.order != "sequence":
        return 0
    earlier = {one.id for one in procedure.steps[: procedure.steps.index(step)]}
    leading = takewhile(lambda point: {one.id for one in point.steps} <= earlier, asked)
    return max((n for n, point in enumerate(leading, start=1) if point.steps), default=0)


def _own(procedure: Procedure) -> Iterator[PausePoint]:
    steps = {step.id: step for step in procedure.steps}
    for own in procedure.checklists:
        yield PausePoint(
            items=tuple(item for check in own.items for item in _explicit(check, steps)),
            moment=own.pause_point,
            read_do=own.mode == "read-do",
        )


def _explicit(check: Check, steps: Mapping[str, Step]) -> Iterator[ChecklistItem]:
    step = steps[check.step] if check.step else None
    yield ChecklistItem(
        step=step, text=check.check, asks=check.asks, answers=check.answers, na=check.na
    )
    for point in step.key_points if step else ():
        if point.critical:
            yield ChecklistItem(step=step, point=point, asks=check.asks)


def _asked(procedure: Procedure) -> Iterator[list[ChecklistItem]]:
    """Yield what is asked for at each place where people stop."""
    steps = procedure.steps
    for start, at, end in _places(procedure):
        done = [ChecklistItem(step=step) for step in steps[start:at]]
        yield done + [item for step in steps[at:end] for item in precautions(step)]


def _even_parts(items: list[ChecklistItem]) -> Iterator[list[ChecklistItem]]:
    """Yield items in as few parts as nine items allow, none much shorter than another."""
    parts = -(-len(items) // MOST_ITEMS)
    for part in range(parts):
        yield items[len(items) * part // parts : len(items) * (part + 1) // parts]


def _places(procedure: Procedure) -> Iterator[tuple[int, int, int]]:
    """Yield where people stop, between the place before and the one behind."""
    steps = procedure.steps
    found = [len(steps)]
    if procedure.order != "sequence":
        found = [0, *found] if any(map(precautions, steps)) else found
    else:
        found = pauses([_stage(procedure, step) for step in steps], MOST_ITEMS)
    ends = [0, *found, len(steps)]
    yield from ((a, b, c) for (a, b), (_, c) in pairwise(pairwise(ends)))


def _stage(procedure: Procedure, step: Step) -> Stage:
    branch = numbering.is_branch(procedure, step)
    asked = len(precautions(step))
    seen = bool(asked and (step.done_when or any(one.limits for one in step.readings)))
    return Stage(role=step.role, precautions=asked, seen=seen, branch=branch, group=step.together)


def precautions(step: Step) -> list[ChecklistItem]:
    """Return what a derived checklist asks for before a step, the gravest hazard first."""
    grave = [hazard for hazard in gravest_first(step.hazards) if hazard.level in GRAVE]
    critical = [point for point in step.key_points if point.critical]
    return [
        *(ChecklistItem(step=step, hazard=hazard, ahead=True) for hazard in grave),
        *(ChecklistItem(step=step, point=point, ahead=True) for point in critical),
    ]


def is_at_risk(procedure: Procedure) -> bool:
    """Tell whether something may go badly wrong, or is read off that must be within its limits."""
    grave = procedure.before and any(hazard.level in GRAVE for hazard in procedure.before.hazards)
    return bool(grave) or any(precautions(step) or step.readings for step in procedure.steps)
