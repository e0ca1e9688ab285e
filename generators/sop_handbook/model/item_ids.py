"""The ids of what a step or a procedure lists: actions, key points, phrases, exceptions.

Ticks, questions and translations hang on them. An author may write one; all others are made of
the text, so that an item keeps its id when it moves and gets another one when it is reworded.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence

from sop_handbook.model.basics import Text, as_written
from sop_handbook.model.procedure import ExceptionRule
from sop_handbook.model.step_parts import Action, KeyPoint, Phrase

Item = Action | KeyPoint | Phrase | ExceptionRule

_DIGITS = 8  # hexadecimal; two texts of one step are equal by chance once in 10^8 steps


def item_ids(items: Sequence[Item]) -> tuple[str, ...]:
    """Return an id for every item of one list, in its order; no two are equal.

    A second item with the same text gets `~2` behind its id, a third one `~3`.
    """
    seen: Counter[str] = Counter()
    found = []
    for item in items:
        name = item.id or derived_id(_text(item))
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}~{seen[name]}")
    return tuple(found)


def derived_id(text: Text) -> str:
    """Return the id that a text gives: spaces and the width of signs do not matter.

    A quantity or a reading counts by its own id, so that an item outlives another number. The id is
    the beginning of a hash, 8 hexadecimal digits.
    """
    parts = map(as_written, text.parts)
    plain = "".join(unicodedata.normalize("NFKC", "".join(parts)).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:_DIGITS]


def _text(item: Item) -> Text:
    if isinstance(item, Action):
        return Text((*item.do.parts, item.run)) if item.run else item.do
    if isinstance(item, KeyPoint):
        return item.text
    return item.say if isinstance(item, Phrase) else item.when
