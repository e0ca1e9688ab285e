"""Pages say what may harm before what to do, what to have at hand, and what to write down."""

import os
import re
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import combinations
from math import dist
from pathlib import Path
from typing import Any

import pytest

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.model import Clip, Handbook, Mark, Picture, Text
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import Context
from sop_handbook.render.pages import render_pages, render_procedures
from sop_handbook.sources.schemas import Schemas
from sop_handbook.sources.validate import validate
from sop_handbook.templating.environment import render
from tests.contexts import bare
from tests.foreign import foreign_examination, foreign_project


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
        "要记下", "**中心温度**（不超过21℃）", "超出时：", "重新加热到 74\u00a0℃ 以上",
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
    _placed(
        page, "栏目", "**班次**", "一份15行，每行填", "**2\u00a0小时（℃）**：不超过 21", "**签名**"
    )


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


def _step(page: str, name: str) -> str:
    """A step as its page has it."""
    return page.partition(f"{{: #step-{name} ")[2].partition("\n### ")[0]


def test_tables_of_a_procedure_stand_before_its_exceptions_and_steps_lead_there(
    pages: dict[str, str],
) -> None:
    power, lab = unescape(pages["power/switch-off"]), pages["lab/multiplex-pcr"]
    _placed(
        power, "(#rules-distances)", "## 规则", "设备不停电时的安全距离 {: #rules-distances }",
        'tabindex="0"', 'aria-label="设备不停电时的安全距离"',
        '<th scope="col">电压等级（kV）</th>',
        '<th scope="row">10 及以下</th><td>0.70</td>', "按高一级的距离", "## 异常",
    )  # fmt: skip
    mix = lab.partition("{: #rules-mix }")[2].partition("{: #rules-cycling }")[0]
    assert mix.count('<th scope="col">') == 7
    assert "(../lab/multiplex-pcr.md#rules-mix)" in pages["roles/technician"]


def test_how_often_stands_in_the_head_and_before_what_is_done(pages: dict[str, str]) -> None:
    page = pages["hotel/clean-room"]
    _placed(page, "**目标**", "**频次** 每天 08:30、14:00", "{: #before }")
    _placed(_step(page, "descale"), "岗位", "频次</span> 每周一；每月最后一天", "怎么做")
    _placed(_step(page, "inspect"), "频次 **每天2次**", "怎么做")
    _placed(_step(page, "knock"), "重复</span> 连做3次", "怎么做")
    assert "频次" not in pages["kitchen/cooling"]


def test_steps_at_the_same_time_are_one_group_in_the_overview(pages: dict[str, str]) -> None:
    page = unescape(pages["power/switch-off"])
    overview = page.partition("{: #overview }")[2].partition("{: #diagram }")[0]
    rows = [row for row in overview.splitlines() if "sop-joint" in row]
    assert [re.findall("sop-joint[^0-9]*([0-9.]+)|同时做：([0-9.]+)", row) for row in rows] == [
        [("5.1", ""), ("", "5.2")],
        [("5.2", ""), ("", "5.1")],
    ]
    _placed(_step(page, "earth"), "同时做</span> 第5.2步 悬挂标示牌", "怎么做")


def test_a_list_of_steps_and_the_diagram_say_all_of_how_often(pages: dict[str, str]) -> None:
    page = pages["hotel/clean-room"]
    overview = page.partition("{: #overview }")[2].partition("{: #diagram }")[0]
    (row,) = [row for row in overview.splitlines() if "#step-descale" in row]
    assert "| 每周一；每月最后一天 |" in row
    drawn = page.partition("sop-diagram__desk")[2].partition("sop-diagram__phone")[0]
    assert "频次：每周一；每月最后一天" in drawn


def test_the_legend_of_a_diagram_says_what_its_dashes_are(pages: dict[str, str]) -> None:
    assert "再要做" in pages["lab/multiplex-pcr"].partition("sop-diagram__desk")[2]
    assert "做满了次数还要再做" in pages["lab/multiplex-pcr"]
    assert "虚线：异常情况\n" in pages["property/lift-rescue"]


def test_a_figure_and_its_unit_are_one_piece_in_a_table(pages: dict[str, str]) -> None:
    mix = unescape(pages["lab/multiplex-pcr"]).partition("{: #rules-mix }")[2]
    assert '<span class="sop-whole">0.2\u00a0μmol/L</span>' in mix
    assert '<span class="sop-whole">20\u00a0ng</span>' in mix


def test_the_checklist_of_a_page_says_how_often_with_what_else_and_how_many_times(
    pages: dict[str, str],
) -> None:
    def box(page: str, of: str) -> str:
        return pages[page].partition(f'type="checkbox" name="{of}"')[2].partition("</label>")[0]

    _placed(box("hotel/clean-room", "knock"), "重复</span> 连做3次")
    _placed(box("hotel/clean-room", "descale"), "频次</span> 每周一；每月最后一天")
    _placed(box("power/switch-off", "earth"), "同时做</span> 第5.2步 悬挂标示牌")
    assert (
        "做好的标志" not in pages["hotel/clean-room"].partition("<form")[2].partition("</form>")[0]
    )


def test_an_action_says_who_of_the_step_does_it_also_on_role_pages(pages: dict[str, str]) -> None:
    said = '<span class="sop-doer">监护人：</span>念出设备的名称和编号'
    assert said in _step(pages["power/switch-off"], "call")
    assert said in pages["roles/switch-operator"]
    assert said in pages["roles/switch-supervisor"].partition("协同参与")[2]


def test_commands_are_there_sign_by_sign_and_links_lead_there(pages: dict[str, str]) -> None:
    page = pages["it/pvc-full"]
    typed = [
        unescape(re.sub("</?span[^>]*>", "", one)) for one in re.findall("<code>(.*?)</code>", page)
    ]
    assert "kubectl get pvc --all-namespaces  | grep -v Bound" in typed
    assert (
        "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: standard\n"
        "allowVolumeExpansion: true"
    ) in typed
    (patch,) = [one for one in typed if "patch pvc" in one]
    assert patch.splitlines()[1:] == [
        "  --type merge \\",
        """  -p '{"spec":{"resources":{"requests":{"storage":"100Gi"}}}}'""",
    ]
    assert "运行命令" in _step(page, "scale-down")
    address = "https://example.org/docs/concepts/storage/storage-classes/#allow-volume-expansion"
    assert f'<a href="{address}" rel="noreferrer">' in page


def test_a_named_reading_leads_to_where_it_is_written_down(pages: dict[str, str]) -> None:
    assert "[设备编号](#step-call)" in _step(pages["power/switch-off"], "test")
    assert "[设备编号](../power/switch-off.md#step-call)" in pages["roles/switch-operator"]
    back = _step(pages["it/pvc-full"], "scale-up")
    assert '<a href="#step-look">副本数</a>' in back  # in a list that is HTML
    assert "副本数改回 副本数" in pages["roles/oncall"]


def _context() -> Context:
    """With the run's store: pages are kept there."""
    return bare(Path(os.environ["SOP_STORE"]))


def _seen(handbook: Handbook, step: str, *pictures: Picture) -> str:
    """The page of cleaning a room, with pictures of a step, or of the whole if it is ""."""
    one = handbook.procedures["clean-room"]
    steps = tuple(replace(each, pictures=pictures if each.id == step else ()) for each in one.steps)
    shown = replace(one, steps=steps, pictures=() if step else pictures)
    changed = replace(handbook, procedures={**handbook.procedures, one.id: shown})
    (made,) = render_procedures(changed, _context(), [one.id]).artifacts
    return made.content.decode()


def _picture(name: str, **more: Any) -> Picture:
    known: dict[str, Any] = {"digest": (name * 64)[:64], "width": 1600, "height": 1200}
    return Picture(file=f"{name}.jpg", **{"text": Text((f"看到{name}",)), **known, **more})


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """The same handbook, before anything is made of it."""
    return foreign_examination().handbook


def test_right_and_wrong_stand_side_by_side_before_the_actions_with_word_and_sign(
    handbook: Handbook,
) -> None:
    page = _seen(handbook, "bed", _picture("a", shows="right"), _picture("b", shows="wrong"))
    bed = _step(page, "bed")
    _placed(
        bed, "sop-figures--pair", "对：看到a", "<circle", ">对</span> 看到a",
        "错：看到b", "sop-verdict__board", ">错</span> 看到b", "怎么做", "铺床单",
    )  # fmt: skip
    assert bed.count("<section") == 1


def test_pictures_have_their_widths_and_size_and_wait_to_be_fetched(handbook: Handbook) -> None:
    page = _seen(handbook, "", *(_picture(name) for name in "abc"))
    images = re.findall("<a class=[^>]*><img[^>]*>", page)
    base = "../../media/aaaaaaaaaaaaaaaa"
    assert f'href="{base}-1200.webp"' in images[0]
    assert f'src="{base}-800.webp"' in images[0]
    assert f"{base}-400.webp 400w, {base}-800.webp 800w, {base}-1200.webp 1200w" in images[0]
    for image in images:
        assert 'width="1600" height="1200"' in image
        assert 'loading="lazy" decoding="async"' in image
    assert ["sop-later" in image for image in images] == [False, False, True]
    _placed(page, "{: #before }", "<img", "{: #overview }")  # what may harm comes first
    of_step = _seen(handbook, "bath", _picture("d", width=390, height=300))
    assert 'srcset="../../media/dddddddddddddddd-390.webp 390w"' in of_step
    assert "sop-later" in of_step


def test_call_outs_are_numbered_where_they_are_and_below(handbook: Handbook) -> None:
    marks = (Mark(at=(0.42, 0.3125), text=Text(("中线<b>",))), Mark(at=(1, 0), text=Text(("角",))))
    page = _seen(handbook, "bed", _picture("a", marks=marks, text=Text(('"><script>x',))))
    _placed(
        page, 'cx="42&#46;0%" cy="31&#46;2%"', ">1</text>", 'cx="94&#46;9%" cy="6&#46;9%"',
        ">2</text>",
        '<ul class="sop-marked"', "<li>① 中线&#60;b&#62;</li><li>② 角</li>",
    )  # fmt: skip
    assert "<script" not in page


@pytest.mark.parametrize(
    "places",
    [
        [(0.02, 0.5), (0.1, 0.5)],
        [(0.5, 0.5), (0.5, 0.5)],
        [(number / 6, number / 6) for number in range(7)],
        [(1, 1), (1, 1)],
    ],
)
def test_no_number_of_a_call_out_is_hidden_by_another(
    places: list[tuple[float, float]], handbook: Handbook
) -> None:
    marks = tuple(Mark(at=place, text=Text(("看",))) for place in places)
    page = unescape(_seen(handbook, "bed", _picture("a", marks=marks, shows="right"),
                          _picture("b", shows="wrong")))  # fmt: skip
    found = re.findall(r'<circle cx="([\d.]+)%" cy="([\d.]+)%"', page)
    wide = 272 / 2  # pixels of one of two pictures on the narrowest screen
    middles = [(float(x) * wide / 100, float(y) * wide * 0.75 / 100) for x, y in found]
    assert len(middles) == len(places)
    assert all(dist(one, other) > 18 for one, other in combinations(middles, 2))
    for (x, y), (left, top) in zip(middles, places, strict=True):
        assert 13 < x < wide - 13
        assert 13 < y < wide * 0.75 - 13
        assert dist((x, y), (left * wide, top * wide * 0.75)) < 40  # still where it points


def test_a_line_of_a_command_goes_on_further_in_than_it_begins(pages: dict[str, str]) -> None:
    page = pages["it/pvc-full"]
    assert page.count('<span class="sop-typed sop-dent-1">') == 3
    assert '<span class="sop-long">' in page


def test_a_picture_without_a_file_shows_nothing(handbook: Handbook) -> None:
    assert "<figure" not in _seen(handbook, "bath", _picture("a", digest="", width=0, height=0))


def test_a_clip_is_played_on_a_tap_and_nothing_of_it_is_fetched_before(handbook: Handbook) -> None:
    one = handbook.procedures["clean-room"]
    known: dict[str, Any] = {"digest": "c" * 64, "size": 2_300_000, "poster_digest": "d" * 64}
    clip = Clip(file="bed.MP4", text=Text(("怎样铺<床>",)), poster="bed.jpg", **known)
    shown = replace(one, clips=(clip,))
    changed = replace(handbook, procedures={**handbook.procedures, one.id: shown})
    (made,) = render_procedures(changed, _context(), [one.id]).artifacts
    page = unescape(made.content.decode())
    _placed(
        page, "{: #before }",
        '<video controls preload="none" playsinline src="../../media/cccccccccccccccc.mp4"',
        'data-poster="../../media/dddddddddddddddd-800.webp"', 'aria-label="怎样铺<床>"',
        "2.3 MB", "{: #overview }",
    )  # fmt: skip
    assert " poster=" not in page
