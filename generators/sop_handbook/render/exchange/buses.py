"""Lines that leave a fork or reach a join together share one upright stretch, like a bus."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from sop_handbook.diagrams.geometry import Box, Point
from sop_handbook.render.exchange.process import Flow

Line = tuple[Point, ...]  # the corners, from end to end


def with_buses(
    boxes: Mapping[str, Box], lines: Mapping[str, Line], flows: Sequence[Flow], gates: Iterable[str]
) -> dict[str, Line]:
    """Redraw what leaves or reaches the gateways in `gates`, unless a box is in the way.

    `boxes` are by node id, `lines` (and the result) by flow id: their corners in pixels, from end
    to end.
    """
    drawn = dict(lines)
    for gate in gates:
        for together in (
            [flow for flow in flows if flow.source == gate],
            [flow for flow in flows if flow.target == gate],
        ):
            bus = _bus(boxes, together) if together else {}
            if not any(_blocked(line, boxes.values()) for line in bus.values()):
                drawn |= bus
    return drawn


def _bus(boxes: Mapping[str, Box], flows: Sequence[Flow]) -> dict[str, Line]:
    """Return the lines from left to right over a stretch in the middle of what is between."""
    starts = {flow.id: _side(boxes[flow.source], right=True) for flow in flows}
    ends = {flow.id: _side(boxes[flow.target], right=False) for flow in flows}
    low, high = max(p.x for p in starts.values()), min(p.x for p in ends.values())
    middle = (low + high) / 2
    return {
        flow.id: _bent(starts[flow.id], ends[flow.id], middle if low < high else None)
        for flow in flows
    }


def _side(box: Box, *, right: bool) -> Point:
    return Point(box.x + (box.width if right else 0), box.y + box.height / 2)


def _bent(start: Point, end: Point, middle: float | None) -> Line:
    if start.y == end.y or middle is None:
        return (start, end)
    return (start, Point(middle, start.y), Point(middle, end.y), end)


def _blocked(line: Line, boxes: Iterable[Box]) -> bool:
    """Tell whether a line is not level and upright, or runs through a box."""
    runs = list(pairwise(line))
    return any(here.x != there.x and here.y != there.y for here, there in runs) or any(
        min(here.x, there.x) < box.x + box.width
        and max(here.x, there.x) > box.x
        and min(here.y, there.y) < box.y + box.height
        and max(here.y, there.y) > box.y
        for here, there in runs
        for box in boxes
    )
