"""What happened to procedures: entries of their histories, and when they took effect."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sop_handbook.change.affected_roles import concerned
from sop_handbook.change.disposition import class_of_status
from sop_handbook.editions.ledger import in_order
from sop_handbook.language.messages import Messages
from sop_handbook.model import Change, Edition, Handbook, Procedure, Status, Text


@dataclass(frozen=True, kw_only=True)
class News:
    """One event in the life of a procedure, with the roles it concerns and when it was released.

    `status` says that no entry tells of it: the procedure went from one status to another, as
    `edition` records (None while that is not released).
    """

    procedure: Procedure
    change: Change
    roles: tuple[str, ...]
    released: date | None
    first: bool = False  # the procedure's first entry: it is new
    status: bool = False
    edition: str | None = None

    @property
    def retires(self) -> bool:
        """Whether it tells that the procedure is used no more."""
        retired = self.procedure.control.status is Status.RETIRED
        return retired and self.change is self.procedure.changes[0]

    def kind(self, messages: Messages) -> str:
        """Return what sort of event it is: new, retired, or of which class."""
        if self.retires:
            return messages("page.status.retired")
        return messages("page.news-new" if self.first else f"page.classes.{self.change.class_}")

    @property
    def day(self) -> date:
        """The day it was released, or while it is not, the day its entry was written."""
        return self.released or self.change.date


def news(handbook: Handbook, messages: Messages) -> tuple[News, ...]:
    """Return what happened to all procedures, newest first; only releases, once there was one."""
    found = [one for one in history(handbook, messages) if one.released or not handbook.editions]
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))


def history(handbook: Handbook, messages: Messages) -> tuple[News, ...]:
    """Return every event of every procedure, released or not, in handbook order."""
    released: dict[str, list[Edition]] = {}
    for edition in in_order(handbook.editions):
        if edition.of == "procedure":
            released.setdefault(edition.subject, []).append(edition)
    return tuple(
        one
        for procedure in handbook.procedures.values()
        for known in [released.get(procedure.id, [])]
        for one in (*_statuses(procedure, known, messages), *_entries(procedure, known))
    )


def _entries(procedure: Procedure, released: list[Edition]) -> Iterator[News]:
    for change in procedure.changes:
        days = (one.date for one in released if (one.revision or 0) >= change.revision)
        yield News(
            procedure=procedure,
            change=change,
            roles=concerned(procedure, change),
            released=min(days, default=None),
            first=change is procedure.changes[-1],
        )


def _statuses(procedure: Procedure, released: list[Edition], messages: Messages) -> Iterator[News]:
    """Yield each change of status that says something of itself, the newest first.

    That a procedure is retired stands in its history.
    """
    known = [(one.status, one) for one in released if one.status]
    steps: list[tuple[Status, Edition | None]] = [*known, (procedure.control.status, None)]
    for (before, _), (after, edition) in reversed(list(pairwise(steps))):
        class_ = class_of_status(before, after)
        if class_ == "editorial" or after is Status.RETIRED:
            continue
        change = Change(
            revision=(edition.revision if edition else None) or procedure.revision,
            date=edition.date if edition else _since(procedure),
            class_=class_,
            summary=Text((_told(procedure, after, messages),)),
        )
        yield News(
            procedure=procedure,
            change=change,
            roles=concerned(procedure, change),
            released=edition.date if edition else None,
            status=True,
            edition=edition.id if edition else None,
        )


def _since(procedure: Procedure) -> date:
    """The day a status holds from that no release has recorded yet."""
    return procedure.control.effective_from or procedure.changes[0].date


def _told(procedure: Procedure, status: Status, messages: Messages) -> str:
    if status is not Status.CURRENT:
        return messages("page.no-longer-current", status=messages(f"page.status.{status}"))
    start = procedure.control.effective_from
    if start is None:
        return messages("page.took-effect")
    return messages("page.took-effect-from", date=start.isoformat())
