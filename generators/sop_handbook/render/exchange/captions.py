"""Text beside nodes and lines: where nothing else is, near what it names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

from sop_handbook.diagrams.geometry import Box, Plan, Point
from sop_handbook.diagrams.labels import Label, place_labels
from sop_handbook.diagrams.measure import width, wrap
from sop_handbook.diagrams.pixels import Pixels

FONT, LINE = 12.0, 15.0  # pixels; bpmn-js writes 11 px on lines of 1.2 em
WIDTHS = (104.0, 140.0, 76.0)  # of a caption, best first
MANY = 3  # lines; a longer caption is better wide
GAP = 4.0  # between a caption and what it names
CLEAR = 1.0
CLASH = 1000.0
ROUNDS = 4
FARTHEST, STEP = 49, 8  # pixels that a caption may be further away, tried one after the other


def size(text: str, most: float = WIDTHS[0]) -> tuple[float, float]:
    """Return width and height of a text, in pixels.

    Its lines have at most `most` pixels, or a little more.
    """
    lines = wrap(text, FONT, most)
    if len(lines) > MANY:
        lines = wrap(text, FONT, max(most, WIDTHS[1]))
    return max(width(line, FONT) for line in lines) + 2, len(lines) * LINE


@dataclass(frozen=True, kw_only=True, slots=True)
class Texts:
    """Where text stands: by node, and in the order of the plan's ways; whether all is free.

    `labels` has None for a way without one; with `fit` nothing touches anything.
    """

    captions: Mapping[str, Box]
    labels: tuple[Box | None, ...]
    fit: bool


def place_texts(plan: Plan, places: Pixels, named: Mapping[str, str], frame: Box) -> Texts:
    """Find room for the names of nodes and the labels of ways; `named` are the names by node id.

    Names come first, since they must stay near their nodes; a label that then finds no room gets it
    before the names in the next round.
    """
    early: frozenset[int] = frozenset()
    for _ in range(ROUNDS):
        first = _labels(plan, places, early, ())
        taken = [*places.boxes.values(), *(label.box for label in first.values())]
        texts = {node: (text, places.boxes[node]) for node, text in named.items()}
        beside, clashes = captions(texts, taken, places.lines, frame)
        others = frozenset(range(len(plan.ways))) - early
        rest = _labels(plan, places, others, (*taken, *beside.values()))
        wanting = {way for way, label in rest.items() if not label.fits}
        if not wanting:
            break
        early |= wanting
    found = first | rest
    labels = (found.get(number) for number in range(len(plan.ways)))
    return Texts(
        captions=beside,
        labels=tuple(label.box if label else None for label in labels),
        fit=not clashes and all(label.fits for label in found.values()),
    )


def _labels(
    plan: Plan, places: Pixels, wanted: frozenset[int], taken: Sequence[Box]
) -> dict[int, Label]:
    """Place the labels of some ways among what is there and what is taken beside it."""
    ways = (
        way if number in wanted else replace(way, label=None)
        for number, way in enumerate(plan.ways)
    )
    more = {f"text_{number}": box for number, box in enumerate(taken)}
    found = place_labels(
        replace(plan, ways=tuple(ways)), replace(places, boxes=places.boxes | more)
    )
    return {label.way: label for label in found if label}


def captions(
    texts: Mapping[str, tuple[str, Box]],
    taken: Iterable[Box],
    lines: Sequence[tuple[Point, ...]],
    frame: Box,
) -> tuple[dict[str, Box], int]:
    """Return a place for each text beside its box, within the frame, and how many clash there.

    `texts` are pairs of a text and the box it belongs to, by node id; so are the places. `taken`
    and `lines` are what a text should not touch.
    """
    occupied = [*taken]
    strokes = [_between(*ends) for line in lines for ends in pairwise(line)]
    found: dict[str, Box] = {}
    clashes = 0
    for name, (text, box) in texts.items():
        cost, found[name] = min(
            (cost + CLASH * _clashes(place, box, occupied, strokes), place)
            for cost, place in _places(text, box)
            if _within(place, frame)
        )
        occupied.append(found[name])
        clashes += cost >= CLASH
    return found, clashes


def _places(text: str, box: Box) -> Iterator[tuple[float, Box]]:
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
    right, bottom = box.x + box.width, box.y + box.height
    for (extra, most), far in product(enumerate(WIDTHS), range(0, FARTHEST, STEP)):
        wide, high = size(text, most)
        for cost, x, y in (
            (0, middle_x - wide / 2, bottom + GAP + far),
            (10, middle_x - wide / 2, box.y - GAP - high - far),
            (20, middle_x + GAP, bottom + GAP + far),
            (21, middle_x - GAP - wide, bottom + GAP + far),
            (22, middle_x + GAP, box.y - GAP - high - far),
            (23, middle_x - GAP - wide, box.y - GAP - high - far),
            (30, right + GAP + far, middle_y + GAP),
            (31, right + GAP + far, middle_y - GAP - high),
            (32, box.x - GAP - wide - far, middle_y + GAP),
            (33, box.x - GAP - wide - far, middle_y - GAP - high),
        ):
            yield cost + 4.0 * extra + 2.0 * far, Box(x, y, wide, high)


def _clashes(place: Box, own: Box, taken: Sequence[Box], strokes: Sequence[Box]) -> int:
    return sum(_touch(place, box) for box in taken if box != own) + sum(
        _touch(place, stroke) for stroke in strokes
    )


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x - CLEAR < other.x + other.width
        and other.x < one.x + one.width + CLEAR
        and one.y - CLEAR < other.y + other.height
        and other.y < one.y + one.height + CLEAR
    )


def _within(one: Box, frame: Box) -> bool:
    return (
        frame.x <= one.x
        and frame.y <= one.y
        and one.x + one.width <= frame.x + frame.width
        and one.y + one.height <= frame.y + frame.height
    )


def _between(here: Point, there: Point) -> Box:
    return Box(
        min(here.x, there.x), min(here.y, there.y), abs(here.x - there.x), abs(here.y - there.y)
    )
