"""A drawing as SVG: for a page with its links and colours, or for paper."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sop_handbook.diagrams.draw import Drawing
from sop_handbook.diagrams.geometry import Box, Geometry, Point, Shape
from sop_handbook.diagrams.graph import Graph, Kind, Node
from sop_handbook.diagrams.measure import width
from sop_handbook.diagrams.nodes import BESIDE_LOOP, LINE_HEIGHT, NodeLine
from sop_handbook.diagrams.pixels import TIP
from sop_handbook.language.messages import Messages
from sop_handbook.render.svg.paths import bar_path, hexagon_path, loop_path, rounded, tenth
from sop_handbook.render.svg.windows import RADIUS, STRIP, Window
from sop_handbook.templating.environment import render_xml

Href = Callable[[Node], str]

RIM = 0.7  # half of a line
LOOP = 0.36  # radius of the sign before what is done again, in em
RAISED = 0.36  # from the middle of a line of text to its base line, in em

# On pages the stylesheet says what the colours are, by light and dark.
PAGE_PAINT = {
    name: f"var(--flow-{name})"
    for name in (
        "paper", "lane", "head", "ink", "line", "box", "box-line", "decision", "decision-line",
        "end", "end-line", "trouble", "trouble-line", "critical", "number", "role", "note", "limit",
    )
}  # fmt: skip
# On paper: black on white, so that every printer and copier keeps what matters.
PAPER_PAINT = {
    "paper": "#fff", "lane": "#000", "head": "#fff", "ink": "#000", "line": "#000",
    "box": "#fff", "box-line": "#000", "decision": "#fff", "decision-line": "#000",
    "end": "#fff", "end-line": "#000", "trouble": "#fff", "trouble-line": "#000",
    "critical": "#000", "number": "#000", "role": "#000", "note": "#000", "limit": "#000",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SvgText:
    """Some signs with the middle of their base line, in pixels.

    `size` is 0 where the element around it gives the size.
    """

    x: float
    y: float
    text: str
    size: float = 0.0
    kind: str = ""
    number: str = ""
    sign: str = ""  # the path of what stands before it


@dataclass(frozen=True, kw_only=True)
class NodeView:
    """A node with every number settled."""

    kind: str
    shape: str
    box: Box
    path: str
    bar: str
    round: float
    critical: bool
    listed: bool
    href: str
    label: str
    lines: tuple[SvgText, ...]


def page_svg(drawing: Drawing, name: str, messages: Messages, href: Href) -> Markup:
    """Return a drawing to stand in a page; `name` makes its ids unique there."""
    size = drawing.geometry
    whole = Window(width=size.width, top=0.0, bottom=size.height)
    return _svg(drawing, name, messages, href, PAGE_PAINT, "", whole)


def paper_svg(drawing: Drawing, messages: Messages, font: str, window: Window) -> str:
    """Return a part of a drawing to print. Links cannot stand in it: they lie over the picture."""
    return str(_svg(drawing, "paper", messages, lambda _: "", PAPER_PAINT, font, window))


def _svg(
    drawing: Drawing,
    name: str,
    messages: Messages,
    href: Href,
    paint: Mapping[str, str],
    font: str,
    window: Window,
) -> Markup:
    graph = drawing.graph
    shown = window.box
    view = {
        "id": f"flow-{name}",
        "window": shown,
        "font": font,
        "size": drawing.form.style.font,
        "small": drawing.form.style.small,
        "title": messages("page.diagram.title", title=graph.title),
        "description": messages("page.diagram.description"),
        "lanes": [] if drawing.form.style.roles else _lanes(drawing, shown.y),
        "goes_on": window.head > 0,
        "strips": list(_strips(drawing, window)),
        "lines": [
            _line(drawing, index, window)
            for index, line in enumerate(drawing.geometry.lines)
            if window.passes(line)
        ],
        "nodes": [
            _node(drawing, node, lines, messages, href)
            for node, lines in zip(graph.nodes, drawing.texts, strict=True)
            if window.holds(drawing.geometry.boxes[node.id])
        ],
    }
    svg = render_xml("diagrams/diagram.svg.j2", d=view, p=paint)
    return Markup(re.sub(r"\n\s*", "\n", svg.strip()))


def _lanes(drawing: Drawing, top: float) -> list[dict[str, object]]:
    """Return lanes with their titles, which stand at the top of what is shown."""
    head = drawing.form.style.font + 14
    found: list[dict[str, object]] = []
    for lane, box in zip(drawing.graph.lanes, drawing.geometry.lanes, strict=True):
        size = drawing.form.style.font
        if drawing.form.down:
            band = Box(box.x, top if top > 0 else box.y, box.width, head)
            y = tenth(max(top, 0.0) + head / 2 + RAISED * size)
            signs = [SvgText(x=tenth(box.x + box.width / 2), y=y, text=lane.title)]
        else:
            band = Box(box.x, box.y, head, box.height)
            first = box.y + box.height / 2 - (len(lane.title) - 1) * size * 0.55
            signs = [
                SvgText(x=head / 2, y=tenth(first + index * size * 1.1 + RAISED * size), text=sign)
                for index, sign in enumerate(lane.title)
            ]
        whole = drawing.geometry
        found.append({"box": _within(box, whole), "head": _within(band, whole), "signs": signs})
    return found


def _within(box: Box, whole: Geometry) -> Box:
    """Return a box moved inwards at the rim of a drawing, which would cut its line in two."""
    left, top = max(box.x, RIM), max(box.y, RIM)
    right = min(box.x + box.width, whole.width - RIM)
    bottom = min(box.y + box.height, whole.height - RIM)
    return Box(left, top, tenth(right - left), tenth(bottom - top))


def _strips(drawing: Drawing, window: Window) -> Iterator[dict[str, object]]:
    """Yield the room beyond each cut, where lines end in rings with letters."""
    size = drawing.form.style.small
    for marks, cut, away in ((window.above, window.top, -1), (window.below, window.bottom, 1)):
        rings = []
        for mark in marks:
            y = tenth(cut + away * (STRIP / 2 + (RADIUS if mark.low else -RADIUS)))
            sign = SvgText(x=mark.x, y=tenth(y + RAISED * size), text=mark.letter, size=size)
            end = tenth(y - away * RADIUS)  # of the line, at the ring
            rings.append({"x": mark.x, "y": y, "cut": cut, "end": end, "r": RADIUS, "sign": sign})
        if marks:
            yield {"y": tenth(min(cut, cut + away * STRIP)), "height": STRIP, "rings": rings}


def _line(drawing: Drawing, index: int, window: Window) -> dict[str, object]:
    edge = drawing.graph.edges[index]
    box, rows = drawing.geometry.labels[index], drawing.labels[index]
    size = drawing.form.style.small
    label = []
    if box and window.holds(box):
        step = box.height / len(rows)
        for number, row in enumerate(rows):
            y = box.y + (number + 0.5) * step + RAISED * size
            label.append(SvgText(x=tenth(box.x + box.width / 2), y=tenth(y), text=row))
    line = drawing.visible(index)
    return {
        "path": rounded(line),
        "whole": line[-1] == drawing.geometry.lines[index][-1],
        "paint": "trouble-line" if edge.kind == "trouble" else "line",
        "dashed": edge.kind == "trouble",
        "label": label,
    }


def _node(
    drawing: Drawing, node: Node, lines: tuple[NodeLine, ...], messages: Messages, href: Href
) -> NodeView:
    box = drawing.geometry.boxes[node.id]
    hexagon = node.kind is Kind.DECISION
    return NodeView(
        kind=str(node.kind),
        shape=str(Shape.HEXAGON if hexagon else Shape.BOX),
        box=box,
        path=hexagon_path(box),
        bar=bar_path(box, TIP if hexagon else 0.0),
        round=min(box.height / 2, 18.0),
        critical=node.marked,
        listed=_listed(node),
        href=href(node),
        label=spoken(drawing, node, messages),
        lines=_texts(box, lines, box.x + drawing.form.style.pad if _listed(node) else None),
    )


def _listed(node: Node) -> bool:
    return node.text.startswith("· ")


def _texts(box: Box, lines: tuple[NodeLine, ...], left: float | None) -> tuple[SvgText, ...]:
    """Place lines one under another in the middle of a node; items of a list begin at `left`."""
    x = box.x + box.width / 2 if left is None else left
    y = box.y + (box.height - sum(line.size * LINE_HEIGHT for line in lines)) / 2
    found = []
    for line in lines:
        base = y + line.size * (LINE_HEIGHT / 2 + RAISED)
        y += line.size * LINE_HEIGHT
        aside = line.size * BESIDE_LOOP / 2 if line.loop else 0.0
        sign = ""
        if line.loop:
            left = x - width(line.text, line.size) / 2
            sign = loop_path(Point(tenth(left), tenth(base - line.size * RAISED)), line.size * LOOP)
        found.append(
            SvgText(
                x=tenth(x + aside),
                y=tenth(base),
                text=line.text,
                size=line.size,
                kind=line.kind,
                number=line.number,
                sign=sign,
            )
        )
    return tuple(found)


def spoken(drawing: Drawing, node: Node, messages: Messages) -> str:
    """Return what a screen reader says of a node: role, step, question and where it leads."""
    graph = drawing.graph
    titles = {lane.id: lane.title for lane in graph.lanes}
    by_id = {other.id: other for other in graph.nodes}
    shown, whole = plain(node.text), plain(node.full or node.text)
    said = [f"{node.number} {whole if shown in whole else shown}".strip()]
    said += [whole] if shown not in whole else []
    said += [node.question] if node.question else []
    said += node.note.splitlines()  # before the limit, as in the drawing
    said += [messages("page.diagram.again", often=node.often)] if node.often else []
    said += [messages(f"page.diagram.{node.limit_name}", limit=node.limit)] if node.limit else []
    said += [messages("page.diagram.hazard")] if node.hazard else []
    said += [messages("page.diagram.critical")] if node.critical else []
    ways = [
        messages(
            "page.diagram.way",
            answer=edge.label or messages("page.diagram.next"),
            to=plain(by_id[edge.target].text),
        )
        for edge in graph.edges
        if edge.source == node.id and (edge.label or node.is_bar)
    ]
    said += ["，".join(ways)] if ways else []
    return messages("page.diagram.node", role=titles[node.lane], text="；".join(said))


def dashes(graph: Graph, messages: Messages) -> str:
    """Return what lines of dashes are in a graph, "" if there are none."""
    labels = {edge.label for edge in graph.edges if edge.kind == "trouble"}
    most = {messages("page.diagram.exhausted")}
    if not labels:
        return ""
    if labels == most:
        return messages("page.diagram.dashes-most")
    return messages("page.diagram.dashes-both" if labels & most else "page.diagram.dashes")


def plain(text: str) -> str:
    """Return the text of a node on one line."""
    return "，".join(line.removeprefix("· ") for line in text.splitlines())
