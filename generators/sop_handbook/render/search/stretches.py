"""What stretches of records hold, from the store where it has them, put together to one index.

A stretch is cut where the records themselves say so, as blocks are: after a change of one step,
one stretch is read anew, and the others are as they were kept.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sop_handbook.adapters.store import Store
from sop_handbook.render.search.index import (
    LEVEL_BITS,
    cut_records,
    dump,
    levels,
    packed,
)
from sop_handbook.render.search.record import Record
from sop_handbook.render.search.tokens import SPLIT, Token, sounds

_STRETCH = 224  # numbers, about sixteen procedures: what one change reads anew
_LINE = "\n"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What records that follow each other hold, in texts and numbers that are quick to read.

    `room` is how many numbers it takes. `tokens` has a line for each token: where it is filed,
    SPLIT, and the token. `first` and `last` have for each of them its first and its last record,
    numbered from 0 and shifted by LEVEL_BITS, the first with the level; `rest` has a line for each
    with what follows the first number, as blocks have it, from its comma on. `sounds` are the
    characters and words, each with its sound behind a SPLIT, one a line.
    """

    room: int
    tokens: str
    first: list[int]
    last: list[int]
    rest: str
    sounds: str


def kept_stretches(places: Sequence[Record | None], store: Store) -> Iterator[Stretch]:
    """Yield what all records hold, in stretches; `places` are those of `index.numbered`."""
    for part in cut_records(places, _STRETCH):
        own = [places[at] for at in part]
        said = dump([_said(one) if one else 0 for one in own])
        kept = store.find(key := store.key(__name__, said))
        if kept is None:
            kept = dump(vars(read(own)))
            store.keep(key, kept)
        yield Stretch(**json.loads(kept))


def read(records: Iterable[Record | None]) -> Stretch:
    """Return what records hold that follow each other; None is a number without a record."""
    own = list(records)
    found: dict[Token, list[int]] = {}
    for number, record in enumerate(own):
        for token, level in levels(record).items() if record else ():
            entries = found.get(token)
            if entries is None:
                found[token] = [number << LEVEL_BITS | level]
            else:
                entries.append(number << LEVEL_BITS | level)
    return Stretch(
        room=len(own),
        tokens=_LINE.join(map(SPLIT.join, found)),
        first=[entries[0] for entries in found.values()],
        last=[entries[-1] >> LEVEL_BITS << LEVEL_BITS for entries in found.values()],
        rest=_LINE.join("".join(f",{one}" for one in packed(e)[1:]) for e in found.values()),
        sounds=_LINE.join(sorted(sounds(_texts(own)))),
    )


def joined(parts: Iterable[Stretch]) -> dict[str, str]:
    """Return for each token, under its line in `tokens`, its numbers as a block has them.

    They are a text with commas: for each record the distance to the record before, shifted by
    LEVEL_BITS, with the level below.
    """
    numbers: dict[str, str] = {}
    ends: dict[str, int] = {}
    start = 0
    for part in parts:
        tokens, rests = part.tokens.split(_LINE), part.rest.split(_LINE)
        for token, first, last, rest in zip(tokens, part.first, part.last, rests, strict=False):
            if token in ends:
                numbers[token] += f",{start + first - ends[token]}{rest}"
            else:
                numbers[token] = f"{start + first}{rest}"
            ends[token] = start + last
        start += part.room << LEVEL_BITS
    return numbers


def heard(parts: Iterable[Stretch]) -> set[str]:
    """Return all characters and words of the parts with their sounds, as `sounds` does."""
    found: set[str] = set()
    for part in parts:
        found.update(part.sounds.split(_LINE))
    return found - {""}


def _texts(records: Iterable[Record | None]) -> Iterator[str]:
    for record in records:
        for value in _said(record) if record else ():
            yield from (value,) if isinstance(value, str) else value


_SAID = ("title", "place", "role", "names", "missing", "loud", "lines", "gaps", "near", "far")


def _said(record: Record) -> tuple[str | tuple[str, ...], ...]:
    """Return all that a stretch is made of."""
    return tuple(getattr(record, name) for name in _SAID)
