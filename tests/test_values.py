"""How values read, and which say by themselves from where to where."""

import pytest

from sop_handbook.language.messages import messages
from sop_handbook.language.values import display, is_span
from sop_handbook.language.wording import in_type

ZH = messages("zh")


@pytest.mark.parametrize(
    ("literal", "shown"),
    [
        ("3~5min", "3~5分钟"),
        ("1-2 h", "1-2小时"),
        ("5min", "5分钟"),
        ("40~60滴/分", "40~60滴/分"),
        ("22±2℃", "22±2℃"),
        ("1:1000", "1:1000"),
        ("-18~-15℃", "-18~-15℃"),
    ],
)
def test_a_range_of_time_has_its_unit_in_words_and_all_else_reads_as_written(
    literal: str, shown: str
) -> None:
    assert display(literal, ZH) == shown


@pytest.mark.parametrize("literal", ["22±2℃", "22℃±2℃", "40~60滴/分", "36.5至37.2℃", "3~5min"])
def test_a_range_or_tolerance_says_both_ends(literal: str) -> None:
    assert is_span(literal)


@pytest.mark.parametrize("literal", ["-18℃", "1:1000", "20ml/h", "5min", "weekly:monday", "约5-"])
def test_a_single_value_does_not(literal: str) -> None:
    assert not is_span(literal)


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("高于-2℃", "高于−2 ℃"),
        ("-0.5~0.5℃", "−0.5~0.5 ℃"),
        ("500ml", "500 ml"),
        ("不低于1kV", "不低于1 kV"),
        ("10m²", "10 m²"),
        ("22±2 ℃", "22±2 ℃"),
        ("第2-3步", "第2-3步"),
        ("2026-11-01", "2026-11-01"),
        ("90%", "90%"),
        ("3天内", "3天内"),
    ],
)
def test_paper_writes_every_value_in_one_way(told: str, wanted: str) -> None:
    assert in_type(told) == wanted
