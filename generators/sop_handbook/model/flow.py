"""The neutral graph of a procedure: what can follow what, and how its steps are numbered."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from string import ascii_lowercase

from sop_handbook.model.basics import RESUME, Text
from sop_handbook.model.procedure import ExceptionRule, Procedure, Step

_AT_HAND = 64  # procedures about which what was found out is kept: pages take one after another
MANY_ANSWERS = 12  # of one decision: more than anybody weighs at once, or follows in a drawing


@dataclass(frozen=True)
class Transition:
    """From a step to a step or end, both by id.

    `answer` labels an outcome of a decision. `exception` is the place in the procedure's
    exceptions, from 0, of the one that leads this way. `reading` is the id of a value that leads
    this way where it is out of bounds. All are None for the ordinary way on.
    """

    source: str
    target: str
    answer: Text | None = None
    exception: int | None = None
    reading: str | None = None


class _Same:
    """A procedure as what results are kept by: the very object, which is known at once.

    A page asks of every step how it is numbered; to compare whole procedures would take as long
    as to number them anew.
    """

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __hash__(self) -> int:
        return id(self.procedure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.procedure is self.procedure


def edges(procedure: Procedure) -> tuple[Transition, ...]:
    """Return every way through a procedure, in step order; what goes wrong after its step."""
    return _edges(_Same(procedure))


@lru_cache(maxsize=_AT_HAND)
def _edges(same: _Same) -> tuple[Transition, ...]:
    procedure, found = same.procedure, list[Transition]()
    for step in procedure.steps:
        found += _ways_on(procedure, step)
        found += (
            Transition(step.id, item.then, exception=number)
            for number, item in enumerate(procedure.exceptions)
            if item.then != RESUME and (not item.at or step.id in item.at)
        )
        found += (
            Transition(step.id, item.outside.go, reading=item.id)
            for item in step.readings
            if item.outside and item.outside.go
        )
    return tuple(found)


def following(procedure: Procedure, step: Step) -> str | None:
    """Return the id of where a step without decision leads.

    None when several ends leave it open.
    """
    if step.next:
        return step.next
    if procedure.order == "sequence" and (after := _next_ones(_Same(procedure))[step.id]):
        return after
    return procedure.ends[0].id if len(procedure.ends) == 1 else None


@lru_cache(maxsize=_AT_HAND)
def _next_ones(same: _Same) -> dict[str, str]:
    """What stands after each step; after the last one nothing."""
    ids = [step.id for step in same.procedure.steps]
    return dict(zip(reversed(ids), reversed([*ids[1:], ""]), strict=True))


def reached_from(starts: Iterable[str], links: Mapping[str, Iterable[str]]) -> set[str]:
    """Return everything that can be reached along the links, the starts included.

    `links` are the neighbours of each node; a node that is no key leads nowhere.
    """
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting.extend(links.get(node, ()))
    return reached


def shortest(start: str, goals: Collection[str], links: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the shortest way from a node to one of some, with both ends; [] if there is none.

    It has a link at least: from a node to itself it is a circle. `links` as in `reached_from`.
    """
    before: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for other in links.get(node, ()):
            if other in goals:
                way = [other, node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if other not in before:
                before[other] = node
                waiting.append(other)
    return []


def links(ways: Iterable[Transition], *, backwards: bool = False) -> dict[str, list[str]]:
    """Turn edges into a table of neighbours: from each node with a way out to where its ways lead.

    With `backwards`, from each node that is led to, to where its ways come from. Parallel ways
    stay.
    """
    table: dict[str, list[str]] = {}
    for way in ways:
        start, end = (way.target, way.source) if backwards else (way.source, way.target)
        table.setdefault(start, []).append(end)
    return table


def numbers(procedure: Procedure) -> Mapping[str, str]:
    """Number the steps as people count them.

    Steps that every run passes count 1, 2, 3. Where a run takes one of several branches, steps as
    far along count as one and get letters (3a and 3b for the third step); a detour that a run may
    leave out after step 2 is 2a. So "six steps" stays six. The result is by step id.
    """
    return _numbers(_Same(procedure))


@lru_cache(maxsize=_AT_HAND)
def _numbers(same: _Same) -> Mapping[str, str]:
    procedure = same.procedure
    ids = [step.id for step in procedure.steps]
    if procedure.order != "sequence":
        return {name: str(index) for index, name in enumerate(ids, 1)}
    levels: dict[int, list[str]] = {}
    detours: dict[int, list[str]] = {}
    position = 0
    ways, finishing = usual(procedure), _finishing(procedure)
    needed = _needed(procedure, finishing)
    for optional, group in groupby(ids, lambda name: name not in needed):
        run = list(group)
        if optional and _finishes(procedure, finishing, set(run)):
            detours[position] = run
            continue
        depths = _depths(ways, run)
        for name in run:
            levels.setdefault(position + depths[name], []).append(name)
        position += max(depths.values())
    return _labelled(ids, levels, detours)


def _labelled(
    ids: list[str], levels: Mapping[int, list[str]], detours: Mapping[int, list[str]]
) -> dict[str, str]:
    labels: dict[str, str] = {}
    for number, level in levels.items():
        labels |= dict.fromkeys(level, str(number))
        lettered = [*(level if len(level) > 1 else ()), *detours.get(number, ())]
        labels |= {name: f"{number}{_letter(index)}" for index, name in enumerate(lettered)}
    return {name: labels[name] for name in ids}


def is_branch(procedure: Procedure, step: Step) -> bool:
    """Tell whether a run may do without a step."""
    return numbers(procedure)[step.id][-1].isalpha()


def is_anywhere(procedure: Procedure, rule: ExceptionRule) -> bool:
    """Tell whether an exception belongs to no step in particular."""
    return not rule.at or set(rule.at) == {step.id for step in procedure.steps}


def may_be_left_out(procedure: Procedure, step: Step) -> bool:
    """Tell whether some run ends, early or not, without this step."""
    if procedure.order != "sequence":
        return procedure.order == "one"
    first = procedure.steps[0].id
    ways = links(way for way in usual(procedure) if step.id not in (way.source, way.target))
    ends = {end.id for end in procedure.ends}
    return step.id != first and bool(reached_from([first], ways) & ends)


def repeats(procedure: Procedure, step: Step) -> bool:
    """Tell whether a run may come back to a step, leaving exceptions aside."""
    ways = links(usual(procedure))
    return step.id in reached_from(ways.get(step.id, ()), ways)


def leaves_order(procedure: Procedure, step: Step) -> bool:
    """Tell whether a list of the steps misleads after this one, which goes back or past others.

    Branches passed over do not count: their conditions say that they are not meant.
    """
    if step.decision or not step.next:
        return False
    names = [one.id for one in procedure.steps]
    here = names.index(step.id)
    there = names.index(step.next) if step.next in names else len(names)
    passed = procedure.steps[here + 1 : there]
    return there <= here or not all(is_branch(procedure, one) for one in passed)


def usual(procedure: Procedure) -> list[Transition]:
    """Return the ways of a run in which nothing goes wrong, in step order."""
    return [way for way in edges(procedure) if way.exception is None and way.reading is None]


def _depths(ways: Iterable[Transition], run: list[str]) -> dict[str, int]:
    """Return how far along each of these steps is, from 1; ways back do not count."""
    sources: dict[str, list[str]] = links(ways, backwards=True)
    depths: dict[str, int] = {}
    for name in run:
        before = [depths[source] for source in sources.get(name, ()) if source in depths]
        depths[name] = max(before, default=0) + 1
    return depths


def _letter(index: int) -> str:
    return ascii_lowercase[index % 26] * (index // 26 + 1)


def _ways_on(procedure: Procedure, step: Step) -> list[Transition]:
    if step.decision:
        return [Transition(step.id, way.go, way.answer) for way in step.decision.outcomes]
    target = following(procedure, step)
    return [Transition(step.id, target)] if target else []


def _finishing(procedure: Procedure) -> dict[str, list[str]]:
    """Return where work goes on or is done.

    Outcomes that stop the work at once, going straight to an end, do not count as finishing.
    """
    ends = {end.id for end in procedure.ends}
    return links(way for way in usual(procedure) if way.answer is None or way.target not in ends)


def _finishes(
    procedure: Procedure, table: Mapping[str, list[str]], avoided: Collection[str]
) -> bool:
    """Tell whether a run can finish its work without any of these steps."""
    start = procedure.steps[0].id
    if start in avoided:
        return False
    open_ = {name: [t for t in targets if t not in avoided] for name, targets in table.items()}
    return not reached_from([start], open_).isdisjoint(end.id for end in procedure.ends)


def _needed(procedure: Procedure, table: Mapping[str, list[str]]) -> set[str]:
    """Return the steps without which no run can finish its work: all, if none can anyway.

    They lie on any one way to an end. A step of it is needed if nothing before it leads past it,
    so one look at every way there is tells all.
    """
    start = procedure.steps[0].id
    way = shortest(start, {end.id for end in procedure.ends}, table)
    if not way:
        return {step.id for step in procedure.steps}
    place = {name: index for index, name in enumerate(way)}
    for end in procedure.ends:
        place.setdefault(end.id, len(way) - 1)
    needed: set[str] = set()
    furthest, seen = 0, set(way)
    for index, name in enumerate(way[:-1]):
        if furthest == index:
            needed.add(name)
        waiting = [name]
        while waiting:
            for other in table.get(waiting.pop(), ()):
                furthest = max(furthest, place.get(other, 0))
                if other not in seen and other not in place:
                    seen.add(other)
                    waiting.append(other)
    return needed
