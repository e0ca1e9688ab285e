"""Pictures and clips of a handbook: found, looked at warily, and put into the model."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from sop_handbook.adapters.photos.kinds import CLIPS, PICTURES
from sop_handbook.adapters.store import Store
from sop_handbook.findings import Finding, Place
from sop_handbook.model import Clip, Handbook, Picture, Procedure, Step
from sop_handbook.pipeline.media_files import (
    LARGEST_CLIP,
    MediaFile,
    MediaFolder,
    media_folder,
    read_media,
)
from sop_handbook.project import Project
from sop_handbook.sources.places import Places
from sop_handbook.sources.validate import nearest

Wanted = Literal["picture", "clip", "poster"]
_Owner = TypeVar("_Owner", Procedure, Step)
# Why a file is no picture, by its kind; what else it may be is `picture-kind`.
_OTHER_KINDS = {
    "svg": "picture-svg",
    "heic": "picture-heic",
    "avif": "picture-heic",
    "gif": "picture-animated",
}
_WRONG = {
    "unreadable": "picture-unreadable",
    "too-large": "picture-too-large",
    "animated": "picture-animated",
}
_WRONG_CLIPS = {"unreadable": "clip-unreadable", "too-large": "clip-too-large"}


@dataclass(frozen=True)
class _Use:
    """Where a procedure shows a file, and what it wants that to be."""

    procedure: Procedure
    path: tuple[str | int, ...]
    name: str
    wants: Wanted
    text: str = ""
    title: str = ""  # of the step, or of the procedure


def with_media(
    project: Project, handbook: Handbook, places: Places, store: Store | None, *, whole: bool = True
) -> tuple[Handbook, list[Finding]]:
    """Return a handbook whose pictures and clips know their files, and what is wrong with those.

    What cannot be shown has no digest. With a `store` a file is looked at once. Unless the handbook
    is `whole` nothing is said of files that nobody shows.
    """
    uses = [use for one in handbook.procedures.values() for use in _uses(one)]
    if not uses and not media_folder(project).exists():
        return handbook, []
    folder = read_media(project, store)
    findings = [*folder.findings, *_of_uses(uses, folder, places)]
    if whole:
        logo = (handbook.brand.logo or "").removeprefix("media/")
        findings += _of_files(project, folder, {logo, *(use.name for use in uses)})
        findings += _copies(project, uses, folder, places)
    filled = {name: _filled(one, folder) for name, one in handbook.procedures.items()}
    return replace(handbook, procedures=filled) if uses else handbook, findings


def _uses(procedure: Procedure) -> Iterator[_Use]:
    owners: list[tuple[Procedure | Step, tuple[str | int, ...]]] = [(procedure, ())]
    owners += [(step, ("steps", index)) for index, step in enumerate(procedure.steps)]
    for owner, path in owners:
        for index, picture in enumerate(owner.pictures):
            at = (*path, "pictures", index)
            text = str(picture.text)
            yield _Use(procedure, at, picture.file, "picture", text, owner.title)
        for index, clip in enumerate(owner.clips):
            at = (*path, "clips", index)
            yield _Use(procedure, at, clip.file, "clip", str(clip.text), owner.title)
            if clip.poster:
                yield _Use(procedure, (*at, "poster"), clip.poster, "poster")


def _of_uses(uses: list[_Use], folder: MediaFolder, places: Places) -> Iterator[Finding]:
    """Yield what is wrong where files are shown."""
    first: dict[tuple[object, ...], _Use] = {}
    for use in uses:
        place = _place(use, places)
        file = folder.files.get(use.name)
        if file is None:
            closest = nearest(use.name, dict.fromkeys(folder.files, ""))
            yield Finding(place, "no-media", {"value": use.name}, closest)
            continue
        if code := misfit(file, use.wants):
            yield Finding(place, code, {"value": use.name, **limits(code)})
            continue
        yield from _doubts(use, file, place, places)
        owner = use.path[:2] if use.path[0] == "steps" else ()
        again = first.setdefault((use.procedure.id, owner, use.name, use.wants), use)
        if again is not use:
            args = {"value": use.name, "first": str(_place(again, places))}
            yield Finding(place, "same-picture-twice", args)


def _place(use: _Use, places: Places) -> Place:
    key = () if use.wants == "poster" else ("file",)
    return places.procedure(use.procedure.id, *use.path, *key)


def misfit(file: MediaFile, wants: Wanted) -> str | None:
    """Return the code of why a file is not what is wanted; None if it is."""
    known, codes = (CLIPS, _WRONG_CLIPS) if wants == "clip" else (PICTURES, _WRONG)
    if file.wrong and (file.kind in known or not file.digest):  # too large to be looked at
        return codes[file.wrong]
    if wants == "clip":
        fits = file.kind in CLIPS and file.name.lower().endswith(f".{file.kind}")
        return None if fits else "clip-kind"
    return None if file.kind in PICTURES else _OTHER_KINDS.get(file.kind, "picture-kind")


def tells_where(file: MediaFile) -> str | None:
    """Return the code of how a file tells where it was taken, or may do so; None if it does not."""
    if file.has_position:
        return "clip-position" if file.kind in CLIPS else "picture-position"
    return "clip-track" if file.has_texts else None


def limits(code: str) -> dict[str, str]:
    """Return what fills the message of a finding besides the file's name."""
    return {"limit": f"{LARGEST_CLIP // 1_000_000} MB"} if code == "clip-too-large" else {}


def _doubts(use: _Use, file: MediaFile, place: Place, places: Places) -> Iterator[Finding]:
    """Yield what is doubtful about what can be shown."""
    if file.guessed:
        yield Finding(place, "picture-cmyk", {"value": use.name})
    if file.is_heavy:
        yield Finding(place, "picture-heavy", {"value": use.name})
    if use.text and _bare(use.text) in {_bare(use.title), _bare(use.procedure.title)}:
        told = places.procedure(use.procedure.id, *use.path, "text")
        yield Finding(told, "picture-text-title", {"value": use.text})


def _bare(text: str) -> str:
    """Return a text by its letters and numbers alone."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _of_files(project: Project, folder: MediaFolder, used: set[str]) -> Iterator[Finding]:
    """Yield what is wrong with files whoever shows them: positions, and shown by nobody."""
    for name, file in folder.files.items():
        place = Place(project.name(media_folder(project) / name))
        if code := tells_where(file):
            yield Finding(place, code, {"value": name})
        if name not in used:
            yield Finding(place, "unused-media", {"value": name})


def _copies(
    project: Project, uses: list[_Use], folder: MediaFolder, places: Places
) -> Iterator[Finding]:
    """Yield every file that is a copy of another, where it is first shown: waivers reach there."""
    originals: dict[str, _Use] = {}
    told: set[str] = set()
    for use in uses:
        file = folder.files.get(use.name)
        if file is None or not file.digest or use.name in told:
            continue
        told.add(use.name)
        original = originals.setdefault(file.digest, use)
        if original is not use:
            first = project.name(media_folder(project) / original.name)
            args = {"value": use.name, "first": first}
            yield Finding(_place(use, places), "same-picture-twice", args)


def _filled(procedure: Procedure, folder: MediaFolder) -> Procedure:
    if not any(True for _ in _uses(procedure)):
        return procedure
    steps = tuple(_with_files(step, folder) for step in procedure.steps)
    return replace(_with_files(procedure, folder), steps=steps)


def _with_files(owner: _Owner, folder: MediaFolder) -> _Owner:
    if not owner.pictures and not owner.clips:
        return owner
    pictures = tuple(_picture(one, folder) for one in owner.pictures)
    return replace(owner, pictures=pictures, clips=tuple(_clip(one, folder) for one in owner.clips))


def _picture(picture: Picture, folder: MediaFolder) -> Picture:
    file = _sound(folder, picture.file, PICTURES)
    if file is None:
        return picture
    return replace(picture, digest=file.digest, width=file.width, height=file.height)


def _clip(clip: Clip, folder: MediaFolder) -> Clip:
    file = _sound(folder, clip.file, CLIPS)
    poster = _sound(folder, clip.poster, PICTURES) if clip.poster else None
    if file is None:
        return clip
    cover: dict[str, Any] = {"poster_digest": poster.digest} if poster else {}
    return replace(clip, digest=file.digest, size=file.size, **cover)


def _sound(folder: MediaFolder, name: str, kinds: frozenset[Any]) -> MediaFile | None:
    file = folder.files.get(name)
    return file if file and file.kind in kinds and not file.wrong else None
