"""What a checklist asks for, and where people stop to go through it.

After Gawande and the WHO surgical checklist: few items, each worth stopping for, at most nine
at a pause point. An item is a step done, or one critical key point of a step.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sop_handbook.model import Check, KeyPoint, Procedure, Step, Text

MOST_ITEMS = 9


@dataclass(frozen=True, kw_only=True)
class ChecklistItem:
    """One thing to tick: a step is done, a critical key point of it was kept, or a text is true.

    With step and text, the text stands in place of the step's title.
    """

    step: Step | None = None
    point: KeyPoint | None = None
    text: Text | None = None


@dataclass(frozen=True, kw_only=True)
class PausePoint:
    """A moment to stop, and what to go through then; without `moment` it is after its steps."""

    items: tuple[ChecklistItem, ...]
    moment: Text | None = None
    read_do: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps it is about, in order."""
        return tuple(dict.fromkeys(item.step for item in self.items if item.step))


def checklist(procedure: Procedure) -> tuple[PausePoint, ...]:
    """Return the pause points of a procedure, its own or derived from its steps.

    Derived ones hold every critical key point exactly once. People stop as seldom as nine items
    allow, and where the work changes hands if they can.
    """
    if procedure.checklists:
        steps = {step.id: step for step in procedure.steps}
        return tuple(
            PausePoint(
                items=tuple(item for check in own.items for item in _explicit(check, steps)),
                moment=own.pause_point,
                read_do=own.mode == "read-do",
            )
            for own in procedure.checklists
        )
    bundles = [bundle for step in procedure.steps for bundle in _bundles(step)]
    return tuple(
        PausePoint(items=tuple(item for bundle in part for item in bundle))
        for part in _parts(bundles)
    )


def _explicit(check: Check, steps: Mapping[str, Step]) -> Iterator[ChecklistItem]:
    if check.step is None:
        yield ChecklistItem(text=check.check)
        return
    step = steps[check.step]
    yield ChecklistItem(step=step, text=check.check)
    yield from _critical(step)


def _critical(step: Step) -> Iterator[ChecklistItem]:
    return (ChecklistItem(step=step, point=point) for point in step.key_points if point.critical)


def _bundles(step: Step) -> Iterator[list[ChecklistItem]]:
    """Yield a step with its critical key points; only a step of ten and more has two bundles."""
    items = [ChecklistItem(step=step), *_critical(step)]
    for start in range(0, len(items), MOST_ITEMS):
        yield items[start : start + MOST_ITEMS]


def _parts(bundles: Sequence[list[ChecklistItem]]) -> list[Sequence[list[ChecklistItem]]]:
    """Cut the bundles into the cheapest parts, each of nine items at most."""
    cheapest: list[tuple[int, list[int]]] = [(0, [0])]  # cost and cuts up to each bundle
    for end in range(1, len(bundles) + 1):
        ways = [
            (cost + _cost(bundles, start, end), [*cuts, end])
            for start in range(max(0, end - MOST_ITEMS), end)  # no bundle is empty
            for cost, cuts in cheapest[start : start + 1]
            if sum(map(len, bundles[start:end])) <= MOST_ITEMS
        ]
        cheapest.append(min(ways))
    return [bundles[start:end] for start, end in pairwise(cheapest[-1][1])]


def _cost(bundles: Sequence[list[ChecklistItem]], start: int, end: int) -> int:
    """One more part costs most, then cutting where the role stays, then uneven lengths."""
    roles = [
        bundle[0].step.role for bundle in bundles[max(0, start - 1) : start + 1] if bundle[0].step
    ]
    same_hands = start > 0 and roles[0] == roles[-1]
    return 10_000 + 300 * same_hands + sum(map(len, bundles[start:end])) ** 2
