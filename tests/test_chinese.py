"""How words sound, sort and are written elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.language.chinese import (
    common_characters,
    initial,
    readings,
    simplified_forms,
    sort_key,
    sounds,
    spelled,
)
from tests.promises import kept


@pytest.mark.parametrize(
    ("run", "heard"),
    [
        ("担保函", "dan bao han"),
        ("重点工作提醒牌", "zhong dian gong zuo ti xing pai"),
        ("银行行长", "yin hang hang zhang"),
        ("绿卡", "lv ka"),
        ("", ""),
    ],
)
def test_a_character_sounds_as_its_neighbours_have_it(run: str, heard: str) -> None:
    assert sounds(run) == heard.split()


def test_the_usual_reading_of_a_character_comes_first() -> None:
    assert readings("行")[0] == "xing"
    assert readings("了")[0] == "le"


def test_everyday_characters_are_those_of_the_standard() -> None:
    common = common_characters()
    assert (len(common), common[0], common[-1]) == (3755, "啊", "座")


def test_traditional_and_regional_characters_lead_to_those_in_use() -> None:
    forms = simplified_forms(set("担证里线护"))
    assert {forms[c] for c in "擔證裏裡線綫護"} == set("担证里线护")
    assert "担" not in forms


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("担保函", "D"),
        ("绿卡", "L"),
        ("女工", "N"),
        ("120", "#"),
        ("5S管理", "#"),
        ("SOP", "S"),
        ("ＡＥＤ使用", "A"),
        ("“引号”", "Y"),
        ("《重大事项》报告", "Z"),
        ("行李寄存", "X"),
        ("行业检查", "H"),
        ("长途客运", "C"),
        ("重新开机", "C"),
        ("重置钥匙", "C"),
        ("重点工作", "Z"),
        ("", "#"),
        ("……", "#"),
    ],
)
def test_a_word_is_filed_under_its_first_sound(word: str, letter: str) -> None:
    assert initial(word) == letter


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("接待堂食顾客，点菜", "jie dai tang shi gu ke dian cai"),
        ("领取 AED、氧气", "ling qu aed yang qi"),
        ("５S管理", "5s guan li"),
        ("重填绿卡", "chong tian lv ka"),
        ("", ""),
    ],
)
def test_a_title_is_spelled_as_it_is_typed(title: str, typed: str) -> None:
    assert spelled(title) == typed


def test_words_are_sorted_by_sound_and_tone() -> None:
    assert sorted(["追加担保", "弹屏", "担保函", "备用金"], key=sort_key) == [
        "备用金",
        "担保函",
        "弹屏",
        "追加担保",
    ]


def test_the_same_sound_always_sorts_the_same_way() -> None:
    assert sorted(["事实", "事时"], key=sort_key) == sorted(["事时", "事实"], key=sort_key)


@kept
@given(st.text())
def test_any_text_has_a_place_in_the_index(word: str) -> None:
    letter = initial(word)
    assert letter == "#" or (letter.isascii() and letter.isupper())
    assert sort_key(word)[1] == word
