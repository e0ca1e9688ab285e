"""Checklists on paper and in Word: what comes first, answers, readings, speakers; and registers."""

import itertools
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from sop_handbook.language.messages import messages
from sop_handbook.model import (
    Check,
    Checklist,
    Decision,
    Handbook,
    KeyPoint,
    Outcome,
    Repeat,
    routes,
)
from sop_handbook.model.checklists import checklist
from sop_handbook.model.forms import Field, Rows
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.chapters import procedure_chapter
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.forms import forms
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.checklist import checklist_view
from tests.ink import body, leaves, lines
from tests.sites import copy_engine
from tests.support import DAY, ROOT, text
from tests.test_office import Document, write
from tests.test_prints import Printed, _boxes, in_order, print_all, text_of

LIFT, SURGERY, COOLING, INFUSION = "lift-rescue", "surgical-checklist", "cooling", "infusion"
BOX = 22.6  # points: 8 mm, the least to write in by hand


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """The handbook of foreign trades."""
    root = tmp_path_factory.mktemp("foreign") / "project"
    copy_engine(root)
    shutil.copytree(ROOT / "tests/handbooks/foreign", root, dirs_exist_ok=True)
    return examine(Project(root=root, today=DAY)).handbook


@pytest.fixture(scope="module")
def papers(handbook: Handbook, store: Path) -> Printed:
    """Its checklists and forms."""
    return print_all(handbook, store, makers=[checklists, forms])


@pytest.fixture(scope="module")
def documents(handbook: Handbook, store: Path) -> dict[str, Document]:
    """Its Word documents."""
    return write(handbook, store)


def checklist_of(document: Document) -> str:
    _, found = document.lines.split("\n检查表\n")
    return "".join(found.split())


def test_what_comes_before_the_first_step_comes_first_the_gravest_hazard_before_all(
    papers: Printed, documents: dict[str, Document]
) -> None:
    wanted = ["开始之前", "危险", "轿厢突然移动会夹死人", "切断主电源并挂牌之前", "注意"]
    wanted += ["盘车手轮转动会打伤手", "防滑绝缘鞋", "两名救援员到场", "层门钥匙", "核对点1"]
    assert in_order(wanted, text_of(papers.pdf(LIFT, "checklist")))
    assert in_order(wanted, checklist_of(documents[LIFT]))


def test_items_say_what_must_be_true_once_and_which_step_it_is_about(
    papers: Printed, documents: dict[str, Document]
) -> None:
    for found in (text_of(papers.pdf(COOLING, "checklist")), checklist_of(documents[COOLING])):
        assert in_order(["核对点2", "降到21℃", "中心温度到了21℃以下"], found)
        assert found.count("中心温度到了21℃以下") == 1
        assert "做好的标志" not in found
    found = text_of(papers.pdf(LIFT, "checklist"))
    assert "做好的标志：轿厢里的应急灯亮" in found, "the author's own words stand in its place"


def test_what_may_do_harm_is_asked_for_before_its_step(papers: Printed) -> None:
    found = text_of(papers.pdf(INFUSION, "checklist"))
    before, after = found.split("核对点2", 1)
    assert "做第1步以前，停下核对" in before
    for one in ("姓名和腕带两样都对才输", "管里有气泡，进血管会栓塞", "排到滴管以下没有一个气泡"):
        assert one in before
        assert one not in after
    results = ["做完第1～2步", "医嘱一样", "管里没有气泡", "做完第3～5步", "消毒穿刺"]
    assert in_order(results, after)


def test_a_hazard_that_nobody_says_how_to_avoid_is_ticked_as_seen(
    handbook: Handbook, store: Path
) -> None:
    old = handbook.procedures[INFUSION]
    steps = tuple(
        replace(step, hazards=tuple(replace(one, avoid=None) for one in step.hazards))
        for step in old.steps
    )
    only = replace(handbook, procedures={old.id: replace(old, steps=steps)})
    box = "看清了：管里有气泡，进血管会栓塞"
    found = text_of(print_all(only, store, makers=[checklists]).pdf(INFUSION, "checklist"))
    assert "危险" + box in found
    assert found.count("管里有气泡，进血管会栓塞") == 1
    assert f"危险☐{box}" in checklist_of(write(only, store, only=[INFUSION])[INFUSION])
    viewer = ViewBuilder(only, messages("zh"), routes.RUN)
    groups = checklist_view(only.procedures[INFUSION], viewer)
    assert [one.text for group in groups for one in group.ticks if one.hazard] == [box]


def test_every_answer_has_a_box_and_says_who_asks(
    handbook: Handbook, papers: Printed, documents: dict[str, Document]
) -> None:
    procedure = handbook.procedures[SURGERY]
    items = [item for point in checklist(procedure) for item in point.items]
    boxes = sum(len(item.answers) or 1 for item in items) + sum(item.na for item in items)
    things = len(procedure.before.conditions + procedure.before.equipment)  # type: ignore[union-attr]
    options = 2  # of what was counted
    signs = sum(len(step.hazards) for step in procedure.steps)  # are as wide as high, too
    assert _boxes(papers.pdf(SURGERY, "checklist")) == boxes + things + options + signs
    said = ["部位做好标记了吗？", "是", "否", "不适用", "手术医生问", "麻醉机和药品查完了吗？"]
    assert in_order(said, text_of(papers.pdf(SURGERY, "checklist")))
    said = ["部位做好标记了吗？", "☐是", "☐否", "☐不适用"]
    assert in_order(said, checklist_of(documents[SURGERY]))
    assert "麻醉医生问" in checklist_of(documents[SURGERY])


def test_a_reading_has_room_to_write_its_unit_its_limit_and_what_to_do(
    papers: Printed, documents: dict[str, Document]
) -> None:
    wanted = ["中心温度：", "℃", "（不超过21℃）", "超出时：重新加热到74℃以上，只能一次", "→第3a步"]
    assert in_order(wanted, text_of(papers.pdf(COOLING, "checklist")))
    assert "中心温度：＿＿＿＿＿＿℃（不超过21℃）" in checklist_of(documents[COOLING])
    assert "选了哪种：☐浅盘☐冰水浴☐速冷柜" in checklist_of(documents[COOLING])
    assert "穿刺处：☐正常☐红肿☐渗液" in checklist_of(documents[INFUSION])
    frames = _frames(papers.pdf(COOLING, "checklist"))
    assert len(frames) == 6, "of the readings that are numbers, texts and times"
    assert min(frames) >= BOX - 0.1


def _frames(pdf: bytes) -> list[float]:
    """How high boxes to write in are: rectangles of 30 or 45 mm."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        for shape in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_PATH,)):
            left, bottom, right, top = shape.get_bounds()
            if 20 < top - bottom < 30 and any(abs(right - left - wide) < 3 for wide in (85, 127.6)):
                found.append(top - bottom)
    return found


def test_who_signs_is_who_the_procedure_says(
    papers: Printed, documents: dict[str, Document]
) -> None:
    for found in (text_of(papers.pdf(SURGERY, "checklist")), checklist_of(documents[SURGERY])):
        _, foot = found.split("签字人")
        assert in_order(["手术医生", "麻醉医生", "巡回护士"], foot)
        assert "执行人" not in found
        assert "复核人" not in found
        assert in_order(["患者姓名", "手术名称", "核对点1"], found)
    assert "复核人" in text_of(papers.pdf(COOLING, "checklist"))


def test_where_nothing_is_at_risk_and_one_role_works_nobody_checks(
    handbook: Handbook, tmp_path: Path
) -> None:
    old = handbook.procedures[COOLING]
    steps = tuple(replace(s, readings=(), hazards=(), key_points=()) for s in old.steps)
    plain = replace(old, steps=steps, before=None, forms=())
    only = replace(handbook, procedures={old.id: plain})
    assert "复核人" not in text_of(
        print_all(only, tmp_path, makers=[checklists]).pdf(COOLING, "checklist")
    )


NOT_ASKED = "没有逐项核对的步骤，动手前先看"
NEXT = "没有逐项核对的步骤，接下来做"


def test_steps_that_an_own_checklist_leaves_out_are_read_where_they_are_done(
    papers: Printed, documents: dict[str, Document]
) -> None:
    located = ["看轿厢停在哪里", "救援员", "（0~500mm）", "高度差超过500mm吗？", "超过→第3a步"]
    levelled = ["盘车平层", "救援员", "20分钟", "警告", "松开制动后轿厢会自己溜车", "盘车方向"]
    wanted = ["钥匙随身带", NEXT, *located, *levelled, "做好的标志：轿厢地面和层站齐平"]
    for found in (text_of(papers.pdf(LIFT, "checklist")), checklist_of(documents[LIFT])):
        assert NOT_ASKED not in found
        _, between = found.split("核对点1", 1)
        between, _ = between.split("核对点2", 1)
        assert in_order(wanted, between)
        assert "条件" in between.split("盘车平层", 2)[-1] or "以下情况才做" in between
        assert between.count(NEXT) == 1


def test_what_a_checklist_written_by_hand_asks_stands_in_the_chapter_of_a_book(
    handbook: Handbook,
) -> None:
    asked = procedure_chapter(handbook.procedures[SURGERY], handbook)["asked"]
    assert [point["read_do"] for point in asked] == [True, True, False]
    allergy = next(item for item in asked[0]["items"] if "过敏" in item["text"])
    assert allergy == {"text": "有已知的过敏吗？", "asks": "麻醉医生", "answers": ["有", "无"]}
    assert "asked" not in procedure_chapter(handbook.procedures[INFUSION], handbook)


def test_short_checklists_leave_lines_to_write_on_on_two_sheets(papers: Printed) -> None:
    # In surgery three sign at every pause, nine millimetres each: that leaves room for one line.
    for name, least in ((LIFT, 4), (SURGERY, 1)):
        pdf = papers.pdf(name, "checklist")
        assert len(pypdfium2.PdfDocument(pdf)) == 2
        assert _ruled(pdf) >= least


@pytest.mark.parametrize("more", [0, 4, 6, 8, 10])
def test_heads_of_pause_points_are_equally_high_whatever_the_rows_have(
    more: int, handbook: Handbook, tmp_path: Path
) -> None:
    old = handbook.procedures[LIFT]
    rule = replace(old.exceptions[0], method=text("拨打电话，告诉对方楼号和楼层，" * 3))
    new = replace(old, exceptions=(*old.exceptions, *(rule for _ in range(more))))
    only = replace(handbook, procedures={old.id: new})
    high = _bands(print_all(only, tmp_path, makers=[checklists]).pdf(LIFT, "checklist"))
    assert len(high) > 1
    assert max(high) - min(high) < 0.5


def _shapes(pdf: bytes) -> list[tuple[float, float]]:
    """How wide and high everything drawn is, in points."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        for shape in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_PATH,)):
            left, bottom, right, top = shape.get_bounds()
            found.append((right - left, top - bottom))
    return found


def _bands(pdf: bytes) -> list[float]:
    """How high the black heads of pause points are: their cells that say who."""
    return [high for wide, high in _shapes(pdf) if 84 < wide < 86 and 12 < high < 50]


def _ruled(pdf: bytes) -> int:
    """How many lines there are from edge to edge, but for those at head and foot of pages."""
    pages = len(pypdfium2.PdfDocument(pdf))
    whole = [high for wide, high in _shapes(pdf) if abs(wide - 511) < 0.2 and high < 2]
    return len(whole) - 2 * pages + 1


@pytest.mark.parametrize("asked", ["power-off", "calm"])
def test_what_is_told_of_a_step_may_be_higher_than_a_page(
    asked: str, handbook: Handbook, tmp_path: Path
) -> None:
    """Of one that is asked for, in its row; of one that is not, before all rows."""
    old = handbook.procedures[LIFT]
    very, end = "一句很长很长的话，" * 22, "到这里才完。"
    (hazard,) = old.steps[1].hazards
    hazards = tuple(replace(hazard, text=text(very), avoid=text(very)) for _ in range(6))
    step = replace(old.steps[1], hazards=hazards, done_when=text(very + end))
    own = Checklist(pause_point=text("动手之前"), items=(Check(step=asked),))
    new = replace(old, steps=(old.steps[0], step, *old.steps[2:]), checklists=(own,))
    only = replace(handbook, procedures={old.id: new})
    pdf = print_all(only, tmp_path, makers=[checklists]).pdf(LIFT, "checklist")
    found = text_of(pdf)
    assert found.count("句") == 22 * 13
    for page in leaves(pdf):
        _, low, _, high = body(page, "checklist")
        assert all(low < sign.middle[1] < high for sign in page.signs if sign.text == "句")
    assert end in found


def test_critical_points_of_steps_that_are_not_asked_for_are_read_with_them(
    handbook: Handbook, tmp_path: Path
) -> None:
    old = handbook.procedures[LIFT]
    own = Checklist(pause_point=text("动手之前"), items=(Check(step="calm"),))
    only = replace(handbook, procedures={old.id: replace(old, checklists=(own,))})
    paper = text_of(print_all(only, tmp_path, makers=[checklists]).pdf(LIFT, "checklist"))
    others = {**handbook.procedures, old.id: replace(old, checklists=(own,))}
    word = checklist_of(write(replace(handbook, procedures=others), tmp_path)[LIFT])
    for found in (paper, word):
        _, behind = found.split("核对点1", 1)
        wanted = ["安抚被困的人", NEXT, "断开主电源", "关键", "断开后上锁、挂牌，钥匙随身带"]
        assert in_order([*wanted, "盘车平层", "异常"], behind)


def test_steps_before_all_that_are_asked_for_are_read_first(
    handbook: Handbook, tmp_path: Path
) -> None:
    old = handbook.procedures[LIFT]
    own = Checklist(pause_point=text("救出之后"), items=(Check(step="locate"),))
    only = replace(handbook, procedures={old.id: replace(old, checklists=(own,))})
    found = text_of(print_all(only, tmp_path, makers=[checklists]).pdf(LIFT, "checklist"))
    assert in_order(
        [NOT_ASKED, "断开主电源", "断开后上锁、挂牌", "核对点1", NEXT, "盘车平层"], found
    )


def test_large_type_breaks_between_clauses_in_the_column_it_has(
    handbook: Handbook, tmp_path: Path
) -> None:
    """Beside who does it, that is less than a line of the sheet."""
    old = handbook.procedures[COOLING]
    clauses = ("一式四联要分送对：收费处一联，", "患者一联，拿回两联")
    point = KeyPoint(text=text("".join(clauses)), critical=True, kind="safety")
    steps = tuple(
        replace(
            step, key_points=(point,) if step.id == "second" else (), role=role, time_limit=None
        )
        for step, role in zip(old.steps, itertools.cycle(("cook", "kitchen-lead")))
    )
    only = replace(handbook, procedures={old.id: replace(old, steps=steps)})
    pdf = print_all(only, tmp_path, makers=[checklists]).pdf(COOLING, "checklist")
    found = [line for page in leaves(pdf) for line in lines(page, (0, 0, page.width, page.height))]
    for clause in clauses:  # their marks stand a little lower
        words = [word for word in re.split("[：，]", clause) if word]
        assert any(in_order(words, line) for line in found), clause


def test_a_register_stands_on_one_sheet_across_where_its_rows_can(papers: Printed) -> None:
    pdf = papers.pdf("cooling-log", "form")
    (page,) = pypdfium2.PdfDocument(pdf)
    assert page.get_width() > 800, "six columns lie across"
    found = text_of(pdf)
    assert found.count("一个班次的冷却都记在一张上") == 1
    assert in_order(["班次", "序号", "品名和批号", "低于5", "15", "厨房领班签名"], found)
    assert "序号" in page.get_textpage().get_text_range(), "on one line"
    borders = sorted({round(top) for top in _across(page)})
    apart = [high - low for low, high in pairwise(borders)]
    assert sum(BOX - 1 <= one <= 36 for one in apart) >= 15


def _across(page: pypdfium2.PdfPage) -> Iterator[float]:
    """Where lines from edge to edge are."""
    for shape in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_PATH,)):
        left, bottom, right, top = shape.get_bounds()
        if right - left > 700 and top - bottom < 2:
            yield top


def test_every_sheet_of_a_longer_register_can_be_filed_alone(
    handbook: Handbook, tmp_path: Path
) -> None:
    old = handbook.forms["cooling-log"]
    assert old.rows
    form = replace(old, rows=replace(old.rows, count=40), rules=(text("测不到的写原因"),))
    other = replace(handbook, forms={**handbook.forms, form.id: form})
    pdf = print_all(other, tmp_path, makers=[forms]).pdf(form.id, "form")
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    assert len(pages) == 3
    for page in pages:
        found = "".join(page.split())
        assert in_order(["冷却记录", "日期", "班次", "序号", "品名和批号", "厨房领班"], found)
    assert [sum(f"\n{n}\r" in page for n in range(1, 41)) for page in pages] == [13, 14, 13]


def test_a_register_of_few_columns_stands_upright(handbook: Handbook, tmp_path: Path) -> None:
    few = Rows(count=5, columns=tuple(Field(label=label) for label in ("品名", "数量")))
    form = replace(handbook.forms["cooling-log"], rows=few)
    other = replace(handbook, forms={**handbook.forms, form.id: form})
    pdf = print_all(other, tmp_path, makers=[forms]).pdf("cooling-log", "form")
    assert pypdfium2.PdfDocument(pdf)[0].get_width() < 600
    assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_answers_have_a_row_for_each_time_and_each_round(handbook: Handbook, store: Path) -> None:
    known = handbook.procedures[LIFT]
    items = [item for point in checklist(known) for item in point.items if item.answers]
    asked = next(item.step for item in items if item.step)

    def told(repeat: Repeat) -> str:
        steps = (replace(one, repeat=repeat) if one is asked else one for one in known.steps)
        only = {LIFT: replace(known, steps=tuple(steps))}
        return checklist_of(write(replace(handbook, procedures=only), store)[LIFT])

    thrice = told(Repeat(times=3))
    assert in_order([f"第{n}次：☐是☐否" for n in (1, 2, 3)], thrice)
    assert told(Repeat(for_each=text("每个部位"))).count("＿＿＿＿＿＿：☐是☐否") == 4


def test_answers_have_a_row_for_each_round_of_a_loop(handbook: Handbook, store: Path) -> None:
    known = handbook.procedures[LIFT]
    first, *_, last = known.steps
    ways = (
        Outcome(answer=text("好了"), go=known.ends[0].id),
        Outcome(answer=text("没好"), go=first.id),
    )
    back = Decision(question=text("好了吗"), outcomes=ways)
    looped = (*known.steps[:-1], replace(last, decision=back))
    only = replace(handbook, procedures={LIFT: replace(known, steps=looped)})
    on_paper = text_of(print_all(only, store, makers=[checklists]).pdf(LIFT, "checklist"))
    for found in (checklist_of(write(only, store)[LIFT]).replace("☐", ""), on_paper):
        assert in_order(["第2遍：是否", "第3遍：是否"], found)
