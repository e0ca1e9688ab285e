"""What is filed of a picture or clip: a picture made anew of what is seen, a clip as it is."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sop_handbook.adapters.limits import within
from sop_handbook.adapters.photos.bare import is_bare
from sop_handbook.adapters.photos.kinds import CLIPS
from sop_handbook.adapters.photos.made import FiledAs, filed
from sop_handbook.adapters.photos.opened import LONGEST_FILED
from sop_handbook.pipeline.media import limits, misfit, tells_where
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
    """Return what is filed of a file; `in_place` it stays of its kind.

    There one that is upright, small, and nothing but what is seen, stays as it is. Raises
    RefusedError, OverrunError, OSError.
    """
    file = look_at(path, path.name, None, to_shrink=True)
    if file.kind in CLIPS and not in_place:
        file = replace(file, name=f"{path.stem}.{file.kind}")  # as it will be called
    is_clip = file.kind in CLIPS or path.suffix.lower() in _FILMS
    code = misfit(file, "clip" if is_clip else "picture")
    if code is None and is_clip:
        code = tells_where(file)
    if code:
        raise RefusedError(code)
    content = path.read_bytes()
    if is_clip:
        return Filed(content=content, suffix=file.kind, is_clip=True, is_new=False)
    if in_place and max(file.width, file.height) <= LONGEST_FILED and is_bare(content):
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
