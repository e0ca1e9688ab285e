"""Steps that do not come in every run: done less often, or come to only when something is out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sop_handbook.editions.facts import reached_by
from sop_handbook.language.messages import messages
from sop_handbook.language.wording import worded
from sop_handbook.model import Procedure
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.render.base import Renderer
from sop_handbook.render.pages import render_pages
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.handbooks import handbooks
from sop_handbook.render.print.twi import twi_sheets
from sop_handbook.render.run import render_run
from sop_handbook.render.views.seldom import is_seldom
from tests.contexts import bare
from tests.foreign import lay_out_foreign
from tests.support import DAY

ROOM, COOLING = "hotel/clean-room", "kitchen/cooling"
ZH = messages("zh")


def _edited(folder: Path, name: str, edits: Mapping[str, str]) -> tuple[Project, Examination]:
    root = lay_out_foreign(folder / "project")
    file = root / f"sop_sources/procedures/{name}.yaml"
    text = file.read_text("utf-8")
    for old, new in edits.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    project = Project(root=root, today=DAY)
    return project, examine(project)


def _written(made: tuple[Project, Examination], renderer: Renderer, end: str) -> str:
    [found] = [o for o in render_all(*made, (renderer,)).artifacts if o.path.endswith(end)]
    return found.content.decode()


@pytest.mark.parametrize(
    ("whole", "step", "seldom"),
    [
        ("daily 08:30, 14:00", "[weekly monday, monthly last]", True),
        ("daily 08:30, 14:00", "daily", True),
        ("daily 08:30, 14:00", "twice daily", False),
        ("daily 08:30, 14:00", "[monthly, every 2h]", False),
        ("weekly monday, thursday", "every 3d", False),
        ("every 2 months", "yearly", True),
        ("7x24", "weekly", False),
        ("monthly 1, last", "monthly", True),
    ],
)
def test_a_step_is_seldom_if_it_is_done_less_often_than_the_whole(
    whole: str, step: str, seldom: bool, tmp_path: Path
) -> None:
    edits = {
        "schedule: daily 08:30, 14:00": f"schedule: {whole}",
        "schedule: [weekly monday, monthly last]": f"schedule: {step}",
    }
    found = _edited(tmp_path, ROOM, edits)[1].handbook.procedures["clean-room"]
    assert is_seldom(found, _step(found, "descale")) is seldom
    assert not is_seldom(found, _step(found, "bath"))


def _step(procedure: Procedure, name: str) -> Any:
    return next(step for step in procedure.steps if step.id == name)


def test_a_step_of_another_turn_may_be_left_out_on_paper_and_page_and_in_a_run(
    tmp_path: Path,
) -> None:
    made = _edited(tmp_path, ROOM, {})
    handbook = made[1].handbook
    sheet, _ = [one for one in checklists(handbook, bare()) if one.subject == "clean-room"]
    rows = [row for point in sheet.content["pause_points"] for row in point["items"]]
    assert [row["title"] for row in rows if "optional" in row] == ["除水垢"]
    page = _written(made, render_pages, f"{ROOM}.md")
    assert page.count("没轮到的时候不做") == 1
    assert page.count('name="descale.na"') == page.count('.na"') == 1
    book = json.loads(_written(made, render_run, "run/clean-room.json"))
    assert [one["id"] for one in book["steps"] if one.get("seldom")] == ["descale"]


def test_all_times_of_a_step_stand_in_lists_of_steps(tmp_path: Path) -> None:
    limited = "schedule: [weekly monday, monthly last]\n    time_limit: 20min"
    edits = {"schedule: [weekly monday, monthly last]": limited}
    made = _edited(tmp_path, ROOM, edits)
    handbook = made[1].handbook
    said = "20分钟；每周一；每月最后一天"
    deck = [one for one in cards(handbook, bare()) if one.subject == "clean-room"]
    for one in deck:
        steps = [i for i in one.content["cards"][0]["items"] if i.get("text") == "除水垢"]
        assert [worded(item["limit"], ZH) for item in steps] == [said]
    assert said in _written(made, render_pages, f"{ROOM}.md")
    plain = _edited(tmp_path / "plain", ROOM, {})[1].handbook
    sheets = (one for one in cards(plain, bare()) if one.subject == "clean-room")
    item = next(i for i in next(sheets).content["cards"][0]["items"] if i.get("text") == "除水垢")
    assert worded(item["limit"], ZH) == "每周一；每月最后一天"


REHEATED = "第3步“中心温度”超出"
SPENT = "第3步做过2次，再要做"


def test_a_step_that_no_usual_way_leads_to_says_when_one_comes_there(tmp_path: Path) -> None:
    edits = {
        "actions: [每 30 分钟搅动一次, 到时间量最厚的地方]": "repeat: {most: 2, then: reheat}",
        "next: divide\n": "next: tell\n  - {id: tell, title: 报告, role: cook, next: divide}\n",
        "then: resume}": "then: tell}",
    }
    made = _edited(tmp_path, COOLING, edits)
    handbook = made[1].handbook
    resolved = handbook.resolved(handbook.procedures["cooling"])
    assert [one.step.id for one in resolved.steps if reached_by(one)] == ["reheat", "tell"]
    book = json.loads(_written(made, render_run, "run/cooling.json"))
    told = {one["id"]: one.get("only_if") for one in book["steps"]}
    assert told == dict.fromkeys(told) | {
        "reheat": [REHEATED, SPENT],
        "tell": ["停电", REHEATED, SPENT],
    }
    page = _written(made, render_pages, f"{COOLING}.md")
    assert f"{REHEATED}；或{SPENT}</small>" in page
    papers = [
        one
        for maker in (checklists, twi_sheets, cards, handbooks)
        for one in maker(handbook, bare())
        if one.subject in ("cooling", "kitchen")
    ]
    assert {one.kind for one in papers} >= {"checklist", "twi", "cards", "cards-small", "handbook"}
    for one in papers:
        assert json.dumps(worded(one.content, ZH), ensure_ascii=False).count(REHEATED) >= 2


def test_a_step_that_only_exceptions_lead_to_leaves_that_to_them(tmp_path: Path) -> None:
    edits = {
        "outside: {do: 重新加热到 74 ℃ 以上，只能一次, go: reheat}": "outside: {do: 报告}",
        "then: resume}": "then: reheat}",
    }
    handbook = _edited(tmp_path, COOLING, edits)[1].handbook
    resolved = handbook.resolved(handbook.procedures["cooling"])
    assert [one for one in resolved.steps if reached_by(one)] == []
