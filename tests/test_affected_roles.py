"""Whom a change concerns: one item of a list is looked up in each state where it stands there."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from sop_handbook import model as m
from sop_handbook.change.changed import Changed
from sop_handbook.change.declared import deltas
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.change.used import named_in_rules
from tests.histories import medium

NAME = "restaurant-six-steps"  # its steps are the waiter's, but for the last, the cashier's


def text(words: str) -> m.Text:
    return m.Text((words,))


WAITERS = m.ExceptionRule(when=text("客人打翻了杯子"), then="resume", role="waiter")
CASHIERS = m.ExceptionRule(when=text("刷卡机没有反应"), then="resume", role="cashier")
ANYBODYS = m.ExceptionRule(when=text("停电"), then="resume", at=("serve",))
FAST = m.Standard(
    id="fast", metric="上菜用时", value=m.Value(literal="10min", op="le"), steps=("serve",)
)
RIGHT = m.Standard(
    id="right", metric="账单准确", value=m.Value(literal="100%", op="eq"),
    steps=("pay-and-farewell",),
)  # fmt: skip


@cache
def _handbook() -> m.Handbook:
    return medium().handbook()


def _with(**fields: Any) -> m.Handbook:
    handbook = _handbook()
    procedure = replace(handbook.procedures[NAME], **fields)
    return replace(handbook, procedures={**handbook.procedures, NAME: procedure})


def _change(old: m.Handbook, new: m.Handbook) -> Changed:
    (one,) = compare_handbooks(old, new)
    return one


def _worded(rule: m.ExceptionRule, more: str) -> m.ExceptionRule:
    return replace(rule, when=text(f"{rule.when}{more}"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ((WAITERS, CASHIERS), (CASHIERS,), {"waiter"}),
        ((CASHIERS,), (WAITERS, CASHIERS), {"waiter"}),
        ((WAITERS, CASHIERS), (CASHIERS, WAITERS), set()),
        ((WAITERS, CASHIERS), (_worded(CASHIERS, "了"), WAITERS), {"cashier"}),
        ((WAITERS, CASHIERS, ANYBODYS), (CASHIERS, ANYBODYS), {"waiter"}),
        ((WAITERS, ANYBODYS, CASHIERS), (WAITERS, CASHIERS), {"waiter"}),
        ((WAITERS, CASHIERS), (WAITERS, replace(CASHIERS, role="waiter")), {"waiter", "cashier"}),
        ((WAITERS,), (CASHIERS,), {"waiter", "cashier"}),
    ],
)
def test_an_exception_concerns_those_who_handle_it_wherever_it_stands(
    old: tuple[m.ExceptionRule, ...], new: tuple[m.ExceptionRule, ...], told: set[str]
) -> None:
    one = _change(_with(exceptions=old), _with(exceptions=new))
    assert set(one.informs) == told
    assert set(one.retrains) <= told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ((), (FAST,), {"waiter"}),
        ((FAST, RIGHT), (RIGHT,), {"waiter"}),
        ((RIGHT,), (FAST, RIGHT), {"waiter"}),
        ((FAST,), (replace(FAST, steps=("pay-and-farewell",)),), {"waiter", "cashier"}),
        ((FAST,), (replace(FAST, steps=()),), {"waiter", "cashier"}),
    ],
)
def test_a_standard_that_comes_or_goes_concerns_those_of_its_steps_only(
    old: tuple[m.Standard, ...], new: tuple[m.Standard, ...], told: set[str]
) -> None:
    bare = {"standards": ()}
    one = _change(_with(**{**bare, "standards": old}), _with(**{**bare, "standards": new}))
    assert set(one.informs) & {"waiter", "cashier"} == told
    assert set(one.informs) <= {"waiter", "cashier"}


def _steps(change: Callable[[m.Step], m.Step], name: str) -> tuple[m.Step, ...]:
    steps = _handbook().procedures[NAME].steps
    return tuple(change(step) if step.id == name else step for step in steps)


def test_a_step_under_another_id_concerns_who_did_it_before_too() -> None:
    quiet = _with(steps=_steps(lambda step: replace(step, with_=()), "pay-and-farewell"))
    new = _with(
        steps=_steps(
            lambda step: replace(step, id="settle", role="waiter", with_=()), "pay-and-farewell"
        )
    )
    one = _change(quiet, new)
    assert {d.how for d in one.differences} == {"renamed", "changed"}
    assert set(one.informs) == set(one.retrains) == {"waiter", "cashier"}
    (delta,) = deltas(quiet, new, [one], "before")
    assert delta.renamed == {"pay-and-farewell": "settle"}
    assert set(delta.steps) == {"settle"}


def test_a_gift_that_goes_concerns_the_step_it_was_given_in() -> None:
    tray = m.Receive(item=text("托盘"), from_="cashier")
    note = m.Receive(item=text("账单"), from_="waiter")
    old = _with(steps=_steps(lambda step: replace(step, receives=(tray, note)), "serve"))
    new = _with(steps=_steps(lambda step: replace(step, receives=(note,)), "serve"))
    assert set(_change(old, new).informs) == {"waiter", "cashier"}


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("店长、领班", {"manager", "foreman"}),
        ("店长 、领班", {"manager", "foreman"}),
        ("由店长或领班批准", {"manager", "foreman"}),
        ("副店长", {"deputy"}),
        ("顾客", set()),
    ],
)
def test_a_changed_row_concerns_the_roles_that_it_names(cell: str, told: set[str]) -> None:
    titles = {"manager": "店长", "deputy": "副店长", "foreman": "领班"}
    any_role = next(iter(_handbook().roles.values()))
    roles = {name: replace(any_role, id=name, title=title) for name, title in titles.items()}
    table = m.RuleTable(id="who", title="谁批准", columns=("谁",), rows=((text(cell),),))
    name, family = next(iter(_handbook().families.items()))
    families = {name: replace(family, rules=(table,))}
    state = replace(_handbook(), roles=roles, families=families)
    assert set(named_in_rules(state, "family", name, ("rules", "who"), "old")) == told
