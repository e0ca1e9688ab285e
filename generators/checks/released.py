"""Released editions: what changed since is declared, and nothing that was released vanishes."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from generators.change.declared import procedure_gone, undeclared
from generators.change.rules import SCHEME, rules_of
from generators.change.since import since_release
from generators.findings import Finding, Place
from generators.ledger import heads
from generators.model import Handbook
from generators.places import Places


def released(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What changed since the last edition has its revision, its entry and its class."""
    unknown: Counter[int] = Counter()
    for (of, name), newest in heads(handbook.editions).items():
        if of != "procedure":
            continue
        procedure = handbook.procedures.get(name)
        if procedure is None:
            yield procedure_gone(name, newest[-1].industry, newest[-1].title)
        elif delta := since_release(handbook, procedure, newest):
            yield from undeclared(handbook, places, delta)
        unknown.update({one.scheme for one in newest if not rules_of(one.scheme)})
    for scheme, count in sorted(unknown.items()):
        args = {"count": str(count), "scheme": str(scheme), "known": str(SCHEME)}
        yield Finding(Place("sop_sources/editions.json"), "ledger-scheme", args)
