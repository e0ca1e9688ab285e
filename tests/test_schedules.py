"""How often: what can be written, how it reads, and what people most likely meant."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.language.messages import messages
from sop_handbook.language.schedules import (
    DAYS,
    LAST,
    Schedule,
    meant_schedule,
    schedule_of,
    written,
)
from sop_handbook.language.values import display
from sop_handbook.sources.schemas import Schemas
from tests.case_files import SCHEMAS
from tests.promises import kept

PATTERN = re.compile(Schemas(SCHEMAS).contents["common"]["$defs"]["schedule"]["pattern"])
READS = {
    "daily": "每天",
    "daily 8:30, 14:50": "每天 08:30、14:50",
    "daily 14:50，08：30": "每天 08:30、14:50",
    "every 2h": "每2小时",
    "every 30 min": "每30分钟",
    "every 2 months": "每2个月",
    "twice daily": "每天2次",
    "3 times weekly": "每周3次",
    "once daily": "每天",
    "weekly": "每周",
    "weekly:monday": "每周一",
    "weekly monday": "每周一",
    "weekly thursday, monday": "每周一、四",
    "weekly sunday 09:00": "每周日 09:00",
    "monthly": "每月",
    "monthly 15, 1": "每月1日、15日",
    "monthly last 17:00": "每月最后一天 17:00",
    "quarterly": "每季度",
    "yearly": "每年",
    "7x24": "7×24小时",
}
NONE = ("5min", "weekly:someday", "daily 24:00", "daily 8", "monthly 32", "every 0h", "often", "")
MEANT = {
    "每天": "daily",
    "每日8:30": "daily 08:30",
    "每天 8：30、14：50": "daily 08:30, 14:50",
    "每两小时": "every 2h",
    "每隔30分钟": "every 30min",
    "每半小时": "every 30min",
    "每天两次": "twice daily",
    "每周3次": "3 times weekly",
    "每周一": "weekly:monday",
    "每星期天": "weekly:sunday",
    "每周一、周四": "weekly monday, thursday",
    "每周五17:00": "weekly friday 17:00",
    "每月1日": "monthly 1",
    "每月1号和15号": "monthly 1, 15",
    "每季度": "quarterly",
    "每年": "yearly",
    "经常": None,
    "每次": None,
}
CLOCKS = st.lists(
    st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    max_size=3,
    unique=True,
).map(lambda found: tuple(sorted(found)))
SCHEDULES = st.one_of(
    st.builds(Schedule, period=st.sampled_from(("7x24", "quarterly", "yearly"))),
    st.builds(Schedule, period=st.just("daily"), times=CLOCKS),
    st.builds(
        Schedule,
        period=st.just("weekly"),
        days=st.sets(st.integers(0, 6)).map(lambda found: tuple(sorted(found))),
        times=CLOCKS,
    ),
    st.builds(
        Schedule,
        period=st.just("monthly"),
        dates=st.sets(st.integers(0, 31)).map(
            lambda found: tuple(sorted(found, key=lambda one: one or 32))
        ),
        times=CLOCKS,
    ),
    st.builds(
        Schedule,
        every=st.tuples(st.integers(1, 999), st.sampled_from(("min", "h", "d", "w", "month"))),
    ),
    st.builds(
        Schedule,
        period=st.sampled_from(("daily", "weekly", "monthly", "quarterly", "yearly")),
        count=st.integers(2, 99),
    ),
)


@pytest.mark.parametrize("literal", READS)
def test_a_frequency_reads_as_people_say_it(literal: str) -> None:
    assert display(literal, messages("zh")) == READS[literal]
    assert PATTERN.fullmatch(literal)


@pytest.mark.parametrize("literal", NONE)
def test_what_says_nothing_of_how_often_is_none(literal: str) -> None:
    assert schedule_of(literal) is None
    assert PATTERN.fullmatch(literal) is None


@kept
@given(SCHEDULES)
def test_a_frequency_has_one_spelling_that_says_the_same(schedule: Schedule) -> None:
    literal = written(schedule)
    assert schedule_of(literal) == schedule
    assert PATTERN.fullmatch(literal)
    assert display(literal, messages("zh")) != literal


@kept
@given(st.from_regex(PATTERN, fullmatch=True))
def test_whatever_the_schema_takes_is_a_frequency(literal: str) -> None:
    schedule = schedule_of(literal)
    assert schedule is not None
    assert schedule_of(written(schedule)) == schedule


@pytest.mark.parametrize("words", MEANT)
def test_what_people_write_is_told_as_it_is_written_here(words: str) -> None:
    assert meant_schedule(words) == MEANT[words]


@kept
@given(st.text("每天日周月一二三四五六0123456789:：、和次小时分钟隔半 ", max_size=12))
def test_what_is_meant_can_be_written(words: str) -> None:
    meant = meant_schedule(words)
    assert meant is None or PATTERN.fullmatch(meant)


def test_every_day_has_a_name() -> None:
    assert set(messages("zh").branch("days")) == set(DAYS)
    assert LAST not in range(1, 32)
