"""Every text that prints may show, with the place it was written at."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, Protocol

from sop_handbook.adapters.source import KeyPath
from sop_handbook.findings import Finding, FindPlace, Place
from sop_handbook.model import Handbook, Term, Text
from sop_handbook.model.texts import keys_of

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
    place: FindPlace


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
    for key in ("organisation", "short_name"):
        if name := getattr(handbook.brand, key):
            yield PrintedText(name, partial(places.single, "handbook", "brand", key))


def no_type(place: Place, sign: str) -> Finding:
    """Return the finding about a sign that cannot be printed."""
    points = " ".join(f"U+{ord(part):04X}" for part in sign)
    return Finding(place, "no-type", {"value": sign, "points": points})


def _found(part: Any, find: Callable[..., Place]) -> Iterator[PrintedText]:
    found: list[tuple[KeyPath, str]] = []
    _gather(part, (), found)
    return (PrintedText(text, partial(find, *path)) for path, text in found)


def _gather(value: Any, path: KeyPath, found: list[tuple[KeyPath, str]]) -> None:
    """Add every text of a part of the model with its path in the source."""
    if isinstance(value, Text | str):
        found.append((path, str(value)))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _gather(item, (*path, index), found)
    elif value is not None:
        # mypy looks for the hash of an instance.
        for name, key in keys_of(type(value)):  # type: ignore[arg-type]
            if name not in _NEVER or isinstance(value, Term):
                _gather(getattr(value, name), (*path, key), found)
