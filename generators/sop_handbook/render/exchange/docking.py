"""Boundary events sit on the border of their task, apart from each other and from lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sop_handbook.diagrams.geometry import Box, Point

RADIUS = 18.0
APART = 2 * RADIUS + 4  # between two events on one side
CLEAR = RADIUS + 2  # between an event and the end of a line
STEP = 1.0
JOG = 10.0  # how far from its event a straight line turns back to where it was

Lines = Mapping[str, tuple[Point, ...]]  # corners from end to end, by flow id


@dataclass(frozen=True, kw_only=True, slots=True)
class Docked:
    """The middle of each event and all lines, by flow id; a line begins at the rim of its event.

    `crowded` are the tasks that have no room for all of their events, which then lie on each other.
    """

    events: Mapping[str, Point]
    lines: Lines
    crowded: frozenset[str]


def docked(boxes: Mapping[str, Box], lines: Lines, hosts: Mapping[str, str]) -> Docked:
    """Put an event where each of the flows in `hosts` leaves its task, and make room for it.

    `boxes` are by node id, `lines` by flow id; `hosts` is the node id of the task, by flow id.
    """
    moved = dict(lines)
    events: dict[str, Point] = {}
    crowded: set[str] = set()
    for host in dict.fromkeys(hosts.values()):
        box = boxes[host]
        ends = {
            flow: point
            for flow, line in lines.items()
            for point in (line[0], line[-1])
            if _on(box, point)
        }
        own = {flow: ends[flow] for flow, name in hosts.items() if name == host}
        fixed = [point for flow, point in ends.items() if flow not in own]
        for flow, place in _spread(box, own, fixed).items():
            if place is None:
                crowded.add(host)
            events[flow] = place or own[flow]
            moved[flow] = _leaving(events[flow], lines[flow])
    return Docked(events=events, lines=moved, crowded=frozenset(crowded))


def _on(box: Box, point: Point) -> bool:
    """Tell whether a point is on the border of a box."""
    inside = box.x <= point.x <= box.x + box.width and box.y <= point.y <= box.y + box.height
    edges = point.x in (box.x, box.x + box.width) or point.y in (box.y, box.y + box.height)
    return inside and edges


def _spread(box: Box, own: Mapping[str, Point], fixed: Sequence[Point]) -> dict[str, Point | None]:
    """Move events along their sides as little as it takes, in order; None where no room is left."""
    placed: dict[str, Point | None] = {}
    for flow, point in sorted(own.items(), key=lambda item: item[1]):
        places = _places(box, point)
        free = (
            place
            for place in places
            if all(_far(place, other, APART) for other in placed.values() if other)
            and all(_far(place, other, CLEAR) for other in fixed)
        )
        placed[flow] = next(free, None)
    return placed


def _places(box: Box, point: Point) -> Iterator[Point]:
    """Yield the places on the same side, nearest first."""
    level = point.y in (box.y, box.y + box.height)
    start, length = (box.x, box.width) if level else (box.y, box.height)
    low, high = start + RADIUS, start + length - RADIUS
    middle = point.x if level else point.y
    for far in range(int(length / STEP) + 1):
        for at in (middle + far * STEP, middle - far * STEP):
            if low <= at <= high:
                yield Point(at, point.y) if level else Point(point.x, at)


def _far(one: Point, other: Point, distance: float) -> bool:
    return abs(one.x - other.x) >= distance or abs(one.y - other.y) >= distance


def _leaving(place: Point, line: tuple[Point, ...]) -> tuple[Point, ...]:
    """Let a line begin at the rim of its event, wherever along the side that has moved."""
    first, second = line[:2]
    upright = first.x == second.x
    sign = 1 if (second.y > first.y if upright else second.x > first.x) else -1
    down, right = (sign * RADIUS, 0.0) if upright else (0.0, sign * RADIUS)
    rim = Point(place.x + right, place.y + down)
    if place == first:
        return (rim, *line[1:])
    if len(line) > 2:
        turn = Point(place.x, second.y) if upright else Point(second.x, place.y)
        return (rim, turn, *line[2:])
    if upright:
        level = rim.y + sign * JOG
        return (rim, Point(rim.x, level), Point(second.x, level), second)
    level = rim.x + sign * JOG
    return (rim, Point(level, rim.y), Point(level, second.y), second)
