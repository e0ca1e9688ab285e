"""The entry of a filed picture or clip in the source of its procedure."""

from collections.abc import Mapping
from dataclasses import dataclass

from sop_handbook.adapters.source import KeyPath
from sop_handbook.adapters.yaml_file import parse, read
from sop_handbook.model import Handbook, Procedure
from sop_handbook.model.numbering import numbers
from sop_handbook.project import Project
from sop_handbook.sources.format.canonical import canonical
from sop_handbook.sources.format.insert import item_text, with_item
from sop_handbook.sources.format.project import replace_text
from sop_handbook.sources.places import Places
from sop_handbook.sources.schemas import Schemas


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


def enter(
    project: Project, places: Places, owner: MediaOwner, key: str, item: Mapping[str, str]
) -> tuple[str, str]:
    """Name a file in the source of a procedure, `key` being pictures or clips.

    Returns the name of the source and, where it cannot be written, the lines to paste into it.
    """
    name = places.procedure(owner.procedure.id).file
    path = project.root / name
    source = read(path, name)[0]
    text = path.read_bytes().decode()
    new = with_item(text, source, owner.path, key, item) if source else None
    if source is None or new is None:
        return name, item_text(key, item)
    schemas = Schemas(project.schemas)
    if canonical(text, source, "procedure", schemas) == text:
        new = _canonical(new, name, schemas)
    replace_text(path, new)
    return name, ""


def _canonical(text: str, name: str, schemas: Schemas) -> str:
    source = parse(text, name)[0]
    ordered = canonical(text, source, "procedure", schemas) if source else None
    return ordered or text
