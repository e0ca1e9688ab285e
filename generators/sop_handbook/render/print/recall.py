"""The recall list on A4: which sheets to take away, what takes their place, boxes to tick."""

import re
from collections.abc import Iterable
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Context, Rendered
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.typeset import typeset_all
from sop_handbook.render.views.print_currency import PrintedCode, print_currency, reasons, successor

KIND = "recall"
_LAYOUT = re.compile(r"[（(].*")  # layouts of one thing bear one code


def render_recall(handbook: Handbook, context: Context) -> Rendered:
    """Return the recall list as PDF; nothing while there is nothing to recall.

    It knows the other prints by what they offer, so it comes after them, and it is no edition
    of anything: no release records it.
    """
    over = [paper for paper in print_currency(handbook, context) if paper.over]
    if not over:
        return Rendered(())
    job = Print(
        kind=KIND,
        of="handbook",
        subject="handbook",
        content={
            "title": handbook.title,
            "groups": list(_groups(over, handbook, context.messages)),
        },
        addresses={"": routes.RECALL.url},
        dated=max(day for paper in over for day in (paper.gone, paper.released) if day),
    )
    return typeset_all([job], handbook, context)


def _groups(
    over: Iterable[PrintedCode], handbook: Handbook, messages: Messages
) -> Iterable[dict[str, Any]]:
    for level in ("now", "soon"):
        things: dict[str, dict[str, Any]] = {}
        for paper in over:
            if paper.urgency == level:
                thing = _thing(paper, handbook, messages)
                rows = things.setdefault(repr(thing), thing | {"rows": []})["rows"]
                rows.append(_row(paper, messages))
        if things:
            yield {
                "title": messages(f"page.urgency.{level}"),
                "means": messages(f"page.urgency-means.{level}"),
                "things": list(things.values()),
            }


def _thing(paper: PrintedCode, handbook: Handbook, messages: Messages) -> dict[str, Any]:
    """What the sheets of a procedure, a role, a form or a book have in common."""
    after = successor(handbook, paper) if paper.now is None else None
    return {
        "what": " ".join(part for part in (paper.number, paper.title) if part),
        "revision": messages("page.revision", revision=paper.revision) if paper.revision else "",
        "successor": f"{after.number} {after.title}" if after else "",
        "gone": paper.gone.isoformat() if paper.gone else "",
        "why": list(reasons(paper, messages)),
    }


def _row(paper: PrintedCode, messages: Messages) -> dict[str, str]:
    now = paper.now.offer.code if paper.now and paper.now.offer else None
    kinds = (messages(f"page.offers.{kind}") for kind in (paper.kind, *paper.also))
    return {
        "code": paper.code,
        "kind": "、".join(dict.fromkeys(_LAYOUT.sub("", kind) for kind in kinds)),
        "now": now or messages("page.no-replacement"),
    }
