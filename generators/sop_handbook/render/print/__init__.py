"""Everything that leaves the printer: one explicit table of what is printed."""

from collections.abc import Callable, Iterator

from sop_handbook.model import Handbook
from sop_handbook.render.base import OF_WHOLES, Artifact, Context, Rendered
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.forms import forms
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.plates import plates
from sop_handbook.render.print.rehearsals import rehearsals
from sop_handbook.render.print.signoffs import signoffs
from sop_handbook.render.print.twi import twi_sheets
from sop_handbook.render.print.typeset import Tell, typeset_all

PrintMaker = Callable[[Handbook, Context], Iterator[Print]]


def handbooks(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield the books that are asked for. They hold diagrams, so there is much to load."""
    only = context.only
    if only and not (only.takes("handbook") and any(of in OF_WHOLES for of, _ in only.subjects)):
        return
    from sop_handbook.render.print.handbooks import handbooks as every

    yield from every(handbook, context)


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


def print_asked(handbook: Handbook, context: Context, tell: Tell) -> Iterator[Rendered]:
    """Yield the prints that are asked for, one sort after another, as soon as each is made.

    The first is begun before the last is planned; `tell` is called before each.
    """
    for make in PRINT_MAKERS:
        jobs = [
            j for j in make(handbook, context) if not context.only or context.only.takes(j.kind)
        ]
        if jobs:
            yield typeset_all(jobs, handbook, context, tell)


def render_prints(handbook: Handbook, context: Context) -> Rendered:
    """Return all prints as PDF, below docs/handbook/prints/; in a preview, only what they are."""
    jobs = plan_prints(handbook, context)
    if context.preview:
        return Rendered(tuple(Artifact(job.path, None, job.offer()) for job in jobs))
    return typeset_all(jobs, handbook, context)
