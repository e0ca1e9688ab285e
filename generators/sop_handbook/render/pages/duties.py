"""One page with what every role does regularly, by the days of the week."""

from collections.abc import Iterator

from sop_handbook.model import Handbook, routes
from sop_handbook.model.duties import by_role
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.calendars import calendar_view
from sop_handbook.render.views.downloads import downloads
from sop_handbook.render.views.duties import duty_lists
from sop_handbook.templating.environment import render


def duty_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the page of all duties, which says so if nobody has one."""
    viewer = ViewBuilder(handbook, context.messages, routes.DUTIES)
    text = render(
        "pages/duties.md.j2",
        w=context.messages.branch("page"),
        days=list(context.messages.branch("days").values()),
        groups=[
            {
                "id": name,
                "link": viewer.role(name),
                "lists": duty_lists(duties, viewer, context),
                "calendar": calendar_view(handbook, name, duties, viewer.pages),
                "prints": [
                    file
                    for file in downloads(context, viewer.pages, "role", name)
                    if file.kind == "duties"
                ],
            }
            for name, duties in by_role(handbook).items()
        ],
    )
    yield Page(routes.DUTIES, text, OfflineGroup.COMMON)
