"""What makes a text say another thing: its figures with their units, its duties, sides.

The lists are data (`schemes/`); here is only how a text is read by them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from sop_handbook.language.units import Units

FIGURES, LATIN, SEQUENCE = "figures", "latin", "sequence"
_GUARD = re.compile(r"\(\?!.*\)$")  # what must not come after an everyday word
_MANY = "十百千万亿"
_FIGURED = re.compile(rf"\d|[零〇一二三四五六七八九{_MANY}两半]")
_AMOUNT = re.compile(rf"([0-9]+(?:\.[0-9]+)?)([{_MANY}]*)")
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:[.:][0-9]+)*"
_NUMERALS = rf"[零〇一二三四五六七八九{_MANY}两半几]+|每"
_LATIN = r"[A-Za-zμ°Ω%‰]+[23]?(?![A-Za-z0-9])"
_LABEL = r"(?<![A-Za-z-])[A-Z](?![A-Za-z])"  # zone A, plan B; no flag -N
_LETTER = r"A-Za-z_\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
# Marks of a sentence, which are no signs of a command; between digits some belong to a number.
_WIDE = re.compile("[；！？（）［］｛｝]|(?<![0-9０-９])[，：]|[，：](?![0-9０-９])")


class Sense(NamedTuple):
    """One thing that a text says: the list it is from, and what it means however it is spelled."""

    group: str
    means: str


class Senses:
    """Reads texts by lists of words, each entry the spellings of one thing."""

    def __init__(self, lists: Mapping[str, Any], table: Units | None = None) -> None:
        """`table` says what units amount to, so that 60分钟 and 1小时 are one; None: as spelled."""
        self._table = table
        figures = lists["figures"]
        self.groups = (FIGURES, *lists["groups"], LATIN, SEQUENCE)
        self._numerals: Mapping[str, str] = figures["numerals"]
        self.units = dict(_spellings(figures["units"]))
        self._within = [_plain(word) for word in figures["within"]]
        self.words: dict[str, Sense | None] = {}
        everyday = [_plain(word) for row in lists["everyday"] for word in row]
        for word in everyday:
            self._add(_GUARD.sub("", word), None)
        for group, rows in lists["groups"].items():
            for word, means in _spellings(rows):
                self._add(word, Sense(group, means))
        guarded = {_GUARD.sub("", word): word for word in everyday}
        self._signs, self._inner = (lists["latin"][key] for key in ("signs", "inner"))
        self.pattern = self._compile([guarded.get(w, re.escape(w)) for w in _longest(self.words)])
        self.of = lru_cache(maxsize=1 << 14)(self._of)
        self.measured = lru_cache(maxsize=1 << 14)(self._measured)

    def _add(self, word: str, sense: Sense | None) -> None:
        if word in self.words:
            raise ValueError(f"{word} stands in two lists")
        self.words[word] = sense

    def _compile(self, words: Iterable[str]) -> re.Pattern[str]:
        units = "|".join(
            re.escape(unit) + (r"(?![A-Za-z])" if unit[-1].isascii() and unit[-1].isalpha() else "")
            for unit in _longest(self.units)
        )
        unit = rf"(?:{units}|{_LATIN})"
        names = "|".join(name for name in self.units if name[0] in _MANY)
        many = rf"(?:(?!{names})[{_MANY}])*"  # 5万元, but 5千克
        value = (
            rf"(?P<minus>(?<![0-9A-Za-z])-)?"
            rf"(?:(?P<number>(?:{_NUMBER}){many}|{_NUMERALS})(?: ?(?P<unit>{unit}(?:/{unit})*))?"
            rf"(?P<within>{'|'.join(self._within)})?)"
        )
        sign = (
            rf"[{re.escape(self._signs)}]|-(?=-?[{_LETTER}])"  # --force
            rf"|(?<=[0-9{_LETTER}])[{re.escape(self._inner)}](?=[{_LETTER}])"
        )
        latin = rf"(?P<latin>[{_LETTER}]+|{sign})"
        return re.compile(rf"(?P<word>{'|'.join(words)})|{value}|(?P<label>{_LABEL})|{latin}")

    def _of(self, text: str) -> tuple[Sense, ...]:
        """Return what a text says, in its order; marks, width and spaces do not matter."""
        return tuple(self._read(_plain(text)))

    def figures(self, text: str) -> list[str]:
        """Return the figures of a text that are amounts, as they are written."""
        return [text[start:end] for start, end, _ in self._amounts(text)]

    def _measured(self, text: str) -> str:
        """Return a text with every figure that is an amount in one spelling; itself without any."""
        last, parts = 0, []
        for start, end, amount in self._amounts(text):
            parts += [text[last:start], amount]
            last = end
        return "".join([*parts, text[last:]])

    def _amounts(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield from where to where an amount stands in a text, and what it is."""
        if not _FIGURED.search(text):
            return
        plain, at = _spread(text)
        for found, below in self._values(plain):
            if amount := self._amount(found, below=below):
                yield at[found.start()], at[found.end()], amount

    def _values(self, text: str) -> Iterator[tuple[re.Match[str], bool]]:
        """Yield the figures of a text, and whether a dash before one is a minus."""
        ended = -1
        for found in self.pattern.finditer(text):
            if found["number"]:
                yield found, found.start() != ended
                ended = found.end()

    def _read(self, text: str) -> Iterator[Sense]:
        ended = -1  # where a value has just ended: a dash there is no minus, 3-5分钟
        for found in self.pattern.finditer(text):
            if word := found["word"]:
                sense = self.words[word]
                if sense:
                    yield sense
            elif found["label"]:
                yield Sense(FIGURES, found["label"])
            elif found["latin"]:
                yield Sense(LATIN, found["latin"])
            else:
                yield Sense(FIGURES, self._value(found, below=found.start() != ended))
                ended = found.end()

    def _value(self, found: re.Match[str], *, below: bool) -> str:
        if amount := self._amount(found, below=below):
            return amount
        number = found["number"].replace(",", "")
        units = [self.units.get(unit, unit) for unit in (found["unit"] or "").split("/")]
        return "".join(
            (
                "-" if found["minus"] and below else "",
                self._numerals.get(number, number),
                "/".join(units),
                self._within[0] if found["within"] else "",
            )
        )

    def _amount(self, found: re.Match[str], *, below: bool) -> str:
        """Return a figure and its unit as an amount; "" for what has no unit that is known."""
        number = _AMOUNT.fullmatch(self._numeral(found["number"].replace(",", "")))
        units = [self.units.get(unit, unit) for unit in (found["unit"] or "").split("/")]
        word = "/".join(units)
        if not (self._table and number and self._table.knows(word)):
            return ""
        unit = self._table.of(f"{number[2]}{word}")
        amount = unit.of(Fraction(number[1]) * (-1 if found["minus"] and below else 1))
        return f"{amount}{unit.base}{self._within[0] if found['within'] else ''}"

    def _numeral(self, number: str) -> str:
        return "0.5" if number == "半" else self._numerals.get(number, number)


def differing(old: Sequence[Sense], new: Sequence[Sense]) -> str:
    """Return the name of the list whose words differ first.

    SEQUENCE if only their order differs.
    """
    before, after = Counter(old), Counter(new)
    changed = (before - after) + (after - before)
    return next((sense.group for sense in (*old, *new) if sense in changed), SEQUENCE)


def _spread(text: str) -> tuple[str, list[int]]:
    """Return a text in one spelling of signs, and from where in the text each of them is."""
    signs = [_plain(sign) for sign in _WIDE.sub("、", text)]
    at = [index for index, sign in enumerate(signs) for _ in sign]
    return "".join(signs), [*at, len(text)]


@lru_cache(maxsize=1 << 12)
def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", _WIDE.sub("、", text))
    return plain.replace("\u2212", "-")  # the sign for minus


def _spellings(rows: Iterable[Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Every spelling with the first one of its entry, which stands for the thing."""
    for row in rows:
        for entry in row:
            words = _plain(entry).split()
            yield from ((word, words[0]) for word in words)


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))
