"""The entry of a filed picture or clip in the source of its procedure."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from sop_handbook.adapters.source import KeyPath, Source
from sop_handbook.adapters.yaml_file import parse, read
from sop_handbook.findings import Finding
from sop_handbook.model import Handbook, Procedure
from sop_handbook.model.numbering import numbers
from sop_handbook.project import Project
from sop_handbook.sources.format.canonical import canonical
from sop_handbook.sources.format.insert import item_text, with_item
from sop_handbook.sources.format.project import replace_text
from sop_handbook.sources.places import Places
from sop_handbook.sources.schemas import Schemas
from sop_handbook.sources.validate import validate


@dataclass(frozen=True, kw_only=True)
class MediaOwner:
    """What a picture is of: a step of a procedure, or all of it; `path` is where that stands."""

    procedure: Procedure
    id: str
    title: str
    path: KeyPath


def owner_of(handbook: Handbook, name: str) -> tuple[MediaOwner | None, dict[str, str]]:
    """Return what is meant by PROCEDURE/STEP or PROCEDURE, each an id, a number or a title.

    Also returns all that could be meant, with titles.
    """
    known: dict[str, MediaOwner] = {}
    for procedure in handbook.procedures.values():
        for own in (procedure.id, procedure.number, procedure.title):
            known[own] = MediaOwner(
                procedure=procedure, id=procedure.id, title=procedure.title, path=()
            )
            known |= {f"{own}/{step}": owner for step, owner in _steps(procedure)}
    by_case = {key.casefold(): owner for key, owner in known.items()}
    return by_case.get(name.strip().casefold()), {key: one.title for key, one in known.items()}


def _steps(procedure: Procedure) -> list[tuple[str, MediaOwner]]:
    """Return the steps of a procedure by each of their names; ids go before numbers."""
    number = numbers(procedure)
    owners = [
        MediaOwner(procedure=procedure, id=step.id, title=step.title, path=("steps", index))
        for index, step in enumerate(procedure.steps)
    ]
    named = [(owner.title, owner) for owner in owners]
    named += [(number[owner.id], owner) for owner in owners]
    return named + [(owner.id, owner) for owner in owners]


@dataclass(frozen=True, kw_only=True)
class MediaEntry:
    """What naming a file in a source does: `text` is the source then, None if nothing changes.

    `lines` are to be pasted where the source cannot be written to. `is_there` tells that the file
    is named already. `findings` are what would be wrong with the source then and is not now.
    """

    source: str
    text: str | None = None
    lines: str = ""
    is_there: bool = False
    findings: tuple[Finding, ...] = ()


def planned(
    project: Project, places: Places, owner: MediaOwner, key: str, item: Mapping[str, str]
) -> MediaEntry:
    """Return what it does to name a file in the source of a procedure; nothing is written.

    `key` is pictures or clips. Raises OSError.
    """
    name = places.procedure(owner.procedure.id).file
    path = project.root / name
    source = read(path, name)[0]
    if source is None:
        return MediaEntry(source=name, lines=item_text(key, item))
    listed = (*owner.path, key)
    if any(one["file"] == item["file"] for one in _entries(source.data, listed)):
        return MediaEntry(source=name, is_there=True)
    schemas = Schemas(project.schemas)
    if findings := tuple(_new_findings(source, listed, item, schemas)):
        return MediaEntry(source=name, findings=findings)
    text = path.read_bytes().decode()
    new = with_item(text, source, owner.path, key, item)
    if new is None:
        return MediaEntry(source=name, lines=item_text(key, item))
    if canonical(text, source, "procedure", schemas) == text:
        new = _canonical(new, name, schemas)
    return MediaEntry(source=name, text=new)


def enter(project: Project, entry: MediaEntry) -> None:
    """Write the source of an entry, if it changes. Raises OSError."""
    if entry.text is not None:
        replace_text(project.root / entry.source, entry.text)


def _entries(data: Any, listed: KeyPath) -> list[Any]:
    """Return the list that stands at a path, an empty one if there is none."""
    for part in listed[:-1]:
        data = data[part]
    found: list[Any] = data.get(listed[-1], [])
    return found


def _new_findings(
    source: Source, listed: KeyPath, item: Mapping[str, str], schemas: Schemas
) -> Iterator[Finding]:
    """Yield what would be wrong with a source that has one item more in a list."""
    data = deepcopy(source.data)
    home = data
    for part in listed[:-1]:
        home = home[part]
    home[listed[-1]] = [*home.get(listed[-1], []), dict(item)]
    former = {(one.code, *one.args.values()) for one in validate(source, "procedure", schemas)}
    for one in validate(replace(source, data=data, spots=()), "procedure", schemas):
        if (one.code, *one.args.values()) not in former:
            yield replace(one, place=source.place(listed))


def _canonical(text: str, name: str, schemas: Schemas) -> str:
    source = parse(text, name)[0]
    ordered = canonical(text, source, "procedure", schemas) if source else None
    return ordered or text
