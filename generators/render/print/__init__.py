"""Everything that leaves the printer: one explicit table of what is printed."""

from collections.abc import Callable, Collection, Iterator

from generators.model import Handbook
from generators.render.base import Context, Rendered
from generators.render.print.cards import cards
from generators.render.print.checklists import checklists
from generators.render.print.forms import forms
from generators.render.print.handbooks import handbooks
from generators.render.print.jobs import Print
from generators.render.print.plates import plates
from generators.render.print.press import press
from generators.render.print.rehearsals import rehearsals
from generators.render.print.signoffs import signoffs
from generators.render.print.twi import twi_sheets

PrintMaker = Callable[[Handbook, Context], Iterator[Print]]

PRINT_MAKERS: tuple[PrintMaker, ...] = (
    checklists,
    cards,
    twi_sheets,
    plates,
    forms,
    signoffs,
    rehearsals,
    handbooks,
)


def plan_prints(handbook: Handbook, context: Context) -> list[Print]:
    """Return everything that is to be printed, with its codes, before it is typeset."""
    return [job for make in PRINT_MAKERS for job in make(handbook, context)]


def print_some(
    handbook: Handbook, context: Context, subjects: Collection[str], kinds: Collection[str]
) -> Rendered:
    """Return the prints about some subjects, of some kinds or of all if none are named."""
    return press(
        [
            job
            for job in plan_prints(handbook, context)
            if job.subject in subjects and (not kinds or job.kind in kinds)
        ],
        handbook,
        context,
    )


def render_prints(handbook: Handbook, context: Context) -> Rendered:
    """Return all prints as PDF, below docs/handbook/prints/."""
    return press(plan_prints(handbook, context), handbook, context)
