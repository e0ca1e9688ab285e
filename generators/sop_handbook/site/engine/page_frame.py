"""What stands around every page: theme, settings, navigation; hashed, since pages depend on it."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

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
_ELSEWHERE = re.compile(r"^INHERIT:|!ENV|!relative", re.MULTILINE)  # settings that lie outside
_DATED = re.compile(rb"build_date_utc|update_date")  # the theme shows the day
_ALWAYS_MADE = frozenset({"sitemap.xml", "404.html"})  # templates that are no page's


def page_frame(config: MkDocsConfig, day: str, *more: str) -> str | None:
    """Hash all that pages show besides their own text (SHA-256, hexadecimal).

    `day` counts only where the theme shows one; `more` are further texts that count. None if what
    pages show cannot be told from that: with plugins, extensions or hooks that may read anything,
    settings from elsewhere, or a navigation that takes its titles from pages.
    """
    settings = Path(config.config_file_path).read_bytes()
    foreign = bool(config.hooks) or not _PLUGINS.issuperset(config.plugins)
    foreign |= not _EXTENSIONS.issuperset(config.markdown_extensions)
    foreign |= bool(_ELSEWHERE.search(settings.decode("utf-8", "replace")))
    if foreign or _takes_titles(config.nav):
        return None
    found = hashlib.sha256(repr(more).encode() + settings)
    for name, content in _own_templates(config):
        found.update(name.encode() + hashlib.sha256(content).digest())
        if _DATED.search(content) and name not in _ALWAYS_MADE:
            found.update(day.encode())
    return found.hexdigest()


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
