"""How literals read in the handbook."""

import pytest

from generators.values import display, is_duration, with_operator
from generators.words import words

ZH, EN = words("zh"), words("en")

SHOWN = {
    "30s": ("30秒", "30 s"),
    "5min": ("5分钟", "5 min"),
    "1.5h": ("1.5小时", "1.5 h"),
    "24 h": ("24小时", "24 h"),
    "3d": ("3天", "3 day(s)"),
    "2w": ("2周", "2 week(s)"),
    "2 working days": ("2个工作日", "2 working day(s)"),
    "1 working day": ("1个工作日", "1 working day(s)"),
    "daily": ("每天", "every day"),
    "weekly": ("每周", "every week"),
    "weekly:monday": ("每周一", "every Monday"),
    "weekly:sunday": ("每周日", "every Sunday"),
    "yearly": ("每年", "every year"),
    "7x24": ("7×24小时", "around the clock"),
    # What is no time reads as written.
    "1000元": ("1000元", "1000元"),
    "90%": ("90%", "90%"),
    "37℃": ("37℃", "37℃"),
    "4008185050": ("4008185050", "4008185050"),
    "weekly:someday": ("weekly:someday", "weekly:someday"),
    "分机: 12": ("分机: 12", "分机: 12"),
    "https://alliance.example/": ("https://alliance.example/", "https://alliance.example/"),
}


@pytest.mark.parametrize("literal", SHOWN)
def test_a_literal_reads_naturally_in_both_languages(literal: str) -> None:
    assert (display(literal, ZH), display(literal, EN)) == SHOWN[literal]


@pytest.mark.parametrize(
    ("literal", "duration"),
    [("5min", True), ("2 working days", True), ("daily", False), ("5元", False), ("min", False)],
)
def test_only_lengths_of_time_count_as_durations(literal: str, *, duration: bool) -> None:
    assert is_duration(literal) is duration


@pytest.mark.parametrize(
    ("literal", "operator", "shown"),
    [
        ("3d", "le", "3天内"),
        ("1道", "le", "不超过1道"),
        ("3d", "ge", "不少于3天"),
        ("90%", "ge", "不低于90%"),
        ("5min", "about", "约5分钟"),
        ("95%", "target", "目标95%"),
        ("1000元", "eq", "1000元"),
        ("3d", "eq", "3天"),
        ("weekly:friday", "eq", "每周五"),
    ],
)
def test_an_operator_reads_differently_for_times_and_for_numbers(
    literal: str, operator: str, shown: str
) -> None:
    assert with_operator(literal, operator, ZH) == shown
