"""Numbering as people count, and the edges between steps."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.model import ExceptionRule, Outcome, Step
from sop_handbook.model.conditions import answers_to, answers_without, standing_alone
from sop_handbook.model.flow import (
    Transition,
    edges,
    following,
    links,
    may_be_left_out,
    reached_from,
    repeats,
)
from sop_handbook.model.numbering import is_branch, leaves_order, numbers
from tests.promises import kept
from tests.support import procedure, text

# What people see: sketch, ends, numbers in the order of the steps.
NUMBERED = {
    "steps in a row count up": ("a; b; c", "done", "1 2 3"),
    "a single step is the first": ("a", "done", "1"),
    "two alternatives share the third place": (
        "a; b ?c ?d; c >e; d >e; e",
        "done",
        "1 2 3a 3b 4",
    ),
    "three alternatives share the second place": (
        "a ?b ?c ?d; b >e; c >e; d >e; e",
        "done",
        "1 2a 2b 2c 3",
    ),
    "a detour belongs to the step before it": ("a; b ?c ?d; c; d", "done", "1 2 2a 3"),
    "a detour of two steps has two letters": ("a; b ?c ?e; c; d; e", "done", "1 2 2a 2b 3"),
    "a way back changes no number": ("a; b ?a ?c; c", "done", "1 2 3"),
    "an outcome that stops the work early changes no number": (
        "a; b ?c ?stop; c >done",
        "done stop",
        "1 2 3",
    ),
    "alternatives may be the last": ("a ?b ?c; b >done; c >other", "done other", "1 2a 2b"),
    "branches of two steps go on counting": (
        "a ?b ?d; b; c >f; d; e; f",
        "done",
        "1 2a 3a 2b 3b 4",
    ),
}

CASES = [pytest.param(*case, id=name) for name, case in NUMBERED.items()]


@pytest.mark.parametrize(("sketch", "ends", "expected"), CASES)
def test_steps_are_numbered_as_people_count_them(sketch: str, ends: str, expected: str) -> None:
    found = procedure(sketch, ends)
    labels = numbers(found)
    assert " ".join(labels[step.id] for step in found.steps) == expected


def test_a_detour_continues_the_letters_of_the_step_it_leaves() -> None:
    """Written out of order, two steps share the second place; the detour is the third there."""
    found = numbers(procedure("a >w; y >z; w ?d ?y; z >done; d >y"))
    assert found == {"a": "1a", "y": "1b", "w": "2a", "z": "2b", "d": "2c"}


def test_numbers_do_not_run_out_of_letters() -> None:
    many = [f"x{index}" for index in range(30)]
    sketch = "a " + " ".join(f"?{name}" for name in many) + "; "
    sketch += "; ".join(f"{name} >z" for name in many) + "; z"
    assert numbers(procedure(sketch))["x26"] == "2aa"


def test_parts_without_an_order_are_simply_counted() -> None:
    parts = procedure("a; b; c >a", order="any")
    assert numbers(parts) == {"a": "1", "b": "2", "c": "3"}


def test_an_exception_that_jumps_changes_no_number() -> None:
    rule = ExceptionRule(when=text("停电"), then="d", at=("b",))
    steps = procedure("a; b; c; d")
    assert numbers(replace(steps, exceptions=(rule,))) == numbers(steps)


def test_edges_follow_the_order_of_the_steps_unless_the_source_says_otherwise() -> None:
    ways = edges(procedure("a; b ?a ?d; c; d >b", ends="done"))
    assert [(way.source, way.target) for way in ways] == [
        ("a", "b"),
        ("b", "a"),
        ("b", "d"),
        ("c", "d"),
        ("d", "b"),
    ]


def test_an_outcome_labels_its_edge() -> None:
    asked = procedure("a ?b ?done; b")
    assert edges(asked)[:2] == (
        Transition("a", "b", text("b")),
        Transition("a", "done", text("done")),
    )


def test_the_last_step_leads_to_the_only_end() -> None:
    only = procedure("a; b")
    assert following(only, only.steps[-1]) == "done"


def test_the_last_step_leads_nowhere_when_several_ends_are_possible() -> None:
    several = procedure("a; b", ends="done refused")
    assert following(several, several.steps[-1]) is None
    assert [way.source for way in edges(several)] == ["a"]


def test_parts_without_an_order_all_lead_to_the_end() -> None:
    parts = procedure("a; b", order="any")
    assert [(way.source, way.target) for way in edges(parts)] == [("a", "done"), ("b", "done")]


@pytest.mark.parametrize(
    ("at", "then", "sources"),
    [((), "done", ["a", "b"]), (("b",), "done", ["b"]), ((), "resume", [])],
    ids=["anywhere", "at one step", "resuming makes no edge"],
)
def test_exceptions_add_edges_where_they_may_happen(
    at: tuple[str, ...], then: str, sources: list[str]
) -> None:
    rule = ExceptionRule(when=text("停电"), then=then, at=at)
    found = [way for way in edges(procedure("a; b", exceptions=(rule,))) if way.exception == 0]
    assert [way.source for way in found] == sources


def test_links_can_be_walked_both_ways() -> None:
    ways = edges(procedure("a; b; c"))
    assert reached_from(["b"], links(ways)) == {"b", "c", "done"}
    assert reached_from(["b"], links(ways, backwards=True)) == {"b", "a"}


@st.composite
def _sketches(draw: st.DrawFn) -> tuple[str, str]:
    """Any shape, sound or not: more steps than letters, loops, dead ends, unreachable parts."""
    names = [f"s{index}" for index in range(draw(st.integers(1, 35)))]
    ends = ["done", "other"][: draw(st.integers(1, 2))]
    target = st.sampled_from([*names, *ends])
    mark = st.one_of(
        st.just(""),
        target.map(lambda name: f" >{name}"),
        st.lists(target, min_size=2, max_size=3).map(lambda go: "".join(f" ?{g}" for g in go)),
    )
    return "; ".join(name + draw(mark) for name in names), " ".join(ends)


@kept
@given(_sketches(), st.sampled_from(["sequence", "any"]))
def test_every_step_of_any_procedure_has_a_number_of_its_own(
    sketch: tuple[str, str], order: str
) -> None:
    found = procedure(*sketch, order=order)
    labels = numbers(found)
    assert labels.keys() == {step.id for step in found.steps}
    assert len(set(labels.values())) == len(labels)
    assert all(re.fullmatch(r"[1-9][0-9]*[a-z]*", label) for label in labels.values())


@kept
@given(_sketches())
def test_numbers_depend_on_nothing_but_the_flow(sketch: tuple[str, str]) -> None:
    found = procedure(*sketch)
    retold = tuple(_retold(step) for step in found.steps)
    assert numbers(replace(found, steps=retold)) == numbers(found)


def _retold(step: Step) -> Step:
    """The same step in other words."""
    if step.decision is None:
        return replace(step, title="换个名称")
    outcomes = tuple(Outcome(answer=text("换"), go=way.go) for way in step.decision.outcomes)
    return replace(step, decision=replace(step.decision, outcomes=outcomes))


def test_only_steps_that_a_run_may_do_without_are_branches() -> None:
    found = procedure("a ?b ?c; b >d; c; d")
    assert [step.id for step in found.steps if is_branch(found, step)] == ["b", "c"]


@pytest.mark.parametrize(
    ("sketch", "ends", "expected"),
    [
        ("a; b; c >done", "done", []),
        ("a ?b ?c; b >d; c >d; d", "done", []),  # their conditions tell that c is not meant
        ("a ?b ?c; b >d; c >stop; d; e >done", "done stop", ["c"]),  # d would be done by mistake
        ("a ?b ?c; b >a; c", "done", ["b"]),  # back
        ("a ?b ?c; b >done; c >other", "done other", []),
    ],
)
def test_a_list_misleads_only_where_a_step_goes_back_or_past_others(
    sketch: str, ends: str, expected: list[str]
) -> None:
    found = procedure(sketch, ends)
    assert [step.id for step in found.steps if leaves_order(found, step)] == expected


ASKED = "a; b ?c ?stop; c; d >done"


def test_a_step_behind_an_answer_is_conditional_when_another_answer_ends_the_work() -> None:
    found = procedure(ASKED, "done stop")
    told = {step.id: [str(one) for one in answers_to(found, step)] for step in found.steps}
    question = str(next(step.decision.question for step in found.steps if step.decision))
    assert told == {"a": [], "b": [], "c": [f"{question}c"], "d": []}


@pytest.mark.parametrize(
    ("sketch", "expected"),
    [
        ("a ?b ?c; b >d; d >f; c >e; e >f; f", {"d": "b", "e": "c"}),
        ("a ?b ?c; b >d; d >f; c >e; e >g; f >h; g >h; h", {"f": "b", "g": "c"}),
        ("a ?b ?c ?d; b >e; c >e; d >f; e >g; f >g; g", {"e": "bc", "f": "d"}),
    ],
    ids=["one each", "two in a row", "reached by two answers"],
)
def test_a_later_step_of_a_branch_has_the_answers_that_led_into_it(
    sketch: str, expected: dict[str, str]
) -> None:
    found = procedure(sketch)
    question = str(next(step.decision.question for step in found.steps if step.decision))
    for step in found.steps:
        told = [str(one).removeprefix(question) for one in answers_to(found, step)]
        if step.id in expected:
            assert told == list(expected[step.id])


def test_a_step_that_a_loop_only_puts_off_has_no_condition() -> None:
    found = procedure("a; b ?a ?c; c")
    assert [answers_to(found, step) for step in found.steps] == [(), (), ()]


@pytest.mark.parametrize(
    ("sketch", "ends", "order", "expected"),
    [
        (ASKED, "done stop", "sequence", ["c", "d"]),
        ("a; b ?c ?d; c; d", "done", "sequence", ["c"]),
        ("a; b ?a ?c; c", "done", "sequence", []),
        ("a; b", "done", "any", []),
        ("a; b", "done", "one", ["a", "b"]),
    ],
    ids=["behind an early end", "a detour", "a loop", "all parts", "one of the parts"],
)
def test_what_a_run_may_leave_out_need_not_apply(
    sketch: str, ends: str, order: str, expected: list[str]
) -> None:
    found = procedure(sketch, ends, order=order)
    assert [step.id for step in found.steps if may_be_left_out(found, step)] == expected


def test_a_step_that_an_answer_makes_idle_names_that_answer() -> None:
    found = procedure("a ?b ?stop; b; c >done", "done stop")
    idle = {step.id: [str(one) for one in answers_without(found, step)] for step in found.steps}
    decision = found.steps[0].decision
    assert decision
    stop = str(standing_alone(decision.question, decision.outcomes[1].answer))
    assert idle == {"a": [], "b": [], "c": [stop]}, "b says by which answer it is done"


@pytest.mark.parametrize("sketch", ["a; b ?c ?done; c >a", "a; b; c ?b ?done", "a; b; c ?a ?done"])
def test_what_was_done_before_a_question_is_never_idle(sketch: str) -> None:
    found = procedure(sketch)
    assert [answers_without(found, step) for step in found.steps] == [()] * len(found.steps)


@pytest.mark.parametrize(("answer", "alone"), [("否", False), ("必须就近送非网络医院", True)])
def test_a_short_answer_needs_its_question(answer: str, alone: bool) -> None:
    told = str(standing_alone(text("合格吗？"), text(answer)))
    assert told == (answer if alone else f"合格吗？{answer}")


def test_only_steps_of_a_loop_are_done_again() -> None:
    found = procedure("a; b; c ?b ?d; d")
    assert [step.id for step in found.steps if repeats(found, step)] == ["b", "c"]
