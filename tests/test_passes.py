"""How often a run may come to a step, and the rounds that a sheet has room for."""

from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.language.messages import messages
from sop_handbook.model import ExceptionRule, Procedure, Repeat
from sop_handbook.model.passes import passes
from sop_handbook.render.office import render_office
from sop_handbook.render.print.checklists import checklists
from tests.contexts import bare
from tests.foreign import foreign_examination
from tests.support import procedure, text
from tests.test_office import Document, read

LOOP = "a; b ?c ?d; c >a; d"
MESSAGES = messages("zh")


def _limited(sketch: str, **repeats: Repeat) -> Procedure:
    plain = procedure(sketch)
    steps = (replace(step, repeat=repeats.get(step.id)) for step in plain.steps)
    return replace(plain, steps=tuple(steps))


def _passes(made: Procedure) -> list[int | None]:
    return [passes(made, step) for step in made.steps]


@pytest.mark.parametrize(("most", "expected"), [(1, [2, 2, 1, 1]), (3, [4, 4, 3, 1])])
def test_a_loop_is_gone_through_once_more_than_what_it_leads_past(
    most: int, expected: list[int]
) -> None:
    assert _passes(_limited(LOOP, c=Repeat(most=most, then="d"))) == expected


def test_of_two_limits_on_the_same_way_back_the_smaller_counts() -> None:
    small, large = Repeat(most=1, then="done"), Repeat(most=5, then="done")
    assert _passes(_limited("a; b ?c ?e; c; d >a; e", c=large, d=small))[0] == 2


def test_of_two_ways_back_the_limits_add_up() -> None:
    small, large = Repeat(most=1, then="done"), Repeat(most=2, then="done")
    assert _passes(_limited("a; b ?c ?d ?e; c >a; d >a; e", c=large, d=small))[0] == 4


def test_a_step_to_which_only_a_limited_one_leads_is_done_no_oftener() -> None:
    limited = _limited("a; b ?c ?d; c >b; d", b=Repeat(most=2, then="done"))
    assert _passes(limited) == [1, 2, 2, 1]
    apart = _limited("a ?b ?c; b; c >a; d", b=Repeat(most=2, then="done"))
    assert _passes(apart)[2] is None
    wrong = ExceptionRule(when=text("漏了"), method=text("看"), then="c", at=("a",))
    assert _passes(replace(limited, exceptions=(wrong,)))[2] == 3


def test_what_no_limit_ends_has_no_number_and_a_limit_that_leads_back_ends_nothing() -> None:
    assert _passes(procedure(LOOP)) == [None, None, None, 1]
    assert _passes(_limited(LOOP, a=Repeat(times=3))) == [None, None, None, 1]
    assert _passes(_limited(LOOP, c=Repeat(most=1, then="a"))) == [None, None, 1, 1]


def _items(made: Procedure) -> dict[str, dict[str, object]]:
    handbook = foreign_examination().handbook
    made = replace(made, id="loop", industry=next(iter(handbook.industries)))
    job, _ = checklists(replace(handbook, procedures={"loop": made}), bare())
    points = job.content["pause_points"]
    return {item["number"]: item for point in points for item in point["items"]}


def test_a_sheet_has_the_rounds_that_may_come_and_no_others() -> None:
    many = _items(_limited(LOOP, c=Repeat(most=3, then="d")))
    assert [item.get("passes") for item in many.values()] == [[2, 3, 4], [2, 3, 4], None, None]
    once = _items(_limited(LOOP, c=Repeat(most=1, then="d")))
    assert [item.get("passes") for item in once.values()] == [[2], [2], None, None]
    assert not any("repeats" in item for item in (*many.values(), *once.values()))


def test_what_is_repeated_in_a_loop_has_its_rounds_and_its_times() -> None:
    first = _items(_limited(LOOP, a=Repeat(times=3)))["1"]
    assert (first["rounds"], first["repeats"]) == ({"times": 3}, True)


@pytest.fixture(scope="module")
def documents(store: Path) -> dict[str, Document]:
    made = render_office(foreign_examination().handbook, bare(store)).artifacts
    return read({one.offer.subject: Document(one.content) for one in made if one.offer})


def test_a_word_checklist_has_boxes_for_each_time_and_the_rounds_of_the_print(
    documents: dict[str, Document],
) -> None:
    told = documents["multiplex-pcr"].read_back
    assert MESSAGES("print.nth-round", number=2) in told
    assert MESSAGES("print.nth-round", number=3) not in told
    assert MESSAGES("print.nth-time", number=1) in told
    assert told.count("＿＿＿＿＿＿") >= 4


def test_what_is_decided_in_a_loop_has_its_answers_once_more_each_round_in_word(
    documents: dict[str, Document],
) -> None:
    told = "".join(documents["switch-off"].read_back.split())
    _, _, checklist = told.partition("打勾表示")
    second = checklist.index("第2遍：")
    assert checklist.index("☐都没有电☐有一相有电", second) < checklist.index("第3遍：")
    assert checklist.count("☐都没有电☐有一相有电") == 2
