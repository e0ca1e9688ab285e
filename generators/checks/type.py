"""Signs that can be printed."""

from collections.abc import Iterator
from datetime import date

from generators.findings import Finding
from generators.fonts import undrawn
from generators.model import Handbook
from generators.places import Places
from generators.printed import no_type, printed


def drawn(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """The font of the prints has every sign of every text they may show."""
    for text in printed(handbook, places):
        for sign in undrawn(text.read):
            yield no_type(text.place(), sign)
