"""From when a time limit counts, and how often a step is done again."""

from dataclasses import dataclass

from sop_handbook.model.basics import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """How often a step is done, in one of three ways.

    `times` in a row; once `for_each` of some things; at `most` so often in a run, and `then` (the
    id of a step or an end) instead.
    """

    times: int | None = None
    for_each: Text | None = None
    most: int | None = None
    then: str | None = None
