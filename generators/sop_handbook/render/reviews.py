"""Reviews as a calendar that owners can subscribe to."""

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from sop_handbook.adapters import icalendar as calendars
from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook, routes
from sop_handbook.model.reviews import Due, due
from sop_handbook.render.base import Artifact, Context, Rendered


def render_reviews(handbook: Handbook, context: Context) -> Rendered:
    """Return the calendar of everything that is due, however far ahead; none without any date."""
    found = due(handbook, context.today)
    if not found:
        return Rendered(())
    content = calendar(handbook, found, context.messages)
    return Rendered((Artifact(routes.REVIEWS.path, content),))


def calendar(handbook: Handbook, found: Iterable[Due], messages: Messages) -> bytes:
    """Return what is due as a calendar file (RFC 5545)."""
    name = messages("reviews.calendar", title=handbook.title)
    events = (_event(handbook, one, messages) for one in found)
    return calendars.calendar(name, messages.language, events)


def _event(handbook: Handbook, one: Due, messages: Messages) -> calendars.Event:
    procedure, base = one.procedure, handbook.base_url or ""
    host = urlsplit(base).hostname or "sop-handbook.invalid"
    kind = messages(f"reviews.kinds.{one.kind}")
    return calendars.Event(
        id=f"{procedure.id}-{one.kind}-{one.date}@{host}",
        day=one.date,
        revised=procedure.changes[0].date,
        title=messages("reviews.event", kind=kind, number=procedure.number, title=procedure.title),
        text=_owner(handbook, one, messages),
        address=base and urljoin(base, routes.procedure(procedure).url),
    )


def _owner(handbook: Handbook, one: Due, messages: Messages) -> str:
    owner = one.procedure.control.owner
    if owner is None:
        return messages("reviews.no-owner")
    roles = handbook.roles
    return messages(
        "reviews.owner", owner=roles[owner.role].title, deputy=roles[owner.deputy].title
    )
