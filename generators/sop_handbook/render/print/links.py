"""Addresses in what is printed: paper has a code to scan for each of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sop_handbook.language.web_links import addresses

MOST = 4  # of a step; what it names beyond that stands there to be typed
LONGEST = 300  # signs; a code of more is too fine to be scanned
_KEY = "links"
_VERBATIM = "run"  # what stands in a command is not for reading


def links_of(content: Any) -> dict[str, list[str]]:
    """Return the addresses that some content names under `links`, each once; {} without any."""
    found = [one for one in addresses(_texts(content)) if len(one) <= LONGEST]
    return {_KEY: found[:MOST]} if found else {}


def linked(content: Any) -> list[str]:
    """Return every address below a key `links` in some content, in order, each once."""
    return list(dict.fromkeys(_below(content)))


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for key, part in content.items():
            if key != _VERBATIM:
                yield from _texts(part)
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _texts(part)


def _below(content: Any) -> Iterator[str]:
    if isinstance(content, Mapping):
        for key, part in content.items():
            yield from part if key == _KEY else _below(part)
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _below(part)
