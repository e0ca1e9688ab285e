"""Every text that prints may show, with the place it was written at."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any, NamedTuple, Protocol

from sop_handbook.adapters.source import KeyPath
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Handbook, Term, Text

_NEVER = {"aliases", "waivers"}


class PlaceFinder(Protocol):
    """Where in which file a part of the handbook was written, for findings of renderers."""

    def procedure(self, name: str, *path: str | int) -> Place:
        """Place of a value in a procedure, such as ("steps", 2, "title")."""

    def family(self, name: str, *path: str | int) -> Place:
        """Place of a value in a family file."""

    def single(self, kind: str, *path: str | int) -> Place:
        """Place of a value in handbook.yaml, roles.yaml or terms.yaml."""


class PrintedText(NamedTuple):
    """A text, and how to find its place: `place` is called for few of them only."""

    read: str
    place: Callable[[], Place]


def printed(handbook: Handbook, places: PlaceFinder) -> Iterator[PrintedText]:
    """Yield every text; search words are not printed, but for those of terms."""
    for name, procedure in handbook.procedures.items():
        yield from _found(procedure, partial(places.procedure, name))
    for name, family in handbook.families.items():
        yield from _found(family, partial(places.family, name))
    for index, role in enumerate(handbook.roles.values()):
        yield PrintedText(role.title, partial(places.single, "roles", "roles", index, "title"))
    yield from _found(tuple(handbook.terms.values()), partial(places.single, "terms", "terms"))
    industries = tuple(handbook.industries.values())
    yield from _found(industries, partial(places.single, "handbook", "industries"))
    yield PrintedText(handbook.title, partial(places.single, "handbook", "title"))


def no_type(place: Place, sign: str) -> Finding:
    """Return the finding about a sign that cannot be printed."""
    points = " ".join(f"U+{ord(part):04X}" for part in sign)
    return Finding(place, "no-type", {"value": sign, "points": points})


def _found(part: Any, find: Callable[..., Place]) -> Iterator[PrintedText]:
    for path, text in _texts(part):
        yield PrintedText(text, partial(find, *path))


def _texts(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield every text of a part of the model with its path in the source."""
    if isinstance(value, Text | str):
        yield path, str(value)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _NEVER or isinstance(value, Term):
                yield from _texts(getattr(value, field.name), (*path, field.name.rstrip("_")))
