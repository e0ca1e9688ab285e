"""Steps that moved to another procedure: a procedure was split, or two became one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sop_handbook.change.align import likeness, texts
from sop_handbook.change.changed import Changed
from sop_handbook.change.compare import Difference
from sop_handbook.change.comparison_tree import group, weight_of
from sop_handbook.change.paths import step_of
from sop_handbook.change.rules import current
from sop_handbook.model import Handbook, Procedure

Spot = tuple[str, str]  # procedure and step
_ALIKE = 0.75  # as alike as a step that only got another id
_SAME_ID = 0.5  # enough for one that kept its id


def with_moved_steps(found: Iterable[Changed], old: Handbook, new: Handbook) -> list[Changed]:
    """Return the changes with every step that left one procedure for another as one move."""
    every = list(found)
    left = {spot: _texts(old, spot) for one in every for spot in _gone(one)}
    come = {spot: _texts(new, spot) for one in every for spot in _new(one, new)}
    to = _pairs(left, come)
    back = {after: before for before, after in to.items()}
    return [_told(one, to, back, old, new) for one in every]


def _gone(one: Changed) -> Iterator[Spot]:
    for difference in one.differences:
        if one.kind == "procedure" and _is_step(difference, "removed"):
            yield one.was or one.id, step_of(difference.path)


def _new(one: Changed, new: Handbook) -> Iterator[Spot]:
    if one.kind == "procedure" and one.state == "added":
        yield from ((one.id, step.id) for step in new.procedures[one.id].steps)
    for difference in one.differences:
        if one.kind == "procedure" and _is_step(difference, "added"):
            yield one.id, step_of(difference.path)


def _is_step(difference: Difference, how: str) -> bool:
    return difference.how == how and difference.path[0] == "steps" and len(difference.path) == 2


def _texts(handbook: Handbook, spot: Spot) -> str:
    procedure, name = spot
    steps = {step.id: step for step in handbook.procedures[procedure].steps}
    return texts(group(steps[name]))


def _pairs(left: Mapping[Spot, str], come: Mapping[Spot, str]) -> dict[Spot, Spot]:
    """Return where each step went that says elsewhere what it said; the most alike first."""
    close = [(-likeness(a, b), x, y) for x, a in left.items() for y, b in come.items()]
    to: dict[Spot, Spot] = {}
    for distance, before, after in sorted(close):
        enough = _SAME_ID if before[1] == after[1] else _ALIKE
        if -distance >= enough and before not in to and after not in to.values():
            to[before] = after
    return to


def _told(
    one: Changed, to: Mapping[Spot, Spot], back: Mapping[Spot, Spot], old: Handbook, new: Handbook
) -> Changed:
    differences = []
    for difference in one.differences:
        step = step_of(difference.path)
        if _is_step(difference, "removed") and (after := to.get((one.was or one.id, step))):
            difference = replace(difference, how="left", new=_name(new, after))
        elif _is_step(difference, "added") and (before := back.get((one.id, step))):
            difference = replace(difference, how="came", old=_name(old, before))
        differences.append(difference)
    if one.state == "added" and one.kind == "procedure":
        differences += _came(new.procedures[one.id], back, old)
    return replace(one, differences=tuple(differences))


def _came(procedure: Procedure, back: Mapping[Spot, Spot], old: Handbook) -> Iterator[Difference]:
    """The steps of a new procedure that another one had."""
    for step in procedure.steps:
        if before := back.get((procedure.id, step.id)):
            yield Difference(
                how="came",
                path=("steps", step.id),
                rule="Procedure.steps",
                class_=weight_of(current(), group(step), "Procedure.steps").class_,
                old=_name(old, before),
                new=step.title,
            )


def _name(handbook: Handbook, spot: Spot) -> str:
    procedure = handbook.procedures[spot[0]]
    return f"{procedure.number} {procedure.title} › {handbook.resolved(procedure).called(spot[1])}"
