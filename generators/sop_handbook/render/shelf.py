"""Where renderers get pictures and clips from: as they are shown, never as somebody sent them."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from sop_handbook.adapters.store import Kept
from sop_handbook.model import Clip, Picture, Procedure, Step
from sop_handbook.model.routes import Route, generated

WIDTHS = (400, 800, 1200)  # pixels, as pages show pictures; none is wider than its file
POSTER = 800  # pixels: in this width, or its own if that is less, one stands for a clip
DOTS = 200  # per inch at most, on paper and in Word
_NAME = 16  # hexadecimal digits of a digest in a file's name


class PrintedPicture(NamedTuple):
    """A picture for paper: `suffix` is jpg or png, width and height are in pixels."""

    content: bytes
    suffix: str
    width: int
    height: int


class MediaShelf(Protocol):
    """Gives what is shown of files below sop_sources/media/, by their digests; made once.

    What comes out has no metadata, is upright and in sRGB, and is the same bytes for the same file.
    """

    def shown(self, digest: str, width: int) -> bytes | Kept:
        """Return a picture as WebP, so many pixels wide."""
        ...

    def printed(self, digest: str, pixels: int) -> PrintedPicture:
        """Return a picture as JPEG or PNG, at most so many pixels wide."""
        ...

    def clip(self, digest: str) -> Path:
        """Return the file of a clip, which is published as it is."""
        ...


class EmptyShelf:
    """The shelf of a handbook without pictures."""

    def shown(self, digest: str, width: int) -> bytes | Kept:
        """Raise KeyError: there is nothing."""
        raise KeyError(digest, width)

    def printed(self, digest: str, pixels: int) -> PrintedPicture:
        """Raise KeyError: there is nothing."""
        raise KeyError(digest, pixels)

    def clip(self, digest: str) -> Path:
        """Raise KeyError: there is nothing."""
        raise KeyError(digest)


def widths_of(width: int) -> tuple[int, ...]:
    """Return the widths in which a picture of so many pixels is shown, narrow to wide."""
    return tuple(one for one in WIDTHS if one < width) + ((width,) if width <= WIDTHS[-1] else ())


def picture_route(digest: str, width: int) -> Route:
    """Return where a picture of so many pixels stands in the site."""
    return generated(f"media/{digest[:_NAME]}-{width}.webp")


def clip_route(clip: Clip) -> Route:
    """Return where a clip stands in the site."""
    return generated(f"media/{clip.digest[:_NAME]}.{clip.file.rpartition('.')[2].lower()}")


def poster_route(clip: Clip) -> Route:
    """Return where the picture stands that is seen before a clip is played."""
    return picture_route(clip.poster_digest, POSTER)


def pictures_of(procedure: Procedure) -> Iterator[Picture]:
    """Yield the pictures that can be shown, the procedure's own first, then those of its steps."""
    for owner in _owners(procedure):
        yield from (picture for picture in owner.pictures if picture.digest)


def clips_of(procedure: Procedure) -> Iterator[Clip]:
    """Yield the clips that can be shown, likewise."""
    for owner in _owners(procedure):
        yield from (clip for clip in owner.clips if clip.digest)


def _owners(procedure: Procedure) -> tuple[Procedure | Step, ...]:
    return (procedure, *procedure.steps)
