"""Built pages as data: a small tree of elements, without regular expressions over markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip


@dataclass(eq=False)
class Element:
    """One element; `children` are elements and text, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def __iter__(self) -> "Iterator[Element]":
        """This element and everything below it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    def all(self, tag: str) -> "list[Element]":
        """All elements of a kind below this one."""
        return [element for element in self if element.tag == tag]

    def one(self, tag: str) -> "Element":
        """The only element of a kind."""
        (found,) = self.all(tag)
        return found

    @property
    def text(self) -> str:
        """What a reader sees, white space as it comes."""
        return "".join(
            child if isinstance(child, str) else child.text
            for child in self.children
            if isinstance(child, str) or child.tag not in {"script", "style"}
        )

    @property
    def leads_out(self) -> bool:
        """Whether it is a link that shows the address it leads to, and nothing else."""
        address = self.attributes.get("href", "")
        safe = re.fullmatch(r"https://[!#-;=?-~]+", address) is not None  # no mark of markup
        told = {"href": address, "rel": "noreferrer"}
        return self.tag == "a" and safe and self.attributes == told and self.children == [address]

    @property
    def size(self) -> int:
        """Bytes of the text and tags below, roughly as written."""
        own = sum(len(key) + len(value.encode()) + 4 for key, value in self.attributes.items())
        inner = sum(
            len(child.encode()) if isinstance(child, str) else child.size for child in self.children
        )
        return own + inner + 2 * len(self.tag) + 5


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in {element.tag for element in self.open}:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self.open[-1].children.append(Element("!comment", {"data": data}))


def parse_page(html: str) -> Element:
    """Parse a page or a fragment of one."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]
