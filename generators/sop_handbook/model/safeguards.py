"""What stands beside a step on every sheet to work with, so that nobody decides or acts blindly.

What is measured is there where it is decided, and what may harm somebody because the source does
not say it is there where it is done.
"""

from collections.abc import Iterator

from sop_handbook.model import Action, Gap, KeyPoint, Procedure, Standard, Step

LONGEST = 120  # signs of a gap that a sheet has room for; a longer one is only pointed to


def measures(procedure: Procedure, step: Step) -> tuple[Standard, ...]:
    """Return the standards of a step, without what its time limit says already."""
    limit = (step.timing.literal, step.timing.op) if step.timing else None
    return tuple(
        standard
        for standard in procedure.standards
        if step.id in standard.steps and (standard.value.literal, standard.value.op) != limit
    )


def warnings(step: Step) -> tuple[KeyPoint, ...]:
    """Return the key points of safety that are not critical: those have a place of their own."""
    return tuple(p for p in step.key_points if p.kind == "safety" and not p.critical)


def calls(step: Step) -> tuple[Action, ...]:
    """Return the actions that name whom to call: nobody looks a number up where it is urgent."""
    return tuple(
        action
        for action in step.actions
        if any(quantity.kind == "contact" for quantity in action.do.quantities)
    )


def left_open(procedure: Procedure, step: Step) -> Iterator[tuple[int, Gap]]:
    """Yield the gaps of a step that may harm somebody, each with its place among all gaps.

    A gap says so itself, or it is at a step with something critical or dangerous. One that says so
    and belongs to no step stands at the first. Places count from 0.
    """
    first = step is procedure.steps[0]
    risky = any(point.critical or point.kind == "safety" for point in step.key_points)
    for index, gap in enumerate(procedure.gaps):
        here = gap.at == step.id or (gap.at is None and first and gap.critical)
        if here and (risky if gap.critical is None else gap.critical):
            yield index, gap


def is_long(gap: Gap) -> bool:
    """Tell whether sheets only say where a gap can be read: it has more than LONGEST characters."""
    return len(str(gap.text)) > LONGEST
