"""Pages of industries: all procedures of one, and what it has; all industries."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from sop_handbook.diagrams.hand_overs import industry_graph, legible
from sop_handbook.model import Family, Handbook, Industry, routes
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.render.kept import Keeper
from sop_handbook.render.svg.diagrams import overview_diagram
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.downloads import downloads
from sop_handbook.render.views.for_new import set_link
from sop_handbook.render.views.letters import MANY, by_letter
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.models import QuantityView
from sop_handbook.render.views.people import people
from sop_handbook.render.views.rows import row, rows
from sop_handbook.templating.environment import render


def industry_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the pages of all industries and the one that lists them."""
    wanted = context.wanted("industry", handbook.industries)
    makes = {one.id: partial(_industry_text, one.id) for one in wanted}
    for name, text in Keeper(handbook, context).texts(__name__, makes).items():
        title = handbook.industries[name].title
        yield Page(routes.industry(name), text, OfflineGroup.CORE, title)
    yield _industries_page(handbook, context)


def _industry_text(name: str, handbook: Handbook, context: Context) -> str:
    industry = handbook.industries[name]
    viewer = ViewBuilder(handbook, context.messages, routes.industry(name))
    families = handbook.families_of[name]
    return render(
        "pages/industry.md.j2",
        industry=industry,
        w=context.messages.branch("page"),
        offers=downloads(context, viewer.pages, "industry", industry.id),
        prints=Link(
            context.messages("page.prints.of-industry"), viewer.pages.to(routes.prints_of(name))
        ),
        crumbs=[Link(context.messages("page.industries"), viewer.pages.to(routes.INDUSTRIES))],
        quantities=_numbers(families, viewer),
        families=[
            {
                "id": family.id,
                "link": viewer.pages.family(family.id),
                "summary": family.summary,
                "procedures": [
                    row(viewer, handbook.procedures[n], context) for n in family.members
                ],
            }
            for family in families
        ],
        roles=[
            {
                "link": viewer.role(role.id),
                "summary": role.summary,
                "set": next(set_link(role.id, viewer, context), None),
            }
            for role in handbook.roles_of[industry.id]
        ],
        people=people(handbook, industry.title, industry.id),
        **_singles(handbook, industry, viewer, context),
        **_overview(handbook, industry, viewer, context),
    )


def _numbers(families: Iterable[Family], viewer: ViewBuilder) -> list[QuantityView]:
    """Return the quantities of families; a telephone number of several of them stands once."""
    every = [shown for family in families for shown in viewer.quantities(family)]
    return list({(one.quantity.label, one.quantity.value): one for one in every}.values())


def _singles(
    handbook: Handbook, industry: Industry, viewer: ViewBuilder, context: Context
) -> dict[str, Any]:
    """Return the procedures of no family: in their order, or under letters where all are many.

    `many` is how many procedures there are then, None where they are few.
    """
    every = handbook.procedures_of[industry.id]
    mine = rows(viewer, [p for p in every if p.family is None], context)
    if len(every) <= MANY:
        return {"many": None, "procedures": mine, "letters": ()}
    letters = by_letter(mine, lambda one: one.link.text)
    return {"many": len(every), "procedures": (), "letters": letters}


def _overview(
    handbook: Handbook, industry: Industry, viewer: ViewBuilder, context: Context
) -> dict[str, Any]:
    """Return how the procedures lead to each other: drawn, as groups, or where to look for it.

    `joined` is how many lead to others, None where all of them are drawn.
    """
    every = industry_graph(handbook, industry.id)
    if every is None:
        return {"diagram": None, "joined": None}
    graph = legible(handbook, every, context.messages)
    return {
        "diagram": overview_diagram(graph, viewer.pages, context) if graph else None,
        "joined": None if graph is every else len(every.nodes),
    }


def _industries_page(handbook: Handbook, context: Context) -> Page:
    here = routes.INDUSTRIES
    viewer = ViewBuilder(handbook, context.messages, here)
    messages = context.messages
    text = render(
        "pages/industries.md.j2",
        w=messages.branch("page"),
        description=handbook.summary,
        industries=[
            _in_list(handbook, industry, viewer, context)
            for industry in handbook.industries.values()
        ],
        offers=downloads(context, viewer.pages, "handbook", "handbook"),
    )
    return Page(here, text, OfflineGroup.CORE)


def _in_list(
    handbook: Handbook, industry: Industry, viewer: ViewBuilder, context: Context
) -> dict[str, Any]:
    """Return an industry among others: its procedures, or its families if those are too many."""
    mine = handbook.procedures_of[industry.id]
    link = viewer.pages.industry(industry.id)
    few = len(mine) <= MANY
    families = () if few else handbook.families_of[industry.id]
    return {
        "id": industry.id,
        "link": link,
        "summary": industry.summary,
        "procedures": rows(viewer, mine, context) if few else (),
        "families": [viewer.pages.family(family.id) for family in families],
        "more": None
        if few
        else Link(context.messages("page.all-procedures", count=len(mine)), link.href),
    }
