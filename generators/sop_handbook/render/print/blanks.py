"""Where a text names a value that was written down before, a sheet has a line for it."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from sop_handbook.model import Text
from sop_handbook.model.basics import ReadingMention
from sop_handbook.model.resolved import ResolvedStep

_LINE = "____"


def with_blanks(told: ResolvedStep) -> ResolvedStep:
    """Return a step in whose texts a short line stands behind each value that they name."""
    step = _filled(told.step)
    return told if step == told.step else replace(told, step=step)


def _filled(value: Any) -> Any:
    if isinstance(value, Text):
        return _with_lines(value) if value.readings else value
    if isinstance(value, tuple):
        return tuple(map(_filled, value))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: getattr(value, one.name) for one in fields(value)}
        changed = {name: new for name, part in parts.items() if (new := _filled(part)) is not part}
        return replace(value, **changed) if changed else value
    return value


def _with_lines(text: Text) -> Text:
    return Text(
        tuple(
            f"{part.reads}{_LINE}" if isinstance(part, ReadingMention) else part
            for part in text.parts
        )
    )
