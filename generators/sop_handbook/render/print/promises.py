"""What each output promises to tell of a procedure: one table, kept by tests.

A print that does not promise everything in full is an extract, and says so on its sheet. What may
harm somebody, what is critical, what to do when something goes wrong and within which limits a
reading must be is never less than short on what people work by.
"""

from collections.abc import Mapping
from enum import StrEnum

from sop_handbook.language.messages import Messages
from sop_handbook.model import Procedure, Step


class Promise(StrEnum):
    """How much of a fact is on the sheet."""

    FULL = "full"  # every word of it
    SHORT = "short"  # its essence: the condition of an exception, and the numbers to call; of a
    # hazard what may happen and how grave it is, of what is needed before work what to wear; of a
    # reading what is written down, if it has limits, and these; all of what the source leaves open
    # that may harm somebody, or if that is long, where to read it
    POINTER = "pointer"  # its name
    ROOM = "room"  # as much as there is room for; what is left off is named beside it
    NOTHING = "nothing"


FULL, SHORT, POINTER, ROOM, NOTHING = Promise

# What somebody may come to harm without.
SAFETY = ("hazards", "critical", "exceptions", "readings")

# Facts that every sheet about a procedure tells in full.
_ALWAYS = dict.fromkeys(
    (
        "title", "number", "hazards", "before", "steps", "roles", "critical", "avoid", "principles",
        "safety", "standards", "calls", "readings",
    ),
    FULL,
) | {"left-open": SHORT}  # fmt: skip
_EVERYTHING = _ALWAYS | dict.fromkeys(
    (
        "actions", "points", "exceptions", "rules", "phrases", "reasons", "errors", "records",
        "tools", "decisions", "time-limits", "facts", "goal", "ends", "commands", "links",
        "schedule", "together", "repeat", "pictures", "clips",
    ),
    FULL,
)  # fmt: skip
_NOT_THERE = dict.fromkeys((*_EVERYTHING, "forms"), NOTHING)
_LITTLE = dict.fromkeys(
    ("goal", "ends", "actions", "points", "phrases", "reasons", "errors", "tools"), NOTHING
)

_ON_THE_WALL = (
    _NOT_THERE
    | dict.fromkeys(("title", "number", "steps", "roles", "hazards", "critical", "avoid"), FULL)
    | dict.fromkeys(("decisions", "time-limits", "calls", "safety", "principles"), FULL)
    | dict.fromkeys(("standards", "commands", "together", "repeat"), FULL)
    | dict.fromkeys(("before", "exceptions", "readings", "left-open"), SHORT)
    | {"actions": ROOM}
)

# Of prints, by their kinds.
PROMISES: Mapping[str, Mapping[str, Promise]] = {
    "cards": _EVERYTHING | {"forms": POINTER},
    "cards-small": _ALWAYS  # of standards that are bound to no step as many as there is room for
    | _LITTLE
    | {
        "ends": ROOM,
        "actions": ROOM,  # the short wording of a step stands in their place
        "points": ROOM,
        "phrases": ROOM,
        "records": ROOM,
        "errors": ROOM,
        "tools": ROOM,
        "facts": ROOM,
        "exceptions": SHORT,
        "readings": SHORT,  # of those without limits as many as there is room for
        "rules": POINTER,
        "decisions": FULL,
        "time-limits": FULL,
        "forms": POINTER,
        "commands": ROOM,
        "links": ROOM,  # those that stand in what it tells
        "schedule": ROOM,  # that of the procedure always
        "together": ROOM,
        "repeat": ROOM,
        "pictures": NOTHING,
        "clips": NOTHING,
    },
    "checklist": _ALWAYS
    | _LITTLE
    | {
        "points": ROOM,
        "phrases": ROOM,
        "records": FULL,
        "facts": FULL,
        "exceptions": FULL,
        "rules": ROOM,
        "decisions": FULL,
        "time-limits": FULL,
        "forms": POINTER,
        "commands": FULL,
        "links": FULL,
        "schedule": FULL,
        "together": FULL,
        "repeat": FULL,
        "pictures": POINTER,
        "clips": POINTER,
    },
    "twi": _EVERYTHING | {"forms": POINTER, "ends": NOTHING},
    "plate": _NOT_THERE  # of the steps that the role does
    | dict.fromkeys(("number", "critical", "avoid", "safety", "calls"), FULL)
    | dict.fromkeys(("title", "steps", "roles", "points", "exceptions", "standards"), SHORT)
    | dict.fromkeys(("hazards", "before", "readings"), SHORT)
    | {"left-open": POINTER, "time-limits": ROOM},
    "roleplay": _ALWAYS  # of the steps that are judged
    | dict.fromkeys(("points", "reasons", "phrases", "facts", "actions"), FULL)  # and why
    | dict.fromkeys(("exceptions", "decisions", "time-limits", "commands", "repeat"), FULL)
    | {"together": FULL, "rules": POINTER}
    | dict.fromkeys(("forms", "ends", "goal"), NOTHING)
    | dict.fromkeys(("errors", "records", "tools", "links", "schedule"), NOTHING)
    | dict.fromkeys(("pictures", "clips"), NOTHING)
    | {"roles": SHORT},  # who learns
    "handbook": _EVERYTHING | {"forms": FULL, "left-open": FULL},
    # When something goes wrong: what to do is told in full, and what may harm somebody meanwhile.
    "trouble": _NOT_THERE
    | dict.fromkeys(("title", "number", "exceptions", "calls", "critical", "avoid"), FULL)
    | dict.fromkeys(("safety", "hazards"), FULL)
    | dict.fromkeys(("readings", "left-open"), SHORT),
    "trouble-role": _NOT_THERE  # of the steps that the role takes part in
    | dict.fromkeys(("title", "number", "exceptions", "calls", "critical", "avoid"), FULL)
    | dict.fromkeys(("safety", "hazards"), FULL)
    | dict.fromkeys(("readings", "left-open"), SHORT),
    # To be read from some steps away. A stand whose two sides are full tells less, and says so.
    "poster": _ON_THE_WALL,
    "stand": _ON_THE_WALL,
    "stickers": _NOT_THERE | dict.fromkeys(("title", "number", "steps"), FULL),
    "pack": _NOT_THERE  # its own pages; what it holds besides are finished prints
    | dict.fromkeys(("number", "hazards", "critical", "exceptions", "readings", "steps"), FULL)
    | dict.fromkeys(("title", "phrases", "commands", "time-limits", "calls"), FULL),
    "coaching": _NOT_THERE | dict.fromkeys(("title", "number"), FULL),
    "certificate": _NOT_THERE | dict.fromkeys(("title", "number"), FULL),
    "booklet": _EVERYTHING | {"forms": FULL, "left-open": FULL},
    "duplex-test": _NOT_THERE,
    "print-style": _NOT_THERE,
    "duties": _NOT_THERE,  # it names what is done regularly, and leads to its pages
    "form": _NOT_THERE,
    "signoff": _NOT_THERE | dict.fromkeys(("title", "number"), FULL),
    "signoff-all": _NOT_THERE | dict.fromkeys(("title", "number"), FULL),
}

_DRAWN = _NOT_THERE | dict.fromkeys(
    ("title", "number", "steps", "roles", "decisions", "time-limits", "before", *SAFETY), FULL
)
_NAMED = _NOT_THERE | {"title": FULL}
# Of all else that is published, by what tells of it: the page of a procedure or a role, the data of
# a procedure (routes.DataKind), the pages and files about many. What reads a page aloud or in large
# type, and what is kept offline or on a stick, is the page.
OTHERS: Mapping[str, Mapping[str, Promise]] = {
    "page": _EVERYTHING | {"forms": POINTER, "left-open": FULL},
    # What is done together or again is data there, which the page words and counts.
    "run": _EVERYTHING
    | {"forms": POINTER, "goal": NOTHING, "together": POINTER, "repeat": POINTER},
    "docx": _EVERYTHING | {"forms": FULL, "left-open": FULL},
    "drill": _NOT_THERE  # of the steps that are rehearsed
    | dict.fromkeys(("title", "number", "hazards", "exceptions", "decisions"), FULL)
    | dict.fromkeys(("steps", "roles", "points", "critical", "phrases", "facts"), SHORT)
    | dict.fromkeys(("safety", "avoid", "readings", "goal"), SHORT),
    "bpmn": _DRAWN,
    "flow": _DRAWN,
    "job": _NAMED,
    # Of its steps.
    "role": _NAMED | {"steps": FULL} | dict.fromkeys(("hazards", "critical"), SHORT),
    "search": _EVERYTHING | {"forms": POINTER},
    "standards": _NOT_THERE | dict.fromkeys(("standards", "readings"), SHORT),
    "industry": _NAMED,
    "family": _NAMED,
    "list": _NAMED,  # of procedures, prints, changes, roles: it leads to their pages
    "none": _NOT_THERE,
}
OUTPUTS: Mapping[str, Mapping[str, Promise]] = {**PROMISES, **OTHERS}
# What somebody works by. Nobody does by a form alone, or by a diagram.
AT_WORK = (
    "page", "run", "docx", "cards", "cards-small", "checklist", "twi", "plate", "roleplay",
    "handbook", "trouble", "trouble-role", "poster", "stand", "pack", "booklet",
)  # fmt: skip
# Forms are prints of their own, what is left open is our remark and not of the procedure, and how
# it ends is told where its steps lead.
_BESIDES = ("forms", "left-open", "ends")

_NAMING = ("checklist", "poster", "stand")  # kinds with room to name what they leave out
# What a kind says nothing of, or has room for perhaps, although it tells the rest of the same fact.
_WALL_LACKS = (
    "equipment", "materials", "done-when", "other-readings", "other-standards", "records", "rules",
    "forms", "pictures", "clips",
)  # fmt: skip
_LACKS = {"checklist": ("other-standards",), "poster": _WALL_LACKS, "stand": _WALL_LACKS}


def is_extract(kind: str) -> bool:
    """Tell whether a kind of print leaves out anything of a procedure."""
    return kind in AT_WORK and any(
        promise is not Promise.FULL
        for fact, promise in PROMISES.get(kind, {}).items()
        if fact not in _BESIDES
    )


def notice(kind: str, messages: Messages) -> str:
    """Return what an extract says of itself, with a gap for the `number` of the whole; else ""."""
    return messages("print.extract", number="{number}") if is_extract(kind) else ""


def may_be_missing(kind: str, procedure: Procedure | None) -> list[str]:
    """Return the facts that a kind names if they are not on its sheet, of those there are.

    That is all it says nothing of, and what it may have no room for: the template knows that. A
    print about no procedure (None) names nothing.
    """
    had = _facts_of(procedure) if procedure and kind in _NAMING else {}
    left = {fact for fact in _LITTLE if PROMISES.get(kind, {}).get(fact) in (NOTHING, ROOM)}
    left |= {*_LACKS.get(kind, ())}
    return [fact for fact, there in had.items() if there and fact in left]


def _facts_of(procedure: Procedure) -> dict[str, bool]:
    """Return which of the facts that a kind may say nothing of a procedure has, in its order."""
    steps = procedure.steps
    points = [point for step in steps for point in step.key_points]
    had = {
        "goal": bool(procedure.goal),
        "ends": bool(procedure.ends),
        "points": any(not point.critical and point.kind != "safety" for point in points),
        "reasons": any(point.reason for point in points),
    } | {
        fact: any(getattr(step, fact) for step in steps)
        for fact in ("actions", "phrases", "errors", "tools")
    }
    return {fact: had[fact] for fact in _LITTLE} | _parts_of(procedure)


def _parts_of(procedure: Procedure) -> dict[str, bool]:
    """Return the same of the facts that a kind tells a part of."""
    steps, before = procedure.steps, procedure.before
    shown: tuple[Procedure | Step, ...] = (procedure, *steps)
    return {
        "equipment": bool(before and before.equipment),
        "materials": bool(before and before.materials),
        "done-when": any(step.done_when for step in steps),
        "other-readings": any(not one.limits for step in steps for one in step.readings),
        "other-standards": any(not one.steps for one in procedure.standards),
        "records": any(step.records for step in steps),
        "rules": any(step.uses_rules for step in steps),
        "forms": any(step.forms for step in steps),
        "pictures": any(one.digest for owner in shown for one in owner.pictures),
        "clips": any(one.digest for owner in shown for one in owner.clips),
    }
