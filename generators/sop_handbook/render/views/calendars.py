"""The calendar of a role's duties, as pages offer it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from sop_handbook.language.schedules import Schedule, schedule_of
from sop_handbook.model import Handbook, routes
from sop_handbook.model.duties import Duty
from sop_handbook.render.views.links import Pages

_ALWAYS = "7x24"  # stands in no calendar: it would fill every day
_SHORTEST = 28  # days of a month
_LONG = ("w", "month")


@dataclass(frozen=True)
class CalendarView:
    """Where the file lies as seen from a page, and its address for programs that fetch it.

    `address` is "" while nobody knows where the site will be. `left_out` tells whether some duty is
    not in it, `skips` whether one falls on a day that not every month has, and `first` whether one
    stands on the first day of its week or month since nobody said on which.
    """

    href: str
    address: str
    left_out: bool
    skips: bool
    first: bool


def now_and_then(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return those duties that are done again and again, not all the time."""
    return tuple(duty for duty in duties if duty.value.literal != _ALWAYS)


def in_calendar(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return those duties that a calendar can show.

    It shows none of which nobody said on which days they are: three times a week.
    """
    found = ((duty, schedule_of(duty.value.literal)) for duty in now_and_then(duties))
    return tuple(
        duty for duty, often in found if often and (often.count == 1 or often.period == "daily")
    )


def calendar_view(
    handbook: Handbook, role: str, duties: Sequence[Duty], pages: Pages
) -> CalendarView | None:
    """Return how to get the calendar of a role, by its id; None where there is none."""
    known = handbook.roles.get(role)
    shown = in_calendar(duties)
    if known is None or not known.reads or not shown:
        return None
    file = routes.duty_calendar(role)
    base = handbook.base_url
    found = [often for duty in shown if (often := schedule_of(duty.value.literal))]
    return CalendarView(
        href=pages.to(file),
        address=urljoin(base, file.url) if base else "",
        left_out=len(shown) < len(duties),
        skips=any(day > _SHORTEST for often in found for day in often.dates),
        first=any(map(_on_some_day, found)),
    )


def _on_some_day(often: Schedule) -> bool:
    if often.every:
        return often.every[1] in _LONG
    return often.period != "daily" and not often.days and not often.dates
