"""What the layout gets to see of a process: nodes in the sizes BPMN tools expect."""

from collections import Counter
from collections.abc import Collection
from math import ceil

from sop_handbook.diagrams.geometry import GridItem, Plan, Shape, Way
from sop_handbook.diagrams.measure import width, wrap
from sop_handbook.render.exchange.captions import size
from sop_handbook.render.exchange.process import BpmnLane, ElementKind, Flow, FlowNode, Process

EVENT, GATEWAY, TASK = (36.0, 36.0), (50.0, 50.0), (140.0, 80.0)
FONT, LINE = 12.0, 15.0  # pixels; bpmn-js writes 12 px Arial on lines of 1.2 em
TASK_TEXT = 116.0  # what a task leaves of its width for text
TASK_AROUND = 46.0  # its height without text: the mark of its kind and some air
LANE_HEAD, LANE_AIR = 44.0, 24.0
GAP = (40.0, 28.0)
# Parallel lines; they keep further apart where an event may sit on the border of a task.
PITCH, WIDE_PITCH = 12.0, 20.0
EVENT_ROOM = 40.0  # on the border of a task, for one of several events
TROUBLE_CAPTION = 34.0  # room for the text of an event on the border of a task
ASIDE, ASIDE_AIR = (420.0, 150.0), 40.0  # a sub-process, and what its lane has above and below

ROUND = {ElementKind.START, ElementKind.END, ElementKind.LAUNCH}
DIAMONDS = {ElementKind.CHOICE, ElementKind.FORK}
CAPTIONED = {*ROUND, *DIAMONDS, ElementKind.TROUBLE}


def plan_of(process: Process, spread: float, larger: Collection[str] = ()) -> Plan:
    """Return the plan of a process; `spread` multiplies the least distances.

    Tasks in `larger`, by id, get room for all their events on one side, beside a line.

    Events on the border of a task and sub-processes that no line leads to are put in later: the
    lines of such an event leave its task, and such a sub-process makes its lane higher. Distances
    are in pixels.
    """
    lanes = {name: number for number, lane in enumerate(process.lanes) for name in lane.nodes}
    nodes = {node.id: node for node in process.nodes}
    hosts = Counter(node.host for node in process.nodes if node.host)
    return Plan(
        items=tuple(
            _item(node, lanes[node.id], hosts[node.id], node.id in larger)
            for node in process.nodes
            if not node.host and node.kind is not ElementKind.ASIDE
        ),
        ways=tuple(_way(flow, nodes[flow.source]) for flow in process.flows),
        lanes=tuple(_least(lane, nodes) for lane in process.lanes),
        down=False,
        columns=_columns(process),
        head=LANE_HEAD,
        gap=(GAP[0] * spread, GAP[1] * spread),
        pitch=WIDE_PITCH if hosts else PITCH,
        untangle=False,  # events stand on the outlines of tasks, where lines leave
    )


def _item(node: FlowNode, lane: int, events: int, larger: bool) -> GridItem:
    """Return what to place; a task grows with its text, others keep room for it beside them."""
    room = None
    shape = Shape.BOX
    if node.kind in ROUND:
        (wide, high), shape = EVENT, Shape.CIRCLE
    elif node.kind in DIAMONDS:
        (wide, high), shape = GATEWAY, Shape.DIAMOND
    else:
        least = (events + 1) * EVENT_ROOM if larger else 0.0
        wide = max(TASK[0], least)
        lines = len(wrap(node.name, FONT, TASK_TEXT))
        high = max(TASK[1], least, 2 * ceil((lines * LINE + TASK_AROUND) / 2))
        if events:
            room = (wide, high + 2 * (EVENT[1] / 2 + TROUBLE_CAPTION))
    if node.name and node.kind in CAPTIONED:
        text_wide, text_high = size(node.name)
        room = (max(wide, text_wide) + 8, high + 2 * (text_high + 8))
    return GridItem(id=node.id, lane=lane, width=wide, height=high, shape=shape, room=room)


def _way(flow: Flow, source: FlowNode) -> Way:
    return Way(
        source=source.host or source.id,
        target=flow.target,
        label=size(flow.name) if flow.name else None,
        side=bool(source.host),
    )


def _least(lane: BpmnLane, nodes: dict[str, FlowNode]) -> float:
    """Return how high a lane must be for its title and its sub-processes."""
    asides = any(nodes[name].kind is ElementKind.ASIDE for name in lane.nodes)
    return max(width(lane.title, FONT) + LANE_AIR, ASIDE[1] + ASIDE_AIR if asides else 0)


def _columns(process: Process) -> int:
    """Return how many nodes may stand beside each other in a lane: all that begin at once."""
    forks = {node.id for node in process.nodes if node.kind is ElementKind.FORK}
    begun = {way.target for way in process.flows if way.source in forks}
    return max(2, *(len(begun & {*lane.nodes}) for lane in process.lanes))
