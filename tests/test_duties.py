"""What is done again and again: by role and day, as a page, a print and a calendar."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.language.schedules import DAYS, LAST, Schedule, schedule_of
from sop_handbook.language.values import limit_name
from sop_handbook.model import (
    Action,
    Control,
    Handbook,
    Mention,
    Procedure,
    Quantity,
    Status,
    Text,
    Value,
    routes,
)
from sop_handbook.model.duties import by_role, duties, duties_of
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.duty_calendars import first_day, render_duty_calendars, rule_of
from sop_handbook.render.pages.duties import duty_pages
from sop_handbook.render.pages.roles import role_pages
from sop_handbook.render.print.duties import duty_lists
from sop_handbook.render.views.duties import cells
from sop_handbook.site.assembly import settings_text
from tests.conftest import MakeProject
from tests.contexts import bare
from tests.foreign import foreign_examination, foreign_project
from tests.histories import medium
from tests.promises import kept
from tests.sheets import pages_of, prints_of

CONTEXT = bare()
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """The handbook of foreign trades."""
    return foreign_examination().handbook


def _told(handbook: Handbook, role: str) -> list[tuple[str, str, str]]:
    return [
        (duty.procedure.id, duty.step.id if duty.step else "", duty.value.literal)
        for duty in duties_of(handbook, role)
    ]


def test_a_step_s_frequency_is_its_role_s_a_procedure_s_that_of_its_first_step(
    handbook: Handbook,
) -> None:
    assert _told(handbook, "attendant") == [
        ("clean-room", "", "daily 08:30, 14:00"),
        ("clean-room", "descale", "weekly:monday"),
        ("clean-room", "descale", "monthly last"),
    ]
    assert _told(handbook, "floor-lead") == [("clean-room", "inspect", "twice daily")]
    assert [*by_role(handbook)] == ["oncall", "attendant", "floor-lead"]


def test_a_frequency_that_an_action_names_counts_once() -> None:
    found = {
        duty.step.id if duty.step else "": (duty.role, duty.value.literal)
        for duty in duties(medium().handbook())
    }
    assert found == {
        "check-accounts": ("supervisor", "daily"),
        "report-amount": ("finance", "weekly:monday"),
        "send-summary": ("supervisor", "weekly"),
    }
    assert len(duties(medium().handbook())) == 3


def test_what_is_retired_is_nobody_s_duty(handbook: Handbook) -> None:
    one = handbook.procedures["clean-room"]
    gone = replace(one, control=replace(one.control, status=Status.RETIRED))
    later = replace(handbook, procedures={**handbook.procedures, "clean-room": gone})
    assert [*by_role(later)] == ["oncall"]


@pytest.mark.parametrize(
    ("literal", "days"),
    {
        "daily 14:50, 08:30": [("08:30", "14:50")] * 7,
        "twice daily": [("", "")] * 7,
        "99 times daily": [("",)] * 7,
        "every 2h": [("",)] * 7,
        "weekly monday, thursday 07:00": [("07:00",), 0, 0, ("07:00",), 0, 0, 0],
        "weekly": [],
        "monthly 1": [],
        "every 3d": [],
        "7x24": [],
    }.items(),
)
def test_days_of_the_week_have_their_times(literal: str, days: list[Any]) -> None:
    assert list(cells(schedule_of(literal))) == [day or None for day in days]


def _with_soup(
    handbook: Handbook, schedule: tuple[Value, ...], *texts: tuple[str | Mention, ...]
) -> Handbook:
    """The handbook, in which the first step of cleaning a room is done so often, and says so."""
    one = handbook.procedures["clean-room"]
    actions = tuple(Action(do=Text(text)) for text in texts)
    step = replace(one.steps[0], schedule=schedule, actions=actions)
    changed = replace(
        one,
        schedule=(),
        quantities=(SOUP, WATER),
        steps=(step, *(replace(other, schedule=()) for other in one.steps[1:])),
    )
    return replace(handbook, procedures={**handbook.procedures, "clean-room": changed})


SOUP = Quantity(id="soup", label="量汤温", kind="schedule", value="every 2h")
WATER = Quantity(id="water", label="换清水", kind="schedule", value="every 2h")


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        ((), ["量汤温", "换清水"]),
        ((Value(literal="every 2h", op="eq"),), [""]),  # the whole step, both with it
        ((Value(literal="every 2h", op="eq", quantity="soup"),), ["", "换清水"]),
        (
            (
                Value(literal="daily", op="eq"),
                Value(literal="every 2h", op="eq", quantity="soup"),
                Value(literal="every 2h", op="eq", quantity="soup"),
            ),
            ["", "量汤温", "换清水"],
        ),
    ],
)
def test_duties_that_are_due_equally_often_are_told_apart_and_none_is_there_twice(
    handbook: Handbook, schedule: tuple[Value, ...], told: list[str]
) -> None:
    texts = (("按", Mention(SOUP, "每2小时"), "量汤温，按", Mention(WATER, "每2小时"), "换"),)
    book = _with_soup(handbook, schedule, *texts, *texts)
    found = [duty.label for duty in duties(book) if duty.procedure.id == "clean-room"]
    assert found == told
    role = book.procedures["clean-room"].steps[0].role
    assert len({event["UID"] for event in _events(book, role)}) == len(told)


def test_a_frequency_that_says_when_an_action_is_done_is_a_duty(handbook: Handbook) -> None:
    book = _with_soup(handbook, ())
    one = book.procedures["clean-room"]
    action = Action(do=Text(("量",)), when=Text((Mention(SOUP, "每2小时"),)))
    steps = (replace(one.steps[0], actions=(action,)), *one.steps[1:])
    book = replace(book, procedures={**book.procedures, "clean-room": replace(one, steps=steps)})
    assert [duty.label for duty in duties(book) if duty.step] == ["量汤温"]


@pytest.mark.parametrize("limit", ["weekly", "{quantity: soup}"])
def test_a_frequency_beside_a_schedule_is_a_duty_too(make_project: MakeProject, limit: str) -> None:
    """It is an error, but whoever looks at it before that is mended sees them both."""
    project = make_project()
    path = next(project.sources.glob("procedures/*/serve.yaml"))
    text = path.read_text("utf-8").replace(
        "    role: waiter\n",
        f"    role: waiter\n    time_limit: {limit}\n    schedule: monthly 31\n",
        1,
    )
    quantity = "quantities: [{id: soup, label: 量汤温, kind: schedule, value: weekly}]\n"
    path.write_text(text.replace("steps:\n", f"{quantity}steps:\n", 1), "utf-8")
    found = examine(project)
    assert "frequency-apart" in {one.code for one in found.findings}
    assert [duty.value.literal for duty in duties(found.handbook)] == ["monthly 31", "weekly"]


def test_what_quantities_said_before_still_says_how_often(make_project: MakeProject) -> None:
    project = make_project()
    path = next(project.sources.glob("procedures/*/serve.yaml"))
    quantity = 'quantities: [{id: soup, label: 量汤温, kind: schedule, value: "monthly:15"}]\n'
    text = path.read_text("utf-8").replace("steps:\n", f"{quantity}steps:\n", 1)
    limit = "    role: waiter\n    schedule: {quantity: soup}\n"
    path.write_text(text.replace("    role: waiter\n", limit, 1), "utf-8")
    found = examine(project)
    assert not {"value-of-another-kind", "no-frequency"} & {one.code for one in found.findings}
    assert "**monthly:15**" in _page(found.handbook)  # reads as it did
    assert limit_name(duties(found.handbook)[0].value) == "frequency"


def _page(handbook: Handbook) -> str:
    (page,) = duty_pages(handbook, CONTEXT)
    return page.text


def test_the_page_lists_roles_and_days_and_how_to_get_the_calendar(handbook: Handbook) -> None:
    page = _page(handbook)
    mine = page.partition('data-sop-duties="attendant"')[2].partition("</section>")[0]
    (room,) = [row for row in mine.splitlines() if "每天 08:30" in row]
    assert room.count("08:30<br>14:00") == 7
    (descale,) = [row for row in mine.splitlines() if "每周一" in row]
    assert [cell.strip() for cell in descale.split("|")[2:-1]] == ["●", *[""] * 6]
    assert "**每月最后一天** [5 除水垢](hotel/clean-room.md#step-descale)" in mine
    assert "(duties/attendant.ics)" in mine
    assert "7×24" in page
    assert "oncall.ics" not in page  # it would fill every day


def test_the_address_to_follow_is_there_where_the_site_has_one(handbook: Handbook) -> None:
    assert "data-sop-take" not in _page(handbook)
    online = replace(handbook, base_url="https://sop.example.com/here/")
    assert "<b>https&#58;" not in _page(online)
    assert "https://sop.example.com/here/handbook/duties/attendant.ics" in _page(online)


def test_a_role_has_its_own_on_its_page(handbook: Handbook, store: Path) -> None:
    pages = {page.route: page.text for page in role_pages(handbook, bare(store))}
    own = pages[routes.role("floor-lead")]
    assert "{: #duties }" in own
    assert "每天2次" in own
    assert "(../duties.md)" in own
    assert "{: #duties }" not in pages[routes.role("technician")]
    assert "(../duties.md)" in pages[routes.ROLES]


def test_where_nobody_has_a_duty_the_page_says_so_and_no_menu_leads_to_it(
    handbook: Handbook,
) -> None:
    idle = replace(
        handbook,
        procedures={
            name: one
            for name, one in handbook.procedures.items()
            if name not in {"clean-room", "pvc-full"}
        },
    )
    (page,) = duty_pages(idle, CONTEXT)  # a handbook's own menu may lead there
    assert "没有写明要定期做的事" in page.text
    assert "<section data-sop-duties" not in page.text
    assert render_duty_calendars(idle, CONTEXT).artifacts == ()
    assert list(duty_lists(idle, CONTEXT)) == []
    assert '"handbook/duties.md"' not in settings_text(idle).partition('"extra"')[0]
    assert '"handbook/duties.md"' in settings_text(handbook).partition('"extra"')[0]


def test_the_print_of_a_role_has_a_box_for_each_time_and_says_it_is_no_final_edition(
    handbook: Handbook,
) -> None:
    found = {job.subject: job for job in duty_lists(handbook, CONTEXT)}
    assert found.keys() == {"attendant", "floor-lead"}
    content = found["attendant"].content
    assert content["week"][0]["days"] == [["08:30", "14:00"]] * 7
    assert content["week"][1]["days"] == [[""], *[[]] * 6]
    assert [row["what"] for row in content["others"]] == ["5 除水垢"]
    assert content["badge"]
    assert found["attendant"].standing == "草案 · 未批准"
    assert found["attendant"].code != found["floor-lead"].code


def test_of_several_procedures_the_print_says_which_are_not_in_force(
    handbook: Handbook, store: Path
) -> None:
    room = handbook.procedures["clean-room"]
    start = DAY + timedelta(days=9)
    settled = Control(status=Status.CURRENT, effective_from=start)
    other = replace(room, id="other", number="KF-09", title="开夜床", control=settled)
    both = replace(handbook, procedures={"clean-room": room, "other": other})
    job = {job.subject: job for job in duty_lists(both, CONTEXT)}["attendant"]
    assert job.notices_of.keys() == {"KF-01", "KF-09"}
    told = "".join(pages_of(prints_of(both, store, duty_lists)["attendant", "duties"]))
    assert told.count(f"{start}起执行") == sum(
        row["number"] == "KF-09" for row in [*job.content["week"], *job.content["others"]]
    )
    alone = {job.subject: job for job in duty_lists(handbook, CONTEXT)}["attendant"]
    assert alone.notices_of == {}, "the head says it"


def test_every_duty_on_the_print_has_the_revision_of_its_procedure(
    handbook: Handbook, store: Path
) -> None:
    room = handbook.procedures["clean-room"]
    other = replace(room, id="other", number="KF-09", title="开夜床", revision=7)
    both = replace(handbook, procedures={"clean-room": room, "other": other})
    content = {job.subject: job for job in duty_lists(both, CONTEXT)}["attendant"].content
    every = [*content["week"], *content["others"]]
    told = "".join(pages_of(prints_of(both, store, duty_lists)["attendant", "duties"]))
    for number, revision in (("KF-01", room.revision), ("KF-09", 7)):
        mine = [row for row in every if row["number"] == number]
        assert told.count(f"第{revision}版") == len(mine) > 1


def test_what_is_done_often_has_lines_for_times_and_what_is_rare_as_many_dates_as_it_is_due(
    handbook: Handbook,
) -> None:
    one = handbook.procedures["clean-room"]
    often = tuple(Value(literal=text, op="eq") for text in ("every 2h", "twice monthly", "yearly"))
    steps = tuple(
        replace(step, schedule=often) if step.id == "descale" else step for step in one.steps
    )
    other = replace(handbook, procedures={**handbook.procedures, one.id: replace(one, steps=steps)})
    content = {job.subject: job for job in duty_lists(other, CONTEXT)}["attendant"].content
    assert [row.get("crowded", False) for row in content["week"]] == [False, True]
    assert [row.get("count", 1) for row in content["others"]] == [2, 1]


def test_it_is_one_sheet_a_role() -> None:
    project = foreign_project()
    made = render_all(project, examine(project)).artifacts
    sheets = [one.offer for one in made if one.offer and one.offer.kind == "duties"]
    assert [(one.subject, one.pages) for one in sheets] == [("attendant", 1), ("floor-lead", 1)]


# Calendars -----------------------------------------------------------------------------------


def _events(handbook: Handbook, role: str) -> list[Any]:
    (made,) = [
        one
        for one in render_duty_calendars(handbook, CONTEXT).artifacts
        if one.path == f"duties/{role}.ics"
    ]
    return list(icalendar.Calendar.from_ical(made.content).walk("VEVENT"))


def test_a_calendar_repeats_each_duty_from_the_first_time_after_the_newest_change(
    handbook: Handbook,
) -> None:
    told = [
        (event.decoded("DTSTART"), event["RRULE"].to_ical().decode(), str(event["SUMMARY"]))
        for event in _events(handbook, "attendant")
    ]
    assert told == [
        (datetime.fromisoformat("2026-11-01T08:30"), "FREQ=DAILY", "【草案】清扫住客房"),
        (datetime.fromisoformat("2026-11-01T14:00"), "FREQ=DAILY", "【草案】清扫住客房"),
        (date(2026, 11, 2), "FREQ=WEEKLY;BYDAY=MO", "【草案】除水垢"),
        (date(2026, 11, 30), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1", "【草案】除水垢"),
    ]
    moments = [event.decoded("DTSTART") for event in _events(handbook, "attendant")]
    assert [one.tzinfo for one in moments if isinstance(one, datetime)] == [None, None]  # floating


def test_its_bytes_do_not_depend_on_the_day_and_its_ids_stay(handbook: Handbook) -> None:
    later = bare(today=date(2031, 3, 3))
    now, then = (render_duty_calendars(handbook, context) for context in (CONTEXT, later))
    assert [one.content for one in now.artifacts] == [one.content for one in then.artifacts]
    one = handbook.procedures["clean-room"]
    renamed = replace(one, title="做房", changes=(replace(one.changes[0], date=DAY),))
    other = replace(handbook, procedures={**handbook.procedures, "clean-room": renamed})
    ids = [str(event["UID"]) for event in _events(handbook, "attendant")]
    assert ids == [str(event["UID"]) for event in _events(other, "attendant")]
    assert len({*ids}) == 4


def test_what_is_approved_says_nothing_of_its_state(handbook: Handbook) -> None:
    one = handbook.procedures["clean-room"]
    valid = replace(one, control=replace(one.control, status=Status.CURRENT))
    other = replace(handbook, procedures={**handbook.procedures, "clean-room": valid})
    assert str(_events(other, "floor-lead")[0]["SUMMARY"]) == "查房"


CLOCKS = st.lists(st.sampled_from(["07:00", "08:30", "23:59"]), unique=True).map(sorted)
SCHEDULES = st.one_of(
    st.builds(Schedule, period=st.just("daily"), times=CLOCKS.map(tuple)),
    st.builds(
        Schedule,
        period=st.just("weekly"),
        days=st.sets(st.integers(0, 6)).map(sorted).map(tuple),
    ),
    st.builds(
        Schedule,
        period=st.just("monthly"),
        dates=st.sets(st.sampled_from([1, 15, 28, 31, LAST])).map(sorted).map(tuple),
    ),
    st.builds(Schedule, period=st.sampled_from(["quarterly", "yearly"])),
    st.builds(
        Schedule,
        every=st.tuples(st.integers(1, 12), st.sampled_from(["min", "h", "d", "w", "month"])),
    ),
)


@kept
@given(SCHEDULES, st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_the_first_day_is_one_of_those_the_rule_gives_and_soon(often: Schedule, day: date) -> None:
    first = first_day(often, day)
    assert day <= first < day + timedelta(days=367)
    start = datetime.combine(first, datetime.min.time())
    found: Iterator[datetime] = iter(rrulestr(rule_of(often), dtstart=start))
    assert next(found) == start
    after = next(found)
    assert after > start
    if often.days:
        assert {first.weekday(), after.weekday()} <= {*often.days}


def test_all_days_have_a_name_in_calendars() -> None:
    whole = Schedule(period="weekly", days=tuple(range(len(DAYS))))
    assert rule_of(whole).endswith("BYDAY=MO,TU,WE,TH,FR,SA,SU")


@pytest.mark.parametrize(
    ("literal", "rule", "said"),
    [
        ("twice daily", "FREQ=DAILY", ""),
        ("weekly", "FREQ=WEEKLY;BYDAY=MO", "记在那一周、那一月的第一天"),
        ("every 2w", "FREQ=WEEKLY;INTERVAL=2", "记在那一周、那一月的第一天"),
        ("weekly sunday", "FREQ=WEEKLY;BYDAY=SU", ""),
        ("monthly 28", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28", ""),
        ("monthly 31", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=31", "没有这一天的月份日历里没有"),
        ("twice yearly", "", "例如每周3次"),
        ("twice monthly", "", "例如每周3次"),
        ("3 times weekly", "", "例如每周3次"),
        ("7x24", "", "例如每周3次"),
    ],
)
def test_a_calendar_shows_all_days_of_a_duty_or_the_page_says_what_is_not_there(
    handbook: Handbook, literal: str, rule: str, said: str
) -> None:
    daily = Value(literal="daily", op="eq")
    book = _with_soup(handbook, (daily, Value(literal=literal, op="eq")))
    role = book.procedures["clean-room"].steps[0].role
    rules = [event["RRULE"].to_ical().decode() for event in _events(book, role)]
    assert rules == ["FREQ=DAILY", rule] if rule else rules == ["FREQ=DAILY"]
    mine = _page(book).partition(f'data-sop-duties="{role}"')[2].partition("</section>")[0]
    notes = ("记在那一周、那一月的第一天", "没有这一天的月份日历里没有", "例如每周3次")
    assert [note for note in notes if note in mine] == ([said] if said else [])


def test_what_has_no_days_is_on_the_print_though_in_no_calendar(handbook: Handbook) -> None:
    book = _with_soup(handbook, (Value(literal="3 times weekly", op="eq"),))
    role = book.procedures["clean-room"].steps[0].role
    assert role in {job.subject for job in duty_lists(book, CONTEXT)}
    assert f"duties/{role}.ics" not in {
        one.path for one in render_duty_calendars(book, CONTEXT).artifacts
    }


def test_no_two_events_of_a_role_are_the_same_one(handbook: Handbook) -> None:
    """Neither of a step that is called like the end of a procedure and the beginning of another."""
    one = handbook.procedures["clean-room"]
    often = (Value(literal="daily", op="eq"),)

    def named(procedure: str, step: str) -> Procedure:
        return replace(
            one, id=procedure, schedule=(), steps=(replace(one.steps[0], id=step, schedule=often),)
        )

    pair = {"a": named("a", "b-c"), "a-b": named("a-b", "c")}
    book = replace(handbook, procedures=pair)
    assert len({event["UID"] for event in _events(book, one.steps[0].role)}) == 2


def test_a_hostile_title_stays_one_line_of_a_calendar(handbook: Handbook) -> None:
    one = handbook.procedures["clean-room"]
    attack = "a\r\nEND:VEVENT\nX;,\\"
    bad = replace(one, title=attack, schedule=(Value(literal="daily", op="eq"),))
    other = replace(handbook, procedures={**handbook.procedures, "clean-room": bad})
    assert len(_events(other, "attendant")) == 3
    assert "END:VEVENT" in str(_events(other, "attendant")[0]["SUMMARY"])
