"""Pages of procedures and of their families."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from sop_handbook.language.values import limits_name
from sop_handbook.model import Handbook, Procedure, Status, routes
from sop_handbook.render.base import Context, Page
from sop_handbook.render.kept import Keeper
from sop_handbook.render.svg.diagrams import family_diagram, procedure_diagram
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.checklist import before_view, checklist_view
from sop_handbook.render.views.downloads import downloads
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.needed import beforehand_view
from sop_handbook.render.views.recorded import with_links
from sop_handbook.render.views.rehearsed import drills_of
from sop_handbook.render.views.relations import relations
from sop_handbook.render.views.rows import row
from sop_handbook.templating.environment import render

_WORTH_A_PROCESS = 100  # pages, at about 25 ms; a process costs some two seconds


def procedure_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the pages of all families and procedures."""
    keeper = Keeper(handbook, context)
    yield from pages_of(keeper, context.wanted("procedure", handbook.procedures))
    families = {one.id: one for one in context.wanted("family", handbook.families)}
    makes = {f"family {name}": partial(_family_text, name) for name in families}
    texts = keeper.texts(__name__, makes)
    for name, family in families.items():
        here = routes.family(handbook, name)
        yield Page(here, texts[f"family {name}"], family.industry, family.title)


def pages_of(keeper: Keeper, procedures: Iterable[Procedure]) -> Iterator[Page]:
    """Yield the pages of procedures, as they are kept if they are."""
    wanted = {one.id: one for one in procedures}
    makes = {name: partial(_procedure_text, name) for name in wanted}
    for name, text in keeper.texts(__name__, makes, _WORTH_A_PROCESS).items():
        one = wanted[name]
        yield Page(routes.procedure(one), text, one.industry, one.title)


def _procedure_text(name: str, handbook: Handbook, context: Context) -> str:
    viewer = ViewBuilder(handbook, context.messages, routes.procedure(handbook.procedures[name]))
    procedure = with_links(handbook.procedures[name], viewer.pages)
    steps = viewer.steps(procedure)
    control = viewer.control(procedure, context.today)
    offers = downloads(context, viewer.pages, "procedure", procedure.id)
    return render(
        "pages/procedure.md.j2",
        p=procedure,
        diagram=procedure_diagram(procedure, viewer.pages, context),
        w=context.messages.branch("page"),
        offers=offers,
        drills=[one for one in offers if one.kind == "roleplay"],
        control=control,
        overdue=context.messages("page.overdue", date=control.review),
        before=beforehand_view(procedure.before, context.messages),
        steps=steps,
        report=viewer.report(procedure),
        edits=context.edits.get(name, ()),
        standing=viewer.standing_exceptions(procedure),
        media=viewer.media(procedure),
        often=[viewer.value(one) for one in procedure.schedule],
        limits=limits_name(
            (one for step in procedure.steps for one in step.listed_times), context.messages
        ),
        exceptions=viewer.exceptions(procedure),
        groups=(*before_view(procedure, viewer), *checklist_view(procedure, viewer)),
        emergency=handbook.industries[procedure.industry].emergency,
        retired=procedure.control.status is Status.RETIRED,
        not_yet=_not_yet(procedure, context),
        run=viewer.pages.to(routes.RUN),
        drill=viewer.pages.to(routes.DRILL) if drills_of(handbook, procedure) else "",
        standards=viewer.standards(procedure),
        scenarios=viewer.scenarios(procedure),
        changes=viewer.changes(procedure),
        gaps=[gap.text for gap in procedure.gaps if gap.at is None],
        sources=viewer.sources(procedure.sources),
        **_neighbours(handbook, procedure, viewer),
    )


def _not_yet(procedure: Procedure, context: Context) -> str:
    """Return from when a procedure is carried out, if that is still to come."""
    start = procedure.control.starts(context.today)
    return context.messages("page.actions.not-yet", date=start.isoformat()) if start else ""


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


def _family_text(name: str, handbook: Handbook, context: Context) -> str:
    family = handbook.families[name]
    viewer = ViewBuilder(handbook, context.messages, routes.family(handbook, name))
    return render(
        "pages/family.md.j2",
        family=family,
        diagram=family_diagram(family, viewer.pages, context),
        w=context.messages.branch("page"),
        offers=downloads(context, viewer.pages, "family", family.id),
        crumbs=[viewer.pages.industry(family.industry)],
        members=[row(viewer, handbook.procedures[name], context) for name in family.members],
        quantities=viewer.quantities(family),
        rules=family.rules,
        forms=[
            {"link": viewer.pages.form(form.id), "purpose": form.purpose} for form in family.forms
        ],
        sources=viewer.sources(family.sources),
    )
