"""The page on which procedures are carried out, one step a screen; scripts fill it."""

import json
from collections.abc import Iterator

from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.templating.environment import render


def run_pages(_handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the one page; it is the same for every procedure and holds the words it needs."""
    messages = json.dumps(context.messages.branch("page.run"), ensure_ascii=False)
    yield Page(
        routes.RUN,
        render(
            "pages/run.md.j2",
            w=context.messages.branch("page"),
            messages=messages.replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026"),
        ),
        OfflineGroup.CORE,
    )
