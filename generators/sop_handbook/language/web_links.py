"""Addresses of pages in texts: https only, as people can type them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# What RFC 3986 lets stand in an address, in ASCII. An address with a name before the host, or with
# a host in other letters, is not cut short but left alone.
_ADDRESS = re.compile(
    r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?![@\w]|\.\w|:[0-9A-Za-z]*@)"
    r"(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%|\[\]-]*)?"
)
_BEHIND = ".,;:!?'"  # what is written right behind an address in a sentence is none of it
_PAIRS = {")": "(", "]": "["}
BEGINS = "https://"


class LinkedText(NamedTuple):
    """A part of a text; `address` is "" where nothing is linked."""

    text: str
    address: str


def parts(text: str) -> Iterator[LinkedText]:
    """Yield the parts of a text in order; joined they are the text."""
    start = 0
    for found in _ADDRESS.finditer(text):
        address = _ended(found[0])
        if text[start : found.start()]:
            yield LinkedText(text[start : found.start()], "")
        yield LinkedText(address, address)
        start = found.start() + len(address)
    if text[start:]:
        yield LinkedText(text[start:], "")


def addresses(texts: Iterable[object]) -> tuple[str, ...]:
    """Return the addresses in texts (whatever reads as one), each once, in order."""
    found = (part.address for text in texts for part in parts(str(text)) if part.address)
    return tuple(dict.fromkeys(found))


def _ended(address: str) -> str:
    """Return an address without what the sentence around it put behind it."""
    while address[-1] in _BEHIND or address.count(address[-1]) > address.count(
        _PAIRS.get(address[-1], address[-1])
    ):
        address = address[:-1]
    return address
