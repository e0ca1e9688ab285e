"""Hand-written pages as sections of plain text, for the search."""

import re
from collections.abc import Iterable, Iterator, Sequence

from sop_handbook.adapters.limits import OverrunError, within
from sop_handbook.findings import Finding
from sop_handbook.render.base import Section
from sop_handbook.site.handwritten import HandPage, too_much
from sop_handbook.site.html_reader import HtmlPiece, read_html
from sop_handbook.site.page_reader import as_html

_HEADINGS = {"h1", "h2", "h3", "h4"}
_LINES = {"p", "li", "td", "th", "dt", "dd", "pre"}
_SILENT = {"script", "style"}
_EXCLUDED = re.compile(r"^search: *\{.*exclude: *true.*\}", re.MULTILINE)
_SHORT = 4_000  # characters that can be read in a moment, whatever they are
_SECONDS, _MEMORY = 5, 1 << 29
_SPACE = re.compile(r"\s+")


def sections(pages: Iterable[HandPage]) -> tuple[tuple[Section, ...], list[Finding]]:
    """Return the sections of all pages that want to be found, in order.

    A page that cannot be read in a moment, such as one of brackets only, is a finding: the site
    engine would not come to an end with it, either.
    """
    found: list[Section] = []
    findings: list[Finding] = []
    pages = list(pages)
    bounded = _bounded([page for page in pages if len(page.body) >= _SHORT])
    for page in pages:
        its = bounded[page.path] if page.path in bounded else list(_sections(page))
        if its is None:
            findings.append(too_much(page.file))
        else:
            found += its
    return tuple(found), findings


def _bounded(pages: Sequence[HandPage]) -> dict[str, list[Section] | None]:
    """Return the sections of pages by their paths, None for one that cannot be read in a moment.

    All at once, since a process takes longer to begin than a page; only where that does not come
    to an end, one by one.
    """
    if not pages:
        return {}
    try:
        made = within(_SECONDS, _MEMORY, lambda: [list(_sections(page)) for page in pages])
    except OverrunError:
        if len(pages) == 1:
            return {pages[0].path: None}
        return {page.path: _bounded([page])[page.path] for page in pages}
    return {page.path: its for page, its in zip(pages, made, strict=True)}


def _sections(page: HandPage) -> Iterator[Section]:
    if _EXCLUDED.search(page.front):
        return
    cutter = _Cutter()
    for piece in read_html(as_html(page.body)):
        cutter.take(piece)
    title = cutter.found[0].title if cutter.found else ""
    for number, part in enumerate(cutter.found):
        if part.wanted:
            yield Section(
                page=page.path,
                anchor=part.anchor if number else "",
                title=part.title,
                place=title if number else "",
                lines=tuple(part.lines),
            )


class _Part:
    """A heading and what follows it."""

    def __init__(self, anchor: str, *, wanted: bool) -> None:
        self.anchor = anchor
        self.wanted = wanted
        self.title = ""
        self.lines: list[str] = []


class _Cutter:
    """Cuts a page at its headings. A heading without an anchor belongs to the one before."""

    def __init__(self) -> None:
        self.found: list[_Part] = []
        self._text: list[str] = []
        self._quiet = 0

    def take(self, piece: HtmlPiece) -> None:
        """Take the next piece of the page."""
        tag = piece.opens or piece.closes
        self._quiet += (piece.opens in _SILENT) - (piece.closes in _SILENT)
        if piece.closes in _HEADINGS and self.found and not self.found[-1].title:
            self.found[-1].title = self._taken()
        elif tag in _HEADINGS or tag in _LINES:
            self._flush()
        elif not self._quiet:
            self._text.append(piece.text)
        anchor = piece.attributes.get("id") or ""
        if piece.opens in _HEADINGS and (piece.opens == "h1" or anchor):
            wanted = "data-search-exclude" not in piece.attributes
            self.found.append(_Part(anchor, wanted=wanted))

    def _flush(self) -> None:
        line = self._taken()
        if line and self.found:
            self.found[-1].lines.append(line)

    def _taken(self) -> str:
        text = _SPACE.sub(" ", "".join(self._text)).strip()
        self._text.clear()
        return text
