"""A picture as Pillow reads it, warily: what it is, and its pixels upright, in sRGB, on white."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageCms, JpegImagePlugin, UnidentifiedImageError

from sop_handbook.adapters.photos.taken import BAD, tells_where

MOST_PIXELS = 40_000_000
MOST_TO_SHRINK = 80_000_000  # pixels of a JPEG, which can be read at a fraction of its size
LONGEST_FILED = 1_920  # pixels
LONGEST = 16_000  # pixels: WebP has no more, and nobody can look at more
_FORMATS = ["JPEG", "PNG", "WEBP"]
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


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


def looked_at(content: bytes, *, to_shrink: bool = False) -> Seen | Unfit:
    """Return what a picture is. It may want much memory and time: see adapters.limits.

    One `to_shrink` may be a JPEG of twice as many pixels; its size is then that of what is read.
    """
    try:
        with _opened(content) as picture:
            if _is_too_large(picture, to_shrink=to_shrink):
                return Unfit("too-large")
            _draft(picture)
            if picture.format in {"PNG", "WEBP"} and getattr(picture, "is_animated", False):
                return Unfit("animated")
            picture.load()
            turned = _orientation(picture) >= 5  # from there on it lies on its side
            width, height = reversed(picture.size) if turned else picture.size
            guessed = picture.mode == "CMYK" and not picture.info.get("icc_profile")
            has_position = tells_where(picture, content)
            return Seen(width, height, has_position=has_position, guessed=guessed)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Unfit("too-large")
    except (UnidentifiedImageError, *BAD):
        return Unfit("unreadable")


def upright(content: bytes) -> Image.Image:
    """Return the pixels of a picture that was looked at: RGB or L, upright, sRGB, on white."""
    with _opened(content) as picture:
        _draft(picture)
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


def _is_too_large(picture: Image.Image, *, to_shrink: bool) -> bool:
    shrinks = to_shrink and isinstance(picture, JpegImagePlugin.JpegImageFile)
    most = MOST_TO_SHRINK if shrinks else MOST_PIXELS
    return picture.width * picture.height > most or max(picture.size) > LONGEST


def _draft(picture: Image.Image) -> None:
    """Have a picture that is too large read at a fraction of its size, but as large as is filed."""
    if picture.width * picture.height > MOST_PIXELS:
        scale = LONGEST_FILED / max(picture.size)
        picture.draft(None, (round(picture.width * scale), round(picture.height * scale)))


def _orientation(picture: Image.Image) -> int:
    """Return how it is held, 1 to 8; what cannot be read says nothing."""
    with suppress(*BAD):
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
        with suppress(ImageCms.PyCMSError, *BAD):
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
            turned = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
            if turned is not None:
                return turned
    return picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
