"""The files below sop_sources/media/: which there are, and what each is; looked at once."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sop_handbook.adapters.limits import OverrunError, within
from sop_handbook.adapters.photos.clips import clip_has_position, clip_has_texts
from sop_handbook.adapters.photos.kinds import CLIPS, PICTURES, Kind, kind_of
from sop_handbook.adapters.photos.made import TOO_HEAVY, is_heavy
from sop_handbook.adapters.photos.opened import Unfit, looked_at
from sop_handbook.adapters.store import Store
from sop_handbook.adapters.yaml_file import reason
from sop_handbook.findings import Finding, Place
from sop_handbook.project import Project
from sop_handbook.sources.trees import oddity

LARGEST_CLIP = 8_000_000  # bytes
LARGEST_PICTURE = 40_000_000  # bytes
MEMORY = 1_500_000_000  # bytes; the largest picture takes a third of that
PATIENCE = 20  # seconds; a fifth of one is usual


@dataclass(frozen=True, kw_only=True)
class MediaFile:
    """One file: `name` is its path below media/, `digest` the SHA-256 of its content.

    `kind` is as of adapters.photos.kinds; `wrong` says why it cannot be shown: `unreadable`,
    `too-large`, `animated`, or "". Of a picture: its size in pixels upright, whether it `is_heavy`
    as we show it, and whether its colours are `guessed`. A clip that `has_texts` has a track to
    read, or of data, which may tell where it was taken.
    """

    name: str
    size: int
    digest: str = ""
    kind: str = "other"
    wrong: str = ""
    width: int = 0
    height: int = 0
    has_position: bool = False
    has_texts: bool = False
    is_heavy: bool = False
    guessed: bool = False


@dataclass(frozen=True)
class MediaFolder:
    """What lies below media/, by name, and what is wrong with the folder itself."""

    files: dict[str, MediaFile] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def media_folder(project: Project) -> Path:
    """Return where pictures and clips lie."""
    return project.sources / "media"


def read_media(project: Project, store: Store | None) -> MediaFolder:
    """Look at every file; no link is followed. With a `store` what was seen before is not read."""
    found = MediaFolder()
    for path in _paths(project, found.findings):
        name = path.relative_to(media_folder(project)).as_posix()
        try:
            found.files[name] = look_at(path, name, store)
        except OSError as error:
            args = {"reason": reason(error)}
            found.findings.append(Finding(Place(project.name(path)), "unreadable-file", args))
    return found


def _paths(project: Project, findings: list[Finding]) -> Iterator[Path]:
    """Yield the files in order; what is none is added to `findings`, hidden ones are left out."""
    top = media_folder(project)
    if code := oddity(top):
        findings.append(Finding(Place(project.name(top)), code))
        return
    for folder, folders, files in os.walk(top):
        sound: list[str] = []
        for name in sorted([*folders, *files]):
            path = Path(folder, name)
            if code := oddity(path):
                findings.append(Finding(Place(project.name(path)), code))
            elif not name.startswith("."):
                sound.append(name)
        yield from (Path(folder, name) for name in sound if name in files)
        folders[:] = [name for name in sound if name in folders]


def look_at(path: Path, name: str, store: Store | None, *, to_shrink: bool = False) -> MediaFile:
    """Return what a file is, called so; with a `store` it is looked at once. Raises OSError.

    One `to_shrink`, for which there is no store, may have more pixels than one that is shown.
    """
    size = path.stat().st_size
    if size > LARGEST_PICTURE:
        return MediaFile(name=name, size=size, wrong="too-large")
    content = path.read_bytes()
    return MediaFile(name=name, size=len(content), **_facts(content, store, to_shrink=to_shrink))


def _facts(content: bytes, store: Store | None, *, to_shrink: bool) -> dict[str, Any]:
    """Return the fields of a MediaFile that its content tells, from the store or found anew."""
    digest = hashlib.sha256(content).hexdigest()
    key = store.key(__name__, digest) if store else ""
    kept = store.find(key) if store else None
    if kept is None:
        try:
            found = found_in(content, to_shrink=to_shrink)
        except OverrunError:  # memory may only be short now: it is tried again
            return {"digest": digest, "kind": kind_of(content), "wrong": "unreadable"}
        kept = json.dumps(found).encode()
        if store:
            with suppress(OSError):  # sources are judged also where nothing may be written
                store.keep(key, kept)
    facts: dict[str, Any] = json.loads(kept)
    return {"digest": digest, **facts}


def found_in(content: bytes, *, to_shrink: bool = False) -> dict[str, Any]:
    """Return those facts of a content that are not its digest. Raises OverrunError."""
    kind = kind_of(content)
    if kind in CLIPS:
        return {"kind": kind, **_of_clip(content)}
    if kind not in PICTURES:
        return {"kind": kind}
    seen = partial(_seen, content, kind, to_shrink=to_shrink)
    return {"kind": kind, **within(PATIENCE, MEMORY, seen)}


def _of_clip(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_CLIP:
        return {"wrong": "too-large"}
    tells = clip_has_position(content)
    if tells is None:
        return {"wrong": "unreadable"}
    return {"has_position": tells, "has_texts": clip_has_texts(content)}


def _seen(content: bytes, kind: Kind, *, to_shrink: bool) -> dict[str, Any]:
    seen = looked_at(content, to_shrink=to_shrink)
    if isinstance(seen, Unfit):
        return {"wrong": seen.why}
    is_light = kind == "jpeg" and len(content) <= TOO_HEAVY  # and lighter as it is shown
    return {**seen._asdict(), "is_heavy": not is_light and is_heavy(content)}
