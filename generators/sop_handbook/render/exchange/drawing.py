"""Where the elements of a process stand: the layout's geometry in the sizes BPMN tools expect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from sop_handbook.diagrams.geometry import Box, Plan, Point
from sop_handbook.diagrams.layout import Skeleton, flesh_out, skeleton
from sop_handbook.diagrams.pixels import Pixels
from sop_handbook.render.exchange.buses import with_buses
from sop_handbook.render.exchange.captions import Texts, place_texts, size
from sop_handbook.render.exchange.docking import docked
from sop_handbook.render.exchange.planning import ASIDE, CAPTIONED, EVENT, LANE_HEAD, TASK, plan_of
from sop_handbook.render.exchange.process import ElementKind, FlowNode, Process

ORIGIN = Point(160.0, 80.0)
POOL_HEAD = 30.0
# A sub-process with a start, a task and an end: their middle, the room beside and between them.
ASIDE_MIDDLE, ASIDE_EDGE, ASIDE_GAP, ASIDE_CAPTION = 70.0, 44.0, 60.0, 88.0
SPREADS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)  # of the distances, tried until all text has room


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """One shape, in pixels; `label` is where text stands that is not inside it, None if nowhere.

    `horizontal`, `marker` and `expanded` become isHorizontal, isMarkerVisible and isExpanded.
    """

    id: str
    box: Box
    label: Box | None = None
    horizontal: bool = False
    marker: bool = False
    expanded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SequenceFlow:
    """One sequence flow."""

    id: str
    points: tuple[Point, ...]
    label: Box | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BpmnDrawing:
    """A whole diagram in whole pixels, the pool first."""

    shapes: tuple[Drawn, ...]
    edges: tuple[SequenceFlow, ...]


def draw(process: Process) -> BpmnDrawing:
    """Lay out a process from left to right through lanes one above the other."""
    sheet = _sheet(process, frozenset())
    larger = sheet.crowded
    while sheet.crowded:
        sheet = _sheet(process, larger)
        if sheet.crowded <= larger:
            break
        larger |= sheet.crowded
    return sheet.drawing()


def _sheet(process: Process, larger: frozenset[str]) -> "_Sheet":
    """Lay it out with as much room as its texts need; `larger` are tasks with many events."""
    bones = skeleton(plan_of(process, SPREADS[0], larger))
    for spread in SPREADS:
        sheet = _Sheet(process, plan_of(process, spread, larger), bones)
        if sheet.texts.fit:
            break
    return sheet


class _Sheet:
    """One diagram. Lengths are pixels of the layout until the end, when the origin is added."""

    def __init__(self, process: Process, plan: Plan, bones: Skeleton) -> None:
        self._process = process
        self._nodes = {node.id: node for node in process.nodes}
        self._geometry = flesh_out(plan, bones)
        self._right = self._geometry.width
        self._boxes = dict(self._geometry.boxes)
        self.crowded: frozenset[str] = frozenset()  # tasks without room for their events
        self._lines = self._docked()
        self.texts = self._placed_texts(plan)
        self._put_asides()

    def _docked(self) -> Mapping[str, tuple[Point, ...]]:
        """Put events on the borders of their tasks; return the lines, which now begin there."""
        flows = self._process.flows
        lines = {flow.id: line for flow, line in zip(flows, self._geometry.lines, strict=True)}
        leaving = {flow.id: self._nodes[flow.source] for flow in flows}
        hosts = {flow: node.host for flow, node in leaving.items() if node.host}
        if not hosts:  # lines of events would run where the buses do
            forks = [node.id for node in self._process.nodes if node.kind is ElementKind.FORK]
            return with_buses(self._boxes, lines, flows, forks)
        docks = docked(self._boxes, lines, hosts)
        self.crowded = docks.crowded
        for flow, middle in docks.events.items():
            corner = Point(middle.x - EVENT[0] / 2, middle.y - EVENT[1] / 2)
            self._boxes[leaving[flow].id] = Box(*corner, *EVENT)
        return docks.lines

    def _placed_texts(self, plan: Plan) -> Texts:
        """Place all text, now that events are where they are."""
        named = {
            node.id: node.name
            for node in self._process.nodes
            if node.name and node.kind in CAPTIONED
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
        return place_texts(plan, places, named, frame)

    def _put_asides(self) -> None:
        """Put sub-processes, which no line leads to, at the right end of their lanes."""
        left = self._geometry.width
        for lane, box in zip(self._process.lanes, self._geometry.lanes, strict=True):
            x = left + ASIDE_GAP / 2
            for name in lane.nodes:
                if self._nodes[name].kind is ElementKind.ASIDE:
                    y = box.y + (box.height - ASIDE[1]) / 2
                    self._boxes[name] = Box(x, y, *ASIDE)
                    x += ASIDE[0] + ASIDE_GAP / 2
                    self._right = max(self._right, x)

    def drawing(self) -> BpmnDrawing:
        """Return everything, rounded the same way everywhere, so that what touches still does."""
        return BpmnDrawing(shapes=tuple(self._shapes()), edges=tuple(self._edges()))

    def _shapes(self) -> Iterator[Drawn]:
        whole = Box(-POOL_HEAD, 0, self._right + POOL_HEAD, self._geometry.height)
        yield Drawn(id=f"pool_{self._process.id}", box=_placed(whole), horizontal=True)
        for lane, box in zip(self._process.lanes, self._geometry.lanes, strict=True):
            across = box._replace(width=self._right)
            yield Drawn(id=lane.id, box=_joined(across), horizontal=True)
        for node in self._process.nodes:
            yield from self._shape(node, self._boxes[node.id])

    def _shape(self, node: FlowNode, box: Box) -> Iterator[Drawn]:
        yield Drawn(
            id=node.id,
            box=_placed(box),
            label=_placed(caption) if (caption := self.texts.captions.get(node.id)) else None,
            marker=node.kind is ElementKind.CHOICE,
            expanded=bool(node.parts),
        )
        for part, inner in zip(node.parts, _inside(box), strict=False):
            label = None
            if part.kind is not ElementKind.TASK:
                wide, high = size(part.name, ASIDE_CAPTION)
                middle = inner.x + inner.width / 2
                label = _placed(Box(middle - wide / 2, inner.y + inner.height + 4, wide, high))
            yield Drawn(id=part.id, box=_placed(inner), label=label)

    def _edges(self) -> Iterator[SequenceFlow]:
        for flow, label in zip(self._process.flows, self.texts.labels, strict=True):
            points = tuple(_point(point) for point in self._lines[flow.id])
            yield SequenceFlow(id=flow.id, points=points, label=_placed(label) if label else None)
        for node in self._process.nodes:
            inner = _inside(self._boxes[node.id])
            for way, (one, other) in zip(node.ways, pairwise(inner), strict=False):
                level = one.y + one.height / 2
                ends = (Point(one.x + one.width, level), Point(other.x, level))
                yield SequenceFlow(id=way.id, points=tuple(_point(end) for end in ends), label=None)


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


def _joined(lane: Box) -> Box:
    """Return a lane in whole pixels that ends where the next one begins."""
    placed = _placed(lane)
    return placed._replace(height=_point(Point(lane.x, lane.y + lane.height)).y - placed.y)


def _point(point: Point) -> Point:
    return Point(floor(point.x + ORIGIN.x + 0.5), floor(point.y + ORIGIN.y + 0.5))
