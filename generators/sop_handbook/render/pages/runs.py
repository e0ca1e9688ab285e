"""The pages on which procedures are carried out and rehearsed; scripts fill them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sop_handbook.model import Handbook, Procedure, routes
from sop_handbook.model.routes import Route
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.rehearsed import drills_of
from sop_handbook.render.views.rows import row
from sop_handbook.templating.environment import render


def run_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield a page for each; it is the same for every procedure and holds the words it needs."""
    yield _page(routes.RUN, "run", context)
    yield _page(routes.DRILL, "drill", context, industries=_rehearsed(handbook, context))


def _page(route: Route, name: str, context: Context, **more: Any) -> Page:
    """Return a page by the name of its template and of the branch of its words."""
    messages = json.dumps(context.messages.branch(f"page.{name}"), ensure_ascii=False)
    return Page(
        route,
        render(
            f"pages/{name}.md.j2",
            w=context.messages.branch("page"),
            messages=messages.replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026"),
            **more,
        ),
        OfflineGroup.CORE,
    )


def _standing(viewer: ViewBuilder, procedure: Procedure, context: Context) -> str:
    """Return what whoever rehearses it should know: not in force, or its review is overdue."""
    return viewer.control(procedure, context.today).before_printing


def _rehearsed(handbook: Handbook, context: Context) -> list[dict[str, Any]]:
    """Return what can be rehearsed, by industry: `id`, `title` and `rows`, with whom it is for."""
    viewer = ViewBuilder(handbook, context.messages, routes.DRILL)
    found = []
    for industry in handbook.industries.values():
        here = [one for one in handbook.in_use if one.industry == industry.id]
        rows = [
            {
                "id": one.id,
                "row": replace(row(viewer, one, context), badge=_standing(viewer, one, context)),
                "trainees": list(dict.fromkeys(ref.title for d in played for ref in d.trainees)),
            }
            for one in here
            if (played := drills_of(handbook, one))
        ]
        if rows:
            found.append({"id": industry.id, "title": industry.title, "rows": rows})
    return found
