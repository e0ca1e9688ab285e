"""How wide text is without a font at hand, and where its lines may break."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, groupby
from unicodedata import category, east_asian_width

from sop_handbook.language.segments import RUN, Segmenter

# Widths in em. A full-width sign takes exactly one in every Chinese font; the others are the
# widest of Noto Sans SC, PingFang and YaHei, so that text is never wider than we think.
FULL, WIDE, DIGIT, CAPITAL, NARROW, OTHER = 1.0, 0.93, 0.56, 0.68, 0.3, 0.55
WIDE_LETTERS = frozenset("mwMW%@")
NARROW_SIGNS = frozenset("ilI.,:;'|!")

# GB/T 15834-2011, 5.1: closing brackets and quotation marks (Unicode: Pe, Pf), dashes (Pd), points
# and signs that belong to a figure before them do not begin a line; opening ones (Ps, Pi) and what
# belongs to a figure after them do not end one, whatever blanks stand between. Marks (M) belong to
# the sign before them; what is not seen (Cf) joins two.
CLOSING = frozenset({"Pe", "Pf", "Pd", "Mn", "Mc", "Me", "Cf"})
OPENING = frozenset({"Ps", "Pi", "Cf"})
NOT_FIRST = frozenset("、。，．：；？！…‥·・•～?!:;,.%％‰℃℉°′″")
NOT_LAST = frozenset("￥¥＄$£€±≤≥≈№\u00a0\u202f")
# These open or close or stand between two words: no break where they touch something. After a
# blank they begin a word like any other: 温度 -5℃.
BEFORE_THESE, AFTER_THESE = frozenset("-/／~'\""), frozenset("/／'\"")
CLAUSE_ENDS = frozenset("，；：。")
# Where the parts of a long Latin word meet, and between any two of its letters; never in a figure.
_SEAM = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])"
    r"|(?<=[A-Za-z0-9][-_.:=@+])(?=[A-Za-z])|(?<=[A-Za-z][-_.:=@+])(?=[0-9])"
)
_LETTERS = re.compile(r"(?<=[A-Za-z])(?=[A-Za-z])")
_SEGMENTER = Segmenter()  # knows no names: they are cut into their words


def width(text: str, size: float) -> float:
    """Return the width of a text in pixels at a font size in pixels."""
    return size * sum(map(_em, text))


@cache
def wrap(text: str, size: float, most: float) -> tuple[str, ...]:
    """Break a text into lines of at most `most` pixels, as few and as even as possible.

    No line ends inside a word that fits into one. A longer Latin word is broken where its parts
    meet, else between letters; a unit that cannot be broken (a long figure) may be wider.
    """
    units = [part for unit in _words(_units(text), size, most) for part in _parts(unit, size, most)]
    fewest = len(_fill(units, size, most))
    clauses = _fill(_clauses(units), size, most)
    if len(clauses) == fewest and all(width(row, size) <= most for row in clauses):
        return tuple(clauses)
    low, high = min(width(text, size) / fewest * 0.6, most), most
    for _ in range(10):  # ten halvings settle a line's width to a tenth of a pixel
        middle = (low + high) / 2
        if len(_fill(units, size, middle)) <= fewest:
            high = middle
        else:
            low = middle
    return tuple(_fill(units, size, high))


@cache
def _em(sign: str) -> float:
    if sign.isascii():
        if sign in NARROW_SIGNS:
            return NARROW
        if sign.isdigit():
            return DIGIT
        if sign in WIDE_LETTERS:
            return WIDE
        return CAPITAL if sign.isupper() else OTHER
    return FULL if east_asian_width(sign) in "WFA" else OTHER


def _units(text: str) -> list[str]:
    """Cut a text where a line may break: between Chinese signs, at blanks, never in a word."""
    units: list[str] = []
    for of_word, run in groupby(text.strip(), _of_word):
        signs = "".join(run)
        units += [signs] if of_word else signs
    joined: list[str] = []
    for unit in units:
        if joined and _one(joined[-1], unit):
            joined[-1] += unit
        else:
            joined.append(unit)
    return joined


def _words(units: list[str], size: float, most: float) -> list[str]:
    """Join units that are one word, if it fits into a line."""
    inside = _inside_words("".join(units))
    joined = units[:1]
    for unit, end in zip(units[1:], accumulate(map(len, units)), strict=False):
        if end in inside and width(joined[-1] + unit, size) <= most:
            joined[-1] += unit
        else:
            joined.append(unit)
    return joined


def _parts(unit: str, size: float, most: float) -> list[str]:
    """Cut a unit that no line holds: PostgresPrimaryDown, svc-payments; then between letters."""
    if width(unit.rstrip(), size) <= most:
        return [unit]
    found: list[str] = []
    for part in _SEAM.split(unit):
        found += [part] if width(part.rstrip(), size) <= most else _LETTERS.split(part)
    return found


def _inside_words(text: str) -> set[int]:
    """Return the places within words, as numbers of the signs before them."""
    return {place for run in RUN.finditer(text) for place in _within(run[0], run.start())}


def _within(run: str, start: int) -> Iterator[int]:
    for piece in _SEGMENTER.pieces(run):
        if piece.whole:
            yield from range(start + 1, start + len(piece.text))
        start += len(piece.text)


@cache
def _of_word(sign: str) -> bool:
    """Whether a sign stands in words and figures of which no part stands alone: a, μ, 5, +."""
    if sign.isascii():
        return not sign.isspace()
    return category(sign)[0] in "LN" and east_asian_width(sign) not in "WFH"


def _one(before: str, after: str) -> bool:
    """Whether no line may end between two texts that follow each other."""
    first, last, seen = after[0], before[-1], before.rstrip()[-1]
    if first.isspace() or _not_first(first) or _not_last(last) or _not_last(seen):
        return True
    return last == seen and (first in BEFORE_THESE or last in AFTER_THESE)


@cache
def _not_first(sign: str) -> bool:
    return sign in NOT_FIRST or (category(sign) in CLOSING and sign not in BEFORE_THESE)


@cache
def _not_last(sign: str) -> bool:
    return sign in NOT_LAST or category(sign) in OPENING


def _clauses(units: list[str]) -> list[str]:
    """Join units up to the end of each clause: a line rather ends there."""
    joined = [""]
    for unit in units:
        joined[-1] += unit
        if unit.rstrip()[-1:] in CLAUSE_ENDS:
            joined.append("")
    return [clause for clause in joined if clause]


def _fill(units: list[str], size: float, most: float) -> list[str]:
    """Put units into lines; blanks at the end of a line take no room."""
    lines, long = [""], 0.0
    for unit in units:
        longer = sum(map(_em, unit.rstrip()), long)
        if lines[-1] and size * longer > most:
            lines.append("")
            longer = sum(map(_em, unit.rstrip()))
        lines[-1] += unit
        long = longer + sum(map(_em, unit[len(unit.rstrip()) :]))
    return [line.strip() for line in lines]
