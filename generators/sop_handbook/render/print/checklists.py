"""Checklists on A4: pause points, boxes to tick, room for deviations and signatures."""

from collections.abc import Iterator, Mapping
from typing import Any

from sop_handbook.editions.content import exception_content, plain
from sop_handbook.language.mentions import quoting
from sop_handbook.model import Handbook, Procedure, Step
from sop_handbook.model.before import TICKED, gravest_first
from sop_handbook.model.checklists import (
    ChecklistItem,
    PausePoint,
    checklist,
    pauses_before,
    unasked_steps,
)
from sop_handbook.model.resolved import ResolvedProcedure, ResolvedStep
from sop_handbook.render.base import Context
from sop_handbook.render.print.blanks import with_blanks
from sop_handbook.render.print.contacts import contacts
from sop_handbook.render.print.jobs import (
    Print,
    addresses,
    control,
    dated,
    in_large,
    of_all_steps,
    order,
    schedule,
    sheet_content,
)
from sop_handbook.render.print.photos import shown_of
from sop_handbook.render.print.rules import RuleTable, rules_of
from sop_handbook.render.views.checklist import asked_for, beside_step, chosen_from, leads
from sop_handbook.render.views.left_out import box_left_out
from sop_handbook.render.views.moments import moment_words
from sop_handbook.render.views.passes import USUAL, further_rounds
from sop_handbook.render.views.signing import signers, signing
from sop_handbook.render.views.standing import notices, standing

KIND = "checklist"
_KEPT = ("number", "title", "role", "with", "only_if", "decision", "next")
_LIMIT = ("time_limit", "frequency")
_BESIDE = ("calls", "avoid", "measured", "warnings", "left_open", "hazards", "readings")
_SHOWN = ("pictures", "clips", "links")  # by name
_READ = (*_BESIDE, "records", "facts", "uses_form", "use", "starts", *_SHOWN)
# What a row has for those that tick it, and what it has only where there is room.
_OF_ROWS = (
    "number",
    "title",
    "with",
    "role",
    "repeats",
    "passes",
    "signing",
    "unsigned",
    "points",
    "phrases",
    "rounds",
    "together",
)
_MOST_ROWS = 3  # of a table of rules that the row of a step has room for
_MOST_COLUMNS = 2  # of a procedure's own


def checklists(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield the checklist of every procedure, then the same in large type."""
    for procedure in context.wanted_in_use(handbook):
        made = Print(
            kind=KIND,
            of="procedure",
            subject=procedure.id,
            content=control(procedure, handbook)
            | order(procedure)
            | schedule(procedure)
            | shown_of(procedure)
            | _content(handbook, procedure),
            addresses={"": addresses(procedure)[""]},
            dated=dated(procedure),
            notices=notices([procedure], context),
            standing=standing([procedure], context),
        )
        yield made
        yield in_large(made)


def _content(handbook: Handbook, procedure: Procedure) -> dict[str, Any]:
    resolved = handbook.resolved(procedure)
    # All but what stands in a row, where there are lines to write on.
    handbook = quoting(handbook, (procedure,))
    procedure = handbook.procedures.get(procedure.id, procedure)
    steps = {told.step.id: _step(handbook, told) for told in resolved.steps}
    asked = checklist(procedure)
    return {
        "roles": list(dict.fromkeys(s["role"] for s in steps.values() if "role" in s)),
        **({"contacts": called} if (called := contacts(handbook, [procedure])) else {}),
        "helpers": list(dict.fromkeys(who for s in steps.values() for who in s.get("with", ()))),
        "signers": signers(handbook, procedure),
        **({"signs": True} if procedure.signs else {}),
        "many_roles": len({step.role for step in procedure.steps}) > 1
        or any(item.asks for point in asked for item in point.items),
        "before": _before(procedure),
        "triggers": [str(trigger.text) for trigger in procedure.triggers],
        **of_all_steps(procedure),
        "principles": [str(principle) for principle in procedure.principles],
        "record_of": list(procedure.record_of),
        "pause_points": [_pause_point(handbook, resolved, one, steps) for one in asked],
        "rules": _rules(handbook, resolved),
        "partly": _partly(procedure, asked),
        "elsewhere": list(_elsewhere(procedure, asked, steps)),
        "unlisted": list(_unlisted(procedure, asked, steps)),
        "exceptions": [exception_content(one) for one in handbook.resolved(procedure).exceptions],
    }


def _before(procedure: Procedure) -> dict[str, Any]:
    """Return what is gone through before the first step: `hazards` and `parts`."""
    before = procedure.before
    if before is None:
        return {}
    parts = ({"part": part, "things": plain(getattr(before, part))} for part in TICKED)
    hazards = plain(gravest_first(before.hazards))
    return {"hazards": hazards, "parts": [part for part in parts if part["things"]]}


def _step(handbook: Handbook, resolved: ResolvedStep) -> dict[str, Any]:
    """Return what a sheet says of a step, with the boxes it needs besides its own."""
    resolved = with_blanks(resolved)
    step, told = resolved.step, sheet_content(resolved)
    shown = {key: told[key] for key in (*_KEPT, *_LIMIT, *_READ) if key in told}
    if not resolved.leaves_order:
        shown.pop("next", None)
    shown |= _rounds(resolved)
    if commands := [one for one in told.get("actions", ()) if "run" in one]:
        shown["commands"] = commands
    if (role := handbook.roles.get(step.role)) and not role.reads:
        shown["unsigned"] = True
    if hazards := beside_step(resolved.procedure, step):
        shown["hazards"] = plain(hazards)
    else:
        shown.pop("hazards", None)
    if choices := chosen_from(step):
        shown["choices"] = plain(choices)
    if helpers := signing(handbook, step):
        shown["signing"] = helpers
    if rules := [_short(table) for table in rules_of(handbook, resolved)]:
        shown["rules"] = rules
    points = [point for point in step.key_points if not point.critical and point.kind != "safety"]
    more = {"points": [str(point.text) for point in points], "phrases": told.get("phrases", [])}
    return shown | {key: found for key, found in more.items() if found}


def _rounds(told: ResolvedStep) -> dict[str, Any]:
    """Return what is ticked of a step more than once, and whether others are done with it.

    `rounds` has `times`, `most` or `each`; a step of which only the flow says that it may come
    again has `passes`, their numbers without the first, or `repeats`, which is two; one of a group
    is done `together`.
    """
    beside: dict[str, Any] = {"together": True} if told.together else {}
    repeat = told.step.repeat
    if further := further_rounds(told):
        beside |= {"repeats": True} if further == USUAL else {"passes": list(further)}
    if repeat is None or (repeat.most and told.step.decision):
        return beside
    if count := repeat.times or repeat.most:
        return beside | {"rounds": {"times" if repeat.times else "most": count}}
    return beside | {"rounds": {"each": True}}


def _short(table: RuleTable) -> dict[str, Any]:
    """Return a table of rules by its title, with what a short one says; else how much that is."""
    in_full = {"in_full": str(len(table["rows"]))}
    told = {"rows": _rows(table)} if _is_short(table) else in_full
    return {"title": table["title"]} | told


def _is_short(table: RuleTable) -> bool:
    return len(table["rows"]) <= _MOST_ROWS and len(table.get("columns", ())) <= _MOST_COLUMNS


def _rows(table: RuleTable) -> list[dict[str, str]]:
    return [{key: row[key] for key in ("lead", "text")} for row in table["rows"]]


def _rules(handbook: Handbook, resolved: ResolvedProcedure) -> list[dict[str, Any]]:
    """Return once what rows that name a table leave out: all of a long one, and its remarks."""
    used = {table["title"]: table for told in resolved.steps for table in rules_of(handbook, told)}
    told = (
        {"title": title}
        | ({"rows": _rows(table)} if len(table["rows"]) > _MOST_ROWS else {})
        | {key: table[key] for key in ("columns", "grid") if key in table and not _is_short(table)}
        | ({"remarks": table["remarks"]} if table["remarks"] else {})
        for title, table in used.items()
    )
    return [table for table in told if len(table) > 1]


def _pause_point(
    handbook: Handbook,
    resolved: ResolvedProcedure,
    point: PausePoint,
    steps: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    procedure = resolved.procedure
    shown: dict[str, Any] = {
        "items": [
            _item(handbook, item, point, steps) | _optional(resolved, item) for item in point.items
        ],
        "moment": moment_words(point, procedure.order, resolved.numbers),
    }
    return shown | ({"read_do": point.read_do} if point.moment else {})


def _optional(resolved: ResolvedProcedure, item: ChecklistItem) -> dict[str, Any]:
    """Return after which answers a row may be left out; {} for one that may not."""
    after = box_left_out(item, resolved.step(item.step.id) if item.step else None)
    return {} if after is None else {"optional": [str(answer) for answer in after]}


def _item(
    handbook: Handbook, item: ChecklistItem, point: PausePoint, steps: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    told = steps[item.step.id] if item.step else {}
    shown = _asked_of_step(item, told) if item.of_step else _precaution(item)
    if leads(item, point):
        shown |= {key: told[key] for key in ("number", "role") if key in told}
        shown["lead"] = told["title"]
    if item.answers:
        shown["answers"] = plain(item.answers)
    if item.asks and item.point is None:
        shown["asks"] = handbook.roles[item.asks].title
        if item.step and item.step.role == item.asks:
            shown.pop("role", None)
    return shown


def _asked_of_step(item: ChecklistItem, told: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a step; what it asks for is not said again below it."""
    facts = [fact for fact in told.get("facts", ()) if fact["field"] != "done_when"]
    shown = told | {"title": item.says}
    if item.is_result:
        shown.pop("facts")
        return shown | ({"facts": facts} if facts else {})
    return shown


def _precaution(item: ChecklistItem) -> dict[str, Any]:
    """Return what is asked for by itself: a text, or what is taken care of at a step."""
    if item.hazard:
        seen = {} if item.hazard.avoid else {"text": asked_for(item)}
        return {"title": asked_for(item), "hazard": plain(item.hazard) | seen}
    if item.point is None:
        return {"title": item.says}
    safety = {"safety": True} if item.point.kind == "safety" else {}
    ahead = {"ahead": True} if item.ahead else {}
    return {"critical": item.says} | safety | ahead


def _partly(procedure: Procedure, asked: tuple[PausePoint, ...]) -> list[str]:
    """Return the facts that a checklist written by hand has no row for, where there are any."""
    others = unasked_steps(procedure, asked)
    points = any(not point.critical for step in others for point in step.key_points)
    had = {"points": points, "phrases": any(step.phrases for step in others)}
    return [fact for fact, there in had.items() if there]


def _unlisted(
    procedure: Procedure, asked: tuple[PausePoint, ...], steps: Mapping[str, dict[str, Any]]
) -> Iterator[str]:
    """Yield the steps of which the sheet of a checklist written by hand says nothing at all."""
    for step in unasked_steps(procedure, asked):
        if not _to_read(step, steps):
            yield f"{steps[step.id]['number']} {step.title}"


def _elsewhere(
    procedure: Procedure, asked: tuple[PausePoint, ...], steps: Mapping[str, dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield what is to be read of steps that a checklist written by hand does not ask for.

    `after` is behind how many pause points, if any: what is read off there is not known before.
    """
    for step in unasked_steps(procedure, asked):
        if told := _to_read(step, steps):
            kept = ("number", "title", "role", "with")
            after = pauses_before(procedure, asked, step)
            shown = {key: steps[step.id][key] for key in kept if key in steps[step.id]} | told
            yield shown | ({"after": after} if after else {})


def _to_read(step: Step, steps: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    told = {key: of for key, of in steps[step.id].items() if key not in _OF_ROWS}
    critical = [str(point.text) for point in step.key_points if point.critical]
    return told | ({"critical": critical} if critical else {})
