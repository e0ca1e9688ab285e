"""Which form of a drawing suits its place: the column of a page, a phone, a sheet of paper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generators.diagrams.draw import Drawing, Form, draw
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
SHRINKS = 0.7  # how much less high wider nodes make a drawing, at best
TIED = 0.1  # points by which two sheets are no different
WIDE = 4  # lanes from which one column a lane may be better than two


def page_drawing(graph: Graph, words: Words, column: float = COLUMN) -> Drawing:
    """Return the form for a page: in the column if it can be, then the least high."""

    def cost(drawing: Drawing) -> float:
        over = max(0.0, drawing.geometry.width - column)
        return _awkward(drawing) + (SCROLLING + 3 * over if over else 0.0)

    forms = [*_lane_forms(graph, NODES, (26, 18)), *_folded_forms(graph)]
    return min(draw(graph, forms, words), key=cost)


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
    found: Drawing | None = None
    for drawing in draw(graph, forms, words):
        if drawing.geometry.width <= PHONE:
            return drawing
        if found is None or drawing.geometry.width < found.geometry.width:
            found = drawing
    if found is None:
        raise ValueError("no form to try")
    return found


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
    rooms = [paper] if larger is None else [paper, larger]
    drawings = list(_promising(graph, words, rooms, most))
    for room in rooms:
        best = max(_printed(drawings, room, most), key=_legible)
        if best.points >= LEAST_POINTS:
            return best
    phone = phone_drawing(graph, words)
    scale = min(most * POINT / phone.form.style.font, paper.width / phone.geometry.width)
    return Printed(drawing=phone, paper=paper, lying=False, scale=scale)


def _promising(
    graph: Graph, words: Words, rooms: Sequence[Paper], most: float
) -> Iterator[Drawing]:
    """Draw the forms for paper, from narrow nodes to wide ones, as long as wider may be better.

    Wider nodes make a drawing wider and, with fewer lines in them, at best so much less high.
    """
    nodes = TIGHT_NODES if len(graph.lanes) >= WIDE else PAPER_NODES
    best = dict.fromkeys(rooms, 0.0)
    hopeless: set[tuple[bool, int, bool, int]] = set()

    def forms() -> Iterator[Form]:
        for form in (*_lane_forms(graph, nodes, (13, 9), pad=4), *_folded_forms(graph)):
            if _shape(form) not in hopeless:
                yield form

    for drawing in draw(graph, forms(), words):
        yield drawing
        hope = False
        for room in rooms:
            made = max(printed.points for printed in _printed([drawing], room, most))
            best[room] = max(best[room], made)
            hope |= _at_best(drawing, room, most) > best[room] - TIED
        if not hope:
            hopeless.add(_shape(drawing.form))


def _shape(form: Form) -> tuple[bool, int, bool, int]:
    return form.down, form.columns, form.beside, form.fold


def _at_best(drawing: Drawing, room: Paper, most: float) -> float:
    """Return the points that the same form with wider nodes may reach on a sheet."""
    low = replace(drawing.geometry, height=SHRINKS * drawing.geometry.height)
    wider = replace(drawing, geometry=low)
    return max(printed.points for printed in _printed([wider], room, most))


def _awkward(drawing: Drawing) -> float:
    """Return how high a drawing is; bends count as height."""
    bends = sum(len(line) - 2 for line in drawing.geometry.lines)
    return drawing.geometry.height + BENT * bends


def _legible(printed: Printed) -> tuple[float, bool, float]:
    """Order drawings for paper: large letters, then an upright sheet, then a low drawing."""
    return round(printed.points, 1), not printed.lying, -_awkward(printed.drawing)


def _printed(drawings: Iterable[Drawing], paper: Paper, most: float) -> Iterator[Printed]:
    for drawing in drawings:
        size = drawing.geometry
        for lying in (False, True):
            width, height = (paper.height, paper.width) if lying else (paper.width, paper.height)
            full = min(width / size.width, height / size.height)
            scale = min(full, most * POINT / drawing.form.style.font)
            yield Printed(drawing=drawing, paper=paper, lying=lying, scale=scale)
