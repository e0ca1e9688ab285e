"""The gallery: every diagram at once, so that a layout gone wrong is seen."""

from collections.abc import Iterator

from generators.model import Handbook
from generators.render.base import Context
from generators.render.diagrams import Gallery
from generators.render.links import Pages
from generators.render.templating import render

Page = tuple[str, str]


def gallery_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the one page with all diagrams of families, industries and procedures."""
    here = "handbook/maintain/diagrams.md"
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
    yield here, render("pages/diagrams.md.j2", w=context.words.branch("page"), groups=groups)
