"""How people count the steps of a procedure: 1, 2, 3a, 3b, 4.1, 4.2."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from string import ascii_lowercase

from sop_handbook.model.flow import (
    AT_HAND,
    SameProcedure,
    Transition,
    links,
    reached_from,
    shortest,
    usual,
)
from sop_handbook.model.groups import groups, heads
from sop_handbook.model.procedure import Procedure, Step


def numbers(procedure: Procedure) -> Mapping[str, str]:
    """Number the steps as people count them.

    Steps that every run passes count 1, 2, 3. Where a run takes one of several branches, steps as
    far along count as one and get letters (3a and 3b for the third step); a detour that a run may
    leave out after step 2 is 2a. Steps that are done at the same time count as one, too, and are
    3.1 and 3.2. So "six steps" stays six. The result is by step id.
    """
    return _numbers(SameProcedure(procedure))


@lru_cache(maxsize=AT_HAND)
def _numbers(same: SameProcedure) -> Mapping[str, str]:
    procedure = same.procedure
    if procedure.order != "sequence":
        return {step.id: str(index) for index, step in enumerate(procedure.steps, 1)}
    first = heads(procedure)
    ids = [step.id for step in procedure.steps if first.get(step.id, step.id) == step.id]
    labels = _counted(procedure, first, ids)
    for group in groups(procedure):
        head = labels[group[0].id]
        labels |= {step.id: f"{head}.{index}" for index, step in enumerate(group, 1)}
    return {step.id: labels[step.id] for step in procedure.steps}


def _counted(procedure: Procedure, first: Mapping[str, str], ids: list[str]) -> dict[str, str]:
    """Number the steps of these ids; of steps done at the same time only the first is there."""
    levels: dict[int, list[str]] = {}
    detours: dict[int, list[str]] = {}
    position = 0
    ways = list(_joined(usual(procedure), first))
    finishing = _finishing(procedure, ways)
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


def _joined(ways: Iterable[Transition], first: Mapping[str, str]) -> Iterator[Transition]:
    """Yield the ways between steps, of which those done at the same time are one."""
    for way in ways:
        source, target = first.get(way.source, way.source), first.get(way.target, way.target)
        if source != target or way.source == way.target:
            yield replace(way, source=source, target=target)


def counted(number: str) -> str:
    """Return what people count a step as, by its number: 3 for 3, 3a and 3.2."""
    return number.partition(".")[0].rstrip(ascii_lowercase)


def is_branch(procedure: Procedure, step: Step) -> bool:
    """Tell whether a run may do without a step."""
    return numbers(procedure)[step.id].partition(".")[0][-1].isalpha()


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


def _finishing(procedure: Procedure, ways: Iterable[Transition]) -> dict[str, list[str]]:
    """Return where work goes on or is done by these ways.

    Outcomes that stop the work at once, going straight to an end, do not count as finishing.
    """
    ends = {end.id for end in procedure.ends}
    return links(way for way in ways if way.answer is None or way.target not in ends)


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
