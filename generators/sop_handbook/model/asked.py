"""A checklist as its author wrote it: when to stop, and what to confirm then."""

from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.basics import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing to confirm: a text, or a step with all its critical key points, or both.

    `asks` is the id of the role that says it aloud. One with `answers` is answered by one of them
    instead of a tick; with `na` it may not apply.
    """

    check: Text | None = None
    step: str | None = None
    asks: str | None = None
    answers: tuple[Text, ...] = ()
    na: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Checklist:
    """A moment to stop, and what to confirm then."""

    pause_point: Text
    items: tuple[Check, ...]
    mode: Literal["do-confirm", "read-do"] = "do-confirm"
