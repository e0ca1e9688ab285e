"""Text to what a search looks up: pairs of neighbours, numbers, first letters.

`theme/docs/assets/search/text.js` reads queries the same way; `tests/search/tokens.yaml` holds both
to it. A token is filed under how it sounds, so that what sounds alike lies side by side.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from sop_handbook.language.chinese import sounds as sounds_of

START, END = "^", "$"
SPLIT = "\t"  # between two of these where they are one text; nothing that is read holds it
WORD, LETTERS = "=", "~"  # what keys of Latin words and of first letters begin with

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ONE_HAN = re.compile(rf"[{_HAN}]")
# A telephone number is one number, with or without what stands between its groups.
_BETWEEN = "(?<=[2-8][0-9]{3})(?<![0-9][2-8][0-9]{3}) (?=[0-9]{4}(?![0-9]))"
_RUN = re.compile(rf"(?:[{_HAN}a-z0-9.%+-]|{_BETWEEN})+")
_PHONE = (
    "(?<![0-9])(?:[48]00-[0-9]{3}-?|1[3-9][0-9]-[0-9]{4}-?|(?:0[1-9][0-9]{1,2}-)?[2-8][0-9]{3} "
    "|0[1-9][0-9]{1,2}-[0-9]{3,4}-?)[0-9]{4}(?![0-9])"
)
_UNIT = re.compile(
    rf"(?P<han>[{_HAN}]+)|(?P<word>[0-9]*[a-z][a-z0-9-]*)"
    rf"|(?P<number>{_PHONE}|[0-9]+(?:\.[0-9]+)?%?)"
)
_NUMERALS = "〇零一二两三四五六七八九十百千万"
_SHARE = re.compile(rf"百分之([{_NUMERALS}]+|[0-9.]+)")
_COUNT = re.compile(rf"(?<![统唯万单第])([{_NUMERALS}]+)(?![{_NUMERALS}])(?=[{_HAN}])")
_IDIOMS = {"半小时": "30分", "半个小时": "30分", "半个钟": "30分", "一刻钟": "15分"}
_IDIOM = re.compile("|".join(sorted(_IDIOMS, key=len, reverse=True)))
# Units that mean the same; only the first character of a unit is looked at.
_UNITS = {"日": "天", "块": "元", "钟": "小", "星": "周", "礼": "周", "圆": "元"}
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_TEN_THOUSAND = 10_000
_MEASURE = "个"
_TOGETHER = 3  # how many first letters make a token


Token = tuple[str, str]  # where it is filed, and the token itself


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """The smallest thing a query can hold: a character, a Latin word, or a number.

    `sound` is a syllable without its tone, for anything else the text itself, `folded` how it
    sounds to many speakers. Made by `unit` only, so that equal units are one.
    """

    text: str
    sound: str
    folded: str
    is_han: bool


@cache
def unit(text: str, sound: str) -> Unit:
    """Return the unit of a text with a sound."""
    return Unit(text, sound, folded(sound), not text.isascii())


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one."""
    return bool(_ONE_HAN.match(character))


def normal(text: str) -> str:
    """Return text as it is compared: half-width, lower case."""
    return unicodedata.normalize("NFKC", text).lower().replace("×", "x")


@lru_cache(maxsize=200_000)
def runs(text: str) -> tuple[tuple[Unit, ...], ...]:
    """Return the stretches of a text between punctuation and spaces, each as units.

    None is empty.
    """
    found = (
        tuple(part for match in _UNIT.finditer(run) for part in _units(match))
        for run in _RUN.findall(normal(text))
    )
    return tuple(units for units in found if units)


def sounds(texts: Iterable[str]) -> set[str]:
    """Return the characters and words of texts, each with its sound behind a SPLIT."""
    units = {unit for text in set(texts) for run in runs(text) for unit in run}
    return {f"{unit.text}{SPLIT}{unit.sound}" for unit in units}


def _units(found: re.Match[str]) -> Iterable[Unit]:
    text = found[0]
    if found["han"]:
        return map(unit, text, sounds_of(text))
    name = text.replace("-", "").replace(" ", "")
    name = name if found["word"] else f"#{name}"
    return (unit(name, name),)


def folded(sound: str) -> str:
    """Return how a syllable sounds to many speakers: zh like z, ang like an, n like l."""
    if sound[:2] in {"zh", "ch", "sh"}:
        sound = sound[0] + sound[2:]
    if sound.startswith("n"):
        sound = "l" + sound[1:]
    return sound[:-1] if sound.endswith(("ang", "eng", "ing")) else sound


@cache
def pair(first: Unit, second: Unit) -> Token:
    """Return the token of two neighbours: how they sound to many, and what they are."""
    return f"{first.folded} {second.folded}", first.text + second.text


def pairs(units: Sequence[Unit]) -> list[Token]:
    """Return the tokens of a stretch: neighbours, its last unit, each word and number alone."""
    if all(one.is_han for one in units):
        found = [pair(first, second) for first, second in pairwise(units)]
    else:
        found = list(_mixed(units))
    if units[-1].is_han:
        found.append(pair(units[-1], unit(END, END)))
    return found


def _mixed(units: Sequence[Unit]) -> Iterator[Token]:
    for place, (first, second) in enumerate(pairwise(units)):
        if _is_number(first):
            if first.text[-1] == "%":
                continue
            after = "".join(one.text for one in units[place + 2 : place + 3])
            yield from _count(first.text[1:], second.text, after)
        elif not _is_number(second):
            yield pair(first, second)
    for one in units:
        if not one.is_han:
            yield (f"{one.sound} " if _is_number(one) else f"{WORD}{one.sound}"), one.text


def beginning(units: Sequence[Unit]) -> Token:
    """Return the token of how a name begins."""
    return pair(unit(START, START), units[0])


def skipping(units: Sequence[Unit]) -> list[Token]:
    """Return the pairs of a name with one unit left out."""
    return [pair(first, second) for first, second in zip(units, units[2:], strict=False)]


def counts(text: str) -> Iterator[Token]:
    """Yield the numbers that are written in Chinese, with the unit that follows."""
    plain = normal(text)
    spelled = _IDIOM.sub(lambda found: _IDIOMS[found[0]], plain)
    spelled = _SHARE.sub(lambda found: f"{_digits(found[1])}%", spelled)
    if spelled != plain:
        for found in re.finditer(rf"([0-9]+)(%|[{_HAN}])", spelled):
            yield from _count(found[1], found[2], "")
    for found in _COUNT.finditer(spelled):
        after = spelled[found.end() : found.end() + 2]
        yield from _count(_digits(found[1]), after[0], after[1:])


def _count(digits: str, unit: str, after: str) -> Iterator[Token]:
    if unit == "%":
        yield f"#{digits}% ", f"#{digits}%"
        return
    yield f"#{digits} ", f"#{digits}{_UNITS.get(unit, unit)}"
    if unit == _MEASURE and re.match(f"[{_HAN}]", after):
        yield f"#{digits} ", f"#{digits}{_UNITS.get(after, after)}"


def _digits(numeral: str) -> str:
    """Return a Chinese numeral in digits: 五千 -> 5000, 一二〇 -> 120."""
    if numeral[0].isascii():
        return numeral
    if not set(numeral) & {*_POWERS, "万"}:
        return "".join(str(_DIGITS[character]) for character in numeral)
    total, below, digit = 0, 0, 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _POWERS:
            below, digit = below + (digit or 1) * _POWERS[character], 0
        else:
            total, below, digit = (total + (below + digit or 1)) * _TEN_THOUSAND, 0, 0
    return str(total + below + digit)


def initials(units: Sequence[Unit]) -> Iterator[Token]:
    """Yield the first letters of a name: all of them, and any three that follow each other."""
    letters = "".join(one.sound[0] for one in units)
    if len(letters) > 1:
        yield f"{LETTERS}{START}{letters}", letters
    for start in range(len(letters) - _TOGETHER + 1):
        part = letters[start : start + _TOGETHER]
        yield f"{LETTERS}{part}", part


def _is_number(one: Unit) -> bool:
    return one.text[0] == "#"
