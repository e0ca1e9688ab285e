"""The tiny language inside texts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.sources.placeholders import (
    Placeholder,
    as_cell,
    has_stray_brace,
    markup_in,
    split,
)
from tests.case_files import CASES
from tests.promises import kept

# The scripts of pages are held to the same list, see scripts/run/record.test.js.
TABLE = json.loads((CASES / "formulas.json").read_text("utf-8"))

SPLIT: dict[str, list[str | Placeholder]] = {
    "": [],
    "拨打热线": ["拨打热线"],
    "{hotline}": [Placeholder("hotline")],
    "拨打 {hotline}，{days}内": [
        "拨打 ",
        Placeholder("hotline"),
        "，",
        Placeholder("days"),
        "内",
    ],
    "{a}{b-2}": [Placeholder("a"), Placeholder("b-2")],
    # Everything else is literal: another language's braces, other letters, format specs.
    "{{hotline}}": ["{{hotline}}"],
    "{{ 7*7 }}": ["{{ 7*7 }}"],
    "{Hotline}": ["{Hotline}"],
    "{热线}": ["{热线}"],
    "{hot line}": ["{hot line}"],
    "{hotline:>9}": ["{hotline:>9}"],
    "{hotline.value}": ["{hotline.value}"],
    "{-a}": ["{-a}"],
    "{a-}": ["{a-}"],
    "{}": ["{}"],
}


@pytest.mark.parametrize("words", SPLIT)
def test_a_placeholder_is_an_id_in_single_braces_and_nothing_else(words: str) -> None:
    assert list(split(words)) == SPLIT[words]


@kept
@given(st.text(alphabet="{}ab-1 x字\n"))
def test_splitting_loses_nothing(words: str) -> None:
    parts = [part if isinstance(part, str) else f"{{{part.name}}}" for part in split(words)]
    assert "".join(parts) == words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("请看</p>", "</p>"),
        ('<img src=x onerror="x">', '<img src=x onerror="x">'),
        ("{{ 7*7 }}", "{{"),
        ("{% raw %}", "{%"),
        ("[点这里](http://x.example)", "]("),
        ("JavaScript:alert(1)", "JavaScript:"),
        ("甲&nbsp;乙", "&nbsp;"),
        ("甲&#x41;乙", "&#x41;"),
    ],
)
def test_what_other_languages_would_read_is_named(words: str, found: str) -> None:
    assert markup_in(words) == found


@pytest.mark.parametrize(
    "words",
    ["3 < 5，5 > 3", "甲 & 乙", "(见第2步)", "#1 * 重点 _下划线_", "{hotline}", "A<B", "[甲] (乙)"],
)
def test_everyday_signs_are_not_taken_for_markup(words: str) -> None:
    assert markup_in(words) is None


@pytest.mark.parametrize(
    ("words", "stray"),
    [
        ("拨打 {hotline}", False),
        ("没有括号", False),
        ("{热线}", True),
        ("拨打 {hotline", True),
        ("hotline}", True),
        ("{{hotline}}", True),
    ],
)
def test_a_brace_outside_a_placeholder_is_noticed(words: str, *, stray: bool) -> None:
    assert has_stray_brace(words) is stray


@pytest.mark.parametrize("words", TABLE["formulas"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(words: str) -> None:
    assert as_cell(words) == f"'{words}"


@pytest.mark.parametrize("words", TABLE["texts"])
def test_a_cell_that_is_no_formula_is_left_as_it_is(words: str) -> None:
    assert as_cell(words) == words
