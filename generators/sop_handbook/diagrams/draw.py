"""A graph with every place settled: what the writers of SVG need, and no more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sop_handbook.diagrams.answers import with_lists
from sop_handbook.diagrams.geometry import Extent, Geometry, GridItem, Plan, Point, Way
from sop_handbook.diagrams.graph import Edge, Graph, Kind, Node
from sop_handbook.diagrams.layout import Skeleton, flesh_out, least_extent, skeleton
from sop_handbook.diagrams.measure import width
from sop_handbook.diagrams.nodes import NodeLine, Style, item, label, lines
from sop_handbook.diagrams.trunks import own_part
from sop_handbook.language.messages import Messages


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrangement:
    """How to lay out: direction, columns a lane, sizes; see `Plan`. `gap` is in pixels."""

    down: bool = True
    columns: int = 2
    fold: int = 0
    beside: bool = False
    style: Style = field(default_factory=Style)
    gap: tuple[float, float] = (26, 18)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph and its geometry. `texts` in the order of its nodes, `labels` of its edges.

    Each is the lines of that text; a label without any is ().
    """

    graph: Graph
    form: Arrangement
    texts: tuple[tuple[NodeLine, ...], ...]
    labels: tuple[tuple[str, ...], ...]
    geometry: Geometry

    @property
    def extent(self) -> Extent:
        """How much room it takes, in pixels."""
        return self.geometry.extent

    def visible(self, index: int) -> tuple[Point, ...]:
        """Return a line up to where it goes on as another one that is drawn before it.

        `index` is the place of its edge, from 0.
        """
        lines, edges = self.geometry.lines, self.graph.edges
        mine = edges[index]
        before = [
            line
            for line, edge in zip(lines[:index], edges, strict=False)
            if edge.target == mine.target and edge.kind == mine.kind == "trouble"
        ]
        return own_part(lines[index], before)

    @property
    def head(self) -> float:
        """How much of that the titles of its lanes take, where they run down, in pixels; else 0."""
        style = self.form.style
        return style.font + 14 if self.form.down and not style.roles else 0.0


@dataclass(frozen=True, slots=True)
class DrawnTexts:
    """What stands in nodes and beside lines in one style, and how large that makes them.

    `nodes` and `items` are in the order of the graph's nodes, `labels` and `ways` in that of its
    edges.
    """

    nodes: tuple[tuple[NodeLine, ...], ...]
    labels: tuple[tuple[str, ...], ...]
    items: tuple[GridItem, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """A form of a graph before its lines and labels have their places, which is the expensive part.

    `extent` is how much room the drawing takes at least, with exactly so many bends.
    """

    graph: Graph
    form: Arrangement
    text: DrawnTexts
    plan: Plan
    bones: Skeleton
    extent: Extent

    def drawn(self) -> Drawing:
        """Draw it: never smaller than `extent`."""
        geometry = flesh_out(self.plan, self.bones)
        return Drawing(self.graph, self.form, self.text.nodes, self.text.labels, geometry)


def sketches(
    graph: Graph, forms: Iterable[Arrangement], messages: Messages, every: bool = False
) -> Iterator[Sketch]:
    """Sketch a graph in several forms. Without lanes every node names its role.

    Where an exception can come up at several steps, only the first has a line, unless `every` one
    is wanted; the node names the others. Many answers are a list.
    """
    graph = graph if every else replace(graph, edges=tuple(_drawn(graph)))
    graph, listed = with_lists(graph, messages)
    bones: dict[tuple[int, int, bool, bool], Skeleton] = {}
    texts: dict[Style, DrawnTexts] = {}
    unseen = tuple(Way(source=edge.source, target=edge.target) for edge in listed)
    for form in forms:
        style = form.style
        text = texts[style] = texts.get(style) or _text(graph, style, messages)
        plan = replace(_plan(graph, form, text), unseen=unseen)
        key = form.columns, form.fold, form.beside, style.roles
        frame = bones[key] = bones.get(key) or skeleton(plan)
        yield Sketch(graph, form, text, plan, frame, least_extent(plan, frame))


def _text(graph: Graph, style: Style, messages: Messages) -> DrawnTexts:
    titles = {lane.id: lane.title for lane in graph.lanes}
    order = [lane.id for lane in graph.lanes]
    texts = tuple(
        lines(node, style, titles[node.lane], _limit(node, messages)) for node in graph.nodes
    )
    labels = [label(edge.label, style) for edge in graph.edges]
    return DrawnTexts(
        nodes=texts,
        labels=tuple(rows for rows, _ in labels),
        items=tuple(
            item(node, 0 if style.roles else order.index(node.lane), text, style)
            for node, text in zip(graph.nodes, texts, strict=True)
        ),
        ways=tuple(
            Way(source=edge.source, target=edge.target, label=size, side=edge.kind != "flow")
            for edge, (_, size) in zip(graph.edges, labels, strict=True)
        ),
    )


def _plan(graph: Graph, form: Arrangement, text: DrawnTexts) -> Plan:
    style = form.style
    return Plan(
        items=text.items,
        ways=text.ways,
        lanes=(0.0,) if style.roles else _least(graph, form),
        down=form.down,
        columns=form.columns,
        fold=form.fold,
        beside=form.beside,
        bars=frozenset(node.id for node in graph.nodes if node.is_bar),
        head=6 if style.roles else style.font + 14,
        gap=form.gap,
        pitch=min(12, form.gap[1]),
    )


def _drawn(graph: Graph) -> Iterator[Edge]:
    troubles = {node.id for node in graph.nodes if node.kind is Kind.TROUBLE}
    met: set[str] = set()
    for edge in graph.edges:
        if edge.target not in met:
            yield edge
        met |= {edge.target} & troubles


def _least(graph: Graph, form: Arrangement) -> tuple[float, ...]:
    """Return how much each lane must measure for its title: across, or one sign under another."""
    size = form.style.font
    if form.down:
        return tuple(width(lane.title, size) + 16 for lane in graph.lanes)
    return tuple(len(lane.title) * size * 1.1 + 16 for lane in graph.lanes)


def _limit(node: Node, messages: Messages) -> str:
    return messages(f"page.diagram.{node.limit_name}", limit=node.limit) if node.limit else ""
