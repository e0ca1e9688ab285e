"""The calendar of a role's duties, as pages offer it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from sop_handbook.language.schedules import schedule_of
from sop_handbook.model import Handbook, routes
from sop_handbook.model.duties import Duty
from sop_handbook.render.views.links import Pages

_ALWAYS = "7x24"  # stands in no calendar: it would fill every day


@dataclass(frozen=True)
class CalendarView:
    """Where the file lies as seen from a page, and its address for programs that fetch it.

    `address` is "" while nobody knows where the site will be.
    """

    href: str
    address: str


def in_calendar(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return those duties that a calendar can show."""
    found = ((duty, schedule_of(duty.value.literal)) for duty in duties)
    return tuple(duty for duty, often in found if often and often.period != _ALWAYS)


def calendar_view(
    handbook: Handbook, role: str, duties: Iterable[Duty], pages: Pages
) -> CalendarView | None:
    """Return how to get the calendar of a role, by its id; None where there is none."""
    known = handbook.roles.get(role)
    if known is None or not known.reads or not in_calendar(duties):
        return None
    file = routes.duty_calendar(role)
    base = handbook.base_url
    return CalendarView(pages.to(file), urljoin(base, file.url) if base else "")
