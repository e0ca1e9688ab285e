"""Steps that are done at the same time: they stand in a row and have one name in common."""

from collections.abc import Mapping
from itertools import groupby

from sop_handbook.model.procedure import Procedure, Step


def groups(procedure: Procedure) -> tuple[tuple[Step, ...], ...]:
    """Return the groups of steps that are done at the same time, in order, of two or more each."""
    if procedure.order != "sequence":
        return ()
    rows = (tuple(row) for name, row in groupby(procedure.steps, _name) if name)
    return tuple(row for row in rows if len(row) > 1)


def group_of(procedure: Procedure, step: Step) -> tuple[Step, ...]:
    """Return the steps that are done at the same time as a step, itself among them; () if none."""
    if not step.together:
        return ()
    return next((group for group in groups(procedure) if step in group), ())


def beside(procedure: Procedure, step: Step) -> tuple[Step, ...]:
    """Return the other steps that are done at the same time as a step; () if none are."""
    return tuple(one for one in group_of(procedure, step) if one is not step)


def heads(procedure: Procedure) -> Mapping[str, str]:
    """Return the first step of each group by the ids of all steps in it."""
    return {step.id: group[0].id for group in groups(procedure) for step in group}


def _name(step: Step) -> str:
    return step.together or ""
