"""Which form of a drawing suits its place: the column of a page, a phone, a sheet of paper."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from heapq import heapify, heapreplace
from itertools import pairwise
from math import ceil

from sop_handbook.diagrams.draw import Arrangement, Drawing, Sketch, sketches
from sop_handbook.diagrams.graph import Graph, Kind
from sop_handbook.diagrams.nodes import Style
from sop_handbook.language.messages import Messages

COLUMN = 916.0  # pixels: the text column of a page with its contents beside it
PHONE = 330.0  # pixels: a phone of 360 less the page's margins
NODES = (96.0, 112.0, 148.0)
PHONE_NODES = (262.0, 146.0, 138.0, 130.0, 122.0, 112.0, 98.0, 92.0)
PAPER_NODES = (84.0, 112.0, 140.0)
TIGHT_NODES = (72.0, 78.0, 84.0, 91.0, 98.0, 112.0, 126.0, 140.0)  # for many lanes
PAPER_LABEL = 54.0  # pixels: labels of paper have at least four signs in a line
FOLDS = (3, 4, 5)
BENT = 8.0  # pixels of height that are better than another bend
SCROLLING = 600.0  # pixels of height that are better than having to scroll sideways
POINT = 25.4 / 72  # millimetres
LEAST_POINTS = 7.0  # of the smallest type; below that a sheet holds the one-column form instead
WORK = 2000  # nodes and lines drawn at most for one choice; the largest of ours needs 1200
FEWEST = 2  # forms that are drawn of any graph
ABREAST = 4  # steps done at the same time
WIDE = 4  # lanes from which one column a lane may be better than two

Cost = tuple[float, ...]


def page_drawing(graph: Graph, messages: Messages, column: float = COLUMN) -> Drawing:
    """Return the form for a page: in the column if it can be, then the least high.

    `column` is its width in pixels. Browsers print it too, so an exception has a line from every
    step where it can come up.
    """

    def cost(made: Sketch | Drawing) -> Cost:
        over = max(0.0, made.extent.width - column)
        return (_awkward(made) + (SCROLLING + 3 * over if over else 0.0),)

    forms = [*_lane_forms(graph, NODES, (26, 18)), *_folded_forms(graph)]
    return _best(sketches(graph, forms, messages, every=True), cost)


def phone_drawing(graph: Graph, messages: Messages) -> Drawing:
    """Return the form for a phone: one column of steps with their roles, branches beside it.

    The widest nodes that fit. Where one role does everything it stands above, once.
    """
    roles = len(graph.lanes) > 1
    forms = (
        Arrangement(columns=columns, style=_phone_style(node, roles), gap=(24, 16))
        for columns in (2, 3, 1)
        for node in PHONE_NODES
    )
    tried: list[Sketch | Drawing] = []
    left = _most_drawn(graph)
    for sketch in sketches(graph, forms, messages):
        made = sketch.drawn() if left and sketch.extent.width <= PHONE else sketch
        if isinstance(made, Drawing):
            left -= 1
            if made.extent.width <= PHONE:
                return made
        tried.append(made)
    return _best(tried, lambda made: (made.extent.width,), left)


def _phone_style(node: float, roles: bool) -> Style:
    return Style(font=15, node=node, label=_beside(node, (24, 16)), roles=roles)


def _lane_forms(
    graph: Graph,
    nodes: tuple[float, ...],
    gap: tuple[float, float],
    pad: float = 8,
    less: float = 2,
    label: float = 0,
) -> Iterator[Arrangement]:
    barred = any(node.is_bar for node in graph.nodes)
    most = max(2, _at_once(graph))
    # What begins at a bar stands in one row beyond it.
    shapes = [(most, False), (most, True)] if _branches(graph) and not barred else [(most, False)]
    shapes += [(1, False)] if len(graph.lanes) >= WIDE else []
    for columns, beside in shapes:
        for down in (True, False):
            for node in nodes:
                style = Style(node=node, pad=pad, label=max(_beside(node, gap), label), less=less)
                style = replace(style, upright=barred and not down)
                yield Arrangement(down=down, columns=columns, beside=beside, style=style, gap=gap)


def _at_once(graph: Graph) -> int:
    """Return how many steps of one lane begin at a bar, at most as many as are drawn abreast."""
    lanes = {node.id: node.lane for node in graph.nodes}
    forks = {node.id for node in graph.nodes if node.kind is Kind.FORK}
    begun = Counter((one.source, lanes[one.target]) for one in graph.edges if one.source in forks)
    return min(max(begun.values(), default=0), ABREAST)


def _branches(graph: Graph) -> bool:
    sources = [edge.source for edge in graph.edges]
    return len(set(sources)) < len(sources)


def _beside(node: float, gap: tuple[float, float]) -> float:
    """Return how wide a label may be to fit between a line and the border of its lane."""
    return min(node / 2 + gap[1] / 2 - 10, 78)


def _folded_forms(graph: Graph) -> Iterator[Arrangement]:
    """Yield forms in lines, for what one role does one thing after another or in any order."""
    sources = [edge.source for edge in graph.edges]
    targets = [edge.target for edge in graph.edges]
    chain = len({*sources}) == len(sources) and len({*targets}) == len(targets)
    ways = [(edge.source, edge.target) for edge in graph.edges]
    names = [node.id for node in graph.nodes]
    in_order = not ways or ways == list(pairwise(names))
    if len(graph.lanes) == 1 and chain and in_order:
        for fold in FOLDS:
            for node in NODES:
                yield Arrangement(down=False, fold=fold, style=Style(node=node), gap=(22, 18))


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """What a sheet offers a drawing, in millimetres, upright; lying it is turned, if it may be."""

    width: float
    height: float
    turns: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperDrawing:
    """A drawing for paper. `scale` is millimetres a pixel, `points` the size of its titles.

    `lying` tells that the sheet is turned.
    """

    drawing: Drawing
    paper: Paper
    lying: bool
    scale: float

    @property
    def points(self) -> float:
        """The size of node titles in points."""
        return self.drawing.form.style.font * self.scale / POINT

    @property
    def least(self) -> float:
        """The size of the smallest type in points."""
        return self.drawing.form.style.small * self.scale / POINT


def print_drawing(
    graph: Graph, messages: Messages, paper: Paper, larger: Paper | None = None, most: float = 10.5
) -> PaperDrawing:
    """Return the form with the largest text on a sheet, of at most `most` points.

    A sheet whose lanes would need smaller type than 7 points gives way to a `larger` one; what
    is too high for that goes on over several, what is too wide falls back to the one-column form.
    An exception has a line from every step where it can come up.
    """
    nodes = TIGHT_NODES if len(graph.lanes) >= WIDE else PAPER_NODES
    lanes = _lane_forms(graph, nodes, (13, 9), pad=4, less=1, label=PAPER_LABEL)
    forms = [*lanes, *_folded_forms(graph)]
    tried = list(sketches(graph, forms, messages, every=True))
    for room in [paper] if larger is None else [paper, larger]:
        best = _best(tried, partial(_illegible, paper=room, most=most))
        _, lying, scale = _laid(best, room, most)
        printed = PaperDrawing(drawing=best, paper=room, lying=lying, scale=scale)
        if printed.least >= LEAST_POINTS:
            return printed
    if long := _over_sheets(tried, larger or paper):
        return long
    phone = phone_drawing(graph, messages)
    scale = min(most * POINT / phone.form.style.font, paper.width / phone.geometry.width)
    return PaperDrawing(drawing=phone, paper=paper, lying=False, scale=scale)


def _over_sheets(tried: Iterable[Sketch], paper: Paper) -> PaperDrawing | None:
    """Return lanes that go on over several sheets, in type of 7 points, if they are wide enough.

    Upright sheets if lanes fit across these, else lying ones.
    """
    down = [sketch for sketch in tried if sketch.form.down and not sketch.form.style.roles]
    for lying in (False, True) if paper.turns else (False,):
        wide, high = (paper.height, paper.width) if lying else (paper.width, paper.height)
        best = _best(down, partial(_parted, wide=wide, high=high))
        scale = _least_scale(best)
        if best.extent.width * scale <= wide:
            return PaperDrawing(drawing=best, paper=paper, lying=lying, scale=scale)
    return None


def _parted(made: Sketch | Drawing, wide: float, high: float) -> Cost:
    """Order drawings for several sheets: they fit across, on few, low and with few bends."""
    scale = _least_scale(made)
    over = max(0.0, made.extent.width * scale - wide)
    return over, ceil(made.extent.height * scale / high), _awkward(made)


def _least_scale(made: Sketch | Drawing) -> float:
    return LEAST_POINTS * POINT / made.form.style.small


def _illegible(made: Sketch | Drawing, paper: Paper, most: float) -> Cost:
    """Order drawings for paper: large letters, then an upright sheet, then a low drawing."""
    points, lying, _ = _laid(made, paper, most)
    return -points, lying, _awkward(made)


def _laid(made: Sketch | Drawing, paper: Paper, most: float) -> tuple[float, bool, float]:
    """Return points, to a tenth, whether the sheet lies, and the scale: upright if no smaller."""
    font, (width, height, _) = made.form.style.font, made.extent
    found = []
    for lying in (False, True) if paper.turns else (False,):
        wide, high = (paper.height, paper.width) if lying else (paper.width, paper.height)
        scale = min(wide / width, high / height, most * POINT / font)
        found.append((round(font * scale / POINT, 1), lying, scale))
    return max(found, key=lambda way: (way[0], not way[1]))


def _awkward(made: Sketch | Drawing) -> float:
    """Return how high a drawing is; bends count as height."""
    return made.extent.height + BENT * made.extent.bends


def _most_drawn(graph: Graph) -> int:
    """Return how many forms of a graph may be drawn to find the best: few if it is large."""
    return max(FEWEST, WORK // (len(graph.nodes) + len(graph.edges)))


def _best(
    tried: Iterable[Sketch | Drawing],
    cost: Callable[[Sketch | Drawing], Cost],
    most: int | None = None,
) -> Drawing:
    """Return the drawing of least cost, the first of equals, without drawing them all.

    No drawing may cost less than its sketch: so the first drawing that costs no more than any
    sketch that is left is the best. Where `most` (else what suits the size of the graph) are drawn
    before that, it is the best of these.
    """
    waiting: list[tuple[Cost, int, Sketch | Drawing]]
    waiting = [(cost(made), number, made) for number, made in enumerate(tried)]
    drawn = {number: made for _, number, made in waiting if isinstance(made, Drawing)}
    left = _most_drawn(waiting[0][2].graph) if most is None else most
    heapify(waiting)
    while isinstance(made := waiting[0][2], Sketch) and (left > 0 or not drawn):
        number, left = waiting[0][1], left - 1
        drawn[number] = made.drawn()
        heapreplace(waiting, (cost(drawn[number]), number, drawn[number]))
    return min(sorted(drawn.items()), key=lambda entry: cost(entry[1]))[1]
