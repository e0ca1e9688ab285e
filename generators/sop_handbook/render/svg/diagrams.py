"""The diagrams of pages: drawn for wide screens and phones, with a version in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from sop_handbook.diagrams.draw import Drawing
from sop_handbook.diagrams.fit import COLUMN, Paper, page_drawing, phone_drawing, print_drawing
from sop_handbook.diagrams.graph import Graph, Kind, Node
from sop_handbook.diagrams.hand_overs import industry_graph, legible, members_graph
from sop_handbook.diagrams.overviews import family_graph
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.language.messages import Messages
from sop_handbook.model import Family, Hazard, Procedure, Step, Text, routes
from sop_handbook.model.before import gravest_first
from sop_handbook.render.base import Context
from sop_handbook.render.svg.drawings import dashes, page_svg, paper_svg, plain
from sop_handbook.render.svg.windows import Window, letters, windows
from sop_handbook.render.views.links import Link, Pages

CAPTIONS = 11.0  # millimetres above and below a part of a drawing that say where it goes on
WHOLE = 1150.0  # pixels: the text column of a page without side columns


@dataclass(frozen=True, kw_only=True)
class NodeRow:
    """A node in words; `ways` are pairs of an answer, or "", and where it leads."""

    link: Link
    role: str
    node: Node
    critical: tuple[Text, ...]
    hazards: tuple[Hazard, ...]  # the gravest first
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class DiagramView:
    """A diagram as a page shows it.

    `desk` is for wide screens, `phone` for narrow ones, `rows` say the same in words; `standing`
    names exceptions that fit any step. `marked` tells that some node is critical or, as
    `hazards` tells, may do grave harm; `dashed` says what
    lines of dashes are, "" if there are none.
    """

    desk: Markup
    phone: Markup
    graph: Graph
    rows: tuple[NodeRow, ...]
    marked: bool
    hazards: bool
    dashed: str
    title: str
    standing: str


def procedure_diagram(procedure: Procedure, pages: Pages, context: Context) -> DiagramView:
    """Return the diagram of a procedure for its page."""
    graph = procedure_graph(pages.handbook, procedure, context.messages)
    return _Maker(pages, context).view(graph, graph, COLUMN)


def family_diagram(family: Family, pages: Pages, context: Context) -> DiagramView:
    """Return the overview of a family; on a phone its members and how they hand over."""
    graph = family_graph(pages.handbook, family, context.messages)
    small = members_graph(pages.handbook, family) or graph
    return _Maker(pages, context).view(graph, small, WHOLE)


def overview_diagram(graph: Graph, pages: Pages, context: Context) -> DiagramView:
    """Return how procedures, or groups of them, lead to each other, for a page."""
    return _Maker(pages, context).view(graph, graph, COLUMN)


@dataclass(frozen=True, kw_only=True)
class DrawnPicture:
    """A diagram among others; `id` is unique on the page."""

    id: str
    link: Link
    title: str
    svg: Markup


@dataclass(frozen=True)
class Gallery:
    """Draws the diagrams of a whole industry for one page."""

    pages: Pages
    context: Context

    def of_industry(self, industry: str) -> Iterator[DrawnPicture]:
        """Yield an industry's own diagram, those of its families and of its procedures."""
        handbook, messages = self.pages.handbook, self.context.messages
        every = industry_graph(handbook, industry)
        if every and (graph := legible(handbook, every, messages)):
            yield self._picture(graph, self.pages.industry(industry))
        for family in handbook.families_of[industry]:
            graph = family_graph(handbook, family, messages)
            yield self._picture(graph, self.pages.family(family.id), WHOLE)
        for procedure in handbook.procedures_of[industry]:
            graph = procedure_graph(handbook, procedure, messages)
            yield self._picture(graph, self.pages.procedure(procedure.id))

    def _picture(self, graph: Graph, link: Link, column: float = COLUMN) -> DrawnPicture:
        maker, messages = _Maker(self.pages, self.context), self.context.messages
        svg = maker.drawn(graph.id, graph, lambda: maker.for_page(graph, column))
        title = messages("page.diagram.title", title=graph.title)
        return DrawnPicture(id=f"diagram-{graph.id}", link=link, title=title, svg=svg)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where a node lies on a sheet, in millimetres from its upper left corner."""

    node: Node
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class DiagramSheet:
    """A diagram, or a part of it, to print: SVG with literal colours, its size in millimetres.

    `larger` tells that it needs the larger paper; `points` is the size of the titles of nodes,
    `least` that of the smallest type, in points. `above` and `below` are the letters of the lines
    that come from the sheet before and go on on the next.
    """

    svg: str
    width: float
    height: float
    lying: bool
    larger: bool
    points: float
    least: float
    spots: tuple[Spot, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]


def sheets(
    graph: Graph, messages: Messages, font: str, paper: Paper, larger: Paper | None = None
) -> tuple[DiagramSheet, ...]:
    """Return a graph drawn for paper: one sheet, or several in the one-column form.

    `paper` is the room of an upright sheet, a lying one is the same, turned; `larger` is for what
    would be too small on it. `font` is the family the SVG asks for.
    """
    printed = print_drawing(graph, messages, paper, larger)
    drawing, scale = printed.drawing, printed.scale
    high = printed.paper.width if printed.lying else printed.paper.height
    parts = windows(drawing, high / scale + 0.1)
    if len(parts) > 1:
        parts = windows(drawing, (high - CAPTIONS) / scale)
    return tuple(
        DiagramSheet(
            svg=paper_svg(drawing, messages, font, window),
            width=round(window.width * scale, 2),
            height=round(window.box.height * scale, 2),
            lying=printed.lying,
            larger=printed.paper is larger,
            points=round(printed.points, 2),
            least=round(printed.least, 2),
            spots=tuple(_spots(drawing, window, scale)),
            above=tuple(letters(window.above)),
            below=tuple(letters(window.below)),
        )
        for window in parts
    )


def in_words(graph: Graph, messages: Messages) -> Iterator[str]:
    """Yield a graph in words, node by node: who does what, and where it goes from there."""
    by_id = {node.id: node for node in graph.nodes}
    roles = {lane.id: lane.title for lane in graph.lanes}
    for node in graph.nodes:
        text = f"{node.number} {plain(node.full or node.text)}".strip()
        said = messages("page.diagram.node", role=roles[node.lane], text=text)
        ways = [
            messages(
                "page.diagram.way",
                answer=edge.label or messages("page.diagram.next"),
                to=plain(by_id[edge.target].text),
            )
            for edge in graph.edges
            if edge.source == node.id
        ]
        often = [messages("page.diagram.again", often=node.often)] if node.often else []
        yield "；".join([said, *often, *ways])


def _spots(drawing: Drawing, window: Window, scale: float) -> Iterator[Spot]:
    shown = window.box
    for node in drawing.graph.nodes:
        box = drawing.geometry.boxes[node.id]
        if window.holds(box):
            yield Spot(
                node=node,
                x=round((box.x - shown.x) * scale, 2),
                y=round((box.y - shown.y) * scale, 2),
                width=round(box.width * scale, 2),
                height=round(box.height * scale, 2),
            )


@dataclass(frozen=True)
class _Maker:
    """Draws for one page."""

    pages: Pages
    context: Context

    def view(self, graph: Graph, small: Graph, column: float) -> DiagramView:
        """Return a graph drawn for desks and another for phones."""
        messages = self.context.messages
        desk = self.drawn("desk", graph, lambda: self.for_page(graph, column))
        phone = self.drawn("phone", small, lambda: phone_drawing(small, messages))
        return DiagramView(
            desk=desk,
            phone=phone,
            graph=graph,
            rows=tuple(self._row(graph, node) for node in graph.nodes),
            marked=any(node.marked for node in graph.nodes),
            hazards=any(node.hazard for node in graph.nodes),
            dashed=dashes(graph, messages),
            title=messages("page.diagram.title", title=graph.title),
            standing=messages("page.diagram.any-time", items="；".join(graph.standing))
            if graph.standing
            else "",
        )

    def for_page(self, graph: Graph, column: float) -> Drawing:
        """Return a graph drawn for a page, as other pages show it, too."""
        made = self.context.drawings
        if (graph, column) not in made:
            made[graph, column] = page_drawing(graph, self.context.messages, column)
        drawing: Drawing = made[graph, column]
        return drawing

    def drawn(self, name: str, graph: Graph, make: Callable[[], Drawing]) -> Markup:
        """Return the SVG of a graph, from the store unless something it shows changed."""

        def draw() -> bytes:
            return page_svg(make(), name, self.context.messages, self._href).encode()

        addresses = repr([self._href(node) for node in graph.nodes])
        made = self.context.store.get_or_make(draw, __name__, name, repr(graph), addresses)
        return Markup(made.decode())  # escaped when it was made

    def _href(self, node: Node) -> str:
        opened = self._opened(node)
        return self.pages.address(*opened) if opened else ""

    def _opened(self, node: Node) -> tuple[routes.Route, str] | None:
        """Return the page a node opens and the anchor there, "" for the whole; None for none."""
        if node.family:
            return routes.family(self.pages.handbook, node.family), ""
        name, step = node.opens
        if not name:
            return None
        page = routes.procedure(self.pages.handbook.procedures[name])
        return page, routes.step_anchor(step) if step else ""

    def _row(self, graph: Graph, node: Node) -> NodeRow:
        by_id = {other.id: other for other in graph.nodes}
        titles = {lane.id: lane.title for lane in graph.lanes}
        text = f"{node.number} {plain(node.full or node.text)}".strip()
        opened = self._opened(node)
        ways = [edge for edge in graph.edges if edge.source == node.id]
        step = self._step(node)
        points = step.key_points if step and node.critical else ()
        return NodeRow(
            link=Link(text, self.pages.to(*opened) if opened else ""),
            role=titles[node.lane],
            node=node,
            critical=tuple(point.text for point in points if point.critical),
            hazards=gravest_first(step.hazards) if step else (),
            ways=tuple((way.label, plain(by_id[way.target].text)) for way in ways),
        )

    def _step(self, node: Node) -> Step | None:
        """Return the step that a node stands for; none for what belongs to one."""
        if node.step is None or node.procedure is None or node.kind is Kind.TROUBLE:
            return None
        if node.is_bar:
            return None
        steps = self.pages.handbook.procedures[node.procedure].steps
        return next(step for step in steps if step.id == node.step)
