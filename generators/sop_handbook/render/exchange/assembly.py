"""What holds for every process: its start, gateways in which flows join, a lane for every node."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from sop_handbook.diagrams.procedures import gist
from sop_handbook.language.messages import Messages
from sop_handbook.language.wording import role_name
from sop_handbook.model import Handbook, Procedure
from sop_handbook.render.exchange.process import BpmnLane, ElementKind, Flow, FlowNode

MOST_TRIGGERS = 2  # in the name of a start event


def start_name(procedure: Procedure, messages: Messages) -> str:
    """Return a short name of the start; all triggers stand in full in the documentation."""
    texts = list(dict.fromkeys(gist(str(item.text)) for item in procedure.triggers))
    if len(texts) > MOST_TRIGGERS:
        return messages("page.bpmn.among", first=texts[0], count=len(texts))
    return messages("page.bpmn.or").join(texts) or messages("page.bpmn.start")


def lanes_of(
    handbook: Handbook, procedure: Procedure, nodes: Iterable[FlowNode], messages: Messages
) -> tuple[BpmnLane, ...]:
    """Return a lane for every role, those of steps first."""
    members: dict[str, list[str]] = {step.role: [] for step in procedure.steps}
    for node in nodes:
        members.setdefault(node.role, []).append(node.id)
    return tuple(
        BpmnLane(
            id=f"lane_{role}",
            title=role_name(handbook.names.role(role), messages),
            nodes=tuple(names),
        )
        for role, names in members.items()
    )


def with_merges(nodes: list[FlowNode], flows: list[Flow]) -> tuple[list[FlowNode], list[Flow]]:
    """Let flows that come together do so in a gateway of their own, unless all are waited for.

    Return all nodes and flows anew.
    """
    arriving = Counter(way.target for way in flows)
    leaving = Counter(way.source for way in flows)
    merges: dict[str, str] = {}
    kept: list[FlowNode] = []
    for node in nodes:
        waits = node.kind is ElementKind.FORK and leaving[node.id] == 1
        if arriving[node.id] > 1 and not waits:
            merges[node.id] = f"merge_{node.id}"
            kept.append(FlowNode(id=merges[node.id], kind=ElementKind.CHOICE, role=node.role))
        kept.append(node)
    led = [replace(way, target=merges.get(way.target, way.target)) for way in flows]
    led += [
        Flow(id=f"flow_{merge}", source=merge, target=target) for target, merge in merges.items()
    ]
    return kept, led
