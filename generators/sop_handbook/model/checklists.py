"""What a checklist asks for, and where people stop to go through it.

After Gawande and the WHO surgical checklist: few items, each worth stopping for, at most nine
at a pause point. An item is a step done, or one critical key point of a step.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sop_handbook.model import Check, KeyPoint, Procedure, Step, Text, flow

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

    Derived ones hold every critical key point exactly once. People stop where the work changes
    hands or before what must not go wrong, and not more often than nine items ask for.
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
    reasons = [_reason(procedure, one[0].step, two[0].step) for one, two in pairwise(bundles)]
    return tuple(
        PausePoint(items=tuple(item for bundle in part for item in bundle))
        for part in _parts(bundles, reasons)
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


def _reason(procedure: Procedure, before: Step | None, after: Step | None) -> int:
    """Return how good a reason there is to stop between two steps; 0 is none, less forbids it.

    The work changes hands, or what comes next must not go wrong, least of all where somebody may
    come to harm. A pause at the very end comes too late for that. Steps in no order have no such
    place, and of branches of one decision only one is gone.
    """
    if before is None or after is None or before is after or procedure.order != "sequence":
        return 0
    if flow.is_branch(procedure, before) and flow.is_branch(procedure, after):
        return -1
    critical = [point for point in after.key_points if point.critical]
    harm = any(point.kind == "safety" for point in critical)
    return 2 * (before.role != after.role) + 3 * bool(critical) + 3 * harm


def _parts(
    bundles: Sequence[list[ChecklistItem]], reasons: Sequence[int]
) -> list[Sequence[list[ChecklistItem]]]:
    """Cut the bundles into as few parts as nine items allow, but two where there is a reason."""
    # The fewest parts up to each bundle, what they cost, and where they are cut.
    best: list[tuple[int, int, list[int]]] = [(0, 0, [0])]
    for end in range(1, len(bundles) + 1):
        best.append(
            min(
                (parts + 1, cost + _cost(bundles, reasons, start, end), [*cuts, end])
                for start in range(max(0, end - MOST_ITEMS), end)  # each has an item at least
                for parts, cost, cuts in [best[start]]
                if sum(map(len, bundles[start:end])) <= MOST_ITEMS
            )
        )
    parts, _, cuts = best[-1]
    if parts == 1 and max(reasons, default=0) > 0:
        cuts = min(_halves(bundles, reasons))[1]
    return [bundles[start:end] for start, end in pairwise(cuts)]


def _halves(
    bundles: Sequence[list[ChecklistItem]], reasons: Sequence[int]
) -> Iterator[tuple[int, list[int]]]:
    ends = len(bundles)
    for start in range(1, ends):
        cost = _cost(bundles, reasons, 0, start) + _cost(bundles, reasons, start, ends)
        yield cost, [0, start, ends]


def _cost(
    bundles: Sequence[list[ChecklistItem]], reasons: Sequence[int], start: int, end: int
) -> int:
    """A good reason to stop before it counts most, then even lengths."""
    reason = reasons[start - 1] if start else 0
    return sum(map(len, bundles[start:end])) ** 2 - (15 * reason if reason >= 0 else -10_000)
