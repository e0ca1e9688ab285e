"""Everything that leaves the printer: one explicit table of what is printed."""

from collections.abc import Callable, Iterator

from generators.model import Handbook
from generators.render.base import Context, Rendered
from generators.render.print.checklists import checklists
from generators.render.print.jobs import Print
from generators.render.print.press import press

PrintMaker = Callable[[Handbook, Context], Iterator[Print]]

PRINT_MAKERS: tuple[PrintMaker, ...] = (checklists,)


def render_prints(handbook: Handbook, context: Context) -> Rendered:
    """Return all prints as PDF, below docs/handbook/prints/."""
    jobs = [job for make in PRINT_MAKERS for job in make(handbook, context)]
    return press(jobs, handbook.base_url, context)
