"""How serious a change of words is: lists of words that turn a meaning round, as data."""

import json
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook import model as m
from sop_handbook.adapters.yaml_file import parse
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.change.release import new_editions
from sop_handbook.change.rules import SCHEMES, current, rules_of
from sop_handbook.change.severity import CRITICAL, ORDER, trace, weight_of_text
from sop_handbook.change.since import since_release
from sop_handbook.language.messages import LANGUAGES, messages
from tests.histories import medium
from tests.promises import kept
from tests.support import DAY, PACKAGE, ROOT, THEME

_CASES, _ = parse((ROOT / "tests" / "cases" / "severity.yaml").read_text("utf-8"), "severity.yaml")
CASES: dict[str, Any] = _CASES.data if _CASES else {}
HIGHER = [(reason, *pair) for reason, pairs in CASES["higher"].items() for pair in pairs]
LOWER = [tuple(pair) for pair in CASES["lower"]]
READ = ["Action.do", "KeyPoint.text", "ExceptionRule.when", "Step.title", "Phrase.say"]
SENSES = current().senses
UNITS = sorted(SENSES.units)


@pytest.mark.parametrize(("reason", "old", "new"), HIGHER)
def test_another_value_side_or_colour_is_another_practice_wherever_it_is_read(
    reason: str, old: str, new: str
) -> None:
    for before, after in ((old, new), (new, old)):
        for rule in READ:
            assert weight_of_text(current(), rule, before, after) == ("procedural", reason)
        assert weight_of_text(current(), "CriticalPoint.text", before, after) == (
            "safety",
            CRITICAL,
        )


@pytest.mark.parametrize(("old", "new"), LOWER)
def test_other_words_for_the_same_weigh_less(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        for rule in READ:
            class_, reason = weight_of_text(current(), rule, before, after)
            assert class_ in {"editorial", "clarification"}, rule
            assert reason == ""


def test_every_list_has_cases_and_a_name_to_show() -> None:
    reasons = {*SENSES.groups, CRITICAL}
    assert set(CASES["higher"]) == set(SENSES.groups)
    for language in LANGUAGES:
        assert set(messages(language).branch("diff.reasons")) == reasons
    schema = json.loads((PACKAGE / "change/diff.schema.json").read_text("utf-8"))
    shown = schema["$defs"]["difference"]["properties"]["reason"]["anyOf"][0]["enum"]
    assert set(shown) == reasons


def test_every_word_of_a_list_is_found_in_a_sentence_and_no_everyday_word_is() -> None:
    wrong = [
        word for word, sense in SENSES.words.items()
        if SENSES.of(f"甲{word}乙") != ((sense,) if sense else ())
    ]  # fmt: skip
    assert wrong == []


def test_any_two_entries_of_a_list_differ() -> None:
    by_group: dict[str, dict[str, str]] = {}
    for word, sense in SENSES.words.items():
        if sense:
            by_group.setdefault(sense.group, {})[sense.means] = word
    for group, entries in by_group.items():
        plain = list(entries.values())
        for old, new in pairwise(plain):
            weight = weight_of_text(current(), "KeyPoint.text", f"甲{old}乙", f"甲{new}乙")
            assert weight == ("procedural", group), (old, new)


NUMBERS = st.integers(1, 9999).map(str) | st.decimals(0, 100, places=1).map(str)


@kept
@given(NUMBERS, st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_a_number_and_its_unit_are_one_value(number: str, one: str, other: str) -> None:
    weight = weight_of_text(
        current(), "KeyPoint.text", f"约{number}{one}。", f"约{number}{other}。"
    )
    same = SENSES.units[one] == SENSES.units[other]
    assert (weight.class_ == "procedural") == (not same)
    assert weight.reason == ("" if same else "figures")


@kept
@given(NUMBERS, st.sampled_from(UNITS))
def test_space_and_width_are_no_part_of_a_value(number: str, unit: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number)
    assert SENSES.of(f"约{number}{unit}") == SENSES.of(f"约{number} {unit}")
    assert SENSES.of(f"约{number}{unit}") == SENSES.of(f"约{wide}{unit}")


@kept
@given(
    st.text("不左右开关五5分钟mg℃一起前台，。- 的甲"),
    st.text("不左右开关五5分钟mg℃一起前台，。- 的甲"),
)
def test_what_differs_at_a_level_is_told_by_the_traces_alone(old: str, new: str) -> None:
    """So the ledger, which keeps digests of traces, says what a comparison of the texts says."""
    for rule in (*READ, "CriticalPoint.text"):
        weight = weight_of_text(current(), rule, old, new)
        levels = [
            level for level in ("clarification", "procedural", "safety")
            if trace(current(), rule, old, level) != trace(current(), rule, new, level)
        ]  # fmt: skip
        assert weight.class_ == (levels[-1] if levels else "editorial")
        assert bool(weight.reason) == (weight.class_ in {"procedural", "safety"})


def test_the_guide_names_every_list_with_examples_that_are_true() -> None:
    guide = (THEME / "docs" / "maintain" / "release.md").read_text("utf-8")
    names = messages("zh").branch("diff.reasons")
    for group in SENSES.groups:
        found = re.search(rf"^\| {names[group]} \| (.+) \|$", guide, re.MULTILINE)
        assert found, group
        for old, new in re.findall(r"([^，]+)→([^，]+)", found[1]):
            weight = weight_of_text(current(), "KeyPoint.text", old, new)
            assert weight == ("procedural", group), (old, new)


# In a handbook ----------------------------------------------------------------------------------

NAME = "restaurant-six-steps"


@cache
def _handbook() -> m.Handbook:
    return medium().handbook()


def _with(place: str, says: str) -> m.Handbook:
    """The medium handbook, in which an action, a key point, an exception or a title says this."""
    handbook = _handbook()
    procedure = handbook.procedures[NAME]
    text = m.Text((says,))
    step = procedure.steps[3]
    if place == "exception":
        rule = m.ExceptionRule(when=text, then="resume", role="waiter")
        procedure = replace(procedure, exceptions=(rule,))
    else:
        kinds: dict[str, dict[str, Any]] = {
            "action": {"actions": (*step.actions, m.Action(do=text))},
            "key point": {"key_points": (*step.key_points, m.KeyPoint(text=text, kind="quality"))},
            "title": {"title": says},
            "phrase": {"phrases": (m.Phrase(say=text),)},
        }
        steps = [replace(s, **kinds[place]) if s.id == step.id else s for s in procedure.steps]
        procedure = replace(procedure, steps=tuple(steps))
    return replace(handbook, procedures={**handbook.procedures, NAME: procedure})


@pytest.mark.parametrize("place", ["action", "key point", "exception", "title", "phrase"])
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("等待5分钟再进门", "等待5小时再进门", "figures"),
        ("站在顾客左侧", "站在顾客右侧", "sides"),
        ("口服", "静脉", "routes"),  # nothing in common: one goes and another comes
    ],
)
def test_a_handbook_and_its_ledger_call_it_another_practice(
    place: str, old: str, new: str, reason: str
) -> None:
    before, after = _with(place, old), _with(place, new)
    (one,) = compare_handbooks(before, after)
    assert one.class_ == "procedural"
    assert "waiter" in one.retrains
    assert {d.reason for d in one.differences if d.class_ == "procedural"} <= {reason, ""}
    assert reason in {d.reason for d in one.differences}
    (edition,) = [e for e in new_editions(before, (), DAY) if e.subject == NAME]
    delta = since_release(after, after.procedures[NAME], [edition])
    assert delta
    assert delta.class_ == "procedural"


def test_a_key_point_more_that_names_a_dose_is_another_practice_and_a_plain_one_is_not() -> None:
    before = _handbook()
    for says, class_ in (("一次只给2片", "procedural"), ("菜要端稳", "clarification")):
        (one,) = compare_handbooks(before, _with("key point", says))
        assert one.class_ == class_


def test_a_scheme_that_this_engine_does_not_know_is_none() -> None:
    assert rules_of(1) is None
    known = {file.stem for file in SCHEMES.iterdir()}
    assert max(known, key=int) == str(current().scheme)
    assert all(rules_of(int(scheme)) for scheme in known)
    assert get_args(m.Class) == ORDER
