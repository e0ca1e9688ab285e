"""A procedure as BPMN understands it: nodes and sequence flows in lanes, nothing drawn yet."""

from dataclasses import dataclass
from enum import StrEnum

Note = tuple[str, tuple[str, ...]]  # a heading and its lines


class ElementKind(StrEnum):
    """What a node is; the value is its name in BPMN."""

    START = "startEvent"
    TASK = "userTask"
    CALL = "callActivity"
    LAUNCH = "intermediateThrowEvent"
    CHOICE = "exclusiveGateway"
    FORK = "parallelGateway"
    TROUBLE = "boundaryEvent"
    ASIDE = "subProcess"
    END = "endEvent"


@dataclass(frozen=True, kw_only=True, slots=True)
class BpmnLane:
    """What one role does."""

    id: str
    title: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """A way from node to node. `condition` is an expression; a default way has none."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowNode:
    """One element. What a field means only holds for the kinds it is named after.

    `calls` is the process a call runs, `signal` what a launch or an end sends, `host` the task
    that trouble is attached to, `interrupts` whether it stops that task, `condition` when it
    comes up, `default` the flow a choice takes if no condition holds. `parts` and `ways` are
    what is inside an aside, a sub-process that its first part starts. A task is done `times` in a
    row, 0 stands for once, or again while `more` holds, an expression; an end that `terminates`
    ends whatever else is still going on.
    """

    id: str
    kind: ElementKind
    role: str
    name: str = ""
    notes: tuple[Note, ...] = ()
    calls: str = ""
    signal: str = ""
    host: str = ""
    interrupts: bool = False
    condition: str = ""
    default: str = ""
    times: int = 0
    more: str = ""
    terminates: bool = False
    parts: "tuple[FlowNode, ...]" = ()
    ways: tuple[Flow, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Process:
    """One procedure. Its id is that of the procedure; all other ids hold an underscore.

    Nodes stand in reading order, a boundary event after its task; `signals` are the ids of
    the procedures that this one sets going.
    """

    id: str
    title: str
    notes: tuple[Note, ...]
    lanes: tuple[BpmnLane, ...]
    nodes: tuple[FlowNode, ...]
    flows: tuple[Flow, ...]
    signals: tuple[str, ...]


def variable(name: str) -> str:
    """Return the name of a variable that no expression language takes for a subtraction."""
    return name.replace("-", "_")
