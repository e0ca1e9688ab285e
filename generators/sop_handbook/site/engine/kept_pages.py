"""Pages that the site engine need not make again: they are kept by all that they show.

A page is made of its own Markdown and of the frame around all pages. What it asked about other
files, and where in them it leads, is kept with it: it is taken from the store only where every
answer is still the same, and the engine checks its anchors along with those of new pages. So a
build with kept pages gives the same bytes and the same complaints as one without.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from sop_handbook.adapters.store import Store
from sop_handbook.adapters.swap import put_file
from sop_handbook.adapters.wanted import Check, still_wanted


class _NoKeptSettings(Config):  # type: ignore[misc]
    """Nothing to be set."""


@dataclass(frozen=True)
class PageStore:
    """Where finished pages are kept, and by what.

    `frame` is the hash of what stands around pages; `filled` are the texts of pages that are not
    as they lie in docs/, by their path there.
    """

    store: Store
    frame: str
    filled: Mapping[str, str]

    def key(self, path: str, file: Path) -> str:
        """Return under which key a page is kept; `path` is that below docs/, of `file`."""
        text = self.filled.get(path)
        content = file.read_bytes() if text is None else text.encode()
        return self.store.key(__name__, self.frame, path, content)


@dataclass
class _Asked:
    """What a page wanted to know of other files; `warned` if the engine complained of the page."""

    files: set[str] = field(default_factory=set)
    warned: bool = False


class KeptPages(BasePlugin[_NoKeptSettings]):  # type: ignore[misc]
    """Lets the engine make only the pages that are not kept, and keeps those that it makes.

    `warnings` gives how many warnings the engine has uttered: a page with one is not kept, so that
    it is warned of again. `check` is called before each page. With `only`, paths below docs/, those
    pages are made and nothing else.
    """

    def __init__(
        self,
        pages: PageStore,
        warnings: Callable[[], int],
        check: Check = still_wanted,
        only: Collection[str] | None = None,
    ) -> None:
        self._pages = pages
        self._warnings = warnings
        self._check = check
        self._only = None if only is None else frozenset(only)
        self._keys: dict[str, str] = {}
        self._known: dict[str, dict[str, Any]] = {}  # what is kept of a page beside its HTML
        self._asked: dict[str, _Asked] = defaultdict(_Asked)
        self._before = 0

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put what is kept into the site, and tell the engine not to make it."""
        for file in files:
            if file.is_documentation_page():
                self._check()
                key = self._pages.key(file.src_uri, Path(file.abs_src_path))
                self._keys[file.src_uri] = key
            if self._done(file, files):
                file.is_modified = _never
        self._listen(files, config)
        return files

    def _done(self, file: File, files: Files) -> bool:
        if self._only is not None:
            return file.src_uri not in self._only
        return file.is_documentation_page() and self._put(file, files)

    def _put(self, file: File, files: Files) -> bool:
        """Write a kept page into the site; False if it is not kept, or shows what has changed."""
        found = self._pages.store.find(self._keys[file.src_uri])
        if found is None:
            return False
        head, _, html = found.partition(b"\n")
        known: dict[str, Any] = json.loads(head)
        if not all(files.get_file_from_path(path) for path in known["asked"]):
            return False
        self._known[file.src_uri] = known
        put_file(Path(file.abs_dest_path), html)
        return True

    def _listen(self, files: Files, config: MkDocsConfig) -> None:
        """Hear which files a page asks for while it is made."""
        files.get_file_from_path = partial(self._answer, files.get_file_from_path, config)

    def _answer(
        self, answer: Callable[[str], File | None], config: MkDocsConfig, path: str
    ) -> File | None:
        found = answer(path)
        if page := config._current_page:
            mine = self._asked[page.file.src_uri]
            mine.files.add(path)
            mine.warned |= found is None
        return found

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Tell the engine what it would know of pages if it made them.

        That is which anchors kept pages have and to which ones they lead, which are at former
        addresses, and what is shown in the navigation of a page that is not made.
        """
        self._check()
        for page in nav.pages:
            if page.file.is_modified is _never:
                page.read_source(config)
        for path, known in self._known.items():
            file = files.get_file_from_path(path)
            page = file.page or Page(None, file, config)
            page.meta = {**page.meta, **known["meta"]}  # what the list of all pages asks for
            page.present_anchor_ids = set(known["anchors"])
            page.links_to_anchors = {
                files.get_file_from_path(other): links for other, links in known["leads"].items()
            }
        return nav

    def on_pre_page(self, page: Page, **_: Any) -> Page:
        """Begin to listen for complaints about a page."""
        self._check()
        self._before = self._warnings()
        return page

    def on_page_content(self, html: str, *, page: Page, **_: Any) -> str:
        """Note whether the engine complained of what a page says."""
        self._asked[page.file.src_uri].warned |= self._warnings() > self._before
        return html

    def on_page_context(self, context: Any, **_: Any) -> Any:
        """Begin to listen for complaints of the theme."""
        self._before = self._warnings()
        return context

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """Keep a page that is made."""
        warned = self._asked[page.file.src_uri].warned or self._warnings() > self._before
        if output.strip() and not warned:
            html = output.encode("utf-8", errors="xmlcharrefreplace")  # as the engine writes it
            head = json.dumps(self._told(page), ensure_ascii=False).encode()
            self._pages.store.keep(self._keys[page.file.src_uri], head + b"\n" + html)
        return output

    def _told(self, page: Page) -> dict[str, Any]:
        leads = page.links_to_anchors or {}
        return {
            "asked": sorted(self._asked[page.file.src_uri].files),
            "meta": {"former": True} if page.meta.get("former") else {},
            "anchors": sorted(page.present_anchor_ids or ()),
            "leads": {file.src_uri: links for file, links in leads.items()},
        }


def _never() -> bool:
    return False
