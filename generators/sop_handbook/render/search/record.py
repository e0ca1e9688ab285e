"""One thing that a search can find, and how far up it may come."""

from dataclasses import dataclass

# How far up a record may come; what a reader hardly ever wants comes after what he may want.
FULL, ASIDE, GENERIC, RETIRED, HELP = 9, 7, 6, 2, 2


@dataclass(frozen=True, kw_only=True)
class Record:
    """One thing to find.

    `place` is what it belongs to, `mark` a warning to show beside it. `names` are its title's
    rivals: what else people call it; `missing` are found like names, but are what it does not
    answer, and `gaps` are lines that say so. `calls` are whom it says to call, with the number.
    `loud` lines count more than `lines`. `near` are names of what it belongs to, `far` names of
    what that belongs to: they help, but weakly.
    """

    kind: str
    page: str
    title: str
    anchor: str = ""
    number: str = ""
    place: str = ""
    role: str = ""
    mark: str = ""
    rank: int = FULL
    names: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    loud: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    far: tuple[str, ...] = ()
