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
    "prints": ("print-centre", routes.PRINTS),
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
    return _industry(former.now, handbook)


def _industry(now: tuple[str, str], handbook: Handbook) -> str:
    """The industry that something is in, or is."""
    kind, name = now
    if kind == "family":
        return handbook.families[name].industry
    return handbook.procedures[name].industry if kind == "procedure" else name


def _says(former: Former, handbook: Handbook, messages: Messages) -> str:
    if former.now is None:
        return messages(f"page.former.gone.{former.of}", title=former.title)
    industry = handbook.industries[_industry(former.now, handbook)]
    return messages(f"page.former.moved.{former.of}", industry=industry.title)


def _now(former: Former, pages: Pages) -> Link | None:
    if former.now is None:
        return None
    kind, name = former.now
    links = {
        "procedure": pages.procedure,
        "family": pages.family,
        "industry": pages.industry,
        "prints": pages.prints,
    }
    return links[kind](name)


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
