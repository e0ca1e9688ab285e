"""What a checklist asks for, and where people stop to go through it.

After Gawande and the WHO surgical checklist: few items, each worth stopping for, at most nine
at a pause point. An item is a step done, or one critical key point of a step.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generators.model import KeyPoint, Procedure, Step

MOST_ITEMS = 9


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to tick: a step is done, or a critical key point of it was kept."""

    step: Step
    point: KeyPoint | None = None


@dataclass(frozen=True, kw_only=True)
class PausePoint:
    """A moment to stop, and what to go through then."""

    items: tuple[Item, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps it is about, in order."""
        return tuple(dict.fromkeys(item.step for item in self.items))


def checklist(procedure: Procedure) -> tuple[PausePoint, ...]:
    """Return the pause points of a procedure; every critical key point is in exactly one.

    People stop as seldom as nine items allow, and where the work changes hands if they can.
    """
    bundles = [bundle for step in procedure.steps for bundle in _bundles(step)]
    return tuple(
        PausePoint(items=tuple(item for bundle in part for item in bundle))
        for part in _parts(bundles)
    )


def _bundles(step: Step) -> Iterator[list[Item]]:
    """Yield a step with its critical key points; only a step of ten and more has two bundles."""
    points = [Item(step=step, point=point) for point in step.key_points if point.critical]
    items = [Item(step=step), *points]
    for start in range(0, len(items), MOST_ITEMS):
        yield items[start : start + MOST_ITEMS]


def _parts(bundles: Sequence[list[Item]]) -> list[Sequence[list[Item]]]:
    """Cut the bundles into the cheapest parts, each of nine items at most."""
    cheapest: list[tuple[int, list[int]]] = [(0, [0])]  # cost and cuts up to each bundle
    for end in range(1, len(bundles) + 1):
        ways = [
            (cost + _cost(bundles, start, end), [*cuts, end])
            for start, (cost, cuts) in enumerate(cheapest)
            if sum(map(len, bundles[start:end])) <= MOST_ITEMS
        ]
        cheapest.append(min(ways))
    return [bundles[start:end] for start, end in pairwise(cheapest[-1][1])]


def _cost(bundles: Sequence[list[Item]], start: int, end: int) -> int:
    """One more part costs most, then cutting where the role stays, then uneven lengths."""
    same_hands = start > 0 and bundles[start - 1][0].step.role == bundles[start][0].step.role
    return 10_000 + 300 * same_hands + sum(map(len, bundles[start:end])) ** 2
