"""A decision with many answers: they stand in it as a list, since no reader follows so many lines.

Nor can so many lines be drawn in good time, with a label on each that touches no other.
"""

from collections import Counter
from dataclasses import replace

from sop_handbook.diagrams.graph import Edge, Graph, Node
from sop_handbook.language.messages import Messages
from sop_handbook.model.flow import MANY_ANSWERS


def with_lists(graph: Graph, messages: Messages) -> tuple[Graph, tuple[Edge, ...]]:
    """Return a graph without the lines of decisions with many answers, and those lines.

    The decision says in words which answer leads where: to the number of a step, or to what stands
    there if it has none. The lines still tell what comes after what; () if no decision has so many.
    """
    answers = Counter(edge.source for edge in graph.edges if edge.label and edge.kind == "flow")
    many = {name for name, count in answers.items() if count >= MANY_ANSWERS}
    if not many:
        return graph, ()
    listed = tuple(edge for edge in graph.edges if edge.source in many and edge.kind == "flow")
    nodes = tuple(
        replace(node, note=_list(node, graph, listed, messages)) if node.id in many else node
        for node in graph.nodes
    )
    edges = tuple(edge for edge in graph.edges if edge not in listed)
    return replace(graph, nodes=nodes, edges=edges), listed


def _list(node: Node, graph: Graph, listed: tuple[Edge, ...], messages: Messages) -> str:
    names = {other.id: other.number or other.text.replace("\n", "、") for other in graph.nodes}
    ways = [(edge.label, names[edge.target]) for edge in listed if edge.source == node.id]
    rows = [messages("page.diagram.way", answer=answer, to=to) for answer, to in ways]
    return "\n".join(filter(None, [node.note, *rows]))
