"""A graph with every place settled: what the writers of SVG need, and no more."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generators.diagrams.geometry import Geometry, Plan, Way
from generators.diagrams.graph import Edge, Graph, Kind, Node
from generators.diagrams.layout import layout
from generators.diagrams.measure import width
from generators.diagrams.nodes import Line, Style, item, label, lines
from generators.words import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """How to lay out: direction, columns a lane, sizes; see `Plan`."""

    down: bool = True
    columns: int = 2
    style: Style = field(default_factory=Style)
    gap: tuple[float, float] = (26, 18)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A graph and its geometry. `texts` in the order of its nodes, `labels` of its edges."""

    graph: Graph
    form: Form
    geometry: Geometry
    texts: tuple[tuple[Line, ...], ...]
    labels: tuple[tuple[str, ...], ...]


def draw(graph: Graph, form: Form, words: Words) -> Drawing:
    """Lay out a graph in one form. Without lanes every node names its role.

    Where an exception can come up at several steps, only the first has a line; the node names
    the others.
    """
    graph = replace(graph, edges=tuple(_drawn(graph)))
    style = form.style
    titles = {lane.id: lane.title for lane in graph.lanes}
    order = [lane.id for lane in graph.lanes]
    texts = tuple(
        lines(node, style, titles[node.lane], _limit(node, words)) for node in graph.nodes
    )
    labels = [label(edge.label, style) for edge in graph.edges]
    items = tuple(
        item(node, 0 if style.roles else order.index(node.lane), text, style)
        for node, text in zip(graph.nodes, texts, strict=True)
    )
    plan = Plan(
        items=items,
        ways=tuple(
            Way(source=edge.source, target=edge.target, label=size, side=edge.kind != "flow")
            for edge, (_, size) in zip(graph.edges, labels, strict=True)
        ),
        lanes=(0.0,) if style.roles else _least(graph, form),
        down=form.down,
        columns=form.columns,
        head=6 if style.roles else style.font + 14,
        gap=form.gap,
    )
    return Drawing(
        graph=graph,
        form=form,
        geometry=layout(plan),
        texts=texts,
        labels=tuple(rows for rows, _ in labels),
    )


def _drawn(graph: Graph) -> Iterator[Edge]:
    troubles = {node.id for node in graph.nodes if node.kind is Kind.TROUBLE}
    met: set[str] = set()
    for edge in graph.edges:
        if edge.target not in met:
            yield edge
        met |= {edge.target} & troubles


def _least(graph: Graph, form: Form) -> tuple[float, ...]:
    """Return how much each lane must measure for its title: across, or one sign under another."""
    size = form.style.font
    if form.down:
        return tuple(width(lane.title, size) + 16 for lane in graph.lanes)
    return tuple(len(lane.title) * size * 1.1 + 16 for lane in graph.lanes)


def _limit(node: Node, words: Words) -> str:
    return words("page.diagram.limit", limit=node.limit) if node.limit else ""
