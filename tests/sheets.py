"""Prints that are made for a test, and their texts."""

import io
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pypdf

from sop_handbook.model import Handbook
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare


@cache  # many questions are asked about each
def pages_of(pdf: bytes) -> list[str]:
    """The text of each page without blanks."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def prints_of(
    handbook: Handbook, store: Path, make: Callable[[Handbook, Context], Iterator[Print]]
) -> dict[tuple[str, str], bytes]:
    """What one maker prints, by subject and kind."""
    context = bare(store)
    made = typeset_all(list(make(handbook, context)), handbook, context)
    assert made.findings == ()
    offers = [(artifact.offer, artifact.content) for artifact in made.artifacts]
    return {(offer.subject, offer.kind): content for offer, content in offers if offer}
