"""The neutral graph of a diagram: lanes, nodes and labelled edges, without any geometry."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What a node stands for."""

    START = "start"  # what starts a procedure
    TASK = "task"
    DECISION = "decision"  # a step that ends in a question; its edges are labelled
    CALL = "call"  # another procedure, collapsed
    TROUBLE = "trouble"  # an exception, after the steps that can meet it
    FORK = "fork"  # a bar from which steps begin at the same time
    JOIN = "join"  # a bar at which they are waited for
    END = "end"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """What one role does, or one industry."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """One thing to draw. Ids are ASCII, a letter first, unique in their graph.

    `text` is what stands in the node, `full` the whole wording where `text` is only its gist.
    `step` is the id of the step it stands for, `procedure` the id of the step's own procedure, or
    of the one that is handed over to, started or came before; `calls` the one its step calls;
    `family` the id of the family it stands for.
    `critical` and `hazard` tell that something there must not go wrong, or may do grave harm.
    `limit` is a time limit in words, `limit_name` a key of what to call it (language.values).
    `again` is how often it is done in as few signs as there is room for, `often` in words.
    """

    id: str
    kind: Kind
    lane: str
    text: str
    full: str = ""
    number: str = ""
    question: str = ""
    note: str = ""
    limit: str = ""
    limit_name: str = "limit"
    again: str = ""
    often: str = ""
    critical: bool = False
    hazard: bool = False
    step: str | None = None
    procedure: str | None = None
    calls: str | None = None
    family: str | None = None

    @property
    def is_bar(self) -> bool:
        """Whether it only stands between steps that are done at the same time."""
        return self.kind in (Kind.FORK, Kind.JOIN)

    @property
    def marked(self) -> bool:
        """Whether its left edge is a thick line."""
        return self.critical or self.hazard

    @property
    def opens(self) -> tuple[str, str]:
        """Return the ids of the procedure and the step to open, each "" where there is none."""
        if self.calls:  # its steps are not ours
            return self.calls, ""
        return self.procedure or "", self.step or ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A way from node to node; what an exception or a parallel start opens is not the flow."""

    source: str
    target: str
    label: str = ""
    kind: Literal["flow", "trouble", "parallel"] = "flow"


@dataclass(frozen=True, kw_only=True, slots=True)
class Graph:
    """A diagram to be. Nodes in reading order; `standing` are exceptions that fit any step.

    `ordered` is false for parts that follow no order: then there are no edges between them.
    """

    id: str
    title: str
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    standing: tuple[str, ...] = ()
    ordered: bool = True
