"""Texts that name readings, in the data of runs: each is known from others that read the same.

Scripts know such a text by how it reads. So while the data are written it has a mark, by which its
places are found; where a text that names nothing, or something else, reads the same, word joiners
at its end, which nobody sees, tell them apart.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sop_handbook.model import Procedure, Text
from sop_handbook.model.texts import iter_texts, map_texts
from sop_handbook.render.run_parts import pieces

_MARK = re.compile("\0[0-9]+\0")  # no source can hold that sign
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
        self._texts = {str(self._marked(text)): text for text in self._marks}

    def marked(self, procedure: Procedure) -> Procedure:
        """Return the procedure with a mark in each of these texts; itself if there are none."""
        return map_texts(procedure, self._marked)

    def _marked(self, text: Text) -> Text:
        return Text((*text.parts, self._marks[text])) if text in self._marks else text

    def settle(self, content: Json) -> Json:
        """Return the data of a marked procedure without marks, with the texts as `mentions`."""
        if not self._texts:
            return content
        taken = {without_marks(one) for one in _strings(content) if one not in self._texts}
        keys = dict[str, str]()
        for mark, text in self._texts.items():
            key = str(text)
            while key in taken:
                key += _JOINER
            taken.add(key)
            keys[mark] = key
        settled: Json = _replaced(content, lambda one: keys.get(one) or without_marks(one))
        return settled | {"mentions": {keys[m]: pieces(text) for m, text in self._texts.items()}}


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
