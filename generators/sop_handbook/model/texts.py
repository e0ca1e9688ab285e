"""Every text of a part of the handbook, with the path it has in its source."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from sop_handbook.adapters.source import KeyPath
from sop_handbook.model import Text

Part = TypeVar("Part")


def iter_texts(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Text]]:
    """Yield path and text of everything people read in a procedure, a family or a part of one.

    A path consists of the keys of the source and the places in its lists, from 0; it begins with
    `path`.
    """
    found: list[tuple[KeyPath, Text]] = []
    _gather(value, path, found)
    return iter(found)


def map_texts(value: Part, change: Callable[[Text], Text]) -> Part:
    """Return a part of the handbook with other texts; itself if every text stays the same."""
    changed: Part = _mapped(value, change)
    return changed


def _mapped(value: Any, change: Callable[[Text], Text]) -> Any:
    if isinstance(value, Text):
        return change(value)
    if isinstance(value, tuple):
        items = tuple(_mapped(item, change) for item in value)
        return value if all(map(lambda one, two: one is two, items, value)) else items
    named = _leading_to_texts(type(value))  # type: ignore[arg-type]  # mypy looks for its hash
    parts = {name: getattr(value, name) for name, _ in named}
    mapped = {name: _mapped(part, change) for name, part in parts.items()}
    news = {name: part for name, part in mapped.items() if part is not parts[name]}
    return replace(value, **news) if news else value


@cache
def keys_of(kind: type) -> tuple[tuple[str, str], ...]:
    """Return the fields of a class of the model, and the key that each has in a source.

    A class that is none of the model has none.
    """
    named = fields(kind) if is_dataclass(kind) else ()
    return tuple((field.name, field.name.rstrip("_")) for field in named)  # `from_` is `from`


def _gather(value: object, path: KeyPath, found: list[tuple[KeyPath, Text]]) -> None:
    if isinstance(value, Text):
        found.append((path, value))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _gather(item, (*path, index), found)
    else:
        # mypy looks for the hash of an instance.
        for name, key in _leading_to_texts(type(value)):  # type: ignore[arg-type]
            _gather(getattr(value, name), (*path, key), found)


@cache
def _leading_to_texts(kind: type) -> tuple[tuple[str, str], ...]:
    """Return those fields that hold texts: most hold none, and every procedure is gone through."""
    hints = get_type_hints(kind) if is_dataclass(kind) else {}
    return tuple((name, key) for name, key in keys_of(kind) if _may_hold_text(hints[name]))


def _may_hold_text(hint: Any) -> bool:
    if hint is Text:
        return True
    return any(map(_may_hold_text, get_args(hint))) or bool(
        isinstance(hint, type) and _leading_to_texts(hint)
    )
