"""What carrying out a procedure asks for: things at hand, values, answers to checks."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.language.values import figure, reads
from sop_handbook.language.wording import role_name, target_name
from sop_handbook.model import (
    Before,
    Check,
    Checklist,
    Handbook,
    Hazard,
    Procedure,
    Reading,
    Step,
    Value,
    routes,
)
from sop_handbook.model.before import TICKED, gravest_first
from sop_handbook.model.flow import links, reached_from, usual
from sop_handbook.model.resolved import Ref, ResolvedProcedure, ResolvedStep
from sop_handbook.render.base import Context
from sop_handbook.render.views.links import Pages
from sop_handbook.render.views.rehearsed import drills_of
from sop_handbook.render.views.seldom import is_seldom

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
    for a critical key point; and `of`, the ids of the steps that it is about, where a run may do
    some of them and come past none at which it is asked.
    """
    found: Json = {}
    for own in told.procedure.checklists:
        if _confirmed(own):
            items = [item for one in own.items for item in _items(one, told, roles, messages)]
            met = {"pause": str(own.pause_point), "items": items}
            places = CheckPlaces(own, told.procedure)
            for name in places.asked:
                found.setdefault(name, []).append(met | ({"of": places.of} if places.of else {}))
    return found


def asks(procedure: Procedure) -> bool:
    """Tell whether carrying it out asks for anything beside doing it."""
    steps = any(step.readings or step.choices or step.repeat for step in procedure.steps)
    return bool(procedure.before or steps or any(map(_confirmed, procedure.checklists)))


def _confirmed(own: Checklist) -> bool:
    return any(one.asks or one.answers or one.na for one in own.items)


class CheckPlaces:
    """Where a checklist is asked: at the last of its steps, whichever way a run goes.

    `of` are its steps, those it names or else those after which work is done; `asked` those from
    which none of the others can still be reached. Where no order is set, the last one is known
    only when it comes: then it is every one, and `of` lets the run tell, as it does where a way
    leads from one of them past all others to an end.
    """

    def __init__(self, own: Checklist, procedure: Procedure) -> None:
        named = {one.step for one in own.items if one.step} or _last(procedure)
        self._on = _onward(procedure)
        self._ends = {end.id for end in procedure.ends}
        steps = [step.id for step in procedure.steps if step.id in named]
        unset = procedure.order == "any" and len(steps) > 1
        self.asked = [name for name in steps if unset or not self._after(name) & named]
        passed = not unset and self._passes(set(steps) - set(self.asked))
        self.of = steps if unset or passed else []

    def _after(self, name: str) -> set[str]:
        return reached_from(self._on.get(name, ()), self._on)

    def _passes(self, others: set[str]) -> bool:
        """Tell whether an end can be reached from one of them without being asked."""
        open_ = {name: there for name, there in self._on.items() if name not in self.asked}
        return bool(reached_from(others, open_) & self._ends)


def _onward(procedure: Procedure) -> dict[str, list[str]]:
    """Return the usual ways; those back to an earlier step, to do it again, do not count."""
    place = {step.id: number for number, step in enumerate(procedure.steps)}
    ways = usual(procedure)
    return links(way for way in ways if place.get(way.target, len(place)) > place[way.source])


def _last(procedure: Procedure) -> set[str]:
    """Return the steps after which work is done; all, where no order is set or none is written."""
    ends = {end.id for end in procedure.ends}
    ways = usual(procedure) if procedure.order == "sequence" else []
    found = {way.source for way in ways if way.target in ends and way.answer is None}
    return found or {step.id for step in procedure.steps}


def _items(
    check: Check, told: ResolvedProcedure, roles: Mapping[str, Ref], messages: Messages
) -> Iterator[Json]:
    """Yield one thing to confirm, and the critical key points of the step that it names."""
    asks = role_name(roles[check.asks], messages) if check.asks else None
    step = told.step(check.step).step if check.step else None
    text = check.check or (step and (step.done_when or step.title))
    answers = list(map(str, check.answers))
    na = check.na or bool(step and is_seldom(told.procedure, step))
    yield _filled({"text": str(text), "asks": asks, "answers": answers, "na": na or None})
    for point in step.key_points if step else ():
        if point.critical:
            yield _filled({"text": str(point.text), "asks": asks, "critical": True})


def _filled(content: Json) -> Json:
    return {key: value for key, value in content.items() if value not in (None, [], "")}


def early_json(handbook: Handbook, procedure: Procedure, context: Context) -> Json:
    """Return from when on a procedure is carried out, and what to do till then; {} if it is now."""
    start, messages = procedure.control.starts(context.today), context.messages
    if start is None:
        return {}
    pages, rehearsed = Pages(handbook, routes.RUN), drills_of(handbook, procedure)
    drill = f"{pages.address(routes.DRILL)}?p={procedure.id}"
    return {
        "starts": start.isoformat(),
        "text": messages("page.actions.too-early", date=start.isoformat()),
        "title": messages("page.actions.rehearse" if rehearsed else "page.run.to-page"),
        "page": drill if rehearsed else pages.address(routes.procedure(procedure)),
    }
