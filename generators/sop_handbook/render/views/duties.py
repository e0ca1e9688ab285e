"""Duties as lists show them: by the days of the week, and those that have no such days."""

from collections.abc import Iterable
from dataclasses import dataclass

from sop_handbook.language.schedules import Schedule, schedule_of
from sop_handbook.model.duties import Duty
from sop_handbook.render.base import Context
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.links import Link

_WEEK = range(7)
_FEW = 4  # times a day that have room in a cell
_WITHIN_A_DAY = ("min", "h")


@dataclass(frozen=True, kw_only=True)
class DutyView:
    """A duty as a row. `link` leads to it, `of` to its procedure if it is a step's.

    `often` is worded, `badge` says that it is not approved. `days` are seven cells from Monday on,
    each as `cells` gives it; () if it has no days of the week.
    """

    link: Link
    of: Link | None
    label: str
    often: str
    badge: str
    days: tuple[tuple[str, ...] | None, ...]


@dataclass(frozen=True)
class DutyLists:
    """The duties of a role: those with days of the week, and the others, by how often."""

    week: tuple[DutyView, ...]
    others: tuple[DutyView, ...]


def duty_lists(duties: Iterable[Duty], viewer: ViewBuilder, context: Context) -> DutyLists:
    """Return duties as rows, those with days of the week apart from the others."""
    rows = [_view(duty, viewer, context) for duty in duties]
    return DutyLists(
        tuple(row for row in rows if row.days), tuple(row for row in rows if not row.days)
    )


def cells(schedule: Schedule | None) -> tuple[tuple[str, ...] | None, ...]:
    """Return the times of each day of the week from Monday on, None where there is no duty.

    A day without a time has "" as often as it is done, if that is a few times. Returns () for what
    is bound to no days of the week.
    """
    days = _days(schedule) if schedule else ()
    if schedule is None or not days:
        return ()
    untimed = ("",) * (schedule.count if schedule.count <= _FEW else 1)
    return tuple((schedule.times or untimed) if day in days else None for day in _WEEK)


def is_crowded(schedule: Schedule | None) -> bool:
    """Tell whether something is done more often in a day than there is room for boxes."""
    if schedule is None:
        return False
    often = schedule.every and schedule.every[1] in _WITHIN_A_DAY
    return bool(often) or (schedule.period == "daily" and schedule.count > _FEW)


def _days(schedule: Schedule) -> tuple[int, ...]:
    if schedule.every:
        number, unit = schedule.every
        return tuple(_WEEK) if unit in _WITHIN_A_DAY or (number, unit) == (1, "d") else ()
    return tuple(_WEEK) if schedule.period == "daily" else schedule.days


def _view(duty: Duty, viewer: ViewBuilder, context: Context) -> DutyView:
    pages, procedure = viewer.pages, duty.procedure
    whole = pages.procedure(procedure.id)
    return DutyView(
        link=pages.step(procedure, duty.step.id) if duty.step else whole,
        of=whole if duty.step else None,
        label=duty.label,
        often=viewer.value(duty.value),
        badge=viewer.control(procedure, context.today).notice,
        days=cells(schedule_of(duty.value.literal)),
    )
