"""What holds for every process: flows join in gateways of their own, every node has its lane."""

from collections.abc import Iterable
from dataclasses import replace

from sop_handbook.language.messages import Messages
from sop_handbook.language.wording import role_name
from sop_handbook.model import Handbook, Procedure
from sop_handbook.render.exchange.process import BpmnLane, ElementKind, Flow, FlowNode


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
    """Let flows that come together do so in a gateway of their own.

    Return all nodes and flows anew.
    """
    arriving: dict[str, int] = {}
    for way in flows:
        arriving[way.target] = arriving.get(way.target, 0) + 1
    merges: dict[str, str] = {}
    kept: list[FlowNode] = []
    for node in nodes:
        if arriving.get(node.id, 0) > 1 and node.kind is not ElementKind.FORK:
            merges[node.id] = f"merge_{node.id}"
            kept.append(FlowNode(id=merges[node.id], kind=ElementKind.CHOICE, role=node.role))
        kept.append(node)
    led = [replace(way, target=merges.get(way.target, way.target)) for way in flows]
    led += [
        Flow(id=f"flow_{merge}", source=merge, target=target) for target, merge in merges.items()
    ]
    return kept, led
