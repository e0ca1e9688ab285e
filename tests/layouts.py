"""Random plans for the layout, and what must hold for every geometry that comes of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import hypot, inf
from random import Random

from sop_handbook.diagrams.draw import Drawing
from sop_handbook.diagrams.geometry import Box, Geometry, GridItem, Plan, Point, Shape, Way
from sop_handbook.diagrams.graph import Kind
from sop_handbook.diagrams.labels import CLEAR, FAR
from sop_handbook.diagrams.pixels import TIP

FORMS = ("down", "right", "column", "exchange")
SLACK = 0.2  # pixels: places are rounded to a tenth
TOUCHING = 2.0  # pixels that two lines may share where one ends


def random_plan(seed: int, form: str) -> Plan:
    """Return a process of 6 to 34 items in 1 to 8 lanes with branches, merges, loops, troubles.

    `form` is one of FORMS: lanes side by side, lanes one above the other, one column, or to
    the right with the small gateways and wide spaces of BPMN.
    """
    made = _Maker(Random(seed)).plan()
    if form == "column":
        items = tuple(replace(item, lane=0) for item in made.items)
        return replace(made, items=items, lanes=(0.0,), columns=3, head=6, gap=(24, 16))
    if form == "exchange":
        items = tuple(_as_in_bpmn(item) for item in made.items)
        return replace(made, items=items, down=False, gap=(40, 28), pitch=20)
    return replace(made, down=form == "down")


def _as_in_bpmn(item: GridItem) -> GridItem:
    if item.shape is Shape.DIAMOND:
        return replace(item, width=50, height=50)
    return item if item.shape is Shape.CIRCLE else replace(item, width=140, height=80)


class _Maker:
    """Grows a process from left to right; whatever is left open at the end meets in an end."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._lanes = random.randint(1, 8)
        self._items: list[GridItem] = []
        self._ways: list[Way] = []
        self._open: list[str] = []

    def plan(self) -> Plan:
        """Return it with the flow running downwards."""
        self._begin()
        lane = 0
        for number in range(self._random.randint(4, 30)):
            if self._random.random() < 0.45:
                lane = self._random.randrange(self._lanes)
            self._grow(f"n{number}", lane)
        self._finish(lane)
        lanes = tuple(self._random.uniform(40, 120) for _ in range(self._lanes))
        return Plan(items=tuple(self._items), ways=tuple(self._ways), lanes=lanes)

    def _begin(self) -> None:
        for number in range(self._random.choice((1, 1, 2))):
            self._item(f"start{number}", 0, Shape.CIRCLE)
            self._open.append(f"start{number}")

    def _grow(self, name: str, lane: int) -> None:
        asks = self._random.random() < 0.25
        self._item(name, lane, Shape.DIAMOND if asks else Shape.BOX)
        for source in self._taken(name):
            self._way(source, name)
        self._open.append(name)
        if asks:
            self._branch(name)
        if self._random.random() < 0.12:
            self._trouble(name, lane)

    def _taken(self, name: str) -> list[str]:
        """Return what leads to a new item: mostly what came before, sometimes several."""
        last = not self._items or self._random.random() > 0.3
        found = [self._open.pop(-1 if last else self._random.randrange(len(self._open)))]
        if name == "n0":
            found += self._open
            self._open.clear()
        elif self._open and self._random.random() < 0.25:
            found.append(self._open.pop())
        return list(dict.fromkeys(found))

    def _branch(self, name: str) -> None:
        earlier = [item.id for item in self._items[:-1] if item.id.startswith("n")]
        if earlier and self._random.random() < 0.4:
            self._way(name, self._random.choice(earlier))
        else:
            self._open.append(name)

    def _trouble(self, name: str, lane: int) -> None:
        trouble = f"{name}-trouble"
        self._item(trouble, self._random.choice((lane, lane, 0)), Shape.HEXAGON)
        self._ways.append(Way(source=name, target=trouble, side=True))
        if self._random.random() < 0.5:
            target = self._random.choice([item.id for item in self._items[:-1]])
            self._ways.append(Way(source=trouble, target=target, side=True))

    def _finish(self, lane: int) -> None:
        self._item("end", lane, Shape.CIRCLE)
        for name in dict.fromkeys(self._open):
            self._way(name, "end")

    def _item(self, name: str, lane: int, shape: Shape) -> None:
        width, height = self._random.uniform(70, 150), self._random.uniform(30, 90)
        if shape is Shape.CIRCLE:
            width = height = 36.0
        item = GridItem(id=name, lane=lane, width=width, height=height, shape=shape)
        self._items.append(item)

    def _way(self, source: str, target: str) -> None:
        asked = next(item for item in self._items if item.id == source).shape is Shape.DIAMOND
        label = (self._random.uniform(14, 76), self._random.choice((16.0, 32.0)))
        way = Way(source=source, target=target, label=label if asked else None)
        if way.source != way.target:
            self._ways.append(way)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a geometry."""

    what: str
    where: str


def problems(plan: Plan, found: Geometry) -> Iterator[Problem]:
    """Yield everything that no diagram may show."""
    yield from _items(plan, found)
    yield from _lines(plan, found)
    yield from _overlaps(plan, found)
    yield from _labels(plan, found)


def _items(plan: Plan, found: Geometry) -> Iterator[Problem]:
    whole = Box(0, 0, found.width, found.height)
    for item in plan.items:
        box = found.boxes[item.id]
        if not inside(box, found.lanes[item.lane]) or not inside(box, whole):
            yield Problem("item outside its lane", item.id)
    for (one, box), (other, second) in combinations(found.boxes.items(), 2):
        if _meet(box, second):
            yield Problem("items on each other", f"{one} {other}")


def _lines(plan: Plan, found: Geometry) -> Iterator[Problem]:
    items = {item.id: item for item in plan.items}
    for way, line in zip(plan.ways, found.lines, strict=True):
        where = f"{way.source}>{way.target}"
        for name, point in ((way.source, line[0]), (way.target, line[-1])):
            if not _docks(items[name], found.boxes[name], point):
                yield Problem("line beside the outline", f"{where} at {name}")
        for here, there in pairwise(line):
            if here.x != there.x and here.y != there.y:
                yield Problem("line askew", where)
            for name, box in found.boxes.items():
                if _meet(_stroke(here, there), _shrunk(_solid(items[name], box))):
                    yield Problem("line through an item", f"{where} {name}")


def crossings(lines: Sequence[tuple[Point, ...]]) -> int:
    """Return how often lines cross each other; where one ends at another, they do not."""
    runs = [(index, run) for index, line in enumerate(lines) for run in pairwise(line)]
    pairs = [(a, b) for (one, a), (other, b) in combinations(runs, 2) if one != other]
    return sum(_cross(one, other) or _cross(other, one) for one, other in pairs)


def _cross(upright: tuple[Point, Point], level: tuple[Point, Point]) -> bool:
    (x, top), (other_x, bottom) = upright
    (left, y), (right, other_y) = level
    across = x == other_x and y == other_y
    return (
        across
        and min(left, right) < x < max(left, right)
        and min(top, bottom) < y < max(top, bottom)
    )


def _overlaps(plan: Plan, found: Geometry) -> Iterator[Problem]:
    runs = [(index, run) for index, line in enumerate(found.lines) for run in pairwise(line)]
    for (one, first), (other, second) in combinations(runs, 2):
        same = plan.ways[one].target == plan.ways[other].target
        if one != other and not same and shared(first, second) > TOUCHING:
            ways = plan.ways[one], plan.ways[other]
            yield Problem("lines on each other", " ".join(f"{w.source}>{w.target}" for w in ways))


def _labels(plan: Plan, found: Geometry) -> Iterator[Problem]:
    whole = Box(0, 0, found.width, found.height)
    texts = [(n, label) for n, label in enumerate(found.labels) if label]
    for number, label in texts:
        where = f"{plan.ways[number].source}>{plan.ways[number].target}"
        if not inside(label, whole):
            yield Problem("label outside", where)
        if any(_meet(label, box) for box in found.boxes.values()):
            yield Problem("label on an item", where)
        for other, line in enumerate(found.lines):
            if other != number and any(_meet(label, _stroke(*run)) for run in pairwise(line)):
                yield Problem("label on another line", where)
        if any(_meet(label, border) for border in _borders(plan, found)):
            yield Problem("label on a border", where)
        yield from _whose(plan, found, number, label)
    for (one, box), (other, second) in combinations(texts, 2):
        if _meet(box, second):
            yield Problem("labels on each other", f"{plan.ways[one]} {plan.ways[other]}")


def _whose(plan: Plan, found: Geometry, number: int, label: Box) -> Iterator[Problem]:
    """Yield what may let a label be read with another line, or with none."""
    ends = (plan.ways[number].source, plan.ways[number].target)
    homes = [found.lanes[item.lane] for item in plan.items if item.id in ends]
    where = f"{ends[0]}>{ends[1]}"
    if not any(inside(label, home) for home in homes):
        yield Problem("label in another lane", where)
    own, other = _distances(plan, found, number, label)
    if other < own:
        yield Problem("label nearer to another line", where)
    if _gap(label, found.boxes[ends[0]]) > FAR + CLEAR:
        yield Problem("label far from its source", where)


def drawn_plan(drawing: Drawing) -> Plan:
    """Return the plan that a drawing of a graph came from, as far as its faults depend on it."""
    graph, found = drawing.graph, drawing.geometry
    lanes = [lane.id for lane in graph.lanes]
    items = tuple(
        GridItem(
            id=node.id,
            lane=0 if drawing.form.style.roles else lanes.index(node.lane),
            width=found.boxes[node.id].width,
            height=found.boxes[node.id].height,
            shape=Shape.HEXAGON if node.kind is Kind.DECISION else Shape.BOX,
        )
        for node in graph.nodes
    )
    ways = tuple(
        Way(source=edge.source, target=edge.target, side=edge.kind != "flow")
        for edge in graph.edges
    )
    return Plan(items=items, ways=ways, lanes=(0.0,) * len(found.lanes), down=drawing.form.down)


def _distances(plan: Plan, found: Geometry, number: int, label: Box) -> tuple[float, float]:
    """Return how far a label is from its line, and from the next that leads elsewhere."""
    far = {number: inf, -1: inf}
    for other, line in enumerate(found.lines):
        whose = number if other == number else -1
        if other == number or plan.ways[other].target != plan.ways[number].target:
            near = min(_gap(label, _stroke(*run)) for run in pairwise(line))
            far[whose] = min(far[whose], near)
    return far[number], far[-1]


def _gap(one: Box, other: Box) -> float:
    """Return how far two boxes are apart, sideways and upright together."""
    x = max(one.x - other.x - other.width, other.x - one.x - one.width, 0.0)
    y = max(one.y - other.y - other.height, other.y - one.y - one.height, 0.0)
    return x + y


def _borders(plan: Plan, found: Geometry) -> Iterator[Box]:
    for lane in found.lanes:
        if plan.down:
            yield Box(lane.x, lane.y, SLACK, lane.height)
        else:
            yield Box(lane.x, lane.y, lane.width, SLACK)


def inside(inner: Box, outer: Box) -> bool:
    return (
        outer.x - SLACK <= inner.x
        and outer.y - SLACK <= inner.y
        and inner.x + inner.width <= outer.x + outer.width + SLACK
        and inner.y + inner.height <= outer.y + outer.height + SLACK
    )


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x + SLACK < other.x + other.width
        and other.x + SLACK < one.x + one.width
        and one.y + SLACK < other.y + other.height
        and other.y + SLACK < one.y + one.height
    )


def _stroke(here: Point, there: Point) -> Box:
    """Return a line as a box half a pixel thick."""
    x, y = min(here.x, there.x), min(here.y, there.y)
    return Box(x - 0.25, y - 0.25, abs(here.x - there.x) + 0.5, abs(here.y - there.y) + 0.5)


def _shrunk(box: Box) -> Box:
    return Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)


def _solid(item: GridItem, box: Box) -> Box:
    """Return a box that is all inside an outline."""
    if item.shape is Shape.BOX:
        return box
    if item.shape is Shape.HEXAGON:
        return Box(box.x + TIP, box.y, box.width - 2 * TIP, box.height)
    return Box(box.x + box.width / 4, box.y + box.height / 4, box.width / 2, box.height / 2)


def _docks(item: GridItem, box: Box, point: Point) -> bool:
    """Tell whether a point is on the outline of an item."""
    half_x, half_y = box.width / 2, box.height / 2
    x, y = abs(point.x - box.x - half_x), abs(point.y - box.y - half_y)
    if x > half_x + SLACK or y > half_y + SLACK:
        return False
    if item.shape is Shape.CIRCLE:
        return abs(hypot(x, y) - half_x) <= 1
    if item.shape is Shape.DIAMOND:
        return abs(x / half_x + y / half_y - 1) <= 0.05
    if item.shape is Shape.HEXAGON and x > half_x - TIP:
        return abs(x - half_x + TIP * y / half_y) <= 1
    return min(half_x - x, half_y - y) <= SLACK


def shared(one: tuple[Point, Point], other: tuple[Point, Point]) -> float:
    """Return how many pixels two runs lie on each other."""
    for level in (0, 1):
        along = 1 - level
        fixed = one[0][level], one[1][level], other[0][level], other[1][level]
        if max(fixed) - min(fixed) < 1:
            low = max(min(one[0][along], one[1][along]), min(other[0][along], other[1][along]))
            high = min(max(one[0][along], one[1][along]), max(other[0][along], other[1][along]))
            return high - low
    return 0.0
