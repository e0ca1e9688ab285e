"""Checklists on A4: pause points, boxes to tick, room for deviations and signatures."""

from collections.abc import Iterator, Mapping
from typing import Any

from sop_handbook.editions.content import exception_content
from sop_handbook.model import Handbook, Procedure
from sop_handbook.model.checklists import ChecklistItem, PausePoint, checklist
from sop_handbook.model.resolved import ResolvedProcedure, ResolvedStep
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import Print, addresses, control, dated, order, sheet_content
from sop_handbook.render.print.rules import RuleTable, rules_of
from sop_handbook.render.views.checklist import cosigners, signing
from sop_handbook.render.views.standing import notices, standing

KIND = "checklist"
_KEPT = ("number", "title", "role", "with", "only_if", "decision", "next")
_LIMIT = ("time_limit", "frequency")
_BESIDE = ("calls", "avoid", "measured", "warnings", "left_open")
_READ = (*_BESIDE, "records", "facts", "uses_form", "use", "starts")
_MOST_ROWS = 3  # of a table of rules that a sheet has room for


def checklists(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield one checklist a procedure."""
    for procedure in context.wanted_in_use(handbook):
        yield Print(
            kind=KIND,
            of="procedure",
            subject=procedure.id,
            content=control(procedure, handbook) | order(procedure) | _content(handbook, procedure),
            addresses={"": addresses(procedure)[""]},
            dated=dated(procedure),
            notices=notices([procedure], context),
            standing=standing([procedure], context),
        )


def _content(handbook: Handbook, procedure: Procedure) -> dict[str, Any]:
    resolved = handbook.resolved(procedure)
    steps = {told.step.id: _step(handbook, told) for told in resolved.steps}
    asked = checklist(procedure)
    return {
        "roles": list(dict.fromkeys(s["role"] for s in steps.values() if "role" in s)),
        "helpers": list(dict.fromkeys(who for s in steps.values() for who in s.get("with", ()))),
        "cosigners": cosigners(handbook, procedure),
        "many_roles": len({step.role for step in procedure.steps}) > 1,
        "triggers": [str(trigger.text) for trigger in procedure.triggers],
        "principles": [str(principle) for principle in procedure.principles],
        "record_of": list(procedure.record_of),
        "pause_points": [_pause_point(point, steps) for point in asked],
        "rules": _rules(handbook, resolved),
        "partly": _partly(procedure, asked),
        "elsewhere": list(_elsewhere(procedure, asked, steps)),
        "unlisted": list(_unlisted(procedure, asked, steps)),
        "exceptions": [exception_content(one) for one in resolved.exceptions],
    }


def _step(handbook: Handbook, resolved: ResolvedStep) -> dict[str, Any]:
    """Return what a sheet says of a step, with the boxes it needs besides its own."""
    step, told = resolved.step, sheet_content(resolved)
    shown = {key: told[key] for key in (*_KEPT, *_LIMIT, *_READ) if key in told}
    if not resolved.leaves_order:
        shown.pop("next", None)
    if resolved.optional:
        shown["optional"] = [str(answer) for answer in resolved.answers_without]
    if resolved.repeats:
        shown["repeats"] = True
    if (role := handbook.roles.get(step.role)) and not role.reads:
        shown["unsigned"] = True
    if helpers := signing(handbook, step):
        shown["signing"] = helpers
    if rules := [_short(table) for table in rules_of(handbook, resolved)]:
        shown["rules"] = rules
    points = [point for point in step.key_points if not point.critical and point.kind != "safety"]
    more = {"points": [str(point.text) for point in points], "phrases": told.get("phrases", [])}
    return shown | {key: found for key, found in more.items() if found}


def _short(table: RuleTable) -> dict[str, Any]:
    """Return a table of rules by its title, with what a short one says; else how much that is."""
    is_short = len(table["rows"]) <= _MOST_ROWS
    told = {"rows": _rows(table)} if is_short else {"in_full": str(len(table["rows"]))}
    return {"title": table["title"]} | told


def _rows(table: RuleTable) -> list[dict[str, str]]:
    return [{key: row[key] for key in ("lead", "text")} for row in table["rows"]]


def _rules(handbook: Handbook, resolved: ResolvedProcedure) -> list[dict[str, Any]]:
    """Return once what rows that name a table leave out: all of a long one, and its remarks."""
    used = {table["title"]: table for told in resolved.steps for table in rules_of(handbook, told)}
    told = (
        {"title": title}
        | ({"rows": _rows(table)} if len(table["rows"]) > _MOST_ROWS else {})
        | ({"remarks": table["remarks"]} if table["remarks"] else {})
        for title, table in used.items()
    )
    return [table for table in told if len(table) > 1]


def _pause_point(point: PausePoint, steps: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    shown: dict[str, Any] = {"items": [_item(item, steps) for item in point.items]}
    if point.moment:
        return shown | {"moment": str(point.moment), "read_do": point.read_do}
    first, last = point.steps[0], point.steps[-1]
    return shown | {"first": steps[first.id]["number"], "last": steps[last.id]["number"]}


def _item(item: ChecklistItem, steps: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    if item.step is None:
        return {"title": str(item.text)}
    if item.point:
        safety = {"safety": True} if item.point.kind == "safety" else {}
        told: dict[str, Any] = {"critical": str(item.point.text)} | safety
        return told | ({"optional": []} if "optional" in steps[item.step.id] else {})
    return steps[item.step.id] | ({"title": str(item.text)} if item.text else {})


def _partly(procedure: Procedure, asked: tuple[PausePoint, ...]) -> list[str]:
    """Return the facts that a checklist written by hand has no row for, where there are any."""
    covered = {step.id for point in asked for step in point.steps}
    others = [step for step in procedure.steps if step.id not in covered]
    points = any(not point.critical for step in others for point in step.key_points)
    had = {"points": points, "phrases": any(step.phrases for step in others)}
    return [fact for fact, there in had.items() if there]


def _unlisted(
    procedure: Procedure, asked: tuple[PausePoint, ...], steps: Mapping[str, dict[str, Any]]
) -> Iterator[str]:
    """Yield the steps of which the sheet of a checklist written by hand says nothing at all."""
    covered = {step.id for point in asked for step in point.steps}
    for step in procedure.steps:
        if step.id not in covered and not steps[step.id].keys() & set(_BESIDE):
            yield f"{steps[step.id]['number']} {step.title}"


def _elsewhere(
    procedure: Procedure, asked: tuple[PausePoint, ...], steps: Mapping[str, dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield what is to be read of steps that a checklist written by hand does not ask for."""
    covered = {step.id for point in asked for step in point.steps}
    for step in procedure.steps:
        told = {key: steps[step.id][key] for key in _BESIDE if key in steps[step.id]}
        if step.id not in covered and told:
            yield {key: steps[step.id][key] for key in ("number", "title")} | told
