"""What a role page offers whoever starts somebody: the set, the pack, what to rehearse."""

from collections.abc import Iterator

from sop_handbook.model import Handbook, routes
from sop_handbook.model.learning import done_by
from sop_handbook.render.base import Context
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.downloads import downloads
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.rehearsed import drills_of

_OWN = ("pack", "trouble-role", "plate")  # prints of a role, in the order in which it needs them
_MOST = 3  # drills that are linked one by one; of more the pages of the procedures tell
_PACK = "pack"


def has_set(context: Context, role: str) -> bool:
    """Tell whether there is a set for somebody new in a role: a pack and what goes with it."""
    made = context.by_subject.get(("role", role), ())
    return any(one.offer and one.offer.kind == _PACK for one in made)


def for_new(
    handbook: Handbook, role: str, viewer: ViewBuilder, context: Context
) -> tuple[Link, ...]:
    """Return links to what there is for somebody new in a role, most needed first."""
    return (
        *set_link(role, viewer, context),
        *_own(role, viewer, context),
        *_drills(handbook, role, viewer),
        *_sign_off(handbook, role, viewer, context),
    )


def set_link(role: str, viewer: ViewBuilder, context: Context) -> Iterator[Link]:
    """Yield the link to the set for somebody new in a role, if there is one."""
    if has_set(context, role):
        there = viewer.pages.to(routes.PRINTS, routes.prints_anchor("set", role))
        yield Link(context.messages("page.for-new.set"), there)


def _own(role: str, viewer: ViewBuilder, context: Context) -> Iterator[Link]:
    offers = {one.kind: one.link for one in downloads(context, viewer.pages, "role", role)}
    yield from (offers[kind] for kind in _OWN if kind in offers)


def _drills(handbook: Handbook, role: str, viewer: ViewBuilder) -> Iterator[Link]:
    page = viewer.pages.to(routes.DRILL)
    found = [one for one in done_by(handbook, role) if drills_of(handbook, one)]
    for one in found if len(found) <= _MOST else ():
        text = viewer.messages("page.for-new.drill", title=one.title)
        yield Link(text, f"{page}?p={one.id}")


def _sign_off(
    handbook: Handbook, role: str, viewer: ViewBuilder, context: Context
) -> Iterator[Link]:
    """Yield the sheet of the only procedure that a role works by, or the one of its industry."""
    done = done_by(handbook, role)
    if len(done) == 1:
        offers = downloads(context, viewer.pages, "procedure", done[0].id)
        yield from (one.link for one in offers if one.kind == "signoff")
    elif done:
        offers = downloads(context, viewer.pages, "industry", handbook.roles[role].industry)
        yield from (one.link for one in offers if one.kind == "signoff-all")
