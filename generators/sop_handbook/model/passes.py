"""How often a run may come to a step, by how often others may be done."""

from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from sop_handbook.model.flow import Transition, edges, links, reached_from
from sop_handbook.model.procedure import Procedure, Step

_MOST_LIMITED = 6  # steps of which all sets are tried; of more, only all together


def passes(procedure: Procedure, step: Step) -> int | None:
    """Return at most how often a run does a step, leaving aside what goes wrong.

    1 if it never comes back, None if nothing says how often it may. Every way back leads past a
    step that is done at most so often in a run: of the sets of such steps without which there is
    no way back, the one that allows the fewest counts. A step to which only they lead is done no
    oftener than they are. A step's own limit counts, too.
    """
    own = step.repeat.most if step.repeat else None
    limits = {o.id: o.repeat.most for o in procedure.steps if o.repeat and o.repeat.most}
    others = [name for name in limits if name != step.id]
    ways = [way for way in edges(procedure) if way.exception is None and way.reading is None]
    if not _comes_back(step.id, ways, ()):
        return 1
    found = [
        _before(procedure, step, cut) + sum(limits[name] for name in cut)
        for cut in _cuts(others)
        if not _comes_back(step.id, ways, cut)
    ]
    return min([*found, *([own] if own else [])], default=None)


def _cuts(names: list[str]) -> Iterator[tuple[str, ...]]:
    if len(names) > _MOST_LIMITED:
        return iter([tuple(names)])
    return chain.from_iterable(combinations(names, size) for size in range(1, len(names) + 1))


def _before(procedure: Procedure, step: Step, others: tuple[str, ...]) -> int:
    """Return how often a run may do a step before any of the others: once or never.

    What goes wrong may lead there, too.
    """
    first = procedure.steps[0].id
    if procedure.order != "sequence":
        return 1
    left = links(way for way in edges(procedure) if way.source not in others)
    return int(first not in others and step.id in reached_from([first], left))


def _comes_back(name: str, ways: Iterable[Transition], spent: tuple[str, ...]) -> bool:
    """Tell whether a run comes back to a step once others may not be done any more."""
    left = links(way for way in ways if way.exhausted or way.source not in spent)
    return name in reached_from(left.get(name, ()), left)
