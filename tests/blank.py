"""Builds whose prints and Word documents have nothing in them: pages offer them all the same."""

from dataclasses import replace
from itertools import chain

from sop_handbook.model import Handbook
from sop_handbook.render.base import Context, Rendered
from sop_handbook.render.office import render_office
from sop_handbook.render.print import render_prints
from sop_handbook.render.renderers import RENDERERS

_PAPERS = (render_prints, render_office)


def _blank(handbook: Handbook, context: Context) -> Rendered:
    """Say which there are: a preview is told the same, and makes none."""
    foreseen = replace(context, preview=True)
    made = (make(handbook, foreseen).artifacts for make in _PAPERS)
    return Rendered(tuple(replace(one, source=b"%PDF") for one in chain.from_iterable(made)))


WITHOUT_PAPERS = (_blank, *(one for one in RENDERERS if one not in _PAPERS))
