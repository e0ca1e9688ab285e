"""What exactly differs between two texts: the figures, words and characters that went or came."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Literal

from sop_handbook.change.rules import current

Span = tuple[Literal["same", "gone", "come"], str]
_ALIKE = 0.5  # less alike texts are easier to read one after the other
_ISLAND = 1  # so few equal characters between two changes only break up what is read
_NUMBER = r"[0-9０-９]+(?:[.,:．，：][0-9０-９]+)*|[零〇一二两三四五六七八九十百千万亿半几]+"
_WORD = r"[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]+"


def marked(old: str, new: str) -> tuple[Span, ...]:
    """Return a text as spans that lead from `old` to `new`; no span is empty.

    A span is a pair of `same`, `gone` or `come` and its text. What is neither gone nor come is in
    both; unlike texts are wholly gone and come. A number with its unit goes and comes whole, and so
    does a word in Latin letters.
    """
    if SequenceMatcher(None, old, new, autojunk=False).ratio() < _ALIKE:
        return tuple(_spans(old, new, equal=False))
    found: list[Span] = []
    gone = come = ""
    every = list(_blocks(old, new))
    for index, (equal, before, after) in enumerate(every):
        inside = 0 < index < len(every) - 1
        if equal and not (inside and len(before) <= _ISLAND):
            found += [*_spans(gone, come, equal=False), *_spans(before, "", equal=True)]
            gone = come = ""
        else:
            gone, come = gone + before, come + after
    return (*found, *_spans(gone, come, equal=False))


def _blocks(old: str, new: str) -> Iterator[tuple[bool, str, str]]:
    """Yield whether a stretch is the same in both, and how it reads in either."""
    before, after = _pieces(old), _pieces(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag == "equal", "".join(before[a:b]), "".join(after[c:d])


def _pieces(text: str) -> Sequence[str]:
    return _pattern().findall(text)


@cache
def _pattern() -> re.Pattern[str]:
    """What is not taken apart: a value, a word; else a single character."""
    units = sorted(current().senses.units, key=lambda unit: (-len(unit), unit))
    unit = "℃|℉|" + "|".join(
        re.escape(unit) + ("(?![A-Za-z])" if unit[-1].isascii() and unit[-1].isalpha() else "")
        for unit in units
    )
    value = rf"(?:(?<![0-9])[-−－])?(?:{_NUMBER})"
    rate = rf"(?: ?(?:{unit})(?:/(?:{unit}))?)"
    return re.compile(rf"{value}(?:[~～±]{value})?{rate}?|{_WORD}|.", re.DOTALL)


def _spans(old: str, new: str, *, equal: bool) -> list[Span]:
    if equal:
        return [("same", old)] if old else []
    gone: list[Span] = [("gone", old)] if old else []
    come: list[Span] = [("come", new)] if new else []
    return gone + come
