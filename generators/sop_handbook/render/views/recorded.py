"""Texts that name a value written down earlier lead to the step where it is written down."""

from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from typing import Any

from sop_handbook.model import Procedure, ReadingMention, Text
from sop_handbook.model.texts import iter_texts, keys_of
from sop_handbook.render.views.links import Pages
from sop_handbook.templating.markdown import ReadingLink


def with_links(procedure: Procedure, pages: Pages) -> Procedure:
    """Return a procedure that says the same, its mentions of readings as links; itself if none."""
    if not any(text.readings for _, text in iter_texts(procedure)):
        return procedure
    where = {
        reading.id: pages.step(procedure, step.id).href
        for step in procedure.steps
        for reading in step.readings
    }
    linked: Procedure = _linked(procedure, where)
    return linked


def _linked(value: Any, where: Mapping[str, str]) -> Any:
    if isinstance(value, Text):
        return Text(tuple(_part(part, where) for part in value.parts)) if value.readings else value
    if isinstance(value, tuple):
        return tuple(_linked(one, where) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    named = ((name, getattr(value, name)) for name, _ in keys_of(type(value)))
    return replace(value, **{name: _linked(one, where) for name, one in named})


def _part(part: Any, where: Mapping[str, str]) -> Any:
    if isinstance(part, ReadingMention) and part.reading in where:
        return ReadingLink(part.reading, part.label, where[part.reading])
    return part
