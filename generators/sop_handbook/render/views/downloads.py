"""The files that a page offers: what they are, on which paper, how long and how large."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from sop_handbook.language.messages import Messages
from sop_handbook.model import routes
from sop_handbook.render.base import Artifact, Context, Download, PrintPaper, Subject
from sop_handbook.render.views.links import Link, Pages
from sop_handbook.render.views.needs import most_needed

KILOBYTE = 1000
_MEGABYTE = 1000 * KILOBYTE


@dataclass(frozen=True, kw_only=True)
class DownloadView:
    """One file to fetch; `facts` are its format, standing, paper and size."""

    kind: str
    link: Link
    facts: str
    prints: bool


def downloads(
    context: Context, pages: Pages, of: Subject, subject: str
) -> tuple[DownloadView, ...]:
    """Return the files about a subject, those that are needed most first, as seen from a page."""
    found = [(one, one.offer) for one in context.by_subject.get((of, subject), ()) if one.offer]
    return tuple(
        DownloadView(
            kind=offer.kind,
            prints=artifact.path.endswith(".pdf"),
            link=Link(
                context.messages(f"page.offers.{offer.kind}"),
                pages.to(routes.generated(artifact.path)),
            ),
            facts=" · ".join(
                [facts(artifact, offer, context.messages), *_weight(artifact, context)]
            ),
        )
        for artifact, offer in sorted(found, key=lambda one: most_needed(one[1].kind))
    )


def facts(artifact: Artifact, offer: Download, messages: Messages) -> str:
    """Return all that is to be known before a file is fetched, but its size."""
    return " · ".join(_facts(artifact, offer, messages))


def sheets(offer: Download, messages: Messages) -> tuple[str, int]:
    """Return on which paper a file is printed, "" if on none, and how many sheets that takes.

    0 where that is not known yet.
    """
    paper = offer.paper
    if paper is None:
        return "", 0
    sides = messages(f"page.paper.{'duplex' if paper.duplex else 'single'}")
    return f"{paper.size} {sides}", paper.sheets(offer.pages or 0)


def size(count: int, messages: Messages) -> str:
    """Return how many bytes that is, rounded to what a reader cares about: 38 KB, 1.2 MB."""
    if count < _MEGABYTE:
        return messages("page.kilobytes", number=kilobytes(count))
    return messages("page.megabytes", number=f"{count / _MEGABYTE:.1f}")


def kilobytes(count: int) -> int:
    """Return how many kilobytes that is; what is there has one at least."""
    return max(1, round(count / KILOBYTE))


def _weight(artifact: Artifact, context: Context) -> Iterator[str]:
    if artifact.source is not None:
        yield size(artifact.size, context.messages)


def _facts(artifact: Artifact, offer: Download, messages: Messages) -> Iterator[str]:
    yield PurePosixPath(artifact.path).suffix.removeprefix(".").upper()
    if offer.standing:
        yield offer.standing
    if offer.paper:
        yield from _on_paper(offer.paper, offer.pages, messages)
    elif offer.pages:
        yield messages("page.page-count", count=offer.pages)


def _on_paper(paper: PrintPaper, pages: int | None, messages: Messages) -> Iterator[str]:
    way = "mixed" if paper.mixed else "across" if paper.across else "upright"
    yield messages(f"page.paper.{way}", size=paper.size)
    yield messages(f"page.paper.{'duplex' if paper.duplex else 'single'}")
    if pages:
        sheets = paper.sheets(pages)
        key = "sheets" if sheets == pages else "pages-on-sheets"
        yield messages(f"page.paper.{key}", pages=pages, count=sheets)
    if paper.per_sheet > 1:
        yield messages("page.paper.cut", count=paper.per_sheet)
