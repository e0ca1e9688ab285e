"""Pages say what may harm before what to do, what to have at hand, and what to write down."""

import re
from datetime import date

import pytest

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.pages import render_pages
from sop_handbook.sources.schemas import Schemas
from sop_handbook.sources.validate import validate
from sop_handbook.templating.environment import render
from tests.foreign import foreign_project


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The Markdown of every page, by its name."""
    project = foreign_project()
    made = render_all(project, examine(project), (render_pages,)).artifacts
    return {
        one.path.rpartition("handbook/")[2].removesuffix(".md"): one.content.decode()
        for one in made
        if one.path.endswith(".md")
    }


def _placed(page: str, *wanted: str) -> None:
    """Each of these comes after the one before it."""
    at = 0
    for piece in wanted:
        found = page.find(piece, at)
        assert found >= 0, piece
        at = found + len(piece)


def test_what_comes_before_is_right_under_the_goal_the_gravest_hazard_ahead(
    pages: dict[str, str],
) -> None:
    _placed(
        pages["property/lift-rescue"],
        "把被困的人接出来", "{: #before }", "sop-signal--danger", "轿厢突然移动会夹死人",
        "怎样避开：", "切断主电源", "坠入井道", "sop-signal--caution", "盘车手轮", "个人防护",
        "安全帽", "前提条件", "两名救援员到场", "工具设备", "警示牌", "{: #overview }",
    )  # fmt: skip


def test_hazards_of_a_step_are_flagged_in_the_overview_and_stand_before_all_else(
    pages: dict[str, str],
) -> None:
    page = pages["property/lift-rescue"]
    overview = page.partition("{: #overview }")[2].partition("{: #diagram }")[0]
    flagged = [row for row in overview.splitlines() if "sop-signal" in row]
    assert [re.findall("危险|警告|注意", row) for row in flagged] == [["危险"], ["警告"]]
    assert "断开主电源" in flagged[0]
    step = page.partition("{: #step-power-off")[2].partition("{: #step-locate")[0]
    _placed(step, "触电会死人", "只动主开关", "sop-critical", "钥匙随身带", "断开主开关")


def test_a_reading_says_its_limits_or_options_and_where_it_leads_out_of_bounds(
    pages: dict[str, str],
) -> None:
    cooling = pages["kitchen/cooling"]
    first = cooling.partition("{: #step-first")[2].partition("{: #step-reheat")[0]
    _placed(
        first,
        "要记下", "**中心温度**（不超过21℃）", "超出时：", "重新加热到 74 ℃ 以上",
        "→ [第3a步 重新加热](#step-reheat)",
    )  # fmt: skip
    divide = cooling.partition("{: #step-divide")[2].partition("{: #step-first")[0]
    _placed(divide, "**批号**", "**开始冷却**（几点几分）")
    infusion = pages["hospital/infusion"]
    _placed(infusion, '**床号** <span class="sop-kind">个人信息</span>', "正常</span> / ")


@pytest.mark.parametrize("name", ["kitchen/cooling", "standards"])
def test_limits_stand_with_the_standards_each_with_its_step(
    name: str, pages: dict[str, str]
) -> None:
    rows = [row for row in pages[name].splitlines() if row.startswith("| 中心温度")]
    assert len(rows) == 1
    assert "不超过21℃" in rows[0]
    assert "#step-first)" in rows[0]


def test_the_page_of_a_role_has_what_comes_before_and_the_hazards_where_it_helps(
    pages: dict[str, str],
) -> None:
    _placed(
        pages["roles/rescuer"], "开始之前", "夹死人", "防滑绝缘鞋", "断开主电源", "触电会死人",
        "sop-critical", "轿厢与层站的高度差",
    )  # fmt: skip
    monitor = pages["roles/monitor"].partition("协同参与")[2]
    _placed(monitor, "sop-signal--danger", "触电会死人", "sop-critical", "断开主开关")


def test_a_diagram_marks_steps_with_grave_hazards(pages: dict[str, str]) -> None:
    infusion = pages["hospital/infusion"]  # air in the tube, and nothing critical
    drawn = infusion.partition("sop-diagram__desk")[2].partition("sop-diagram__phone")[0]
    assert re.search('2 挂瓶排气[^"]*；有危险"', drawn)
    assert drawn.count('stroke="var(--flow-critical)"') == 2  # so has who is asked for a name
    assert "左边粗线：有关键要点、危险" in infusion
    assert (
        "左边粗线：有关键要点\n" in pages["kitchen/cooling"]
        or "左边粗线：有关键要点 ·" in (pages["kitchen/cooling"])
    )


def test_a_diagram_in_words_has_the_hazards(pages: dict[str, str]) -> None:
    words = pages["property/lift-rescue"].partition("sop-diagram__words")[2]
    _placed(
        words.partition("</details>")[0], "断开主电源", "触电会死人", "关键", "盘车平层", "溜车"
    )


def test_the_page_of_a_register_says_how_many_rows_and_which_columns(
    pages: dict[str, str],
) -> None:
    page = pages["forms/cooling-log"]
    _placed(page, "栏目", "**班次**", "一份15行，每行填", "**2 小时（℃）**：不超过 21", "**签名**")


def test_what_a_draft_hints_at_is_right_once_it_is_no_comment(project: Project) -> None:
    draft = render(
        "draft.yaml.j2", id="x", number="A-01", role="r", document="", day=str(date(2026, 11, 1))
    )
    hinted = re.sub(r"^( *)# (before:|  [a-z]+:|hazards:|readings:)", r"\1\2", draft, flags=re.M)
    assert hinted.count("#") < draft.count("#") - 6
    source, findings = parse(hinted, "x")
    assert source
    assert not findings
    assert {"hazards", "readings"} <= source.data["steps"][0].keys()
    assert set(source.data["before"]) == {"hazards", "ppe", "conditions", "equipment", "materials"}
    assert list(validate(source, "procedure", Schemas(project.schemas))) == []
