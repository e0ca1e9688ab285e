"""A source as its author sees it: which key or item stands where, what is in brackets."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from sop_handbook.adapters.source import KeyPath, Source

Spot = tuple[int, int]  # line and column, from 1

BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Outline:
    """Every key and list item of a source, in the order in which they stand there.

    `inline` holds the paths of lists and groups written in brackets.
    """

    def __init__(self, text: str, source: Source) -> None:
        self.lines = BREAK.split(text)
        items = {path: at for path, at in source.values.items() if path and is_item(path)}
        self.places: dict[KeyPath, Spot] = {**source.keys, **items}
        self.order = sorted(self.places, key=lambda path: (self.places[path], len(path)))
        self.inline = {path for path, at in source.values.items() if self._opens(at)}
        self._spots = [self.places[path] for path in self.order]

    def before(self, spot: Spot) -> KeyPath | None:
        """The key or item that begins last before a spot; None before the first."""
        index = bisect_left(self._spots, spot)
        return self.order[index - 1] if index else None

    def after(self, spot: Spot) -> KeyPath | None:
        """The key or item that begins first after a spot; the outermost of those at one place.

        None after the last.
        """
        index = bisect_right(self._spots, spot)
        return self.order[index] if index < len(self.order) else None

    def margin(self, path: KeyPath) -> int:
        """The column, from 1, of a key, or of the dash before an item."""
        line, column = self.places[path]
        dash = self.lines[line - 1].rfind("-", 0, column - 1) if is_item(path) else -1
        return dash + 1 if dash >= 0 else column

    def outermost(self, path: KeyPath) -> KeyPath:
        """The outermost brackets that hold a path, or the path itself."""
        return next((part for part in parts(path) if part in self.inline), path)

    def line_starts(self) -> Iterator[KeyPath]:
        """Yield what stands first on its line and in no brackets; the outermost at one place."""
        former = (0, 0)
        for path in self.order:
            line, column = spot = self.places[path]
            first = not self.lines[line - 1][: column - 1].strip("- ") and spot != former
            if first and self.outermost(path) == path:
                yield path
            former = spot

    def blank_above(self, line: int) -> bool:
        """Whether the line above a line, counted from 1, is empty."""
        return line > 1 and not self.lines[line - 2].strip()

    def extent(self, group: KeyPath) -> Spot:
        """Return the column of a group's parts and the number of its last line, both from 1."""
        within = [
            path for path in self.order if len(path) > len(group) and path[: len(group)] == group
        ]
        following = self.after(self.places[within[-1]])
        end = self.places[following][0] - 1 if following else len(self.lines) - 1
        return self.margin(within[0]), end

    def _opens(self, at: Spot) -> bool:
        return self.lines[at[0] - 1][at[1] - 1 : at[1]] in {"[", "{"}


def parts(path: KeyPath) -> Iterator[KeyPath]:
    """Yield the groups and lists that hold a path, outermost first, then the path itself."""
    return (path[:length] for length in range(len(path) + 1))


def is_item(path: KeyPath) -> bool:
    """Whether a path ends in a list's item."""
    return isinstance(path[-1], int)
