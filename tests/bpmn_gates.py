"""What an exported BPMN file must stand: the schema, bpmn-io, and what no linter sees."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path
from typing import Any, NamedTuple

import SpiffWorkflow
from bpmn_io import BpmnModdle
from bpmn_io.lint import Linter
from bpmn_io.lint.resolver import NodeResolver
from lxml import etree

SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
NODES = {
    "startEvent", "endEvent", "boundaryEvent", "intermediateThrowEvent", "userTask",
    "callActivity", "exclusiveGateway", "parallelGateway", "subProcess",
}  # fmt: skip
# The rule looks at nothing but the ends: where there is one, it says so though a join may wait.
SUPERFLUOUS = "superfluous-termination"
_JOIN = re.compile('<bpmn:parallelGateway id="join_')
SAFE_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")  # what bpmn-js reads without dropping anything


class Box(NamedTuple):
    """A rectangle in the diagram."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, other: "Box", margin: float = 0) -> bool:
        """Whether another box is inside."""
        return (
            self.x - margin <= other.x
            and self.y - margin <= other.y
            and other.x + other.width <= self.x + self.width + margin
            and other.y + other.height <= self.y + self.height + margin
        )

    def meets(self, other: "Box") -> bool:
        """Whether two boxes share more than a border."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def complaints(content: bytes) -> list[str]:
    """Return everything that any of the gates has against a file."""
    tree = etree.fromstring(content)
    found = [*_schema(tree), *_linted(content.decode())]
    return found or [*_Meaning(tree).complaints(), *_Picture(tree).complaints()]


@cache
def _xsd() -> Any:
    folder = Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema"
    return etree.XMLSchema(etree.parse(folder / "BPMN20.xsd"))


def _schema(tree: Any) -> Iterator[str]:
    if not _xsd().validate(tree):
        yield from (f"schema: {error.message}" for error in _xsd().error_log)


def _linted(text: str) -> Iterator[str]:
    """Import with moddle and lint; a linter keeps state, so every file gets its own."""
    read = BpmnModdle().from_xml(text)
    yield from (f"import: {warning}" for warning in read.warnings)
    resolver: Any = NodeResolver()  # its own types do not fit together
    root: Any = read.root_element
    report = Linter(resolver=resolver).lint(root, {"extends": "bpmnlint:recommended"})
    for rule, problems in report.items():
        if rule == SUPERFLUOUS and _JOIN.search(text):
            continue
        yield from (f"{rule}: {item.get('id')}: {item['message']}" for item in problems)


def _all(tree: Any, path: str) -> list[Any]:
    found: list[Any] = tree.xpath(path, namespaces=SPACES)
    return found


def _tag(element: Any) -> str:
    return str(etree.QName(element).localname)


def _texts(element: Any, path: str) -> list[str]:
    return [str(found.text) for found in _all(element, path)]


class _Meaning:
    """The process without its picture."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        (self._process,) = _all(tree, "/bpmn:definitions/bpmn:process")
        self._nodes = [node for node in self._process if _tag(node) in NODES]

    def complaints(self) -> Iterator[str]:
        """Yield what is wrong with ids, lanes, flows and choices."""
        yield from self._ids()
        yield from self._lanes()
        for container in (self._process, *_all(self._process, ".//bpmn:subProcess")):
            yield from self._flows(container)
        yield from self._choices()

    def _ids(self) -> Iterator[str]:
        counts = Counter(_all(self._tree, "//@id"))
        yield from (f"id {name} stands {n} times" for name, n in counts.items() if n > 1)
        yield from (f"id {name} is not safe" for name in counts if not SAFE_ID.fullmatch(name))
        unknown = {*_all(self._tree, "//@attachedToRef"), *_all(self._tree, "//@bpmnElement")}
        yield from (f"{name} does not exist" for name in sorted(unknown - counts.keys()))

    def _lanes(self) -> Iterator[str]:
        listed = Counter(_texts(self._process, "bpmn:laneSet/bpmn:lane/bpmn:flowNodeRef"))
        named = {node.get("id") for node in self._nodes}
        yield from (f"{name} is in {listed[name]} lanes" for name in named if listed[name] != 1)
        yield from (f"a lane lists {name}" for name in listed.keys() - named)

    def _flows(self, container: Any) -> Iterator[str]:
        flows = _all(container, "bpmn:sequenceFlow")
        for node in (child for child in container if _tag(child) in NODES):
            name = node.get("id")
            arriving = [flow.get("id") for flow in flows if flow.get("targetRef") == name]
            leaving = [flow.get("id") for flow in flows if flow.get("sourceRef") == name]
            if _texts(node, "bpmn:incoming") != arriving:
                yield f"incoming of {name} is not {arriving}"
            if _texts(node, "bpmn:outgoing") != leaving:
                yield f"outgoing of {name} is not {leaving}"
            if not _tag(node).endswith("Gateway") and max(len(leaving), len(arriving)) > 1:
                yield f"{name} forks or joins without a gateway"

    def _choices(self) -> Iterator[str]:
        for gateway in _all(self._process, "bpmn:exclusiveGateway"):
            flows = _texts(gateway, "bpmn:outgoing")
            asked = _all(self._process, "bpmn:sequenceFlow[bpmn:conditionExpression]/@id")
            free = [flow for flow in flows if flow not in asked]
            if free != [gateway.get("default") or flows[0]]:
                yield f"{gateway.get('id')} goes without a condition to {free}"


class _Picture:
    """The diagram."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._shapes = {
            shape.get("bpmnElement"): _box(shape, "dc:Bounds")
            for shape in _all(tree, "//bpmndi:BPMNShape")
        }
        self._lines = {
            edge.get("bpmnElement"): [
                (float(at.get("x")), float(at.get("y"))) for at in _all(edge, "di:waypoint")
            ]
            for edge in _all(tree, "//bpmndi:BPMNEdge")
        }
        self._labels = {
            label.getparent().get("bpmnElement"): _box(label, "dc:Bounds")
            for label in _all(tree, "//bpmndi:BPMNLabel")
        }
        self._elements = {node.get("id"): node for node in _all(tree, "//bpmn:process//*[@id]")}
        self._nodes = {
            name: self._shapes[name]
            for name, node in self._elements.items()
            if _tag(node) in NODES and name in self._shapes
        }

    def complaints(self) -> Iterator[str]:
        """Yield what is missing, out of place, on top of each other or not connected."""
        yield from self._completeness()
        yield from self._places()
        yield from self._overlaps()
        yield from self._connections()
        yield from self._text()

    def _completeness(self) -> Iterator[str]:
        shaped = {"participant", "lane", *NODES}
        wanted = [
            str(element.get("id"))
            for element in _all(self._tree, "//bpmn:*[@id]")
            if _tag(element) in shaped
        ]
        flows = [str(flow) for flow in _all(self._tree, "//bpmn:sequenceFlow/@id")]
        drawn = _all(self._tree, "//bpmndi:BPMNShape/@bpmnElement")
        joined = _all(self._tree, "//bpmndi:BPMNEdge/@bpmnElement")
        if sorted(wanted) != sorted(drawn):
            yield f"shapes: {sorted(set(wanted) ^ set(drawn))}"
        if sorted(flows) != sorted(joined):
            yield f"edges: {sorted(set(flows) ^ set(joined))}"

    def _places(self) -> Iterator[str]:
        (pool,) = _all(self._tree, "//bpmn:participant/@id")
        top = self._shapes[pool].y
        for lane in _all(self._tree, "//bpmn:lane"):
            box = self._shapes[lane.get("id")]
            if not self._shapes[pool].holds(box) or box.y != top:
                yield f"{lane.get('id')} does not follow the lane above it"
            top = box.y + box.height
            for name in _texts(lane, "bpmn:flowNodeRef"):
                if not box.holds(self._shapes[name]):
                    yield f"{name} is outside its lane"
        for name, node in self._elements.items():
            outer = self._shapes.get(node.getparent().get("id"))
            if outer and name in self._nodes and not outer.holds(self._shapes[name]):
                yield f"{name} is outside its sub-process"
            host = self._shapes.get(node.get("attachedToRef"))
            if host and not _astride(self._shapes[name], host):
                yield f"{name} does not sit on the border of its task"

    def _overlaps(self) -> Iterator[str]:
        for (one, box), (other, second) in combinations(self._nodes.items(), 2):
            if box.meets(second) and not self._related(one, other):
                yield f"{one} lies on {other}"

    def _related(self, one: str, other: str) -> bool:
        pairs = ((self._elements[one], other), (self._elements[other], one))
        return any(
            name in (node.get("attachedToRef"), node.getparent().get("id")) for node, name in pairs
        )

    def _connections(self) -> Iterator[str]:
        for flow in _all(self._tree, "//bpmn:sequenceFlow"):
            line = self._lines[flow.get("id")]
            ends = (flow.get("sourceRef"), flow.get("targetRef"))
            for name, point in zip(ends, (line[0], line[-1]), strict=True):
                if not _touches(self._shapes[name], point, _tag(self._elements[name])):
                    yield f"{flow.get('id')} does not reach {name}"
            for here, there in pairwise(line):
                if here[0] != there[0] and here[1] != there[1]:
                    yield f"{flow.get('id')} runs askew"
                yield from self._crossed(flow.get("id"), ends, _stroke(here, there))

    def _crossed(self, flow: str, ends: tuple[str, str], stroke: Box) -> Iterator[str]:
        for name, box in self._nodes.items():
            inner = Box(box.x + 1, box.y + 1, box.width - 2, box.height - 2)
            node = self._elements[name]
            outer = node.get("id") == self._elements[ends[0]].getparent().get("id")
            hosting = name == self._elements[ends[0]].get("attachedToRef")
            if inner.meets(stroke) and name not in ends and not outer and not hosting:
                yield f"{flow} runs through {name}"

    def _text(self) -> Iterator[str]:
        (pool,) = _all(self._tree, "//bpmn:participant/@id")
        for name, label in self._labels.items():
            if not self._shapes[pool].holds(label):
                yield f"the text of {name} leaves the pool"
            for other, box in self._nodes.items():
                inside = other == self._elements[name].getparent().get("id")
                if label.meets(box) and not inside:
                    yield f"the text of {name} lies on {other}"
            for flow, line in self._lines.items():
                if flow != name and any(label.meets(_stroke(*run)) for run in pairwise(line)):
                    yield f"the text of {name} lies on {flow}"
        for (one, box), (other, second) in combinations(self._labels.items(), 2):
            if box.meets(second):
                yield f"the texts of {one} and {other} lie on each other"


def _box(element: Any, path: str) -> Box:
    (bounds,) = _all(element, path)
    return Box(*(float(bounds.get(key)) for key in ("x", "y", "width", "height")))


def _stroke(here: tuple[float, float], there: tuple[float, float]) -> Box:
    """Return a line as a thin box."""
    (low_x, high_x), (low_y, high_y) = sorted((here[0], there[0])), sorted((here[1], there[1]))
    return Box(low_x - 0.25, low_y - 0.25, high_x - low_x + 0.5, high_y - low_y + 0.5)


def _astride(event: Box, host: Box) -> bool:
    x, y = event.x + event.width / 2, event.y + event.height / 2
    return Box(host.x, host.y, host.width, host.height).holds(Box(x, y, 0, 0)) and (
        x in (host.x, host.x + host.width) or y in (host.y, host.y + host.height)
    )


def _touches(box: Box, point: tuple[float, float], tag: str) -> bool:
    """Tell whether a point is on an outline, within the pixel that rounding may take."""
    x, y = point[0] - box.x - box.width / 2, point[1] - box.y - box.height / 2
    half = box.width / 2
    if tag.endswith("Event"):
        return abs(hypot(x, y) - half) <= 1
    if tag.endswith("Gateway"):
        return abs(abs(x) + abs(y) - half) <= 1.5
    level, upright = abs(abs(y) - box.height / 2), abs(abs(x) - half)
    inside = abs(x) <= half + 0.5 and abs(y) <= box.height / 2 + 0.5
    return inside and min(level, upright) <= 0.5
