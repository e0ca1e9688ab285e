"""Pictures and clips on paper: what is printed of them, how fine, and where a clip plays."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sop_handbook.adapters.store import Kept, Store
from sop_handbook.editions.content import plain
from sop_handbook.model import Picture, Procedure
from sop_handbook.render.shelf import DOTS, MediaShelf, clip_route, clips_of, pictures_of
from sop_handbook.typesetting.sheet import Sheet

_INCH = 25.4  # millimetres
_COARSE = 75  # dots per inch; with fewer it is seen what a picture is made of
_SHOWN = ("pictures", "clips")
_TYPES = {"jpg": "jpeg", "png": "png"}


class Photo(NamedTuple):
    """How a picture is printed: at most so many pixels wide.

    `ratio` is of its width to its height, `widest` the millimetres at which it is still sharp.
    """

    pixels: int
    ratio: float
    widest: float


def photos(pictures: Iterable[Picture], width: float) -> dict[str, Photo]:
    """Return how pictures are printed that are at most so many millimetres wide, by digest."""
    pixels = round(width / _INCH * DOTS)
    return {
        one.digest: Photo(pixels, one.width / one.height, one.width / _COARSE * _INCH)
        for one in pictures
        if one.digest
    }


def photos_in(procedures: Iterable[Procedure], width: float) -> dict[str, Photo]:
    """Return the same of all pictures of some procedures."""
    return photos((one for each in procedures for one in pictures_of(each)), width)


def photos_of(sheet: Sheet, shelf: MediaShelf, store: Store) -> dict[str, Kept]:
    """Return the pictures of a sheet as SVG, which typst takes, by the names of their files.

    They stay in the store until the sheet is typeset: memory would not hold those of all.
    """
    asked: Mapping[str, Mapping[str, Any]] = sheet.data["photos"]
    return {
        f"photo-{digest}": _drawn(digest, one["pixels"], shelf, store)
        for digest, one in asked.items()
    }


def _drawn(digest: str, pixels: int, shelf: MediaShelf, store: Store) -> Kept:
    def draw() -> bytes:
        made = shelf.printed(digest, pixels)
        size = f"width='{made.width}' height='{made.height}'"
        data = f"data:image/{_TYPES[made.suffix]};base64,{b64encode(made.content).decode()}"
        image = f"<image {size} href='{data}'/>"
        return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{image}</svg>".encode()

    return store.hold_or_make(draw, __name__, digest, str(pixels))


def clip_addresses(procedures: Iterable[Procedure]) -> dict[str, str]:
    """Return where the clips of some procedures play, below the site's address, by digest."""
    return {one.digest: clip_route(one).url for each in procedures for one in clips_of(each)}


def shown_of(procedure: Procedure) -> dict[str, Any]:
    """Return a procedure's own `pictures` and `clips` as sheets show them; {} without any."""
    return only_shown({key: plain(getattr(procedure, key)) for key in _SHOWN})


def only_shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return content without pictures and clips whose files cannot be shown."""
    kept = {key: [one for one in content.get(key, ()) if "digest" in one] for key in _SHOWN}
    told = {key: value for key, value in content.items() if key not in kept}
    return told | {key: found for key, found in kept.items() if found}
