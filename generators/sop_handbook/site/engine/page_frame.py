"""What stands around every page: theme, settings, navigation; hashed, since pages depend on it."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.meta import get_data

# Plugins of which we know that a page is made of nothing but its own text and this frame.
_PLUGINS = frozenset({"macros", "sop-sandbox", "sop-kept"})
# Extensions that read nothing but the page, as MkDocs lists them or as part of a bundle.
_EXTENSIONS = frozenset(
    {"toc", "tables", "fenced_code", "abbr", "admonition", "attr_list", "def_list", "footnotes"}
    | {"md_in_html", "sane_lists", "smarty"}
    | {f"pymdownx.{name}" for name in ("betterem", "caret", "details", "highlight")}
    | {f"pymdownx.{name}" for name in ("inlinehilite", "keys", "mark", "smartsymbols")}
    | {f"pymdownx.{name}" for name in ("superfences", "tabbed", "tasklist", "tilde")}
)
_INHERITED = ".cache/sop/mkdocs.yml"  # the engine's own settings, which every handbook inherits
_ELSEWHERE = re.compile(  # settings that lie outside
    rf"^INHERIT:(?! *{re.escape(_INHERITED)} *(#.*)?$)|!ENV|!relative", re.MULTILINE
)
_DATED = re.compile(rb"build_date_utc|update_date")  # the theme shows the day
_LISTS = re.compile(rb"\bpages\b")  # the theme shows which other pages there are
_ALWAYS_MADE = frozenset({"sitemap.xml", "404.html"})  # templates that are no page's
_IN_NAVIGATION = ("icon", "subtitle", "status")  # what all pages show of one that is in it


def page_frame(config: MkDocsConfig, day: str, *more: str) -> str | None:
    """Hash all that pages show besides their own text (SHA-256, hexadecimal).

    `day` counts only where the theme shows one; `more` are further texts that count. None if what
    pages show cannot be told from that: with plugins, extensions or hooks that may read anything,
    settings from elsewhere, a navigation that takes its titles from pages, or a theme that shows
    which pages there are.
    """
    settings = _settings(Path(config.config_file_path))
    foreign = bool(config.hooks) or not _PLUGINS.issuperset(config.plugins)
    foreign |= not _EXTENSIONS.issuperset(config.markdown_extensions)
    foreign |= bool(_ELSEWHERE.search(settings.decode("utf-8", "replace")))
    if foreign or _takes_titles(config.nav):
        return None
    shown = list(_in_navigation(config.nav, Path(config.docs_dir)))
    found = hashlib.sha256(repr((more, shown)).encode() + settings)
    for name, content in _own_templates(config):
        found.update(name.encode() + hashlib.sha256(content).digest())
        if name in _ALWAYS_MADE:
            continue
        if _LISTS.search(content):
            return None
        if _DATED.search(content):
            found.update(day.encode())
    return found.hexdigest()


def _settings(own: Path) -> bytes:
    """Return what a handbook sets, and what it inherits of ours if it does."""
    inherited = own.parent / _INHERITED
    return own.read_bytes() + (inherited.read_bytes() if inherited.is_file() else b"")


def _in_navigation(nav: Any, docs: Path) -> Iterator[tuple[str, ...]]:
    """Yield what a navigation shows of each page or file: whether it is there, and its marks."""
    below = nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ()
    for one in below:
        if not isinstance(one, str):
            yield from _in_navigation(one, docs)
        elif _is_there(docs / one):
            text = (docs / one).read_text("utf-8-sig", "replace") if one.endswith(".md") else ""
            _, facts = get_data(text)
            yield (one, *(repr(facts.get(name)) for name in _IN_NAVIGATION))


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # longer than a name may be
        return False


def _takes_titles(nav: Any) -> bool:
    """Tell whether a navigation names some page without saying what it is called."""
    if nav is None:
        return True
    if isinstance(nav, dict):
        return any(not isinstance(one, str) and _takes_titles(one) for one in nav.values())
    return not isinstance(nav, list) or any(isinstance(o, str) or _takes_titles(o) for o in nav)


def _own_templates(config: MkDocsConfig) -> Iterator[tuple[str, bytes]]:
    """Yield what the handbook's own theme folder holds, by path; the packages' go by version."""
    if not config.theme.custom_dir:
        return
    folder = Path(config.theme.custom_dir)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()
