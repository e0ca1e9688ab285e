"""Training packs: all that somebody new in a role learns, in one file, from the first day on.

Its own pages say what to learn in which order, tell the role's part of what others do more of, and
are signed step by step; finished prints follow.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sop_handbook.editions.content import exception_content, plain
from sop_handbook.language.wording import word
from sop_handbook.model import Handbook, Procedure, Role, routes
from sop_handbook.model.learning import Lesson, lessons
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.render.base import LEFT_OUT, Context
from sop_handbook.render.print.chapters import chapter_step
from sop_handbook.render.print.jobs import Print, before, control, dated
from sop_handbook.render.print.photos import clip_addresses, photos_in
from sop_handbook.render.print.planned import Planned, named
from sop_handbook.render.views.standing import badge_of, notices, standing

KIND = "pack"
PHOTO = 80  # millimetres a photo is wide at most
# In the order of the file: prints of the role, of each procedure that it leads, and at the end.
OF_ROLE = ("plate", "duties", "trouble-role")
OF_EACH = ("cards", "checklist")
AT_END = ("certificate",)
OF_TRAINER = ("roleplay",)  # of each procedure that it leads, behind all else


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
    parts = tuple(_parts(role, found, planned))
    procedures = [one.procedure for one in found]
    shared = [one for one in found if not one.leads]
    told = [one.procedure for one in shared]
    content: dict[str, Any] = {
        "title": role.title,
        "industry": handbook.industries[role.industry].title,
        "document": word("page.offers.pack"),
        "summary": str(role.summary),
        "lessons": [_lesson(handbook, one) for one in found],
        "shared": [_shared(one) for one in shared if one.steps or one.met],
        "phrases": list(_phrases(found)),
        "parts": [_named(part) for part in parts],
        "lacking": list(_lacking(found, parts)),
        "up_to": max(map(dated, procedures)).isoformat(),
    }
    if badge := badge_of(procedures):
        content["badge"] = badge
    return Print(
        kind=KIND,
        of="role",
        subject=role.id,
        content=content,
        addresses={"": routes.role(role.id).url, **clip_addresses(told)},
        photos=photos_in(told, PHOTO),
        dated=max(map(dated, procedures)),
        notices=notices(procedures, context),
        standing=standing(procedures, context),
        duplex=True,
        parts=parts,
    )


def _parts(role: Role, found: tuple[Lesson, ...], planned: Planned) -> Iterator[Print]:
    of_role = planned.about("role", role.id)
    yield from (of_role[kind] for kind in OF_ROLE if kind in of_role)
    led = [planned.about("procedure", one.procedure.id) for one in found if one.leads]
    yield from (mine[kind] for mine in led for kind in OF_EACH if kind in mine)
    yield from (of_role[kind] for kind in AT_END if kind in of_role)
    yield from (mine[kind] for mine in led for kind in OF_TRAINER if kind in mine)


def _named(part: Print) -> dict[str, Any]:
    """Return what the contents say of a part; `trainer` is for what who learns does not read."""
    return named(part) | ({"trainer": True} if part.kind in OF_TRAINER else {})


def _lacking(found: Iterable[Lesson], parts: Iterable[Print]) -> Iterator[str]:
    """Yield which prints there are none of: `trouble` cards, those of what is `led`."""
    if not any(part.kind == "trouble-role" for part in parts):
        yield "trouble"
    if not any(one.leads for one in found):
        yield "led"


def _lesson(handbook: Handbook, one: Lesson) -> dict[str, Any]:
    """Return what a list of lessons says of one, and its row in the sign-off sheet.

    The keys are those of `control`, `urgency`, `leads`, the `steps` it does or `helps` with, what
    is `given`, and how many exceptions there are (`troubles`).
    """
    helped = {told.step.id for told in one.helped}
    steps = [
        {"number": told.number, "title": told.step.title}
        | ({"helps": True} if told.step.id in helped else {})
        for told in one.steps
    ]
    return control(one.procedure, handbook) | {
        "urgency": one.urgency,
        "leads": one.leads,
        "steps": steps,
        "given": _given(one),
        "troubles": len(one.met),
    }


def _given(one: Lesson) -> list[dict[str, Any]]:
    return [
        {"item": str(item), "number": told.number, "title": told.step.title}
        for item, told in one.given
    ]


def _shared(one: Lesson) -> dict[str, Any]:
    """Return all that a role has to know of a procedure of which others do more."""
    procedure = one.procedure
    return (
        {"id": procedure.id, "number": procedure.number, "title": procedure.title}
        | (before(procedure) if one.steps else {})
        | {
            "principles": plain(procedure.principles),
            "steps": [_step(told, procedure) for told in one.steps],
            "exceptions": [exception_content(met) for met in one.met],
        }
    )


def _step(told: ResolvedStep, procedure: Procedure) -> dict[str, Any]:
    """Return a step; what may go wrong stands below all of them, in full."""
    content = chapter_step(told, procedure)
    content.pop("exceptions", None)
    return content


def _phrases(found: Iterable[Lesson]) -> Iterator[dict[str, Any]]:
    for one in found:
        steps = [
            {"number": told.number, "title": told.step.title, "phrases": plain(told.step.phrases)}
            for told in one.own
            if told.step.phrases
        ]
        if steps:
            procedure = one.procedure
            yield {"number": procedure.number, "title": procedure.title, "steps": steps}
