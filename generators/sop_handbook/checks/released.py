"""Released editions: what changed since is declared, and old addresses lead on."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sop_handbook.change.declared import undeclared
from sop_handbook.change.former import contested
from sop_handbook.change.rules import SCHEME, rules_of
from sop_handbook.change.since import since_release
from sop_handbook.editions.ledger import heads
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Handbook, routes
from sop_handbook.sources.places import Places


def released(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What changed since the last edition has its revision, its entry and its class."""
    unknown: Counter[int] = Counter()
    for (of, name), newest in heads(handbook.editions).items():
        procedure = handbook.procedures.get(name) if of == "procedure" else None
        if procedure and (delta := since_release(handbook, procedure, newest)):
            yield from undeclared(handbook, places, delta)
        unknown.update({one.scheme for one in newest if not rules_of(one.scheme)})
    for scheme, count in sorted(unknown.items()):
        args = {"count": str(count), "scheme": str(scheme), "known": str(SCHEME)}
        yield Finding(Place("sop_sources/editions.json"), "ledger-scheme", args)


def former_addresses(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """The former address of an industry leads to one place: one alone has its id or its title."""
    for one in contested(handbook):
        later = one.industry if one.industry in one.claims else one.claims[-1]
        place = places.single(
            "handbook", "industries", list(handbook.industries).index(later), "id"
        )
        args = {"address": routes.industry(one.industry).url, "title": one.title}
        yield Finding(
            place, "former-address-claimed-twice", {**args, "names": "、".join(one.claims)}
        )
