"""A drawing as SVG: for a page with its links and colours, or for paper."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from generators.diagrams.draw import Drawing
from generators.diagrams.geometry import Box, Point, Shape
from generators.diagrams.graph import Kind, Node
from generators.diagrams.nodes import LINE_HEIGHT, Line
from generators.diagrams.pixels import TIP
from generators.render.templating import render_xml
from generators.words import Words

Href = Callable[[Node], str]

ROUND = 5.0  # radius of the corners of lines
BAR = 5.0  # width of the mark of a step with critical key points
CLEAR = 1.5  # by how much that mark stands outside its node, clear of the words
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
    "paper": "#fff", "lane": "#8a8a8a", "head": "#ececec", "ink": "#000", "line": "#000",
    "box": "#fff", "box-line": "#000", "decision": "#f4f4f4", "decision-line": "#000",
    "end": "#ececec", "end-line": "#000", "trouble": "#fff", "trouble-line": "#000",
    "critical": "#000", "number": "#000", "role": "#000", "note": "#000", "limit": "#000",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Text:
    """Some signs with the middle of their base line."""

    x: float
    y: float
    text: str
    size: float = 0.0
    kind: str = ""
    number: str = ""


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
    href: str
    label: str
    lines: tuple[Text, ...]


def page_svg(drawing: Drawing, name: str, words: Words, href: Href) -> Markup:
    """Return a drawing to stand in a page; `name` makes its ids unique there."""
    size = drawing.geometry
    whole = Box(0.0, 0.0, size.width, size.height)
    return _svg(drawing, name, words, href, PAGE_PAINT, "", whole)


def paper_svg(drawing: Drawing, words: Words, font: str, window: Box) -> str:
    """Return a part of a drawing to print. Links cannot stand in it: they lie over the picture."""
    return str(_svg(drawing, "paper", words, lambda _: "", PAPER_PAINT, font, window))


def windows(drawing: Drawing, most: float) -> tuple[Box, ...]:
    """Cut a drawing into parts at most so high, between its nodes; a node is never cut."""
    size, parts, top = drawing.geometry, [], 0.0
    solid = [*size.boxes.values(), *(label for label in size.labels if label)]
    while size.height - top > most:
        cut = top + most
        while crossed := [box.y for box in solid if box.y < cut < box.y + box.height]:
            cut = min(crossed) - 1
        if cut <= top:  # a node higher than a sheet: it has to be cut
            cut = top + most
        parts.append(Box(0.0, top, size.width, _r(cut - top)))
        top = _r(cut)
    return (*parts, Box(0.0, top, size.width, _r(size.height - top)))


def _svg(
    drawing: Drawing,
    name: str,
    words: Words,
    href: Href,
    paint: Mapping[str, str],
    font: str,
    window: Box,
) -> Markup:
    graph = drawing.graph
    view = {
        "id": f"flow-{name}",
        "window": window,
        "font": font,
        "size": drawing.form.style.font,
        "small": drawing.form.style.small,
        "title": words("page.diagram.title", title=graph.title),
        "description": words("page.diagram.description"),
        "lanes": [] if drawing.form.style.roles else _lanes(drawing),
        "lines": [_line(drawing, index) for index in range(len(graph.edges))],
        "nodes": [
            _node(drawing, node, lines, words, href)
            for node, lines in zip(graph.nodes, drawing.texts, strict=True)
        ],
    }
    svg = render_xml("diagrams/diagram.svg.j2", d=view, p=paint)
    return Markup(re.sub(r"\n\s*", "\n", svg.strip()))


def _lanes(drawing: Drawing) -> list[dict[str, object]]:
    head = drawing.form.style.font + 14
    found: list[dict[str, object]] = []
    for lane, box in zip(drawing.graph.lanes, drawing.geometry.lanes, strict=True):
        size = drawing.form.style.font
        if drawing.form.down:
            band = Box(box.x, box.y, box.width, head)
            signs = [
                Text(x=_r(box.x + box.width / 2), y=_r(head / 2 + RAISED * size), text=lane.title)
            ]
        else:
            band = Box(box.x, box.y, head, box.height)
            first = box.y + box.height / 2 - (len(lane.title) - 1) * size * 0.55
            signs = [
                Text(x=head / 2, y=_r(first + index * size * 1.1 + RAISED * size), text=sign)
                for index, sign in enumerate(lane.title)
            ]
        found.append({"box": box, "head": band, "signs": signs})
    return found


def _line(drawing: Drawing, index: int) -> dict[str, object]:
    edge = drawing.graph.edges[index]
    box, rows = drawing.geometry.labels[index], drawing.labels[index]
    size = drawing.form.style.small
    label = []
    if box:
        step = box.height / len(rows)
        for number, row in enumerate(rows):
            y = box.y + (number + 0.5) * step + RAISED * size
            label.append(Text(x=_r(box.x + box.width / 2), y=_r(y), text=row))
    return {
        "path": rounded(drawing.geometry.lines[index]),
        "paint": "trouble-line" if edge.kind == "trouble" else "line",
        "dashed": edge.kind == "trouble",
        "label": label,
    }


def _node(
    drawing: Drawing, node: Node, lines: tuple[Line, ...], words: Words, href: Href
) -> NodeView:
    box = drawing.geometry.boxes[node.id]
    hexagon = node.kind is Kind.DECISION
    return NodeView(
        kind=str(node.kind),
        shape=str(Shape.HEXAGON if hexagon else Shape.BOX),
        box=box,
        path=_hexagon(box),
        bar=_bar(box, TIP if hexagon else 0.0),
        round=min(box.height / 2, 18.0),
        critical=node.critical,
        href=href(node),
        label=spoken(drawing, node, words),
        lines=_texts(box, lines),
    )


def _texts(box: Box, lines: tuple[Line, ...]) -> tuple[Text, ...]:
    y = box.y + (box.height - sum(line.size * LINE_HEIGHT for line in lines)) / 2
    found = []
    for line in lines:
        base = y + line.size * (LINE_HEIGHT / 2 + RAISED)
        y += line.size * LINE_HEIGHT
        found.append(
            Text(
                x=_r(box.x + box.width / 2),
                y=_r(base),
                text=line.text,
                size=line.size,
                kind=line.kind,
                number=line.number,
            )
        )
    return tuple(found)


def spoken(drawing: Drawing, node: Node, words: Words) -> str:
    """Return what a screen reader says of a node: role, step, question and where it leads."""
    graph = drawing.graph
    titles = {lane.id: lane.title for lane in graph.lanes}
    by_id = {other.id: other for other in graph.nodes}
    shown, whole = plain(node.text), plain(node.full or node.text)
    said = [f"{node.number} {whole if shown in whole else shown}".strip()]
    said += [whole] if shown not in whole else []
    said += [node.question] if node.question else []
    said += node.note.splitlines()  # before the limit, as in the drawing
    said += [words("page.diagram.limit", limit=node.limit)] if node.limit else []
    said += [words("page.diagram.critical")] if node.critical else []
    ways = [
        words("page.diagram.way", answer=edge.label, to=plain(by_id[edge.target].text))
        for edge in graph.edges
        if edge.source == node.id and edge.label
    ]
    said += ["，".join(ways)] if ways else []
    return words("page.diagram.node", role=titles[node.lane], text="；".join(said))


def plain(text: str) -> str:
    """Return the text of a node on one line."""
    return "，".join(line.removeprefix("· ") for line in text.splitlines())


def rounded(points: tuple[Point, ...]) -> str:
    """Return a line with rounded corners as SVG path data."""
    first, last = points[0], points[-1]
    parts = [f"M{first.x} {first.y}"]
    for before, (here, after) in zip(points, pairwise(points[1:]), strict=False):
        near = min(ROUND, _distance(before, here) / 2, _distance(here, after) / 2)
        start, end = _towards(here, before, near), _towards(here, after, near)
        parts.append(f"L{start.x} {start.y}Q{here.x} {here.y} {end.x} {end.y}")
    return "".join(parts) + f"L{last.x} {last.y}"


def _distance(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def _towards(start: Point, goal: Point, far: float) -> Point:
    x = (goal.x > start.x) - (goal.x < start.x)
    y = (goal.y > start.y) - (goal.y < start.y)
    return Point(_r(start.x + x * far), _r(start.y + y * far))


def _hexagon(box: Box) -> str:
    right, bottom, middle = box.x + box.width, box.y + box.height, box.y + box.height / 2
    return (
        f"M{_r(box.x + TIP)} {box.y}H{_r(right - TIP)}L{_r(right)} {_r(middle)} "
        f"{_r(right - TIP)} {_r(bottom)}H{_r(box.x + TIP)}L{box.x} {_r(middle)}z"
    )


def _bar(box: Box, tip: float) -> str:
    """Return the left edge of a node as a thick line."""
    middle, bottom = _r(box.y + box.height / 2), _r(box.y + box.height)
    x = box.x + BAR / 2 - CLEAR
    return f"M{_r(x + tip)} {box.y}L{_r(x)} {middle} {_r(x + tip)} {bottom}"


def _r(value: float) -> float:
    return round(value, 1)
