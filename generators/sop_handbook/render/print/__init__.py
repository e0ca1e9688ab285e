"""Everything that leaves the printer: one explicit table of what is printed."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from sop_handbook.language.mentions import quoting
from sop_handbook.model import Handbook, Procedure, routes
from sop_handbook.model.learning import learns, lessons
from sop_handbook.render.base import (
    OF_WHOLES,
    Artifact,
    Context,
    Download,
    Rendered,
    Selection,
    Subject,
)
from sop_handbook.render.kept import Keeper
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.certificates import certificates
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.coaching import coaching_sheets
from sop_handbook.render.print.duties import duty_lists
from sop_handbook.render.print.forms import forms
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.packs import packs
from sop_handbook.render.print.papers import PAPERS
from sop_handbook.render.print.planned import Planned
from sop_handbook.render.print.plates import plates
from sop_handbook.render.print.rehearsals import rehearsals
from sop_handbook.render.print.samples import samples
from sop_handbook.render.print.signoffs import signoffs
from sop_handbook.render.print.stickers import stickers
from sop_handbook.render.print.troubles import trouble_cards
from sop_handbook.render.print.twi import twi_sheets
from sop_handbook.render.print.typeset import Tell, typeset_all
from sop_handbook.render.print.wall import wall_prints
from sop_handbook.render.views.standing import standing

PrintMaker = Callable[[Handbook, Context], Iterator[Print]]
Composer = Callable[[Handbook, Context, Planned], Iterator[Print]]


def handbooks(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield the books that are asked for. They hold diagrams, so there is much to load."""
    only = context.only
    if only and not (only.takes("handbook") and any(of in OF_WHOLES for of, _ in only.subjects)):
        return
    from sop_handbook.render.print.handbooks import handbooks as every

    yield from every(handbook, context)


def booklets(handbook: Handbook, context: Context, planned: Planned) -> Iterator[Print]:
    """Yield the booklets that are asked for. They hold diagrams, too."""
    if not context.preview:
        from sop_handbook.render.print.booklets import booklets as every

        yield from every(handbook, context, planned)


def _read(make: PrintMaker) -> PrintMaker:
    """What only is read, not filled in, says where a value was written down that it names."""
    return lambda handbook, context: make(quoting(handbook, _shown(handbook, context)), context)


def _shown(handbook: Handbook, context: Context) -> Iterator[Procedure]:
    """Yield the procedures that are shown by what is asked for."""
    if context.only is None:
        yield from handbook.procedures.values()
        return
    for of, name in context.only.subjects:
        if of == "procedure":
            yield from (one for one in (handbook.procedures.get(name),) if one)
        elif of == "role":
            yield from handbook.concerning.get(name, ())
        elif of == "industry":
            yield from handbook.procedures_of[name]
        elif of == "handbook":
            yield from handbook.procedures.values()


PRINT_MAKERS: tuple[PrintMaker, ...] = (
    checklists,
    *map(_read, (cards, twi_sheets, plates, duty_lists)),
    forms,
    *map(_read, (signoffs, rehearsals)),
    coaching_sheets,
    certificates,
    *map(_read, (trouble_cards, wall_prints, stickers, handbooks)),
    samples,
)

# What is made of other prints: they are kinds of their own, asked for by name only, since all that
# is in them is there already.
COMPOSERS: Mapping[str, Composer] = {"pack": packs, "booklet": booklets}


def plan_prints(handbook: Handbook, context: Context) -> list[Print]:
    """Return everything that is to be printed, with its codes, before it is typeset."""
    jobs = _simple(handbook, context)
    planned = Planned(handbook, context, _simple, jobs if context.only is None else None)
    return [
        *jobs,
        *(job for make in _composing(planned, context) for job in make(handbook, context)),
    ]


def _simple(handbook: Handbook, context: Context) -> list[Print]:
    """Return what is made of no other print."""
    return [job for make in PRINT_MAKERS for job in make(handbook, context)]


def _composing(planned: Planned, context: Context) -> Iterator[PrintMaker]:
    """Yield what makes those kinds of composed prints that are asked for."""

    def maker(compose: Composer) -> PrintMaker:
        return _read(lambda handbook, context: compose(handbook, context, planned))

    only = context.only
    yield from (
        maker(compose) for kind, compose in COMPOSERS.items() if only is None or kind in only.kinds
    )


def print_asked(handbook: Handbook, context: Context, tell: Tell) -> Iterator[Rendered]:
    """Yield the prints that are asked for, one sort after another, as soon as each is made.

    The first is begun before the last is planned; `tell` is called before each.
    """
    planned = Planned(handbook, context, _simple)
    for make in (*PRINT_MAKERS, *_composing(planned, context)):
        jobs = [
            j for j in make(handbook, context) if not context.only or context.only.takes(j.kind)
        ]
        if jobs:
            yield typeset_all(jobs, handbook, context, tell)


def render_prints(handbook: Handbook, context: Context) -> Rendered:
    """Return all prints as PDF, below docs/handbook/prints/; in a preview, only what they are."""
    if context.preview:
        return Rendered(tuple(_offered(handbook, context)))
    return typeset_all(plan_prints(handbook, context), handbook, context)


def _offered(handbook: Handbook, context: Context) -> Iterator[Artifact]:
    """Yield every print without its content; planned anew is what has changed."""
    subjects = list(_subjects(handbook))
    makes = {"/".join(one): partial(_plan_about, *one) for one in subjects}
    texts = Keeper(handbook, context).texts(__name__, makes)
    planned = [(one, job) for one in subjects for job in json.loads(texts["/".join(one)])]
    for (of, subject), (_, path, kind, code, stands) in sorted(planned, key=lambda one: one[1][0]):
        offer = Download(
            kind=kind, of=of, subject=subject, code=code, paper=PAPERS[kind], standing=stands
        )
        yield Artifact(path, None, offer)
    for job in samples(handbook, context):
        yield Artifact(job.path, None, job.offer())
    yield from _composed(handbook, context)


def _composed(handbook: Handbook, context: Context) -> Iterator[Artifact]:
    """Yield what is made of other prints, likewise; nothing is planned, so no code is known."""
    learned = {name: lessons(handbook, name) for name in handbook.roles if learns(handbook, name)}
    shown: list[tuple[Subject, str, str, list[Procedure]]] = [
        *(("role", n, "pack", [it.procedure for it in found]) for n, found in learned.items()),
        *(("procedure", one.id, "booklet", [one]) for one in handbook.in_use),
    ]
    for of, subject, kind, procedures in shown:
        if procedures:
            stands = standing(procedures, context)
            offer = Download(kind=kind, of=of, subject=subject, paper=PAPERS[kind], standing=stands)
            yield Artifact(routes.sheet(subject, kind).path, None, offer)


def _subjects(handbook: Handbook) -> Iterator[tuple[Subject, str]]:
    """Yield what something is printed about in a preview, which has no book of the whole."""
    yield from (("procedure", one.id) for one in handbook.in_use)
    yield from (("role", name) for name in handbook.roles)
    yield from (("form", name) for name in handbook.forms)
    yield from (("industry", name) for name in handbook.industries)


def _plan_about(of: Subject, name: str, handbook: Handbook, context: Context) -> str:
    """Return the prints about one thing as JSON: place of the maker, path, kind, code, standing."""
    only = replace(context, only=Selection(subjects=frozenset({(of, name)})))
    return json.dumps(
        [
            (place, job.path, job.kind, job.code, job.standing)
            for place, make in enumerate(PRINT_MAKERS)
            for job in make(handbook, only)
        ]
    )
