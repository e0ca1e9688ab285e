"""The gallery: every diagram at once, so that a layout gone wrong is seen."""

from collections.abc import Iterator

from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.render.svg.diagrams import Gallery
from sop_handbook.render.views.links import Pages
from sop_handbook.templating.environment import render


def gallery_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the one page with all diagrams of families, industries and procedures."""
    here = routes.DIAGRAMS
    pages = Pages(handbook, here)
    gallery = Gallery(pages, context)
    groups = [
        {
            "id": industry.id,
            "link": pages.industry(industry.id),
            "pictures": [*gallery.of_industry(industry.id)],
        }
        for industry in handbook.industries.values()
    ]
    text = render("pages/diagrams.md.j2", w=context.messages.branch("page"), groups=groups)
    yield Page(here, text, OfflineGroup.VISITED)
