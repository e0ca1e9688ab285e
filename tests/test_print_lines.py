"""What one line of a print says: the same marks everywhere, and nothing odd at its beginning."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from sop_handbook.model import Check, Checklist, Field, Handbook, KeyPoint, Text
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print import PrintMaker
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.forms import forms
from sop_handbook.render.print.handbooks import handbooks
from sop_handbook.render.print.plates import plates
from sop_handbook.render.print.twi import twi_sheets
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare
from tests.ink import MM, leaves, rows
from tests.states import lay_out_now
from tests.support import DAY


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return replace(examine(project).handbook, base_url=None)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    root = tmp_path_factory.mktemp("states") / "now"
    lay_out_now(root)
    return examine(Project(root=root, today=DAY)).handbook


def pdf(handbook: Handbook, store: Path, maker: PrintMaker, subject: str, kind: str) -> bytes:
    """One print."""
    context = bare(store)
    wanted = [job for job in maker(handbook, context) if (job.subject, job.kind) == (subject, kind)]
    made = typeset_all(wanted, handbook, context)
    assert made.findings == ()
    (artifact,) = made.artifacts
    return artifact.content


def text(handbook: Handbook, store: Path, maker: PrintMaker, subject: str, kind: str) -> str:
    """The text of one print, without blanks."""
    found = pypdfium2.PdfDocument(pdf(handbook, store, maker, subject, kind))
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in found)


@pytest.mark.parametrize(
    ("maker", "kind"),
    [(twi_sheets, "twi"), (checklists, "checklist"), (cards, "cards-single")],
    ids=["twi", "checklist", "cards"],
)
def test_every_value_of_a_rule_stands_behind_the_name_of_its_column_and_a_colon(
    handbook: Handbook, store: Path, maker: PrintMaker, kind: str
) -> None:
    found = text(handbook, store, maker, "egl-crew", kind)
    assert "急救中心院前费用：首期额度：1000元；包含哪些：车费" in found
    assert "同城或异地转运；患者自行承担：超出部分" in found


def test_the_front_of_a_card_marks_what_editors_drafted_as_its_back_does(
    handbook: Handbook, store: Path
) -> None:
    found = text(handbook, store, cards, "complaint-role-play", "cards-small-single")
    steps = handbook.procedures["complaint-role-play"].steps
    drafted = [it for step in steps for it in step.phrases if it.origin == "editorial"]
    said = ["".join(f"“{phrase.say}”".split()) for phrase in drafted]
    assert [
        words for words in said if found.count(words) != found.count(f"{words}（编者拟）")
    ] == []
    assert max(found.count(words) for words in said) > 1, "no front shows a phrase"


def test_a_checklist_explains_only_the_labels_that_stand_on_it(
    handbook: Handbook, store: Path
) -> None:
    read, ahead = "没有方框的一条只读", "做某一步以前就要核对的"
    told = {
        name: text(handbook, store, checklists, name, "checklist")
        for name in (
            "restaurant-six-steps",
            "egl-crew",
            "smart-service-triage",
            "complaint-role-play",
        )
    }
    explained = {name: (ahead in it, read in it) for name, it in told.items()}
    assert explained == {
        "restaurant-six-steps": (True, True),
        "egl-crew": (True, True),
        "smart-service-triage": (False, True),
        "complaint-role-play": (False, False),
    }


def test_what_follows_the_box_of_an_outcome_hangs(handbook: Handbook, store: Path) -> None:
    first = leaves(pdf(handbook, store, checklists, "egl-crew", "checklist"))[0]
    lines = (row for row in rows(first.signs) if len(row) > 2)  # low marks may be rows of their own
    found = [("".join(sign.text for sign in row), row) for row in lines]
    (at,) = (number for number, (line, _) in enumerate(found) if "不符合→转" in line)
    (_, begins), (line, goes_on) = found[at : at + 2]
    assert "按非标准情况" in line
    assert goes_on[0].box[0] == pytest.approx(begins[0].box[0], abs=2)


@pytest.mark.parametrize(
    ("maker", "kind"),
    [
        (twi_sheets, "twi"),
        (checklists, "checklist"),
        (cards, "cards-single"),
        (cards, "cards-small-single"),
    ],
    ids=["twi", "checklist", "cards", "cards-small"],
)
def test_a_limit_reads_the_same_everywhere_and_says_from_when_it_counts_if_it_is_known(
    handbook: Handbook, store: Path, maker: PrintMaker, kind: str
) -> None:
    found = text(handbook, store, maker, "egl-settlement", kind)
    assert "收到款项后2天内" in found
    assert "3天内" in found
    assert "从何时算起" not in found  # what is not known is a gap, not a part of the limit


def test_nobody_signs_on_a_checklist_for_what_a_system_does(
    handbook: Handbook, store: Path
) -> None:
    procedure = handbook.procedures["smart-service-triage"]
    count = sum(step.role == "smart-cs-system" for step in procedure.steps)
    found = text(handbook, store, checklists, procedure.id, "checklist")
    assert found.count("系统做的，不签名") == count > 0
    assert "系统做的" not in text(handbook, store, checklists, "egl-crew", "checklist")


def test_a_pause_point_that_goes_on_overleaf_says_so(handbook: Handbook, store: Path) -> None:
    found = text(handbook, store, checklists, "performance-portrait", "checklist")
    assert found.count("做完第2a～3b步，停下核对") == 2
    assert found.count("停下核对（续）") == 1
    # The last one begins where there is room for a row of it, and goes on on the next sheet.
    found = text(handbook, store, checklists, "nursing-five-steps", "checklist")
    assert found.count("做完第3～5步，停下核对") == 2
    assert found.count("（续）") == found.count("停下核对（续）") == 1
    # On two sheets, too, but the second begins with a pause point of its own.
    found = text(handbook, store, checklists, "restaurant-six-steps", "checklist")
    assert "第2页，共2页" in found
    assert "（续）" not in found


def test_a_checklist_has_a_blank_for_whom_its_procedure_is_about_and_none_else(
    handbook: Handbook, store: Path
) -> None:
    blank = {
        name: text(handbook, store, checklists, name, "checklist").split("执行人")[1][:3]
        for name in ("nursing-five-steps", "egl-top-up", "three-tier-service", "egl-settlement")
    }
    assert blank.pop("egl-settlement")[:2] not in {"患者", "会员", "客人", "服务"}
    assert [who[:2] for who in blank.values()] == ["病人", "会员", "客人"]


def test_what_people_look_for_in_vain_stands_in_a_volume_once_as_the_editors_words(
    handbook: Handbook, store: Path
) -> None:
    found = text(handbook, store, handbooks, "hotel", "handbook")
    steps, end = found.split("编者补充会有人问、原文没有写的：")[:2]
    assert end.startswith("补卡（第1步）；换房、楼层")
    assert "补卡" not in steps
    assert "遇到了，问带班的人" not in steps


@pytest.mark.parametrize(
    ("maker", "kind"),
    [(twi_sheets, "twi"), (cards, "cards-single"), (cards, "cards-small-single")],
    ids=["twi", "cards", "cards-small"],
)
def test_a_step_says_after_which_answer_it_does_not_apply(
    handbook: Handbook, store: Path, maker: PrintMaker, kind: str
) -> None:
    found = text(handbook, store, maker, "egl-docking", kind)
    assert found.count("不适用必须就近送非网络医院") == 3, "steps 3, 4 and 5"


def test_a_checklist_says_by_what_one_of_several_is_chosen(handbook: Handbook, store: Path) -> None:
    found = text(handbook, store, checklists, "three-tier-service", "checklist")
    assert "按情况选一步做：酒店前台接待；三个层级不分先后，看客人的事属于哪一层。" in found


def test_what_a_step_waits_for_has_one_bracket_at_its_end(handbook: Handbook, store: Path) -> None:
    for maker, kind in ((twi_sheets, "twi"), (cards, "cards-single")):
        found = text(handbook, store, maker, "egl-settlement", kind)
        assert "来自" in found
        assert "）（来自" not in found


def test_a_front_without_room_for_what_is_critical_says_where_it_is(
    states: Handbook, store: Path
) -> None:
    assert "关键见背面" in text(states, store, cards, "power-cut", "cards-single")


@pytest.mark.parametrize(
    ("maker", "subject", "kind"),
    [
        (plates, "lifeguard", "plate"),
        (plates, "front-desk", "plate"),
        (cards, "water-test", "cards-single"),
        (cards, "rescue", "cards-single"),
    ],
    ids=["lifeguard", "front desk", "water test", "rescue"],
)
def test_no_line_ends_between_the_groups_of_a_number(
    states: Handbook, store: Path, maker: PrintMaker, subject: str, kind: str
) -> None:
    found = pypdfium2.PdfDocument(pdf(states, store, maker, subject, kind))
    lines = [line for page in found for line in page.get_textpage().get_text_range().splitlines()]
    assert any("6100 2119" in line for line in lines)
    assert not [line for line in lines if line.rstrip().endswith("6100")]


LABELS = (
    "Incident ID（例 INC-2026-004711）",
    "“INC-2026-004711”是例子",
    "工单号（如 CHG0012345678）",
    "机器svc-payments-eu-west-1.internal的编号，要全",
)


def test_a_label_that_goes_on_over_lines_keeps_the_order_of_its_signs_and_its_column(
    handbook: Handbook, store: Path
) -> None:
    (name, found) = next(
        (name, form)
        for name, form in handbook.forms.items()
        if name in handbook.using_forms and not form.copies
    )
    fields = tuple(Field(label=label) for label in LABELS)
    changed = replace(handbook, forms={**handbook.forms, name: replace(found, fields=fields)})
    made = pdf(changed, store, forms, name, "form")
    (leaf,) = leaves(made)
    # At the end of a line a hyphen is not read as one.
    every = [one for one in leaf.signs if one.text.isprintable() and one.text != "-"]
    told = "".join(sign.text for sign in every)
    for label in ("".join(words.replace("-", "").split()) for words in LABELS):
        signs = every[told.index(label) :][: len(label)]
        assert max(sign.box[2] for sign in signs) < 55 * MM, label
        for before, after in pairwise(signs):
            below = before.middle[1] - after.middle[1]
            on_the_line = abs(below) < 9 and after.middle[0] > before.middle[0]
            assert on_the_line or below > 9, f"{label}: {before.text}|{after.text}"


def test_a_number_to_call_and_the_parts_of_code_are_on_one_line(
    handbook: Handbook, store: Path
) -> None:
    name, procedure = next(iter(handbook.procedures.items()))
    number, code = "021-5550 9110", "svc-payments-eu-west-1.primary.internal"
    told = [Text((f"{'请' * count}拨{number}说{code}",)) for count in range(1, 25)]
    actions = tuple(replace(procedure.steps[0].actions[0], when=None, do=text) for text in told)
    step = replace(procedure.steps[0], actions=actions)
    changed = replace(procedure, steps=(step, *procedure.steps[1:]))
    several = replace(handbook, procedures={**handbook.procedures, name: changed})
    found = pypdfium2.PdfDocument(pdf(several, store, twi_sheets, name, "twi"))
    lines = [line for page in found for line in page.get_textpage().get_text_range().splitlines()]
    assert sum(number in line for line in lines) == 24
    pieces = {"svc", "payments", "eu", "west", "1", "primary", "internal"}
    parts = [part for line in lines for part in re.findall("[a-z1][a-z1.-]+", line)]
    cut = [part for part in parts if part in code and part != code]
    assert len(cut) > 10
    for part in cut:
        assert set(re.findall("[a-z1]+", part)) <= pieces, part


def test_an_apostrophe_is_no_wider_than_in_its_own_language(
    handbook: Handbook, store: Path
) -> None:
    name, procedure = next(iter(handbook.procedures.items()))
    step = replace(procedure.steps[0], title="Let’s Encrypt 续期")
    changed = replace(procedure, steps=(step, *procedure.steps[1:]))
    several = replace(handbook, procedures={**handbook.procedures, name: changed})
    (leaf, *_) = leaves(pdf(several, store, twi_sheets, name, "twi"))
    at = "".join(sign.text for sign in leaf.signs).index("’s")
    mark, letter = leaf.signs[at : at + 2]
    assert letter.box[0] - mark.box[2] < (letter.box[2] - letter.box[0]) / 2


@pytest.mark.parametrize("kind", ["cards-single", "cards-small-single"])
def test_a_safety_label_stands_on_the_line_of_its_point(
    handbook: Handbook, store: Path, kind: str
) -> None:
    name, procedure = next(iter(handbook.procedures.items()))
    words = "血不能自己加温"
    point = KeyPoint(text=Text((words,)), kind="safety")
    front = KeyPoint(text=Text(("血里不加任何药和葡萄糖",)), kind="safety", critical=True)
    step = replace(procedure.steps[0], key_points=(front, point))
    changed = replace(procedure, steps=(step, *procedure.steps[1:]))
    several = replace(handbook, procedures={**handbook.procedures, name: changed})
    every = leaves(pdf(several, store, cards, name, kind))
    (leaf,) = (leaf for leaf in every if words in "".join(sign.text for sign in leaf.signs))
    at = "".join(sign.text for sign in leaf.signs).index(words)
    safe, _, begin = leaf.signs[at - 2 : at + 1]
    assert safe.text == "安"
    assert abs(safe.middle[1] - begin.middle[1]) < 3
    dots = [sign for sign in leaf.signs if sign.text in "·・•" and sign.box[0] < safe.box[0]]
    assert any(abs(dot.middle[1] - safe.middle[1]) < 3 for dot in dots)


def test_who_helps_stands_in_the_row_of_the_step_and_signs(handbook: Handbook, store: Path) -> None:
    name, procedure = next(
        (name, one)
        for name, one in handbook.procedures.items()
        if any(step.with_ and handbook.roles[step.with_[0]].reads for step in one.steps)
    )
    helper = "帮忙的第二个人"
    (step, *_) = (step for step in procedure.steps if step.with_)
    roles = {**handbook.roles, "helper": replace(handbook.roles[step.with_[0]], title=helper)}
    steps = tuple(replace(one, with_=("helper",) if one is step else ()) for one in procedure.steps)
    changed = replace(procedure, steps=steps, checklists=())
    several = replace(handbook, roles=roles, procedures={**handbook.procedures, name: changed})
    told = text(several, store, checklists, name, "checklist")
    row = told[told.index(f"{step.title}协同：") :]
    assert row.count(helper) == 2, "in the row, and beside it to sign"
    look = Checklist(pause_point=Text(("停",)), items=(Check(check=Text(("看一看",))),))
    unlisted = replace(changed, checklists=(look,))
    several = replace(several, procedures={**several.procedures, name: unlisted})
    told = text(several, store, checklists, name, "checklist")
    foot = told[told.index("签字人") :]
    assert foot.index("执行人") < foot.index(helper) < foot.index("复核人")
