"""In every chart of both handbooks, and of random ones, all labels stand where they belong."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.diagrams.draw import Drawing
from sop_handbook.diagrams.fit import page_drawing, phone_drawing, print_drawing
from sop_handbook.diagrams.graph import Graph
from sop_handbook.diagrams.hand_overs import industry_graph
from sop_handbook.diagrams.overviews import family_graph
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.handbooks import OWN_PAGE, ROOM
from tests.layouts import drawn_plan, problems
from tests.promises import examples, kept
from tests.random_procedures import random_procedure
from tests.random_timing import timed_procedure
from tests.states import lay_out_now
from tests.trades import trades_root

CHINESE = messages("zh")
FORMS = ("page", "phone", "paper")


def _drawn(graph: Graph, form: str) -> Drawing:
    if form == "page":
        return page_drawing(graph, CHINESE)
    if form == "phone":
        return phone_drawing(graph, CHINESE)
    return print_drawing(graph, CHINESE, ROOM, OWN_PAGE).drawing


def _graphs(handbook: Handbook, form: str) -> list[Graph]:
    whole = form == "paper"
    found = [procedure_graph(handbook, one, CHINESE, whole) for one in handbook.procedures.values()]
    found += [family_graph(handbook, one, CHINESE, whole) for one in handbook.families.values()]
    found += [graph for one in handbook.industries if (graph := industry_graph(handbook, one))]
    return found


def _faults(graph: Graph, form: str) -> list[str]:
    drawing = _drawn(graph, form)
    found = problems(drawn_plan(drawing), drawing.geometry)
    return [f"{graph.id} {form}: {one.what}, {one.where}" for one in found]


@pytest.fixture(scope="module", params=["trades", "states"])
def handbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """Several trades, and the handbook of every state with its short and very long texts."""
    if request.param == "trades":
        return _trades()
    root = tmp_path_factory.mktemp("states") / "project"
    lay_out_now(root)
    return examine(Project(root=root, today=date(2026, 11, 22))).handbook


@pytest.mark.parametrize("form", FORMS)
def test_a_chart_of_a_handbook_is_without_a_fault(handbook: Handbook, form: str) -> None:
    graphs = _graphs(handbook, form)
    assert [fault for graph in graphs for fault in _faults(graph, form)] == []


@cache
def _trades() -> Handbook:
    return examine(Project(root=trades_root(), today=date(2026, 11, 22))).handbook


@kept
@given(st.integers(0, 2**32), st.sampled_from(FORMS))
@examples(4)
def test_a_chart_of_a_random_process_is_without_a_fault(seed: int, form: str) -> None:
    handbook = _trades()
    made = random_procedure(seed, tuple(handbook.roles)[:4], tuple(handbook.procedures)[:2])
    graph = procedure_graph(handbook, made, CHINESE, form == "paper")
    assert _faults(graph, form) == []


@kept
@given(st.integers(0, 2**32), st.sampled_from(FORMS))
@examples(4)
def test_a_chart_with_bars_and_loops_is_without_a_fault(seed: int, form: str) -> None:
    handbook = _trades()
    made = timed_procedure(seed, tuple(handbook.roles)[:4], tuple(handbook.procedures)[:2])
    graph = procedure_graph(handbook, made, CHINESE, form == "paper")
    assert _faults(graph, form) == []
