"""The door to Python-Markdown: what a page says, where it leads, and what can be led to in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from sop_handbook.site.html_reader import read_html

_TEXT_ONLY = ("attr_list", "md_in_html", "tables")
# The extensions that the site engine reads a page with, as theme/mkdocs.yml has them.
EXTENSIONS: Mapping[str, Mapping[str, Any]] = {
    "attr_list": {},
    "md_in_html": {},
    "tables": {},
    "pymdownx.superfences": {},
    "toc": {"permalink": False, "toc_depth": 3},
}
_LEADS = {"a": "href", "img": "src"}  # elements of Markdown whose addresses the engine resolves
_ADDRESSES = ("href", "src")  # and those of raw HTML, which stay as they are
_HIDDEN = "\2amp\3"  # Python-Markdown: a mail address that is written so that robots miss it
_AFTER_ALL = 0  # the priority of what runs when everything else has


@dataclass(frozen=True)
class ReadPage:
    """Where a page leads and what can be led to in it.

    `links` are addresses as Markdown has them, relative to the source; `raw` those of its HTML,
    relative to the page in the site; `anchors` are the ids in it. All in order, each once.
    """

    links: tuple[str, ...]
    raw: tuple[str, ...]
    anchors: tuple[str, ...]


def as_html(body: str) -> str:
    """Return the text of a page as HTML; what is in code may look like Markdown."""
    return Markdown(extensions=list(_TEXT_ONLY)).convert(body)


def read_page(body: str) -> ReadPage:
    """Read a page, without its front matter, as the site engine does."""
    heard = _Heard()
    own: Sequence[str] = list(EXTENSIONS)
    settings = {name: dict(config) for name, config in EXTENSIONS.items()}
    converter = Markdown(extensions=own, extension_configs=settings)
    converter.treeprocessors.register(heard, "sop-links", _AFTER_ALL)
    every: list[str] = []
    anchors: list[str] = []
    for piece in read_html(converter.convert(body)):
        told = piece.attributes
        every += (address for key in _ADDRESSES if (address := told.get(key)))
        anchors += (told.get("id") or "", (piece.opens == "a" and told.get("name")) or "")
    raw = Counter(every) - Counter(heard.links)
    links = (one for one in heard.links if _HIDDEN not in one)
    return ReadPage(_once(links), _once(raw), _once(filter(None, anchors)))


class _Heard(Treeprocessor):
    """Notes the addresses of a page that the engine would resolve."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def run(self, root: Element) -> None:
        """Note them all."""
        for element in root.iter():
            key = _LEADS.get(element.tag)
            if key and (address := element.get(key)):
                self.links.append(address)


def _once(names: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
