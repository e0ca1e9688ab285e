"""The graph of a family from end to end: its members joined where they hand over."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sop_handbook.diagrams.graph import Edge, Graph, Kind, Node
from sop_handbook.diagrams.procedures import entry, gist, lanes, procedure_graph
from sop_handbook.language.messages import Messages
from sop_handbook.model import Family, Handbook, Procedure

SHORT = 14  # characters of a start or end in an overview


def family_graph(
    handbook: Handbook, family: Family, messages: Messages, whole: bool = False
) -> Graph:
    """Return all members that have an order as one flow, joined where they hand over.

    A member to which several others hand over, and which leads on to none, stays collapsed.
    Plain steps that follow each other in one role are drawn as one node. What goes wrong is
    drawn only where it leaves its procedure. Starts and ends are short, and an exception leaves
    its first step only, unless wanted `whole`.
    """
    in_use = {procedure.id: procedure for procedure in handbook.in_use}
    members = [in_use[name] for name in family.members if name in in_use]
    members = [member for member in members if member.order == "sequence"]
    joint = _Joint(handbook, members, messages, whole)
    nodes, edges = _merge_runs(joint.nodes(), list(joint.edges()))
    return Graph(
        id=family.id,
        title=family.title,
        lanes=lanes(handbook, (node.lane for node in nodes), messages),
        nodes=tuple(nodes),
        edges=tuple(edges),
    )


@dataclass(frozen=True)
class _Joint:
    """Several procedures joined at their ends. Node ids are made of procedure and node."""

    handbook: Handbook
    members: list[Procedure]
    messages: Messages
    whole: bool

    def nodes(self) -> list[Node]:
        """Return what stays of the members' own graphs, in their order."""
        found = []
        for member in self.members:
            if self._collapsed(member):
                found.append(self._call(member))
                continue
            for node in self._graph(member).nodes:
                if node.kind is not Kind.TROUBLE and not self._joined(node):
                    long = node.full and not self.whole
                    text = gist(node.full, SHORT) if long else node.text
                    name = f"{member.id}.{node.id}"
                    found.append(replace(node, id=name, text=text, number="", question=""))
        return found

    def edges(self) -> Iterator[Edge]:
        """Yield all ways, those that end in a joint led on to where the next one begins."""
        for member in self.members:
            if self._collapsed(member):
                continue
            graph = self._graph(member)
            nodes = {node.id: node for node in graph.nodes}
            for edge in graph.edges:
                source, target = nodes[edge.source], nodes[edge.target]
                if source.kind is Kind.START and self._joined(source):
                    continue
                if target.kind is Kind.TROUBLE:
                    yield from self._trouble(member, graph, edge, nodes)
                elif source.kind is not Kind.TROUBLE:
                    label = edge.label
                    if edge.kind == "parallel":
                        label = self.messages("page.diagram.meanwhile")
                    drawn = self._edge(member, edge.source, target, label)
                    yield replace(drawn, kind="trouble" if edge.kind == "trouble" else "flow")

    def _trouble(
        self, member: Procedure, graph: Graph, edge: Edge, nodes: dict[str, Node]
    ) -> Iterator[Edge]:
        """Draw an exception as a way named by what goes wrong.

        It leaves every step where it can come up; the first only, unless all is wanted whole.
        """
        first = next(other for other in graph.edges if other.target == edge.target)
        for leaving in graph.edges:
            if leaving.source == edge.target and (self.whole or edge == first):
                label = nodes[edge.target].text
                drawn = self._edge(member, edge.source, nodes[leaving.target], label)
                yield replace(drawn, kind="trouble")

    def _edge(self, member: Procedure, source: str, target: Node, label: str) -> Edge:
        name = f"{member.id}.{target.id}"
        if self._joined(target):
            name = self._entry(target.procedure or "")
        return Edge(source=f"{member.id}.{source}", target=name, label=label)

    def _joined(self, node: Node) -> bool:
        """Tell whether a node only stands for another member."""
        between = node.kind in (Kind.START, Kind.END, Kind.CALL) and node.step is None
        return between and node.procedure in {member.id for member in self.members}

    def _entry(self, name: str) -> str:
        member = self.handbook.procedures[name]
        return name if self._collapsed(member) else f"{name}.{entry(member)}"

    def _collapsed(self, member: Procedure) -> bool:
        entered = Counter(
            other.id for other in self.members for end in other.ends if end.hands_over == member.id
        )
        return len(entered) > 1 and not any(end.hands_over for end in member.ends)

    def _call(self, member: Procedure) -> Node:
        lane = member.steps[0].role
        return Node(id=member.id, kind=Kind.CALL, lane=lane, text=member.title, procedure=member.id)

    def _graph(self, member: Procedure) -> Graph:
        return procedure_graph(self.handbook, member, self.messages, self.whole)


def _merge_runs(nodes: list[Node], edges: list[Edge]) -> tuple[list[Node], list[Edge]]:
    """Make one node of plain steps that follow each other in one lane and nowhere else."""
    by_id = {node.id: node for node in nodes}
    leaving = Counter(edge.source for edge in edges)
    arriving = Counter(edge.target for edge in edges)
    follows: dict[str, Node] = {}
    kept: list[Edge] = []
    for edge in edges:
        source, target = by_id.get(edge.source), by_id.get(edge.target)
        alone = leaving[edge.source] == arriving[edge.target] == 1
        if source and target and alone and _plain(source, target):
            follows[edge.source] = target
        else:
            kept.append(edge)
    inside = {node.id for node in follows.values()}
    runs = [_run(node, follows) for node in nodes if node.id not in inside]
    first = {node.id: run[0].id for run in runs for node in run}
    merged = [replace(edge, source=first.get(edge.source, edge.source)) for edge in kept]
    return [_as_one(run) for run in runs], merged


def _run(node: Node, follows: Mapping[str, Node]) -> list[Node]:
    run = [node]
    while run[-1].id in follows:
        run.append(follows[run[-1].id])
    return run


def _as_one(run: list[Node]) -> Node:
    if len(run) == 1:
        return run[0]
    parts = [line for node in run[:-1] for line in node.text.splitlines()]
    text = "\n".join(f"· {part}" for part in (*parts, run[-1].text))
    return replace(run[0], text=text, hazard=any(node.hazard for node in run))


def _plain(one: Node, other: Node) -> bool:
    tasks = one.kind is Kind.TASK and other.kind is Kind.TASK
    more = one.limit or other.limit or one.again or other.again
    return tasks and one.lane == other.lane and not more and one.procedure == other.procedure
