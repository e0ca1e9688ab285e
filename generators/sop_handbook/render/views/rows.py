"""Procedures in lists: a row each, in their order or under letters."""

from collections.abc import Iterable
from dataclasses import dataclass

from sop_handbook.language.chinese import spelled
from sop_handbook.model import Procedure, Status, Text
from sop_handbook.render.base import Context
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.relations import hands_over_to


@dataclass(frozen=True)
class Row:
    """A procedure in a list; `sound` is how its title is typed, a syllable a word."""

    link: Link
    number: str
    steps: str
    goal: Text
    badge: str
    hands_over: tuple[Link, ...] = ()
    sound: str = ""


def rows(viewer: ViewBuilder, procedures: Iterable[Procedure], context: Context) -> list[Row]:
    """Return procedures as list rows, in their order; retired ones last."""
    ordered = sorted(procedures, key=lambda p: p.control.status is Status.RETIRED)
    return [row(viewer, procedure, context) for procedure in ordered]


def row(viewer: ViewBuilder, procedure: Procedure, context: Context) -> Row:
    """Return a procedure as a list row."""
    return Row(
        viewer.pages.procedure(procedure.id),
        procedure.number,
        viewer.step_count(procedure),
        procedure.goal,
        viewer.control(procedure, context.today).notice,
        tuple(viewer.pages.procedure(name) for name in hands_over_to(procedure)),
        spelled(procedure.title),
    )
