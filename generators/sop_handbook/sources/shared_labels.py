"""Readings of one procedure with the same label are told apart where a text names them."""

from collections import Counter
from dataclasses import replace

from sop_handbook.language.messages import Messages
from sop_handbook.model import Procedure, ReadingMention, Text
from sop_handbook.model.basics import TextPart
from sop_handbook.model.numbering import numbers
from sop_handbook.model.texts import map_texts


def told_apart(procedure: Procedure, messages: Messages) -> Procedure:
    """Return a procedure whose texts say of which step a reading is that shares its label.

    Of several in one step they say which one it is.
    """
    labels = Counter(reading.label for step in procedure.steps for reading in step.readings)
    if not any(count > 1 for count in labels.values()):
        return procedure
    shared = {label for label, count in labels.items() if count > 1}
    places = _places(procedure, shared, messages)

    def part(part: TextPart) -> TextPart:
        if not isinstance(part, ReadingMention) or part.reading not in places:
            return part
        return replace(part, place=places[part.reading])

    return map_texts(
        procedure, lambda text: Text(tuple(map(part, text.parts))) if text.readings else text
    )


def _places(procedure: Procedure, shared: set[str], messages: Messages) -> dict[str, str]:
    found, number = dict[str, str](), numbers(procedure)
    for step in procedure.steps:
        alike = Counter(reading.label for reading in step.readings)
        for nth, reading in enumerate(step.readings, 1):
            if reading.label in shared:
                at = {"number": number[step.id]}
                found[reading.id] = (
                    messages("page.read-at-as", **at, nth=nth)
                    if alike[reading.label] > 1
                    else messages("page.read-at", **at)
                )
    return found
