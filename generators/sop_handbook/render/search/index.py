"""Records to files: an inverted index in alphabetical blocks, and the records in chunks.

A query fetches the few blocks its tokens lie in and the chunks of its best records, never
everything: what it costs hardly depends on how large the handbook is. Where files are cut and
how records are numbered hardly depends on the rest of the handbook either, so that a change of
one step changes few files.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from sop_handbook.render.search.record import Record
from sop_handbook.render.search.tokens import (
    SPLIT,
    Token,
    beginning,
    counts,
    initials,
    pairs,
    runs,
    skipping,
)

_BYTES_A_TOKEN, _BYTES_A_RECORD = 16, 4
_LEAST, _MOST = 0.6, 1.35  # of the size that a file should have
_ROOM = 8  # a procedure's numbers come in such lots, at least half as many again as it needs

# How strongly a record speaks of a token, from weak to strong; score.js has a weight for each name.
LEVELS = ("far", "near", "skip", "line", "lines", "loud", "name", "title")
FAR, NEAR, SKIP, LINE, LINES, LOUD, NAME, TITLE = range(len(LEVELS))
LEVEL_BITS = 3  # of a number in a block; the rest tells the record

# What an entry says, in its order; the table tells scripts. Only lists may be cut off at the end.
FIELDS: Mapping[str, Callable[[Record], str | list[str]]] = {
    **{name: attrgetter(name) for name in ("kind", "page", "anchor", "title", "number")},
    **{name: attrgetter(name) for name in ("place", "role", "mark")},
    "names": lambda record: list(record.names),
    "lines": lambda record: [*record.loud, *record.lines],
    "missing": lambda record: list(record.missing),
    "gaps": lambda record: list(record.gaps),
    "calls": lambda record: list(record.calls),
}

_NEVER = 1 << 32  # a mark above all others: nothing is cut there by choice

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def levels(record: Record) -> dict[Token, int]:
    """Return every token of a record with the strongest level it has there, from FAR to TITLE."""
    names = (*record.names, *record.missing, record.title)
    found: dict[Token, int] = {}
    for level, texts, read in (  # from weak to strong: what comes later counts
        (FAR, record.far, _tokens),
        (NEAR, record.near, _tokens),
        (SKIP, names, _skipping),
        (LINE, (*record.lines, *record.gaps), _tokens),
        (LOUD, record.loud, _spoken),
        (NAME, (*record.names, *record.missing), _named),
        (TITLE, (record.title,), _named),
    ):
        for text in texts:
            tokens = read(text)
            again = [token for token in tokens if found.get(token) == LINE] if level == LINE else ()
            found.update(dict.fromkeys(tokens, level))
            found.update(dict.fromkeys(again, LINES))
    return found


@lru_cache(maxsize=100_000)  # every step repeats the names of what it belongs to
def _tokens(text: str) -> tuple[Token, ...]:
    return (*chain.from_iterable(map(pairs, runs(text))), *counts(text))


def _spoken(text: str) -> tuple[Token, ...]:
    return (*_tokens(text), *chain.from_iterable(map(initials, runs(text))))


@lru_cache(maxsize=100_000)
def _named(text: str) -> tuple[Token, ...]:
    return (*_spoken(text), *map(beginning, runs(text)))


def _skipping(text: str) -> tuple[Token, ...]:
    return tuple(chain.from_iterable(map(skipping, runs(text))))


def numbered(records: Iterable[Record]) -> list[Record | None]:
    """Return records by number, the place in the list; numbers that no record has are None.

    A procedure has numbers to spare, and its steps have theirs by their ids: one step more leaves
    other procedures' numbers as they are, and most of its own.
    """
    places: list[Record | None] = []
    for _, page in groupby(records, lambda record: record.page):
        own = list(page)
        places += _spread(own) if own[0].kind == "procedure" else own
    return places


def _spread(records: Sequence[Record]) -> list[Record | None]:
    """Give each record the number that its address stands for, or the next one that is free."""
    room = (len(records) * 3 // 2 // _ROOM + 1) * _ROOM
    places: list[Record | None] = [None] * room
    for record in sorted(records, key=_own_mark):
        mark = _own_mark(record)
        at = next(at % room for at in range(mark, mark + room) if places[at % room] is None)
        places[at] = record
    return places


def blocks(numbers: Mapping[str, str], size: int) -> list[tuple[str, bytes]]:
    """Return where each block begins, and the block as JSON of about `size` bytes.

    `numbers` are those of each token, under its key, SPLIT and itself: for each record the distance
    to the record before, shifted by LEVEL_BITS, with the level below, as a text with commas. A
    block is an object: key -> token -> numbers. Of a block's first key only as much is given as
    parts it from the key before.
    """
    table: dict[str, list[str]] = {}
    for name in sorted(numbers):  # SPLIT comes before every sign of a key
        table.setdefault(name.partition(SPLIT)[0], []).append(name)
    keys = list(table)
    weights = [_weight(key, [numbers[name] for name in table[key]]) for key in keys]
    parts = _cut(weights, [_mark(key) for key in keys], size)
    return [
        (_beginning(keys, part[0]), _block({keys[at]: table[keys[at]] for at in part}, numbers))
        for part in parts
    ]


def _block(table: Mapping[str, Sequence[str]], numbers: Mapping[str, str]) -> bytes:
    """Return a block: to write what is already written as JSON by hand saves half of the time."""
    entries = (
        f"{encode_basestring(key)}:{{{','.join(_entry(name, numbers[name]) for name in names)}}}"
        for key, names in table.items()
    )
    return f"{{{','.join(entries)}}}".encode()


def _entry(name: str, numbers: str) -> str:
    return f"{encode_basestring(name.partition(SPLIT)[2])}:[{numbers}]"


def chunks(records: Iterable[Record | None], size: int) -> list[tuple[int, bytes]]:
    """Return how many numbers each chunk is about, and the chunk as JSON of about `size` bytes.

    A chunk is a list with one entry a number: 0 for no record, else the values of FIELDS, with
    empty lists at its end cut off.
    """
    places = list(records)
    entries = [dump(_shown(record) if record else 0) for record in places]
    parts = _cut([len(entry) for entry in entries], _marks(places), size)
    return [(len(part), b"[%s]" % b",".join(entries[at] for at in part)) for part in parts]


def cut_records(places: Sequence[Record | None], size: int) -> Iterator[range]:
    """Cut records into parts of about `size` numbers, where the records say so."""
    return _cut([1] * len(places), _marks(places), size)


def _marks(places: Iterable[Record | None]) -> list[int]:
    return [_own_mark(one) if one else _NEVER for one in places]


def _beginning(keys: Sequence[str], place: int) -> str:
    key, before = keys[place], keys[place - 1] if place else ""
    return next(key[:end] for end in range(1, len(key) + 1) if key[:end] > before)


def _cut(weights: Sequence[int], marks: Sequence[int], size: int) -> Iterator[range]:
    """Cut a row of items into parts of about `size` bytes.

    A part ends before the item with the least mark that is not too near and not too far. Where
    that is does not depend on what lies before: after a change, the old cuts are soon met again.
    """
    start = 0
    while start < len(weights):
        end = _end(weights, marks, start, size)
        yield range(start, end)
        start = end


def _end(weights: Sequence[int], marks: Sequence[int], start: int, size: int) -> int:
    weight = weights[start]
    best = 0
    for place in range(start + 1, len(weights)):
        if weight >= _LEAST * size and (not best or marks[place] < marks[best]):
            best = place
        weight += weights[place]
        if weight > _MOST * size:
            return best or place
    return len(weights)


def _mark(name: str) -> int:
    return zlib.crc32(name.encode())


def _own_mark(record: Record) -> int:
    return _mark(f"{record.page}#{record.anchor}")


def _weight(key: str, numbers: Sequence[str]) -> int:
    """Return about how many bytes of JSON an entry takes."""
    records = sum(one.count(",") + 1 for one in numbers)
    return len(key) + _BYTES_A_TOKEN * len(numbers) + _BYTES_A_RECORD * records


def packed(entries: Sequence[int]) -> list[int]:
    """Return one number a record: the distance to the record before, then the bits of the level.

    `entries` are the numbers of records in order, shifted by LEVEL_BITS, with the level below.
    """
    before = (0, *(entry >> LEVEL_BITS << LEVEL_BITS for entry in entries))
    return [entry - last for entry, last in zip(entries, before, strict=False)]


def _shown(record: Record) -> list[Any]:
    """What a result shows, and what its order is decided by: its FIELDS, empty lists cut off.

    What few records have stands last, so that the others can leave it out.
    """
    shown = [read(record) for read in FIELDS.values()]
    while shown[-1] == []:
        shown.pop()
    return shown


def dump(value: Any) -> bytes:
    """Return a value as compact JSON in UTF-8."""
    return _ENCODER.encode(value).encode()
