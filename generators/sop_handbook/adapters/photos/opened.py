"""A picture as Pillow reads it, warily: what it is, and its pixels upright, in sRGB, on white."""

import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import islice
from typing import NamedTuple

from PIL import (
    Image,
    ImageCms,
    IptcImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
)

from sop_handbook.adapters.photos.positions import behind_jpeg, boxes_tell, named_in

MOST_PIXELS = 40_000_000
LONGEST = 16_000  # pixels: WebP has no more, and nobody can look at more
_FORMATS = ["JPEG", "PNG", "WEBP"]
_GPS = 0x8825
_COORDINATES = (2, 4, 20, 22, 28)  # latitude, longitude, those of what is seen, the area's name
_PLACES = ((2, 90), (2, 92))  # of IPTC: city, place in it
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_EMBEDDED = 8  # pictures behind a picture: phones put one or two there
# All that Pillow says of bad files.
_BAD = (OSError, SyntaxError, ValueError, ArithmeticError, struct.error, LookupError, TypeError,
        EOFError, AttributeError)  # fmt: skip


class Unfit(NamedTuple):
    """Why a picture cannot be shown: `unreadable`, `too-large`, `animated`."""

    why: str


class Seen(NamedTuple):
    """What a sound picture is: its size in pixels upright, and what of it people should know.

    `guessed` says that its colours are for printing and nothing tells which they are.
    """

    width: int
    height: int
    has_position: bool
    guessed: bool


def looked_at(content: bytes) -> Seen | Unfit:
    """Return what a picture is. It may want much memory and time: see adapters.limits."""
    try:
        with _opened(content) as picture:
            if _is_too_large(picture.size):
                return Unfit("too-large")
            if picture.format in {"PNG", "WEBP"} and getattr(picture, "is_animated", False):
                return Unfit("animated")
            picture.load()
            turned = _orientation(picture) >= 5  # from there on it lies on its side
            width, height = reversed(picture.size) if turned else picture.size
            guessed = picture.mode == "CMYK" and not picture.info.get("icc_profile")
            has_position = _has_position(picture, content)
            return Seen(width, height, has_position=has_position, guessed=guessed)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Unfit("too-large")
    except (UnidentifiedImageError, *_BAD):
        return Unfit("unreadable")


def upright(content: bytes) -> Image.Image:
    """Return the pixels of a picture that was looked at: RGB or L, upright, sRGB, on white."""
    with _opened(content) as picture:
        picture.load()
        turn = _TURNS.get(_orientation(picture))
        profile = picture.info.get("icc_profile")
        plain = _in_srgb(_opaque(picture), profile)
    plain = plain.transpose(turn) if turn is not None else plain
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())  # no other facts go along


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            yield picture


def _is_too_large(size: tuple[int, int]) -> bool:
    return size[0] * size[1] > MOST_PIXELS or max(size) > LONGEST


def _orientation(picture: Image.Image) -> int:
    """Return how it is held, 1 to 8; what cannot be read says nothing."""
    with suppress(*_BAD):
        told = picture.getexif().get(_ORIENTATION)
        if isinstance(told, int) and told in _TURNS:
            return told
    return 1


def _opaque(picture: Image.Image) -> Image.Image:
    """Return it without transparency, on white, its colours in their own space."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        white = Image.new("RGBA", seen.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, seen).convert("RGB")
    if picture.mode in {"L", "RGB", "CMYK"}:
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return it in sRGB; a profile that is broken, or of other colours, says nothing."""
    if profile:
        with suppress(ImageCms.PyCMSError, *_BAD):
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
            turned = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
            if turned is not None:
                return turned
    return picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")


def _has_position(picture: Image.Image, content: bytes) -> bool:
    """Tell whether a picture, its texts or what lies behind it say where it was taken."""
    if named_in(content) or _exif_tells(picture) or _iptc_tells(picture):
        return True
    if isinstance(picture, PngImagePlugin.PngImageFile):
        return any(named_in(text.encode("utf-8", "replace")) for text in picture.text.values())
    is_jpeg = isinstance(picture, JpegImagePlugin.JpegImageFile)  # or several in one
    return is_jpeg and _tells_behind(behind_jpeg(content))


def _exif_tells(picture: Image.Image) -> bool:
    with suppress(*_BAD):
        place = picture.getexif().get_ifd(_GPS)
        return any(place.get(tag) for tag in _COORDINATES)
    return False


def _iptc_tells(picture: Image.Image) -> bool:
    if not isinstance(picture, JpegImagePlugin.JpegImageFile):
        return False
    with suppress(*_BAD):
        facts = IptcImagePlugin.getiptcinfo(picture) or {}
        return any(facts.get(place) for place in _PLACES)
    return False


def _tells_behind(content: bytes) -> bool:
    """Tell whether the film or a further picture behind a picture has a position."""
    film = content.find(b"ftyp") - 4
    return (film >= 0 and boxes_tell(content[film:])) or any(
        _further_tells(content[at:]) for at in _further(content)
    )


def _further(content: bytes) -> Iterator[int]:
    """Yield where further pictures begin."""
    found = re.finditer(rb"\xff\xd8\xff", content)
    return (one.start() for one in islice(found, _EMBEDDED))


def _further_tells(content: bytes) -> bool:
    with suppress(UnidentifiedImageError, *_BAD), _opened(content) as picture:
        return _exif_tells(picture)
    return False
