"""Where the label of a line stands: near its source, in a lane of its ends, on nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sop_handbook.diagrams.geometry import Box, Plan, Point
from sop_handbook.diagrams.pixels import Pixels

STEP = 6.0  # pixels between the places tried along a line
MOST = 120  # places tried: a label further off would no longer be read with its line
FAR = 72.0  # pixels along its line that a label may be from its source
FEW = 4  # labels at one source that all find room so near; of more, they may be further off
CLEAR = 4.0  # pixels that stay free round a label: between it and its own line there are no more

Edges = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """Where a label stands; `fits` is false if it touches something there.

    `way` is the place of its way in the plan, from 0.
    """

    way: int
    box: Box
    fits: bool


def place_labels(plan: Plan, places: Pixels) -> tuple[Label | None, ...]:
    """Give every labelled way the nearest free place along its line, in the order of the ways.

    None stands for a way without a label.
    """
    taken = [_edges(box) for box in (*places.boxes.values(), _heads(plan, places))]
    strokes = [
        (way, _edges(_between(here, there)))
        for way, line in enumerate(places.lines)
        for here, there in pairwise(line)
    ]
    strokes += [(-1, _edges(border)) for border in _borders(places, plan.down)]
    lanes = {item.id: item.lane for item in plan.items}
    counts = Counter(way.source for way in plan.ways if way.label)
    found: list[Label | None] = []
    for way, wanted in enumerate(plan.ways):
        if wanted.label is None:
            found.append(None)
            continue
        homes = {places.lanes[lane] for lane in (lanes[wanted.source], lanes[wanted.target])}
        far = FAR * max(1.0, counts[wanted.source] / FEW)
        label = _place(way, wanted.label, places, (homes, far), taken, strokes)
        taken.append(_edges(label.box))
        found.append(label)
    return tuple(found)


def _place(
    way: int,
    size: tuple[float, float],
    places: Pixels,
    belongs: tuple[Iterable[Box], float],
    taken: list[Edges],
    strokes: list[tuple[int, Edges]],
) -> Label:
    tried = sorted(_candidates(places.lines[way], size))[:MOST]
    boxes = [box for _, box in tried if _inside(box, places)]
    homes, far = belongs
    strange = {box for cost, box in tried if cost > far or not _at_home(box, homes)}
    room = _around(boxes)
    # Its own line it may come close to.
    mine = _near(room, [stroke for owner, stroke in strokes if owner == way])
    others = _near(room, taken) + _near(room, [edges for owner, edges in strokes if owner != way])
    found: tuple[int, Box] | None = None
    for box in boxes:
        clashes = _touched(_edges(box), mine) + _touched(_edges(_grown(box)), others)
        clashes += box in strange
        if not clashes:
            return Label(way=way, box=box, fits=True)
        if found is None or clashes < found[0]:
            found = clashes, box
    first = places.lines[way][0]
    return Label(way=way, box=found[1] if found else Box(*first, *size), fits=False)


def _inside(box: Box, places: Pixels) -> bool:
    right, bottom = box.x + box.width, box.y + box.height
    return min(box.x, box.y) >= 1 and right <= places.width - 1 and bottom <= places.height - 1


def _at_home(box: Box, lanes: Iterable[Box]) -> bool:
    """Tell whether a box lies in one of some lanes."""
    left, top, right, bottom = _edges(box)
    return any(
        lane.x < left
        and right < lane.x + lane.width
        and lane.y < top
        and bottom < lane.y + lane.height
        for lane in lanes
    )


def _candidates(line: tuple[Point, ...], size: tuple[float, float]) -> Iterator[tuple[float, Box]]:
    """Yield places beside a line with their costs: far from the source costs most.

    It ends where no place can be among the `MOST` cheapest any more: every step has two at least.
    """
    width, height = size
    gone, last = 0.0, MOST / 2 * STEP + max(width, height) / 4 + 4
    for here, there in pairwise(line):
        length = abs(here.x - there.x) + abs(here.y - there.y)
        level = here.y == there.y
        reach = width if level else height
        for number in range(int(length // STEP) + 1):
            share = number * STEP / length if length else 0.0
            x, y = here.x + (there.x - here.x) * share, here.y + (there.y - here.y) * share
            cost = gone + number * STEP
            if cost > last:
                return
            if level:
                left = x if there.x > here.x else x - width
                yield (
                    cost,
                    Box(left + (3 if there.x > here.x else -3), y - height - 1, width, height),
                )
                yield cost + 4, Box(left, y + 2, width, height)
                yield cost + reach / 4, Box(x - width / 2, y - height - 1, width, height)
            else:
                top = y if there.y > here.y else y - height
                yield cost, Box(x + CLEAR, top + (2 if there.y > here.y else -2), width, height)
                yield cost + 2, Box(x - width - CLEAR, top, width, height)
        gone += length


def _between(here: Point, there: Point) -> Box:
    return Box(
        min(here.x, there.x) - 0.5,
        min(here.y, there.y) - 0.5,
        abs(here.x - there.x) + 1,
        abs(here.y - there.y) + 1,
    )


def _borders(places: Pixels, down: bool) -> Iterator[Box]:
    for lane in places.lanes:
        if down:
            yield Box(lane.x - 0.5, lane.y, 1, lane.height)
        else:
            yield Box(lane.x, lane.y - 0.5, lane.width, 1)


def _heads(plan: Plan, places: Pixels) -> Box:
    """Return where the titles of the lanes stand."""
    if plan.down:
        return Box(0, 0, places.width, plan.head)
    return Box(0, 0, plan.head, places.height)


def _grown(box: Box) -> Box:
    return Box(box.x - CLEAR, box.y - CLEAR, box.width + 2 * CLEAR, box.height + 2 * CLEAR)


def _edges(box: Box) -> Edges:
    return box.x, box.y, box.x + box.width, box.y + box.height


def _around(boxes: list[Box]) -> Edges:
    """Return what holds all of some boxes and what must stay clear round them."""
    edges = [_edges(_grown(box)) for box in boxes] or [(0.0, 0.0, 0.0, 0.0)]
    left, top, right, bottom = zip(*edges, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _near(room: Edges, others: list[Edges]) -> list[Edges]:
    """Return what a box in a room can touch at all: nearly nothing of a large drawing."""
    x, y, right, bottom = room
    return [
        other
        for other in others
        if x < other[2] and other[0] < right and y < other[3] and other[1] < bottom
    ]


def _touched(box: Edges, others: list[Edges]) -> int:
    """Count what a box touches. The innermost loop of all drawing, so nothing is called in it."""
    x, y, right, bottom = box
    return sum(
        [
            x < its_right and left < right and y < its_bottom and top < bottom
            for left, top, its_right, its_bottom in others
        ]
    )
