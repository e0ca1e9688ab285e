"""The files that a page offers: what they are, how long and how large."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from sop_handbook.language.messages import Messages
from sop_handbook.model import routes
from sop_handbook.render.base import Artifact, Context, Subject
from sop_handbook.render.views.links import Link, Pages

_KILOBYTE = 1000
_MEGABYTE = 1000 * _KILOBYTE


@dataclass(frozen=True, kw_only=True)
class DownloadView:
    """One file to fetch; `facts` are its format, length and size."""

    kind: str
    link: Link
    facts: str
    prints: bool


def downloads(
    context: Context, pages: Pages, of: Subject, subject: str
) -> tuple[DownloadView, ...]:
    """Return the files about a subject in the order they were made, as seen from a page."""
    return tuple(
        DownloadView(
            kind=artifact.offer.kind,
            prints=artifact.path.endswith(".pdf"),
            link=Link(
                context.messages(f"page.offers.{artifact.offer.kind}"),
                pages.to(routes.generated(artifact.path)),
            ),
            facts=" · ".join(_facts(artifact, context.messages)),
        )
        for artifact in context.by_subject.get((of, subject), ())
        if artifact.offer
    )


def size(count: int, messages: Messages) -> str:
    """Return how many bytes that is, rounded to what a reader cares about: 38 KB, 1.2 MB."""
    if count < _MEGABYTE:
        return messages("page.kilobytes", number=max(1, round(count / _KILOBYTE)))
    return messages("page.megabytes", number=f"{count / _MEGABYTE:.1f}")


def _facts(artifact: Artifact, messages: Messages) -> Iterator[str]:
    yield PurePosixPath(artifact.path).suffix.removeprefix(".").upper()
    if artifact.offer and artifact.offer.pages:
        yield messages("page.page-count", count=artifact.offer.pages)
    if artifact.source is not None:
        yield size(artifact.size, messages)
