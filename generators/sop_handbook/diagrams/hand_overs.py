"""Graphs of how procedures lead to each other: of an industry, of a family, of groups."""

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from sop_handbook.diagrams.graph import Edge, Graph, Kind, Lane, Node
from sop_handbook.diagrams.procedures import gist
from sop_handbook.language.messages import Messages
from sop_handbook.model import Family, Handbook, Procedure, Status

LABEL = 10  # characters on a line between two procedures, unless its first clause has more
# Measured with chains and branches of real procedures: 25 nodes are 600 by 1000 pixels, one screen
# of a desk, and still as wide as a phone; 30 are wider than a phone, 40 take two screens.
MOST = 25


def industry_graph(handbook: Handbook, industry: str) -> Graph | None:
    """Return how the procedures of an industry, by its id, lead to each other.

    None if none of them does.
    """
    mine = {procedure.id for procedure in handbook.in_use_of[industry]}
    return _graph(handbook, mine, industry, handbook.industries[industry].title)


def members_graph(handbook: Handbook, family: Family) -> Graph | None:
    """Return how the members of a family lead to each other and to others.

    None if none of them does.
    """
    return _graph(handbook, set(family.members), family.id, family.title)


def legible(handbook: Handbook, graph: Graph, messages: Messages) -> Graph | None:
    """Return a graph of procedures, or of groups where there are too many: a family is one node.

    What leads on only within its family is left out then. None if groups are too many as well, or
    none leads to another.
    """
    if len(graph.nodes) <= MOST:
        return graph
    grouped = _grouped(handbook, graph, messages)
    return grouped if 0 < len(grouped.nodes) <= MOST else None


def _graph(handbook: Handbook, mine: Set[str], name: str, title: str) -> Graph | None:
    near = mine | {way.procedure for one in mine for way in handbook.incoming.get(one, ())}
    edges = [
        edge
        for procedure in _ordered(handbook, near)
        if procedure.control.status is not Status.RETIRED
        for edge in _hand_overs(procedure)
        if edge.source in mine or edge.target in mine
    ]
    found = _ordered(handbook, {name for edge in edges for name in (edge.source, edge.target)})
    if not edges:
        return None
    nodes = [
        Node(id=p.id, kind=Kind.CALL, lane=p.industry, text=p.title, procedure=p.id) for p in found
    ]
    return Graph(
        id=name, title=title, lanes=_lanes(handbook, nodes), nodes=tuple(nodes), edges=tuple(edges)
    )


def _ordered(handbook: Handbook, names: Iterable[str]) -> list[Procedure]:
    """Return some procedures in reading order; it is not asked of the others."""
    return [handbook.procedures[name] for name in sorted(names, key=handbook.order.__getitem__)]


def _lanes(handbook: Handbook, nodes: Iterable[Node]) -> tuple[Lane, ...]:
    names = dict.fromkeys(node.lane for node in nodes)
    return tuple(Lane(id=name, title=handbook.industries[name].title) for name in names)


def _hand_overs(procedure: Procedure) -> Iterator[Edge]:
    """Yield where a procedure leads, each target once."""
    labels: dict[str, str] = {}
    for step in procedure.steps:
        for name in (step.starts, step.use):
            if name:
                labels.setdefault(name, gist(step.title, LABEL))
    for end in procedure.ends:
        if end.hands_over:
            labels.setdefault(end.hands_over, gist(str(end.text), LABEL))
    for name, label in labels.items():
        yield Edge(source=procedure.id, target=name, label=label)


def _grouped(handbook: Handbook, graph: Graph, messages: Messages) -> Graph:
    """Make one node of the members of each family; several ways between two become one."""
    group = {node.id: _group(handbook, node, messages) for node in graph.nodes}
    ways = [(group[edge.source].id, group[edge.target].id, edge) for edge in graph.edges]
    ways = [(source, target, edge) for source, target, edge in ways if source != target]
    count = Counter((source, target) for source, target, _ in ways)
    edges = {
        (source, target): replace(
            edge,
            source=source,
            target=target,
            label=edge.label
            if count[source, target] == 1
            else messages("page.diagram.ways", count=count[source, target]),
        )
        for source, target, edge in ways
    }
    met = {name for pair in edges for name in pair}
    nodes = {node.id: node for node in group.values() if node.id in met}
    return replace(
        graph,
        lanes=_lanes(handbook, nodes.values()),
        nodes=tuple(nodes.values()),
        edges=tuple(edges.values()),
    )


def _group(handbook: Handbook, node: Node, messages: Messages) -> Node:
    """Return the node of the family a procedure belongs to, or its own."""
    procedure = handbook.procedures[node.id]
    if procedure.family is None:
        return node
    family = handbook.families[procedure.family]
    return Node(
        id=f"family-{family.id}",
        kind=Kind.CALL,
        lane=family.industry,
        text=family.title,
        note=messages("page.procedure-count", count=len(family.members)),
        family=family.id,
    )
