"""Former formats of the sources: what an older handbook says is read as it is said today.

`format` in handbook.yaml names the format; without it, it is the first. A handbook of a former one
works as it is, since a new engine must not keep anybody from building; `sop upgrade` rewrites it.
Steps from one format to the next are never changed again: states in the history of a handbook are
compared by them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sop_handbook.adapters.slips import BREAK
from sop_handbook.adapters.source import KeyPath, Source
from sop_handbook.adapters.yaml_file import parse
from sop_handbook.project import FORMAT

KEY = "format"


@dataclass(frozen=True)
class Rename:
    """The value at a path gets another key; it stays where it is among the others."""

    path: KeyPath
    key: str


Step = Callable[[str, Any], Iterator[Rename]]  # of a kind of source and what one says


def _to_2(kind: str, data: Any) -> Iterator[Rename]:
    """Contacts: mail became one of several ways to reach somebody."""
    if kind != "handbook":
        return
    for index, contact in enumerate(_list(data, "contacts")):
        if isinstance(contact, dict) and "email" in contact and "mail" not in contact:
            yield Rename(("contacts", index, "email"), "mail")


STEPS: Mapping[int, Step] = {1: _to_2}  # by the format that each leads from


def format_of(handbook: Any) -> int | None:
    """Return the format that the data of handbook.yaml name; None if that is no format."""
    named = handbook.get(KEY, "1") if isinstance(handbook, dict) else "1"
    is_number = isinstance(named, str) and named.isascii() and named.isdigit() and len(named) < 5
    return int(named) if is_number else None


def in_present_format(kind: str, source: Source, number: int) -> Source:
    """Return a source of format `number` as one of today's; places are those in its file."""
    for step in _steps(number):
        source = replace(source, data=_renamed(source.data, step(kind, source.data)))
    return source


def rewritten(kind: str, text: str, source: Source, number: int) -> str | None:
    """Return the text of a source of format `number`, which was read as `source`, in today's.

    Only keys differ, and handbook.yaml names the format; None where that cannot be had.
    """
    wanted = in_present_format(kind, source, number).data
    for step in _steps(number):
        text = _with_keys(text, source, step(kind, source.data))
        source = parse(text, source.file)[0] or source
    if kind == "handbook":
        text, wanted = _naming_format(text, source), {**wanted, KEY: str(FORMAT)}
    again = parse(text, source.file)[0]
    return text if again is not None and again.data == wanted else None


def with_other_keys(text: str, source: Source, renames: Iterable[Rename]) -> str:
    """Return the text of a source, which was read as `source`, in which some keys are others.

    It stays as it is where that cannot be had without another change.
    """
    wanted = list(renames)
    new = _with_keys(text, source, wanted)
    again = parse(new, source.file)[0]
    return new if again is not None and again.data == _renamed(source.data, wanted) else text


def _naming_format(text: str, source: Source) -> str:
    if KEY not in source.data:
        end = "\r\n" if "\r\n" in text else "\n"
        return f"{text.rstrip()}{end}{KEY}: {FORMAT}{end}"
    line, column = source.values[KEY,]
    at = [0, *(found.end() for found in BREAK.finditer(text))][line - 1] + column - 1
    return text[:at] + text[at:].replace(source.data[KEY], str(FORMAT), 1)


def _steps(number: int) -> Iterable[Step]:
    return (STEPS[one] for one in range(number, FORMAT))


def _renamed(data: Any, renames: Iterable[Rename]) -> Any:
    for rename in renames:
        data = _with_key(data, rename.path, rename.key)
    return data


def _with_key(data: Any, path: KeyPath, key: str) -> Any:
    """Return data with another key at a path; what is not on the way is the same object."""
    head, *rest = path
    if isinstance(data, list):
        return [
            _with_key(one, tuple(rest), key) if i == head else one for i, one in enumerate(data)
        ]
    if rest:
        return {**data, head: _with_key(data[head], tuple(rest), key)}
    return {key if name == head else name: value for name, value in data.items()}


def _with_keys(text: str, source: Source, renames: Iterable[Rename]) -> str:
    starts = [0, *(found.end() for found in BREAK.finditer(text))]
    spots = [(source.keys[one.path], str(one.path[-1]), one.key) for one in renames]
    for (line, column), old, new in sorted(spots, reverse=True):
        at = starts[line - 1] + column - 1
        at += text[at] in "\"'"
        if text.startswith(old, at):  # a key may be written in many ways, ours are plain words
            text = text[:at] + new + text[at + len(old) :]
    return text


def _list(data: Any, key: str) -> list[Any]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []
