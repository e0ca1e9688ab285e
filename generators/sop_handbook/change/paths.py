"""Where in a part something stands, in both of its states at once."""

from dataclasses import dataclass
from typing import Literal

Side = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class ItemKey:
    """An item that stands elsewhere in each state: its place from 0, or its id; None where not.

    An item whose id is the same in both states needs none of this: its key is the id.
    """

    old: int | str | None
    new: int | str | None

    def on(self, side: Side) -> int | str | None:
        """Return the place (from 0) or id of the item in one state; None if it is not there."""
        return self.old if side == "old" else self.new


Key = str | ItemKey
Path = tuple[Key, ...]  # keys as in the sources; items of lists by id, or by their places


def key_on(key: Key, side: Side) -> int | str | None:
    """Return a key as it is in one state: a place from 0 or an id.

    None if what it names is not there.
    """
    return key.on(side) if isinstance(key, ItemKey) else key


def path_on(path: Path, side: Side) -> tuple[str, ...]:
    """Return a path as people count it in one state, places from 1.

    What this state has not is as in the other.
    """
    return tuple(_shown(key, side) for key in path)


def step_of(path: Path) -> str:
    """Return the id of the step that a path leads into, the new one if it changed; "" if none."""
    return path_on(path[1:2], "new")[0] if path[0] == "steps" and len(path) > 1 else ""


def _shown(key: Key, side: Side) -> str:
    if not isinstance(key, ItemKey):
        return key
    found = key.on(side)
    if found is None:
        found = key.on("new" if side == "old" else "old")
    return str(found + 1) if isinstance(found, int) else str(found)
