"""Ids of actions, key points, phrases and exceptions: what hangs on them finds them again."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.model import Action, KeyPoint, Mention, Quantity, Text
from sop_handbook.model.item_ids import derived_id, item_ids
from tests.promises import kept
from tests.support import text

WORDS = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=6)


def _actions(words: list[str]) -> tuple[Action, ...]:
    return tuple(Action(do=text(word)) for word in words)


@kept
@given(WORDS, st.randoms())
def test_moving_an_item_leaves_it_its_id(words: list[str], random: object) -> None:
    there = dict(zip(words, item_ids(_actions(words)), strict=True))
    once = list(dict.fromkeys(words))
    random.shuffle(once)  # type: ignore[attr-defined]
    if len(once) == len(words) == len({derived_id(text(word)) for word in once}):
        assert dict(zip(once, item_ids(_actions(once)), strict=True)) == there


@kept
@given(WORDS)
def test_no_two_items_of_a_list_share_an_id(words: list[str]) -> None:
    assert len(set(item_ids(_actions(words)))) == len(words)


def test_a_second_equal_text_says_that_it_is_the_second() -> None:
    first, second, third = item_ids(_actions(["上菜", "报菜名", "上菜"]))
    assert third == f"{first}~2"
    assert second not in {first, third}


def test_an_id_that_the_author_wrote_outlives_other_words() -> None:
    point = KeyPoint(text=text("面带微笑"), id="smile")
    assert item_ids([point]) == item_ids([replace(point, text=text("笑"))]) == ("smile",)
    without = replace(point, id=None)
    assert item_ids([without]) != item_ids([replace(without, text=text("笑"))])


def test_spaces_width_and_other_numbers_make_no_other_id() -> None:
    assert derived_id(text("在 5 分钟内")) == derived_id(text("在５分钟内"))
    one, two = (Quantity(id="wait", label="等候", kind="duration", value=f"{n}min") for n in (5, 9))
    assert derived_id(Text(("等", Mention(one, "5分钟")))) == derived_id(
        Text(("等", Mention(two, "9分钟")))
    )
