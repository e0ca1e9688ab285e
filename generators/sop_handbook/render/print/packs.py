"""Training packs: all that somebody new in a role learns, in one file, from the first day on.

Its own pages say what to learn in which order and tell what no print of the role tells; finished
prints follow, those for who trains last.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sop_handbook.language.wording import word
from sop_handbook.model import Handbook, Role, routes
from sop_handbook.model.learning import Lesson, filled_in, lessons, why_in_this_order
from sop_handbook.render.base import LEFT_OUT, Context
from sop_handbook.render.print.certificates import is_void
from sop_handbook.render.print.contacts import contacts
from sop_handbook.render.print.forms import without_annex
from sop_handbook.render.print.jobs import Print, of_role, up_to
from sop_handbook.render.print.pack_pages import (
    lesson,
    phrases,
    shared_part,
    tables,
    what_is_open,
)
from sop_handbook.render.print.photos import clip_addresses, photos_in
from sop_handbook.render.print.planned import Planned, named
from sop_handbook.render.print.rehearsals import for_person
from sop_handbook.render.views.standing import state_of

KIND = "pack"
PHOTO = 80  # millimetres a photo is wide at most
# In the order of the file: prints of the role, of each procedure in which it does a step, the forms
# that it fills in; then, for who trains, prints of the role and of each procedure.
OF_ROLE = ("plate", "duties", "trouble-role")
OF_EACH = ("cards", "checklist")
FOR_TRAINER = ("coaching", "certificate")
FOR_TRAINER_OF_EACH = ("roleplay",)
ON_THE_WALL = ("poster", "stand")  # they are named only: nobody carries them in a folder


def packs(handbook: Handbook, context: Context, planned: Planned) -> Iterator[Print]:
    """Yield a pack for every person with something to learn; teams have none.

    A preview has no editions of them.
    """
    if context.preview and KIND in LEFT_OUT:
        return
    for role in context.wanted("role", handbook.roles):
        if role.kind == "person" and (found := lessons(handbook, role.id)):
            yield _pack(handbook, role, found, context, planned)


def _pack(
    handbook: Handbook, role: Role, found: tuple[Lesson, ...], context: Context, planned: Planned
) -> Print:
    parts = tuple(_parts(handbook, role, found, planned))
    procedures = [one.procedure for one in found]
    told = [one.procedure for one in found if not one.leads]
    why, within, order = why_in_this_order(found)
    content: dict[str, Any] = {
        "document": word("page.offers.pack"),
        "summary": str(role.summary),
        "answers": [one for one in contacts(handbook, procedures, role.id) if "own" in one],
        "why": why,
        "within": list(within),
        "order": order,
        "lessons": [lesson(handbook, one) for one in found],
        "shared": [shared_part(one) for one in found if not one.leads and (one.steps or one.met)],
        "tables": list(tables(handbook, found)),
        "phrases": list(phrases(found, role.id)),
        "open": list(what_is_open(handbook, found)),
        "parts": [_named(part) for part in parts],
        "lacking": list(_lacking(role, found, parts, planned)),
        "wall": list(_on_the_wall(found, planned)),
        "shown": _with_print("twi", (one for one in found if one.own), planned),
    }
    return of_role(
        role,
        procedures,
        handbook,
        context,
        kind=KIND,
        content=content | up_to(procedures),
        addresses={"": routes.role(role.id).url, **clip_addresses(told)},
        photos=photos_in(told, PHOTO),
        notices_of={one.number: (state_of(one, context),) for one in procedures},
        # What holds today only is no part of the code.
        options={"void": "certificate"} if any(map(_is_void, parts)) else {},
        duplex=True,
        parts=parts,
    )


def _parts(
    handbook: Handbook, role: Role, found: tuple[Lesson, ...], planned: Planned
) -> Iterator[Print]:
    of_role = planned.about("role", role.id)
    each = [(one, planned.about("procedure", one.procedure.id)) for one in found]
    yield from _kinds(OF_ROLE, of_role)
    for one, jobs in each:
        yield from (_own_part(job, one, role) for job in _kinds(OF_EACH, jobs) if one.own)
    for name in filled_in(handbook, role.id, found):
        made = _kinds(("form",), planned.about("form", name))
        yield from map(without_annex, made)
    yield from (job for job in _kinds(FOR_TRAINER, of_role) if _may_be_issued(job))
    for _, jobs in each:
        kits = (for_person(kit, handbook, role.id) for kit in _kinds(FOR_TRAINER_OF_EACH, jobs))
        yield from (kit for kit in kits if kit)


def _kinds(kinds: Iterable[str], jobs: Mapping[str, Print]) -> Iterator[Print]:
    return (jobs[kind] for kind in kinds if kind in jobs)


def _own_part(job: Print, one: Lesson, role: Role) -> Print:
    """Return the cards of the steps that are a role's, or the checklist with its rows marked.

    Of what it leads it has all cards. The codes stay those of the whole, which says no less.
    """
    mine = {told.step.id for told in one.own}
    if len(mine) == len(one.resolved.steps) or (job.kind == "cards" and one.leads):
        return job
    cards = enumerate(one.resolved.steps, 1)  # the first is the overview
    own = [0, *(at for at, told in cards if told.step.id in mine)]
    how = {"only": ",".join(map(str, own))} if job.kind == "cards" else {"mine": role.title}
    return replace(job, as_part=f"of-{role.id}", options={**job.options, **how})


def _may_be_issued(job: Print) -> bool:
    """Tell whether there is anything to certify: what is not approved nobody passes."""
    return job.kind != "certificate" or any("badge" not in one for one in job.content["procedures"])


def _is_void(job: Print) -> bool:
    """Tell whether nothing in a certificate can be certified as it stands today."""
    return job.kind == "certificate" and is_void(job)


def _named(part: Print) -> dict[str, Any]:
    """Return what the contents say of a part; `trainer` is for what who learns does not read."""
    trainer = part.kind in (*FOR_TRAINER, *FOR_TRAINER_OF_EACH)
    return named(part) | ({"trainer": True} if trainer else {})


def _lacking(
    role: Role, found: Sequence[Lesson], parts: Iterable[Print], planned: Planned
) -> Iterator[dict[str, Any]]:
    """Yield which prints there are none of, by the key of the words that say why (`what`)."""
    kinds = {part.kind for part in parts}
    if "trouble-role" not in kinds:
        yield {"what": "trouble-of-others" if any(map(_may_go_wrong, found)) else "trouble"}
    undrilled = _undrilled(found, parts)
    if not any(one.own for one in found):
        yield {"what": "cards" if "roleplay" in kinds else "all"}
    elif undrilled:
        yield {"what": "drills", "numbers": undrilled}
    if "certificate" not in kinds:
        learnt = "certificate" in planned.about("role", role.id)
        yield {"what": "certificate" if learnt else "certificate-for-none"}


def _may_go_wrong(one: Lesson) -> bool:
    readings = (told for step in one.resolved.steps for told in step.readings)
    return bool(one.resolved.exceptions) or any(told.reading.outside for told in readings)


def _undrilled(found: Iterable[Lesson], parts: Iterable[Print]) -> list[str]:
    """Return the numbers of procedures in which a role does something and no drill is for it."""
    drilled = {part.subject for part in parts if part.kind == "roleplay"}
    own = (one.procedure for one in found if one.own)
    return [one.number for one in own if one.id not in drilled]


def _with_print(kind: str, found: Iterable[Lesson], planned: Planned) -> list[str]:
    """Return the numbers of the procedures of which there is a print of a kind."""
    every = (one.procedure for one in found)
    return [one.number for one in every if kind in planned.about("procedure", one.id)]


def _on_the_wall(found: Iterable[Lesson], planned: Planned) -> Iterator[dict[str, Any]]:
    """Yield each kind that hangs or stands where work is done, and the `numbers` of procedures."""
    led = [one for one in found if one.leads]
    for kind in ON_THE_WALL:
        if numbers := _with_print(kind, led, planned):
            yield {"kind": word(f"page.offers.{kind}"), "numbers": numbers}
