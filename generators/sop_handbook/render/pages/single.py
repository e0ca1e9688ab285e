"""One page alone, for whoever asks what is in it before the handbook is made."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from sop_handbook.model import Handbook, routes
from sop_handbook.model.routes import Route
from sop_handbook.render.base import Artifact, Context, Download, Page, Selection, Subject
from sop_handbook.render.pages import PageMaker
from sop_handbook.render.pages.duties import duty_pages
from sop_handbook.render.pages.editions import edition_pages
from sop_handbook.render.pages.former import former_pages
from sop_handbook.render.pages.gallery import gallery_pages
from sop_handbook.render.pages.industries import industry_pages
from sop_handbook.render.pages.maintain import maintain_pages
from sop_handbook.render.pages.procedures import procedure_pages
from sop_handbook.render.pages.reference import reference_pages
from sop_handbook.render.pages.roles import role_pages
from sop_handbook.render.pages.runs import run_pages

_About = tuple[Subject, str]  # what a page is about, and its id
_MAKERS: dict[Subject, PageMaker] = {
    "procedure": procedure_pages,
    "family": procedure_pages,
    "industry": industry_pages,
    "role": role_pages,
    "form": reference_pages,
}
# Those that make what is about no single subject; the cheap ones first.
_OTHERS: tuple[PageMaker, ...] = (
    run_pages, former_pages, reference_pages, role_pages, industry_pages, duty_pages,
    maintain_pages, edition_pages, gallery_pages,
)  # fmt: skip


def render_page(handbook: Handbook, context: Context, route: Route) -> str | None:
    """Return the Markdown of the page at a route without making others.

    None if there is none, or if what it shows depends on which files there are: the print centre.
    Where a page lists files it lists one, as if there was one of each subject: what it says of
    files is not for reading, but it has the headings that it will have.
    """
    about = _subjects(handbook).get(route)
    only = Selection(subjects=frozenset({about} if about else ()))
    offered = (*context.offered, _file(about or ("handbook", "handbook")))
    narrow = replace(context, only=only, offered=offered)
    makers = [_MAKERS[about[0]]] if about else _OTHERS
    pages: Iterator[Page] = chain.from_iterable(make(handbook, narrow) for make in makers)
    return next((page.text for page in pages if page.route == route), None)


def _subjects(handbook: Handbook) -> dict[Route, _About]:
    """Return what each page is about that is about one subject."""
    found: dict[Route, _About] = {}
    for name, procedure in handbook.procedures.items():
        found[routes.procedure(procedure)] = ("procedure", name)
    for name in handbook.families:
        found[routes.family(handbook, name)] = ("family", name)
    for name in handbook.industries:
        found[routes.industry(name)] = ("industry", name)
    found |= {routes.role(name): ("role", name) for name in handbook.roles}
    found |= {routes.form(name): ("form", name) for name in handbook.forms}
    return found


def _file(about: _About) -> Artifact:
    of, name = about
    kind = "roleplay" if of == "procedure" else "flow-json"  # a drill has a heading of its own
    return Artifact(f"{name}.json", b"", Download(kind=kind, of=of, subject=name))
