"""Which boxes of a checklist may stay empty: for a step that is not in every run, or is seldom."""

from sop_handbook.model.checklists import ChecklistItem
from sop_handbook.model.left_out import LeftOut
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.render.views.seldom import is_seldom


def box_left_out(item: ChecklistItem, told: ResolvedStep | None) -> LeftOut:
    """Return after which answers; `told` is the step that it is about, if it is about one.

    The answers stand beside the step itself, not again beside each precaution of it.
    """
    found = _of_step(told) if told else None
    if found is None:
        return () if item.na else None
    return found if item.of_step else ()


def _of_step(told: ResolvedStep) -> LeftOut:
    if told.left_out is None and is_seldom(told.procedure, told.step):
        return ()
    return told.left_out
