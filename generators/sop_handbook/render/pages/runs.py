"""The pages on which procedures are carried out and rehearsed; scripts fill them."""

import json
from collections.abc import Iterator

from sop_handbook.model import Handbook, routes
from sop_handbook.model.routes import Route
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.templating.environment import render


def run_pages(_handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield a page for each; it is the same for every procedure and holds the words it needs."""
    yield _page(routes.RUN, "run", context)
    yield _page(routes.DRILL, "drill", context)


def _page(route: Route, name: str, context: Context) -> Page:
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
        ),
        OfflineGroup.CORE,
    )
