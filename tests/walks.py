"""Every way through a procedure, read off the model alone: what a person may do, in order.

Written without the graph and the exporters, so that they can be held against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sop_handbook.model import RESUME, Procedure, Step

MOST = 60  # walks without a loop that are looked at in one procedure


@dataclass(frozen=True, kw_only=True)
class Move:
    """A step done; `answer` counts from 1, `trouble` is the exception met in it, from 1.

    `outside` is the id of the reading that was out of bounds and leads elsewhere; `exhausted` that
    the step was not done, since it had been done as often as it may be.
    """

    step: str
    answer: int = 0
    trouble: int = 0
    outside: str = ""
    exhausted: bool = False


@dataclass(frozen=True, kw_only=True)
class Walk:
    """The moves of one run and the end it must reach."""

    moves: tuple[Move, ...]
    end: str


def walks(procedure: Procedure) -> Iterator[Walk]:
    """Yield walks that take every answer, every loop twice, every exception at every step.

    Each reading that leads elsewhere is out of bounds in one of them.
    """
    walker = _Walker(procedure)
    yield from walker.plain()
    yield from walker.answers()
    yield from walker.loops()
    yield from walker.troubles()
    yield from walker.outsides()
    yield from walker.exhausted()


class _Walker:
    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure
        self._steps = {step.id: step for step in procedure.steps}

    def plain(self) -> Iterator[Walk]:
        """Yield the walks that take no answer and no way twice; every answer is among them."""
        count = 0
        waiting: list[tuple[Move, ...]] = [()]
        while waiting and count < MOST:
            walk = waiting.pop(0)
            place = self._after(walk)
            if place not in self._steps:
                yield Walk(moves=walk, end=place)
                count += 1
                continue
            waiting += [(*walk, move) for move in self._moves(place) if move not in walk]

    def answers(self) -> Iterator[Walk]:
        """Yield a walk for every answer, also where only an exception leads to its question."""
        for step in self._procedure.steps:
            for move in self._moves(step.id) if step.decision else ():
                yield self._finished((*self._reach(step.id), move))

    def loops(self) -> Iterator[Walk]:
        """Yield a walk round each loop twice: for every move that leads back to its own step."""
        for step in self._procedure.steps:
            for move in self._moves(step.id):
                here = self._next(move)
                if here not in self._steps:
                    continue
                back = self._shortest(here, step.id)
                if back is None:
                    continue
                yield self._finished((*self._reach(step.id), move, *back, move, *back))

    def troubles(self) -> Iterator[Walk]:
        """Yield a walk into each exception at each step where it may come up."""
        for number, rule in enumerate(self._procedure.exceptions, 1):
            for name in rule.at or self._steps:
                before = self._reach(name)
                if rule.then == RESUME:
                    move = self._moves(name)[-1]
                    yield self._finished((*before, replace(move, trouble=number)))
                else:
                    yield self._finished((*before, Move(step=name, trouble=number)))

    def outsides(self) -> Iterator[Walk]:
        """Yield a walk in which a reading is out of bounds, for each that leads elsewhere."""
        for step in self._procedure.steps:
            for name in _leading(step):
                yield self._finished((*self._reach(step.id), Move(step=step.id, outside=name)))

    def exhausted(self) -> Iterator[Walk]:
        """Yield a walk that comes to each step once more than it may be done."""
        for step in self._procedure.steps:
            if not (step.repeat and step.repeat.then):
                continue
            spent = Move(step=step.id, exhausted=True)
            yield from (
                self._finished((*self._reach(step.id), move, *back, spent))
                for move in self._moves(step.id)
                if (there := self._next(move)) in self._steps
                and (back := self._shortest(there, step.id, troubled=True)) is not None
            )

    def _after(self, walk: tuple[Move, ...]) -> str:
        return self._next(walk[-1]) if walk else self._procedure.steps[0].id

    def _moves(self, name: str) -> tuple[Move, ...]:
        decision = self._steps[name].decision
        if decision is None:
            return (Move(step=name),)
        return tuple(Move(step=name, answer=n) for n in range(1, len(decision.outcomes) + 1))

    def _jumps(self, name: str) -> Iterator[Move]:
        for number, rule in enumerate(self._procedure.exceptions, 1):
            if rule.then != RESUME and (not rule.at or name in rule.at):
                yield Move(step=name, trouble=number)
        yield from (Move(step=name, outside=one) for one in _leading(self._steps[name]))
        repeat = self._steps[name].repeat
        if repeat and repeat.then:
            yield Move(step=name, exhausted=True)

    def _next(self, move: Move) -> str:
        """Return the step or end a move leads to."""
        step = self._steps[move.step]
        if move.exhausted:
            assert step.repeat
            return str(step.repeat.then)
        if move.outside:
            return _leading(step)[move.outside]
        if move.trouble and self._procedure.exceptions[move.trouble - 1].then != RESUME:
            return self._procedure.exceptions[move.trouble - 1].then
        if step.decision:
            return step.decision.outcomes[move.answer - 1].go
        return step.next or self._following(step)

    def _following(self, step: Step) -> str:
        rest = self._procedure.steps[self._procedure.steps.index(step) + 1 :]
        if rest and self._procedure.order == "sequence":
            return rest[0].id
        (only,) = self._procedure.ends
        return only.id

    def _reach(self, goal: str) -> tuple[Move, ...]:
        """Return the fewest moves from the beginning to a step, through exceptions if need be."""
        start = self._procedure.steps[0].id
        found = self._shortest(start, goal)
        if found is None:
            found = self._shortest(start, goal, troubled=True)
        assert found is not None
        return found

    def _shortest(
        self, start: str, goal: str, *, troubled: bool = False
    ) -> tuple[Move, ...] | None:
        """Return the fewest moves from a step to a step or end."""
        ways: dict[str, tuple[Move, ...]] = {start: ()}
        waiting = [start]
        while waiting and goal not in ways:
            here = waiting.pop(0)
            moves = self._moves(here) if here in self._steps else ()
            for move in (*moves, *(self._jumps(here) if troubled and moves else ())):
                if (there := self._next(move)) not in ways:
                    ways[there] = (*ways[here], move)
                    waiting.append(there)
        return ways.get(goal)

    def _finished(self, moves: tuple[Move, ...]) -> Walk:
        """Go on from some moves to the nearest end."""
        here = self._after(moves)
        if here not in self._steps:
            return Walk(moves=moves, end=here)
        rests = [
            (rest, end.id)
            for end in self._procedure.ends
            if (rest := self._shortest(here, end.id)) is not None
        ]
        rest, end = min(rests, key=lambda found: len(found[0]))
        return Walk(moves=(*moves, *rest), end=end)


def _leading(step: Step) -> dict[str, str]:
    """Where the readings of a step lead that lead elsewhere, by their ids."""
    bounds = {reading.id: reading.outside for reading in step.readings}
    return {name: one.go for name, one in bounds.items() if one and one.go}
