"""Addresses of pages in texts: https only, as people can type them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# What RFC 3986 lets stand in an address, without the marks of brackets and quotes; what is written
# right behind an address in a sentence does not belong to it.
_ADDRESS = re.compile(
    r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
    r"(?:[/?#][A-Za-z0-9._~:/?#@!$&*+,;=%-]*)?"
)
_BEHIND = ".,;:!?"
BEGINS = "https://"


class LinkedText(NamedTuple):
    """A part of a text; `address` is "" where nothing is linked."""

    text: str
    address: str


def parts(text: str) -> Iterator[LinkedText]:
    """Yield the parts of a text in order; joined they are the text."""
    start = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_BEHIND)
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
