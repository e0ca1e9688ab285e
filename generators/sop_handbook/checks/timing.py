"""Time limits that count from another step, how often things are done, and what is done again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sop_handbook.findings import Finding
from sop_handbook.language.schedules import is_schedule
from sop_handbook.language.values import seconds
from sop_handbook.model import Anchor, Handbook, Procedure, Quantity, Step, Value, flow
from sop_handbook.model.duties import labelled
from sop_handbook.model.flow import always_before, links, reached_from
from sop_handbook.model.groups import beside, group_of
from sop_handbook.sources.places import Places


def anchors(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What a time limit counts from has happened when its step begins."""
    for procedure, index, step in _steps(handbook):
        anchor = step.time_limit.anchor if step.time_limit else None
        if anchor and (code := _wrong(procedure, anchor, step)):
            place = places.procedure(procedure.id, "steps", index, "time_limit", "since", "step")
            args = {"step": step.title, "anchor": anchor.title or anchor.step}
            yield Finding(place, code, args)


def inner_limits(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """No step within a time limit may take longer than the whole of it."""
    for procedure in handbook.procedures.values():
        for outer in procedure.steps:
            limit, anchor = outer.time_limit, outer.time_limit.anchor if outer.time_limit else None
            if limit is None or anchor is None or (most := _most(limit)) is None:
                continue
            within = _between(procedure, anchor, outer)
            for index, step in enumerate(procedure.steps):
                inner = step.time_limit
                if step is outer or inner is None or step.id not in within:
                    continue
                if inner.anchor and inner.anchor.step not in within | {anchor.step}:
                    continue
                if (_most(inner) or 0) > most:
                    place = places.procedure(procedure.id, "steps", index, "time_limit")
                    args = {"step": step.title, "outer": outer.title, "anchor": anchor.title}
                    yield Finding(place, "limit-longer", args)


def frequencies(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """How often something is done is written as that, once, and by quantities that say so."""
    for procedure, index, step in _steps(handbook):
        here, often = ("steps", index), [*step.schedule]
        if step.time_limit is None and places.wrote(procedure.id, *here, "time_limit"):
            *often, _ = step.schedule  # it stands last
            code = "frequency-apart" if often else "frequency-as-limit"
            place = places.procedure(procedure.id, *here, "time_limit")
            yield Finding(place, code, {"step": step.title})
        yield from _odd(handbook, places, procedure, (*here, "schedule"), often)
    for procedure in handbook.procedures.values():
        yield from _odd(handbook, places, procedure, ("schedule",), procedure.schedule)


def repeats(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A step is repeated in one way; after the most it may be, there is somewhere else to go."""
    for procedure, index, step in _steps(handbook):
        if step.repeat is None:
            continue
        place = places.procedure(procedure.id, "steps", index, "repeat")
        ways = [key for key in ("times", "for_each", "most") if getattr(step.repeat, key)]
        if len(ways) != 1:
            yield Finding(place, "repeat-ways", {"step": step.title})
        elif bool(step.repeat.most) != bool(step.repeat.then):
            yield Finding(place, "repeat-without-then", {"step": step.title})
        elif step.repeat.then == step.id:
            yield Finding(place, "repeat-circle", {"step": step.title})
        elif step.repeat.most and not _comes_back(procedure, step):
            yield Finding(place, "repeat-idle", {"step": step.title})


def doers(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Whoever does an action or says a phrase takes part in its step."""
    for procedure, index, step in _steps(handbook):
        for key in ("actions", "phrases"):
            for number, one in enumerate(getattr(step, key)):
                if one.role and one.role not in (step.role, *step.with_):
                    path = ("steps", index, key, number, "role")
                    title = handbook.roles[one.role].title if one.role in handbook.roles else ""
                    args = {"role": title or one.role, "id": one.role, "step": step.title}
                    yield Finding(places.procedure(procedure.id, *path), "action-of-stranger", args)


def _steps(handbook: Handbook) -> Iterator[tuple[Procedure, int, Step]]:
    for procedure in handbook.procedures.values():
        for index, step in enumerate(procedure.steps):
            yield procedure, index, step


def _wrong(procedure: Procedure, anchor: Anchor, step: Step) -> str | None:
    """Return the code of what is wrong with a moment; None if it has come in every run."""
    if anchor.step in {one.id for one in group_of(procedure, step)} | {step.id}:
        return "anchor-later" if anchor.at == "done" else None
    if procedure.order != "sequence":
        return "anchor-may-lack"
    ways = links(flow.edges(procedure))
    if step.id not in reached_from([anchor.step], ways):
        return "anchor-later"
    begun = anchor.at == "start"
    sure = always_before(procedure, anchor.step, step.id, begun=begun)
    return None if sure else "anchor-may-lack"


def _between(procedure: Procedure, anchor: Anchor, step: Step) -> set[str]:
    """The steps between a moment and a step, that step among them."""
    ways = flow.usual(procedure)  # who comes back by an exception begins the inner one anew
    after = reached_from([anchor.step], links(ways))
    before = reached_from([step.id], links(ways, backwards=True))
    beyond = {anchor.step} if anchor.at == "done" else set()
    return (after & before) - beyond - {one.id for one in beside(procedure, step)}


def _most(value: Value) -> int | None:
    """How long something may take at most, in seconds; None where that is not said or unknown."""
    return seconds(value.literal) if value.op in {"le", "lt", "eq"} else None


def _comes_back(procedure: Procedure, step: Step) -> bool:
    ways = links(way for way in flow.edges(procedure) if not way.exhausted)
    return step.id in reached_from(ways.get(step.id, ()), ways)


def _odd(
    handbook: Handbook,
    places: Places,
    procedure: Procedure,
    path: tuple[str | int, ...],
    schedule: Sequence[Value],
) -> Iterator[Finding]:
    known: Mapping[str, Quantity] = handbook.quantities_of(procedure)
    before: set[tuple[str, str]] = set()
    for index, (value, label) in enumerate(labelled(schedule, known)):
        quantity = known.get(value.quantity or "")
        if quantity and not is_schedule(quantity.value):
            args = {"label": quantity.label, "value": quantity.value}
            place = places.procedure(procedure.id, *path, index, "quantity")
            yield Finding(place, "no-frequency", args)
        if (value.literal, label) in before:
            place = places.procedure(procedure.id, *path, index)
            yield Finding(place, "frequency-twice", {"value": value.literal})
        before.add((value.literal, label))
