"""How the chapters of a book are laid out: each is measured without the book, before it is set."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sop_handbook.language.segments import strings
from sop_handbook.typesetting.sheet import Sheet

_BOOK, _BOOKLET, _CHAPTER = "handbook.typ", "booklet.typ", "chapters.typ"
_UNDATED = date(2000, 1, 1)  # nothing is published of what is measured
_OF_BOOK = ("brand", "parts")  # what no chapter shows
_DRAWN = ("svg", "spots")  # how large a diagram is matters, not what it shows


def chapters_of(book: Sheet) -> Iterator[tuple[str, Sheet]]:
    """Yield the chapters of a book to be measured, by procedure or `family/id`; of others, none.

    A sheet of these says nothing else of its book but which of the procedures it leads to are held
    there, so what was found serves other volumes, too, and the next one where others changed.
    """
    chapters = list(_chapters(book))
    held = {chapter["id"] for chapter in chapters if "id" in chapter}
    for chapter in chapters:
        key = f"family/{chapter['family']}" if "family" in chapter else chapter["id"]
        data = _alone(key, chapter, sorted(held & set(_led_to(chapter))), book)
        yield key, Sheet(template=_CHAPTER, data=data, dated=_UNDATED, duplex=False)


def _chapters(book: Sheet) -> Iterator[Mapping[str, Any]]:
    content = book.data["content"]
    if book.template == _BOOKLET:
        yield content["procedure"]
    elif book.template == _BOOK:
        yield from (chapter for part in content["parts"] for chapter in part["chapters"])


def _led_to(content: Any) -> Iterator[str]:
    """Yield the procedures that some content leads to."""
    if isinstance(content, Mapping):
        yield content.get("leads_to", "").partition("/")[0]
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from _led_to(part)


def _alone(key: str, chapter: Mapping[str, Any], known: list[str], book: Sheet) -> dict[str, Any]:
    """Return the data of a chapter; `known` are the ids of procedures that its book holds, too."""
    edition = book.data["edition"]
    today = {name: said for name, said in edition["notices_of"].items() if name == key}
    pictures = [
        {name: value for name, value in sheet.items() if name not in _DRAWN}
        for sheet in book.data["pictures"][key]
    ]
    shared = {name: value for name, value in book.data.items() if name not in _OF_BOOK}
    named = set(strings(chapter))
    photos = {name: one for name, one in book.data["photos"].items() if name in named}
    addresses = {name: name for name in edition["addresses"] if name and name in named}
    return {
        **shared,
        "photos": photos,
        "content": {"title": "", "whole": True, "index": [], "chapter": chapter, "known": known},
        "pictures": {key: pictures},
        "edition": {
            "code": "",
            "notices": (),
            "notices_of": today,
            "standing": "",
            "addresses": addresses,
            "links": [link for link in edition["links"] if link in named],
        },
    }


def with_layouts(book: Sheet, laid: Mapping[str, Any]) -> Sheet:
    """Return a book that knows what was found for each of `chapters_of`, by their keys."""
    return replace(book, data={**book.data, "laid": laid}) if laid else book
