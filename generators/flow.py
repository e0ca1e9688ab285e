"""The neutral graph of a procedure: what can follow what, and how its steps are numbered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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

    Steps that every run passes count 1, 2, 3; steps of which a run takes only some share a
    number and get letters: alternatives for the third step are 3a and 3b, a detour that can
    be left out after step 2 is 2a. So "six steps" stays six.
    """
    if procedure.order == "any":
        return {step.id: str(index) for index, step in enumerate(procedure.steps, 1)}
    always = _always_passed(procedure)
    labels: dict[str, str] = {}
    position = 0
    group: list[Step] = []
    for step in (*procedure.steps, None):
        if step is not None and step.id not in always:
            group.append(step)
            continue
        position = _number_group(procedure, group, position, labels)
        group = []
        if step is not None:
            position += 1
            labels[step.id] = str(position)
    return labels


def _number_group(
    procedure: Procedure, group: list[Step], position: int, labels: dict[str, str]
) -> int:
    """Letter the steps between two that are always passed; return the last number used."""
    if not group:
        return position
    replaces = not _avoidable(procedure, {step.id for step in group})
    shared = position + 1 if replaces or position == 0 else position
    for index, step in enumerate(group):
        labels[step.id] = f"{shared}{chr(ord('a') + index)}"
    return shared


def _ways_on(procedure: Procedure, step: Step) -> list[Edge]:
    if step.decision:
        return [Edge(step.id, way.go, way.answer) for way in step.decision.outcomes]
    target = following(procedure, step)
    return [Edge(step.id, target)] if target else []


def _always_passed(procedure: Procedure) -> set[str]:
    """Return the steps that no run can leave out, early ends aside."""
    return {step.id for step in procedure.steps if not _avoidable(procedure, {step.id})}


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
