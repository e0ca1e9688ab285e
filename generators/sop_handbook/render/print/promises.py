"""What each kind of print promises to tell of a procedure: one table, kept by tests.

A kind that does not promise everything in full is an extract, and says so on its sheet. Kinds
that are not in the table tell of no procedure: forms, sheets to sign, codes to look up.
"""

from collections.abc import Mapping
from enum import StrEnum

from sop_handbook.language.messages import Messages
from sop_handbook.model import Procedure


class Promise(StrEnum):
    """How much of a fact is on the sheet."""

    FULL = "full"  # every word of it
    SHORT = "short"  # its essence: the condition of an exception, and the numbers to call; all of
    # what the source leaves open that may harm somebody, or if that is long, where to read it
    POINTER = "pointer"  # its name
    ROOM = "room"  # as much as there is room for; what is left off is named beside it
    NOTHING = "nothing"


FULL, SHORT, POINTER, ROOM, NOTHING = Promise

# Facts that every sheet about a procedure tells in full.
_ALWAYS = dict.fromkeys(
    (
        "title", "number", "steps", "roles", "critical", "avoid", "principles", "safety",
        "standards", "calls",
    ),
    FULL,
) | {"left-open": SHORT}  # fmt: skip
_EVERYTHING = _ALWAYS | dict.fromkeys(
    (
        "actions", "points", "exceptions", "rules", "phrases", "reasons", "errors", "records",
        "tools", "decisions", "time-limits", "facts",
    ),
    FULL,
)  # fmt: skip
_NOT_THERE = dict.fromkeys((*_EVERYTHING, "forms"), NOTHING)
_LITTLE = dict.fromkeys(("actions", "points", "phrases", "reasons", "errors", "tools"), NOTHING)

PROMISES: Mapping[str, Mapping[str, Promise]] = {
    "cards": _EVERYTHING | {"forms": POINTER},
    "cards-small": _ALWAYS
    | _LITTLE
    | {
        "actions": ROOM,  # the short wording of a step stands in their place
        "points": ROOM,
        "phrases": ROOM,
        "records": ROOM,
        "errors": ROOM,
        "tools": ROOM,
        "facts": ROOM,
        "exceptions": SHORT,
        "rules": POINTER,
        "decisions": FULL,
        "time-limits": FULL,
        "forms": POINTER,
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
    },
    "twi": _EVERYTHING | {"forms": POINTER},
    "plate": _NOT_THERE  # of the steps that the role does
    | dict.fromkeys(("number", "critical", "avoid", "safety", "calls"), FULL)
    | dict.fromkeys(("title", "steps", "roles", "points", "exceptions", "standards"), SHORT)
    | {"left-open": POINTER},
    "roleplay": _NOT_THERE  # of the steps that a scenario rehearses
    | dict.fromkeys(("title", "number"), FULL)
    | dict.fromkeys(
        ("steps", "actions", "points", "critical", "avoid", "phrases", "reasons"), SHORT
    )
    | dict.fromkeys(("safety", "standards", "left-open"), SHORT),
    "handbook": _EVERYTHING | {"forms": FULL, "left-open": FULL},
}
# Forms are prints of their own, and what is left open is our remark and not of the procedure.
_BESIDES = ("forms", "left-open")

_NAMING = ("checklist",)  # kinds with room to name what they leave out


def is_extract(kind: str) -> bool:
    """Tell whether a kind of print leaves out anything of a procedure."""
    return any(
        promise is not Promise.FULL
        for fact, promise in PROMISES.get(kind, {}).items()
        if fact not in _BESIDES
    )


def left_out(kind: str) -> tuple[str, ...]:
    """Return the facts that a kind of print says nothing of, in the order of the table."""
    return tuple(
        fact for fact, promise in PROMISES.get(kind, {}).items() if promise is Promise.NOTHING
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
    told = PROMISES.get(kind, {})
    return [fact for fact, there in had.items() if there and told[fact] in (NOTHING, ROOM)]


def _facts_of(procedure: Procedure) -> dict[str, bool]:
    """Return which of the facts that a kind may say nothing of a procedure has, in its order."""
    points = [point for step in procedure.steps for point in step.key_points]
    had = {
        "points": any(not point.critical and point.kind != "safety" for point in points),
        "reasons": any(point.reason for point in points),
    } | {
        fact: any(getattr(step, fact) for step in procedure.steps)
        for fact in ("actions", "phrases", "errors", "tools")
    }
    return {fact: had[fact] for fact in _LITTLE}
