"""Texts that name readings, in the data of runs: each is known from others that read the same.

Scripts know such a text by how it reads. So while the data are written it stands between marks, by
which it is found, in longer words, too; where something that names nothing, or something else,
reads the same, word joiners at its end, which nobody sees, tell them apart.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sop_handbook.model import Procedure, Text
from sop_handbook.model.texts import iter_texts, map_texts
from sop_handbook.render.run_parts import pieces

_MARK = re.compile("\0[0-9]+\0")  # no source can hold that sign
_MARKED = re.compile("(\0[0-9]+\0).*?\\1", re.DOTALL)
_JOINER = "\u2060"

Json = dict[str, Any]


def without_marks(text: str) -> str:
    """Return a text as readers see it."""
    return _MARK.sub("", text)


class Mentions:
    """The texts of a procedure that name readings."""

    def __init__(self, procedure: Procedure) -> None:
        found = (text for _, text in iter_texts(procedure) if text.readings)
        self._marks = {text: f"\0{at}\0" for at, text in enumerate(dict.fromkeys(found))}
        self._texts = {mark: text for text, mark in self._marks.items()}

    def marked(self, procedure: Procedure) -> Procedure:
        """Return the procedure with these texts between marks; itself if there are none."""
        return map_texts(procedure, self._marked)

    def _marked(self, text: Text) -> Text:
        mark = self._marks.get(text)
        return Text((mark, *text.parts, mark)) if mark else text

    def settle(self, content: Json) -> Json:
        """Return the data of a marked procedure without marks, with the texts as `mentions`."""
        if not self._texts:
            return content
        found = list(_strings(content))
        taken = {one for one in found if not _MARK.search(one)}
        keys = dict[str, str]()
        own = (str(self._marked(text)) for text in self._marks)
        for marked in dict.fromkeys([*own, *(one for one in found if _MARK.search(one))]):
            key = without_marks(marked)
            while key in taken:
                key += _JOINER
            taken.add(key)
            keys[marked] = key
        settled: Json = _replaced(content, lambda one: keys.get(one, one))
        return settled | {"mentions": {key: self._pieces(one) for one, key in keys.items()}}

    def _pieces(self, marked: str) -> list[list[str]]:
        """Return the pieces of words that hold such texts."""
        found, at = list[list[str]](), 0
        for one in _MARKED.finditer(marked):
            before = marked[at : one.start()]
            found += [*([[before]] if before else []), *pieces(self._texts[one[1]])]
            at = one.end()
        return [*found, [marked[at:]]] if marked[at:] else found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _replaced(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _replaced(one, change) for key, one in value.items()}
    return [_replaced(one, change) for one in value] if isinstance(value, list | tuple) else value
