"""Where a text names a value that was written down before, a sheet to fill in has a line."""

from dataclasses import replace

from sop_handbook.language.mentions import with_readings
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.model.texts import map_texts

_LINE = "____"


def with_blanks(told: ResolvedStep) -> ResolvedStep:
    """Return a step in whose texts a short line stands behind each value that they name."""
    step = map_texts(
        told.step, lambda text: with_readings(text, lambda part: f"{part.reads}{_LINE}")
    )
    return told if step is told.step else replace(told, step=step)
