"""The shelf of a handbook: its pictures and clips as they are shown, made when they are asked for.

What is made is kept in the store by the digest of the file. It can be sent to other processes.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sop_handbook.adapters.photos import made
from sop_handbook.adapters.store import Kept, Store
from sop_handbook.adapters.workers import shared_out, shares
from sop_handbook.model import Handbook, Procedure
from sop_handbook.pipeline.media_files import media_folder
from sop_handbook.pipeline.program import store_of
from sop_handbook.project import LostError, Project
from sop_handbook.render.shelf import (
    POSTER,
    EmptyShelf,
    MediaShelf,
    PrintedPicture,
    clips_of,
    pictures_of,
    widths_of,
)

_WORTH_A_PROCESS = 12  # pictures: each takes a quarter of a second


@dataclass(frozen=True)
class FilledShelf:
    """Pictures and clips that were looked at and found sound: `files` by their digests."""

    files: Mapping[str, Path]
    store: Store

    def shown(self, digest: str, width: int) -> Kept:
        """Return a picture as WebP. Raises KeyError; LostError if the file is another by now."""
        inputs = _of_shown(digest, width)
        return self.store.hold_or_make(lambda: made.shown(self._content(digest), width), *inputs)

    def lacks(self, digest: str, width: int) -> bool:
        """Tell whether a picture is still to be made in a width."""
        return not self.store.has(self.store.key(*_of_shown(digest, width)))

    def printed(self, digest: str, pixels: int) -> PrintedPicture:
        """Return a picture as JPEG or PNG. Raises as `shown` does."""
        kept = self.store.get_or_make(
            lambda: self._printed(digest, pixels), made.__name__, "printed", str(pixels), digest
        )
        head, _, content = kept.partition(b"\n")
        return PrintedPicture(content, *json.loads(head))

    def clip(self, digest: str) -> Path:
        """Return the file of a clip. Raises KeyError."""
        return self.files[digest]

    def _printed(self, digest: str, pixels: int) -> bytes:
        picture = made.printed(self._content(digest), pixels)
        return json.dumps(picture[1:]).encode() + b"\n" + picture.content

    def _content(self, digest: str) -> bytes:
        path = self.files[digest]
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise LostError(path)
        return content


def shelf_of(project: Project, handbook: Handbook) -> MediaShelf:
    """Return the shelf of an examined handbook; without pictures it is empty."""
    folder = media_folder(project)
    files = {digest: folder / name for name, digest in _held(handbook)}
    return FilledShelf(files, store_of(project)) if files else EmptyShelf()


def make_ready(shelf: MediaShelf, handbook: Handbook) -> None:
    """Make at once what pages will show and nobody made so far, where there is much of it."""
    if not isinstance(shelf, FilledShelf):
        return
    wanted = dict.fromkeys(one for each in handbook.procedures.values() for one in _widths(each))
    new = [one for one in wanted if shelf.lacks(*one)]
    processes = shares(len(new), _WORTH_A_PROCESS)
    if processes > 1:
        shared_out(_make, [(shelf, new[start::processes]) for start in range(processes)])


def _make(shelf: FilledShelf, wanted: list[tuple[str, int]]) -> None:
    for digest, width in wanted:
        shelf.shown(digest, width)


def _widths(procedure: Procedure) -> Iterator[tuple[str, int]]:
    """Yield digest and width of whatever the pages of a procedure show."""
    for picture in pictures_of(procedure):
        yield from ((picture.digest, width) for width in widths_of(picture.width))
    yield from ((clip.poster_digest, POSTER) for clip in clips_of(procedure) if clip.poster_digest)


def _of_shown(digest: str, width: int) -> tuple[str, ...]:
    """Return what makes a picture in a width, and of what."""
    return made.__name__, "shown", str(width), digest


def _held(handbook: Handbook) -> Iterator[tuple[str, str]]:
    """Yield name and digest of every file that can be shown."""
    for procedure in handbook.procedures.values():
        for picture in pictures_of(procedure):
            yield picture.file, picture.digest
        for clip in clips_of(procedure):
            yield clip.file, clip.digest
            if clip.poster and clip.poster_digest:
                yield clip.poster, clip.poster_digest
