"""The neutral graph of a procedure: what can follow what."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sop_handbook.model.basics import RESUME, Text
from sop_handbook.model.groups import heads
from sop_handbook.model.procedure import ExceptionRule, Procedure, Step

AT_HAND = 64  # procedures about which what was found out is kept: pages take one after another
MANY_ANSWERS = 12  # of one decision: more than anybody weighs at once, or follows in a drawing


@dataclass(frozen=True)
class Transition:
    """From a step to a step or end, both by id.

    `answer` labels an outcome of a decision. `exception` is the place in the procedure's
    exceptions, from 0, of the one that leads this way. `reading` is the id of a value that leads
    this way where it is out of bounds; `exhausted` is where to go when the step was done as often
    as it may be. None of these is set for the ordinary way on.

    Steps that are done at the same time follow one another in order here; whoever asks what is over
    when an exception leads out of one of them minds that the others may be over or not.
    """

    source: str
    target: str
    answer: Text | None = None
    exception: int | None = None
    reading: str | None = None
    exhausted: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is the way on of a step that asks nothing, when nothing goes wrong."""
        special = self.answer, self.exception, self.reading
        return special == (None, None, None) and not self.exhausted


class SameProcedure:
    """A procedure as what results are kept by: the very object, which is known at once.

    A page asks of every step how it is numbered; to compare whole procedures would take as long
    as to number them anew.
    """

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __hash__(self) -> int:
        return id(self.procedure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameProcedure) and other.procedure is self.procedure


def edges(procedure: Procedure) -> tuple[Transition, ...]:
    """Return every way through a procedure, in step order; what goes wrong after its step."""
    return _edges(SameProcedure(procedure))


@lru_cache(maxsize=AT_HAND)
def _edges(same: SameProcedure) -> tuple[Transition, ...]:
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
        if step.repeat and step.repeat.then:
            found.append(Transition(step.id, step.repeat.then, exhausted=True))
    return tuple(found)


def following(procedure: Procedure, step: Step) -> str | None:
    """Return the id of where a step without decision leads.

    None when several ends leave it open.
    """
    if step.next:
        return step.next
    if procedure.order == "sequence" and (after := _next_ones(SameProcedure(procedure))[step.id]):
        return after
    return procedure.ends[0].id if len(procedure.ends) == 1 else None


@lru_cache(maxsize=AT_HAND)
def _next_ones(same: SameProcedure) -> dict[str, str]:
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


def always_before(procedure: Procedure, first: str, then: str, *, begun: bool = False) -> bool:
    """Tell whether every run that comes to a step, by its id, has done another one, or `begun` it.

    Whoever leaves for an exception has not done the step, nor what was done at the same time.
    """
    heads_of, start = heads(procedure), procedure.steps[0].id
    entry = heads_of.get(first, first)
    row = {name for name, head in heads_of.items() if head == entry} | {first}
    entered = set() if begun else row  # what may have been come to when `first` is not done
    table: dict[str, list[str]] = {}
    for way in edges(procedure):
        if way.source not in row or _left(way, first):
            targets = entered if way.target == entry else {way.target}
            table.setdefault(way.source, []).extend(targets)
    return then not in reached_from(entered if start == entry else {start}, table)


def _left(way: Transition, first: str) -> bool:
    """Tell whether a way leads on before a step is done that is its source or done beside it."""
    return way.exception is not None or (way.reading is not None and way.source != first)


def repeats(procedure: Procedure, step: Step) -> bool:
    """Tell whether a run may come back to a step, leaving exceptions aside."""
    ways = links(usual(procedure))
    return step.id in reached_from(ways.get(step.id, ()), ways)


def usual(procedure: Procedure) -> list[Transition]:
    """Return the ways of a run in which nothing goes wrong, in step order."""
    return [
        way
        for way in edges(procedure)
        if way.exception is None and way.reading is None and not way.exhausted
    ]


def _ways_on(procedure: Procedure, step: Step) -> list[Transition]:
    if step.decision:
        return [Transition(step.id, way.go, way.answer) for way in step.decision.outcomes]
    target = following(procedure, step)
    return [Transition(step.id, target)] if target else []
