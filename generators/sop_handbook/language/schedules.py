"""How often something is done: `daily 08:30, 14:50`, `every 2h`, `twice daily`, `monthly 1`."""

import re
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import normalize

from sop_handbook.language.messages import Messages

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LAST = 0  # the last day of a month, whatever its number
_PERIODS = ("daily", "weekly", "monthly", "quarterly", "yearly")
_ALWAYS = "7x24"
_BETWEEN = r"\s*[,，、]\s*"
_CLOCK = r"(?:[01]?[0-9]|2[0-3])[:：][0-5][0-9]"
_DAY = "(?:" + "|".join(DAYS) + ")"
_DATE = r"(?:[1-9]|[12][0-9]|3[01]|last)"


def _several(one: str) -> str:
    return rf"{one}(?:{_BETWEEN}{one})*"


_EVERY = re.compile(r"every ([1-9][0-9]{0,2}) ?(min|h|d|w|months?)")
_OFTEN = re.compile(rf"(once|twice|([1-9][0-9]?) times) ({'|'.join(_PERIODS)})")
_AT = rf"(?: ({_several(_CLOCK)}))?"
_DAILY = re.compile(rf"daily{_AT}")
_WEEKLY = re.compile(rf"weekly(?:[ :]({_several(_DAY)}))?{_AT}")
_MONTHLY = re.compile(rf"monthly(?: ({_several(_DATE)}))?{_AT}")
# What quantities may say of it since 1.0: it reads as it is written where we do not know more.
_FORMER = re.compile(rf"({'|'.join(_PERIODS)}):.*")
_SEVERAL = {"once": 1, "twice": 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """How often: `count` times a `period`, or `every` so many of a unit (min, h, d, w, month).

    `days` are those of the week, from 0 for Monday, `dates` those of the month (LAST for the last),
    `times` as HH:MM; () where the day or the time is open. A `period` of 7x24 is always.
    """

    period: str = ""
    count: int = 1
    every: tuple[int, str] | None = None
    days: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()
    times: tuple[str, ...] = ()


def schedule_of(literal: str) -> Schedule | None:
    """Return what a literal says of how often; None if it says nothing of that."""
    plain = " ".join(literal.split())
    if plain == _ALWAYS or plain in {"quarterly", "yearly"}:
        return Schedule(period=plain)
    if found := _EVERY.fullmatch(plain):
        return Schedule(every=(int(found[1]), found[2].removesuffix("s")))
    if found := _OFTEN.fullmatch(plain):
        return Schedule(period=found[3], count=_SEVERAL.get(found[1]) or int(found[2]))
    if found := _DAILY.fullmatch(plain):
        return Schedule(period="daily", times=_times(found[1]))
    if found := _WEEKLY.fullmatch(plain):
        days = sorted({DAYS.index(name) for name in _parts(found[1])})
        return Schedule(period="weekly", days=tuple(days), times=_times(found[2]))
    if found := _MONTHLY.fullmatch(plain):
        dates = {LAST if one == "last" else int(one) for one in _parts(found[1])}
        ordered = sorted(dates, key=lambda one: one or 32)
        return Schedule(period="monthly", dates=tuple(ordered), times=_times(found[2]))
    return None


def is_schedule(literal: str) -> bool:
    """Tell whether a literal says how often, if only for people: `monthly:15`, `yearly:spring`."""
    return schedule_of(literal) is not None or bool(_FORMER.fullmatch(literal))


def written(schedule: Schedule) -> str:
    """Return the one spelling of a schedule; equal schedules have equal ones.

    One day of the week alone is `weekly:monday`, as it was before there was more to say.
    """
    if schedule.every:
        number, unit = schedule.every
        return f"every {number}{unit if len(unit) < 3 or unit == 'min' else ' months'}"
    if schedule.count > 1:
        often = "twice" if schedule.count == 2 else f"{schedule.count} times"
        return f"{often} {schedule.period}"
    if len(schedule.days) == 1 and not schedule.times:
        return f"weekly:{DAYS[schedule.days[0]]}"
    days = [DAYS[day] for day in schedule.days]
    days += [str(one) if one else "last" for one in schedule.dates]
    parts = (schedule.period, ", ".join(days), ", ".join(schedule.times))
    return " ".join(part for part in parts if part)


_A_DAY = {"daily": Fraction(1), "weekly": Fraction(1, 7), "monthly": Fraction(1, 30)}
_A_DAY |= {"quarterly": Fraction(1, 91), "yearly": Fraction(1, 365)}
_DAYS_EACH = {"min": Fraction(1, 24 * 60), "h": Fraction(1, 24), "d": Fraction(1)}
_DAYS_EACH |= {"w": Fraction(7), "month": Fraction(30)}


def a_day(schedule: Schedule) -> Fraction | None:
    """Return how often a day something is done, on the whole; None for what is always done."""
    if schedule.every:
        number, unit = schedule.every
        return 1 / (number * _DAYS_EACH[unit])
    if schedule.period == _ALWAYS:
        return None
    days = max(len(schedule.days) + len(schedule.dates), 1)
    return _A_DAY[schedule.period] * schedule.count * days * max(len(schedule.times), 1)


_SPOKEN_PERIOD = {"天": "daily", "日": "daily", "周": "weekly", "星期": "weekly", "月": "monthly"}
_SPOKEN_PERIOD |= {"季度": "quarterly", "年": "yearly"}
_SPOKEN_UNIT = {"分钟": "min", "小时": "h", "个小时": "h", "天": "d", "日": "d", "周": "w"}
_SPOKEN_UNIT |= {"个月": " months"}
_NUMBERS = dict(zip("一二两三四五六七八九", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_SPOKEN_DAYS = dict(zip("一二三四五六日天", (*DAYS, "sunday"), strict=True))
_SAID = re.compile(r"(?:每|every )(天|日|周|星期|月|季度|年)(.*)")
_COUNT = "([0-9]+|[一二两三四五六七八九])"
_SAID_EVERY = re.compile(rf"每隔?(?:{_COUNT}({'|'.join(_SPOKEN_UNIT)})|(半)个?小时).*")


def meant_schedule(text: str) -> str | None:
    """Return how a frequency is written, if that is clear: 每天8:30 -> daily 08:30; else None."""
    plain = re.sub(r"\s", "", normalize("NFKC", text).strip().lower())
    if found := _SAID_EVERY.fullmatch(plain):
        number, unit = ("30", "min") if found[3] else (found[1], _SPOKEN_UNIT[found[2]])
        known = schedule_of(f"every {_NUMBERS.get(number, number)}{unit}")
    elif found := _SAID.fullmatch(plain):
        known = schedule_of(_said(_SPOKEN_PERIOD[found[1]], found[2]))
    else:
        return None
    return written(known) if known else None


def _said(period: str, rest: str) -> str:
    if often := re.fullmatch(f"{_COUNT}次", rest):
        count = _NUMBERS.get(often[1], often[1])
        return f"{count} times {period}" if str(count) != "1" else period
    times = re.findall(_CLOCK, rest)
    days = re.sub(f"{_CLOCK}|[,、和及日号]$", "", rest).strip(",、")
    if period == "weekly" and days:
        named = [_SPOKEN_DAYS.get(one, "") for one in re.sub("周|星期|[,、和]", "", days)]
        days = ", ".join(named) if all(named) else days
    elif period == "monthly":
        days = ", ".join(re.findall("[0-9]+", days)) or days
    return " ".join(part for part in (period, days, ", ".join(times)) if part)


def schedule_reads(schedule: Schedule, messages: Messages) -> str:
    """Return how a schedule reads: 每天 08:30、14:50."""
    if schedule.every:
        number, unit = schedule.every
        if unit == "month":
            return messages("schedules.every-months", number=number)
        return messages("schedules.every", period=messages(f"units.{unit}", number=number))
    period = messages(f"schedules.{schedule.period}")
    if schedule.count > 1:
        return messages("schedules.often", period=period, count=schedule.count)
    if schedule.days:
        words = messages.branch("days")
        named = "、".join(words[DAYS[day]] for day in schedule.days)
        period = messages("schedules.weekly-on", day=named)
    if schedule.dates:
        period += "、".join(_date(one, messages) for one in schedule.dates)
    if not schedule.times:
        return period
    return messages("schedules.with-times", period=period, times="、".join(schedule.times))


def _date(number: int, messages: Messages) -> str:
    if number == LAST:
        return messages("schedules.last-day")
    return messages("schedules.day", number=number)


def _parts(found: str | None) -> list[str]:
    return re.split(_BETWEEN, found) if found else []


def _times(found: str | None) -> tuple[str, ...]:
    clocks = (one.replace("：", ":").split(":") for one in _parts(found))
    return tuple(sorted({f"{int(hour):02}:{minute}" for hour, minute in clocks}))
