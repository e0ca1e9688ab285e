"""What carrying out a procedure asks for: things at hand, values, answers to checks."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.language.values import figure, reads
from sop_handbook.language.wording import role_name, target_name
from sop_handbook.model import Before, Check, Checklist, Hazard, Procedure, Reading, Step, Value
from sop_handbook.model.before import TICKED, gravest_first
from sop_handbook.model.resolved import Ref, ResolvedProcedure, ResolvedStep

CHOICE = ":choice"  # the id of what was chosen at a step with choices; no author can write it

Json = dict[str, Any]


def hazards_json(hazards: tuple[Hazard, ...], messages: Messages) -> list[Json]:
    """Return hazards, the gravest first, each with the `word` of its `level`."""
    return [
        {
            "level": one.level,
            "word": messages(f"page.levels.{one.level}"),
            "text": str(one.text),
            **({"avoid": str(one.avoid)} if one.avoid else {}),
        }
        for one in gravest_first(hazards)
    ]


def before_json(before: Before, messages: Messages) -> Json:
    """Return what stands before the first step: `hazards`, and `parts` with `items` to tick."""
    parts = [
        {
            "part": name,
            "label": messages(f"page.before-parts.{name}"),
            "items": [str(item) for item in getattr(before, name)],
        }
        for name in TICKED
        if getattr(before, name)
    ]
    found = {"hazards": hazards_json(before.hazards, messages), "parts": parts}
    return {key: value for key, value in found.items() if value}


def readings_json(told: ResolvedStep, messages: Messages) -> list[Json]:
    """Return the values to write down at a step; what is chosen of its choices is the first.

    Bounds are `low` and `high`, of the value itself, in minutes of a time of day; with `low_out`
    or `high_out` the bound itself is out. A time of day whose `low` is later than its `high` runs
    over midnight: it is within from `low` to the end of the day and from its start to `high`.
    """
    step = told.step
    return [
        *([_chosen(step, messages)] if step.flexibility == "choice" and step.choices else []),
        *(
            _filled(
                {
                    **_described(one.reading, messages),
                    **_bounds(one.reading),
                    "go": one.go.id if one.go else None,
                    "then": target_name(one.go, messages) if one.go else None,
                }
            )
            for one in told.readings
        ),
    ]


def _chosen(step: Step, messages: Messages) -> Json:
    label = messages("page.chosen")
    return {"id": CHOICE, "label": label, "kind": "choice", "options": list(map(str, step.choices))}


def _described(reading: Reading, messages: Messages) -> Json:
    return {
        "id": reading.id,
        "label": reading.label,
        "kind": reading.kind,
        "unit": reading.unit,
        "decimals": reading.decimals,
        "limit": "，".join(reads(value, messages) for value in reading.limits),
        "options": list(map(str, reading.options)),
        "personal": reading.personal or None,
        "do": str(reading.outside.do) if reading.outside else None,
    }


def _bounds(reading: Reading) -> Json:
    """Return its bounds as numbers; one that is no number, such as 看情况, binds no script."""
    low, high = reading.at_least or reading.above, reading.at_most or reading.below
    return {
        "low": _number(reading, low),
        "low_out": bool(low and low is reading.above) or None,
        "high": _number(reading, high),
        "high_out": bool(high and high is reading.below) or None,
    }


def _number(reading: Reading, limit: Value | None) -> float | int | None:
    found = figure(limit.literal) if limit else None
    if found is None:
        return None
    if reading.kind == "time":
        return round(found * 60)
    return int(found) if found == found.to_integral_value() else float(Decimal(found))


def checks_json(told: ResolvedProcedure, roles: Mapping[str, Ref], messages: Messages) -> Json:
    """Return the checklists with answers by the id of the step at which people stop for them.

    Each has its `pause` and `items`: `text`, `asks` (who says it), `answers`, `na`, and `critical`
    for a critical key point.
    """
    found: Json = {}
    for own in told.procedure.checklists:
        if any(one.asks or one.answers or one.na for one in own.items):
            items = [item for one in own.items for item in _items(one, told, roles, messages)]
            met = {"pause": str(own.pause_point), "items": items}
            found.setdefault(_place(own, told.procedure), []).append(met)
    return found


def _place(own: Checklist, procedure: Procedure) -> str:
    """Return the last of the steps that a checklist names; without one, the last before an end."""
    named = {one.step for one in own.items}
    ends = {end.id for end in procedure.ends}
    steps = procedure.steps
    at = [step for step in steps if step.id in named] or [one for one in steps if one.next in ends]
    return (at or steps)[-1].id


def _items(
    check: Check, told: ResolvedProcedure, roles: Mapping[str, Ref], messages: Messages
) -> Iterator[Json]:
    """Yield one thing to confirm, and the critical key points of the step that it names."""
    asks = role_name(roles[check.asks], messages) if check.asks else None
    step = told.step(check.step).step if check.step else None
    text = check.check or (step and (step.done_when or step.title))
    answers = list(map(str, check.answers))
    yield _filled({"text": str(text), "asks": asks, "answers": answers, "na": check.na or None})
    for point in step.key_points if step else ():
        if point.critical:
            yield _filled({"text": str(point.text), "asks": asks, "critical": True})


def _filled(content: Json) -> Json:
    return {key: value for key, value in content.items() if value not in (None, [], "")}
