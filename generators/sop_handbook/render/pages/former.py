"""Pages at former addresses, for paper and bookmarks: each leads on to where that is now."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.change.former import Former, former_places
from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Context, Offline, OfflineGroup, Page
from sop_handbook.render.views.links import Link, Pages
from sop_handbook.templating.environment import render

_INDEXES = {
    "industry": ("industries", routes.INDUSTRIES),
    "role": ("roles", routes.ROLES),
    "form": ("forms", routes.FORMS),
}


def former_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield a page for every former place of what the ledger knows."""
    for former in former_places(handbook):
        here = former.route
        pages = Pages(handbook, here)
        text = render(
            "pages/former.md.j2",
            w=context.messages.branch("page"),
            title=former.title,
            says=_says(former, handbook, context.messages),
            now=_now(former, pages),
            steps=_steps(former, pages),
            left_are="" if former.now else context.messages(f"page.former.left.{former.of}"),
            left=[] if former.now else [pages.procedure(name) for name in former.procedures],
            index=_index(former, pages, context.messages),
        )
        yield Page(here, text, _kept_with(former, handbook))


def _kept_with(former: Former, handbook: Handbook) -> Offline:
    """Keep it where the page is that it leads on to: before, it is of no use."""
    if former.now is None:
        return OfflineGroup.COMMON
    kind, name = former.now
    return handbook.procedures[name].industry if kind == "procedure" else name


def _says(former: Former, handbook: Handbook, messages: Messages) -> str:
    if former.now is None:
        return messages(f"page.former.gone.{former.of}", title=former.title)
    if former.now[0] == "industry":
        return messages("page.former.moved.industry")
    industry = handbook.industries[handbook.procedures[former.now[1]].industry]
    return messages("page.former.moved.procedure", industry=industry.title)


def _now(former: Former, pages: Pages) -> Link | None:
    if former.now is None:
        return None
    kind, name = former.now
    return pages.industry(name) if kind == "industry" else pages.procedure(name)


def _steps(former: Former, pages: Pages) -> list[dict[str, Any]]:
    """Every step of what moved, each with the anchor that codes on paper lead to."""
    if former.now is None or former.now[0] != "procedure":
        return []
    procedure = pages.handbook.procedures[former.now[1]]
    return [
        {"anchor": routes.step_anchor(step.id), "link": pages.step(procedure, step.id)}
        for step in procedure.steps
    ]


def _index(former: Former, pages: Pages, messages: Messages) -> Link | None:
    """Where to look on for what is gone."""
    if former.now:
        return None
    key, page = _INDEXES[former.of]
    return Link(messages(f"page.{key}"), pages.to(page))
