"""Comments and blank lines of a source: what each belongs to, and how it is put back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import dropwhile

from sop_handbook.adapters.source import KeyPath
from sop_handbook.adapters.yaml_file import remarks
from sop_handbook.sources.format.outline import Outline, parts

WHOLE: KeyPath = ()  # the remarks above everything else belong to the file as a whole


@dataclass
class Remarks:
    """What stands above a key or item, behind it on its line, and below the last of its parts.

    An empty string is an empty line.
    """

    above: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def find(text: str, outline: Outline) -> dict[KeyPath, Remarks]:
    """Return the remarks by the key or item they belong to; WHOLE has those of the file.

    Brackets with a comment inside are taken out of `outline.inline`: they have to be opened.
    """
    found: dict[KeyPath, Remarks] = {}
    for line, column, words, inside in remarks(text):
        before, after = outline.before((line, column)), outline.after((line, column))
        if inside:
            outline.inline.difference_update(parts(before or ()), parts(after or ()))
        path, where = _belongs(outline, before, after, (line, column))
        lines = getattr(found.setdefault(path, Remarks()), where)
        if where != "behind" and outline.blank_above(line):
            lines.append("")
        lines.append(words)
    for path in outline.line_starts():
        if outline.blank_above(outline.places[path][0]):
            owner = WHOLE if path == outline.order[0] and WHOLE in found else path
            found.setdefault(owner, Remarks()).above.append("")
    return found


def put_back(text: str, outline: Outline, found: Mapping[KeyPath, Remarks]) -> str:
    """Return canonical `text` with the remarks where they belong.

    `found` is what `find` returned.
    """
    lines = text.splitlines()
    inserted: dict[int, list[str]] = {}
    for group in sorted(found, key=lambda path: -len(path)):
        if found[group].below:
            margin, end = outline.extent(group)
            inserted.setdefault(end + 1, []).extend(_indented(found[group].below, margin))
    former: KeyPath | None = None
    for path in (WHOLE, *outline.order):
        own = found.get(path, Remarks())
        line = outline.places[path][0] if path else 1
        # Behind a lone dash a comment reads as standing above the next thing.
        behind = own.behind[-1:] if lines[line - 1].strip("- ") else []
        above = [*own.above, *own.behind[: len(own.behind) - len(behind)]]
        if former is None or former == path[: len(former)]:
            above = list(dropwhile(lambda words: not words, above))  # no gap before a first part
        margin = len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1
        inserted.setdefault(line, []).extend(_indented(above, margin))
        lines[line - 1] += "".join(f"  {words}" for words in behind)
        former = path
    return "\n".join(_merged(lines, inserted)) + "\n"


def _belongs(
    outline: Outline, before: KeyPath | None, after: KeyPath | None, spot: tuple[int, int]
) -> tuple[KeyPath, str]:
    """Return the path a comment belongs to, and how: above, behind, below."""
    line, column = spot
    if before is None:
        return WHOLE, "above"
    if outline.lines[line - 1][: column - 1].strip("- \t"):
        return outline.outermost(before), "behind"
    if (group := _closed(outline, outline.outermost(before), after, column)) is not None:
        return group, "below"
    return after or WHOLE, "above"


def _closed(
    outline: Outline, before: KeyPath, after: KeyPath | None, column: int
) -> KeyPath | None:
    """Return the innermost group ending here whose parts stand no further right than a comment."""
    groups = [
        before[:length]
        for length in range(len(before))
        if after is None or after[:length] != before[:length]
    ]
    fitting = (g for g in reversed(groups) if outline.margin(before[: len(g) + 1]) <= column)
    return next(fitting, None)


def _indented(words: list[str], margin: int) -> Iterator[str]:
    return (f"{' ' * (margin - 1)}{line}".rstrip() for line in words)


def _merged(lines: list[str], inserted: Mapping[int, list[str]]) -> Iterator[str]:
    for number, line in enumerate([*lines, None], 1):
        yield from inserted.get(number, ())
        if line is not None:
            yield line
