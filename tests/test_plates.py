"""Plates and letters in every state: one sheet each, and whose work it is."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from pathlib import Path

import pypdfium2
import pytest

from sop_handbook.model import (
    Control,
    Gap,
    Handbook,
    KeyPoint,
    Owner,
    Procedure,
    Status,
    Step,
    Text,
)
from sop_handbook.model.urgency import urgent_first
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Context, Rendered
from sop_handbook.render.print import PrintMaker
from sop_handbook.render.print.forms import forms
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.plates import plates as plates_of_both_sizes
from sop_handbook.render.print.signoffs import signoffs
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare
from tests.ink import MM, Leaf, leaves
from tests.sites import copy_engine
from tests.states import lay_out_now
from tests.stress import Case, cases, stressed
from tests.support import DAY, ROOT

BASE = "https://handbook.internal/sop/"
APPROVED = Control(
    status=Status.CURRENT,
    owner=Owner(role="supervisor", deputy="finance"),
    approver="headquarters",
    effective_from=date(2026, 11, 1),
    review_by=date(2027, 11, 1),
)
OVERDUE = replace(APPROVED, review_by=date(2026, 11, 2))
CODE = re.compile("[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}")


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Examination:
    """The handbook in every state at once."""
    root = tmp_path_factory.mktemp("states") / "now"
    lay_out_now(root)
    return examine(Project(root=root, today=DAY))


def controlled(handbook: Handbook, control: Control | None, base: str | None) -> Handbook:
    """The handbook with every procedure in one state."""
    procedures = {
        name: replace(procedure, control=control or procedure.control)
        for name, procedure in handbook.procedures.items()
    }
    return replace(handbook, procedures=procedures, base_url=base)


def plates(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Those on A4."""
    return (job for job in plates_of_both_sizes(handbook, context) if job.kind == "plate")


def made(handbook: Handbook, store: Path, maker: PrintMaker, *subjects: str) -> Rendered:
    context = bare(store, today=DAY)
    jobs = [job for job in maker(handbook, context) if job.subject in subjects]
    return typeset_all(jobs, handbook, context)


def lines(pdf: bytes) -> list[list[str]]:
    """The lines of each page, without blanks."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return [["".join(line.split()) for line in page.splitlines()] for page in pages]


def text_of(rendered: Rendered) -> str:
    """The text of the only print."""
    (artifact,) = rendered.artifacts
    return "".join("".join(page) for page in lines(artifact.content))


@pytest.mark.parametrize("control", [None, APPROVED, OVERDUE], ids=["draft", "current", "late"])
def test_a_plate_is_one_sheet_with_the_hotline_first_in_every_state(
    handbook: Handbook, tmp_path: Path, control: Control | None
) -> None:
    for base in (BASE, None):
        found = made(controlled(handbook, control, base), tmp_path, plates, "crew", "waiter")
        assert found.findings == ()
        for artifact in found.artifacts:
            (page,) = lines(artifact.content)
            assert len([line for line in page if CODE.search(line)]) == 1
        crew = "".join(lines(found.artifacts[-1].content)[0])
        assert 0 < crew.index("400-818-5050") < crew.index("必须核查有效身份证件")
        assert crew.index("一次也不能错") < crew.index("医院不接收担保函")


def test_what_a_role_only_helps_with_stands_below_a_heading_of_its_own(
    handbook: Handbook, tmp_path: Path
) -> None:
    found = text_of(made(handbook, tmp_path, plates, "call-centre"))
    own, helps = found.split("协同：由别的岗位做，你配合")
    assert "必须核查有效身份证件" in helps.split("岗位：外派车辆人员")[1]
    assert "必须核查有效身份证件" not in own
    assert "一次也不能错" not in found


def test_a_plate_with_few_points_names_the_other_steps_of_its_role(
    handbook: Handbook, tmp_path: Path
) -> None:
    found = text_of(made(handbook, tmp_path, plates, "waiter"))
    own = [step for step in handbook.procedures["restaurant-six-steps"].steps
           if step.role == "waiter"]  # fmt: skip
    assert [step.title for step in own if "".join(step.title.split()) not in found] == []


def test_what_only_has_to_be_done_does_not_stand_under_what_must_never_go_wrong(
    handbook: Handbook, tmp_path: Path
) -> None:
    found = text_of(made(handbook, tmp_path, plates, "waiter"))
    never, rest = found.split("还要做的步骤")
    procedure = handbook.procedures["restaurant-six-steps"]
    bare = [step for step in procedure.steps if step.role == "waiter" and not step.key_points]
    assert "一次也不能错" in never
    assert bare
    for step in bare:
        assert "".join(step.title.split()) in rest


def test_a_system_has_no_plate_and_signs_nothing(handbook: Handbook, tmp_path: Path) -> None:
    systems = [role for role in handbook.roles.values() if role.kind == "system"]
    assert systems
    for role in systems:
        assert made(handbook, tmp_path, plates, role.id).artifacts == ()
    user = next(
        procedure
        for procedure in handbook.procedures.values()
        if any(step.role == systems[0].id for step in procedure.steps)
    )
    sheet = text_of(made(handbook, tmp_path, signoffs, user.id))
    assert f"应读岗位：{systems[0].title}" not in sheet
    assert "应读岗位：" in sheet


def test_a_plate_that_is_full_says_how_much_is_left_out_and_keeps_what_is_for_safety(
    handbook: Handbook, tmp_path: Path, project: Project
) -> None:
    procedure = handbook.procedures["restaurant-six-steps"]
    crowd = tuple(
        KeyPoint(text=Text((f"第{n}条不能错的要点，",)), critical=True) for n in range(40)
    )
    last = KeyPoint(text=Text(("这一条关系到安全",)), critical=True, kind="safety")
    step = replace(procedure.steps[0], key_points=(*crowd, last))
    rules = [rule for one in handbook.procedures.values() for rule in one.exceptions if rule.method]
    rule = replace(rules[0], role="waiter", at=(step.id,), then="resume")
    full = replace(procedure, steps=(step, *procedure.steps[1:]), exceptions=(rule,))
    places = examine(project).places
    context = replace(bare(tmp_path, today=DAY), places=places)
    one = replace(handbook, procedures={full.id: full})
    found = typeset_all(
        [job for job in plates(one, context) if job.subject == "waiter"], one, context
    )
    assert [(told.code, told.place.file) for told in found.findings] == [
        ("plate-overflow", "sop_sources/roles.yaml")
    ]
    text = text_of(found)
    assert f"条这里放不下，见全文{full.number}" in text
    assert "这一条关系到安全" in text
    assert "异常" not in text, "what matters less takes the room of what found none"
    assert "还要做的步骤" not in text
    shown = sum(f"第{n}条不能错的要点" in text for n in range(40))
    (said,) = re.findall(r"还有(\d+)条这里放不下", text)
    helps = sum("waiter" in step.with_ for step in full.steps)
    own = [step for step in full.steps if step.role == "waiter"]
    avoided = ["".join(str(one.text).split()) in text for step in own for one in step.avoid]
    others = sum(not (one.avoid or any(p.critical for p in one.key_points)) for one in own)
    of_others = [step for step in full.steps if step.role != "waiter"]
    done = [one.role for step in of_others for one in step.actions]
    moments = {(step.id, one.when) for step in of_others for one in step.phrases if one.role}
    others += done.count("waiter") + len(moments)
    assert found.findings[0].args["count"] == said, "the finding counts as the sheet does"
    assert int(said) == 40 - shown + avoided.count(False) + helps + len(full.exceptions) + others
    assert len(lines(found.artifacts[0].content)) == 1


def points(procedure: Procedure, text: str, count: int, *, critical: bool) -> Procedure:
    """A procedure whose only step is a waiter's, with so many points for safety."""
    kind = KeyPoint(text=Text(()), critical=critical, kind="safety")
    found = tuple(replace(kind, text=Text((f"{text}{n:02}",))) for n in range(count))
    step = replace(procedure.steps[0], role="waiter", with_=(), key_points=found, avoid=())
    return replace(procedure, steps=(step,), exceptions=(), gaps=(), standards=())


def test_a_full_plate_keeps_what_is_critical_and_begins_with_what_to_do_in_danger(
    handbook: Handbook, store: Path, project: Project
) -> None:
    base = handbook.procedures["restaurant-six-steps"]
    lesser = points(replace(base, id="a"), "不是关键的", 9, critical=False)
    weighty = points(replace(base, id="b"), "关键的一条", 9, critical=True)
    urgent = points(replace(base, id="c", aliases=("有人摔倒",)), "救人的一条", 9, critical=True)
    shown = {one.id: one for one in (lesser, weighty, urgent)}
    one = replace(handbook, procedures=shown)
    context = replace(bare(store, today=DAY), places=examine(project).places)
    (job,) = (job for job in plates(one, context) if job.subject == "waiter")
    text = text_of(typeset_all([job], one, context))
    assert all(f"{words}{n:02}" in text for words in ("救人的一条", "关键的一条") for n in range(9))
    assert text.index("救人的一条") < text.index("关键的一条")
    assert text.count("不是关键的") < 9, "what is lesser gives way"


def test_an_industry_for_danger_comes_before_words_that_only_hold_one_for_it(
    handbook: Handbook,
) -> None:
    base = handbook.procedures["restaurant-six-steps"]
    (danger, *_) = (word for one in handbook.emergencies for word in one.words)
    calm = replace(base, id="calm", title="盘点")
    named = replace(base, id="named", title=f"{danger}演练登记")
    urgent = replace(base, id="urgent", title="漏水处置", industry="emergency")
    assert [one.id for one in urgent_first(handbook, (calm, named, urgent))] == [
        "urgent",
        "named",
        "calm",
    ]


@pytest.mark.parametrize(
    ("control", "base"), list(product([None, APPROVED, OVERDUE], [None, BASE]))
)
def test_a_letter_takes_half_a_sheet_a_copy_in_every_state(
    handbook: Handbook, tmp_path: Path, control: Control | None, base: str | None
) -> None:
    letter = handbook.forms["egl-letter"]
    found = made(controlled(handbook, control, base), tmp_path, forms, letter.id)
    every = ["".join(page) for page in lines(found.artifacts[0].content)]
    assert {page.startswith("此页留空") for page in every[1::2]} == {True}  # each on its own leaf
    pages = every[::2]
    assert [page.count("这一联交给") for page in pages] == [2, 2] + ([] if control else [0])
    for page in pages:
        assert CODE.search(page)
    for annex in pages[2:]:
        assert annex.startswith("急救担保函附页")
        assert "DB-01、DB-02、DB-03、DB-04第1版草案·未批准" in annex
        assert annex.endswith(("附页1/1", "内容截至2026-11-22"))
    for page in pages[:2]:
        assert [field.label for field in letter.fields if page.count(field.label) < 2] == []
        assert [gap for gap in letter.gaps if str(gap.text) in page] == []
        assert ("批准人：联盟总部" in page) is (control is not None)
        assert page.count("扫码核对") == (2 if base else 0)
    each = [line for page in lines(found.artifacts[0].content)[:3:2] for line in page]
    assert len([line for line in each if CODE.search(line)]) == 4


def test_pages_that_go_on_with_what_a_letter_leaves_open_are_counted(
    handbook: Handbook, tmp_path: Path
) -> None:
    letter = handbook.forms["egl-letter"]
    gaps = tuple(Gap(text=Text((f"第{n}样没有写，写清楚以前先问负责人",))) for n in range(90))
    many = replace(handbook, forms={letter.id: replace(letter, gaps=gaps)}, base_url=None)
    found = made(many, tmp_path, forms, letter.id)
    annex = ["".join(page) for page in lines(found.artifacts[0].content)][4:]
    assert len(annex) > 1
    for number, page in enumerate(annex, 1):
        assert f"附页{number}/{len(annex)}" in page
        assert CODE.search(page)


def test_what_holds_for_a_whole_procedure_stands_on_its_plates_where_there_is_room(
    handbook: Handbook, tmp_path: Path
) -> None:
    principle = "用心待客，礼貌周到，热情欢迎"
    assert principle in text_of(made(handbook, tmp_path, plates, "cashier"))
    six = handbook.procedures["restaurant-six-steps"]
    crowded = tuple(Text((f"{principle}，第{number}条",)) for number in range(30))
    longer = replace(six, principles=crowded)
    full = replace(handbook, procedures={**handbook.procedures, six.id: longer})
    made_full = made(full, tmp_path, plates, "cashier")
    assert not made_full.findings
    assert "各项金额必须大声" in text_of(made_full)
    assert principle not in text_of(made_full)


def test_a_plate_names_every_procedure_its_role_has_a_step_in(
    handbook: Handbook, store: Path
) -> None:
    roles = [role for role in handbook.roles.values() if role.reads]
    for role in roles:
        does = [p for p in handbook.in_use if any(step.role == role.id for step in p.steps)]
        made_plates = made(handbook, store, plates, role.id)
        if made_plates.artifacts:
            told = text_of(made_plates)
            assert [p.number for p in does if p.number not in told] == [], role.id


WALL = 60  # signs; what is longer cannot be read from a wall


def _steps(handbook: Handbook) -> Iterator[Step]:
    return (step for procedure in handbook.in_use for step in procedure.steps)


def subject_of(artifact: Artifact) -> str:
    """The role of a plate."""
    assert artifact.offer
    return artifact.offer.subject


def missing_on(handbook: Handbook, role: str, found: str) -> list[str]:
    """What a plate is to say and does not: own steps by title, critical points of all its steps."""
    wanted = []
    for step in _steps(handbook):
        own = step.role == role
        if own or role in step.with_:
            critical = [str(point.text) for point in step.key_points if point.critical]
            wanted += [step.title] if own else []
            wanted += [point for point in critical if len(point) <= WALL]
    return [one for one in wanted if "".join(one.split()).rstrip("。") not in found]


@pytest.mark.parametrize(
    ("control", "base"), list(product([None, APPROVED, OVERDUE], [None, BASE]))
)
def test_a_plate_names_its_steps_and_says_all_that_is_critical_in_every_state(
    handbook: Handbook, store: Path, control: Control | None, base: str | None
) -> None:
    known = controlled(handbook, control, base)
    roles = ("crew", "seat", "remote-bank-agent", "call-centre", "finance")
    rendered = made(known, store, plates, *roles)
    assert len(rendered.artifacts) == len(roles)
    assert rendered.findings == ()
    for artifact in rendered.artifacts:
        found = "".join("".join(page) for page in lines(artifact.content))
        left = missing_on(known, role := subject_of(artifact), found)
        if role == "crew" and control:  # points without the titles of their steps
            assert set(left) <= {step.title for step in _steps(known) if step.key_points}
        else:
            assert left == [], role


def test_every_plate_names_its_steps_and_says_all_that_is_critical(
    handbook: Handbook, states: Examination, store: Path
) -> None:
    for known in (handbook, states.handbook):
        context = replace(bare(store, today=DAY), places=states.places)
        rendered = typeset_all(list(plates(known, context)), known, context)
        assert len(rendered.artifacts) > 5
        for artifact in rendered.artifacts:
            found = "".join("".join(page) for page in lines(artifact.content))
            role = subject_of(artifact)
            assert missing_on(known, role, found) == [], role


def test_a_plate_of_several_procedures_gives_the_dates_of_each_that_is_settled(
    states: Examination, store: Path
) -> None:
    used = ("lift-rescue", "parcel", "snow")
    told = text_of(made(states.handbook, store, plates, "guard"))
    for settled in (states.handbook.procedures[name].control for name in used):
        assert f"生效{settled.effective_from}复审{settled.review_by}" in told
    late = text_of(made(states.handbook, store, plates, "front-desk"))
    assert "YY-03复审已过期开馆第1版生效2025-11-01复审2026-10-31" in late
    assert "WY-062026-12-15起执行扫雪第1版" in told, "each bears its state, if on two lines"


def test_what_is_too_long_for_a_wall_is_named_and_takes_no_room_from_the_rest(
    states: Examination, store: Path
) -> None:
    context = replace(bare(store, today=DAY), places=states.places)
    jobs = [job for job in plates(states.handbook, context) if job.subject == "duty-lead"]
    told = text_of(typeset_all(jobs, states.handbook, context))
    assert "还有1条这里放不下，见全文ST-04" in told
    assert "说不对的不给" in told
    assert "ST-04“" in told.split("还有1条这里放不下，见全文")[1][:7], "by how it begins"
    assert re.search("ST-04：?(第2步|2)等来电", told.split("还要做的步骤")[1])
    assert "协同：BH-07第1步" in told
    assert "关键安全WY-02第2步断电：断电以前不开门" in told
    assert "拿不准的一律不用" in told, "critical, so it takes what room is left"
    keeper = text_of(
        typeset_all(
            [job for job in plates(states.handbook, context) if job.subject == "storekeeper"],
            states.handbook,
            context,
        )
    )
    assert "做）：关键要点较长，见ST-04检查表" in keeper, "of what others do"
    assert "BH-07捡到顾客遗失的贵重物品以后登记" in told, "a long title is cut, not left out"


def test_what_a_full_plate_only_gives_the_number_of_is_said_to_be_named_on_checklists(
    handbook: Handbook, store: Path
) -> None:
    crew = text_of(made(handbook, store, plates, "crew"))
    assert "DB-02：2告知热线，填写担保函" in crew
    assert "协同（名称见检查表）：DB-01第1步" in crew


def test_a_plate_without_room_says_on_which_checklist_stands_how_to_avoid_a_hazard(
    foreign: Handbook, store: Path
) -> None:
    for state in ("draft", "future"):
        told = told_by(stressed(foreign, Case(state, address=False)), store, "nurse")
        assert "触电会死人；怎样避开见P-3检查表" in told
        assert "见全文；" not in told and "怎样避开见全文" not in told


def test_a_plate_keeps_exceptions_and_limits_and_uses_its_room_before_it_shortens(
    states: Examination, store: Path
) -> None:
    def told(role: str) -> str:
        rendered = made(states.handbook, store, plates, role)
        assert rendered.findings == ()
        return text_of(rendered)

    guard = told("lifeguard")
    assert (
        "连测三次都偏低→15分钟内：清场，打61002119；池里不留人；之后：到此结束（完成）（由前台处理）"
        in guard
    )
    assert "余氯：不低于0.3毫克" in guard
    assert "还有" not in guard, "steps are told in one paragraph before anything is left out"
    desk = told("front-desk")
    assert "关键安全YY-01第2a步加药（救生员做）：戴好手套和护目镜再开药桶" in desk
    assert "YY-04征求意见第1步问清样子" in desk, "what is not approved in a word, on the same line"
    assert "有积水的地方先拦起来" in desk, "of safety, though not critical"


def test_what_is_critical_in_the_work_of_others_begins_a_line_that_says_whose_it_is(
    states: Examination, store: Path
) -> None:
    (artifact,) = made(states.handbook, store, plates, "guard").artifacts
    told = lines(artifact.content)[0]
    at = next(index for index, line in enumerate(told) if "分头找（救生员做）" in line)
    assert told[at].startswith("关键安全YY-04")
    assert told[at - 1].startswith("协同时一次也不能错的")


def test_a_state_stands_with_the_title_of_a_plate(states: Examination, store: Path) -> None:
    for role in ("guard", "lifeguard", "front-desk"):
        (artifact,) = made(states.handbook, store, plates, role).artifacts
        title = "".join(states.handbook.roles[role].title.split())
        told = "".join(lines(artifact.content)[0])
        assert told[told.index(title) + len(title) :].startswith("含未批准的流程"), role


def test_a_plate_says_what_follows_and_what_is_not_written_where_there_is_room(
    handbook: Handbook, store: Path
) -> None:
    named = ("crew", "nurse")
    crew, nurse = (text_of(made(handbook, store, plates, role)) for role in named)
    assert "之后：" in text_of(made(replace(handbook, base_url=BASE), store, plates, "seat"))
    assert "之后：转DB-07“处理非标准情况”" in crew, (
        "elsewhere than on: however little room there is"
    )
    assert "原文未说明：DB-02第1步" in crew
    assert "遇到了，问带班的人" in crew
    assert "待补第3步原文没有写换药" in nurse
    assert "原文未说明" not in nurse, "not once more by its number"


def test_the_columns_of_an_industry_to_sign_say_how_each_procedure_stands(
    states: Examination, store: Path
) -> None:
    told = {
        name: text_of(made(states.handbook, store, signoffs, name))
        for name in ("pool", "property", "canteen")
    }
    assert "开馆复审已过期应读岗位" in told["pool"]
    assert "找走失的儿童征求意见·未批准应读岗位" in told["pool"]
    assert "测泳池的水现行应读岗位" in told["pool"]
    assert "扫雪2026-12-15起执行" in told["property"]
    # Who has to read it is too long here to stand in the columns: it follows on the last page.
    assert "应读岗位、日期见最后一页" in told["canteen"]
    assert "留存菜品样本草案·未批准ST-04" in told["canteen"]


def test_one_ordinary_sentence_is_no_plate_for_a_firm_but_one_that_is_critical_is(
    handbook: Handbook, store: Path
) -> None:
    assert handbook.roles["tech-company"].kind == "team"
    assert made(handbook, store, plates, "tech-company").artifacts == ()
    known = handbook.procedures["service-culture"]
    steps = tuple(
        replace(step, key_points=tuple(replace(one, critical=True) for one in step.key_points))
        for step in known.steps
    )
    graver = replace(handbook, procedures={known.id: replace(known, steps=steps)})
    assert "研发人员要亲自做一线客服" in text_of(made(graver, store, plates, "tech-company"))
    person = replace(handbook.roles["tech-company"], kind="person")
    other = replace(handbook, roles={**handbook.roles, person.id: person})
    assert "研发人员要亲自做一线客服" in text_of(made(other, store, plates, person.id))


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """Procedures of other trades, with hazards, readings and what is needed before."""
    root = tmp_path_factory.mktemp("foreign") / "now"
    copy_engine(root)
    shutil.copytree(ROOT / "tests/handbooks/foreign", root, dirs_exist_ok=True)
    return examine(Project(root=root, today=DAY)).handbook


def told_by(handbook: Handbook, store: Path, role: str) -> str:
    rendered = made(handbook, store, plates, role)
    assert rendered.findings == ()
    return text_of(rendered)


def test_a_bare_time_limit_is_one_within_which_to_act(foreign: Handbook, store: Path) -> None:
    assert "→1分钟内：拨打120" in told_by(foreign, store, "rescuer")
    assert "→1分钟内：立即关掉调节器" in told_by(foreign, store, "ward-nurse")


def test_a_hazard_stands_with_how_to_avoid_it_in_smaller_type_if_need_be(
    foreign: Handbook, store: Path
) -> None:
    told = told_by(foreign, store, "rescuer")
    known = foreign.procedures["lift-rescue"]
    assert known.before
    for one in (*known.before.hazards, *(h for step in known.steps for h in step.hazards)):
        words = "".join(str(one.text).split())
        how = "；怎样避开：" + "".join(str(one.avoid).split()) if one.avoid else ""
        assert words + how in told
    assert "松开制动后轿厢会自己溜车；怎样避开：一人松制动" in told


def test_every_time_limit_stands_at_its_step(foreign: Handbook, store: Path) -> None:
    assert "第3a步盘车平层（时限20分钟）" in told_by(foreign, store, "rescuer")
    cook = told_by(foreign, store, "cook")
    assert "第3步降到21℃（时限2小时内）" in cook
    assert "时限：从“分装到浅盘”开始算，6小时内" in cook


def test_a_plate_of_grave_hazards_alone_says_that_it_must_never_go_wrong(
    foreign: Handbook, store: Path
) -> None:
    known = foreign.procedures["lift-rescue"]
    bare_steps = tuple(replace(step, key_points=()) for step in known.steps)
    of_lifts = replace(foreign, procedures={known.id: replace(known, steps=bare_steps)})
    assert "一次也不能错" in told_by(of_lifts, store, "rescuer")
    assert "一次也不能错" not in told_by(of_lifts, store, "estate-lead"), "it has no hazards"


def test_a_plate_fills_its_room_with_what_is_gravest_before_it_leaves_off_the_rest(
    foreign: Handbook, store: Path
) -> None:
    told = told_by(stressed(foreign, Case("future", address=False)), store, "nurse")
    assert "坠落会死人" in told, "of another's work, and deadly"
    shown, left = told.split("条这里放不下")
    assert "长时间仰头会头晕" not in shown, "a caution, which is longer than the room left"
    assert re.search("还有[0-9]$", shown) and "P-3“前提条件”、“长时间仰头会头晕：…”" in left, (
        "it is named"
    )


def marks_of(leaf: Leaf) -> list[tuple[float, float, float, float]]:
    """The frames and flags of labels."""
    boxes = (mark.box for mark in leaf.boxes)
    return [box for box in boxes if 14 < box[2] - box[0] < 120 and 12 < box[3] - box[1] < 26]


def test_marks_one_below_another_keep_a_millimetre_apart(foreign: Handbook, store: Path) -> None:
    near, seen = [], 0
    for known in (foreign, *(stressed(foreign, case) for case in cases())):
        context = bare(store, today=DAY)
        for artifact in typeset_all(list(plates(known, context)), known, context).artifacts:
            for one, other in combinations(marks_of(leaves(artifact.content)[0]), 2):
                seen += 1
                apart = max(one[1], other[1]) - min(one[3], other[3])
                if min(one[2], other[2]) > max(one[0], other[0]) and -5 < apart < MM:
                    near.append((artifact.path, round(apart / MM, 2)))
    assert near == []
    assert seen > 100


def test_a_number_before_its_steps_has_a_whole_colon(foreign: Handbook, store: Path) -> None:
    known = stressed(foreign, Case("draft", address=True))
    (artifact,) = made(known, store, plates, "nurse").artifacts
    signs = leaves(artifact.content)[0].signs
    told = "".join(sign.text for sign in signs)
    at = told.index("A-1：第1步看看") + len("A-1：")
    colon, after = signs[at - 1].box, signs[at].box
    assert after[0] - colon[2] > 0.4 * 17, "half a sign"


def test_a_unit_stays_beside_its_figure_where_the_author_wrote_a_blank(
    foreign: Handbook, store: Path
) -> None:
    (artifact,) = made(foreign, store, plates, "cook").artifacts
    told = lines(artifact.content)[0]
    assert any(line.startswith("74℃以上") for line in told), told


def test_with_whom_something_is_done_is_no_reminder_by_itself(
    foreign: Handbook, store: Path
) -> None:
    offered = {one.subject for one in plates(foreign, bare(store, today=DAY))}
    assert {"rescuer", "ward-nurse", "oncall"} <= offered
    assert "oncall-second" not in offered
    (step,) = (s for s in foreign.procedures["pvc-full"].steps if s.role == "oncall-second")
    point = KeyPoint(text=Text(("先看清是哪个存储类",)))
    own = foreign.procedures["pvc-full"]
    steps = tuple(replace(s, key_points=(point,)) if s is step else s for s in own.steps)
    pointed = replace(foreign, procedures={**foreign.procedures, own.id: replace(own, steps=steps)})
    assert "oncall-second" in {one.subject for one in plates(pointed, bare(store, today=DAY))}


def test_a_plate_says_what_must_be_true_before_work(foreign: Handbook, store: Path) -> None:
    for role, known in (("rescuer", "lift-rescue"), ("switch-operator", "switch-off")):
        before = foreign.procedures[known].before
        assert before and before.conditions
        told = told_by(foreign, store, role)
        assert (
            "前提条件" + "；".join("".join(str(one).split()) for one in before.conditions) in told
        )


def test_a_plate_says_what_its_reader_does_in_a_step_of_another(
    foreign: Handbook, store: Path
) -> None:
    told = told_by(foreign, store, "switch-supervisor")
    assert "第1步核对操作票和设备你做念出设备的名称和编号" in told
    assert "你做" not in told_by(foreign, store, "switch-operator")
