"""What becomes of a step that is done again: its loop, and the names of what counts how often."""

from typing import TypedDict

from sop_handbook.model import Step
from sop_handbook.render.exchange.process import variable


class Loop(TypedDict):
    """The fields of a node that say how often it is done."""

    times: int
    more: str


def loop(step: Step) -> Loop:
    """Return how often the task of a step is done each time it is come to."""
    repeat = step.repeat
    return Loop(
        times=(repeat.times or 0) if repeat else 0,
        more=f"={more(step)} = true" if repeat and repeat.for_each else "",
    )


def counter(step: Step) -> str:
    """Return the id of the gateway before a step."""
    return f"again_{step.id}"


def more(step: Step) -> str:
    """Return the variable that says, after each of some things, that there is another one."""
    return variable(f"more_{step.id}")


def enough(step: Step) -> str:
    """Return the variable that says that a step was done as often as it may be."""
    return variable(f"enough_{step.id}")
