"""Released editions: what changed since is declared."""

from collections.abc import Iterator
from datetime import date

from generators.change.declared import undeclared
from generators.change.since import since_release
from generators.findings import Finding
from generators.ledger import heads
from generators.model import Handbook
from generators.places import Places


def released(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What changed since the last edition has its revision, its entry and its class."""
    for (of, name), newest in heads(handbook.editions).items():
        procedure = handbook.procedures.get(name) if of == "procedure" else None
        if procedure and (delta := since_release(handbook, procedure, newest)):
            yield from undeclared(handbook, places, delta)
