"""Pictures and clips: what is to be seen, and which file shows it."""

from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.basics import Text

Shows = Literal["right", "wrong", "detail"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A call-out on a picture, numbered in the order of the list.

    `at` are the shares of width and height, from 0 to 1, from the upper left corner.
    """

    at: tuple[float, float]
    text: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture; `text` says what is to be seen, and stands for it where it cannot be seen.

    `file` is its path below sop_sources/media/. Of the file: `digest` is the SHA-256 (hexadecimal)
    of its content, `width` and `height` are in pixels as it is held upright; "" and 0 where there
    is no file that can be shown.
    """

    file: str
    text: Text
    shows: Shows | None = None
    marks: tuple[Mark, ...] = ()
    digest: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Clip:
    """A short film; `poster` is a picture that stands in its place, `size` is in bytes.

    `file` and `poster` are paths below sop_sources/media/, `digest` as of a picture.
    """

    file: str
    text: Text
    poster: str | None = None
    digest: str = ""
    size: int = 0
    poster_digest: str = ""
