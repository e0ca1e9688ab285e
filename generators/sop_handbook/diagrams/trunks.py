"""Lines that become one: what can go wrong at several steps has one trunk, drawn once."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sop_handbook.diagrams.geometry import Point, Way

Line = tuple[Point, ...]  # the corners, from end to end


def may_join(one: Way, other: Way) -> bool:
    """Tell whether two lines may become one: side ways to the same place."""
    apart = one.source != other.source
    return apart and one.side and other.side and one.target == other.target


def allies(ways: Sequence[Way]) -> list[set[int]]:
    """Return, in the order of the ways, the places of those that each may be one line with."""
    return [
        {number for number, other in enumerate(ways) if way.side and may_join(way, other)}
        for way in ways
    ]


def own_part(line: Line, others: Iterable[Line]) -> Line:
    """Return a line up to where it goes on as one of some others.

    Dashes drawn twice over each other would fill their gaps.
    """
    return min((_until_joined(line, other) for other in others), key=_length, default=line)


def _until_joined(line: Line, other: Line) -> Line:
    """Return a line without the end that another one shares."""
    same = 0
    for one, its in zip(reversed(line), reversed(other), strict=False):
        if one != its:
            break
        same += 1
    if not 0 < same < min(len(line), len(other)):
        return line
    corner, mine, its = line[-same], line[-same - 1], other[-same - 1]
    rest = line[:-same]
    if not _side_by_side(corner, mine, its):
        return (*rest, corner) if same > 1 else line
    near = min(mine, its, key=lambda point: _distance(corner, point))
    return (*rest, near) if near != mine else rest


def _side_by_side(corner: Point, one: Point, other: Point) -> bool:
    """Tell whether two places lie in the same direction from a corner."""
    along = 0 if corner.y == one.y else 1
    if corner[1 - along] != other[1 - along]:
        return False
    return (one[along] > corner[along]) == (other[along] > corner[along])


def _distance(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def _length(line: Line) -> float:
    return sum(_distance(one, other) for one, other in pairwise(line))
