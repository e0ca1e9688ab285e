"""Where the elements of a process stand: the layout's geometry in the sizes BPMN tools expect."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from generators.diagrams.geometry import Box, Item, Plan, Point, Shape, Way
from generators.diagrams.layout import layout
from generators.diagrams.measure import width, wrap
from generators.diagrams.pixels import Pixels
from generators.render.exchange.captions import Texts, place_texts, size
from generators.render.exchange.docking import docked
from generators.render.exchange.process import Flow, Kind, Lane, Node, Process

EVENT, GATEWAY, TASK = (36.0, 36.0), (50.0, 50.0), (140.0, 80.0)
FONT, LINE = 12.0, 15.0  # pixels; bpmn-js writes 12 px Arial on lines of 1.2 em
TASK_TEXT = 116.0  # what a task leaves of its width for text
TASK_AROUND = 46.0  # its height without text: the mark of its kind and some air
ORIGIN = Point(160.0, 80.0)
POOL_HEAD = 30.0
LANE_HEAD = 44.0
GAP = (40.0, 28.0)
# Parallel lines; they keep further apart where an event may sit on the border of a task.
PITCH, WIDE_PITCH = 12.0, 20.0
TROUBLE_CAPTION = 34.0  # room for the text of an event on the border of a task
# A sub-process with a start, a task and an end: their middle, the room beside and between them.
ASIDE = (420.0, 150.0)
ASIDE_MIDDLE, ASIDE_EDGE, ASIDE_GAP, ASIDE_CAPTION = 70.0, 44.0, 60.0, 88.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """One shape; `label` is where text stands that is not inside it."""

    id: str
    box: Box
    label: Box | None = None
    horizontal: bool = False
    marker: bool = False
    expanded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One sequence flow."""

    id: str
    points: tuple[Point, ...]
    label: Box | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A whole diagram in whole pixels, the pool first."""

    shapes: tuple[Drawn, ...]
    edges: tuple[Line, ...]


def draw(process: Process) -> Drawing:
    """Lay out a process from left to right through lanes one above the other."""
    return _Sheet(process).drawing()


class _Sheet:
    """One diagram. Lengths are pixels of the layout until the end, when the origin is added."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._nodes = {node.id: node for node in process.nodes}
        self._plan = self._to_lay_out()
        self._geometry = layout(self._plan)
        self._right = self._geometry.width
        lines = {
            way.id: line for way, line in zip(process.flows, self._geometry.lines, strict=True)
        }
        hosts = {
            way.id: self._nodes[way.source].host
            for way in process.flows
            if self._nodes[way.source].host
        }
        self._boxes = dict(self._geometry.boxes)
        docks = docked(self._boxes, lines, hosts)
        for way in process.flows:
            if way.id in docks.events:
                middle = docks.events[way.id]
                corner = Point(middle.x - EVENT[0] / 2, middle.y - EVENT[1] / 2)
                self._boxes[way.source] = Box(*corner, *EVENT)
        self._lines = docks.lines
        self._texts = self._place_texts()
        self._put_asides()

    def _put_asides(self) -> None:
        """Put sub-processes, which no line leads to, at the right end of their lanes."""
        left = self._geometry.width
        for lane, box in zip(self._process.lanes, self._geometry.lanes, strict=True):
            x = left + ASIDE_GAP / 2
            for name in lane.nodes:
                if self._nodes[name].kind is Kind.ASIDE:
                    y = box.y + (box.height - ASIDE[1]) / 2
                    self._boxes[name] = Box(x, y, *ASIDE)
                    x += ASIDE[0] + ASIDE_GAP / 2
                    self._right = max(self._right, x)

    def _to_lay_out(self) -> Plan:
        lanes = {name: n for n, lane in enumerate(self._process.lanes) for name in lane.nodes}
        return Plan(
            items=tuple(
                _item(node, lanes[node.id], any(n.host == node.id for n in self._process.nodes))
                for node in self._process.nodes
                if not node.host and node.kind is not Kind.ASIDE
            ),
            ways=tuple(self._way(flow) for flow in self._process.flows),
            lanes=tuple(self._least(lane) for lane in self._process.lanes),
            down=False,
            columns=self._columns(),
            head=LANE_HEAD,
            gap=GAP,
            pitch=WIDE_PITCH if any(node.host for node in self._process.nodes) else PITCH,
        )

    def _columns(self) -> int:
        """Return how many nodes may stand beside each other in a lane: all that begin at once."""
        forks = {node.id for node in self._process.nodes if node.kind is Kind.FORK}
        begun = {way.target for way in self._process.flows if way.source in forks}
        return max(2, *(len(begun & {*lane.nodes}) for lane in self._process.lanes))

    def _least(self, lane: Lane) -> float:
        """Return how high a lane must be for its title and its sub-processes."""
        asides = any(self._nodes[name].kind is Kind.ASIDE for name in lane.nodes)
        return max(width(lane.title, FONT) + 24, ASIDE[1] + 40 if asides else 0)

    def _way(self, flow: Flow) -> Way:
        source = self._nodes[flow.source]
        return Way(
            source=source.host or source.id,
            target=flow.target,
            label=size(flow.name) if flow.name else None,
            side=bool(source.host),
        )

    def drawing(self) -> Drawing:
        """Return everything, rounded the same way everywhere, so that what touches still does."""
        return Drawing(shapes=tuple(self._shapes()), edges=tuple(self._edges()))

    def _shapes(self) -> Iterator[Drawn]:
        whole = Box(-POOL_HEAD, 0, self._right + POOL_HEAD, self._geometry.height)
        yield Drawn(id=f"pool_{self._process.id}", box=_placed(whole), horizontal=True)
        for lane, box in zip(self._process.lanes, self._geometry.lanes, strict=True):
            across = box._replace(width=self._right)
            yield Drawn(id=lane.id, box=_placed(across), horizontal=True)
        for node in self._process.nodes:
            yield from self._shape(node, self._boxes[node.id])

    def _shape(self, node: Node, box: Box) -> Iterator[Drawn]:
        yield Drawn(
            id=node.id,
            box=_placed(box),
            label=_placed(caption) if (caption := self._texts.captions.get(node.id)) else None,
            marker=node.kind is Kind.CHOICE,
            expanded=bool(node.parts),
        )
        for part, inner in zip(node.parts, _inside(box), strict=False):
            label = None
            if part.kind is not Kind.TASK:
                wide, high = size(part.name, ASIDE_CAPTION)
                middle = inner.x + inner.width / 2
                label = _placed(Box(middle - wide / 2, inner.y + inner.height + 4, wide, high))
            yield Drawn(id=part.id, box=_placed(inner), label=label)

    def _place_texts(self) -> Texts:
        """Place all text, now that events are where they are."""
        named = {
            node.id: node.name
            for node in self._process.nodes
            if node.name and node.kind in _CAPTIONED
        }
        drawn = self._geometry
        places = Pixels(
            width=drawn.width,
            height=drawn.height,
            boxes=self._boxes,
            lanes=drawn.lanes,
            lines=tuple(self._lines[flow.id] for flow in self._process.flows),
        )
        frame = Box(LANE_HEAD, 0, drawn.width - LANE_HEAD, drawn.height)
        return place_texts(self._plan, places, named, frame)

    def _edges(self) -> Iterator[Line]:
        for flow, label in zip(self._process.flows, self._texts.labels, strict=True):
            points = tuple(_point(point) for point in self._lines[flow.id])
            yield Line(id=flow.id, points=points, label=_placed(label) if label else None)
        for node in self._process.nodes:
            inner = _inside(self._boxes[node.id])
            for way, (one, other) in zip(node.ways, pairwise(inner), strict=False):
                level = one.y + one.height / 2
                ends = (Point(one.x + one.width, level), Point(other.x, level))
                yield Line(id=way.id, points=tuple(_point(end) for end in ends), label=None)


def _item(node: Node, lane: int, hosting: bool) -> Item:
    """Return what the layout is to place; a task grows with its text."""
    room = None
    shape = Shape.BOX
    if node.kind in _ROUND:
        (wide, high), shape = EVENT, Shape.CIRCLE
    elif node.kind in _DIAMONDS:
        (wide, high), shape = GATEWAY, Shape.DIAMOND
    else:
        wide = TASK[0]
        lines = len(wrap(node.name, FONT, TASK_TEXT))
        high = max(TASK[1], 2 * ceil((lines * LINE + TASK_AROUND) / 2))
        if hosting:
            room = (wide, high + 2 * (EVENT[1] / 2 + TROUBLE_CAPTION))
    if node.name and node.kind in _CAPTIONED:
        text_wide, text_high = size(node.name)
        room = (max(wide, text_wide) + 8, high + 2 * (text_high + 8))
    return Item(id=node.id, lane=lane, width=wide, height=high, shape=shape, room=room)


_ROUND = {Kind.START, Kind.END, Kind.LAUNCH}
_DIAMONDS = {Kind.CHOICE, Kind.FORK}
_CAPTIONED = {*_ROUND, *_DIAMONDS, Kind.TROUBLE}


def _inside(aside: Box) -> tuple[Box, ...]:
    """Return where start, task and end of a sub-process stand, side by side."""
    middle = aside.y + ASIDE_MIDDLE
    x = aside.x + ASIDE_EDGE
    boxes = []
    for wide, high in (EVENT, TASK, EVENT):
        boxes.append(Box(x, middle - high / 2, wide, high))
        x += wide + ASIDE_GAP
    return tuple(boxes)


def _placed(box: Box) -> Box:
    """Return a box in whole pixels on the drawing sheet."""
    corner, size_ = _point(Point(box.x, box.y)), (ceil(box.width), ceil(box.height))
    return Box(*corner, *size_)


def _point(point: Point) -> Point:
    return Point(floor(point.x + ORIGIN.x + 0.5), floor(point.y + ORIGIN.y + 0.5))
