"""Addresses in what is printed: paper has a code to scan for each of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sop_handbook.language.web_links import addresses

MOST = 4  # of a step; what it names beyond that stands there to be typed
LONGEST = 300  # signs; a code of more is too fine to be scanned
_KEY = "links"
_STEPS = ("steps", "pause_points", "elsewhere", "cards", _KEY)
_VERBATIM = "run"  # what stands in a command is not for reading


def links_of(content: Any) -> dict[str, list[str]]:
    """Return the addresses that some content names under `links`, each once; {} without any."""
    found = addresses(_texts(content))
    return {_KEY: list(found)} if found else {}


def links_beside(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the same of a sheet's content, but for what has its own: its steps."""
    return links_of([part for key, part in content.items() if key not in _STEPS])


def linked(content: Any) -> list[str]:
    """Return the addresses in some content that get a code, in order, each once.

    They are those below a key `links`, of each list as many as there is room for.
    """
    return list(dict.fromkeys(_below(content)))


def scanned(links: Iterable[str]) -> list[str]:
    """Return which of the addresses of a step get a code."""
    return [one for one in links if len(one) <= LONGEST][:MOST]


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
            yield from scanned(part) if key == _KEY else _below(part)
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _below(part)
