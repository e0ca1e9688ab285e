"""Sound procedures made at random in which steps are done together, again, and by when."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from sop_handbook.model import RESUME, Anchor, ExceptionRule, Procedure, Step, Value
from sop_handbook.model.flow import always_before, edges, links, reached_from
from sop_handbook.model.timing import Repeat
from tests.random_procedures import random_procedure
from tests.support import text

SCHEDULES = ("daily 08:30, 14:50", "every 2h", "twice daily", "weekly:monday", "monthly 1, last")


def timed_procedure(seed: int, roles: tuple[str, ...], others: tuple[str, ...]) -> Procedure:
    """Return one of 1 to 12 steps; `others` are procedures it may start or hand over to."""
    maker = _Maker(seed)
    found = maker.gathered(random_procedure(seed, roles, others))
    return maker.limited(maker.repeated(_with_used_ends(found)))


class _Maker:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed ^ 0x71E5)

    def gathered(self, found: Procedure) -> Procedure:
        """Let some steps in a row be done at the same time; ways that do not suit them go."""
        at = 0
        while at < len(found.steps) - 1:
            size = self._random.randint(2, 4)
            if self._random.random() < 0.5:
                found = self._group(found, at, min(at + size, len(found.steps)))
                at += size - 1
            at += 1
        return found

    def _group(self, found: Procedure, first: int, beyond: int) -> Procedure:
        rows = list(found.steps)
        names = [step.id for step in rows[first:beyond]]
        for index in range(first, beyond):
            last = index == len(rows) - 1
            end = rows[index].next or found.ends[0].id
            name, onward = f"at-once-{first}", end if last else None
            rows[index] = replace(rows[index], together=name, decision=None, next=onward)
        head = dict.fromkeys(names, names[0])
        rows = [_led(step, head) for step in rows]
        rules = tuple(replace(one, then=head.get(one.then, one.then)) for one in found.exceptions)
        return _without_return(replace(found, steps=tuple(rows), exceptions=rules), names)

    def repeated(self, found: Procedure) -> Procedure:
        """Let some steps be done again: those that a run comes back to, at most so often."""
        for step in found.steps:
            if self._random.random() < 0.4:
                ways = links(edges(found))
                back = step.id in reached_from(ways.get(step.id, ()), ways)
                choice = self._random.randint(0, 2 if back and not step.together else 1)
                found = _with(found, replace(step, repeat=self._repeat(found, step, choice)))
        return _settled(found)

    def _repeat(self, found: Procedure, step: Step, choice: int) -> Repeat:
        if choice == 0:
            return Repeat(times=self._random.randint(2, 5))
        if choice == 1:
            return Repeat(for_each=text("每一个能源点"))
        inner = {one.id for one in _later_members(found)}
        places = [one.id for one in found.steps if one is not step and one.id not in inner]
        then = self._random.choice([*places, *(end.id for end in found.ends)])
        return Repeat(most=self._random.randint(1, 3), then=then)

    def limited(self, found: Procedure) -> Procedure:
        """Let some limits count from another step; and say how often some steps are done."""
        for step in found.steps:
            often = Value(literal=self._random.choice(SCHEDULES), op="eq")
            schedule = (often,) if self._random.random() < 0.2 else ()
            limit = step.time_limit
            if self._random.random() < 0.4 and found.order == "sequence":
                limit = self._limit(found, step) or limit
            found = _with(found, replace(step, schedule=schedule, time_limit=limit))
        return found

    def _limit(self, found: Procedure, step: Step) -> Value | None:
        other, begun = self._random.choice(found.steps), self._random.random() < 0.5
        beside = other is step or (step.together and other.together == step.together)
        ahead = step.id in reached_from([other.id], links(edges(found)))
        if beside or not ahead or not always_before(found, other.id, step.id, begun=begun):
            return None
        at = "start" if begun else "done"
        visit = self._random.choice(("first", "latest"))
        anchor = Anchor(step=other.id, at=at, visit=visit, title=other.title)  # type: ignore[arg-type]
        return Value(literal="6h", op="le", anchor=anchor)


def _later_members(found: Procedure) -> Iterable[Step]:
    rows = zip(found.steps, found.steps[1:], strict=False)
    return (b for a, b in rows if a.together and a.together == b.together)


def _led(step: Step, head: dict[str, str]) -> Step:
    """Lead a step to the first of a group wherever it led to one of the others."""
    readings = tuple(
        replace(one, outside=replace(one.outside, go=head.get(one.outside.go, one.outside.go)))
        if one.outside and one.outside.go
        else one
        for one in step.readings
    )
    step = replace(step, readings=readings)
    if step.decision:
        ways = tuple(replace(way, go=head.get(way.go, way.go)) for way in step.decision.outcomes)
        step = replace(step, decision=replace(step.decision, outcomes=ways))
    return step


def _settled(found: Procedure) -> Procedure:
    """Take back what came to lead into groups again, now that there are more ways."""
    for name in dict.fromkeys(step.together for step in found.steps if step.together):
        names = [step.id for step in found.steps if step.together == name]
        found = _without_return(found, names)
    return found


def _without_return(found: Procedure, names: list[str]) -> Procedure:
    """Let nothing that leaves some steps lead back to them."""
    ways = links(edges(found))

    def back(target: str) -> bool:
        return not reached_from([target], ways).isdisjoint(names)

    def kept(rule: ExceptionRule) -> ExceptionRule:
        here = not rule.at or not set(names).isdisjoint(rule.at)
        return replace(rule, then=RESUME) if here and back(rule.then) else rule

    steps = tuple(
        replace(
            step,
            readings=tuple(
                replace(one, outside=replace(one.outside, go=None))
                if one.outside and one.outside.go and back(one.outside.go)
                else one
                for one in step.readings
            ),
        )
        if step.id in names
        else step
        for step in found.steps
    )
    return replace(found, steps=steps, exceptions=tuple(map(kept, found.exceptions)))


def _with(found: Procedure, step: Step) -> Procedure:
    steps = tuple(step if one.id == step.id else one for one in found.steps)
    return replace(found, steps=steps)


def _with_used_ends(found: Procedure) -> Procedure:
    """Leave out the ends that nothing leads to any more."""
    used = {way.target for way in edges(found)}
    ends = tuple(end for end in found.ends if end.id in used)
    return replace(found, ends=ends or found.ends[:1])
