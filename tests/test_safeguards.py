"""What stands beside a step wherever somebody works: limits, dangers, what is not written."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sop_handbook.model import Class, Gap, Handbook, Value
from sop_handbook.model.safeguards import LONGEST, is_long, left_open, measures, warnings
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.twi import twi_sheets
from sop_handbook.render.print.typeset import typeset_all
from tests.ink import leaves
from tests.states import lay_out_now
from tests.support import DAY, text
from tests.trades import trades_project

SHEETS = ("checklist", "cards-single", "cards-small-single", "twi")


@pytest.fixture(scope="module")
def several(project: Project) -> Examination:
    return examine(project)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Examination:
    root = tmp_path_factory.mktemp("states") / "now"
    lay_out_now(root)
    return examine(Project(root=root, today=DAY))


def _sheets(
    examination: Examination, name: str, handbook: Handbook | None = None
) -> dict[str, str]:
    """The text of every sheet to work with, by its kind."""
    handbook = handbook or examination.handbook
    context = context_of(trades_project(), examination)
    jobs = [job for make in (checklists, cards, twi_sheets) for job in make(handbook, context)]
    jobs = [job for job in jobs if job.subject == name and job.kind in SHEETS]
    made = typeset_all(jobs, handbook, context)
    assert made.findings == ()
    return {
        job.kind: _text(artifact.content)
        for job, artifact in zip(jobs, made.artifacts, strict=True)
    }


def _text(pdf: bytes) -> str:
    return "".join("".join(sign.text for leaf in leaves(pdf) for sign in leaf.signs).split())


def _missing(sheets: Mapping[str, str], messages: str) -> list[str]:
    assert set(sheets) == set(SHEETS)
    return [kind for kind, found in sheets.items() if messages not in found]


def test_the_limit_of_a_decision_stands_where_it_is_decided(
    states: Examination, store: Path
) -> None:
    sheets = _sheets(states, "water-test")
    assert _missing(sheets, "余氯：不低于0.3毫克") == []
    for kind, found in sheets.items():
        asked = "余氯合格吗？合格→" if kind != "cards-small-single" else "余氯合格吗？·合格→"
        before = found.partition(asked)[0] or found
        assert "余氯：不低于0.3毫克" in before[-90:] or kind.startswith("cards"), kind


def test_whom_to_call_stands_at_the_step_that_calls(
    several: Examination, states: Examination, store: Path
) -> None:
    assert _missing(_sheets(several, "egl-nonstandard"), "随时拨打400-818-5050") == []
    assert "打急救电话，再打" in _sheets(states, "rescue")["checklist"]


def test_what_a_time_limit_says_is_not_said_again_as_a_standard(several: Examination) -> None:
    procedure = several.handbook.procedures["egl-settlement"]
    assert procedure.standards
    assert [one for step in procedure.steps for one in measures(procedure, step)] == []
    standards = tuple(
        replace(one, value=Value(literal="99d", op="le")) for one in procedure.standards
    )
    other = replace(procedure, standards=standards)
    assert {one.id for step in other.steps for one in measures(other, step)} == {
        one.id for one in standards if one.steps
    }


def test_what_may_harm_because_the_source_does_not_say_it_stands_at_its_step(
    several: Examination, store: Path
) -> None:
    bank, ward = "remote-bank-six-steps", "nursing-five-steps"
    assert _missing(_sheets(several, bank), "没有写怎样核实客户身份") == [], "says so itself"
    assert _missing(_sheets(several, ward), "也没有写药物管理怎样核对。遇到了，问带班的人。") == []
    assert _missing(_sheets(several, bank), "没有写反馈和建议记在哪里") == list(SHEETS), "harmless"
    assert _missing(_sheets(several, "egl-crew"), "没有写联盟坐席与联盟呼叫中心") == list(SHEETS)


def test_a_gap_too_long_for_a_sheet_is_pointed_to(states: Examination, store: Path) -> None:
    procedure = states.handbook.procedures["power-cut"]
    ((_, gap),) = left_open(procedure, procedure.steps[0])
    assert is_long(gap)
    assert not is_long(replace(gap, text=text("长" * LONGEST)))
    pointer = "这一步原文有几处没写清，见全文。遇到了，问带班的人。"
    assert _missing(_sheets(states, procedure.id), pointer) == []


def test_a_gap_says_itself_whether_it_may_harm_or_leaves_that_to_its_step(
    several: Examination,
) -> None:
    procedure = several.handbook.procedures["restaurant-six-steps"]
    risky = next(s for s in procedure.steps if any(p.critical for p in s.key_points))
    plain = next(s for s in procedure.steps if not any(p.critical for p in s.key_points))
    for step, critical, there in (
        (risky, None, True), (risky, False, False), (plain, None, False), (plain, True, True),
    ):  # fmt: skip
        gaps = (Gap(text=text("没有写"), at=step.id, critical=critical),)
        assert bool(list(left_open(replace(procedure, gaps=gaps), step))) is there


def test_a_critical_gap_of_no_step_stands_at_the_first(several: Examination) -> None:
    known = several.handbook.procedures["nursing-five-steps"]
    gap = Gap(text=text("原文没有写停电时怎么办。"), critical=True)
    procedure = replace(known, gaps=(gap, replace(gap, critical=None)))
    found = [[one for _, one in left_open(procedure, step)] for step in procedure.steps]
    assert found == [[gap], *([] for _ in procedure.steps[1:])]


def test_a_checklist_warns_of_a_danger_that_is_not_critical(
    states: Examination, store: Path
) -> None:
    procedure = states.handbook.procedures["open-gate"]
    assert [str(p.text) for s in procedure.steps for p in warnings(s)] == ["有积水的地方先拦起来"]
    sheets = _sheets(states, procedure.id)
    assert "查地面安全有积水的地方先拦起来" in sheets["checklist"]
    assert "没有方框的一条只读，不打勾" in sheets["checklist"]


def test_a_pocket_card_carries_what_a_rule_says_and_names_what_it_has_no_room_for(
    several: Examination, store: Path
) -> None:
    pocket = _sheets(several, "egl-crew")["cards-small-single"]
    assert "首期额度：1000元；包含哪些：车费、车内急救费用" in pocket
    assert "另有" in pocket
    labels = {"ends": "怎样算完成", "triggers": "何时开始"}
    steps = {"errors": "常见差错", "records": "留下记录", "tools": "用具"}
    for name in ("egl-crew", "restaurant-six-steps", "bank-counter-seven-steps"):
        procedure = several.handbook.procedures[name]
        found = _sheets(several, name)["cards-small-single"]
        for fact, label in labels.items():
            told = ["".join(str(one.text).split()) for one in getattr(procedure, fact)]
            assert all(messages in found for messages in told) or _named(found, label), (name, fact)
        for step in procedure.steps:
            for fact, label in steps.items():
                told = ["".join(str(one).split()) for one in getattr(step, fact)]
                assert all(messages in found for messages in told) or _named(found, label), (
                    name,
                    fact,
                )


def _named(found: str, label: str) -> bool:
    """Whether a head says that something of this kind is left off."""
    return any(label in part[:40] for part in found.split("另有")[1:])


def test_no_sheet_says_that_a_new_practice_was_in_force_before_it_was_written(
    states: Examination, store: Path
) -> None:
    known = states.handbook.procedures["water-test"]
    assert [change.class_ for change in known.changes] == ["procedural", "procedural"]
    cases: tuple[tuple[Class, str, str], ...] = (
        ("procedural", "内容截至2026-11-10", "生效2026-09-01"),
        ("clarification", "生效2026-09-01", "内容截至"),
    )
    for class_, told, untold in cases:
        control = replace(known.control, effective_from=date(2026, 9, 1))
        changes = (replace(known.changes[0], class_=class_), *known.changes[1:])
        late = replace(known, control=control, changes=changes)
        procedures = {**states.handbook.procedures, known.id: late}
        sheets = _sheets(states, known.id, replace(states.handbook, procedures=procedures))
        assert _missing(sheets, told) == []
        assert _missing(sheets, untold) == list(SHEETS)
