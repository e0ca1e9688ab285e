"""Parallel lines in one channel: which runs beside which, so that none lie on each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from generators.diagrams.geometry import Way
from generators.diagrams.route import Path

ALONG_V, ALONG_U = 0, 1  # a run along v keeps its u, one along u keeps its v

Line = tuple[int, int]  # which coordinate the runs on it share, and its value


@dataclass(frozen=True, slots=True)
class _Run:
    """One straight part of a path."""

    way: int
    part: int
    low: int
    high: int
    pull: float  # where it comes from and goes to: decides on which side of others it runs
    first: bool
    last: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Tracks:
    """The distance of each run from the middle of its line, in tracks; tracks on each line."""

    offsets: dict[tuple[int, int], float]
    counts: dict[Line, int]


def tracks(paths: Sequence[Path], ways: Sequence[Way]) -> Tracks:
    """Spread the runs of every line over as few tracks as they need (interval colouring)."""
    lines: dict[Line, list[_Run]] = {}
    for way, path in enumerate(paths):
        for part in range(len(path) - 1):
            line, run = _run(way, part, path)
            lines.setdefault(line, []).append(run)
    offsets: dict[tuple[int, int], float] = {}
    counts: dict[Line, int] = {}
    for line, runs in sorted(lines.items()):
        chosen = _colour(sorted(runs, key=lambda r: (r.pull, r.low, r.high, r.way)), ways)
        counts[line] = 1 + max(chosen.values())
        for run, track in chosen.items():
            # A run alone on its stretch stays in the middle, whatever happens elsewhere.
            beside = _cluster(run, list(chosen))
            offsets[run.way, run.part] = track - max(chosen[other] for other in beside) / 2
    return Tracks(offsets=offsets, counts=counts)


def _run(way: int, part: int, path: Path) -> tuple[Line, _Run]:
    here, there = path[part], path[part + 1]
    axis = ALONG_V if here.u == there.u else ALONG_U
    low, high = sorted((here[1 - axis], there[1 - axis]))
    around = [path[i] for i in (part - 1, part + 2) if 0 <= i < len(path)]
    ways_off = [cell[axis] - here[axis] for cell in around]
    pull = sum((d > 0) - (d < 0) for d in ways_off) + 0.001 * sum(ways_off)
    run = _Run(way, part, low, high, pull, first=part == 0, last=part == len(path) - 2)
    return (axis, here[axis]), run


def _colour(runs: list[_Run], ways: Sequence[Way]) -> dict[_Run, int]:
    chosen: dict[_Run, int] = {}
    for run in runs:
        taken = {track for other, track in chosen.items() if _clash(run, other, ways)}
        chosen[run] = next(track for track in range(len(runs)) if track not in taken)
    return chosen


def _clash(one: _Run, other: _Run, ways: Sequence[Way]) -> bool:
    """Tell whether two runs of a line would touch; arrivals at the same item may be one line."""
    if one.low > other.high or other.low > one.high:
        return False
    if one.last and other.last and ways[one.way].target == ways[other.way].target:
        return False
    if one.high != other.low and other.high != one.low:
        return True
    # End to end they are apart if it is an item that parts them (items have odd coordinates).
    meeting = one.high if one.high == other.low else one.low
    at_items = (one.first or one.last) and (other.first or other.last)
    return not (at_items and meeting % 2)


def _cluster(run: _Run, runs: list[_Run]) -> list[_Run]:
    """Return all runs that overlap a run, directly or through others."""
    cluster, grown = [run], True
    while grown:
        more = [
            other
            for other in runs
            if other not in cluster
            and any(other.low <= member.high and member.low <= other.high for member in cluster)
        ]
        cluster += more
        grown = bool(more)
    return cluster
