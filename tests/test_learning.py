"""What a role learns, and in which order."""

from dataclasses import replace

from sop_handbook.model import (
    Control,
    End,
    ExceptionRule,
    Handbook,
    KeyPoint,
    Procedure,
    Receive,
    Status,
    Step,
)
from sop_handbook.model.before import Before, Hazard
from sop_handbook.model.learning import learns, lessons, why_in_this_order
from tests.support import procedure, text
from tests.trades import trades_examination


def known(*procedures: Procedure) -> Handbook:
    whole = trades_examination().handbook
    return replace(whole, procedures={one.id: one for one in procedures}, families={})


def plain(name: str, *roles: str, **more: object) -> Procedure:
    """A procedure whose steps are done by these roles."""
    steps = tuple(Step(id=f"s{n}", title=f"做{n}", role=role) for n, role in enumerate(roles))
    made = procedure("a", industry="restaurant", id=name, number=f"CY-{name}", title=f"流程{name}")
    return replace(made, **{"steps": steps, **more})  # type: ignore[arg-type]


def order(handbook: Handbook, role: str = "waiter") -> list[str]:
    return [one.procedure.id for one in lessons(handbook, role)]


def test_what_is_for_danger_comes_first_then_what_may_harm_then_all_else() -> None:
    usual = plain("usual", "waiter")
    critical = replace(usual.steps[0], key_points=(KeyPoint(text=text("不能错"), critical=True),))
    risk = plain("risk", "waiter", steps=(critical,))
    hazard = Hazard(text=text("烫伤"), level="warning")
    hot = plain("hot", "waiter", before=Before(hazards=(hazard,)))
    urgent = plain("urgent", "waiter", industry="emergency")
    handbook = known(usual, risk, hot, urgent)
    assert order(handbook) == ["urgent", "risk", "hot", "usual"]
    assert [one.urgency for one in lessons(handbook, "waiter")] == [
        "emergency",
        "risk",
        "risk",
        "usual",
    ]


def test_a_small_injury_is_no_reason_to_learn_something_first() -> None:
    small = Hazard(text=text("划手"), level="caution")
    first, second = (
        plain("first", "waiter"),
        plain("second", "waiter", before=Before(hazards=(small,))),
    )
    assert order(known(first, second)) == ["first", "second"]


def test_what_somebody_does_comes_before_what_he_helps_with_and_approved_before_not() -> None:
    helped = plain("helped", "cashier")
    helped = replace(helped, steps=(replace(helped.steps[0], with_=("waiter",)),))
    draft, settled = plain("draft", "waiter"), plain("settled", "waiter")
    settled = replace(settled, control=Control(status=Status.CURRENT))
    told = replace(helped, id="told", control=settled.control)
    handbook = known(helped, told, draft, settled)
    assert order(handbook) == ["settled", "draft", "told", "helped"]
    assert why_in_this_order(lessons(handbook, "waiter"))[1] == ("own", "approved")
    assert why_in_this_order(lessons(known(told, settled), "waiter"))[1] == ("own",)
    assert why_in_this_order(lessons(known(draft, settled), "waiter"))[1] == ("approved",)


def test_what_hands_over_to_another_is_learned_before_it() -> None:
    last = plain("last", "waiter")
    middle = plain("middle", "waiter", ends=(End(id="e", text=text("完"), hands_over="last"),))
    started = replace(plain("x", "waiter").steps[0], starts="middle")
    first = plain("first", "waiter", steps=(started,))
    assert order(known(last, middle, first)) == ["first", "middle", "last"]


def test_what_leads_in_circles_is_learned_as_it_is_read() -> None:
    one = plain("one", "waiter", ends=(End(id="e", text=text("完"), hands_over="two"),))
    two = plain("two", "waiter", ends=(End(id="e", text=text("完"), hands_over="one"),))
    alone = plain("alone", "waiter", ends=(End(id="e", text=text("完"), hands_over="alone"),))
    assert order(known(one, two, alone)) == ["alone", "one", "two"]


def test_whoever_does_as_many_steps_as_anybody_leads() -> None:
    handbook = known(
        plain("most", "waiter", "waiter", "cashier"),
        plain("same", "waiter", "cashier"),
        plain("less", "cashier", "waiter", "cashier"),
        plain("machine", "smart-cs-system", "smart-cs-system", "waiter"),
        plain("unsaid", "unspecified", "unspecified", "waiter"),
    )
    assert {one.procedure.id: one.leads for one in lessons(handbook, "waiter")} == {
        "most": True,
        "same": True,
        "less": False,
        "machine": True,
        "unsaid": True,
    }


def test_helping_handling_and_giving_are_learned_and_what_is_another_s_is_not() -> None:
    base = plain("base", "cashier", "cashier")
    first, second = base.steps
    helped = replace(base, id="helped", steps=(replace(first, with_=("waiter",)), second))
    rule = ExceptionRule(when=text("没钱"), role="waiter", then="resume", at=("s0",))
    handled = replace(base, id="handled", exceptions=(rule,))
    given = Receive(item=text("菜单"), from_="waiter")
    gives = replace(base, id="gives", steps=(replace(first, receives=(given,)), second))
    handbook = known(base, helped, handled, gives)
    found = {one.procedure.id: one for one in lessons(handbook, "waiter")}
    assert set(found) == {"helped", "handled", "gives"}
    assert [told.step.id for told in found["helped"].steps] == ["s0"]
    assert [str(one.rule.when) for one in found["handled"].met] == ["没钱"]
    assert [(str(item), told.step.id) for item, told in found["gives"].given] == [("菜单", "s0")]
    assert not any(one.leads for one in found.values())


def test_exceptions_of_other_steps_are_met_by_others() -> None:
    base = plain("base", "waiter", "cashier")
    rules = (
        ExceptionRule(when=text("自己的"), then="resume", at=("s0",)),
        ExceptionRule(when=text("别人的"), then="resume", at=("s1",)),
        ExceptionRule(when=text("随时"), then="resume"),
    )
    (one,) = lessons(known(replace(base, exceptions=rules)), "waiter")
    assert [str(met.rule.when) for met in one.met] == ["自己的", "随时"]


def test_systems_and_those_without_work_learn_nothing() -> None:
    handbook = known(plain("machine", "smart-cs-system", "waiter"))
    assert learns(handbook, "waiter")
    assert not learns(handbook, "smart-cs-system")
    assert not learns(handbook, "cashier")
