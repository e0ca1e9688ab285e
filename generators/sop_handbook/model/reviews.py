"""What is due when: reviews that come or have passed, and procedures about to take effect."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sop_handbook.model import Handbook, Procedure

WITHIN = 60  # days ahead that are spoken of, unless somebody asks for others


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """One thing to do by a day; `days` are left until then, negative once it has passed."""

    kind: Literal["review", "effective"]
    procedure: Procedure
    date: date
    days: int

    @property
    def overdue(self) -> bool:
        """Whether the day has passed; on the day itself there is still time."""
        return self.days < 0


def due(
    handbook: Handbook, today: date, within: int | None = None, owner: str | None = None
) -> tuple[Due, ...]:
    """Return what is due, first what is longest overdue; retired procedures need no care.

    `within` leaves out what is more than so many days ahead, None leaves out nothing. `owner`
    leaves out what other roles than this id answer for, be it as owner or as deputy.
    """
    found = [
        one
        for procedure in handbook.in_use
        for one in _dates(procedure, today)
        if (within is None or one.days <= within) and (owner is None or owner in _owners(procedure))
    ]
    return tuple(sorted(found, key=lambda one: one.date))


def _dates(procedure: Procedure, today: date) -> Iterator[Due]:
    control = procedure.control
    if control.effective_from and control.effective_from > today:
        yield _due("effective", procedure, control.effective_from, today)
    if control.review_by:
        yield _due("review", procedure, control.review_by, today)


def _due(kind: Literal["review", "effective"], procedure: Procedure, day: date, today: date) -> Due:
    return Due(kind=kind, procedure=procedure, date=day, days=(day - today).days)


def _owners(procedure: Procedure) -> tuple[str, ...]:
    own = procedure.control.owner
    return (own.role, own.deputy) if own else ()
