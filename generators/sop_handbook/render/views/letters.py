"""Long lists under letters: by the sound of what things are called, as in an index."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sop_handbook.language.chinese import initial, sort_key

Thing = TypeVar("Thing")
MANY = 30  # rows of a list that nobody reads through: five screens of a phone


@dataclass(frozen=True)
class Letter(Generic[Thing]):
    """What is filed under a capital, or under `#` for what begins with a number.

    `anchor` is a part of an id: the letter in lower case, or `other`.
    """

    letter: str
    anchor: str
    items: tuple[Thing, ...]


def by_letter(things: Iterable[Thing], name: Callable[[Thing], str]) -> tuple[Letter[Thing], ...]:
    """File things under the letters of their names; `#` comes first, nothing gives ()."""
    found: dict[str, list[Thing]] = {}
    for thing in sorted(things, key=lambda one: sort_key(name(one))):
        found.setdefault(initial(name(thing)), []).append(thing)
    return tuple(
        Letter(letter, letter.lower().replace("#", "other"), tuple(mine))
        for letter, mine in sorted(found.items())
    )
