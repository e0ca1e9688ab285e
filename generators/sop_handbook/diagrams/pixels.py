"""Grid to pixels: where boxes, lanes and lines lie, once the scales of both axes are known."""

from dataclasses import dataclass
from itertools import pairwise

from sop_handbook.diagrams.cells import Cell, Path
from sop_handbook.diagrams.geometry import Box, Extent, GridItem, Plan, Point, Shape
from sop_handbook.diagrams.route import Routes
from sop_handbook.diagrams.scale import Demand, Extra, Scale, scale, widest
from sop_handbook.diagrams.tracks import ALONG_U, ALONG_V, Line, Tracks

REACH = 0.4  # how far from its middle an item may be met, in parts of its size

Extras = tuple[Extra, Extra]  # along and across the flow


@dataclass(frozen=True, kw_only=True, slots=True)
class Pixels:
    """The places, in pixels, of everything but labels.

    `boxes` are by item id, `lines` in the order of the plan's ways.
    """

    width: float
    height: float
    boxes: dict[str, Box]
    lanes: tuple[Box, ...]
    lines: tuple[tuple[Point, ...], ...]


def pixels(plan: Plan, routes: Routes, spread: Tracks, extras: Extras) -> Pixels:
    """Return all places, rounded to a tenth of a pixel.

    `extras` are what labels ask for, along and across the flow (scale.Extra).
    """
    drawing = _Drawing(plan, routes, spread, _scales(plan, routes, spread, extras))
    width, height = drawing.out(drawing.u.total, drawing.v.total)
    return Pixels(
        width=width,
        height=height,
        boxes={item.id: drawing.box(item) for item in plan.items},
        lanes=drawing.lanes(),
        lines=tuple(drawing.line(way, path) for way, path in enumerate(routes.paths)),
    )


def extent(plan: Plan, routes: Routes, spread: Tracks) -> Extent:
    """Return how large all of it is before any label asks for room; cheap beside the places."""
    u, v = _scales(plan, routes, spread, ({}, {}))
    width, height = _out(plan, u.total, v.total)
    return Extent(width, height, sum(len(path) - 2 for path in routes.paths))


def _scales(plan: Plan, routes: Routes, spread: Tracks, extras: Extras) -> tuple[Scale, Scale]:
    rooms = {item.id: item.room or (item.width, item.height) for item in plan.items}
    along, across = (1, 0) if plan.down else (0, 1)
    cells = routes.cells
    lines = {axis: {k[1]: n for k, n in spread.counts.items() if k[0] == axis} for axis in (0, 1)}
    u = Demand(
        length=routes.size.u,
        sizes=widest([(cells[name].u, room[along]) for name, room in rooms.items()]),
        tracks=lines[ALONG_V],
        before={},
        gap=plan.gap[0],
        pitch=plan.pitch,
        extra=extras[0],
        head=plan.head,
    )
    v = Demand(
        length=routes.size.v,
        sizes=widest([(cells[name].v, room[across]) for name, room in rooms.items()]),
        tracks=lines[ALONG_U],
        before={place: count for (_, place), count in spread.before.items()},
        gap=plan.gap[1],
        pitch=plan.pitch,
        extra=extras[1],
        borders=tuple(2 * column for column in routes.first),
        least=plan.lanes,
    )
    return scale(u), scale(v)


class _Drawing:
    """Turns cells into places. `u` counts along the flow, `v` across it."""

    def __init__(
        self, plan: Plan, routes: Routes, spread: Tracks, scales: tuple[Scale, Scale]
    ) -> None:
        self.u, self.v = scales
        self._plan = plan
        self._routes = routes
        self._spread = spread
        self._items = {item.id: item for item in plan.items}
        self._pitches = self._narrowed()

    def out(self, u: float, v: float) -> Point:
        """Return a place as x and y."""
        return _out(self._plan, u, v)

    def box(self, item: GridItem) -> Box:
        """Return where an item lies: in the middle of its cell."""
        cell = self._routes.cells[item.id]
        x, y = self.out(self.u.middles[cell.u], self.v.middles[cell.v])
        return Box(
            round(x - item.width / 2, 1), round(y - item.height / 2, 1), item.width, item.height
        )

    def lanes(self) -> tuple[Box, ...]:
        """Return the lanes, head included, side by side without a gap."""
        borders = [*(self.v.borders[2 * column] for column in self._routes.first), self.v.total]
        found = []
        for low, high in pairwise(borders):
            (x, y), (right, bottom) = self.out(0.0, low), self.out(self.u.total, high)
            found.append(Box(x, y, round(right - x, 1), round(bottom - y, 1)))
        return tuple(found)

    def line(self, way: int, path: Path) -> tuple[Point, ...]:
        """Return the corners of a line, from the outline of its source to that of its target."""
        runs = [self._run(way, part, path) for part in range(len(path) - 1)]
        source, target = (
            self._items[name] for name in (self._plan.ways[way].source, self._plan.ways[way].target)
        )
        corners = [self._end(source, runs[0], path[0], path[1])]
        corners += [self._corner(one, other) for one, other in pairwise(runs)]
        corners.append(self._end(target, runs[-1], path[-1], path[-2]))
        return tuple(corners)

    def _run(self, way: int, part: int, path: Path) -> tuple[int, float]:
        """Return the axis of a run and the coordinate all of it shares."""
        here, there = path[part], path[part + 1]
        axis = ALONG_V if here.u == there.u else ALONG_U
        middle = (self.u.middles[here.u], self.v.middles[here.v])[axis]
        if (way, part) in self._spread.early:
            middle = self.v.early[here.v]
        pitch = self._pitches.get((axis, here[axis]), self._plan.pitch)
        return axis, middle + self._spread.offsets[way, part] * pitch

    def _narrowed(self) -> dict[Line, float]:
        """Return the pitch of lines on which more runs than usual must reach a small item."""
        found: dict[Line, float] = {}
        for way, path in enumerate(self._routes.paths):
            ways_ends = self._plan.ways[way].source, self._plan.ways[way].target
            for name, part, cell in zip(
                ways_ends, (0, len(path) - 2), (path[0], path[-1]), strict=True
            ):
                axis = ALONG_V if path[part].u == path[part + 1].u else ALONG_U
                off = abs(self._spread.offsets[way, part])
                item = self._items[name]
                size = item.height if (axis == ALONG_V) == self._plan.down else item.width
                if off * self._plan.pitch > REACH * size:
                    line = axis, cell[axis]
                    found[line] = min(REACH * size / off, found.get(line, self._plan.pitch))
        return found

    def _corner(self, one: tuple[int, float], other: tuple[int, float]) -> Point:
        u = one[1] if one[0] == ALONG_V else other[1]
        v = one[1] if one[0] == ALONG_U else other[1]
        return self.out(u, v)

    def _end(self, item: GridItem, run: tuple[int, float], cell: Cell, toward: Cell) -> Point:
        """Return where a run meets the outline of an item."""
        axis, shared = run
        middle = (self.u.middles[cell.u], self.v.middles[cell.v])
        half_u, half_v = (item.height, item.width) if self._plan.down else (item.width, item.height)
        half = (half_u / 2, half_v / 2)
        upright = (axis == ALONG_U) == self._plan.down  # the run goes up or down the page
        reach = _reach(item.shape, half[1 - axis], half[axis], abs(shared - middle[axis]), upright)
        if axis == ALONG_U:
            sign = 1 if toward.u > cell.u else -1
            return self.out(middle[0] + sign * reach, shared)
        sign = 1 if toward.v > cell.v else -1
        return self.out(shared, middle[1] + sign * reach)


def _out(plan: Plan, u: float, v: float) -> Point:
    x, y = (v, u) if plan.down else (u, v)
    return Point(round(x, 1), round(y, 1))


TIP = 12.0  # how far the points of a hexagon stand out


def _reach(shape: Shape, along: float, across: float, off: float, upright: bool) -> float:
    """Return how far an outline is from the middle, on a line `off` beside the middle."""
    share = min(off / across, 1.0)
    if shape is Shape.DIAMOND:
        return along * (1 - share)
    if shape is Shape.CIRCLE:
        return along * float((1 - share**2) ** 0.5)
    if shape is Shape.HEXAGON:
        if upright:  # meets the flat side, unless it is beside it
            flat = across - TIP
            return along if off <= flat else along * (1 - (off - flat) / TIP)
        return along - TIP * share
    return along
