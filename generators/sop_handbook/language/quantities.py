"""Values as amounts: 60min and 1h are one, 22±2℃ is 20~24℃, whatever way they are written."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from unicodedata import normalize

from sop_handbook.language.units import UNITS, UnitOfMeasure, units_of

_NUMBER = r"[-+]?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_WORD = r"[^0-9\s~±:/.,+-](?:[^0-9\s~±:/]|[23](?![0-9]))*"  # m2, cmH2O
_UNIT = rf"{_WORD}(?: ?/ ?{_WORD})?"
_SINGLE = re.compile(rf"({_NUMBER}) ?({_UNIT})?")
_SPAN = re.compile(rf"({_NUMBER}) ?((?:{_WORD})?) ?([~±-]) ?({_NUMBER}) ?({_UNIT})")
_RATIO = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?: ?([0-9]+(?:\.[0-9]+)?)")
_CLOCK = re.compile("[0-9]{1,2}:[0-5][0-9]")
_MARKS = str.maketrans({"−": "-", "–": "~", "—": "~", "至": "~", "到": "~", "∶": ":"})
_YEAR = re.compile("(19|20)[0-9]{2}")
_WORKING = re.compile("working days?")
_FINE = 4  # decimals shown of what has no end, such as a third


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """An amount from `low` to `high` of a unit that its kind of thing is compared in.

    Both are equal for a single value. `unit` is such as s, g, °C, 滴/s; `:` for a ratio, of which
    the number is what stands before the colon over what stands behind; "" for a bare number.
    """

    low: Fraction
    high: Fraction
    unit: str
    written: UnitOfMeasure = field(compare=False, default=UnitOfMeasure(""))
    word: str = field(compare=False, default="")

    @property
    def reversed(self) -> bool:
        """Whether it runs from the higher to the lower."""
        return self.low > self.high

    @property
    def key(self) -> str:
        """It in one spelling, exact; equal for equal amounts."""
        return f"{self.low}~{self.high} {self.unit}"

    def shown(self) -> str:
        """Return it as people read it in the unit it is compared in: `3600 s`, `20~24 °C`."""
        if self.unit == ":":
            return f"{self.low.numerator}:{self.low.denominator}"
        return _shown(self.low, self.high, self.unit)

    def shown_in(self, other: "Measured") -> str:
        """Return it in the unit that another amount of its kind is written in."""
        unit = other.written
        return _shown(unit.back(self.low), unit.back(self.high), other.word)

    def is_single(self) -> bool:
        """Whether it is one value, from nowhere to nowhere."""
        return self.low == self.high

    def is_plain(self) -> bool:
        """Whether its figures have an end in the unit that it is compared in, or it is a ratio."""
        return self.unit == ":" or all(_ends(number) for number in (self.low, self.high))


@lru_cache(maxsize=1 << 12)
def quantity_of(literal: str, table: int = UNITS) -> Measured | None:
    """Return the amount a literal says, such as 60min, -18℃, 22±2℃, 40~60滴/分, 1:1000.

    None for what is no amount: weekly, 7x24, words; and for 1:30, which may be a time of day.
    `table` is the number of the units (language.units). A range that is written from the higher to
    the lower keeps its order (`reversed`).
    """
    plain = _plain(literal)
    if found := _RATIO.fullmatch(plain):
        return _ratio(plain, found)
    if found := _SPAN.fullmatch(plain):
        return _span(table, *found.groups())
    if not (found := _SINGLE.fullmatch(plain)):
        return None
    word = found[2] or ""
    unit = units_of(table).of(word)
    number = unit.of(_fraction(found[1]))
    return Measured(low=number, high=number, unit=unit.base, written=unit, word=word)


def is_name(literal: str) -> bool:
    """Tell whether what looks like a range may run from the higher to the lower.

    So do hours of the day and days of the month, 22~6点, seasons, 2025-26年, and what is numbered
    in a unit that nobody knows: 12-8号阀.
    """
    found = _SPAN.fullmatch(_plain(literal))
    if found is None:
        return False
    units, season = units_of(), found[5] == "年" and _YEAR.fullmatch(found[1])
    return found[5] in units.moments or bool(season) or not units.knows(found[5])


def key_of(literal: str, table: int = UNITS) -> str:
    """Return what a literal is compared by: its amount, or itself without width and blanks."""
    found = quantity_of(literal, table)
    return found.key if found else re.sub(r"\s", "", _plain(literal))


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two values in one unit, as people read them; whether they are the `same` amount."""

    old: str
    new: str
    same: bool


def side_by_side(old: str, new: str) -> SideBySide | None:
    """Return two literals in one unit: that their kind is compared in.

    Where figures have no end there, in that of the old one. None where that would tell nothing: of
    equal literals, single values of one unit, different kinds of things, and what is no amount.
    """
    one, other = quantity_of(old), quantity_of(new)
    if old == new or not (one and other and one.unit == other.unit):
        return None
    if one != other and one.written == other.written and one.is_single() and other.is_single():
        return None
    if one.is_plain() and other.is_plain():
        return SideBySide(one.shown(), other.shown(), one == other)
    return SideBySide(one.shown_in(one), other.shown_in(one), one == other)


def _plain(literal: str) -> str:
    """One spelling of signs; `working days` is one word."""
    plain = normalize("NFKC", literal).translate(_MARKS).strip()
    return _WORKING.sub("工作日", plain)


def _ratio(plain: str, found: re.Match[str]) -> Measured | None:
    if _CLOCK.fullmatch(plain) or not Fraction(found[2]):
        return None
    share = Fraction(found[1]) / Fraction(found[2])
    return Measured(low=share, high=share, unit=":")


def _span(table: int, first: str, own: str, sign: str, second: str, word: str) -> Measured | None:
    """From one value to another, or how far it may be off it; the first may have its own unit."""
    units = units_of(table)
    unit = units.of(word)
    whole = f"{own}{word[word.find('/') :] if '/' in word else ''}" if own else word
    start = units.of(whole)
    if start.base != unit.base:
        return None
    one, other = _fraction(first), _fraction(second)
    if sign == "±":
        middle, off = start.of(one), other * unit.times
        low, high = middle - off, middle + off
    else:
        low, high = start.of(one), unit.of(other)
    return Measured(low=low, high=high, unit=unit.base, written=unit, word=word)


def _fraction(number: str) -> Fraction:
    return Fraction(number.replace(",", ""))


def _shown(low: Fraction, high: Fraction, unit: str) -> str:
    figures = dict.fromkeys((_decimal(low), _decimal(high)))
    return f"{'~'.join(figures)} {unit}".rstrip()


def _ends(number: Fraction) -> bool:
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _decimal(number: Fraction) -> str:
    """A number in figures, all of them if they have an end."""
    if not _ends(number):
        return f"≈{float(number):.{_FINE}f}"
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(abs(number.numerator) * 10**places // number.denominator).zfill(places + 1)
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{'-' if number < 0 else ''}{whole}{'.' + rest if rest else ''}"
