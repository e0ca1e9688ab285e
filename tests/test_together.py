"""Steps that are done at the same time, and limits that count from elsewhere: what is sound."""

from dataclasses import replace

import pytest

from sop_handbook.model import Anchor, KeyPoint, Procedure, Value
from sop_handbook.model.checklists import checklist
from sop_handbook.model.conditions import answers_to
from sop_handbook.model.flow import may_be_left_out, repeats
from sop_handbook.model.numbering import numbers
from sop_handbook.model.timing import Repeat
from tests.bpmn_engine import Engine
from tests.sound import codes_of
from tests.support import procedure, text
from tests.test_bpmn import at_once, export, reading, rule, steps


def _troubled(found: Procedure, then: str, *at: str) -> Procedure:
    return replace(found, exceptions=(rule("停电", then, *at),))


def _after(name: str, at: str) -> Value:
    anchor = Anchor(step=name, at=at, title=name)  # type: ignore[arg-type]
    return Value(literal="1h", op="le", anchor=anchor)


def _due(found: Procedure, **limits: Value) -> Procedure:
    return steps(found, **{name: {"time_limit": limit} for name, limit in limits.items()})


GROUP = at_once(procedure("a; b; c; d"), "b c")
LOST = at_once(procedure("a; b; c; d >done", "done lost"), "b c")
UNSOUND: dict[str, tuple[Procedure, list[str]]] = {
    "an end from within a group": (_troubled(LOST, "lost", "b"), []),
    "a later step from within a group": (_troubled(GROUP, "d", "b"), []),
    "from within a group to its own first step": (_troubled(GROUP, "b", "c"), ["group-again"]),
    "from within a group to a step before it": (_troubled(GROUP, "a", "b"), ["group-again"]),
    "from anywhere to a step before it": (_troubled(GROUP, "a"), ["group-again"]),
    "a value out of bounds that leads before it": (
        steps(GROUP, b={"readings": (reading("warm", "a"),)}),
        ["group-again"],
    ),
    "from before a group into its first step": (_troubled(GROUP, "b", "a"), []),
    "from before a group into its second step": (_troubled(GROUP, "c", "a"), ["group-entered"]),
    "a group of one": (at_once(procedure("a; b; c"), "b"), ["group-of-one"]),
    "a group with a step between": (at_once(procedure("a; b; c"), "a c"), ["group-apart"]),
    "a group in another": (at_once(procedure("a; b; c; d"), "a d", "b c"), ["group-nested"]),
    "a group without an order": (
        at_once(procedure("a; b", order="any"), "a b"),
        ["group-without-order"],
    ),
    "a question in a group": (
        at_once(procedure("a; b ?c ?done; c"), "a b"),
        ["group-left"],
    ),
    "a limit from the end of what is done at the same time": (
        _due(GROUP, c=_after("b", "done")),
        ["anchor-later"],
    ),
    "a limit from the beginning of what is done at the same time": (
        _due(GROUP, c=_after("b", "start")),
        [],
    ),
    "a limit from its own end": (_due(GROUP, d=_after("d", "done")), ["anchor-later"]),
    "a limit from its own beginning": (_due(GROUP, d=_after("d", "start")), []),
    "a limit from the end of a group": (_due(GROUP, d=_after("c", "done")), []),
    "a limit from what is done, when another one of the group led here": (
        _due(_troubled(GROUP, "d", "c"), d=_after("b", "done")),
        ["anchor-may-lack"],
    ),
    "a limit from what is begun, when another one of the group led here": (
        _due(_troubled(GROUP, "d", "b"), d=_after("c", "start")),
        [],
    ),
    "a limit from what an exception left undone": (
        _due(_troubled(procedure("a; b; c"), "c", "a"), c=_after("a", "done")),
        ["anchor-may-lack"],
    ),
    "a limit from what an exception left begun": (
        _due(_troubled(procedure("a; b; c"), "c", "a"), c=_after("a", "start")),
        [],
    ),
    "a limit from a branch": (
        _due(procedure("a ?b ?c; b; c"), c=_after("b", "done")),
        ["anchor-may-lack"],
    ),
    "a limit from a step that comes later": (
        _due(procedure("a; b"), a=_after("b", "start")),
        ["anchor-later"],
    ),
    "a limit from the last round of a loop": (
        _due(procedure("a; b ?a ?done"), a=_after("b", "start")),
        ["anchor-may-lack"],
    ),
    "a longer limit beside a step with a shorter one": (
        _due(GROUP, b=Value(literal="2h", op="le"), c=_after("a", "done")),
        [],
    ),
    "a longer limit within a shorter one": (
        _due(GROUP, b=Value(literal="2h", op="le"), d=_after("a", "done")),
        ["limit-longer"],
    ),
    "at most once, without a way back": (
        steps(GROUP, a={"repeat": Repeat(most=1, then="done")}),
        ["repeat-idle"],
    ),
    "at most once in a group": (
        steps(
            at_once(procedure("a; b; c ?a ?done"), "a b"),
            a={"repeat": Repeat(most=1, then="done")},
        ),
        ["group-left"],
    ),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_what_is_not_sound_is_found_and_nothing_else(name: str) -> None:
    found, codes = UNSOUND[name]
    assert codes_of(found) == codes


def test_a_join_waits_for_all_of_a_group() -> None:
    run = Engine({"sketch": export(GROUP)}).start(GROUP)
    run.do("step_a")
    run.do("step_c")
    assert [task.task_spec.bpmn_id for task in run.ready()] == ["step_b"]
    run.do("step_b")
    assert [task.task_spec.bpmn_id for task in run.ready()] == ["step_d"]


NUMBERED = {
    "a group counts as one step": (GROUP, "1 2.1 2.2 3"),
    "a group that is first": (at_once(procedure("a; b; c"), "a b"), "1.1 1.2 2"),
    "a group before the end": (at_once(procedure("a; b; c"), "b c"), "1 2.1 2.2"),
    "a group that is all": (at_once(procedure("a; b"), "a b"), "1.1 1.2"),
    "a group that is a detour": (
        at_once(procedure("a ?b ?d; b; c; d"), "b c"),
        "1 1a.1 1a.2 2",
    ),
    "a group that is one of two branches": (
        at_once(procedure("a ?b ?d; b; c >e; d; e"), "b c"),
        "1 2a.1 2a.2 2b 3",
    ),
    "groups in a row, the second with another name": (
        at_once(procedure("a; b; c; d"), "a b", "c d"),
        "1.1 1.2 2.1 2.2",
    ),
    "a detour between groups": (
        at_once(procedure("a; b; c ?d ?e; d; e; f"), "a b", "e f"),
        "1.1 1.2 2 2a 3.1 3.2",
    ),
}


@pytest.mark.parametrize("name", NUMBERED)
def test_groups_are_counted_as_people_count_them(name: str) -> None:
    found, expected = NUMBERED[name]
    assert " ".join(numbers(found).values()) == expected


def test_conditions_hold_for_all_of_a_group() -> None:
    branch = at_once(procedure("a ?b ?d; b; c >e; d; e"), "b c")
    told = [str(one) for step in branch.steps for one in answers_to(branch, step)]
    assert told == ["哪一种？b", "哪一种？b", "哪一种？d"]
    stopped = at_once(procedure("a; b; c ?d ?done; d"), "a b")
    assert [str(one) for one in answers_to(stopped, stopped.steps[3])] == ["哪一种？d"]
    assert [may_be_left_out(branch, step) for step in branch.steps] == [
        False,
        True,
        True,
        True,
        False,
    ]
    loop = at_once(procedure("a; b; c; d ?b ?done"), "b c")
    assert [repeats(loop, step) for step in loop.steps] == [False, True, True, True]


def test_nobody_stops_for_a_checklist_between_steps_done_at_the_same_time() -> None:
    grave = {"key_points": (KeyPoint(text=text("先验电"), critical=True),)}
    for group in ("", "b c"):
        found = steps(
            procedure("a; b; c; d"), b={"role": "crew", **grave}, c={"role": "seat", **grave}
        )
        points = checklist(at_once(found, group))
        after_b = [point for point in points if [step.id for step in point.done][-1:] == ["b"]]
        assert len(after_b) == (0 if group else 1)
        asked = [item.step.id for point in points for item in point.items if item.step]
        assert sorted(asked) == ["a", "b", "b", "c", "c", "d"]
