"""Prints about printing: does a printer do both sides right, what do all our prints look like.

They hold nothing of a procedure, so they change only when they are drawn anew.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from sop_handbook.language.wording import word
from sop_handbook.model import Handbook, routes
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import Print

DUPLEX, STYLE = "duplex-test", "print-style"

# The day each was last drawn otherwise: whoever has an older one sees that by its code.
_DRAWN: Mapping[str, date] = {DUPLEX: date(2026, 12, 1), STYLE: date(2026, 12, 1)}


def samples(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield each once: they are about the handbook as a whole."""
    if not context.wants("handbook", "handbook"):
        return
    for kind, drawn in _DRAWN.items():
        yield Print(
            kind=kind,
            of="handbook",
            subject="handbook",
            content={
                "title": word(f"print.{kind}"),
                "handbook": handbook.title,
                "drawn": drawn.isoformat(),
            },
            addresses={"": routes.PRINTS.url},
            dated=drawn,
            duplex=kind == DUPLEX,
        )
