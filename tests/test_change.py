"""Change: what an edit is taken for, whom it concerns, which prints it reaches."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook import model
from sop_handbook.change.align import keys, moved
from sop_handbook.change.comparison_tree import Items, Leaf
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.change.paths import ItemKey, Path, path_on
from sop_handbook.change.rules import current
from sop_handbook.change.severity import ORDER, highest, weight_of_text, words_of
from tests.full import FieldPath
from tests.histories import EDITS, TEXTS, compared, filled, medium, other_at, plain
from tests.promises import examples, kept

KEYS = {
    "name", "in", "change", "swap", "cut", "rename", "delete", "class", "how", "tell", "retrain",
    "checklists", "reaches",
}  # fmt: skip


def test_there_are_enough_edits_and_no_unknown_keys() -> None:
    assert len(EDITS) >= 40
    assert [edit["name"] for edit in EDITS if not edit.keys() <= KEYS] == []


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["name"])
def test_an_edit_is_taken_for_what_it_is(edit: Mapping[str, Any]) -> None:
    changed, prints = compared(medium(), medium().edited(edit))
    assert highest(one.class_ for one in changed) == edit["class"]
    tells = {role for one in changed for role in one.informs}
    retrains = {role for one in changed for role in one.retrains}
    if "reaches" in edit or edit["in"].startswith("shared/"):
        assert tells or edit["class"] == "editorial"
        assert bool(retrains) == (ORDER.index(edit["class"]) >= ORDER.index("procedural"))
    else:
        assert (tells, retrains) == (set(edit.get("tell", ())), set(edit.get("retrain", ())))
    if "how" in edit:
        assert {d.how for one in changed for d in one.differences} == set(edit["how"])
    reached = {
        quantity: [" ".join((place.id, *path_on(place.path, "new"))) for place in places]
        for one in changed
        for quantity, places in one.reaches.items()
    }
    assert {q: sorted(places) for q, places in reached.items()} == edit.get("reaches", {})
    checklists = {one.sheet.subject: one.action for one in prints if one.sheet.kind == "checklist"}
    assert checklists == edit.get("checklists", {})


# Every field ------------------------------------------------------------------------------------


def _within(field: FieldPath, place: Path) -> bool:
    """Whether a place in the handbook lies at or in a field, or is what the field is in."""
    left = list(field)
    for key in place:
        if left and key == left[0]:
            left.pop(0)
    return not left or left == [field[-1]]


@cache
def _plain() -> model.Handbook:
    return filled(plain)


@pytest.mark.parametrize("path", TEXTS, ids=".".join)
def test_a_change_of_any_text_is_reported_where_it_is(path: FieldPath) -> None:
    old, new = _plain(), filled(other_at(path))
    changed = compare_handbooks(old, new)
    places = [difference.path for one in changed for difference in one.differences]
    shelves = {"industries", "roles", "terms", "forms", "flows"}  # each item changes by itself
    field = tuple(key for key in path[1:] if key not in shelves)
    assert [place for place in places if _within(field, place)], places
    assert not any(
        d.how != "reached" and not _within(field, d.path)
        for one in changed
        for d in one.differences
    )


def test_a_handbook_does_not_differ_from_itself() -> None:
    assert compare_handbooks(filled(plain), filled(plain)) == ()
    assert compared(medium(), medium()) == ((), ())


ADDED = st.tuples(st.sampled_from(TEXTS), st.text("甲乙，。 不3"))


@kept
@given(st.lists(ADDED, max_size=4, unique_by=lambda pair: pair[0]))
@examples(12)
def test_there_is_a_difference_if_and_only_if_a_text_differs(
    added: list[tuple[FieldPath, str]],
) -> None:
    texts = {tuple(path): more for path, more in added}

    differ = []

    def write(path: FieldPath, limit: int) -> str:
        text = (plain(path, limit) + texts.get(path, ""))[:limit].strip()
        differ.append(text != plain(path, limit))
        return text

    assert (compare_handbooks(_plain(), filled(write)) != ()) == any(differ)


def test_every_field_of_the_model_has_a_class() -> None:
    kinds = [kind for kind in vars(model).values() if is_dataclass(kind) and isinstance(kind, type)]
    apart = {
        "Text",
        "Mention",
        "ReadingMention",
        "Value",
        "Anchor",
        "Handbook",
        "Edition",
        "ReleasedStep",
        "Logo",
    }  # texts and values count as the field they stand in
    names = {
        f"{kind.__name__}.{field.name.rstrip('_')}"
        for kind in kinds
        if kind.__name__ not in apart
        for field in fields(kind)
    }
    derived = {"Procedure.control", "Brand.picture", "Step.other_forms"}
    derived |= {"Picture.width", "Picture.height", "Clip.size"}
    added = {"Control.retired", "CriticalPoint", "CriticalReason", "CriticalReading", "Handbook"}
    known = {name for name in current().classes if not {name, name.partition(".")[0]} & added}
    assert names - derived == known


def test_a_place_is_counted_in_the_state_that_is_asked_for() -> None:
    kept, gone = ItemKey(1, 0), ItemKey(2, None)
    assert path_on(("actions", kept), "old") == ("actions", "2")
    assert path_on(("actions", kept), "new") == ("actions", "1")
    assert path_on(("actions", gone), "new") == ("actions", "3")
    assert path_on(("steps", ItemKey("a", "b"), "title"), "old") == ("steps", "a", "title")


# Texts, lists -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "old", "new", "class_"),
    [
        ("Action.do", "上菜", "上莱", "clarification"),
        ("Action.do", "上菜，揭盖", "上菜、揭盖", "clarification"),
        ("Action.do", "等3分钟", "等5分钟", "procedural"),
        ("Action.do", "等三分钟", "等五分钟", "procedural"),
        ("Action.do", "等３分钟", "等3分钟", "editorial"),
        ("Action.do", "加水1000ml", "加水 1 L", "clarification"),
        ("Action.do", "加水1000ml", "加水1L", "editorial"),
        ("Action.do", "等90分钟，揭盖", "等一个半小时，揭盖", "procedural"),
        ("Action.do", "等60分钟，揭盖", "等1小时，揭盖", "editorial"),
        ("Action.do", "等60分钟，揭盖", "等1小时、揭盖", "clarification"),
        ("Action.do", "等60分钟", "等60小时", "procedural"),
        ("Action.do", "冷到－18℃", "冷到-18摄氏度", "editorial"),
        ("Action.do", "冷到-18℃", "冷到18℃", "procedural"),
        ("Action.do", "加热到212℉", "加热到100℃", "editorial"),
        ("Action.do", "等5分", "等5分钟", "procedural"),
        ("Action.do", "等1个工作日", "等24小时", "procedural"),
        ("CriticalPoint.text", "等60分钟", "等1小时", "editorial"),
        ("CriticalPoint.text", "等60分钟", "等1.5小时", "safety"),
        ("Hazard.text", "蒸汽会烫伤", "蒸汽会烫伤手", "safety"),
        ("Hazard.avoid", "离开2m", "离开200cm", "editorial"),
        ("KeyPoint.text", "加盐5克", "加盐0.5克", "procedural"),
        ("KeyPoint.text", "3万元", "30000元", "editorial"),
        ("Action.do", "温度37.5度", "温度375度", "procedural"),
        ("Action.do", "先揭盖", "揭盖", "procedural"),
        ("Action.do", "可以揭盖", "应当揭盖", "procedural"),
        ("Action.do", "统一说法", "同样的说法", "clarification"),
        ("Action.do", "到前台登记", "到柜台登记", "clarification"),
        ("Phrase.say", "请慢用", "请您慢用", "clarification"),
        ("Phrase.say", "请慢用", "请慢用！", "editorial"),
        ("Step.title", "核对帐单", "核对账单", "editorial"),
        ("Reason.text", "以免3人受伤", "以免5人受伤", "editorial"),
        ("CriticalPoint.text", "小心烫", "小心烫伤", "safety"),
        ("CriticalPoint.text", "小心烫", "小心烫。", "clarification"),
        ("CriticalPoint.text", "不超过1.5米", "不超过15米", "safety"),
        ("Unknown.field", "一", "二", "procedural"),
    ],
)
def test_a_text_weighs_what_its_field_and_its_words_weigh(
    rule: str, old: str, new: str, class_: str
) -> None:
    there, back = (weight_of_text(current(), rule, *texts) for texts in ((old, new), (new, old)))
    assert there.class_ == back.class_ == class_


def test_words_are_what_is_left_without_marks_and_spaces() -> None:
    rules = current()
    assert words_of(rules, "请 慢用！") == words_of(rules, "请慢用") == "请慢用"
    assert words_of(rules, "ＡＢ１") == "AB1"


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("abcd", "abcd", set()),
        ("abcd", "xabcd", set()),
        ("abcd", "bcda", {"a"}),
        ("abcd", "dabc", {"d"}),
        ("abcd", "badc", {"b", "d"}),
        ("abcd", "cd", set()),
    ],
)
def test_only_what_left_the_common_order_has_moved(old: str, new: str, gone: set[str]) -> None:
    assert len(moved(old, new)) == len(gone)
    kept = [key for key in new if key in old and key not in moved(old, new)]
    assert kept == [key for key in old if key in kept]


@kept
@given(st.permutations("abcdefg"))
def test_what_has_not_moved_is_a_longest_common_order(new: list[str]) -> None:
    rest = [key for key in new if key not in moved("abcdefg", new)]
    assert rest == sorted(rest)
    longest = 0
    for mask in range(1 << len(new)):
        picked = [key for at, key in enumerate(new) if mask >> at & 1]
        if picked == sorted(picked):
            longest = max(longest, len(picked))
    assert len(rest) == longest


@kept
@given(st.lists(st.text("甲乙丙丁", max_size=6)), st.lists(st.text("甲乙丙丁", max_size=6)))
def test_items_are_paired_one_to_one_and_equal_ones_before_others(
    old: list[str], new: list[str]
) -> None:
    def items(texts: list[str]) -> Items:
        return Items(tuple(Leaf(text, text, text=True) for text in texts), None, "Step.actions")

    theirs, ours = keys(items(old), items(new))
    assert len(set(theirs)) == len(theirs)
    assert len(set(ours)) == len(ours) == len(new)
    for text in set(old) & set(new):
        left = [key for key, one in zip(theirs, old, strict=True) if one == text]
        right = [key for key, one in zip(ours, new, strict=True) if one == text]
        assert set(left) & set(right)


def test_an_id_that_an_author_wrote_pairs_what_no_text_would() -> None:
    def items(*named: tuple[str, str]) -> Items:
        leaves = tuple(Leaf(told, told, text=True) for _, told in named)
        return Items(leaves, None, "Step.key_points", tuple(name for name, _ in named))

    old = items(("", "餐具摆齐"), ("smile", "面带微笑"))
    new = items(("smile", "看着客人的眼睛"), ("", "餐具摆齐"))
    theirs, ours = keys(old, new)
    assert theirs == ours[::-1]
