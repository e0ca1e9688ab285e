"""Every text of a part of the handbook, with the path it has in its source."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from sop_handbook.adapters.source import KeyPath
from sop_handbook.model import Text


def iter_texts(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Text]]:
    """Yield path and text of everything people read in a procedure, a family or a part of one.

    A path consists of the keys of the source and the places in its lists, from 0; it begins with
    `path`.
    """
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from iter_texts(item, (*path, index))
    elif is_dataclass(value):
        for field in fields(value):
            key = field.name.rstrip("_")  # `from_` is `from` in a source
            yield from iter_texts(getattr(value, field.name), (*path, key))
