"""Whether what is printed or written to Word may be used on a day: approved, in force, reviewed."""

from collections.abc import Iterable

from sop_handbook.language.wording import Word, word, worded
from sop_handbook.model import Procedure, Status
from sop_handbook.render.base import Context


def badge_of(procedures: Iterable[Procedure]) -> Word | None:
    """Return what a print says of what it shows not being approved; None where all of it is.

    If all is unapproved, the least approved gives the word; if only some, that is what it says.
    """
    found = {procedure.control.status for procedure in procedures}
    if found <= {Status.CURRENT}:
        return None
    if Status.CURRENT in found:
        return word("print.some-unapproved")
    return word(f"page.badge.{Status.DRAFT if Status.DRAFT in found else Status.REVIEW}")


def standing(procedures: Iterable[Procedure], context: Context) -> str:
    """Return in a few words whether what a print shows may be used today: all that forbids it.

    That it is in force if nothing does. Several procedures are told apart by no name here.
    """
    found = list(procedures)
    some = "some-" if len(found) > 1 else ""
    today = context.today
    badge = badge_of(found)
    against = [worded(badge, context.messages)] if badge else []
    settled = [one.control for one in found if one.control.status is Status.CURRENT]
    if any(control.starts(today) for control in settled):
        against.append(context.messages(f"print.standing.{some}not-yet"))
    if any(control.review_by and control.review_by < today for control in settled):
        against.append(context.messages(f"print.standing.{some}overdue"))
    return "　".join(against) or context.messages("print.standing.current")


def state_of(procedure: Procedure, context: Context) -> str:
    """Return in a word how one procedure among several stands today; one to come says from when."""
    if start := procedure.control.starts(context.today):
        return context.messages("print.standing.from", date=start.isoformat())
    return standing([procedure], context)


def notices(procedures: Iterable[Procedure], context: Context) -> tuple[str, ...]:
    """Return what is to be noticed today: a review is overdue, something is not yet in force.

    () if nothing is. A print about one procedure gives the date.
    """
    late, early = [], []
    found = list(procedures)
    for procedure in found:
        control, today = procedure.control, context.today
        if control.review_by and control.review_by < today:
            late.append(control.review_by.isoformat())
        if start := procedure.control.starts(today):
            early.append(start.isoformat())
    return tuple(
        context.messages(f"print.{key}", date=days[0])
        if len(found) == 1
        else context.messages(f"print.some-{key}")
        for key, days in (("overdue", late), ("not-yet", early))
        if days
    )
