"""What may harm, what to have at hand and what to measure, as plain JSON."""

from collections.abc import Iterable
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.language.values import figure, reads
from sop_handbook.model import Before, Hazard, Reading, Standard
from sop_handbook.model.before import TICKED, gravest_first

BOUNDS = {"at_least": "ge", "above": "gt", "at_most": "le", "below": "lt"}

Json = dict[str, Any]  # plain data, as JSON can hold it


def before_json(before: Before | None) -> Json | None:
    """Return what holds before the first step, every list there; None if nothing does."""
    if before is None:
        return None
    lists = {name: [str(text) for text in getattr(before, name)] for name in TICKED}
    return {"hazards": hazards_json(before.hazards), **lists}


def hazards_json(hazards: Iterable[Hazard]) -> list[Json]:
    """Return hazards, the gravest first."""
    return [
        {
            "level": item.level,
            "text": str(item.text),
            "avoid": str(item.avoid) if item.avoid else None,
        }
        for item in gravest_first(tuple(hazards))
    ]


def reading_json(reading: Reading, messages: Messages) -> Json:
    """Return a value to write down, its limits in words and each bound as a number."""
    outside = reading.outside
    return {
        "id": reading.id,
        "label": reading.label,
        "kind": reading.kind,
        "unit": reading.unit,
        "decimals": reading.decimals,
        "limit": "、".join(reads(value, messages) for value in reading.limits) or None,
        "bounds": list(_bounds(reading)),
        "options": [str(option) for option in reading.options],
        "personal": reading.personal,
        "outside": {"do": str(outside.do), "go": outside.go} if outside else None,
    }


def standard_json(standard: Standard, messages: Messages) -> Json:
    """Return a measurable requirement."""
    return {
        "metric": standard.metric,
        "text": reads(standard.value, messages),
        "value": standard.value.literal,
        "relation": standard.value.op,
        "how": str(standard.how) if standard.how else None,
        "steps": list(standard.steps),
    }


def _bounds(reading: Reading) -> Iterable[Json]:
    for name, relation in BOUNDS.items():
        value = getattr(reading, name)
        if value is not None:
            number = None if reading.kind == "time" else figure(value.literal)
            yield {"relation": relation, "value": value.literal, "number": _plain(number)}


def _plain(number: Any) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)
