"""From a plan to places: rows and columns, routes, tracks, then pixels; labels find room last."""

from generators.diagrams.geometry import Geometry, Plan
from generators.diagrams.labels import Label, place_labels
from generators.diagrams.pixels import pixels
from generators.diagrams.place import place
from generators.diagrams.route import Routes, route
from generators.diagrams.tracks import tracks

ROUNDS = 12  # times channels may be widened for labels that found no room


def layout(plan: Plan) -> Geometry:
    """Lay out a plan. The same plan gives the same geometry, to the bit, on every machine."""
    routes = route(plan, place(plan))
    spread = tracks(routes.paths, plan.ways)
    extras: tuple[dict[tuple[int, bool], float], dict[tuple[int, bool], float]] = ({}, {})
    for _ in range(ROUNDS):
        places = pixels(plan, routes, spread, extras)
        labels = place_labels(plan, places)
        wanting = [label for label in labels if label and not label.fits]
        if not wanting:
            break
        for label in wanting:
            _widen(extras, plan, routes, label)
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
    extras: tuple[dict[tuple[int, bool], float], ...], plan: Plan, routes: Routes, label: Label
) -> None:
    """Give the channel at which the way leaves its source room for the label."""
    here, there = routes.paths[label.way][:2]
    axis = 0 if here.u != there.u else 1
    forward = there[axis] > here[axis]
    upright = (axis == 0) == plan.down
    needed = label.box.height + 6 if upright else label.box.width + 10
    key = (here[axis] + (1 if forward else -1), forward)
    extras[axis][key] = extras[axis].get(key, 0.0) + needed / 2
