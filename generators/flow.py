"""The neutral graph of a procedure: what can follow what, and how its steps are numbered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from string import ascii_lowercase

from generators.model import RESUME, Procedure, Step, Text


@dataclass(frozen=True)
class Edge:
    """From a step to a step or end. `answer` labels an outcome, `exception` is its index."""

    source: str
    target: str
    answer: Text | None = None
    exception: int | None = None


def edges(procedure: Procedure) -> tuple[Edge, ...]:
    """Return every way through a procedure, in step order; exceptions after their steps."""
    found: list[Edge] = []
    for step in procedure.steps:
        found += _ways_on(procedure, step)
        found += (
            Edge(step.id, item.then, exception=number)
            for number, item in enumerate(procedure.exceptions)
            if item.then != RESUME and (not item.at or step.id in item.at)
        )
    return tuple(found)


def following(procedure: Procedure, step: Step) -> str | None:
    """Return where a step without decision leads; None when several ends leave it open."""
    if step.next:
        return step.next
    index = procedure.steps.index(step)
    if procedure.order == "sequence" and index + 1 < len(procedure.steps):
        return procedure.steps[index + 1].id
    return procedure.ends[0].id if len(procedure.ends) == 1 else None


def reached_from(starts: Iterable[str], links: Mapping[str, Iterable[str]]) -> set[str]:
    """Return everything that can be reached along the links, the starts included."""
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting.extend(links.get(node, ()))
    return reached


def links(ways: Iterable[Edge], *, backwards: bool = False) -> dict[str, list[str]]:
    """Turn edges into a table of neighbours."""
    table: dict[str, list[str]] = {}
    for way in ways:
        start, end = (way.target, way.source) if backwards else (way.source, way.target)
        table.setdefault(start, []).append(end)
    return table


def numbers(procedure: Procedure) -> dict[str, str]:
    """Number the steps as people count them.

    Steps that every run passes count 1, 2, 3. Where a run takes one of several branches, steps
    as far along count as one and get letters (3a and 3b for the third step); a detour that a
    run may leave out after step 2 is 2a. So "six steps" stays six.
    """
    if procedure.order == "any":
        return {step.id: str(index) for index, step in enumerate(procedure.steps, 1)}
    labels: dict[str, str] = {}
    position = 0
    for optional, run in groupby(procedure.steps, lambda step: _avoidable(procedure, {step.id})):
        ids = [step.id for step in run]
        if optional and _avoidable(procedure, set(ids)):
            labels |= {name: f"{position}{_letter(index)}" for index, name in enumerate(ids)}
            continue
        depths = _depths(procedure, ids)
        for depth in sorted(set(depths.values())):
            level = [name for name in ids if depths[name] == depth]
            for index, name in enumerate(level):
                labels[name] = f"{position + depth}{_letter(index) if len(level) > 1 else ''}"
        position += max(depths.values())
    return labels


def _depths(procedure: Procedure, ids: list[str]) -> dict[str, int]:
    """Return how far along each of these steps is, from 1; ways back do not count."""
    depths: dict[str, int] = {}
    ways = [way for way in edges(procedure) if way.exception is None]
    for name in ids:
        before = [depths[way.source] for way in ways if way.target == name and way.source in depths]
        depths[name] = max(before, default=0) + 1
    return depths


def _letter(index: int) -> str:
    return ascii_lowercase[index % 26] * (index // 26 + 1)


def _ways_on(procedure: Procedure, step: Step) -> list[Edge]:
    if step.decision:
        return [Edge(step.id, way.go, way.answer) for way in step.decision.outcomes]
    target = following(procedure, step)
    return [Edge(step.id, target)] if target else []


def _avoidable(procedure: Procedure, avoided: set[str]) -> bool:
    """Tell whether a run can finish its work without any of these steps.

    Outcomes that stop the work at once, going straight to an end, do not count as finishing.
    """
    ends = {end.id for end in procedure.ends}
    ways = [
        way
        for way in edges(procedure)
        if way.exception is None
        and way.target not in avoided
        and not (way.answer is not None and way.target in ends)
    ]
    start = procedure.steps[0].id
    if start in avoided:
        return False
    return bool(reached_from([start], links(ways)) & ends)
