"""A source with its next revision: the number raised, an entry put on top of its history."""

import re
from collections.abc import Mapping
from textwrap import dedent, indent
from typing import Any

from sop_handbook.adapters.source import Source
from sop_handbook.adapters.yaml_file import parse, remarks
from sop_handbook.sources.format.emit import emit
from sop_handbook.sources.format.outline import BREAK, Outline

_FIRST = ("changes", 0)
_NUMBER = re.compile(r"""(["']?)[0-9]+\1""")


def bumped(text: str, source: Source, entry: Mapping[str, Any]) -> str | None:
    """Return `text`, read as `source`, with the revision of an entry and the entry itself on top.

    `entry` holds texts and lists of texts, as a source does. All else stays as it is written;
    None when that cannot be had, or the source has no revision or no history.
    """
    outline = Outline(text, source)
    if _FIRST not in outline.places or ("revision",) not in source.values:
        return None
    starts = [0, *(found.end() for found in BREAK.finditer(text))]
    line, column = source.values["revision",]
    at = starts[line - 1] + column - 1
    raised = text[:at] + _NUMBER.sub(str(entry["revision"]), text[at:], count=1)
    shift = len(raised) - len(text)
    line, column = outline.places[_FIRST]
    if ("changes",) in outline.inline:
        spot = starts[line - 1] + column - 1
        new = emit(dict(entry), [()], [("revision",)]).strip() + ", "
    else:
        spot = starts[line - 1]
        block = emit([dict(entry)], [(0, "steps"), (0, "roles")], [(0, "revision")])
        new = indent(dedent(block), " " * (outline.margin(_FIRST) - 1))
        new = new.replace("\n", "\r\n") if "\r\n" in text else new
    spot += shift if spot > at else 0
    result = raised[:spot] + new + raised[spot:]
    return result if _only_that(text, source, result, entry) else None


def _only_that(text: str, source: Source, result: str, entry: Mapping[str, Any]) -> bool:
    """Whether the result says what the text did, but for the revision and the entry."""
    again = parse(result, source.file)[0]
    changes = [dict(entry), *source.data["changes"]]
    wanted = {**source.data, "revision": entry["revision"], "changes": changes}
    return again is not None and again.data == wanted and _words(result) == _words(text)


def _words(text: str) -> list[str]:
    return sorted(words for _, _, words, _ in remarks(text))
