"""Pictures in Word documents: how large, where their call-outs point, the files themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

from sop_handbook.adapters.photos.made import with_numbers
from sop_handbook.model import Handbook, Picture, Procedure, Step, Text
from sop_handbook.render.shelf import DOTS, MediaShelf, PrintedPicture, clip_route
from sop_handbook.render.views.pictures import circled, in_rows

_HIGH, _WIDE, _HALF = 60.0, 90.0, 75.0  # millimetres: at most, alone and beside another
_INCH = 25.4
_RADIUS = 2.4  # millimetres of a number in its circle
_PLACES = (
    ("left-top", "top", "right-top"),
    ("left", "middle", "right"),
    ("left-bottom", "bottom", "right-bottom"),
)


@dataclass(frozen=True, kw_only=True)
class SeenPicture:
    """A picture in a document; width and height in millimetres, `marks` as (sign, place, text)."""

    name: str
    alt: str
    shows: str
    text: Text
    width: str
    height: str
    marks: tuple[tuple[str, str, Text], ...]


@dataclass(frozen=True)
class SeenMedia:
    """What is to be seen of a step or a procedure: rows of pictures, and clips with addresses."""

    rows: tuple[tuple[SeenPicture, ...], ...]
    clips: tuple[dict[str, Any], ...]


class PicturesOf:
    """Lays out what is to be seen of a procedure; `files` fill with what the document then needs.

    They are PNG or JPEG by their names.
    """

    def __init__(self, handbook: Handbook, shelf: MediaShelf) -> None:
        self.files: dict[str, bytes] = {}
        self._handbook, self._shelf = handbook, shelf

    def all(self, procedure: Procedure) -> dict[str, SeenMedia]:
        """Return what is to be seen of each step, by its id, and of the procedure under ""."""
        seen = {step.id: self._seen(step) for step in procedure.steps}
        return {"": self._seen(procedure)} | seen

    def _seen(self, of: Procedure | Step) -> SeenMedia:
        shown: Iterable[Picture] = [one for one in of.pictures if one.digest]
        return SeenMedia(
            tuple(
                tuple(self._picture(one, _HALF if len(row) > 1 else _WIDE) for one in row)
                for row in in_rows(shown)
            ),
            tuple(
                {"text": one.text, "address": self._address(clip_route(one).url)}
                for one in of.clips
                if one.digest
            ),
        )

    def _picture(self, picture: Picture, room: float) -> SeenPicture:
        width = min(room, _HIGH * picture.width / picture.height)
        printed = self._shelf.printed(picture.digest, round(width / _INCH * DOTS))
        name = self._file(picture, printed, _RADIUS * printed.width / width)
        return SeenPicture(
            name=name,
            alt=str(picture.text),
            shows=picture.shows or "",
            text=picture.text,
            width=f"{width:.1f}",
            height=f"{width * picture.height / picture.width:.1f}",
            marks=tuple(
                (circled(number), place(*mark.at), mark.text)
                for number, mark in enumerate(picture.marks, 1)
            ),
        )

    def _file(self, picture: Picture, printed: PrintedPicture, radius: float) -> str:
        """Return the name of the file that a picture is in, with its numbers drawn into it."""
        name = f"seen-{picture.digest[:16]}-{printed.width}.{printed.suffix}"
        places = tuple(mark.at for mark in picture.marks)
        if not places:
            self.files[name] = printed.content
            return name
        content = with_numbers(printed.content, printed.suffix, places, radius)
        marked = f"seen-{sha256(content).hexdigest()[:16]}-{printed.width}.{printed.suffix}"
        self.files[marked] = content
        return marked

    def _address(self, path: str) -> str:
        return urljoin(self._handbook.base_url, path) if self._handbook.base_url else ""


def place(across: float, down: float) -> str:
    """Return the key of where a share of width and height is: a third of the picture."""
    return _PLACES[min(int(down * 3), 2)][min(int(across * 3), 2)]
