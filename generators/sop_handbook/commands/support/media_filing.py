"""What is filed of a picture or clip: a picture made anew of what is seen, a clip as it is."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sop_handbook.adapters.limits import within
from sop_handbook.adapters.photos.kinds import CLIPS
from sop_handbook.adapters.photos.made import FiledAs, filed
from sop_handbook.pipeline.media import limits, misfit
from sop_handbook.pipeline.media_files import MEMORY, PATIENCE, MediaFile, look_at

_AS_IT_IS: dict[str, FiledAs] = {"jpeg": "jpg", "png": "png", "webp": "webp"}
_FILMS = {".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".3gp"}


class RefusedError(Exception):
    """A file that cannot be shown: the `code` of a finding, and what else fills its message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = limits(code)


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What is written: width and height are in pixels, 0 of a clip; `suffix` has no dot.

    `is_new` tells that it is not what the file was.
    """

    content: bytes
    suffix: str
    width: int = 0
    height: int = 0
    is_clip: bool = False
    is_new: bool = True


def made_anew(path: Path, *, in_place: bool) -> Filed:
    """Return what is filed of a file; `in_place` it stays of its kind, and as it is if it may.

    Raises RefusedError, OverrunError, OSError.
    """
    file = look_at(path, path.name, None)
    if file.kind in CLIPS and not in_place:
        file = replace(file, name=f"{path.stem}.{file.kind}")  # as it will be called
    is_clip = file.kind in CLIPS or path.suffix.lower() in _FILMS
    code = misfit(file, "clip" if is_clip else "picture")
    if code is None and is_clip and file.has_position:
        code = "clip-position"
    if code:
        raise RefusedError(code)
    content = path.read_bytes()
    if is_clip:
        return Filed(content=content, suffix=file.kind, is_clip=True, is_new=False)
    if in_place and not file.has_position:
        return _as_it_is(content, file)
    kind = _AS_IT_IS[file.kind] if in_place else None
    made = within(PATIENCE, MEMORY, partial(filed, content, kind))
    return Filed(content=made.content, suffix=made.suffix, width=made.width, height=made.height)


def free_name(folder: Path, procedure: str, part: str, suffix: str) -> str:
    """Return the first free path below media/ for a picture or clip of a part of a procedure."""
    home = folder / procedure
    taken = {path.stem for path in home.iterdir()} if home.is_dir() else set()
    number = 1
    while f"{part}-{number}" in taken:
        number += 1
    return f"{procedure}/{part}-{number}.{suffix}"


def _as_it_is(content: bytes, file: MediaFile) -> Filed:
    return Filed(
        content=content,
        suffix=_AS_IT_IS[file.kind],
        width=file.width,
        height=file.height,
        is_new=False,
    )
