"""The print centre: everything that can be printed, by industry, procedure and role."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from sop_handbook.model import Family, Handbook, Industry, Procedure, routes
from sop_handbook.render.base import Context, OfflineGroup, Page, Subject
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.downloads import DownloadView, downloads
from sop_handbook.render.views.for_new import has_set
from sop_handbook.render.views.letters import MANY, by_letter
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.needs import DATA, most_needed
from sop_handbook.render.views.rows import row
from sop_handbook.templating.environment import render


def print_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the print centre and a page for each industry.

    The centre itself does not grow with the procedures.
    """
    for industry in context.wanted("industry", handbook.industries):
        yield _industry(handbook, industry, context)
    yield _centre(handbook, context)


def _centre(handbook: Handbook, context: Context) -> Page:
    viewer = ViewBuilder(handbook, context.messages, routes.PRINTS)
    counts = dict.fromkeys(handbook.industries, 0)
    for procedure in handbook.in_use:
        counts[procedure.industry] += 1
    offered = {one.offer.kind for one in context.offered if one.offer}
    kinds = sorted(offered - DATA, key=most_needed)
    text = render(
        "pages/prints.md.j2",
        w=context.messages.branch("page"),
        kinds=kinds,
        anchors={kind: routes.prints_anchor("kind", kind) for kind in kinds},
        industries=[
            {
                "id": industry.id,
                "title": industry.title,
                "link": Link(industry.title, viewer.pages.to(routes.prints_of(industry.id))),
                "summary": industry.summary,
                "count": context.messages("page.procedure-count", count=counts[industry.id]),
            }
            for industry in handbook.industries.values()
            if counts[industry.id]
        ],
        whole=_files(context, viewer, "handbook", "handbook"),
        roles=_grouped(handbook, partial(_printing, handbook, context, viewer)),
        new=_grouped(handbook, partial(_starting, handbook, context, viewer)),
    )
    return Page(routes.PRINTS, text, OfflineGroup.VISITED)


def _grouped(
    handbook: Handbook, links_of: Callable[[Industry], Iterator[dict[str, str]]]
) -> list[dict[str, Any]]:
    """Return links to roles by industry, without those that have none."""
    found = [(one.title, list(links_of(one))) for one in handbook.industries.values()]
    return [{"title": title, "links": links} for title, links in found if links]


def _starting(
    handbook: Handbook, context: Context, viewer: ViewBuilder, industry: Industry
) -> Iterator[dict[str, str]]:
    """Yield the roles for which there is a set; without scripts they lead to their packs."""
    for role in handbook.roles_of[industry.id]:
        if has_set(context, role.id):
            there = viewer.pages.to(routes.role(role.id), "files")
            anchor = routes.prints_anchor("set", role.id)
            yield {"text": role.title, "href": there, "anchor": anchor}


def _printing(
    handbook: Handbook, context: Context, viewer: ViewBuilder, industry: Industry
) -> Iterator[dict[str, str]]:
    """Yield the roles of an industry for which something is printed, or of what they take part in.

    Without scripts they lead to their own prints, or where there are none to their pages.
    """
    for role in handbook.roles_of[industry.id]:
        own = _files(context, viewer, "role", role.id)
        if own or role.id in handbook.concerning:
            there = viewer.pages.to(routes.role(role.id), "files" if own else "")
            anchor = routes.prints_anchor("role", role.id)
            yield {"id": role.id, "text": role.title, "href": there, "anchor": anchor}


def _industry(handbook: Handbook, industry: Industry, context: Context) -> Page:
    here = routes.prints_of(industry.id)
    viewer = ViewBuilder(handbook, context.messages, here)
    procedures = handbook.in_use_of[industry.id]
    families = handbook.families_of[industry.id]
    owners: list[Family | Procedure] = [*families, *procedures]
    own = [form.id for owner in owners for form in owner.forms]
    used = [form for procedure in procedures for step in procedure.steps for form in step.forms]
    forms = dict.fromkeys([*own, *used])  # also those that others wrote
    text = render(
        "pages/prints-industry.md.j2",
        w=context.messages.branch("page"),
        title=context.messages("page.prints-of", industry=industry.title),
        description=industry.summary,
        crumbs=[Link(context.messages("page.print-centre"), viewer.pages.to(routes.PRINTS))],
        **_of_procedures(procedures, viewer, context),
        roles=list(_named(context, viewer, "role", _roles(handbook, industry, viewer))),
        forms=list(_named(context, viewer, "form", [(n, viewer.pages.form(n)) for n in forms])),
        whole=_files(context, viewer, "industry", industry.id),
    )
    return Page(here, text, OfflineGroup.VISITED)


def _of_procedures(
    procedures: Collection[Procedure], viewer: ViewBuilder, context: Context
) -> dict[str, Any]:
    """Return the prints of procedures, or of many procedures where their own pages list them.

    `many` is how many procedures there are then, None where they are few.
    """
    if len(procedures) > MANY:
        found = [
            replace(row(viewer, one, context), link=viewer.pages.procedure(one.id, "files"))
            for one in procedures
            if _files(context, viewer, "procedure", one.id)
        ]
        letters = by_letter(found, lambda one: one.link.text)
        return {"procedures": (), "many": len(found), "letters": letters}
    shown = [
        {
            "id": f"procedure-{procedure.id}",
            "number": procedure.number,
            "link": viewer.pages.procedure(procedure.id),
            "files": _files(context, viewer, "procedure", procedure.id),
            "badge": viewer.control(procedure, context.today).before_printing,
        }
        for procedure in procedures
    ]
    return {"procedures": shown, "many": None, "letters": ()}


def _roles(handbook: Handbook, industry: Industry, viewer: ViewBuilder) -> list[tuple[str, Link]]:
    """Return the roles of an industry and those that work in it, whatever they belong to."""
    return [
        (role.id, viewer.pages.role(role.id, ""))
        for role in handbook.roles.values()
        if role.industry == industry.id
        or any(one.industry == industry.id for one in handbook.concerning.get(role.id, ()))
    ]


def _named(
    context: Context, viewer: ViewBuilder, of: Subject, subjects: Iterable[tuple[str, Link]]
) -> Iterator[dict[str, Any]]:
    for name, link in subjects:
        if files := _files(context, viewer, of, name):
            yield {"id": f"{of}-{name}", "link": link, "files": files}


def _files(context: Context, viewer: ViewBuilder, of: Subject, subject: str) -> list[DownloadView]:
    return [one for one in downloads(context, viewer.pages, of, subject) if one.kind not in DATA]
