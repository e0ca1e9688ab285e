"""How prints are drawn, by number: what each version of the rules brought to which kind of print.

A newer engine may draw more, or otherwise, of the same sources and revision. The print then bears
another code, and the ledger tells by the number of an edition that nothing but the drawing changed.
A kind that shows the same as before keeps its codes and needs no line here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sop_handbook.model import Action, Phrase, Procedure
from sop_handbook.model.texts import iter_texts

PRINT_RULES = 3

# What became of a print that only the rules changed: it is laid out anew, or somebody could come to
# harm without what it lacked. "" where its kind is as it was.
Redrawn = Literal["", "layout", "safety"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """What a version of the rules brought to a kind of print.

    `anew` tells that every sheet of the kind is laid out otherwise; `added` are tests for what the
    kind did not tell before: hazards, critical points, exceptions, limits.
    """

    anew: bool = False
    added: tuple[Callable[[Procedure], bool], ...] = ()


def redrawn(kind: str, rules: int, procedures: Iterable[Procedure]) -> Redrawn:
    """Return what became of a print of a kind, made under rules of that number, since then.

    `procedures` are all that it shows, as they are now.
    """
    shown = tuple(procedures)
    found = [
        brought[name]
        for version, brought in sorted(_BROUGHT.items())
        if version > rules
        for name in (kind.removesuffix("-single").removesuffix("-large"),)
        if name in brought
    ]
    if any(has(procedure) for one in found for has in one.added for procedure in shown):
        return "safety"
    return "layout" if any(one.anew for one in found) else ""


def _hazards(procedure: Procedure) -> bool:
    before = procedure.before.hazards if procedure.before else ()
    return bool(before) or any(step.hazards for step in procedure.steps)


def _limits(procedure: Procedure) -> bool:
    return any(reading.limits for step in procedure.steps for reading in step.readings)


def _rehearsed_exceptions(procedure: Procedure) -> bool:
    """Whether something may go wrong in what is rehearsed."""
    scenarios = procedure.training.scenarios if procedure.training else ()
    rehearsed = {name for scenario in scenarios for name in scenario.steps}
    return any(not rule.at or rehearsed & {*rule.at} for rule in procedure.exceptions)


def _called(procedure: Procedure) -> bool:
    """Whether it has a number to call, or speaks of one of its family."""
    spoken = (one for _, text in iter_texts(procedure) for one in text.quantities)
    return any(one.kind == "contact" for one in (*procedure.quantities, *spoken))


def _in_time(procedure: Procedure) -> bool:
    """Whether a step of it is to be done within a time of its own."""
    return any(step.time_limit and not step.time_limit.anchor for step in procedure.steps)


def _conditions(procedure: Procedure) -> bool:
    return bool(procedure.before and procedure.before.conditions)


def _done_by_others(procedure: Procedure) -> bool:
    """Whether somebody else than who answers for a step does or says something in it."""
    for step in procedure.steps:
        done: list[Action | Phrase] = [*step.actions, *step.phrases]
        if any(one.role not in (None, step.role) for one in done):
            return True
    return False


def _standards(procedure: Procedure) -> bool:
    return bool(procedure.standards)


def _asked(procedure: Procedure) -> bool:
    """Whether somebody wrote its checklist by hand."""
    return bool(procedure.checklists)


def _of_the_whole(procedure: Procedure) -> bool:
    """Whether a standard is bound to no step."""
    return any(not standard.steps for standard in procedure.standards)


_NEW = Brought(added=(_hazards, _limits))
_BROUGHT: Mapping[int, Mapping[str, Brought]] = {
    2: {
        "checklist": Brought(anew=True, added=_NEW.added),
        "cards": _NEW,
        "cards-small": _NEW,
        "twi": _NEW,
        "plate": _NEW,
        "handbook": _NEW,
        "roleplay": Brought(added=(*_NEW.added, _rehearsed_exceptions)),
    },
    3: {
        "handbook": Brought(added=(_asked,)),
        "roleplay": Brought(anew=True),
        "checklist": Brought(anew=True, added=(_called, _of_the_whole)),
        "twi": Brought(anew=True, added=(_of_the_whole,)),
        "cards": Brought(added=(_of_the_whole,)),
        "cards-small": Brought(anew=True, added=(_called, _of_the_whole)),
        "plate": Brought(added=(_in_time, _conditions, _done_by_others)),
        "form": Brought(added=(_limits, _standards)),
    },
}
