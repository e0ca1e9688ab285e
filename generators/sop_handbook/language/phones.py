"""Telephone numbers in what people wrote: each with the address that dials it, or none at all.

A wrong number dialled in an emergency is worse than none, so a text is understood as a whole or
not at all: digits that cannot be told from a number, two numbers with nothing between them, a
range or a chat account leave it without links. Addresses are `tel:` and digits (RFC 3966, 5.1.4);
an extension stands after a comma, the pause of RFC 2806 that telephones still dial.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

FOLDED = {0xFF10 + digit: str(digit) for digit in range(10)} | {ord("＋"): "+", ord("－"): "-"}

_S = "[ .‐‑–-]?"  # between the groups of one number
_LAND = rf"[(（]?(?:0[0-9]{{2,3}})[)）]?{_S}(?:[0-9]{{7,8}}|[0-9]{{3,4}}{_S}[0-9]{{4}})"
_MOBILE = rf"1[3-9][0-9]{_S}[0-9]{{4}}{_S}[0-9]{{4}}"
_SERVICE = (
    rf"[48]00{_S}[0-9]{{3}}{_S}[0-9]{{4}}|[48]00[ -][0-9]{{4}}{_S}[0-9]{{3}}"
    r"|[48]00[0-9][ -][0-9]{3}[ -][0-9]{3}"
)
_HOME = rf"(?:(?:\+|00)86[ -]?)(?:{_MOBILE}|{_SERVICE}|[(（]?(?:0?[1-9][0-9]{{1,2}})[)）]?"
_HOME += rf"{_S}[0-9]{{3,4}}{_S}[0-9]{{4}})"
_ABROAD = r"\+(?!86)[1-9](?:[ .()-]{0,2}[0-9]){6,12}"
_BARE = "[0-9]{3,12}"
_NUMBER = "|".join((_HOME, _ABROAD, _MOBILE, _SERVICE, _LAND, _BARE))
_MORE = r"\s*[，,]?\s*再?(?:转接|转|分机号?|按|ext\.?|x)\s*[:：]?\s*[0-9]{1,6}"
_DASH = r"-[0-9]{3,6}"  # 021-12345678-801, but not 8001-8005
_AFTER = r"(?![0-9a-z_@]|\s?[房室楼层元分秒小时天日月年人次个号栋座床])"
_FOUND = re.compile(
    rf"(?<![0-9a-z_@])(?P<number>{_NUMBER})(?P<more>(?:{_MORE})+|{_DASH})?{_AFTER}", re.IGNORECASE
)
# What may stand around numbers, though it has digits: the hours somebody answers.
_HOURS = re.compile(r"(?<![0-9])(?:7 ?[×xX*] ?)?24 ?(?:小时|[hH]\b)|7 ?[×xX*] ?24(?![0-9])")
_DIGIT = re.compile(r"[\d①-⓿⑴-⒇]")
_NONE = re.compile(r"微信|企微|QQ|钉钉|飞书|群|对讲|频道|邮箱|邮件|传真|fax|@|://", re.IGNORECASE)
_PART = re.compile(r"[\s/、，,;；|]*(?:或者?|和|及|与)?[\s/、，,;；|]*")
_JOINED = re.compile("[ .‐-―~～·*#+()（）-]*| *[至到] *")
_AREA, _LOCAL, _SHORT = 10, 7, 6  # digits of a number: with its area, without, within a house
_TRUNK = re.compile("^((?:00)?86)0")
_URGENT = re.compile("1[12][0-9]")

# How mainland numbers are spoken, in groups: 400 and 800 lines, mobiles, landlines with their
# area, and of eight digits (none begins with 0, 1 or 9) four by four, parted by a space as in
# ITU-T E.123, since 6100-2119 might be taken for a range.
_GROUPED = re.compile(
    r"([48]00)([0-9]{3})([0-9]{4})"
    r"|(1[3-9][0-9])([0-9]{4})([0-9]{4})"
    r"|(010|02[0-9]|0[3-9][0-9]{2}(?<!400|800))([0-9]{7,8})"
)
_EIGHT = re.compile(r"(?<![0-9])([2-8][0-9]{3})([0-9]{4})(?![0-9])")
# The blank within a number of eight digits; 2026 1000 3000 has none.
_BEFORE = r"(?<![0-9] )(?<![0-9A-Za-z.])((?:\+?[0-9]{2,3}-|0[0-9]{2,3}[ -])?[2-8][0-9]{3})"
_BLANK = re.compile(rf"{_BEFORE} ([0-9]{{4}})(?![ .]?[0-9A-Za-z])")


class Part(NamedTuple):
    """A piece of a text about whom to call: as it is shown, and its `tel:` address or ""."""

    text: str
    address: str = ""


def parts(written: str) -> tuple[Part, ...]:
    """Return the pieces of a text, which together are how it is shown.

    A number that is written without groups gets those it is spoken in: 4008185050 -> 400-818-5050.
    Where anything is in doubt, the text is one piece without an address.
    """
    text = written.translate(FOLDED)
    found = list(_FOUND.finditer(text))
    if not _sure(text, found):
        return (Part(written),)
    return tuple(_pieces(text, found))


def numbers(written: str) -> tuple[Part, ...]:
    """Return the numbers in a text that can be dialled; () where anything is in doubt."""
    return tuple(part for part in parts(written) if part.address)


def shown(written: str) -> str:
    """Return a text with its numbers in the groups they are spoken in."""
    return "".join(part.text for part in parts(written))


def unbroken(text: str) -> str:
    """Return a text in which no line ends at a blank within a number to call."""
    return _BLANK.sub("\\1\u00a0\\2", text)


def _pieces(text: str, found: list[re.Match[str]]) -> Iterator[Part]:
    at = 0
    for one in found:
        if before := text[at : one.start()]:
            yield Part(before)
        yield Part(_spoken(one["number"]) + (one["more"] or ""), _address(one))
        at = one.end()
    if rest := text[at:]:
        yield Part(rest)


def _sure(text: str, found: list[re.Match[str]]) -> bool:
    """Whether these are all the numbers there are, each of them whole and by itself."""
    if not found or _NONE.search(text) or not all(map(_possible, found)):
        return False
    rest = "\n".join(_around(text, found))
    apart = all(_apart(a, b, text[a.end() : b.start()]) for a, b in pairwise(found))
    return apart and not _DIGIT.search(_HOURS.sub("", rest)) and not re.search(r"[*#+]", rest)


def _possible(one: re.Match[str]) -> bool:
    """Whether what a dash adds is an extension: 8001-8005 is a range."""
    dash = (one["more"] or "").startswith("-")
    return not dash or len(_digits(one["number"])) >= _AREA


def _apart(one: re.Match[str], other: re.Match[str], between: str) -> bool:
    """Whether one number ends and another begins: not in 8001-8005, 12345678/79, 转801、802."""
    if _JOINED.fullmatch(between):
        return False
    long, short = len(_digits(one["number"])), len(_digits(other["number"]))
    if not _PART.fullmatch(between):
        return True  # there are words between them
    abridged = short < _LOCAL <= long and not _URGENT.fullmatch(other["number"])
    return not (abridged or (one["more"] and short <= _SHORT))


def _around(text: str, found: list[re.Match[str]]) -> Iterator[str]:
    at = 0
    for one in found:
        yield text[at : one.start()]
        at = one.end()
    yield text[at:]


def _address(one: re.Match[str]) -> str:
    number = one["number"]
    plus = "+" * number.startswith("+")
    pauses = "".join(f",{more}" for more in re.findall("[0-9]+", one["more"] or ""))
    return f"tel:{plus}{_digits(number)}{pauses}"


def _digits(number: str) -> str:
    """Return what is dialled; behind the code of a country there is no zero of the trunk."""
    digits = "".join(re.findall("[0-9]", number))
    return _TRUNK.sub(r"\1", digits) if number.startswith(("+", "00")) else digits


def _spoken(number: str) -> str:
    found = _GROUPED.fullmatch(number)
    grouped = "-".join(group for group in found.groups() if group) if found else number
    return _EIGHT.sub(r"\1 \2", grouped)
