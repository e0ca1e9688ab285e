"""How much work a drawing is, counted in calls and tries: large procedures stay cheap."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from sop_handbook.adapters.store import Store
from sop_handbook.diagrams import draw, fit, route
from sop_handbook.diagrams.draw import Drawing
from sop_handbook.diagrams.fit import page_drawing, phone_drawing
from sop_handbook.diagrams.geometry import Plan
from sop_handbook.diagrams.graph import Graph, Kind
from sop_handbook.diagrams.measure import wrap
from sop_handbook.diagrams.overviews import family_graph
from sop_handbook.diagrams.place import place
from sop_handbook.language.messages import messages
from sop_handbook.model.conditions import answers_to
from sop_handbook.model.flow import MANY_ANSWERS
from sop_handbook.model.numbering import is_branch
from sop_handbook.model.routes import Route
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.print.handbooks import OWN_PAGE, ROOM
from sop_handbook.render.svg import diagrams
from sop_handbook.render.svg.diagrams import Gallery, procedure_diagram, sheets
from sop_handbook.render.views.links import Pages
from tests.conftest import MakeProject
from tests.large_graphs import fan, flow, maze
from tests.layouts import random_plan
from tests.support import DAY, procedure
from tests.trades import trades_root

CHINESE = messages("zh")
LINEAR = 2.6  # times the calls for twice the steps; the square would be four times
DRAWN: dict[str, Callable[[Graph], object]] = {
    "page": lambda graph: page_drawing(graph, CHINESE),
    "phone": lambda graph: phone_drawing(graph, CHINESE),
    "paper": lambda graph: sheets(graph, CHINESE, "Noto Sans SC", ROOM, OWN_PAGE),
}


def _calls(work: Callable[[], object]) -> int:
    count = 0

    def see(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    wrap.cache_clear()
    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("form", DRAWN)
def test_twice_the_steps_are_little_more_than_twice_the_work(form: str) -> None:
    DRAWN[form](flow({}, 3))  # the dictionary of words is loaded once
    few, many = (_calls(partial(DRAWN[form], flow({}, count))) for count in (100, 200))
    assert many <= LINEAR * few


def _branches(count: int) -> object:
    long = procedure("; ".join(f"step-{number}" for number in range(count)))
    return [is_branch(long, step) or answers_to(long, step) for step in long.steps]


def test_all_steps_are_numbered_at_once_whichever_is_asked_for() -> None:
    few, many = (_calls(partial(_branches, count)) for count in (100, 200))
    assert many <= LINEAR * few


def test_a_thousand_steps_of_a_family_are_one_node(make_project: MakeProject) -> None:
    project = make_project()
    path = project.sources / "procedures" / "restaurant" / "serve.yaml"
    steps = "".join(f"  - {{id: s{n}, title: 端第{n}盘, role: waiter}}\n" for n in range(1100))
    text = path.read_text("utf-8")
    cut = text.index("  - id: carry"), text.index("ends:")
    path.write_text(text[: cut[0]] + steps + text[cut[1] :], "utf-8")
    handbook = examine(project).handbook
    graph = family_graph(handbook, handbook.families["letter"], CHINESE)
    lines = [node.text.count("\n") for node in graph.nodes if node.kind is Kind.TASK]
    assert lines == [1099, 0]


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[Graph]:
    """Whatever is drawn while a form is chosen."""
    found: list[Graph] = []
    real = draw.Sketch.drawn

    def count(sketch: draw.Sketch) -> Drawing:
        found.append(sketch.graph)
        return real(sketch)

    monkeypatch.setattr(draw.Sketch, "drawn", count)
    return found


@pytest.mark.parametrize("form", ["page", "phone"])
def test_of_a_large_process_few_forms_are_tried(form: str, drawings: list[Graph]) -> None:
    graph = maze(30)
    DRAWN[form](graph)
    size = len(graph.nodes) + len(graph.edges)
    assert len(drawings) <= max(fit.FEWEST, fit.WORK // size)


def test_the_best_of_those_that_were_tried_is_taken() -> None:
    graph = maze(30)
    forms = [draw.Arrangement(columns=1), draw.Arrangement(columns=2), draw.Arrangement(columns=3)]
    tried = list(draw.sketches(graph, forms, CHINESE))
    best = fit._best(tried, lambda made: (made.extent.height,), most=2)
    least = sorted(tried, key=lambda sketch: sketch.extent.height)[:2]
    assert best.extent.height == min(sketch.drawn().extent.height for sketch in least)


@pytest.mark.parametrize("form", ["page", "phone"])
def test_many_answers_are_a_list_and_nothing_is_searched_for(
    form: str, drawings: list[Graph]
) -> None:
    graph = fan(30)
    drawing = DRAWN[form](graph)
    assert isinstance(drawing, Drawing)
    assert len(drawings) == 1
    assert not [edge for edge in drawing.graph.edges if edge.label or edge.source == "step-0"]
    said = [line.text for line in drawing.texts[0] if line.kind == "note"]
    assert said == [f"第{number}种→{number + 2}" for number in range(30)]
    after = [drawing.geometry.boxes[f"step-{number}"].y for number in range(1, 32)]
    assert min(after) >= drawing.geometry.boxes["step-0"].y  # the list still comes first


def test_fewer_answers_are_lines() -> None:
    drawing = page_drawing(fan(MANY_ANSWERS - 1), CHINESE)
    assert sum(edge.label != "" for edge in drawing.graph.edges) == MANY_ANSWERS - 1


def test_a_drawing_is_made_once_for_all_pages_that_show_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[Graph] = []
    real = page_drawing

    def count(graph: Graph, *args: Any) -> Drawing:
        made.append(graph)
        return real(graph, *args)

    monkeypatch.setattr(diagrams, "page_drawing", count)
    project = Project(root=trades_root(), today=DAY)
    examination = examine(project)
    context = replace(context_of(project, examination), store=Store(tmp_path, str))
    restaurant = examination.handbook.procedures["restaurant-six-steps"]
    pages = Pages(examination.handbook, Route("handbook/restaurant/restaurant-six-steps.md"))
    procedure_diagram(restaurant, pages, context)
    assert list(Gallery(pages, context).of_industry("restaurant"))
    assert len(made) == len(set(made))


def test_a_line_is_searched_for_again_only_where_another_has_moved() -> None:
    plan = random_plan(5, "down")
    router = _settled(plan)
    before = router.effort
    for index in range(len(plan.ways)):
        router.reroute(index)
    assert router.effort == before


def _settled(plan: Plan) -> route._Router:
    found = place(plan)
    routes = route.route(plan, found)
    router = route._Router(plan, found, routes.cells, routes.size)
    for _ in range(9):
        for index in range(len(plan.ways)):
            router.reroute(index)
    return router
