"""What steps are made of: what to do, what matters, what to say, how to decide."""

from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.basics import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """One thing to do, perhaps only in some case; `id` if the author wrote one (model.item_ids).

    `run` is a command to be typed exactly so, lines and blanks included; `role` who of the step
    does it, by id, if that is said.
    """

    do: Text
    when: Text | None = None
    run: str | None = None
    role: str | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why a key point matters, and whether the document says so or we do."""

    text: Text
    origin: Literal["document", "editorial"]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyPoint:
    """What makes or breaks a step."""

    text: Text
    kind: Literal["safety", "quality", "knack"] = "quality"
    critical: bool = False
    reason: Reason | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """Words to say, and whether we wrote them; without an origin they are the document's.

    `role` is who of the step says them, by id, if not who answers for it.
    """

    say: Text
    when: Text | None = None
    role: str | None = None
    origin: Literal["document", "editorial"] | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Avoid:
    """What not to do or say, and what to do instead."""

    text: Text
    instead: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Receive:
    """Something a step waits for from another role.

    `from_` is the id of the role.
    """

    item: Text
    from_: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One answer of a decision and the step or end it leads to."""

    answer: Text
    go: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A question whose answer changes what comes next."""

    question: Text
    outcomes: tuple[Outcome, ...]
