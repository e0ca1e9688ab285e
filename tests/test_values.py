"""How literals read in the handbook."""

from dataclasses import replace

import pytest

from sop_handbook.language.messages import messages
from sop_handbook.language.values import (
    display,
    is_duration,
    limit_name,
    limits_name,
    meant_date,
    meant_duration,
    quantity_display,
    reads,
    with_operator,
)
from sop_handbook.model import Quantity, Text, Value

ZH, EN = messages("zh"), messages("en")

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
    "4008185050": ("4008185050", "4008185050"),  # nothing says that this is a telephone
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


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("4008185050", "400-818-5050"),
        ("13812345678", "138-1234-5678"),
        ("01012345678", "010-12345678"),
        ("07551234567", "0755-1234567"),
        ("075512345678", "0755-12345678"),
        # Unknown, short, or in groups already.
        ("04008185050", "04008185050"),
        ("+86 (10) 1234-5678", "+86 (10) 1234-5678"),
        ("400-818-5050", "400-818-5050"),
        ("95588", "95588"),
        ("120", "120"),
    ],
)
def test_a_telephone_number_reads_as_it_is_spoken(number: str, shown: str) -> None:
    hotline = Quantity(id="hotline", label="热线", kind="contact", value=number)
    assert quantity_display(hotline, ZH) == shown
    assert quantity_display(replace(hotline, kind="count"), ZH) == number


@pytest.mark.parametrize(
    ("literal", "name"),
    [
        *((often, "frequency") for often in ("daily", "weekly:monday", "quarterly", "7x24")),
        *((soon, "limit") for soon in ("2d", "30s", "2 working days")),
    ],
)
def test_how_often_is_no_time_limit(literal: str, name: str) -> None:
    assert limit_name(Value(literal=literal, op="eq")) == name


def test_a_column_of_both_is_called_by_both_names() -> None:
    often, soon = Value(literal="daily", op="eq"), Value(literal="2d", op="le")
    assert limits_name([often, None], ZH) == "频次"
    assert limits_name([soon], ZH) == "时限"
    assert limits_name([soon, often], ZH) == "时限、频次"
    assert limits_name([None], ZH) == ""


def test_a_time_limit_says_from_when_it_counts() -> None:
    since = Value(literal="2d", op="le", since=Text(("收到款项后",)))
    assert reads(since, ZH) == "收到款项后2天内"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3分钟", "3min"), ("5m", "5min"), ("2 hours", "2h"), ("1.5 小时", "1.5h"),
        ("３分钟", "3min"), ("2个工作日", "2 working days"), ("30 sec", "30s"), ("每周", "weekly"),
        ("一会儿", None), ("2h30min", None), ("5元", None), ("0分钟", None),
        ("9" * 400 + "分", None),
    ],
)  # fmt: skip
def test_a_time_in_words_is_told_how_it_is_written(written: str, meant: str | None) -> None:
    assert meant_duration(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026/11/2", "2026-11-02"), ("2026年1月5日", "2026-01-05"), ("20261122", "2026-11-22"),
        ("2026-11-22T00:00:00", "2026-11-22"), ("２０２６．３．１", "2026-03-01"),
        ("2026-02-30", None), ("11/22/2026", None), ("明天", None), ("0000-01-01", None),
        ("9999年1月1日", None),
    ],
)  # fmt: skip
def test_a_date_in_another_form_is_told_how_it_is_written(written: str, meant: str | None) -> None:
    assert meant_date(written) == meant
