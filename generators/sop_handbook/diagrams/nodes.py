"""What stands in a node, line by line, and how large that makes it."""

from dataclasses import dataclass, replace
from typing import Literal

from sop_handbook.diagrams.geometry import GridItem, Shape
from sop_handbook.diagrams.graph import Kind, Node
from sop_handbook.diagrams.measure import width, wrap
from sop_handbook.diagrams.pixels import TIP

LINE_HEIGHT = 1.35
BESIDE_BAR = 8.0  # pixels that words keep from the edge where a critical step has its bar
OUT = 7.0  # pixels that the points of a hexagon stand out beyond other nodes
BESIDE_POINTS = 2.0  # pixels that words keep from where the points begin
BESIDE_ROUND = 7.0  # pixels that words keep from round ends

BESIDE_LOOP = 1.25  # em of a line: the sign before what is done again
BAR_PAD = 3.0  # pixels above and below the words in a bar

LineKind = Literal["role", "title", "question", "limit", "note", "bar"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How large things are, in pixels. `roles` writes the role into each node (no lanes).

    What is said beside is smaller by `less`. Where bars are `upright`, across a flow to the right,
    so are the words in them, one sign under another.
    """

    font: float = 14
    node: float = 128
    pad: float = 8
    label: float = 76
    roles: bool = False
    less: float = 2
    upright: bool = False

    @property
    def small(self) -> float:
        """The size in pixels of what is said beside: roles, limits, labels.

        At least 12 on a page.
        """
        return self.font - self.less


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeLine:
    """One line of text in a node, `size` in pixels.

    `number` comes before it, or with `loop` a sign that it is done again.
    """

    text: str
    kind: LineKind
    size: float
    number: str = ""
    loop: bool = False


def lines(node: Node, style: Style, role: str, limit: str) -> tuple[NodeLine, ...]:
    """Return the text of a node.

    `role` and `limit` are words, each "" where nothing is to be said.
    """
    if node.is_bar:
        rows = tuple(node.text) if style.upright else (node.text,)
        return tuple(NodeLine(text=row, kind="bar", size=style.small) for row in rows)
    most = _inside(node, style)
    found: list[NodeLine] = []
    if style.roles and node.kind not in (Kind.START, Kind.END):
        found += _beside("role", role, style, most)
    lead = f"{node.number} " if node.number else ""
    titles = [r for part in (lead + node.text).splitlines() for r in wrap(part, style.font, most)]
    for index, text in enumerate(titles):
        number = node.number if index == 0 else ""
        plain = text.removeprefix(number).strip() if number else text
        found.append(NodeLine(text=plain, kind="title", size=style.font, number=number))
    found += _beside("question", node.question, style, most)
    found += _beside("note", node.note, style, most)
    again = _beside("limit", node.again, style, most - 2 * BESIDE_LOOP * style.small)
    found += [replace(line, loop=index == 0) for index, line in enumerate(again)]
    found += _beside("limit", limit, style, most)
    return tuple(found)


def _beside(kind: LineKind, text: str, style: Style, most: float) -> list[NodeLine]:
    """Return what stands below the title in smaller type, a line each."""
    rows = [row for part in text.splitlines() for row in wrap(part, style.small, most)]
    return [NodeLine(text=row, kind=kind, size=style.small) for row in rows]


def item(node: Node, lane: int, texts: tuple[NodeLine, ...], style: Style) -> GridItem:
    """Return a node as something to place, high enough for its text; `lane` counts from 0."""
    height = sum(line.size * LINE_HEIGHT for line in texts) + 2 * style.pad
    if node.is_bar:
        thick = style.small * LINE_HEIGHT + 2 * BAR_PAD
        long = max(style.node / 2, height)
        wide, high = (thick, long) if style.upright else (style.node, thick)
        return GridItem(id=node.id, lane=lane, width=round(wide, 1), height=round(high, 1))
    hexagon = node.kind is Kind.DECISION
    return GridItem(
        id=node.id,
        lane=lane,
        width=_outside(node, style),
        height=round(max(height, 2 * style.font + style.pad), 1),
        shape=Shape.HEXAGON if hexagon else Shape.BOX,
    )


def label(text: str, style: Style) -> tuple[tuple[str, ...], tuple[float, float] | None]:
    """Return the lines of an edge's label and its width and height in pixels.

    () and None for no text.
    """
    if not text:
        return (), None
    rows = wrap(text, style.small, style.label)
    widest = max(width(row, style.small) for row in rows)
    return rows, (round(widest + 4, 1), round(len(rows) * style.small * 1.25, 1))


def _outside(node: Node, style: Style) -> float:
    """Return how wide a node is: points and, where words are close to the edge, round ends too.

    These stand out on both sides, so that the words keep the room they have in other nodes.
    """
    round_ends = max(0.0, BESIDE_ROUND - style.pad)
    out = {Kind.DECISION: OUT, Kind.START: round_ends, Kind.END: round_ends}
    return style.node + 2 * out.get(node.kind, 0.0)


def _inside(node: Node, style: Style) -> float:
    """Return how wide the text of a node may be."""
    round_ends = max(style.pad, BESIDE_ROUND)
    edges = {Kind.DECISION: TIP + BESIDE_POINTS, Kind.CALL: style.pad + 4}
    edges |= {Kind.START: round_ends, Kind.END: round_ends}
    edge = edges.get(node.kind, style.pad)
    edge = max(edge, BESIDE_BAR) if node.marked else edge
    return _outside(node, style) - 2 * edge
