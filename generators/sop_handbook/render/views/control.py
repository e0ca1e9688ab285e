"""The line of document control of a procedure: what is settled, and what is not."""

from collections.abc import Callable, Iterator
from datetime import date

from sop_handbook.language.messages import Messages
from sop_handbook.model import Control, Procedure, Status
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.models import ControlView

Role = Callable[[str], Link]


def control_view(procedure: Procedure, today: date, role: Role, messages: Messages) -> ControlView:
    """Return the document control line of a procedure as of a day; `role` links to a role."""
    control = procedure.control
    overdue = bool(control.review_by and control.review_by < today)
    overdue = overdue and control.status is not Status.RETIRED
    badge = ""
    if control.status is not Status.CURRENT:
        badge = messages(f"page.badge.{control.status}")
    start = procedure.control.starts(today)
    return ControlView(
        number=procedure.number,
        revision=messages("page.revision", revision=procedure.revision),
        status=messages(f"page.status.{control.status}"),
        badge=badge,
        review=control.review_by.isoformat() if control.review_by else "",
        overdue=overdue,
        late=messages("page.overdue-list") if overdue else "",
        starts=messages("page.starts-on", date=start.isoformat()) if start else "",
        owner=_owner(control, role, messages),
        facts=tuple(_facts(procedure, role, messages)),
    )


def _facts(procedure: Procedure, role: Role, messages: Messages) -> Iterator[str]:
    """What is settled, each with its name; then, in one go, what is not.

    Nothing is still to be settled for what is retired, and nobody reviews it.
    """
    control = procedure.control
    facts = {
        "effective": procedure.effective.isoformat() if procedure.effective else "",
        "review": control.review_by.isoformat() if control.review_by else "",
        "owner": _owner(control, role, messages),
        "approver": role(control.approver).text if control.approver else "",
    }
    retired = control.status is Status.RETIRED
    if retired:
        del facts["review"]
    labels = {key: messages(f"page.{key}") for key in facts}
    yield from (f"{labels[key]} {value}" for key, value in facts.items() if value)
    unset = [labels[key] for key, value in facts.items() if not value]
    if unset and not retired:
        yield messages("page.unset", what="、".join(unset))


def _owner(control: Control, role: Role, messages: Messages) -> str:
    if control.owner is None:
        return ""
    return messages(
        "page.owner-with-deputy",
        owner=role(control.owner.role).text,
        deputy=role(control.owner.deputy).text,
    )
