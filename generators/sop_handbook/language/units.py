"""Units by the words people write: what each amounts to, by a numbered table in `measures/`.

Tables are data, exact and small. pint would bring the same factors for 0.16 s an import, which
every `sop validate` would pay, since digests of the ledger weigh values; the tests hold the table
against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from sop_handbook.adapters.yaml_file import parse

UNITS = 1  # the table of today
TABLES = Path(__file__).parent / "measures"
_PREFIXES = {"": "1", "k": "1000", "M": "1000000", "m": "0.001"}


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """What one of it is: `times` of `base`, and `plus` where its zero is another one.

    `base` is what its kind of thing is compared in, such as s, g or 滴/s.
    """

    base: str
    times: Fraction = Fraction(1)
    plus: Fraction = Fraction(0)

    @property
    def key(self) -> str:
        """It in one spelling; equal for a minute however it is written."""
        return f"{self.times} {self.base} {self.plus}"

    def of(self, number: Fraction) -> Fraction:
        """Return so many of it in its base."""
        return number * self.times + self.plus

    def back(self, number: Fraction) -> Fraction:
        """Return how many of it a number of its base is."""
        return (number - self.plus) / self.times


class Units:
    """Knows units by their words."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.known = dict(_known(table))
        self.moments = frozenset(table["moments"])
        self.per: Mapping[str, str] = table["per"]
        self.many = {sign: Fraction(times) for sign, times in table["many"].items()}

    def of(self, word: str) -> UnitOfMeasure:
        """Return the unit of a word such as min, 万元 or ml/h; of one unknown a kind of its own."""
        word = normalize("NFKC", word).strip()
        over, stroke, under = (part.strip() for part in word.partition("/"))
        if not stroke:
            return self._one(over)
        one, per = self._one(over), self._one(self.per.get(under, under))
        return UnitOfMeasure(f"{one.base}/{per.base}", one.times / per.times)

    def knows(self, word: str) -> bool:
        """Tell whether the table says what a word comes to; of a rate, 滴/分, what is behind it."""
        over, stroke, under = normalize("NFKC", word).partition("/")
        return self.per.get(under, under) in self.known if stroke else over in self.known

    def _one(self, word: str) -> UnitOfMeasure:
        if found := self.known.get(word):
            return found
        rest = word.lstrip("".join(self.many))
        times = Fraction(1)
        for sign in word.removesuffix(rest):
            times *= self.many[sign]
        one = self.known.get(rest, UnitOfMeasure(rest))
        return UnitOfMeasure(one.base, one.times * times)


@cache
def units_of(number: int = UNITS) -> Units:
    """Return the units of a table, read when they are first asked for.

    Raises ValueError for a table that is missing or cannot be read.
    """
    file = TABLES / f"{number}.yaml"
    source, findings = parse(file.read_text("utf-8"), file.name) if file.is_file() else (None, [])
    if source is None or findings:
        raise ValueError(f"{file.name}: {findings}")
    return Units(source.data)


def _known(table: Mapping[str, Any]) -> Mapping[str, UnitOfMeasure]:
    found: dict[str, UnitOfMeasure] = {}
    for base, rows in table["measures"].items():
        for times, words in rows.items():
            _add(found, str(words).split(), UnitOfMeasure(base, Fraction(times)))
    for word, amount in table["prefixed"].items():
        times, base = amount.split()
        for sign, more in _PREFIXES.items():
            _add(found, [sign + word], UnitOfMeasure(base, Fraction(times) * Fraction(more)))
    for one in table["temperatures"].values():
        _add(
            found,
            one["words"].split(),
            UnitOfMeasure("°C", Fraction(one["times"]), Fraction(one["plus"])),
        )
    return found


def _add(found: dict[str, UnitOfMeasure], words: list[str], unit: UnitOfMeasure) -> None:
    for word in words:
        if word in found:
            raise ValueError(f"{word} stands in two rows")
        found[word] = unit
