"""What stands on a plate besides its reader's own steps: before work, and in steps of others."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.editions.content import plain
from sop_handbook.model import Procedure, Role, Step
from sop_handbook.model.before import Hazard, gravest_first
from sop_handbook.model.resolved import ResolvedProcedure
from sop_handbook.render.print.jobs import sheet_content

Item = dict[str, Any]  # one line of a plate, by the keys of plate.typ


def first_of(procedure: Procedure) -> list[Item]:
    """Return what whoever does or helps with a step of a procedure minds before it begins."""
    before = procedure.before
    if before is None:
        return []
    worn = [{"worn": plain(before.ppe), "text": "", "spare": False}] if before.ppe else []
    return [*hazards_of(before.hazards), *worn]


def hazards_of(hazards: tuple[Hazard, ...]) -> list[Item]:
    """Return hazards, the gravest first."""
    return [
        {"level": one.level, "text": str(one.text), "spare": False}
        | ({"how": str(one.avoid)} if one.avoid else {})
        for one in gravest_first(hazards)
    ]


def conditions_of(procedure: Procedure) -> list[Item]:
    """Return what must be true before work."""
    before = procedure.before
    if before is None or not before.conditions:
        return []
    return [{"conditions": plain(before.conditions), "text": "", "spare": False}]


def parts_of(role: Role, resolved: ResolvedProcedure) -> list[Item]:
    """Return what a role does and says itself in steps that others answer for."""
    return [
        {"number": shown["number"], "step": shown["title"], "spare": False, "part": part}
        | {"text": "：".join(one[key] for key in ("when", "do", "say") if key in one)}
        for told in resolved.steps
        if told.step.role != role.id
        for shown in (sheet_content(told),)
        for part, whose, one in _acts(told.step, shown)
        if whose == role.id
    ]


def _acts(step: Step, shown: dict[str, Any]) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Yield what is done and said in a step: the word for it, the role that is named, the rest."""
    for action, told in zip(step.actions, shown.get("actions", ()), strict=True):
        yield "you-do", action.role, told
    for phrase, told in zip(step.phrases, shown.get("phrases", ()), strict=True):
        yield "you-say", phrase.role, told
