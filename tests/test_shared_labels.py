"""Values with one label are told apart where texts name them, and from texts that name none."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.editions.content import step_digest
from sop_handbook.model import Procedure
from sop_handbook.model.texts import iter_texts
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.render.base import Renderer
from sop_handbook.render.pages import render_pages
from sop_handbook.render.run import render_run
from tests.foreign import lay_out_foreign
from tests.support import DAY

EDITS = {
    "label: 冷藏温度": "label: 中心温度",
    "actions: [盖好，放进冷藏库]": (
        "actions: ['报{reading: core}', '报{reading: cold}', 报中心温度,"
        " '{reading: started}前', 开始冷却前,"
        " {do: 看, when: '{reading: core}高'}]"
    ),
    "done_when: 标签上写好了日期和批号": "done_when: 报中心温度",
    "method: 不开柜门，记下停电时刻": "method: '记下{reading: core}'",
    "{when: 停电,": "{when: '{reading: started}以后停电',",
}


def _projected(folder: Path, edits: Mapping[str, str]) -> tuple[Project, Examination]:
    root = lay_out_foreign(folder / "project")
    file = root / "sop_sources/procedures/kitchen/cooling.yaml"
    source = file.read_text("utf-8")
    for old, new in edits.items():
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    file.write_text(source, "utf-8")
    project = Project(root=root, today=DAY, store=Path(os.environ["SOP_STORE"]))
    return project, examine(project)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Examination]:
    return _projected(tmp_path_factory.mktemp("labels"), EDITS)


def _written(made: tuple[Project, Examination], renderer: Renderer, end: str) -> str:
    artifacts = render_all(*made, (renderer,)).artifacts
    [found] = [one for one in artifacts if one.path.endswith(end)]
    return found.content.decode()


@pytest.fixture(scope="module")
def book(made: tuple[Project, Examination]) -> dict[str, Any]:
    return dict(json.loads(_written(made, render_run, "run/cooling.json")))


def _named(book: Mapping[str, Any], text: str) -> list[str]:
    return [piece[2] for piece in book["mentions"].get(text, []) if len(piece) > 2]


def test_a_run_knows_which_value_a_text_names_and_which_names_none(book: dict[str, Any]) -> None:
    step = next(one for one in book["steps"] if one["id"] == "second")
    said = [one["do"] for one in step["actions"]]
    assert [_named(book, one) for one in said] == [["core"], ["cold"], [], ["started"], [], []]
    assert [one.rstrip("\u2060") for one in said] == [
        "报中心温度（第3步）",
        "报中心温度（第4步）",
        "报中心温度",
        "开始冷却前",
        "开始冷却前",
        "看",
    ]
    assert said[3] != said[4]
    assert _named(book, step["actions"][5]["when"]) == ["core"]
    assert [one["texts"] for one in step["facts"] if one["field"] == "done_when"] == [
        ["报中心温度"]
    ]
    [rule] = book["exceptions"]
    assert _named(book, rule["method"]) == ["core"]
    assert _named(book, rule["when"]) == ["started"]
    for text, pieces in book["mentions"].items():
        assert "".join(piece[0] for piece in pieces) == text.rstrip("\u2060")
    assert "\\u0000" not in json.dumps(book)


def test_words_of_a_run_that_hold_such_a_text_name_the_value_too(tmp_path: Path) -> None:
    edits = {
        "text: 已报废}": "text: '写明{reading: batch}，报废'}",
        "then: resume}": "then: scrapped}",
        "next: divide\n": (
            "decision: {question: '{reading: batch}都热透了？', outcomes: ["
            "{answer: '{reading: reheated}够了', go: divide}, {answer: 不够, go: scrapped}]}\n"
        ),
    }
    made = _projected(tmp_path, edits)
    book = json.loads(_written(made, render_run, "run/cooling.json"))
    step = next(one for one in book["steps"] if one["id"] == "reheat")
    assert [_named(book, way["answer"]) for way in step["ways"]] == [["reheated"], []]
    words = [step["repeat"]["to"], step["readings"][0]["then"], book["exceptions"][0]["then"]]
    assert words == ["到此结束（写明批号，报废）"] * 3
    assert book["mentions"][words[0]] == [
        ["到此结束（"],
        ["写明"],
        ["批号", "", "batch"],
        ["，报废"],
        ["）"],
    ]
    assert "\\u0000" not in json.dumps(book)


def test_the_hash_of_a_step_in_a_run_is_that_of_the_handbook(
    made: tuple[Project, Examination], book: dict[str, Any]
) -> None:
    handbook = made[1].handbook
    steps = handbook.resolved(handbook.procedures["cooling"]).steps
    assert [one["hash"] for one in book["steps"]] == list(map(step_digest, steps))


def test_pages_say_of_which_step_a_value_is(made: tuple[Project, Examination]) -> None:
    page = _written(made, render_pages, "kitchen/cooling.md")
    assert "报[中心温度（第3步）](#step-first)" in page
    assert "报[中心温度（第4步）](#step-second)" in page
    assert "[开始冷却](#step-divide)前" in page


def _texts(procedure: Procedure) -> set[str]:
    return {str(text) for _, text in iter_texts(procedure)}


def test_two_of_one_step_are_counted(tmp_path: Path) -> None:
    edits = {
        "label: 批号, kind: text": "label: 记下, kind: text",
        "label: 开始冷却, kind: time": "label: 记下, kind: time",
        "actions: [盖好，放进冷藏库]": "actions: ['{reading: batch}和{reading: started}']",
    }
    procedure = _projected(tmp_path, edits)[1].handbook.procedures["cooling"]
    assert "记下（第2步第1项）和记下（第2步第2项）" in _texts(procedure)


def test_a_step_put_before_changes_no_text_that_names_a_value(
    made: tuple[Project, Examination], tmp_path: Path
) -> None:
    more = "steps:\n  - {id: wash, title: 洗手, role: cook, actions: [洗]}\n"
    old, new = made[1].handbook, _projected(tmp_path, {**EDITS, "steps:\n": more})[1].handbook
    assert "报中心温度（第4步）" in _texts(new.procedures["cooling"])
    [found] = compare_handbooks(old, new)
    assert "洗手" in repr(found.differences)
    assert "中心温度" not in repr(found.differences)
