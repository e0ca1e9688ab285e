"""Steps that are done at the same time begin together and end together."""

from collections.abc import Iterator
from datetime import date

from sop_handbook.findings import Finding
from sop_handbook.model import Handbook, Procedure, Step, flow
from sop_handbook.model.flow import Transition, links, reached_from
from sop_handbook.model.groups import groups
from sop_handbook.sources.places import Places


def gathered(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Steps of one name stand in a row, two at least, in a procedure that has an order."""
    for procedure in handbook.procedures.values():
        names: dict[str, list[int]] = {}
        for index, step in enumerate(procedure.steps):
            if step.together:
                names.setdefault(step.together, []).append(index)
        for name, found in names.items():
            if code := _wrong(procedure, name, found):
                place = places.procedure(procedure.id, "steps", found[-1], "together")
                yield Finding(
                    place, code, {"value": name, "step": procedure.steps[found[-1]].title}
                )


def jumps(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """No way leads out of the middle of such steps, or into it."""
    for procedure in handbook.procedures.values():
        inside = {step.id: step for group in groups(procedure) for step in group[1:]}
        for group in groups(procedure):
            for step in group:
                if key := _leaves(step, last=step is group[-1]):
                    path = ("steps", procedure.steps.index(step), key)
                    args = {"step": step.title, "key": key}
                    yield Finding(places.procedure(procedure.id, *path), "group-left", args)
        for way in flow.edges(procedure):
            target = inside.get(way.target)
            source = next(step for step in procedure.steps if step.id == way.source)
            ahead = procedure.steps.index(source) + 1
            follows = target is not None and procedure.steps[ahead : ahead + 1] == (target,)
            if target and not (follows and way.plain):
                place = places.procedure(procedure.id, "steps", ahead - 1, "id")
                args = {"step": source.title, "target": target.title}
                yield Finding(place, "group-entered", args)


def abandoned(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Whoever leaves such steps for an exception or a value out of bounds never comes back to them.

    What had been begun beside would still be open when all are begun anew.
    """
    for procedure in handbook.procedures.values():
        ways = links(flow.edges(procedure))
        told: set[int | str | None] = set()  # an exception may come up at many steps
        for group in groups(procedure):
            names = {step.id for step in group}
            for way in flow.edges(procedure):
                cause = way.exception if way.reading is None else way.reading
                if way.source not in names or cause is None or cause in told:
                    continue
                if names.intersection(reached_from([way.target], ways)):
                    told.add(cause)
                    step = next(one for one in group if one.id == way.source)
                    place = places.procedure(procedure.id, *_path(procedure, step, way))
                    title = next(one.title for one in procedure.steps if one.id == way.target)
                    yield Finding(place, "group-again", {"step": step.title, "target": title})


def _path(procedure: Procedure, step: Step, way: Transition) -> tuple[str | int, ...]:
    if way.exception is not None:
        return ("exceptions", way.exception, "then")
    number = next(n for n, one in enumerate(step.readings) if one.id == way.reading)
    return ("steps", procedure.steps.index(step), "readings", number, "outside", "go")


def _wrong(procedure: Procedure, name: str, found: list[int]) -> str | None:
    if procedure.order != "sequence":
        return "group-without-order"
    if len(found) == 1:
        return "group-of-one"
    between = procedure.steps[found[0] : found[-1] + 1]
    if any(step.together not in (name, None) for step in between):
        return "group-nested"
    return "group-apart" if len(between) != len(found) else None


def _leaves(step: Step, *, last: bool) -> str | None:
    """Return the key by which a step leads out of its group before all are done; else None."""
    if step.decision:
        return "decision"
    if step.next and not last:
        return "next"
    return "repeat" if step.repeat and step.repeat.then else None
