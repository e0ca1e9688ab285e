"""Where people stop to go through a checklist: for a reason, and seldom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.model.pauses import Stage, pauses
from tests.promises import kept

MOST = 9


def stages(words: str) -> list[Stage]:
    """Steps by the letter of their role, each `!` a precaution, `?` a branch; `=` a result."""
    return [
        Stage(role=word[0], precautions=word.count("!"), branch="?" in word, seen="=" in word)
        for word in words.split()
    ]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("a", [1]),
        ("a a a a a a a a a", [9]),
        ("a a a b b b", [3, 6]),
        ("a b", [2]),
        ("a a a a! a a", [3, 6]),
        ("a!", [0, 1]),
        ("a! a! a a", [0, 4]),
        ("a a a! b! b", [2, 3, 5]),
    ],
    ids=lambda found: str(found),
)
def test_people_stop_before_harm_and_where_work_changes_hands(
    words: str, places: list[int]
) -> None:
    assert pauses(stages(words), MOST) == places


def test_where_work_goes_to_and_fro_not_every_hand_over_is_a_pause() -> None:
    assert len(pauses(stages("a b a b a b"), MOST)) in (2, 3)


def test_a_precaution_is_asked_of_whoever_takes_it_and_not_long_before() -> None:
    assert 4 in pauses(stages("a a a a b! b b"), MOST)
    assert 6 in pauses(stages("a a a a a a a! a"), MOST)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("a!= a", [0, 1, 2]),
        ("a! a", [0, 2]),
        ("a!= a!= a a a", [0, 2, 5]),
        ("a a!= b", [1, 2, 3]),
        ("a!= a a!", [0, 1, 3]),
    ],
    ids=lambda found: str(found),
)
def test_whether_precautions_were_taken_is_seen_before_more_is_done(
    words: str, places: list[int]
) -> None:
    assert pauses(stages(words), MOST) == places


def test_between_branches_of_one_decision_nobody_stops() -> None:
    assert not {2, 3} & set(pauses(stages("a a? b?! a?"), MOST))


def test_a_step_may_have_more_precautions_than_a_pause_has_items() -> None:
    assert pauses(stages("a a" + "!" * 12), MOST) == [1, 2]


STAGE = st.builds(
    Stage,
    role=st.sampled_from("abc"),
    precautions=st.integers(0, 3),
    branch=st.booleans(),
    seen=st.booleans(),
)


@kept
@given(st.lists(STAGE, min_size=1, max_size=30))
def test_no_pause_gets_too_long_and_none_is_without_items(found: list[Stage]) -> None:
    places = pauses(found, MOST)
    assert places == sorted(set(places))
    assert places[-1] == len(found)
    assert not any(one.precautions for one in found[: places[0]])
    for start, at, end in zip([0, *places], places, [*places[1:], len(found)], strict=False):
        items = at - start + sum(one.precautions for one in found[at:end])
        assert 1 <= items <= MOST
