"""Whom to call, wherever the handbook says so: each number by itself, and nothing that is none."""

import json
import re

from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.pages import render_pages
from sop_handbook.render.run import render_run
from sop_handbook.render.search import render_search
from tests.case_files import cases
from tests.conftest import MakeProject

CASE = next(case for case in cases("invalid") if case.code == "nothing-to-dial")
DIALLED = {"tel:02112345678,801", "tel:120", "tel:110", "tel:8001"}


def test_pages_runs_and_search_dial_the_same_numbers(make_project: MakeProject) -> None:
    project = make_project(CASE.files, CASE.remove)
    made = render_all(project, examine(project), (render_pages, render_run, render_search))
    files = {artifact.path: artifact.content.decode() for artifact in made.artifacts}
    pages = [text for path, text in files.items() if path.endswith("serve.md")]
    assert {*re.findall(r"\((tel:[^)]*)\)", pages[0])} == DIALLED
    heads = {*re.findall(r'href: "(tel:[^"]*)"', pages[0])}
    assert heads == DIALLED
    run = json.loads(next(text for path, text in files.items() if path.endswith("run/serve.json")))
    (pieces,) = run["dials"].values()
    assert {piece[1] for piece in pieces if len(piece) > 1} == DIALLED
    assert "8001-8005" in "".join(piece[0] for piece in pieces)
    table = json.loads(next(t for path, t in files.items() if path.endswith("search/table.json")))
    assert {one["address"] for one in table["contacts"]} == DIALLED | {""}
    assert [one["pieces"] for one in table["emergencies"]] == [
        [["对讲1频道", ""]],
        [["119", "tel:119"], [" 或 ", ""], ["8001", "tel:8001"]],
    ]
