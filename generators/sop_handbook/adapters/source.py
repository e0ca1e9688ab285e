"""What a source file says as plain data, and where in it each key and value stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sop_handbook.findings import Place

KeyPath = tuple[str | int, ...]  # keys, and places in lists from 0
Spots = dict[KeyPath, tuple[int, int]]  # line and column, from 1


@dataclass(frozen=True)
class Source:
    """One source file as read: `data` is dict, list, str, bool or None; numbers stay text.

    `spots` are line and column, from 1, of every value from top to bottom, in a mapping each after
    that of its key: two numbers for each. Where there are none, all stands at the beginning.
    """

    file: str
    data: Any
    spots: Sequence[int] = ()

    @property
    def values(self) -> Spots:
        """Where each value stands, by a path such as ("steps", 0, "role")."""
        return self._tables[0]

    @property
    def keys(self) -> Spots:
        """Where the key of each value of a mapping stands, by the path of the value."""
        return self._tables[1]

    @cached_property
    def _tables(self) -> tuple[Spots, Spots]:
        # Of most files nobody asks; to note each path takes as long as to read the file.
        values, keys = Spots(), Spots()
        if self.spots:
            numbers = iter(self.spots)
            _note(self.data, (), zip(numbers, numbers, strict=True), values, keys)
        return values, keys

    def place(self, path: KeyPath, *, key: bool = False) -> Place:
        """Where the value (or, with `key`, the key) at a path stands, or its nearest parent."""
        table = {**self.values, **self.keys} if key else self.values
        while path and path not in table:
            path = path[:-1]
        line, column = table.get(path, (1, 1))
        return Place(self.file, line, column)


def _note(
    data: Any, path: KeyPath, spots: Iterator[tuple[int, int]], values: Spots, keys: Spots
) -> None:
    values[path] = next(spots)
    if isinstance(data, dict):
        for key, value in data.items():
            where = (*path, key)
            keys[where] = next(spots)
            _note(value, where, spots, values, keys)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            _note(value, (*path, index), spots, values, keys)
