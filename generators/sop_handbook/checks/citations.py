"""Citations: no text leans on a standard that has been withdrawn."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.findings import Finding, FindPlace
from sop_handbook.model import Handbook, Mention, ReadingMention
from sop_handbook.model.texts import iter_texts
from sop_handbook.sources.places import Places

TABLE = Path(__file__).parent / "withdrawn.yaml"
# A dated citation such as GB/T 19001—2008; an undated one means the newest edition.
_CITED = re.compile(
    r"(?<![A-Za-z])([A-Z]{2,6}(?:/[A-Z])?) ?([0-9]+(?:\.[0-9]+)*)"
    r" ?[-\u2010-\u2015\uff0d] ?([0-9]{4})(?![0-9])"
)


@dataclass(frozen=True)
class Withdrawn:
    """A standard that is no longer in force, what replaced it, and since when."""

    number: str
    replaced_by: str
    since: date


def withdrawn(handbook: Handbook, places: Places, today: date) -> Iterator[Finding]:
    """Procedures, families and source documents cite standards that are in force."""
    cited: list[tuple[str, FindPlace]] = [
        (number, partial(places.procedure, procedure.id, *path))
        for procedure in handbook.procedures.values()
        for path, text in iter_texts(procedure)
        for number in _numbers(*text.parts)
    ]
    cited += [
        (number, partial(places.family, family.id, *path))
        for family in handbook.families.values()
        for path, text in iter_texts(family)
        for number in _numbers(*text.parts)
    ]
    for index, document in enumerate(handbook.documents.values()):
        title = partial(places.single, "handbook", "documents", index, "title")
        cited += [(number, title) for number in _numbers(document.title)]
    for number, place in cited:
        known = table().get(number)
        if known and known.since <= today:
            args = {"value": number, "new": known.replaced_by, "since": known.since.isoformat()}
            yield Finding(place(), "withdrawn-standard", args)


@cache
def table() -> dict[str, Withdrawn]:
    """Return the withdrawn standards this program knows, by number, such as GB/T 1.1-2009.

    Raises ValueError if their file cannot be read.
    """
    source, findings = parse(TABLE.read_text("utf-8"), TABLE.name)
    if source is None or findings:
        raise ValueError(f"{TABLE}: {findings}")
    entries = (
        Withdrawn(entry["number"], entry["replaced_by"], date.fromisoformat(entry["since"]))
        for entry in source.data["standards"]
    )
    return {entry.number: entry for entry in entries}


def _numbers(*parts: str | Mention | ReadingMention) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield from (f"{kind} {number}-{year}" for kind, number, year in _CITED.findall(part))
