"""How words sound, sort and look in traditional script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.chinese import initial, initials, pinyin, sort_key, traditional
from generators.render.keywords import keywords


@pytest.mark.parametrize(
    ("word", "full", "short"),
    [
        ("担保函", "danbaohan", "dbh"),
        ("唱收唱付", "changshouchangfu", "cscf"),
        ("重点工作提醒牌", "zhongdiangongzuotixingpai", "zdgztxp"),
        ("银行", "yinhang", "yh"),
        ("120坐席", "zuoxi", "zx"),
        ("IT操作", "caozuo", "cz"),
        ("绿卡", "lvka", "lk"),
        ("SOP", "", ""),
        ("", "", ""),
    ],
)
def test_words_are_found_by_pinyin_and_by_initials(word: str, full: str, short: str) -> None:
    assert (pinyin(word), initials(word)) == (full, short)


@pytest.mark.parametrize(
    ("word", "simple"),
    [("擔保函", "担保函"), ("菜單", "菜单"), ("結賬", "结账"), ("護理計劃", "护理计划")],
)
def test_the_traditional_form_keeps_the_word(word: str, simple: str) -> None:
    assert traditional(simple) == word


@pytest.mark.parametrize(
    ("word", "letter"),
    [("担保函", "D"), ("绿卡", "L"), ("医院", "Y"), ("120", "#"), ("SOP", "#"), ("“引号”", "#")],
)
def test_a_word_is_filed_under_its_first_sound(word: str, letter: str) -> None:
    assert initial(word) == letter


def test_words_are_sorted_by_sound_and_tone() -> None:
    assert sorted(["追加担保", "弹屏", "担保函", "备用金"], key=sort_key) == [
        "备用金",
        "担保函",
        "弹屏",
        "追加担保",
    ]


def test_the_same_sound_always_sorts_the_same_way() -> None:
    assert sorted(["事实", "事时"], key=sort_key) == sorted(["事时", "事实"], key=sort_key)


@given(st.text())
def test_any_text_has_a_place_in_the_index(word: str) -> None:
    letter = initial(word)
    assert letter == "#" or (letter.isascii() and letter.isupper())
    assert sort_key(word)[1] == word


def test_keywords_hold_what_people_type_and_the_page_does_not_say() -> None:
    found = keywords(("担保函", "函"), aliases=("保函",)).split()
    assert found == ["保函", "danbaohan", "擔保函", "dbh", "han"]


def test_one_letter_is_no_keyword() -> None:
    assert keywords(("函",)).split() == ["han"]


def test_a_word_that_sounds_like_itself_adds_nothing() -> None:
    assert keywords(("SOP",)) == ""
