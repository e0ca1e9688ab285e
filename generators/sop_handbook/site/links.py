"""Where hand-written pages lead, as the site engine takes it, and what of it is not there."""

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import SplitResult, unquote, urlsplit

from sop_handbook.findings import Finding, Place
from sop_handbook.model.routes import Route, relative
from sop_handbook.site.handwritten import HandPage
from sop_handbook.site.page_reader import ReadPage
from sop_handbook.sources.validate import nearest

_FENCE = re.compile(r" *(`{3,}|~{3,})")
_ENDS = r"(?=[\s)>\"'{]|$)"  # what stands behind an address
_BEGINS = r"""(?:\]\(\s*<?|\]:\s*<?|(?:href|src)=["']?|<)"""  # and before it


@dataclass(frozen=True)
class Targets:
    """What a page can lead to: paths below docs/ of pages and files, and the ids in a page.

    `anchors` gives those of a page by its path, at least the wanted one if it is there; None where
    nobody can tell.
    """

    paths: Collection[str]
    anchors: Callable[[str, str], Collection[str] | None]


@dataclass(frozen=True)
class BrokenLink:
    """A link into nothing: the path below docs/ that it leads to, and what to tell of it."""

    target: str
    finding: Finding


def broken_links(page: HandPage, read: ReadPage, targets: Targets) -> Iterator[BrokenLink]:
    """Yield what leads from a page to where nothing is, at each place where it is written."""
    for address in read.links:
        if found := _judged(page, address, targets):
            yield from _told(page, address, *found)
    for address in read.raw:
        if found := _judged_raw(page, address, targets):
            yield from _told(page, address, *found)


_Judged = tuple[str, str, dict[str, str], str | None]  # target, code, arguments, nearest


def _told(
    page: HandPage,
    address: str,
    target: str,
    code: str,
    args: dict[str, str],
    closest: str | None,
) -> Iterator[BrokenLink]:
    for line, column in _places(page.written, address):
        place = Place(page.file, line, column)
        yield BrokenLink(target, Finding(place, code, {"value": address, **args}, closest))


def _split(address: str) -> SplitResult | None:
    """Take an address apart; None for one that leads out of the site, or is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else parts


def _judged(page: HandPage, address: str, targets: Targets) -> _Judged | None:
    """Judge an address of Markdown: it is relative to the source of the page."""
    parts = _split(address)
    if parts is None:
        return None
    path = unquote(parts.path)
    if address.startswith(("/", "\\")):
        closest = _closest(page, path.strip("/\\"), targets, parts.fragment)
        return path, "absolute-link", {}, closest
    target = page.path
    if path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
        if target not in targets.paths:
            return target, "broken-link", {}, _closest(page, target, targets, parts.fragment)
    return _judged_anchor(target, parts, targets)


def _judged_anchor(target: str, parts: SplitResult, targets: Targets) -> _Judged | None:
    if not parts.fragment or not target.endswith(".md"):
        return None
    anchors = targets.anchors(target, parts.fragment)
    if anchors is None or parts.fragment in anchors:
        return None
    near = nearest(unquote(parts.fragment), dict.fromkeys(anchors, ""))
    closest = f"{parts.path}#{near}" if near else None
    return target, "broken-anchor", {"anchor": parts.fragment, "page": target}, closest


def _judged_raw(page: HandPage, address: str, targets: Targets) -> _Judged | None:
    """Judge an address of raw HTML: relative to the page in the site, and only if to a page.

    The theme and the build add files of their own, which nobody knows beforehand.
    """
    parts = _split(address)
    if parts is None or not parts.path or address.startswith(("/", "\\")):
        return None
    path = unquote(parts.path)
    home = Route(page.path).folder
    target = posixpath.normpath(posixpath.join(home, path))
    if posixpath.splitext(target)[1] not in {"", ".md", ".html"} or target.startswith("../"):
        return None
    source = "index.md" if target == "." else f"{target.removesuffix('.html')}.md"
    found = {source, posixpath.join(target, "index.md").removeprefix("./")}
    is_page = not target.endswith(".md") and not found.isdisjoint(targets.paths)
    if is_page or target.endswith(".html"):
        return None
    meant = _meant(target.removesuffix(".md"), targets.paths)
    closest = relative(Route(meant).folder, home) + "/" if meant else None
    return target, "broken-link", {}, closest


def _closest(page: HandPage, target: str, targets: Targets, fragment: str) -> str | None:
    """Return what is there and was most likely meant, as the page has to write it."""
    meant = _meant(target, targets.paths)
    if meant is None:
        return None
    way = relative(meant, posixpath.dirname(page.path))
    return f"{way}#{fragment}" if fragment else way


def _meant(target: str, paths: Collection[str]) -> str | None:
    """Return a path: first the source of an address of the site, then what is spelt alike."""
    bare = target.removesuffix("index.html").rstrip("/").removesuffix(".html")
    for guess in (target, f"{bare}.md", f"{bare}/index.md", bare):
        if guess in paths:
            return guess
    name = posixpath.basename(target)
    same = sorted(path for path in paths if posixpath.basename(path) == name != "index.md")
    if same:
        return same[0]
    return next(iter(get_close_matches(target, paths, n=1, cutoff=0.7)), None)


def _places(written: str, address: str) -> list[tuple[int, int]]:
    """Return line and column, from 1, of an address in what was written, outside of code.

    The beginning of the page, if it stands nowhere as it is.
    """
    link = re.compile(_BEGINS + f"({re.escape(address)})" + _ENDS)
    found = [
        (number, match.start(1) + 1)
        for number, line in _prose(written)
        for match in link.finditer(line)
        if line.count("`", 0, match.start()) % 2 == 0
    ]
    return found or [(1, 1)]


def _prose(written: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page that are in no block of code, with their numbers from 1."""
    fence = ""
    for number, line in enumerate(written.splitlines(), 1):
        found = _FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) else fence
        elif found:
            fence = found[1]
        else:
            yield number, line
