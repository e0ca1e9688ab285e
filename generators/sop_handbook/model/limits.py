"""The limits of readings beside the standards of a procedure: all that can be measured."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from sop_handbook.model.procedure import Procedure, Standard


def standards_with_limits(
    procedure: Procedure, amount: Callable[[str], str]
) -> tuple[Standard, ...]:
    """Return the standards of a procedure, then the limits of its readings in step order.

    `amount` tells what a literal comes to in one spelling, 60min as 1h (language.quantities).

    A limit is a standard of the step where it is read: its metric is the label of the reading, its
    id the id of the reading, twice where each end has a limit of its own. What a standard of that
    step says already is not said again; what is read at several steps with one limit names them
    all.
    """
    found: dict[tuple[str, str, str], Standard] = {}
    for limit in _limits(procedure, amount):
        key = (limit.metric, amount(limit.value.literal), limit.value.op)
        known = found.setdefault(key, limit)
        steps = dict.fromkeys((*known.steps, *limit.steps))
        found[key] = replace(known, steps=tuple(steps))
    return *procedure.standards, *found.values()


def _limits(procedure: Procedure, amount: Callable[[str], str]) -> Iterator[Standard]:
    for step in procedure.steps:
        said = {
            (amount(one.value.literal), one.value.op)
            for one in procedure.standards
            if step.id in one.steps
        }
        for reading in step.readings:
            for limit in reading.limits:
                if (amount(limit.literal), limit.op) not in said:
                    yield Standard(
                        id=reading.id, metric=reading.label, value=limit, steps=(step.id,)
                    )
