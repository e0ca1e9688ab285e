"""Signs that can be printed."""

from collections.abc import Iterator
from datetime import date

from sop_handbook.adapters.fonts import draws, undrawn
from sop_handbook.findings import Finding
from sop_handbook.model import Handbook
from sop_handbook.sources.places import Places
from sop_handbook.sources.printed import no_type, printed


def drawn(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """The font of the prints has every sign of every text they may show."""
    texts = list(printed(handbook, places))
    if draws(set().union(*(text.read for text in texts))):
        return  # each asked for once: of most handbooks there is nothing more to ask
    for text in texts:
        for sign in undrawn(text.read):
            yield no_type(text.place(), sign)
