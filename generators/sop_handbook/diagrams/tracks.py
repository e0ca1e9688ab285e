"""Parallel lines in one channel: which runs beside which, so that none lie on each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sop_handbook.diagrams.cells import Path
from sop_handbook.diagrams.geometry import Way
from sop_handbook.diagrams.route import Routes

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
    """The distance of each run (way, part) from the middle of its line; tracks on each line.

    Where lanes meet, runs between items of the lanes before stay in these: `early` are such runs
    (way and part), `before` the tracks they need on each line. Distances are in tracks.
    """

    offsets: dict[tuple[int, int], float]
    counts: dict[Line, int]
    early: frozenset[tuple[int, int]]
    before: dict[Line, int]


def tracks(routes: Routes, ways: Sequence[Way]) -> Tracks:
    """Spread the runs of every line over as few tracks as they need (interval colouring)."""
    paths, lines = routes.paths, _lines(routes)
    offsets: dict[tuple[int, int], float] = {}
    counts: tuple[dict[Line, int], dict[Line, int]] = ({}, {})
    for (line, early), runs in sorted(lines.items()):
        trunks = _trunks(runs, paths, ways)
        chosen = _colour(sorted(runs, key=lambda r: (r.pull, r.low, r.high, r.way)), ways, trunks)
        counts[early][line] = 1 + max(chosen.values())
        # A run alone on its stretch stays in the middle, whatever happens elsewhere.
        for beside in _clusters(runs):
            middle = max(chosen[run] for run in beside) / 2
            for run in beside:
                offsets[run.way, run.part] = chosen[run] - middle
    return Tracks(
        offsets=offsets,
        counts=counts[False],
        early=frozenset(
            (run.way, run.part) for (_, early), runs in lines.items() if early for run in runs
        ),
        before=counts[True],
    )


def _lines(routes: Routes) -> dict[tuple[Line, bool], list[_Run]]:
    """Collect the runs on each line; true marks a line of runs that stay in the lanes before."""
    lines: dict[tuple[Line, bool], list[_Run]] = {}
    for way, path in enumerate(routes.paths):
        for part in range(len(path) - 1):
            line, run = _run(way, part, path)
            lines.setdefault((line, _early(line, path, routes)), []).append(run)
    return lines


def _early(line: Line, path: Path, routes: Routes) -> bool:
    """Tell whether a run where two lanes meet is between items of the lanes before."""
    axis, place = line
    meeting = axis == ALONG_U and any(place == 2 * first for first in routes.first[1:])
    return meeting and max(path[0].v, path[-1].v) < place


def _run(way: int, part: int, path: Path) -> tuple[Line, _Run]:
    here, there = path[part], path[part + 1]
    axis = ALONG_V if here.u == there.u else ALONG_U
    low, high = sorted((here[1 - axis], there[1 - axis]))
    around = [path[i] for i in (part - 1, part + 2) if 0 <= i < len(path)]
    ways_off = [cell[axis] - here[axis] for cell in around]
    pull = sum((d > 0) - (d < 0) for d in ways_off) + 0.001 * sum(ways_off)
    run = _Run(way, part, low, high, pull, first=part == 0, last=part == len(path) - 2)
    return (axis, here[axis]), run


def _trunks(runs: list[_Run], paths: Sequence[Path], ways: Sequence[Way]) -> dict[_Run, list[_Run]]:
    """Return which runs are parts of one trunk: from here on their lines take the same corners."""
    found: dict[tuple[str, Path], list[_Run]] = {}
    for run in runs:
        way = ways[run.way]
        rest = paths[run.way][run.part + 1 :]
        key = way.target if way.side and run.part else str(run.way)  # each leaves by itself
        found.setdefault((key, rest), []).append(run)
    return {run: trunk for trunk in found.values() for run in trunk}


def _colour(
    runs: list[_Run], ways: Sequence[Way], trunks: dict[_Run, list[_Run]]
) -> dict[_Run, int]:
    chosen: dict[_Run, int] = {}
    for run in runs:
        if run in chosen:
            continue
        trunk = trunks[run]
        low, high = min(part.low for part in trunk), max(part.high for part in trunk)
        near = [other for other in chosen if other.low <= high and low <= other.high]
        taken = {
            chosen[other] for other in near if any(_clash(part, other, ways) for part in trunk)
        }
        chosen |= dict.fromkeys(trunk, next(n for n in range(len(runs)) if n not in taken))
    return chosen


def _clash(one: _Run, other: _Run, ways: Sequence[Way]) -> bool:
    """Tell whether two runs of a line would touch; arrivals at the same item may be one line.

    Not from end to end: of two straight lines between the same items each could have its label
    only where the other is.
    """
    if one.low > other.high or other.low > one.high:
        return False
    if one.last and other.last and ways[one.way].target == ways[other.way].target:
        return one.first and other.first and ways[one.way].source == ways[other.way].source
    if one.high != other.low and other.high != one.low:
        return True
    # End to end they are apart if it is an item that parts them (items have odd coordinates).
    meeting = one.high if one.high == other.low else one.low
    at_items = (one.first or one.last) and (other.first or other.last)
    return not (at_items and meeting % 2)


def _clusters(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Yield runs that overlap or touch each other, directly or through others: one sweep."""
    cluster: list[_Run] = []
    reach = 0
    for run in sorted(runs, key=lambda run: run.low):
        if cluster and run.low > reach:
            yield cluster
            cluster, reach = [], 0
        cluster.append(run)
        reach = max(reach, run.high)
    yield cluster
