"""What drills hold of a procedure: nothing critical and nothing that may go wrong is in none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from sop_handbook.model import (
    Avoid,
    ExceptionRule,
    Handbook,
    KeyPoint,
    Procedure,
    Role,
    Scenario,
    Step,
    Training,
    Value,
)
from sop_handbook.model.before import Hazard
from sop_handbook.model.criteria import criteria
from sop_handbook.model.drills import Drill
from sop_handbook.model.step_parts import Action
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.drill import drill_json
from sop_handbook.render.print.rehearsals import rehearsals
from sop_handbook.render.views.rehearsed import drills_of
from tests.contexts import bare
from tests.foreign import foreign_root
from tests.states import lay_out_now
from tests.support import DAY, text
from tests.trades import trades_examination


@pytest.fixture(scope="module")
def handbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Handbook]:
    states = tmp_path_factory.mktemp("states") / "project"
    lay_out_now(states)
    roots = (foreign_root(), states, Path(__file__).parents[1])
    others = [examine(Project(root=root, today=DAY)).handbook for root in roots]
    return [trades_examination().handbook, *others]


def _every(handbooks: list[Handbook]) -> Iterator[tuple[Handbook, Procedure]]:
    for handbook in handbooks:
        yield from ((handbook, one) for one in handbook.in_use if drills_of(handbook, one))


def _strings(value: Any) -> Iterator[str]:
    """Every word in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (word for one in value.values() for word in _strings(one))
    elif isinstance(value, (list, tuple)):
        yield from (word for one in value for word in _strings(one))


def _grave(step: Step) -> list[str]:
    return [str(one.text) for one in step.key_points if one.critical] + [
        str(one.text) for one in step.avoid
    ]


def test_whatever_is_critical_is_on_the_phone_in_every_drill(handbooks: list[Handbook]) -> None:
    seen = 0
    for handbook, one in _every(handbooks):
        deck = drill_json(handbook, one, bare())
        deadly = [hazard["text"] for hazard in deck.get("hazards", ())]
        for step in one.steps:
            assert {str(hazard.text) for hazard in step.hazards} <= {*deadly}, one.id
        for drill in deck["drills"]:
            told = "\n".join(_strings([drill["steps"], drill.get("left_out", [])]))
            for grave in (grave for step in one.steps for grave in _grave(step)):
                assert grave in told, (one.id, drill["trainees"], grave)
                seen += 1
    assert seen > 100


def test_whatever_is_critical_is_on_paper_in_every_drill(handbooks: list[Handbook]) -> None:
    for handbook, one in _every(handbooks):
        alone = replace(handbook, procedures={**handbook.procedures, one.id: one})
        (kit,) = (kit for kit in rehearsals(alone, bare()) if kit.subject == one.id)
        for drill in kit.content["drills"]:
            told = "\n".join(_strings([drill["steps"], drill.get("left_out", [])]))
            played = {step["number"] for step in drill["steps"]}
            for step in handbook.resolved(one).steps:
                dire = [str(hazard.text) for hazard in step.step.hazards]
                wanted = _grave(step.step) + (dire if step.number in played else [])
                assert [grave for grave in wanted if grave not in told] == [], one.id


def test_whatever_may_go_wrong_is_in_a_drill(handbooks: list[Handbook]) -> None:
    """But for what goes wrong only where an author has nothing played."""
    seen = 0
    for handbook, one in _every(handbooks):
        every = drills_of(handbook, one)
        had = {id(trouble.rule) for drill in every for trouble in drill.troubles}
        played = {step.told.step.id for drill in every for step in drill.steps}
        can = (rule for rule in one.exceptions if not rule.at or played & {*rule.at})
        assert {id(rule) for rule in can} == had, one.id
        seen += len(one.exceptions)
    assert seen > 20


def _kitchen() -> tuple[Handbook, Procedure]:
    """A dish that a team cooks, a system books, a waiter serves and a cashier charges."""
    handbook = trades_examination().handbook
    known = handbook.procedures["restaurant-six-steps"]
    industry = known.industry

    def role_of(name: str, kind: Literal["team", "system"]) -> Role:
        return Role(id=name, title=name, industry=industry, summary=text("做事"), kind=kind)

    roles = {"kitchen": role_of("kitchen", "team"), "till": role_of("till", "system")}
    steps = (
        Step(
            id="cook",
            title="炒菜",
            role="kitchen",
            actions=(Action(do=text("炒")), Action(do=text("尝菜"), role="waiter")),
            key_points=(
                KeyPoint(text=text("油温不能超过二百度"), critical=True, kind="safety"),
                KeyPoint(text=text("锅要热")),
            ),
            avoid=(Avoid(text=text("往热油里倒水"), instead=text("沥干再下锅")),),
            hazards=(Hazard(level="caution", text=text("油会溅出来")),),
        ),
        Step(id="book", title="记账", role="till", actions=(Action(do=text("记账")),)),
        Step(id="serve", title="上菜", role="waiter", actions=(Action(do=text("端菜")),)),
        Step(id="charge", title="收钱", role="cashier", actions=(Action(do=text("收钱")),)),
    )

    def rule(when: str, *at: str, role: str | None = None) -> ExceptionRule:
        return ExceptionRule(when=text(when), then="resume", at=at, role=role, method=text("办"))

    made = replace(
        known,
        steps=steps,
        exceptions=(
            rule("起火", "cook"),
            rule("记错", "book"),
            rule("打翻", "serve", role="cashier"),
            rule("停电"),
        ),
        ends=(),
        gaps=(),
        standards=(),
        training=None,
        goal=text("客人吃好"),
    )
    return replace(handbook, roles={**handbook.roles, **roles}), made


def test_a_body_that_answers_for_a_step_has_a_drill_of_its_own_beside_persons() -> None:
    every = drills_of(*_kitchen())
    assert [([ref.id for ref in one.trainees], one.for_bodies) for one in every] == [
        (["kitchen"], True),
        (["waiter"], False),
        (["cashier"], False),
    ]
    judged = [{one.told.step.id for one in drill.own} for drill in every]
    assert judged == [{"cook"}, {"cook", "serve"}, {"charge"}]


def test_trouble_is_for_who_meets_it_who_handles_it_or_else_for_the_first() -> None:
    every = drills_of(*_kitchen())
    met = [[str(one.rule.when) for one in drill.troubles] for drill in every]
    assert met == [
        ["起火", "记错", "停电"],
        ["起火", "打翻", "停电"],
        ["打翻", "停电"],
    ]


def test_what_is_critical_where_others_answer_is_told_and_not_judged() -> None:
    """So it is for who does only an action there: they are judged by that."""
    handbook, made = _kitchen()
    cook, waiter, cashier = (drill.steps[0] for drill in drills_of(handbook, made))
    grave = [("critical", "油温不能超过二百度"), ("avoid", "往热油里倒水")]
    told = [[(one.kind, str(one.texts[0])) for one in step.known] for step in (waiter, cashier)]
    assert told == [grave, grave]
    assert cook.known == ()
    assert {*grave} < {(one.kind, str(one.texts[0])) for one in cook.criteria}
    assert [str(one.texts[0]) for one in waiter.criteria] == ["尝菜"]
    assert cashier.criteria == ()


def test_who_does_some_steps_is_told_these_and_who_does_all_is_told_the_goal() -> None:
    handbook, made = _kitchen()
    cook, waiter, cashier = drills_of(handbook, made)
    assert [one.step.title for one in cashier.duties] == ["收钱"]
    assert [one.step.title for one in waiter.duties] == ["炒菜", "上菜"]
    assert (cook.tasks, str(cook.goal)) == ((), "客人吃好")
    served = tuple(one for one in made.steps if one.id == "serve")
    (alone,) = drills_of(handbook, replace(made, steps=served, exceptions=()))
    assert ([str(one) for one in alone.tasks], alone.duties, alone.goal) == (["客人吃好"], (), None)
    deck = drill_json(
        replace(handbook, procedures={**handbook.procedures, made.id: made}), made, bare()
    )
    assert deck["drills"][2]["tasks"] == ["第4步 收钱"]
    assert deck["drills"][2]["goal"] == "客人吃好"


def test_a_scenario_for_somebody_who_answers_for_none_of_its_steps_judges_them_by_all() -> None:
    """They are to do what others usually do; what it leaves out is named with what is critical."""
    handbook, made = _kitchen()
    scenario = Scenario(
        title="替班", situation=text("人手不够"), trainee="nurse", tasks=(), steps=("serve",)
    )
    (drill,) = drills_of(handbook, replace(made, training=Training(scenarios=(scenario,))))
    assert [str(one.texts[0]) for step in drill.own for one in step.criteria] == ["端菜"]
    assert [one.told.step.id for one in drill.left_out] == ["cook", "book", "charge"]
    assert [str(one.texts[0]) for one in drill.left_out[0].known] == [
        "油温不能超过二百度",
        "往热油里倒水",
    ]
    assert [str(one.rule.when) for one in drill.troubles] == ["打翻", "停电"]


def _judged(drill: Drill) -> list[tuple[str, bool]]:
    """What may go wrong in a drill, and whether the trainee is to handle it."""
    return [(str(one.rule.when), drill.handles(one)) for one in drill.troubles]


def test_what_others_handle_is_told_and_not_judged_on_paper_and_on_the_phone() -> None:
    """Who is named handles it, else those at whose step it comes up, or at any whoever learns."""
    handbook, made = _kitchen()
    cook, waiter, cashier = drills_of(handbook, made)
    assert _judged(cook) == [("起火", True), ("记错", False), ("停电", True)]
    assert _judged(waiter) == [("起火", False), ("打翻", False), ("停电", True)]
    assert _judged(cashier) == [("打翻", True), ("停电", True)]
    alone = replace(handbook, procedures={**handbook.procedures, made.id: made})
    (kit,) = (kit for kit in rehearsals(alone, bare()) if kit.subject == made.id)
    paper = [
        [one["when"] for one in drill["troubles"] if "other" in one]
        for drill in kit.content["drills"]
    ]
    deck = drill_json(alone, made, bare())
    phone = [
        [deck["troubles"][at]["when"] for at in drill.get("told", ())] for drill in deck["drills"]
    ]
    assert paper == phone == [["记错"], ["起火", "打翻"], []]


def test_a_question_of_somebody_else_is_told_and_not_judged(handbooks: list[Handbook]) -> None:
    rescue = handbooks[1].procedures["lift-rescue"]
    monitor, rescuer = drills_of(handbooks[1], rescue)
    assert [[one.other for one in drill.branches] for drill in (monitor, rescuer)] == [
        [True],
        [False],
    ]
    deck = drill_json(handbooks[1], rescue, bare())
    asked = [[step.get("asked", False) for step in drill["steps"]] for drill in deck["drills"]]
    assert asked == [[False, False, True, False, False], [False] * 5]


def test_a_value_out_of_bounds_that_is_an_answer_is_played_once(handbooks: list[Handbook]) -> None:
    """The rescuer decides by the gap: more than 500 mm is one of the answers."""
    rescue = handbooks[1].procedures["lift-rescue"]
    _, rescuer = drills_of(handbooks[1], rescue)
    assert (len(rescuer.branches), rescuer.off_limits) == (1, ())
    (drip,) = drills_of(handbooks[1], handbooks[1].procedures["infusion"])
    assert [one.reading.reading.label for one in drip.off_limits] == ["滴速"]


def test_whoever_works_beside_somebody_helps_and_is_judged_by_what_is_theirs_alone(
    handbooks: list[Handbook],
) -> None:
    _, guard = drills_of(handbooks[1], handbooks[1].procedures["switch-off"])
    helped = [(one.told.number, len(one.criteria)) for one in guard.steps if one.helps]
    assert helped == [("1", 1), ("2", 0), ("3", 0), ("4", 0)]
    assert [one.told.number for one in guard.steps if one.leads] == ["4a", "5.2"]


def test_what_is_written_down_and_within_what_time_is_judged_once_a_step(
    handbooks: list[Handbook],
) -> None:
    operator, _ = drills_of(handbooks[1], handbooks[1].procedures["switch-off"])
    kinds = [[one.kind for one in step.criteria] for step in operator.steps]
    assert kinds[0] == ["do", "readings", "result"]
    assert operator.steps[0].criteria[1].texts == ("设备编号", "电压等级")
    assert kinds[3][-2:] == ["repeat", "time"]
    handbook, made = _kitchen()
    timed = replace(made.steps[3], actions=(), time_limit=Value(literal="10min", op="le"))
    (told,) = handbook.resolved(replace(made, steps=(timed,), exceptions=())).steps
    assert [one.kind for one in criteria(told, ("cashier",))] == ["step", "time"]


def test_what_is_said_twice_is_judged_once_whether_it_must_be_or_is() -> None:
    handbook, made = _kitchen()
    points = (KeyPoint(text=text("单上必须有编号"), critical=True), KeyPoint(text=text("逐项填写")))
    step = replace(
        made.steps[3],
        actions=(Action(do=text("要逐项填写；")), Action(do=text("单上不写编号"))),
        key_points=(*points, KeyPoint(text=text("单上应当有编号。"))),
        done_when=text("已逐项填写"),
    )
    (told,) = handbook.resolved(replace(made, steps=(step,), exceptions=())).steps
    found = [(one.kind, str(one.texts[0])) for one in criteria(told, ("cashier",))]
    assert found == [
        ("critical", "单上必须有编号"),
        ("do", "单上不写编号"),
        ("result", "已逐项填写"),
    ]


def test_the_trainee_is_told_all_steps_that_are_theirs_with_the_case_in_which_they_come(
    handbooks: list[Handbook],
) -> None:
    rescue = handbooks[1].procedures["lift-rescue"]
    deck = drill_json(handbooks[1], rescue, bare())
    assert deck["drills"][1]["tasks"][2] == "第3a步 盘车平层（条件：高度差超过 500 mm 吗？超过）"
    assert deck["principles"] == ["被困的人没有危险时，宁可慢，不可乱。"]
