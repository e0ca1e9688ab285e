"""The door to html.parser: a page as tags and text, in order and with their places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPiece:
    """A tag that `opens` or `closes` an element, by its name, or else `text` with references read.

    `attributes` hold None for one without a value; `source` is how an opening tag is written, and
    `place` where a tag begins, in characters from the start.
    """

    opens: str = ""
    closes: str = ""
    text: str = ""
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    source: str = ""
    place: int = 0


def read_html(markup: str) -> Iterator[HtmlPiece]:
    """Yield what a page or a part of one is made of; text may come in several pieces."""
    reader = _HtmlReader(markup)
    reader.feed(markup)
    reader.close()
    return iter(reader.found)


class _HtmlReader(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[HtmlPiece] = []
        self._lines = [0, *(found.end() for found in re.finditer("\n", markup))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = self.get_starttag_text() or ""
        self._add(opens=tag, attributes=dict(attrs), source=source)

    def handle_endtag(self, tag: str) -> None:
        self._add(closes=tag)

    def handle_data(self, data: str) -> None:
        self._add(text=data)

    def _add(self, **told: Any) -> None:
        line, column = self.getpos()
        self.found.append(HtmlPiece(**told, place=self._lines[line - 1] + column))
