"""What a handbook is asked for again and again, found once: by industry, and who leads to whom."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from sop_handbook.model.basics import Text
from sop_handbook.model.procedure import Procedure, Step


class OfIndustry(Protocol):
    """Whatever belongs to an industry."""

    @property
    def industry(self) -> str:
        """The id of the industry."""
        ...


class Titled(Protocol):
    """Whatever readers call by a title."""

    @property
    def title(self) -> str:
        """What readers call it."""
        ...


Thing = TypeVar("Thing", bound=OfIndustry)


@dataclass(frozen=True, slots=True)
class Incoming:
    """How a procedure leads to another: by an end, by a step, or as worth reading.

    `procedure` is the id of the one that leads there, `text` that of its end, None without one.
    """

    way: Literal["hands-over", "starts", "uses", "related"]
    procedure: str
    text: Text | None = None


class ByIndustry(dict[str, tuple[Thing, ...]]):
    """Things by the id of their industry, in their order; () for an industry that has none."""

    def __init__(self, things: Iterable[Thing]) -> None:
        found: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            found[thing.industry].append(thing)
        super().__init__({industry: tuple(mine) for industry, mine in found.items()})

    def __missing__(self, industry: str) -> tuple[Thing, ...]:
        return ()


def incoming(procedures: Iterable[Procedure]) -> Mapping[str, tuple[Incoming, ...]]:
    """Return what leads to each procedure, by its id, in the order of those that do.

    A procedure that nothing leads to is no key.
    """
    found: dict[str, list[Incoming]] = defaultdict(list)
    for procedure in procedures:
        for name, way in dict.fromkeys(_leads(procedure)):
            found[name].append(way)
    return {name: tuple(ways) for name, ways in found.items()}


def concerning(procedures: Iterable[Procedure]) -> Mapping[str, tuple[Procedure, ...]]:
    """Return the procedures that give a role something to do, by its id, in their order.

    It does or helps with a step, hands something over to one, handles an exception, or asks what a
    checklist says.
    """
    found: dict[str, list[Procedure]] = defaultdict(list)
    for procedure in procedures:
        for role in dict.fromkeys(roles_of(procedure)):
            found[role].append(procedure)
    return {role: tuple(its) for role, its in found.items()}


def covered(procedures: Iterable[Procedure]) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """Return the revision by id of every procedure that a print over several of them may show.

    They are found by what the print is about: (role, id), (form, id), (family, id), (industry, id),
    or (handbook, handbook).
    """
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for procedure in procedures:
        about = {("role", role) for role in roles_of(procedure)}
        about |= {("form", form) for step in procedure.steps for form in step.forms}
        about |= {("industry", procedure.industry), ("handbook", "handbook")}
        if procedure.family:
            about.add(("family", procedure.family))
        for subject in about:
            found[subject][procedure.id] = procedure.revision
    return dict(found)


def using_forms(
    procedures: Iterable[Procedure],
) -> Mapping[str, tuple[tuple[Procedure, Step], ...]]:
    """Return the steps that use each form, by its id, each with its procedure, in their order.

    A form that none uses is no key.
    """
    found: dict[str, list[tuple[Procedure, Step]]] = defaultdict(list)
    for procedure in procedures:
        for step in procedure.steps:
            for form in step.forms:
                found[form].append((procedure, step))
    return {form: tuple(its) for form, its in found.items()}


def takes_part(step: Step) -> Iterator[str]:
    """Yield the ids of a step's roles: who does it, who helps, who gives something."""
    yield step.role
    yield from step.with_
    yield from (item.from_ for item in step.receives)


def roles_of(procedure: Procedure) -> Iterator[str]:
    """Yield the id of every role that has to do with a procedure; one may come several times."""
    for step in procedure.steps:
        yield from takes_part(step)
    yield from (rule.role for rule in procedure.exceptions if rule.role)
    yield from (item.asks for point in procedure.checklists for item in point.items if item.asks)


def _leads(procedure: Procedure) -> Iterator[tuple[str, Incoming]]:
    here = procedure.id
    for end in procedure.ends:
        if end.hands_over:
            yield end.hands_over, Incoming("hands-over", here, end.text)
    for step in procedure.steps:
        if step.starts:
            yield step.starts, Incoming("starts", here)
    for step in procedure.steps:
        if step.use:
            yield step.use, Incoming("uses", here)
    for related in procedure.related:
        yield related.procedure, Incoming("related", here)
