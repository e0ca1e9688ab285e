"""Outlines and lines as SVG path data; lengths are pixels."""

from itertools import pairwise

from sop_handbook.diagrams.geometry import Box, Point
from sop_handbook.diagrams.pixels import TIP

ROUND = 5.0  # radius of the corners of lines
BAR = 5.0  # width of the mark of a step with critical key points
CLEAR = 1.5  # by how much that mark stands outside its node, clear of the words


def rounded(points: tuple[Point, ...]) -> str:
    """Return a line with rounded corners as SVG path data."""
    first, last = points[0], points[-1]
    parts = [f"M{first.x} {first.y}"]
    for before, (here, after) in zip(points, pairwise(points[1:]), strict=False):
        near = min(ROUND, _distance(before, here) / 2, _distance(here, after) / 2)
        start, end = _towards(here, before, near), _towards(here, after, near)
        parts.append(f"L{start.x} {start.y}Q{here.x} {here.y} {end.x} {end.y}")
    return "".join(parts) + f"L{last.x} {last.y}"


def _distance(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def _towards(start: Point, goal: Point, far: float) -> Point:
    x = (goal.x > start.x) - (goal.x < start.x)
    y = (goal.y > start.y) - (goal.y < start.y)
    return Point(tenth(start.x + x * far), tenth(start.y + y * far))


def hexagon_path(box: Box) -> str:
    """Return the outline of a decision."""
    right, bottom, middle = box.x + box.width, box.y + box.height, box.y + box.height / 2
    return (
        f"M{tenth(box.x + TIP)} {box.y}H{tenth(right - TIP)}L{tenth(right)} {tenth(middle)} "
        f"{tenth(right - TIP)} {tenth(bottom)}H{tenth(box.x + TIP)}L{box.x} {tenth(middle)}z"
    )


def bar_path(box: Box, tip: float) -> str:
    """Return the left edge of a node as a thick line."""
    middle, bottom = tenth(box.y + box.height / 2), tenth(box.y + box.height)
    x = box.x + BAR / 2 - CLEAR
    return f"M{tenth(x + tip)} {box.y}L{tenth(x)} {middle} {tenth(x + tip)} {bottom}"


def tenth(value: float) -> float:
    """Return a length in tenths of a pixel, the precision of all drawings."""
    return round(value, 1)


def loop_path(middle: Point, radius: float) -> str:
    """Return a round arrow, clockwise: done again."""
    x, y = middle

    def at(across: float, down: float) -> str:
        return f"{tenth(x + across * radius)} {tenth(y + down * radius)}"

    round_ = f"A{tenth(radius)} {tenth(radius)} 0 1 1 {at(0.7, -0.7)}"
    return f"M{at(1, 0)}{round_}M{at(0.7, -1.6)}L{at(0.7, -0.7)} {at(-0.2, -0.7)}"
