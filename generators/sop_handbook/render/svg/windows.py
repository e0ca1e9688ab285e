"""Where a drawing too high for a sheet is cut, and what marks the lines that go on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from sop_handbook.diagrams.draw import Drawing
from sop_handbook.diagrams.geometry import Box, Geometry, Point

RADIUS = 8.0  # of the ring round a letter
STRIP = 36.0  # room for rings in two rows beyond a cut: lines may run closer than rings
APART = 2 * RADIUS + 2  # between two rings in one row
CLEAR = 2.0  # between a cut and what it must not touch
LINE = 90.0  # pixels of a sheet that may stay empty where that cuts a line less
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True, slots=True)
class CutMark:
    """A letter in a ring, on a line that is cut; `low` puts it in the row farther from the cut."""

    x: float
    letter: str
    low: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A part of a drawing, in pixels: from `top` to `bottom`.

    `above` and `below` mark what is cut there. `head` is how much room the titles of the lanes need
    above.
    """

    width: float
    top: float
    bottom: float
    head: float = 0.0
    above: tuple[CutMark, ...] = ()
    below: tuple[CutMark, ...] = ()

    @property
    def box(self) -> Box:
        """All that is shown: titles, marks, the part itself, marks."""
        start = self.top - self.head - (STRIP if self.above else 0.0)
        end = self.bottom + (STRIP if self.below else 0.0)
        return Box(0.0, round(start, 1), self.width, round(end - start, 1))

    def passes(self, line: tuple[Point, ...]) -> bool:
        """Tell whether a line shows in this part, its corners and arrowheads included."""
        return _reaches(line, self.box.y - STRIP, self.box.y + self.box.height + STRIP)

    def holds(self, box: Box) -> bool:
        """Tell whether some of a box lies in this part."""
        return box.y < self.bottom and box.y + box.height > self.top


def windows(drawing: Drawing, most: float) -> tuple[Window, ...]:
    """Cut a drawing into parts at most `most` pixels high, where few lines are cut.

    A node is never cut. Every part but the first has room above for the titles of the lanes, and
    both sides of a cut have room for marks: the same letter on both ends of a line.
    """
    size, top, head, used = drawing.geometry, 0.0, 0.0, 0
    parts: list[Window] = []
    marks: tuple[CutMark, ...] = ()
    while size.height - top + (above := head + (STRIP if marks else 0.0)) > most:
        last = top + most - above - STRIP
        first = max(top + most / 3, size.height - most + drawing.head + STRIP)
        cut = _cut(size, min(first, last), last, top)
        here = tuple(_marks(size, cut, used))
        used += len(here)
        parts.append(_window(size, top, cut, head, marks, here))
        top, marks, head = cut, here, drawing.head
    return (*parts, _window(size, top, size.height, head, marks, ()))


def _window(
    size: Geometry,
    top: float,
    bottom: float,
    head: float,
    above: tuple[CutMark, ...],
    below: tuple[CutMark, ...],
) -> Window:
    return Window(width=size.width, top=top, bottom=bottom, head=head, above=above, below=below)


def _cut(size: Geometry, first: float, last: float, top: float) -> float:
    """Return the place of a cut: between nodes and labels, where few lines are cut."""
    solid = [*size.boxes.values(), *(label for label in size.labels if label), *_level(size)]
    bands = [(box.y - CLEAR, box.y + box.height + CLEAR) for box in solid]
    bands = [(low, high) for low, high in bands if high > top and low < last]
    places = [float(y) for y in range(int(top) + 1, int(last) + 1)]
    free = [y for y in places if not any(low < y < high for low, high in bands)]
    late = [y for y in free if y >= first] or free[-1:] or [last]  # a node higher than a sheet
    near = replace(size, lines=tuple(line for line in size.lines if _reaches(line, top, last)))
    return min(late, key=lambda y: LINE * len(_crossing(near, y)) - y)


def _reaches(line: tuple[Point, ...], top: float, bottom: float) -> bool:
    """Tell whether a line comes between two heights at all."""
    heights = [point.y for point in line]
    return min(heights) <= bottom and max(heights) >= top


def _level(size: Geometry) -> Iterator[Box]:
    """Yield the parts of lines that run across: a cut along one would hide it."""
    for line in size.lines:
        for one, other in pairwise(line):
            if one.y == other.y:
                yield Box(min(one.x, other.x), one.y, abs(one.x - other.x), 0.0)


def _crossing(size: Geometry, y: float) -> list[float]:
    """Return where lines cross a height, from left to right; lines that became one count once."""
    crossed = {
        one.x
        for line in size.lines
        for one, other in pairwise(line)
        if min(one.y, other.y) < y < max(one.y, other.y)
    }
    return sorted(crossed)


def _marks(size: Geometry, cut: float, used: int) -> Iterator[CutMark]:
    ends: list[float] = [-APART, -APART]  # of the last ring in each row
    for number, x in enumerate(_crossing(size, cut), used):
        low = x - ends[0] < APART
        ends[low] = x
        letter = LETTERS[number % len(LETTERS)] * (1 + number // len(LETTERS))
        yield CutMark(x=x, letter=letter, low=low)


def letters(marks: Iterable[CutMark]) -> list[str]:
    """Return the letters of marks."""
    return [mark.letter for mark in marks]
