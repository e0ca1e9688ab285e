"""Where a text names a value that was written down before, a sheet has a line for it."""

from dataclasses import replace

from sop_handbook.model import Text
from sop_handbook.model.basics import ReadingMention
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.model.texts import map_texts

_LINE = "____"


def with_blanks(told: ResolvedStep) -> ResolvedStep:
    """Return a step in whose texts a short line stands behind each value that they name."""
    step = map_texts(told.step, lambda text: _with_lines(text) if text.readings else text)
    return told if step is told.step else replace(told, step=step)


def _with_lines(text: Text) -> Text:
    return Text(
        tuple(
            f"{part.reads}{_LINE}" if isinstance(part, ReadingMention) else part
            for part in text.parts
        )
    )
