"""From a plan to places: rows and columns, routes, tracks, then pixels; labels find room last."""

from dataclasses import dataclass

from sop_handbook.diagrams.geometry import Extent, Geometry, Plan
from sop_handbook.diagrams.labels import Label, place_labels
from sop_handbook.diagrams.pixels import extent, pixels
from sop_handbook.diagrams.place import place
from sop_handbook.diagrams.route import Routes, route
from sop_handbook.diagrams.tracks import Tracks, tracks

MOST = 150  # times room is sought for a label: so many never all find some
ROUNDS = 20  # times channels may be widened for labels that found no room


@dataclass(frozen=True, kw_only=True, slots=True)
class Skeleton:
    """What does not depend on sizes or on the direction of the flow: cells, routes, tracks."""

    routes: Routes
    spread: Tracks


def layout(plan: Plan) -> Geometry:
    """Lay out a plan. The same plan gives the same geometry, to the bit, on every machine."""
    return flesh_out(plan, skeleton(plan))


def skeleton(plan: Plan) -> Skeleton:
    """Settle who stands where and which way lines go; the expensive part."""
    routes = route(plan, place(plan))
    return Skeleton(routes=routes, spread=tracks(routes, plan.ways))


def least_extent(plan: Plan, bones: Skeleton) -> Extent:
    """Return the extent of a plan before its labels find room, which only makes it larger."""
    return extent(plan, bones.routes, bones.spread)


def flesh_out(plan: Plan, bones: Skeleton) -> Geometry:
    """Lay out a plan of which another size has been laid out: same items, ways and columns.

    `bones` are what `skeleton` returned for that one.
    """
    routes, spread = bones.routes, bones.spread
    extras: tuple[dict[tuple[int, bool], float], dict[tuple[int, bool], float]] = ({}, {})
    sought = 0  # labels without room, in all rounds
    for number in range(ROUNDS):
        places = pixels(plan, routes, spread, extras)
        labels = place_labels(plan, places)
        wanting = [label for label in labels if label and not label.fits]
        sought += len(wanting)
        if not wanting or sought > MOST:
            break
        for label in wanting:
            _widen(extras, plan, routes, label, along=number % 2 == 0)
    return Geometry(
        width=places.width,
        height=places.height,
        boxes=places.boxes,
        lanes=places.lanes,
        lines=places.lines,
        labels=tuple(label.box if label else None for label in labels),
        effort=routes.effort,
    )


def _widen(
    extras: tuple[dict[tuple[int, bool], float], ...],
    plan: Plan,
    routes: Routes,
    label: Label,
    *,
    along: bool,
) -> None:
    """Give a label room where its way leaves the source: along the way, or beside it."""
    here, there = routes.paths[label.way][:2]
    axis = 0 if here.u != there.u else 1
    upright = (axis == 0) == plan.down
    long, wide = (label.box.height, label.box.width) if upright else label.box[3:1:-1]
    if along:
        forward = there[axis] > here[axis]
        key = (here[axis] + (1 if forward else -1), forward)
        extras[axis][key] = extras[axis].get(key, 0.0) + (long + 8) / 2
    else:
        key = (here[1 - axis], True)
        extras[1 - axis][key] = extras[1 - axis].get(key, 0.0) + wide / 2
