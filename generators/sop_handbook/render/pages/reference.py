"""Pages to look things up: forms, standards register, glossary."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.language.quantities import key_of
from sop_handbook.model import Family, Form, Handbook, Procedure, Term, routes
from sop_handbook.model.limits import standards_with_limits
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.downloads import downloads
from sop_handbook.render.views.letters import by_letter
from sop_handbook.render.views.links import Link
from sop_handbook.templating.environment import render


def reference_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the forms, the standards register and the glossary."""
    for form in context.wanted("form", handbook.forms):
        yield _form(handbook, form, context)
    yield _forms(handbook, context)
    yield _standards(handbook, context)
    yield _glossary(handbook, context)


def _forms(handbook: Handbook, context: Context) -> Page:
    here = routes.FORMS
    viewer = ViewBuilder(handbook, context.messages, here)
    forms = [
        {"link": viewer.pages.form(form.id), "purpose": form.purpose}
        for form in handbook.forms.values()
    ]
    messages = context.messages
    text = render(
        "pages/forms.md.j2",
        w=messages.branch("page"),
        description=messages("page.forms-intro"),
        forms=forms,
    )
    return Page(here, text, OfflineGroup.COMMON)


def _form(handbook: Handbook, form: Form, context: Context) -> Page:
    here = routes.form(form.id)
    viewer = ViewBuilder(handbook, context.messages, here)
    messages = context.messages
    used_in = [
        {
            "procedure": viewer.pages.procedure(procedure.id),
            "step": viewer.pages.step(procedure, step.id),
        }
        for procedure, step in handbook.using_forms.get(form.id, ())
    ]
    text = render(
        "pages/form.md.j2",
        form=form,
        w=messages.branch("page"),
        offers=downloads(context, viewer.pages, "form", form.id),
        crumbs=[Link(messages("page.forms"), viewer.pages.to(routes.FORMS))],
        filled_by=viewer.role(form.filled_by) if form.filled_by else None,
        used_in=used_in,
    )
    return Page(here, text, OfflineGroup.COMMON, form.title)


def _standards(handbook: Handbook, context: Context) -> Page:
    here = routes.STANDARDS
    viewer = ViewBuilder(handbook, context.messages, here)
    groups = []
    for industry in handbook.industries.values():
        mine = handbook.in_use_of[industry.id]
        parts = [_register(viewer.pages.procedure(p.id), p, [p], viewer) for p in mine]
        parts += [
            _register(
                viewer.pages.family(f.id),
                f,
                [p for p in handbook.in_use if p.family == f.id],
                viewer,
            )
            for f in handbook.families_of[industry.id]
        ]
        shown = [part for part in parts if part["standards"] or part["quantities"]]
        if shown:
            groups.append({"id": industry.id, "title": industry.title, "parts": shown})
    text = render("pages/standards.md.j2", w=context.messages.branch("page"), groups=groups)
    return Page(here, text, OfflineGroup.COMMON)


def _register(
    link: Link, owner: Procedure | Family, members: list[Procedure], viewer: ViewBuilder
) -> dict[str, Any]:
    """Return the standards and quantities of an owner; a quantity with a standard stands once."""
    measured = {
        item.value.quantity for member in members for item in standards_with_limits(member, key_of)
    }
    return {
        "id": owner.id,
        "link": link,
        "standards": viewer.standards(owner) if isinstance(owner, Procedure) else (),
        "quantities": [v for v in viewer.quantities(owner) if v.quantity.id not in measured],
    }


def _glossary(handbook: Handbook, context: Context) -> Page:
    here = routes.GLOSSARY
    viewer = ViewBuilder(handbook, context.messages, here)
    messages = context.messages
    text = render(
        "pages/glossary.md.j2",
        w=messages.branch("page"),
        description=messages("page.glossary-intro"),
        groups=[
            {
                "letter": group.letter,
                "anchor": group.anchor,
                "terms": [_term(handbook, term, viewer) for term in group.items],
            }
            for group in by_letter(handbook.terms.values(), lambda term: term.term)
        ],
        synonyms=handbook.synonyms,
    )
    return Page(here, text, OfflineGroup.COMMON)


def _term(handbook: Handbook, term: Term, viewer: ViewBuilder) -> dict[str, Any]:
    return {
        "id": term.id,
        "term": term.term,
        "definition": term.definition,
        "aliases": term.aliases,
        "used_in": [
            viewer.pages.procedure(procedure.id)
            for procedure in handbook.in_use
            if term.id in procedure.terms
        ],
    }
