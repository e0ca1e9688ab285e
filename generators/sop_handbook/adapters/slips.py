"""What a slip of the keyboard looks like in a source, where the parser would blame another line."""

import re
from collections.abc import Iterator
from itertools import islice

from sop_handbook.adapters import characters
from sop_handbook.findings import MOST, Finding, Place

BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML 1.1 takes for the end of a line
# Blanks of web pages and Chinese keyboards, which look like one and are none to YAML.
ODD_BLANKS = frozenset("\u3000\u00a0\u202f\u2007\u2002\u2003\u2009")
_INDENT = re.compile(rf"[ \t{''.join(sorted(ODD_BLANKS))}]*")
_COMMAS = re.compile(r"\s*[，、；]\s*")
_ONE = re.compile("[等和及或与]")
_WORD = 6  # characters of what is rather a thing than part of a sentence
FULL_WIDTH_COLON = re.compile(r"\s*(?:- +)*([a-z_]+)\uff1a")


def refused(text: str, file: str) -> Iterator[Finding]:
    """Yield a finding for what no text may hold; `file` is what findings call the source."""
    for place in islice(characters.refused(text), MOST + 1):
        args = {"character": characters.called(text[place])}
        yield Finding(spot(text, place, file), "control-character", args)


def look_alikes(text: str, file: str) -> Iterator[Finding]:
    """Yield a finding for each part of a character that looks like a whole one."""
    for place, whole in islice(characters.look_alikes(text), MOST + 1):
        args = {"part": text[place], "code": characters.called(text[place]), "whole": whole or "？"}
        yield Finding(spot(text, place, file), "part-of-character", args)


def spot(text: str, offset: int, file: str) -> Place:
    """Return where the character at an offset, from 0, stands."""
    before = BREAK.split(text[:offset])
    return Place(file, len(before), len(before[-1]) + 1)


def causes(text: str, file: str) -> Iterator[Finding]:
    """Yield a finding for each slip of a Chinese keyboard that the parser would blame elsewhere."""
    for number, line in enumerate(text.splitlines(), 1):
        blank = _INDENT.match(line)
        indent = blank[0] if blank else ""
        if line.strip() and not line.lstrip().startswith("#"):
            if "\t" in indent:
                yield Finding(Place(file, number, indent.index("\t") + 1), "tab-indent")
            if odd := next((at for at, sign in enumerate(indent, 1) if sign in ODD_BLANKS), 0):
                yield Finding(Place(file, number, odd), "ideographic-indent")
        if colon := FULL_WIDTH_COLON.match(line):
            yield Finding(Place(file, number, colon.end()), "full-width-colon", {"key": colon[1]})


def joined(text: str) -> bool:
    """Tell whether a text in a list in brackets is rather several: short words, full-width commas.

    Ids are left to whoever knows them, and what is listed in one breath, 收据、账单等凭证, is one.
    """
    words = _COMMAS.split(text)
    several = len(words) > 1 and all(0 < len(word) <= _WORD for word in words)
    return several and not all(map(str.isascii, words)) and not _ONE.search(text)
