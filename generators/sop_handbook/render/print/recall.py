"""The recall list on A4: which sheets to take away, what takes their place, boxes to tick."""

import re
from collections.abc import Iterable
from typing import Any

from sop_handbook.language.messages import Words
from sop_handbook.model import Handbook
from sop_handbook.render.base import Context, Rendered
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.typeset import press
from sop_handbook.render.views.print_currency import Paper, papers, reasons, successor

KIND = "recall"
_LAYOUT = re.compile(r"[（(].*")  # layouts of one thing bear one code


def render_recall(handbook: Handbook, context: Context) -> Rendered:
    """Return the recall list as PDF; nothing while there is nothing to recall.

    It knows the other prints by what they offer, so it comes after them, and it is no edition
    of anything: no release records it.
    """
    over = [paper for paper in papers(handbook, context) if paper.over]
    if not over:
        return Rendered(())
    job = Print(
        kind=KIND,
        of="handbook",
        subject="handbook",
        content={"title": handbook.title, "groups": list(_groups(over, handbook, context.words))},
        addresses={"": "handbook/recall/"},
        dated=max(day for paper in over for day in (paper.gone, paper.released) if day),
    )
    return press([job], handbook, context)


def _groups(over: Iterable[Paper], handbook: Handbook, words: Words) -> Iterable[dict[str, Any]]:
    for level in ("now", "soon"):
        things: dict[str, dict[str, Any]] = {}
        for paper in over:
            if paper.urgency == level:
                thing = _thing(paper, handbook, words)
                rows = things.setdefault(repr(thing), thing | {"rows": []})["rows"]
                rows.append(_row(paper, words))
        if things:
            yield {
                "title": words(f"page.urgency.{level}"),
                "means": words(f"page.urgency-means.{level}"),
                "things": list(things.values()),
            }


def _thing(paper: Paper, handbook: Handbook, words: Words) -> dict[str, Any]:
    """What the sheets of a procedure, a role, a form or a book have in common."""
    after = successor(handbook, paper) if paper.now is None else None
    return {
        "what": " ".join(part for part in (paper.number, paper.title) if part),
        "revision": words("page.revision", revision=paper.revision) if paper.revision else "",
        "successor": f"{after.number} {after.title}" if after else "",
        "gone": paper.gone.isoformat() if paper.gone else "",
        "why": list(reasons(paper, words)),
    }


def _row(paper: Paper, words: Words) -> dict[str, str]:
    now = paper.now.offer.code if paper.now and paper.now.offer else None
    kinds = (words(f"page.offers.{kind}") for kind in (paper.kind, *paper.also))
    return {
        "code": paper.code,
        "kind": "、".join(dict.fromkeys(_LAYOUT.sub("", kind) for kind in kinds)),
        "now": now or words("page.no-replacement"),
    }
