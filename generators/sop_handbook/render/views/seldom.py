"""Which steps do not come in every run of their procedure, since they are done less often."""

from collections.abc import Iterable
from fractions import Fraction

from sop_handbook.language.schedules import a_day, schedule_of
from sop_handbook.model import Procedure, Step, Value


def is_seldom(procedure: Procedure, step: Step) -> bool:
    """Tell whether both say how often they are done, and the step is done less often."""
    whole, own = _most(procedure.schedule), _most(step.schedule)
    return bool(whole and own and own < whole)


def _most(schedule: Iterable[Value]) -> Fraction | None:
    """Return how often a day at most; None where one of them does not say so."""
    known = [schedule_of(value.literal) for value in schedule]
    found = [a_day(one) if one else None for one in known]
    return max((one for one in found if one), default=None) if all(found) else None
