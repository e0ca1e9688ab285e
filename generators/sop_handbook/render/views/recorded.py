"""Texts that name a value written down earlier lead to the step where it is written down."""

from sop_handbook.model import Procedure, ReadingMention, Text
from sop_handbook.model.basics import TextPart
from sop_handbook.model.texts import map_texts
from sop_handbook.render.views.links import Pages
from sop_handbook.templating.markdown import ReadingLink


def with_links(procedure: Procedure, pages: Pages) -> Procedure:
    """Return a procedure that says the same, its mentions of readings as links; itself if none."""
    step_of = {reading.id: step.id for step in procedure.steps for reading in step.readings}

    def part(part: TextPart) -> TextPart:
        if not isinstance(part, ReadingMention) or part.reading not in step_of:
            return part
        href = pages.step(procedure, step_of[part.reading]).href
        return ReadingLink(part.reading, part.label, part.place, href=href)

    return map_texts(
        procedure, lambda text: Text(tuple(map(part, text.parts))) if text.readings else text
    )
