"""Where a text names a value that was written down before: what stands there for who only reads it.

On a sheet that is read and not filled in, the name alone would read as a slip: `改回副本数`.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook, Procedure, Text
from sop_handbook.model.basics import ReadingMention
from sop_handbook.model.numbering import numbers
from sop_handbook.model.texts import iter_texts, map_texts


def quoting(handbook: Handbook, shown: Iterable[Procedure]) -> Handbook:
    """Return a handbook in which procedures quote each value that a text names, with its step.

    `“副本数”（第1步记的）`. Only those that are `shown` do; it is itself if none names any.
    """
    named = {
        one.id: _quoting(one, handbook.language)
        for one in shown
        if any(text.readings for _, text in iter_texts(one))
    }
    return replace(handbook, procedures={**handbook.procedures, **named}) if named else handbook


def _quoting(procedure: Procedure, language: str) -> Procedure:
    number = numbers(procedure)
    where = {one.id: number[step.id] for step in procedure.steps for one in step.readings}

    def quoted(part: ReadingMention) -> str:
        if part.reading not in where:
            return part.reads
        return messages(language)("print.noted-at", label=part.label, number=where[part.reading])

    return map_texts(procedure, lambda text: with_readings(text, quoted))


def with_readings(text: Text, told: Callable[[ReadingMention], str]) -> Text:
    """Return a text in which something stands for each reading that it names."""
    if not text.readings:
        return text
    return Text(tuple(told(p) if isinstance(p, ReadingMention) else p for p in text.parts))
