"""One word for one thing: the table for those who write is kept by the interface words."""

import re
from collections.abc import Iterator
from functools import reduce
from typing import Any

import pytest

from sop_handbook.language.messages import messages
from tests.support import ROOT

PAGE = ROOT / "generators/sop_handbook/theme/docs/maintain/writing.md"
WORDS = messages("zh")
# What readers call things when they search is theirs.
ALIASES = ("page.prints-called", "cli.init.called")
# Where a word stands that has its place there alone.
KIND = "出了问题卡"
DRILLS = re.compile(
    r"page\.drill\.|print\.(choose-troubles|trouble-and-answer|besides-troubles|troubles-(fail|played))$"
)
OF_THE_WHOLE = re.compile(r"page\.(portable\.|never-released$)|(cli|diff|report)\.")

# Where the same key asks for another thing, or for more of it, on pages and on paper.
OTHERWISE = {  # paper has the number of a procedure, a page leads to it
    "comes-from", "effective", "filled-by", "gap", "hand-over", "not-covered", "review",
    "revision", "trainee",
}  # fmt: skip
ASKED = {
    "within": "given-period", "requirement": "requirement", "method": "method",
    "handled-by": "handled-by-role",
}  # fmt: skip


def _table() -> Iterator[tuple[list[str], list[str]]]:
    _, _, part = PAGE.read_text("utf-8").partition("{: #one-word }")
    for line in part.splitlines():
        if line.startswith("| ") and not line.startswith(("| 说的是", "| ---")):
            _, _, used, avoided, _ = line.split("|")
            yield used.strip().split("、"), avoided.strip().split("、")


def _said(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _said(inner, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner, key)
    elif isinstance(value, str) and not key.startswith(ALIASES):
        yield key, value.replace(KIND, "")


BRANCHES = ("page", "print", "diff", "duties", "reviews", "currency", "report", "cli")
SAID = [pair for name in BRANCHES for pair in _said(WORDS.branch(name), name)]


@pytest.mark.parametrize("avoided", [word for _, avoided in _table() for word in avoided])
def test_an_avoided_word_is_no_interface_word(avoided: str) -> None:
    assert [(key, value) for key, value in SAID if avoided in value] == []


@pytest.mark.parametrize("used", [word for used, _ in _table() for word in used])
def test_a_decided_word_is_one(used: str) -> None:
    """Not within another that says more: 合格 is not told by 合格线."""
    longer = [word for words, _ in _table() for word in words if used in word and used != word]
    rest = (reduce(lambda left, word: left.replace(word, ""), longer, value) for _, value in SAID)
    assert any(used in value for value in rest)


def test_troubles_are_brought_in_at_drills_alone() -> None:
    assert [key for key, value in SAID if "难题" in value and not DRILLS.match(key)] == []


def test_a_procedure_has_revisions_and_the_whole_has_versions() -> None:
    assert [key for key, value in SAID if "版本" in value and not OF_THE_WHOLE.match(key)] == []


def test_pages_and_prints_call_a_thing_alike() -> None:
    page, paper = WORDS.branch("page"), WORDS.branch("print")
    both = (page.keys() & paper.keys()) - OTHERWISE
    words = [(page[key], paper[key]) for key in sorted(both) if isinstance(page[key], str)]
    assert [(one, other) for one, other in words if _bare(one) != _bare(other)] == []
    assert len(words) > 50


@pytest.mark.parametrize("part", ["run", "drill.trouble", ""])
def test_what_an_exception_asks_for_is_called_alike_everywhere(part: str) -> None:
    said, paper = WORDS.branch(f"page.{part}".strip(".")), WORDS.branch("print")
    for key, label in ASKED.items():
        here = {"handled-by": "role"}.get(key, key) if part == "drill.trouble" else key
        assert said[here] == _bare(paper[label]), key
    assert (paper["do-first"], paper["reach"], paper["by-whom"]) == (
        "怎么办",
        "做到什么",
        "处理岗位",
    )


def _bare(words: str) -> str:
    return words.replace(" ", "").strip("：；，（）")
