"""What keeps a print from being right, as findings that name the place in the sources."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from generators.findings import Finding, Place
from generators.load import KeyPath
from generators.model import Handbook, Text
from generators.render.base import Places
from generators.render.print.jobs import Print
from generators.typesetting.compiler import Trouble


def find_troubles(
    job: Print, trouble: Trouble, handbook: Handbook, places: Places
) -> Iterator[Finding]:
    """Yield what is wrong with one print."""
    for key, excess in trouble.overflow:
        procedure, path = job.origins[key]
        args = {
            "size": job.options["format"].upper(),
            "procedure": procedure,
            "field": ".".join(str(part) for part in path if isinstance(part, str)),
            "step": _step_of(handbook, procedure, path),
            "excess": str(excess),
        }
        yield Finding(places.procedure(procedure, *path), "card-overflow", args)
    for sign in trouble.missing:
        for place in _places_of(sign, handbook, places):
            points = " ".join(f"U+{ord(part):04X}" for part in sign)
            yield Finding(place, "no-type", {"value": sign, "points": points})


def _step_of(handbook: Handbook, procedure: str, path: KeyPath) -> str:
    position = path[1] if path[0] == "steps" else None
    found = handbook.procedures[procedure].steps
    return found[position].id if isinstance(position, int) else "-"


def _places_of(sign: str, handbook: Handbook, places: Places) -> Iterator[Place]:
    """Yield every place whose text holds a sign; search words are not printed."""
    for name, procedure in handbook.procedures.items():
        yield from (
            places.procedure(name, *path) for path, text in _texts(procedure) if sign in text
        )
    for name, family in handbook.families.items():
        for path, text in _texts(family):
            if sign in text:
                yield places.family(name, *path)
    for kind, table in (("roles", handbook.roles), ("terms", handbook.terms)):
        for path, text in _texts(tuple(table.values())):
            if sign in text:
                yield places.single(kind, kind, *path)
    for path, text in _texts(tuple(handbook.industries.values())):
        if sign in text:
            yield places.single("handbook", "industries", *path)


def _texts(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield every text of a part of the model with its path in the source."""
    if isinstance(value, Text | str):
        yield path, str(value)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif is_dataclass(value):
        for field in fields(value):
            if field.name != "aliases":
                yield from _texts(getattr(value, field.name), (*path, field.name.rstrip("_")))
