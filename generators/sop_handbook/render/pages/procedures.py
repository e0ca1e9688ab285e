"""Pages of procedures, of their families and of industries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sop_handbook.language.values import limits_name
from sop_handbook.model import Family, Handbook, Industry, Procedure, Status, Text, routes
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.render.svg.diagrams import family_diagram, industry_diagram, procedure_diagram
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.checklist import checklist_view
from sop_handbook.render.views.downloads import downloads
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.relations import hands_over_to, relations
from sop_handbook.templating.environment import render


@dataclass(frozen=True)
class Row:
    """A procedure in a list."""

    link: Link
    number: str
    steps: str
    goal: Text
    badge: str
    hands_over: tuple[Link, ...] = ()


def procedure_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the pages of all industries, families and procedures."""
    for procedure in handbook.procedures.values():
        yield _procedure_page(handbook, procedure, context)
    for family in handbook.families.values():
        yield _family_page(handbook, family, context)
    for industry in handbook.industries.values():
        yield _industry_page(handbook, industry, context)
    yield _industries_page(handbook, context)


def rows(viewer: ViewBuilder, procedures: Iterable[Procedure], context: Context) -> list[Row]:
    """Return procedures as list rows, in their order; retired ones last."""
    ordered = sorted(procedures, key=lambda p: p.control.status is Status.RETIRED)
    return [_row(viewer, procedure, context) for procedure in ordered]


def _row(viewer: ViewBuilder, procedure: Procedure, context: Context) -> Row:
    badge = viewer.control(procedure, context.today).notice
    targets = tuple(viewer.pages.procedure(name) for name in hands_over_to(procedure))
    return Row(
        viewer.pages.procedure(procedure.id),
        procedure.number,
        viewer.step_count(procedure),
        procedure.goal,
        badge,
        targets,
    )


def _procedure_page(handbook: Handbook, procedure: Procedure, context: Context) -> Page:
    here = routes.procedure(procedure)
    viewer = ViewBuilder(handbook, context.messages, here)
    steps = viewer.steps(procedure)
    control = viewer.control(procedure, context.today)
    text = render(
        "pages/procedure.md.j2",
        p=procedure,
        diagram=procedure_diagram(procedure, viewer.pages, context),
        w=context.messages.branch("page"),
        offers=downloads(context, viewer.pages, "procedure", procedure.id),
        control=control,
        overdue=context.messages("page.overdue", date=control.review),
        steps=steps,
        standing=viewer.standing_exceptions(procedure),
        limits=limits_name((step.time_limit for step in procedure.steps), context.messages),
        exceptions=viewer.exceptions(procedure),
        groups=checklist_view(procedure, viewer),
        emergency=handbook.industries[procedure.industry].emergency,
        retired=procedure.control.status is Status.RETIRED,
        run=viewer.pages.to(routes.RUN),
        standards=viewer.standards(procedure),
        scenarios=viewer.scenarios(procedure),
        changes=viewer.changes(procedure),
        gaps=[gap.text for gap in procedure.gaps if gap.at is None],
        sources=viewer.sources(procedure.sources),
        **_neighbours(handbook, procedure, viewer),
    )
    return Page(here, text, procedure.industry, procedure.title)


def _neighbours(handbook: Handbook, procedure: Procedure, viewer: ViewBuilder) -> dict[str, Any]:
    """Return what leads out of the page of a procedure: above, before, after and beside it."""
    pages = viewer.pages
    crumbs = [pages.industry(procedure.industry)]
    if procedure.family:
        crumbs.append(pages.family(procedure.family))
    return {
        "crumbs": crumbs,
        "terms": [(handbook.terms[name], pages.term(name)) for name in procedure.terms],
        "replaced_by": _other(viewer, procedure.replaced_by),
        "supersedes": viewer.superseded(procedure),
        "triggers": [
            {"text": trigger.text, "link": _other(viewer, trigger.from_)}
            for trigger in procedure.triggers
        ],
        "ends": [
            {"text": end.text, "link": _other(viewer, end.hands_over)} for end in procedure.ends
        ],
        "handovers": [
            {
                "kind": viewer.messages(f"page.{relation.kind}"),
                "link": pages.procedure(relation.other),
                "why": relation.why,
            }
            for relation in relations(handbook, procedure)
        ],
    }


def _other(viewer: ViewBuilder, name: str | None) -> Link | None:
    return viewer.pages.procedure(name) if name else None


def _family_page(handbook: Handbook, family: Family, context: Context) -> Page:
    here = routes.family(handbook, family.id)
    viewer = ViewBuilder(handbook, context.messages, here)
    text = render(
        "pages/family.md.j2",
        family=family,
        diagram=family_diagram(family, viewer.pages, context),
        w=context.messages.branch("page"),
        offers=downloads(context, viewer.pages, "family", family.id),
        crumbs=[viewer.pages.industry(family.industry)],
        members=[_row(viewer, handbook.procedures[name], context) for name in family.members],
        quantities=viewer.quantities(family),
        rules=family.rules,
        forms=[
            {"link": viewer.pages.form(form.id), "purpose": form.purpose} for form in family.forms
        ],
        sources=viewer.sources(family.sources),
    )
    return Page(here, text, family.industry, family.title)


def _industry_page(handbook: Handbook, industry: Industry, context: Context) -> Page:
    here = routes.industry(industry.id)
    viewer = ViewBuilder(handbook, context.messages, here)
    mine = handbook.procedures_of[industry.id]
    families = handbook.families_of[industry.id]
    text = render(
        "pages/industry.md.j2",
        industry=industry,
        diagram=industry_diagram(industry.id, viewer.pages, context),
        w=context.messages.branch("page"),
        offers=downloads(context, viewer.pages, "industry", industry.id),
        crumbs=[Link(context.messages("page.industries"), viewer.pages.to(routes.INDUSTRIES))],
        quantities=[shown for family in families for shown in viewer.quantities(family)],
        families=[
            {
                "id": family.id,
                "link": viewer.pages.family(family.id),
                "summary": family.summary,
                "procedures": [
                    _row(viewer, handbook.procedures[n], context) for n in family.members
                ],
            }
            for family in families
        ],
        procedures=rows(viewer, [p for p in mine if p.family is None], context),
        roles=[
            {"link": viewer.role(role.id), "summary": role.summary}
            for role in handbook.roles_of[industry.id]
        ],
    )
    return Page(here, text, OfflineGroup.CORE, industry.title)


def _industries_page(handbook: Handbook, context: Context) -> Page:
    here = routes.INDUSTRIES
    viewer = ViewBuilder(handbook, context.messages, here)
    industries = [
        {
            "id": industry.id,
            "link": viewer.pages.industry(industry.id),
            "summary": industry.summary,
            "procedures": rows(
                viewer,
                handbook.procedures_of[industry.id],
                context,
            ),
        }
        for industry in handbook.industries.values()
    ]
    messages = context.messages
    text = render(
        "pages/industries.md.j2",
        w=messages.branch("page"),
        description=handbook.summary,
        industries=industries,
        offers=downloads(context, viewer.pages, "handbook", "handbook"),
    )
    return Page(here, text, OfflineGroup.CORE)
