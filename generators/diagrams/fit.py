"""Which form of a drawing suits its place: the column of a page, a phone, a sheet of paper."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from heapq import heapify, heapreplace
from itertools import pairwise

from generators.diagrams.draw import Drawing, Form, Sketch, sketches
from generators.diagrams.graph import Graph
from generators.diagrams.nodes import Style
from generators.words import Words

COLUMN = 916.0  # pixels: the text column of a page with its contents beside it
PHONE = 330.0  # pixels: a phone of 360 less the page's margins
NODES = (96.0, 112.0, 148.0)
PHONE_NODES = (262.0, 146.0, 138.0, 130.0, 122.0, 112.0, 98.0, 92.0)
PAPER_NODES = (84.0, 112.0, 140.0)
TIGHT_NODES = (72.0, 78.0, 84.0, 91.0, 98.0, 112.0, 126.0, 140.0)  # for many lanes
FOLDS = (3, 4, 5)
BENT = 8.0  # pixels of height that are better than another bend
SCROLLING = 600.0  # pixels of height that are better than having to scroll sideways
POINT = 25.4 / 72  # millimetres
LEAST_POINTS = 7.5  # below that a sheet holds the one-column form instead
WIDE = 4  # lanes from which one column a lane may be better than two

Cost = tuple[float, ...]


def page_drawing(graph: Graph, words: Words, column: float = COLUMN) -> Drawing:
    """Return the form for a page: in the column if it can be, then the least high."""

    def cost(made: Sketch | Drawing) -> Cost:
        over = max(0.0, made.extent.width - column)
        return (_awkward(made) + (SCROLLING + 3 * over if over else 0.0),)

    forms = [*_lane_forms(graph, NODES, (26, 18)), *_folded_forms(graph)]
    return _best(sketches(graph, forms, words), cost)


def phone_drawing(graph: Graph, words: Words) -> Drawing:
    """Return the form for a phone: one column of steps with their roles, branches beside it.

    The widest nodes that fit. Where one role does everything it stands above, once.
    """
    roles = len(graph.lanes) > 1
    forms = (
        Form(columns=columns, style=_phone_style(node, roles), gap=(24, 16))
        for columns in (2, 3, 1)
        for node in PHONE_NODES
    )
    tried: list[Sketch] = []
    for sketch in sketches(graph, forms, words):
        if sketch.extent.width <= PHONE and (drawing := sketch.drawn()).extent.width <= PHONE:
            return drawing
        tried.append(sketch)
    return _best(tried, lambda made: (made.extent.width,))


def _phone_style(node: float, roles: bool) -> Style:
    return Style(font=15, node=node, label=_beside(node, (24, 16)), roles=roles)


def _lane_forms(
    graph: Graph, nodes: tuple[float, ...], gap: tuple[float, float], pad: float = 8
) -> Iterator[Form]:
    shapes = [(2, False), (2, True)] if _branches(graph) else [(2, False)]
    shapes += [(1, False)] if len(graph.lanes) >= WIDE else []
    for columns, beside in shapes:
        for down in (True, False):
            for node in nodes:
                style = Style(node=node, pad=pad, label=_beside(node, gap))
                yield Form(down=down, columns=columns, beside=beside, style=style, gap=gap)


def _branches(graph: Graph) -> bool:
    sources = [edge.source for edge in graph.edges]
    return len(set(sources)) < len(sources)


def _beside(node: float, gap: tuple[float, float]) -> float:
    """Return how wide a label may be to fit between a line and the border of its lane."""
    return min(node / 2 + gap[1] / 2 - 10, 78)


def _folded_forms(graph: Graph) -> Iterator[Form]:
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
                yield Form(down=False, fold=fold, style=Style(node=node), gap=(22, 18))


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """What a sheet offers a drawing, in millimetres, upright; lying it is turned."""

    width: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """A drawing for paper. `scale` is millimetres a pixel, `points` the size of its titles."""

    drawing: Drawing
    paper: Paper
    lying: bool
    scale: float

    @property
    def points(self) -> float:
        """The size of node titles in points; what stands below them is two pixels smaller."""
        return self.drawing.form.style.font * self.scale / POINT


def print_drawing(
    graph: Graph, words: Words, paper: Paper, larger: Paper | None = None, most: float = 10.5
) -> Printed:
    """Return the form with the largest text on a sheet, of at most `most` points.

    A sheet whose lanes would need smaller type than 7.5 points gives way to a `larger` one; what
    is too large for that falls back to the one-column form, over as many sheets as it needs.
    """
    nodes = TIGHT_NODES if len(graph.lanes) >= WIDE else PAPER_NODES
    forms = [*_lane_forms(graph, nodes, (13, 9), pad=4), *_folded_forms(graph)]
    tried = list(sketches(graph, forms, words))
    for room in [paper] if larger is None else [paper, larger]:
        best = _best(tried, partial(_illegible, paper=room, most=most))
        _, lying, scale = _laid(best, room, most)
        printed = Printed(drawing=best, paper=room, lying=lying, scale=scale)
        if printed.points >= LEAST_POINTS:
            return printed
    phone = phone_drawing(graph, words)
    scale = min(most * POINT / phone.form.style.font, paper.width / phone.geometry.width)
    return Printed(drawing=phone, paper=paper, lying=False, scale=scale)


def _illegible(made: Sketch | Drawing, paper: Paper, most: float) -> Cost:
    """Order drawings for paper: large letters, then an upright sheet, then a low drawing."""
    points, lying, _ = _laid(made, paper, most)
    return -points, lying, _awkward(made)


def _laid(made: Sketch | Drawing, paper: Paper, most: float) -> tuple[float, bool, float]:
    """Return points, to a tenth, whether the sheet lies, and the scale: upright if no smaller."""
    font, (width, height, _) = made.form.style.font, made.extent
    found = []
    for lying in (False, True):
        wide, high = (paper.height, paper.width) if lying else (paper.width, paper.height)
        scale = min(wide / width, high / height, most * POINT / font)
        found.append((round(font * scale / POINT, 1), lying, scale))
    return max(found, key=lambda way: (way[0], not way[1]))


def _awkward(made: Sketch | Drawing) -> float:
    """Return how high a drawing is; bends count as height."""
    return made.extent.height + BENT * made.extent.bends


def _best(tried: Iterable[Sketch], cost: Callable[[Sketch | Drawing], Cost]) -> Drawing:
    """Return the drawing of least cost, the first of equals, without drawing them all.

    No drawing may cost less than its sketch: so the first drawing that costs no more than any
    sketch that is left is the best.
    """
    waiting: list[tuple[Cost, int, Sketch | Drawing]]
    waiting = [(cost(sketch), number, sketch) for number, sketch in enumerate(tried)]
    heapify(waiting)
    while isinstance(waiting[0][2], Sketch):
        drawing = waiting[0][2].drawn()
        heapreplace(waiting, (cost(drawing), waiting[0][1], drawing))
    return waiting[0][2]
