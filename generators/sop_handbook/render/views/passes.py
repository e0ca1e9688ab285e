"""For which rounds a sheet has room where a run may come back to a step."""

from sop_handbook.model.passes import passes
from sop_handbook.model.resolved import ResolvedStep

USUAL = (2, 3)  # where nothing says how many there may be
_MOST = 12  # that a sheet has room for


def further_rounds(told: ResolvedStep) -> tuple[int, ...]:
    """Return the numbers of the rounds after the first, () if there are none.

    What a step of its own may be done so often is ticked one by one instead, but for a decision,
    which may be decided otherwise each time.
    """
    step = told.step
    if step.repeat and step.repeat.most and not step.decision:
        return ()
    most = passes(told.procedure, step)
    return USUAL if most is None or most > _MOST else tuple(range(2, most + 1))
