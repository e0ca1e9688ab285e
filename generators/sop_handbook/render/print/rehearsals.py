"""Drills on paper: a part for who acts, one for who learns, one for who observes."""

from collections.abc import Callable, Iterator
from typing import Any

from sop_handbook.editions.content import exception_content, plain, reading_content
from sop_handbook.model import Handbook
from sop_handbook.model.drills import Criterion, Drill, Watched, deadly, drills
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import (
    Print,
    addresses,
    before,
    control,
    dated,
    order,
    sheet_content,
)
from sop_handbook.render.views.standing import notices, standing

KIND = "roleplay"
_BESIDE = ("hazards", "readings", "measured", "left_open", "time_limit", "frequency", "calls")


def rehearsals(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield the drills of every procedure that people do."""
    reads = _reads(handbook)
    for procedure in context.wanted_in_use(handbook):
        if played := drills(handbook.resolved(procedure), reads):
            deaths = [str(one) for one in deadly(procedure)]
            yield Print(
                kind=KIND,
                of="procedure",
                subject=procedure.id,
                content=control(procedure, handbook)
                | before(procedure)
                | order(procedure)
                | ({"deadly": deaths} if deaths else {})
                | {"drills": [_drill(one) for one in played]},
                addresses={"": addresses(procedure)[""]},
                dated=dated(procedure),
                notices=notices([procedure], context),
                standing=standing([procedure], context),
                duplex=True,
            )


def _reads(handbook: Handbook) -> Callable[[str], bool]:
    """Return what tells whether there is somebody behind a role, be it one without a name."""
    systems = {name for name, role in handbook.roles.items() if not role.reads}
    return lambda name: name not in systems


def _drill(drill: Drill) -> dict[str, Any]:
    """Return a drill; what is empty is left out, and `title` where it is that of the procedure."""
    told, scenario = drill.resolved, drill.scenario
    content: dict[str, Any] = {
        "situation": plain(drill.situation),
        "trainees": [role.title for role in drill.trainees if role.title],
        "tasks": plain(drill.tasks),
        "branches": [
            {
                "number": one.told.number,
                "question": str(one.question),
                "outcomes": [{"answer": str(way), "go": go} for way, go in one.outcomes],
            }
            for one in drill.branches
        ],
        "troubles": [exception_content(one) for one in drill.troubles],
        "off_limits": [
            {"number": one.told.number} | reading_content(one.reading) for one in drill.off_limits
        ],
        "steps": [_step(one, several=len(drill.trainees) > 1) for one in drill.steps],
        "most": drill.most,
    }
    if scenario:
        content |= {
            "title": drill.title if drill.title != told.procedure.title else "",
            "actor": plain(scenario.actor),
            "trainer": plain(scenario.trainer),
            "minutes": scenario.minutes,
            "pass_mark": scenario.pass_mark,
            "enough": drill.enough,
        }
    return {key: value for key, value in content.items() if value not in (None, "", [])}


def _step(watched: Watched, *, several: bool) -> dict[str, Any]:
    """Return a step: what is told of it, and what the trainee is watched for.

    `role` says who does it where `several` learn together; `commands` are actions that are typed.
    With `branch` not every run comes here: that it exists tells what may be answered.
    """
    told = watched.told
    sheet = sheet_content(told)
    # Actions that are calls are told with the others where a step is judged by what it is.
    told_there = ("calls",) if watched.criteria[0].kind == "step" else ()
    kept = {key: sheet[key] for key in _BESIDE if key in sheet and key not in told_there}
    commands = [one for one in sheet.get("actions", ()) if "run" in one]
    return (
        {"number": told.number, "title": told.step.title}
        | ({"role": told.role.title} if several and told.role.title else {})
        | ({"branch": True} if told.answers else {})
        | kept
        | ({"commands": commands} if commands else {})
        | {"criteria": [_criterion(one, told) for one in watched.criteria]}
    )


def _criterion(one: Criterion, told: ResolvedStep) -> dict[str, Any]:
    """Return a criterion: its `kind`, and the `text` or the `phrases` that are judged.

    A step of which nothing else is to be judged is judged by its `actions`.
    """
    content: dict[str, Any] = {"kind": one.kind}
    if one.kind == "say":
        return content | {"phrases": plain(one.phrases)}
    if one.kind == "step":
        actions = [item for item in sheet_content(told).get("actions", ()) if "run" not in item]
        return content | ({"actions": actions} if actions else {})
    more = {
        "safety": one.safety or None,
        "reason": plain(one.reason) if one.reason else None,
        "instead": str(one.instead) if one.instead else None,
    }
    return (
        content
        | {"text": str(one.texts[0])}
        | {key: value for key, value in more.items() if value is not None}
    )
