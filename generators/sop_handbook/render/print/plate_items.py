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
    """Return what a role does and says itself in steps that others answer for.

    What is said at one moment is one item: any of it will do.
    """
    return [
        {"number": shown["number"], "step": shown["title"], "spare": False, "part": part}
        | {"text": "：".join(words for words in (when, "；".join(told)) if words)}
        for one in resolved.steps
        if one.step.role != role.id
        for shown in (sheet_content(one),)
        for part, when, told in _acts(role, one.step, shown)
    ]


def _acts(role: Role, step: Step, shown: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the word for what a role does or says in a step, when, and what: for each moment."""
    for action, told in zip(step.actions, shown.get("actions", ()), strict=True):
        if action.role == role.id:
            yield "you-do", told.get("when", ""), [told.get("do", "")]
    said: dict[str, list[str]] = {}
    for phrase, told in zip(step.phrases, shown.get("phrases", ()), strict=True):
        if phrase.role == role.id:
            said.setdefault(told.get("when", ""), []).append(told["say"])
    yield from (("you-say", when, told) for when, told in said.items())
