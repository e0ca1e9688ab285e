"""One axis of the grid in pixels: where every channel and every row of items lies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

# Room for a label at one channel of an axis; True on the side of smaller coordinates.
Extra = Mapping[tuple[int, bool], float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """One axis in pixels. `middles` is where the middle track of each grid line runs.

    `borders` begin a lane, by grid line; `early` is where the middle track before a border runs.
    """

    middles: tuple[float, ...]
    early: Mapping[int, float]
    borders: Mapping[int, float]
    total: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """What the grid lines of an axis ask for, by grid line, in tracks or pixels.

    `sizes` are the largest items, `tracks` and `before` numbers of tracks, `gap` and `pitch` the
    least distances of items and of tracks; `borders` are the grid lines at which lanes begin,
    `least` how much each lane measures at least.
    """

    length: int
    sizes: Mapping[int, float]
    tracks: Mapping[int, int]
    before: Mapping[int, int]  # tracks before a border
    gap: float
    pitch: float
    extra: Extra
    borders: Sequence[int] = ()
    least: Sequence[float] = ()  # by lane
    head: float = 0.0


def scale(demand: Demand) -> Scale:
    """Add up the grid lines; a border stands apart from items and tracks on both sides."""
    parts = [_parts(demand, index) for index in range(demand.length)]
    _stretch_lanes(demand, parts)
    starts = [demand.head, *accumulate((sum(part) for part in parts), initial=demand.head)][1:]
    middles = [
        start + before + core / 2 for start, (before, core, _) in zip(starts, parts, strict=False)
    ]
    borders = {index: starts[index] + parts[index][0] if index else 0.0 for index in demand.borders}
    early = {
        index: borders[index] - max(demand.gap / 2, _room(demand, demand.before, index)) / 2
        for index in demand.before
    }
    return Scale(middles=tuple(middles), early=early, borders=borders, total=starts[-1])


def _parts(demand: Demand, index: int) -> list[float]:
    """Return what lies before the tracks, the tracks (or items) and what lies after them."""
    room = _room(demand, demand.tracks, index)
    if index % 2:
        beside = demand.extra.get((index, True), 0.0)
        return [0.0, max(demand.sizes.get(index, 0.0), room) + beside, 0.0]
    before, after = demand.extra.get((index, True), 0.0), demand.extra.get((index, False), 0.0)
    if index in demand.borders and index:
        early = _room(demand, demand.before, index)
        return [before + max(demand.gap / 2, early), max(demand.gap / 2, room), after]
    return [before, max(demand.gap, room), after]


def _room(demand: Demand, tracks: Mapping[int, int], index: int) -> float:
    used = tracks.get(index, 0)
    return (used + 1) * demand.pitch if used else 0.0


def _stretch_lanes(demand: Demand, parts: list[list[float]]) -> None:
    """Widen the columns of a lane until its title fits."""
    ends = [*demand.borders, demand.length]
    for least, (first, last) in zip(demand.least, pairwise(ends), strict=True):
        own = sum(sum(part) for part in parts[first:last])
        own -= parts[first][0] if first else 0.0
        own += parts[last][0] if last < demand.length else 0.0
        columns = [parts[index] for index in range(first, last) if index % 2]
        for part in columns:
            part[1] += max(0.0, least - own) / len(columns)


def widest(sizes: Sequence[tuple[int, float]]) -> dict[int, float]:
    """Return the largest size on each grid line, from pairs of a grid line and a size."""
    found: dict[int, float] = {}
    for index, size in sizes:
        found[index] = max(found.get(index, 0.0), size)
    return found
