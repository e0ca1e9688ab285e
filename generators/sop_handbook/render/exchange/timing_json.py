"""Time limits, how often, and what is done again, as plain JSON."""

from collections.abc import Iterable
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.language.schedules import DAYS, LAST, Schedule, schedule_of
from sop_handbook.language.values import anchor_reads, iso_duration, reads
from sop_handbook.model import Value
from sop_handbook.model.timing import Repeat

Json = dict[str, Any]


def limit_json(value: Value | None, messages: Messages) -> Json | None:
    """Return a time limit with the moment that it counts from; None if there is none."""
    if value is None:
        return None
    return {
        "text": reads(value, messages),
        "value": value.literal,
        "relation": value.op,
        "duration": iso_duration(value.literal),
        "since": _since(value, messages),
    }


def schedule_json(values: Iterable[Value], messages: Messages) -> list[Json]:
    """Return how often something is done, one object a value."""
    return [
        {
            "text": reads(value, messages),
            "value": value.literal,
            **_parts(schedule_of(value.literal) or Schedule()),
        }
        for value in values
    ]


def repeat_json(repeat: Repeat | None) -> Json | None:
    """Return how often a step is done again; None if it is not."""
    if repeat is None:
        return None
    return {
        "times": repeat.times,
        "for_each": str(repeat.for_each) if repeat.for_each else None,
        "most": repeat.most,
        "then": repeat.then,
    }


def _since(value: Value, messages: Messages) -> Json | None:
    anchor = value.anchor
    if anchor:
        said = anchor_reads(anchor, messages)
        return {"text": said, "step": anchor.step, "at": anchor.at, "visit": anchor.visit}
    if value.since:
        return {"text": str(value.since), "step": None, "at": None, "visit": None}
    return None


def _parts(schedule: Schedule) -> Json:
    number, unit = schedule.every or (None, None)
    return {
        "period": schedule.period or None,
        "count": schedule.count if schedule.period else None,
        "every": {"number": number, "unit": unit} if unit else None,
        "days": [DAYS[day] for day in schedule.days],
        "dates": ["last" if one == LAST else one for one in schedule.dates],
        "times": list(schedule.times),
    }
