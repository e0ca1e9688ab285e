"""What a layout takes and gives: sizes in, places out. Lengths are CSS pixels, y grows down."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Shape(StrEnum):
    """The outline of an item, which says where lines end that do not meet its middle."""

    BOX = "box"
    HEXAGON = "hexagon"  # flat above and below, points left and right
    DIAMOND = "diamond"
    CIRCLE = "circle"


class Point(NamedTuple):
    """A place, in pixels."""

    x: float
    y: float


class Extent(NamedTuple):
    """How large a drawing is, in pixels, and how often its lines bend."""

    width: float
    height: float
    bends: int


class Box(NamedTuple):
    """A rectangle by its upper left corner and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class GridItem:
    """Something to place. `lane` counts from 0; lengths are pixels.

    `room` is the width and height to keep free round its middle, where that is more than its own
    size (a label that hangs below a gateway).
    """

    id: str
    lane: int
    width: float
    height: float
    shape: Shape = Shape.BOX
    room: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """A line to draw between two items, by id.

    `label` is the width and height of its label, in pixels, None if it has none. A side way (an
    exception) gives way to the others and does not decide what the main path is.
    """

    source: str
    target: str
    label: tuple[float, float] | None = None
    side: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What to lay out, and how.

    `down` lets the flow run downwards through lanes that stand side by side; otherwise it runs
    to the right through lanes one above the other. `columns` is how many items may stand
    beside each other in one lane, `head` the height (or width) of the lane titles, `gap` the
    least distance along and across the flow, `pitch` the distance of parallel lines, `lanes`
    how much every lane measures at least across the flow. `fold` breaks a flow of one lane
    without branches, or parts without order, into lines of so many items. `beside` puts the
    first item of a branch beside the question instead of below: less high, but wider. `unseen`
    ways have no line; they only say what comes after what. From `bars`, items by id, many lines
    leave by one side as easily as one. `untangle` lets lines that make a
    detour go first; not where things hang on the ports that lines took.
    """

    items: tuple[GridItem, ...]
    ways: tuple[Way, ...]
    lanes: tuple[float, ...]
    down: bool = True
    columns: int = 2
    fold: int = 0
    beside: bool = False
    unseen: tuple[Way, ...] = ()
    bars: frozenset[str] = frozenset()
    untangle: bool = True
    head: float = 34
    gap: tuple[float, float] = (26, 18)
    pitch: float = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Geometry:
    """Where everything is. `lines` and `labels` stand in the order of the plan's ways.

    Lines are orthogonal and run from border to border. `effort` counts the steps of the searches, a
    measure of time that is the same on every machine. `boxes` are by item id; a label is None where
    its way has none.
    """

    width: float
    height: float
    boxes: Mapping[str, Box]
    lanes: tuple[Box, ...]
    lines: tuple[tuple[Point, ...], ...]
    labels: tuple[Box | None, ...]
    effort: int

    @property
    def extent(self) -> Extent:
        """Its size and its bends."""
        return Extent(self.width, self.height, sum(len(line) - 2 for line in self.lines))
