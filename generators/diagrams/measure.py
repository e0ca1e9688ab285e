"""How wide text is without a font at hand, and where its lines may break."""

from functools import cache
from itertools import groupby
from unicodedata import east_asian_width

# Widths in em. A full-width sign takes exactly one in every Chinese font; the others are the
# widest of Noto Sans SC, PingFang and YaHei, so that text is never wider than we think.
FULL, DIGIT, CAPITAL, NARROW, OTHER = 1.0, 0.56, 0.68, 0.3, 0.55
WIDE_LETTERS = frozenset("mwMW%@")
NARROW_SIGNS = frozenset("ilI.,:;'|!")

# GB/T 15834: these do not begin or end a line.
NOT_FIRST = frozenset("、。，．：；？！）」』》】〉”’…—·?!:;,.)%℃")
CLAUSE_ENDS = frozenset("，；：。")
NOT_LAST = frozenset("（「『《【〈“‘￥(")


def width(text: str, size: float) -> float:
    """Return the width of a text in pixels at a font size in pixels."""
    return size * sum(map(_em, text))


@cache
def wrap(text: str, size: float, most: float) -> tuple[str, ...]:
    """Break a text into lines of at most `most` pixels, as few and as even as possible.

    A unit that cannot be broken (a long Latin word) may be wider.
    """
    units = _units(text)
    fewest = len(_fill(units, size, most))
    clauses = _fill(_clauses(units), size, most)
    if len(clauses) == fewest and all(width(row, size) <= most for row in clauses):
        return tuple(clauses)
    low, high = width(text, size) / fewest * 0.6, most
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
        return CAPITAL if sign.isupper() or sign in WIDE_LETTERS else OTHER
    return FULL if east_asian_width(sign) in "WFA" else OTHER


def _units(text: str) -> list[str]:
    """Cut a text where a line may break: between Chinese signs, at spaces, never in a number."""
    units: list[str] = []
    for latin, run in groupby(text, lambda sign: sign.isascii() and not sign.isspace()):
        signs = "".join(run)
        units += [signs] if latin else signs
    joined: list[str] = []
    for unit in units:
        if joined and (unit[0] in NOT_FIRST or unit.isspace() or joined[-1][-1] in NOT_LAST):
            joined[-1] += unit
        else:
            joined.append(unit)
    return joined


def _clauses(units: list[str]) -> list[str]:
    """Join units up to the end of each clause: a line rather ends there."""
    joined = [""]
    for unit in units:
        joined[-1] += unit
        if unit.rstrip()[-1:] in CLAUSE_ENDS:
            joined.append("")
    return [clause for clause in joined if clause]


def _fill(units: list[str], size: float, most: float) -> list[str]:
    lines, long = [""], 0.0
    for unit in units:
        longer = sum(map(_em, unit), long)
        if lines[-1] and size * longer > most:
            lines.append("")
            longer = sum(map(_em, unit))
        lines[-1] += unit
        long = longer
    return [line.strip() for line in lines if line.strip()] or [""]
