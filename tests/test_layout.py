"""Whatever the process, no line runs through a box, no text lies on anything."""

import hashlib
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.diagrams.geometry import Box, Geometry, Point
from sop_handbook.diagrams.layout import flesh_out, layout, least_extent, skeleton
from tests.layouts import FORMS, inside, problems, random_plan
from tests.promises import examples, kept
from tests.sites import environment
from tests.support import ROOT

MOST_EFFORT = 40  # steps for each item and way; the worst of a thousand plans took 13
SEEDS, ANY_FORM = st.integers(0, 2**32), st.sampled_from(FORMS)


@kept
@given(SEEDS, ANY_FORM)
@examples(16)
def test_a_random_process_is_drawn_without_a_fault(seed: int, form: str) -> None:
    plan = random_plan(seed, form)
    found = layout(plan)
    assert list(problems(plan, found)) == []
    assert found.effort <= MOST_EFFORT * len(plan.items) * len(plan.ways)


@kept
@given(SEEDS, ANY_FORM)
@examples(16)
def test_a_process_is_never_drawn_smaller_than_foretold(seed: int, form: str) -> None:
    plan = random_plan(seed, form)
    bones = skeleton(plan)
    least, found = least_extent(plan, bones), flesh_out(plan, bones).extent
    assert least.width <= found.width
    assert least.height <= found.height
    assert least.bends == found.bends


@kept
@given(SEEDS, st.sampled_from(["down", "right"]))
@examples(16)
def test_a_line_within_one_lane_stays_in_it_with_its_label(seed: int, form: str) -> None:
    plan = random_plan(seed, form)
    bones = skeleton(plan)
    found = flesh_out(plan, bones)
    lanes = {item.id: item.lane for item in plan.items}
    borders = [2 * first for first in (*bones.routes.first, bones.routes.size.v // 2)]
    for number, (way, path) in enumerate(zip(plan.ways, bones.routes.paths, strict=True)):
        lane = lanes[way.source]
        first, last = borders[lane : lane + 2]
        if lanes[way.target] != lane or not all(first <= cell.v <= last for cell in path):
            continue
        early = {part for line, part in bones.spread.early if line == number}
        if any(cell.v == last for cell in path) and lane + 1 < len(found.lanes) and not early:
            continue  # others pass there as well
        line, label, home = found.lines[number], found.labels[number], found.lanes[lane]
        assert all(inside(Box(*point, 0, 0), home) for point in line)
        assert label is None or inside(label, home)


def fingerprint() -> str:
    """Hash some geometries with everything in them."""
    found = [layout(random_plan(seed, form)) for seed in range(2) for form in FORMS]
    return hashlib.sha256(repr(found).encode()).hexdigest()


def test_every_process_draws_the_same_under_any_hash_seed() -> None:
    code = "from tests.test_layout import fingerprint; print(fingerprint())"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment({"PYTHONHASHSEED": seed}),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "4711")
    }
    assert runs == {f"{fingerprint()}\n"}


# What the invariants are worth: each of these faults is seen. ------------------------------------


FAULTS = (
    "items on each other", "item outside its lane", "line askew", "line beside the outline",
    "line through an item", "lines on each other", "label on an item", "label outside",
    "label on another line", "label on a border", "labels on each other",
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(fault: str) -> None:
    plan = random_plan(0, "down")
    found = layout(plan)
    assert fault in {problem.what for problem in problems(plan, _faulty(fault, found))}


def _faulty(fault: str, found: Geometry) -> Geometry:
    whole = Box(0, 0, found.width, found.height)
    first, second = list(found.boxes)[:2]
    if fault.startswith("item"):
        box = found.boxes[second] if fault == "items on each other" else whole
        return replace(found, boxes={**found.boxes, first: box})
    if fault.startswith("label"):
        box = Box(-50, 0, 20, 10) if fault == "label outside" else whole
        return replace(found, labels=tuple(own and box for own in found.labels))
    middle = Point(found.width / 2, found.height / 2)
    slanted = tuple((middle, *line[1:]) for line in found.lines)
    same = (max(found.lines, key=len),) * len(found.lines)
    through = tuple((line[0], *_centres(found), line[-1]) for line in found.lines)
    lines = {"lines on each other": same, "line through an item": through}.get(fault, slanted)
    return replace(found, lines=lines)


def _centres(found: Geometry) -> list[Point]:
    return [Point(box.x + box.width / 2, box.y + box.height / 2) for box in found.boxes.values()]
