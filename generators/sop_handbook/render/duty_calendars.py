"""The duties of each role as a calendar that its people add to their own."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from sop_handbook.adapters import icalendar as calendars
from sop_handbook.language.messages import Messages
from sop_handbook.language.schedules import LAST, Schedule, schedule_of, schedule_reads
from sop_handbook.model import Handbook, Role, Status, routes
from sop_handbook.model.duties import Duty, duties_of
from sop_handbook.render.base import Artifact, Context, Rendered
from sop_handbook.render.views.calendars import in_calendar

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
_DIGITS = 12  # of a hash that tells one frequency of a step from another


def render_duty_calendars(handbook: Handbook, context: Context) -> Rendered:
    """Return a calendar for every role with somebody behind it and a duty that has its days."""
    made = []
    for role in handbook.roles.values():
        found = in_calendar(duties_of(handbook, role.id)) if role.reads else ()
        if found:
            content = _calendar(handbook, role, found, context.messages)
            made.append(Artifact(routes.duty_calendar(role.id).path, content))
    return Rendered(tuple(made))


def _calendar(handbook: Handbook, role: Role, found: tuple[Duty, ...], messages: Messages) -> bytes:
    name = messages("duties.calendar", role=role.title, title=handbook.title)
    events = [event for duty in found for event in _events(handbook, duty, messages)]
    return calendars.calendar(name, messages.language, events, made_by="duties")


def _events(handbook: Handbook, duty: Duty, messages: Messages) -> Iterator[calendars.Event]:
    """Yield an event for each time of day; one for the whole day where no time is said."""
    often = schedule_of(duty.value.literal)
    if often is None:
        return
    revised = max(change.date for change in duty.procedure.changes)
    first, rule = first_day(often, revised), rule_of(often)
    for clock in often.times or ("",):
        yield calendars.Event(
            id=_id(handbook, duty, clock),
            day=first,
            revised=revised,
            title=_title(duty, messages),
            text=messages(
                "duties.text",
                often=schedule_reads(often, messages),
                procedure=f"{duty.procedure.number} {duty.procedure.title}",
            ),
            address=_address(handbook, duty),
            time=clock,
            rule=rule,
        )


def _title(duty: Duty, messages: Messages) -> str:
    what = duty.label or (duty.step.title if duty.step else duty.procedure.title)
    status = duty.procedure.control.status
    if status is Status.CURRENT:
        return what
    return messages("duties.unapproved", status=messages(f"page.status.{status}"), what=what)


def _id(handbook: Handbook, duty: Duty, clock: str) -> str:
    host = urlsplit(handbook.base_url or "").hostname or "sop-handbook.invalid"
    said = " ".join(filter(None, (duty.value.literal, clock, duty.value.quantity)))
    which = sha256(said.encode()).hexdigest()[:_DIGITS]
    step = f".{duty.step.id}" if duty.step else ""  # ids hold hyphens, but no dots
    return f"duty-{duty.procedure.id}{step}-{which}@{host}"


def _address(handbook: Handbook, duty: Duty) -> str:
    page = routes.procedure(duty.procedure)
    anchor = routes.step_anchor(duty.step.id) if duty.step else ""
    return urljoin(handbook.base_url, page.at(anchor)) if handbook.base_url else ""


def rule_of(often: Schedule) -> str:
    """Return how often as a recurrence rule (RFC 5545, 3.3.10); in a day it is once at most."""
    if often.every:
        number, unit = often.every
        frequency = {"d": "DAILY", "w": "WEEKLY", "month": "MONTHLY"}.get(unit)
        return f"FREQ={frequency};INTERVAL={number}" if frequency else "FREQ=DAILY"
    if often.period == "daily":
        return "FREQ=DAILY"
    if often.period == "weekly":
        return f"FREQ=WEEKLY;BYDAY={','.join(_DAYS[day] for day in often.days or (0,))}"
    months = _MONTHS[often.period]
    dates = ",".join(str(-1 if one == LAST else one) for one in often.dates or (1,))
    return f"FREQ=MONTHLY;INTERVAL={months};BYMONTHDAY={dates}"


def first_day(often: Schedule, since: date) -> date:
    """Return the first day of a duty on or after a day.

    What has no day of its own begins with its period: on a Monday, or the first of a month.
    """
    day = since
    while not _falls_on(often, day):
        day += timedelta(days=1)
    return day


def _falls_on(often: Schedule, day: date) -> bool:
    if often.every:
        unit = often.every[1]
        return day.day == 1 if unit == "month" else day.weekday() == 0 if unit == "w" else True
    if often.period == "daily":
        return True
    if often.period == "weekly":
        return day.weekday() in (often.days or (0,))
    last = (day + timedelta(days=1)).day == 1
    dated = day.day in (often.dates or (1,)) or (last and LAST in often.dates)
    return dated and (day.month - 1) % _MONTHS[often.period] == 0
