"""The door to pikepdf: finished PDFs become one, as tagged and fit for archives as they are.

What it begins with gives it its title, its language and its metadata. Everything else is copied
with its tags: keys and ids that were unique in a part are unique in the whole.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import (
    Array,
    Dictionary,
    Name,
    NameTree,
    NumberTree,
    ObjectStreamMode,
    Page,
    Pdf,
    String,
)

_MILLIMETRE = 72 / 25.4  # points
_TO_A_PART = "part:"  # how a link of the first one names a part, by its place from 0


@dataclass(frozen=True)
class BoundPart:
    """A finished PDF, and what its bookmark is called."""

    title: str
    pdf: bytes


def join(first: bytes, parts: Iterable[BoundPart], blank: bytes, binding: int = 0) -> bytes:
    """Return one PDF of several, each of which begins on the front of a sheet.

    Links of the first to `part:0`, `part:1` … lead to the parts. `blank` is a PDF of one page
    without tags, for the back of a sheet on which a part ends. What is on the parts is moved away
    from the edge that is bound, by `binding` millimetres.
    """
    with Pdf.open(io.BytesIO(first)) as whole, Pdf.open(io.BytesIO(blank)) as empty:
        book, begins = _Book(whole, binding * _MILLIMETRE), list[Page]()
        (leaf,) = empty.pages
        if "/StructParents" in leaf:  # it has no tags
            del leaf.StructParents
        for place, part in enumerate(parts):
            if len(whole.pages) % 2:
                whole.pages.append(leaf)
            begins.append(book.add(place, part))
        book.close()
        _lead_to_parts(whole, begins)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        return out.getvalue()


class _Book:
    """A PDF to which others are added: it keeps what of their tags and bookmarks is one."""

    def __init__(self, pdf: Pdf, binding: float) -> None:
        self._pdf, self._binding = pdf, binding
        self._tree = pdf.Root.StructTreeRoot
        (self._document,) = _listed(self._tree.K)
        self._parents = list(NumberTree(self._tree.ParentTree).items())
        self._ids = dict(NameTree(self._tree.IDTree).items()) if "/IDTree" in self._tree else {}
        self._tree.RoleMap = self._tree.get(Name.RoleMap, Dictionary())
        self._next = int(self._tree.ParentTreeNextKey)
        self._bookmarks = list(_siblings(pdf.Root.get(Name.Outlines)))

    def add(self, place: int, part: BoundPart) -> Page:
        """Add a part behind what is there; return its first page."""
        start = len(self._pdf.pages)
        with Pdf.open(io.BytesIO(part.pdf)) as other:
            _name_places(other)
            _shift(other, self._next)
            _bind(other, self._binding)
            self._pdf.pages.extend(other.pages)
            tree = self._pdf.copy_foreign(other.Root.StructTreeRoot)
            outline = other.Root.get(Name.Outlines)
            self._mark(
                part.title, start, None if outline is None else self._pdf.copy_foreign(outline)
            )
        self._tag(tree, part.title, f"{place}-")
        return self._pdf.pages[start]

    def close(self) -> None:
        """Write what was kept."""
        root, tree = self._pdf.Root, self._tree
        numbered = [one for pair in self._parents for one in pair]
        tree.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(numbered)))
        tree.ParentTreeNextKey = self._next
        if self._ids:
            named = [one for name in sorted(self._ids) for one in (String(name), self._ids[name])]
            limits = Array([named[0], named[-2]])
            leaf = self._pdf.make_indirect(Dictionary(Limits=limits, Names=Array(named)))
            tree.IDTree = Dictionary(Kids=Array([leaf]))
        outline = self._pdf.make_indirect(Dictionary(Type=Name.Outlines))
        _hang(outline, self._bookmarks)
        outline.Count = sum(1 + max(0, int(one.get(Name.Count, 0))) for one in self._bookmarks)
        root.Outlines = outline

    def _tag(self, tree: Any, title: str, prefix: str) -> None:
        """Hang a tree of tags into that of the whole."""
        for element in _listed(tree.K):
            element.S, element.T, element.P = Name.Part, String(title), self._document
            self._document.K.append(element)
        for role, stands_for in tree.get(Name.RoleMap, Dictionary()).items():
            self._tree.RoleMap[role] = stands_for
        self._parents += (
            (key + self._next, one) for key, one in NumberTree(tree.ParentTree).items()
        )
        self._next += int(tree.ParentTreeNextKey)
        if "/IDTree" in tree:
            for element in _elements(tree):
                _rename(element, prefix)
                if "/ID" in element:
                    self._ids[str(element.ID)] = element

    def _mark(self, title: str, page: int, outline: Any) -> None:
        """Add a bookmark, closed, with those of the part below it."""
        place = Array([self._pdf.pages[page].obj, Name.Fit])
        bookmark = self._pdf.make_indirect(Dictionary(Title=String(title), Dest=place))
        if below := list(_siblings(outline)):
            _hang(bookmark, below)
            bookmark.Count = -len(below)
        self._bookmarks.append(bookmark)


def _listed(kids: Any) -> list[Any]:
    """Return what may stand alone or in an array as a list."""
    return list(kids) if isinstance(kids, Array) else [kids]


def _siblings(outline: Any) -> Iterator[Any]:
    """Yield the bookmarks directly below one, or below the root."""
    one = None if outline is None else outline.get(Name.First)
    while one is not None:
        yield one
        one = one.get(Name.Next)


def _hang(above: Any, bookmarks: list[Any]) -> None:
    """Chain bookmarks and hang them below another."""
    above.First, above.Last = bookmarks[0], bookmarks[-1]
    for at, one in enumerate(bookmarks):
        one.Parent = above
        for name, other in ((Name.Prev, at - 1), (Name.Next, at + 1)):
            if 0 <= other < len(bookmarks):
                one[name] = bookmarks[other]
            elif name in one:
                del one[name]


def _name_places(pdf: Pdf) -> None:
    """Let links and bookmarks lead to their places themselves: names are of one file only."""
    names = pdf.Root.get(Name.Names, Dictionary()).get(Name.Dests)
    if names is None:
        return
    places = dict(NameTree(names).items())
    annotations = (one for page in pdf.pages for one in page.get(Name.Annots, ()))
    for one in (*annotations, *_every(pdf.Root.get(Name.Outlines))):
        if isinstance(one.get(Name.Dest), String):
            one.Dest = places[str(one.Dest)]


def _every(outline: Any) -> Iterator[Any]:
    """Yield all bookmarks below one."""
    for one in _siblings(outline):
        yield one
        yield from _every(one)


def _shift(pdf: Pdf, by: int) -> None:
    """Give the pages and links of a part the keys by which the tree of the whole finds them."""
    for page in pdf.pages:
        if "/StructParents" in page:
            page.StructParents = int(page.StructParents) + by
        for one in page.get(Name.Annots, ()):
            if "/StructParent" in one:
                one.StructParent = int(one.StructParent) + by


def _bind(pdf: Pdf, by: float) -> None:
    """Move what is on pages to the right on fronts, to the left on backs, by so many points."""
    for at, page in enumerate(pdf.pages if by else ()):
        left, low, right, high = map(float, page.mediabox)
        moved = by if at % 2 else -by
        page.mediabox = Array([left + moved, low, right + moved, high])


def _elements(tree: Any) -> Iterator[Any]:
    """Yield all elements of a tree of tags."""
    waiting = _listed(tree.K)
    while waiting:
        element = waiting.pop()
        yield element
        kids = _listed(element.get(Name.K, Array()))
        waiting += [one for one in kids if isinstance(one, Dictionary) and "/S" in one]


def _rename(element: Any, prefix: str) -> None:
    """Set a prefix before the id of an element and before those of the heads of its cell."""
    if "/ID" in element:
        element.ID = String(prefix + str(element.ID))
    for attributes in _listed(element.get(Name.A, Array())):
        if isinstance(attributes, Dictionary) and "/Headers" in attributes:
            heads = [String(prefix + str(one)) for one in _listed(attributes.Headers)]
            attributes.Headers = Array(heads)


def _lead_to_parts(pdf: Pdf, begins: list[Page]) -> None:
    """Let the links that name a part lead to its first page."""
    for page in pdf.pages:
        for one in page.get(Name.Annots, ()):
            address = str(one.get(Name.A, Dictionary()).get(Name.URI, ""))
            if address.startswith(_TO_A_PART):
                begin = begins[int(address.removeprefix(_TO_A_PART))]
                one.Dest = Array([begin.obj, Name.Fit])
                del one[Name.A]
