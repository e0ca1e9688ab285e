"""A source with one more item in one of its lists, such as another picture of a step."""

from collections.abc import Mapping
from copy import deepcopy
from textwrap import dedent, indent
from typing import Any

from sop_handbook.adapters.source import KeyPath, Source
from sop_handbook.adapters.yaml_file import parse, remarks
from sop_handbook.sources.format.emit import emit
from sop_handbook.sources.format.outline import BREAK, Outline, parts


def with_item(
    text: str, source: Source, owner: KeyPath, key: str, item: Mapping[str, Any]
) -> str | None:
    """Return `text`, read as `source`, with an item at the end of a list that `owner` has as `key`.

    The list is begun if there is none; `item` holds texts. All else stays as it is written; None
    when that cannot be had, as where the list or what holds it stands in brackets.
    """
    outline = Outline(text, source)
    listed = (*owner, key)
    if any(path in outline.inline for path in parts(listed)):
        return None
    whole = listed if listed in outline.places else owner
    margin, end = outline.extent(whole) if whole else (1, len(outline.lines))
    lines = text.splitlines(keepends=True) if _plain(text) else None
    if lines is None:
        return None
    while end > 0 and not _says(lines[end - 1] if end <= len(lines) else ""):
        end -= 1
    if whole == listed:
        block = emit([dict(item)], [(0,)], ())
    else:
        block = emit({key: [dict(item)]}, [(key, 0)], ())
    ending = "\r\n" if "\r\n" in text else "\n"
    new = indent(dedent(block), " " * (margin - 1)).replace("\n", ending)
    before = "".join(lines[:end])
    before += "" if before.endswith(ending) or not before else ending
    result = before + new + "".join(lines[end:])
    return result if _only_that(text, source, result, (listed, item)) else None


def item_text(key: str, item: Mapping[str, Any]) -> str:
    """Return the lines that say an item of a list, for people to paste."""
    return emit({key: [dict(item)]}, [(key, 0)], ())


def _plain(text: str) -> bool:
    """Tell whether its lines end as everybody's do; the rare ways are left to people."""
    return len(BREAK.split(text)) == text.count("\n") + 1


def _says(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and not bare.startswith("#")


def _only_that(
    text: str, source: Source, result: str, added: tuple[KeyPath, Mapping[str, Any]]
) -> bool:
    """Whether the result says what the text did, and the item."""
    again = parse(result, source.file)[0]
    (*owner, key), item = added
    wanted = deepcopy(source.data)
    home: Any = wanted
    for part in owner:
        home = home[part]
    home[key] = [*home.get(key, []), dict(item)]
    return again is not None and again.data == wanted and _words(result) == _words(text)


def _words(text: str) -> list[str]:
    return sorted(words for _, _, words, _ in remarks(text))
