"""Records to files: an inverted index in alphabetical blocks, and the records in chunks.

A query fetches the few blocks its tokens lie in and the chunks of its best records, never
everything: what it costs hardly depends on how large the handbook is.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from generators.render.search.records import Record
from generators.render.search.tokens import (
    Token,
    beginning,
    counts,
    initials,
    pairs,
    runs,
    skipping,
)

Item = TypeVar("Item", int, str)

_BYTES_A_TOKEN, _BYTES_A_RECORD = 16, 4

# How strongly a record speaks of a token; engine.js has a weight for each level.
FAR, NEAR, SKIP, LINE, LINES, LOUD, NAME, TITLE = range(8)

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Postings = dict[str, dict[str, list[int]]]  # key -> token -> record * 8 + level, in order


def levels(record: Record) -> dict[Token, int]:
    """Return every token of a record with the strongest level it has there."""
    names = (*record.names, record.title)
    found: dict[Token, int] = {}
    for level, texts, read in (  # from weak to strong: what comes later counts
        (FAR, record.far, _tokens),
        (NEAR, record.near, _tokens),
        (SKIP, names, _skipping),
        (LINE, record.lines, _tokens),
        (LOUD, record.loud, _spoken),
        (NAME, record.names, _named),
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


def postings(found: Iterable[dict[Token, int]]) -> Postings:
    """Turn the tokens of all records, in order, round: from tokens to records."""
    table: Postings = {}
    for number, record in enumerate(found):
        for (key, token), level in record.items():
            tokens = table.get(key)
            if tokens is None:
                table[key] = {token: [number * 8 + level]}
            elif token in tokens:
                tokens[token].append(number * 8 + level)
            else:
                tokens[token] = [number * 8 + level]
    return table


def blocks(table: Postings, size: int) -> list[tuple[str, bytes]]:
    """Return the first key of each block, and the block as JSON of about `size` bytes."""
    keys = sorted(table)
    weights = (_weight(key, table[key]) for key in keys)
    return [
        (part[0], dump({key: _entry(table[key]) for key in part}))
        for part in _cut(keys, weights, size)
    ]


def chunks(records: Iterable[Record], size: int) -> list[tuple[int, bytes]]:
    """Return the number of the first record of each chunk, and the chunk as JSON."""
    entries = [dump(_shown(record)) for record in records]
    parts = _cut(range(len(entries)), map(len, entries), size)
    return [(part[0], b"[%s]" % b",".join(entries[number] for number in part)) for part in parts]


def _cut(items: Iterable[Item], weights: Iterable[int], size: int) -> Iterator[list[Item]]:
    """Cut a row of items into parts of about `size` bytes."""
    part: list[Item] = []
    weight = 0
    for item, own in zip(items, weights, strict=True):
        if part and weight + own > size:
            yield part
            part, weight = [], 0
        part.append(item)
        weight += own
    if part:
        yield part


def _weight(key: str, tokens: dict[str, list[int]]) -> int:
    """Return about how many bytes of JSON an entry takes."""
    records = sum(map(len, tokens.values()))
    return len(key) + _BYTES_A_TOKEN * len(tokens) + _BYTES_A_RECORD * records


def _entry(tokens: dict[str, list[int]]) -> dict[str, list[int]]:
    return {token: _packed(tokens[token]) for token in sorted(tokens)}


def _packed(entries: list[int]) -> list[int]:
    """Return one number a record: the distance to the record before, times 8, plus the level."""
    before = (0, *(entry & ~7 for entry in entries))
    return [entry - last for entry, last in zip(entries, before, strict=False)]


def _shown(record: Record) -> list[Any]:
    """What a result shows, and what its order is decided by; engine.js names the places."""
    return [
        record.kind,
        record.page,
        record.anchor,
        record.title,
        record.number,
        record.place,
        record.role,
        record.mark,
        list(record.names),
        [*record.loud, *record.lines],
    ]


def dump(value: Any) -> bytes:
    """Return a value as compact JSON."""
    return _ENCODER.encode(value).encode()
