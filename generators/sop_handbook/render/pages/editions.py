"""Pages about editions: what is new, what to withdraw, whom to retrain, what a code is worth."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sop_handbook.change.disposition import disposition
from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.history import News, news
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.print_currency import (
    PrintedCode,
    kinds_of,
    print_currency,
    reasons,
    successor,
)
from sop_handbook.templating.environment import render

MOST = 100  # entries of the news page; older ones are in the history of their procedures
_MONTHS = 12  # how long the retraining list looks back


def edition_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield the pages that the ledger and the histories of procedures give."""
    yield _news(handbook, context)
    yield _recall(handbook, context)
    yield _retraining(handbook, context)
    yield _currency(handbook, context)


def _news(handbook: Handbook, context: Context) -> Page:
    here = routes.NEWS
    viewer = ViewBuilder(handbook, context.messages, here)
    told = [one for one in news(handbook, context.messages) if one.change.class_ != "editorial"]
    industries = [
        {
            "id": industry.id,
            "title": industry.title,
            "feed": _feed(handbook, viewer, f"industry-{industry.id}"),
            "days": list(_days(mine, viewer)),
        }
        for industry in handbook.industries.values()
        if (mine := [one for one in told[:MOST] if one.procedure.industry == industry.id])
    ]
    roles = [
        {
            "link": viewer.role(role.id),
            "feed": _feed(handbook, viewer, f"role-{role.id}"),
            "items": [_item(one, viewer) for one in mine],
        }
        for role in handbook.roles.values()
        if (mine := [one for one in told[:MOST] if role.id in one.roles][:5])
    ]
    text = render(
        "pages/news.md.j2",
        w=context.messages.branch("page"),
        feed=_feed(handbook, viewer, "all") if told else None,
        industries=industries,
        roles=roles,
    )
    return Page(here, text, OfflineGroup.COMMON)


def _feed(handbook: Handbook, viewer: ViewBuilder, name: str) -> str | None:
    """The address of a feed; there is none for a handbook without an address of its own."""
    return viewer.pages.to(routes.news_feed(name)) if handbook.base_url else None


def _days(items: Iterable[News], viewer: ViewBuilder) -> Iterator[dict[str, Any]]:
    for day, group in groupby(items, key=lambda one: one.day):
        yield {"day": day.isoformat(), "items": [_item(one, viewer) for one in group]}


def _item(one: News, viewer: ViewBuilder) -> dict[str, Any]:
    known = {step.id for step in one.procedure.steps}
    return {
        "day": one.day.isoformat(),
        "link": viewer.pages.procedure(one.procedure.id),
        "number": one.procedure.number,
        "revision": viewer.messages("page.revision", revision=one.change.revision),
        "kind": one.kind(viewer.messages),
        "class": "new" if one.first else one.change.class_,
        "summary": one.change.summary,
        "sheets": "" if one.first else _old_sheets(one, viewer),
        "roles": [viewer.role(role) for role in one.roles],
        "steps": [
            viewer.pages.step(one.procedure, name) for name in one.change.steps if name in known
        ],
    }


def _old_sheets(one: News, viewer: ViewBuilder) -> str:
    """What becomes of what was printed before."""
    becomes = disposition(one.change.class_, printed=not one.retires)
    return viewer.messages(f"page.old-sheets.{becomes}")


def _recall(handbook: Handbook, context: Context) -> Page:
    here = routes.RECALL
    viewer = ViewBuilder(handbook, context.messages, here)
    over = [paper for paper in print_currency(handbook, context) if paper.over]
    groups = [
        {
            "id": level,
            "title": context.messages(f"page.urgency.{level}"),
            "explain": context.messages(f"page.urgency-means.{level}"),
            "rows": [_paper(paper, viewer) for paper in over if paper.urgency == level],
        }
        for level in ("now", "soon")
    ]
    text = render(
        "pages/recall.md.j2",
        w=context.messages.branch("page"),
        released=bool(handbook.editions),
        groups=[group for group in groups if group["rows"]],
        csv=viewer.pages.to(routes.RECALL_TABLE),
        sheets=[
            viewer.pages.to(routes.generated(artifact.path))
            for artifact in context.offered
            if artifact.offer and artifact.offer.kind == "recall"
        ],
    )
    return Page(here, text, OfflineGroup.VISITED)


def _paper(paper: PrintedCode, viewer: ViewBuilder) -> dict[str, Any]:
    now = paper.now.offer.code if paper.now and paper.now.offer else None
    file = viewer.pages.to(routes.generated(paper.now.path)) if paper.now else ""
    known = paper.of == "procedure" and paper.subject in viewer.handbook.procedures
    return {
        "number": paper.number,
        "link": viewer.pages.procedure(paper.subject) if known else Link(paper.title, ""),
        "kind": kinds_of(paper, viewer.messages),
        "code": paper.code,
        "revision": viewer.messages("page.revision", revision=paper.revision)
        if paper.revision
        else "",
        "gone": paper.gone.isoformat() if paper.gone else "",
        "now": Link(now, file) if now else None,
        "successor": _successor(paper, viewer),
        "why": reasons(paper, viewer.messages),
    }


def _successor(paper: PrintedCode, viewer: ViewBuilder) -> Link | None:
    after = successor(viewer.handbook, paper) if paper.now is None else None
    return viewer.pages.procedure(after.id) if after else None


def _retraining(handbook: Handbook, context: Context) -> Page:
    here = routes.RETRAINING
    viewer = ViewBuilder(handbook, context.messages, here)
    month = context.today.year * 12 + context.today.month - _MONTHS
    serious = [
        one
        for one in news(handbook, context.messages)
        if one.change.class_ in {"procedural", "safety"}
        and not one.retires
        and one.day.year * 12 + one.day.month >= month
    ]
    roles = [
        {
            "id": role.id,
            "link": viewer.role(role.id),
            "items": [_item(one, viewer) for one in mine],
        }
        for role in handbook.roles.values()
        if (
            mine := [one for one in serious if role.id in one.roles and not _at_once(handbook, one)]
        )
    ]
    text = render(
        "pages/retraining.md.j2",
        w=context.messages.branch("page"),
        roles=roles,
        released=bool(handbook.editions),
    )
    return Page(here, text, OfflineGroup.VISITED)


def _at_once(handbook: Handbook, one: News) -> bool:
    """Whether it came with the first release: then all was new, and nothing is otherwise."""
    first = min((edition.date for edition in handbook.editions), default=None)
    return one.first and (first is None or one.day <= first)


def _currency(handbook: Handbook, context: Context) -> Page:
    here = routes.CURRENCY
    viewer = ViewBuilder(handbook, context.messages, here)
    text = render(
        "pages/currency.md.j2",
        w=context.messages.branch("page"),
        date=context.today.isoformat(),
        recall=viewer.pages.to(routes.RECALL),
    )
    return Page(here, text, OfflineGroup.IF_ROOM)
