"""Literals such as `5min`, `weekly:monday`, `1000元`: how they read in the handbook."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from sop_handbook.language import phones
from sop_handbook.language.messages import Messages
from sop_handbook.language.schedules import (
    is_schedule,
    meant_schedule,
    schedule_of,
    schedule_reads,
)
from sop_handbook.model import Anchor, Quantity, Value

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(s|min|h|d|w|working days?)")
# From one value to another, or a value and how far it may be off it.
_SPAN = re.compile(r"([-−－+＋]?[0-9.]+[^0-9]{0,7}[~～–—±至到-] ?[-−－+＋]?[0-9.]+) ?([^0-9]+)")
_ISO = {"s": ("T", "S"), "min": ("T", "M"), "h": ("T", "H"), "d": ("", "D"), "w": ("", "W")}
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SPELLED = {
    "s": "秒|秒钟|sec|secs|second|seconds",
    "min": "分|分钟|m|mins|minute|minutes",
    "h": "小时|个小时|钟头|个钟头|hr|hrs|hour|hours",
    "d": "天|日|day|days",
    "w": "周|星期|个星期|week|weeks",
    " working days": "工作日|个工作日",
}
_NUMBER = re.compile(r"(?!0+(?:\.0+)?[^0-9.])([0-9]{1,6}(?:\.[0-9]{1,3})?) ?([^0-9]+)")
_DATE = re.compile(
    r"((?:19[89]|20[0-9])[0-9])[年/.-]?([0-9]{1,2})[月/.-]?([0-9]{1,2})日?(?:[T ].*)?"
)
_CLOCK = re.compile("([0-9]{1,2}):([0-9]{2})")
_FIGURE = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_BOUNDED = {"le", "lt", "ge", "gt", "about", "target"}


def is_duration(literal: str) -> bool:
    """Tell whether a literal is a length of time."""
    return _DURATION.fullmatch(literal) is not None


def is_span(literal: str) -> bool:
    """Tell whether a literal says by itself how far a value may go: 40~60滴/分, 22±2℃."""
    return _SPAN.fullmatch(literal) is not None


def meant_duration(text: str) -> str | None:
    """Return how a length of time, or how often, is written, if that is clear: 3分钟 -> 3min.

    None where it is not clear.
    """
    plain = normalize("NFKC", text).strip().lower()
    if found := _NUMBER.fullmatch(plain):
        units = (unit for unit, messages in _SPELLED.items() if found[2] in messages.split("|"))
        return next((found[1] + unit for unit in units), None)
    return meant_schedule(plain)


def meant_date(text: str) -> str | None:
    """Return how a date is written, if it is clear which: 2026年3月1日 -> 2026-03-01; else None."""
    found = _DATE.fullmatch(normalize("NFKC", text).strip())
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:  # a month without that day
        return None


def iso_duration(literal: str) -> str | None:
    """Return a length of time after ISO 8601: `5min` -> PT5M; None for anything else.

    Working days have no form there, since they depend on a calendar.
    """
    found = _DURATION.fullmatch(literal)
    if found is None or found[2].startswith("working"):
        return None
    before, unit = _ISO[found[2]]
    return f"P{before}{found[1]}{unit}"


def seconds(literal: str) -> int | None:
    """Return a length of time in seconds; None for what a clock cannot count, as working days."""
    found = _DURATION.fullmatch(literal)
    if found is None or found[2].startswith("working"):
        return None
    return round(float(found[1]) * _SECONDS[found[2]])


def limit_name(value: Value | None) -> str:
    """Return the key of what a time limit is called: how often (`frequency`) or by when (`limit`).

    Every print, page and diagram asks here, so that 每周一 is nowhere called a time limit.
    """
    return "frequency" if value and is_schedule(value.literal) else "limit"


def limits_name(values: Iterable[Value | None], messages: Messages) -> str:
    """Return what a column of time limits is called; empty if there is none."""
    names = {limit_name(value) for value in values if value}
    key = "limits" if len(names) > 1 else next(iter(names), "")
    return messages(f"page.{key}") if key else ""


def reads(value: Value, messages: Messages) -> str:
    """Return how a value reads in full, with the moment it counts from: 收到款项后2天内."""
    since = anchor_reads(value.anchor, messages) if value.anchor else value.since or ""
    return f"{since}{with_operator(value.literal, value.op, messages)}"


def anchor_reads(anchor: Anchor, messages: Messages) -> str:
    """Return how the moment reads from which a time limit counts: “降到 21 ℃”开始后."""
    return messages(f"page.since.{anchor.visit}-{anchor.at}", step=anchor.title or anchor.step)


def within(value: Value, messages: Messages) -> str:
    """Return how a value reads as a time limit: a bare one means within that time, 1min -> 1分钟内.

    What is no length of time, such as 每天, reads as it is.
    """
    bare = value.op == "eq" and is_duration(value.literal)
    return reads(replace(value, op="le") if bare else value, messages)


def display(literal: str, messages: Messages) -> str:
    """Return how a literal reads, without its operator: `3d` -> 3天, `weekly:monday` -> 每周一."""
    if duration := _DURATION.fullmatch(literal):
        return messages(f"units.{_key(duration[2])}", number=duration[1])
    if (span := _SPAN.fullmatch(literal)) and span[2] in _SECONDS:
        return messages(f"units.{span[2]}", number=span[1])
    schedule = schedule_of(literal)
    return schedule_reads(schedule, messages) if schedule else literal


def quantity_display(quantity: Quantity, messages: Messages) -> str:
    """Return how a quantity reads, without its operator; one that is a contact as it is spoken."""
    if quantity.kind == "contact":
        return phones.shown(quantity.value)
    return display(quantity.value, messages)


def bounded(quantity: Quantity, messages: Messages) -> str:
    """Return how a quantity reads with its operator; a telephone number has none."""
    if quantity.kind == "contact":
        return phones.shown(quantity.value)
    return with_operator(quantity.value, quantity.op, messages)


def with_operator(literal: str, operator: str, messages: Messages) -> str:
    """Return how a bounded literal reads: `le 3d` -> 3天内, `ge 90%` -> 不低于90%.

    `operator` is that of model.Quantity, or `lt` and `gt` for the limits of readings; one that
    bounds nothing, such as `eq`, says nothing.
    """
    shown = display(literal, messages)
    if operator not in _BOUNDED:
        return shown
    kind = "duration" if is_duration(literal) else "number"
    return messages(f"operators.{operator}.{kind}", value=shown)


def _key(unit: str) -> str:
    return "working-days" if unit.startswith("working") else unit


def figure(literal: str) -> Decimal | None:
    """Return the number that a literal begins with, whatever its unit: -18℃ -> -18.

    A time of day is in hours: 08:30 -> 8.5. None for what begins otherwise.
    """
    plain = normalize("NFKC", literal).replace("−", "-")
    if clock := _CLOCK.fullmatch(plain):
        return Decimal(clock[1]) + Decimal(clock[2]) / 60
    found = _FIGURE.match(plain)
    return Decimal(found[0]) if found else None
