"""Booklets for loose-leaf folders: one procedure with its diagram, its checklist and its forms."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.language.wording import word
from sop_handbook.model import Handbook, Procedure, RuleTable
from sop_handbook.render.base import Context
from sop_handbook.render.print.chapters import procedure_chapter, rules_part
from sop_handbook.render.print.forms import without_annex
from sop_handbook.render.print.handbooks import PHOTO, drawn_of
from sop_handbook.render.print.jobs import Print, addresses, control, dated
from sop_handbook.render.print.papers import PAPERS
from sop_handbook.render.print.photos import clip_addresses, photos_in
from sop_handbook.render.print.planned import Planned, named
from sop_handbook.render.views.standing import notices, standing

KIND = "booklet"
BINDING = 5  # millimetres that other prints are moved: those of its own have room for holes


def booklets(handbook: Handbook, context: Context, planned: Planned) -> Iterator[Print]:
    """Yield the booklet of every procedure in use."""
    for procedure in context.wanted_in_use(handbook):
        yield _booklet(procedure, handbook, context, planned)


def _booklet(procedure: Procedure, handbook: Handbook, context: Context, planned: Planned) -> Print:
    parts = tuple(_parts(procedure, planned))
    told = tuple(notices([procedure], context))
    return Print(
        kind=KIND,
        of="procedure",
        subject=procedure.id,
        content=control(procedure, handbook)
        | {
            "whole": False,
            "procedure": _chapter(procedure, handbook),
            "parts": [_named(part) for part in parts],
        },
        pictures=lambda: {procedure.id: drawn_of(procedure, handbook, context)},
        addresses={"": addresses(procedure)[""], **clip_addresses([procedure])},
        photos=photos_in([procedure], PHOTO),
        dated=dated(procedure),
        notices=told,
        notices_of={procedure.id: told} if told else {},
        standing=standing([procedure], context),
        duplex=True,
        parts=parts,
        binding=BINDING,
    )


def _parts(procedure: Procedure, planned: Planned) -> Iterator[Print]:
    mine = planned.about("procedure", procedure.id)
    yield from (mine[kind] for kind in ("checklist",) if kind in mine)
    for name in dict.fromkeys(form for step in procedure.steps for form in step.forms):
        forms = (job for job in planned.about("form", name).values() if job.kind == "form")
        yield from map(without_annex, forms)


def _named(part: Print) -> dict[str, Any]:
    """Return what the contents say of a part: a form is known by its title, whoever uses it."""
    told = named(part)
    if part.of == "form":
        told.pop("number", None)
    lies = "across" if PAPERS[part.kind].across else "upright"
    return told | {"paper": word(f"page.paper.{lies}", size=PAPERS[part.kind].size)}


def _chapter(procedure: Procedure, handbook: Handbook) -> dict[str, Any]:
    """Return its chapter, with those rules of its family that it uses: no other is there."""
    chapter = procedure_chapter(procedure, handbook)
    shared = [rules_part(table) for table in _of_family(procedure, handbook)]
    return chapter | ({"rules": [*chapter.get("rules", ()), *shared]} if shared else {})


def _of_family(procedure: Procedure, handbook: Handbook) -> Iterator[RuleTable]:
    used = {name for step in procedure.steps for name in step.uses_rules}
    own = {table.id for table in procedure.rules}
    family = handbook.families.get(procedure.family or "")
    for table in family.rules if family else ():
        if table.id in used - own:
            yield table
