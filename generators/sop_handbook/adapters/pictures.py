"""The door to Pillow: pictures of others are read warily, and made anew of their pixels alone."""

import warnings
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

from PIL import Image

MOST_PIXELS = 4096 * 4096
_KEPT = 1024  # pixels, the longer side: more is shown nowhere
_FAINT = 32  # of 255: what is less opaque is not seen
_PALE = 216  # of 255: what is lighter is hardly seen on white
_SEEN = 0.02  # of what is drawn must be darker
_WHITE = (255, 255, 255, 255)


class CleanPicture(NamedTuple):
    """A picture of one's own: PNG without anything but pixels, its size in them.

    `pale` says that hardly anything of it is seen on white; `whole` is how large it was without its
    empty edge.
    """

    png: bytes
    width: int
    height: int
    pale: bool
    whole: tuple[int, int]


def clean(content: bytes) -> CleanPicture | str:
    """Return a PNG made anew: no larger than needed, without an empty edge.

    A string says what is wrong: `unreadable` (no PNG, or a broken one), `too-many-pixels`, or
    `empty` if nothing is drawn. It may want much memory and time: see adapters.limits.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=["PNG"]) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return "too-many-pixels"
                opened.load()
                read = _in_colour(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "too-many-pixels"
    except (OSError, SyntaxError, ValueError, ArithmeticError):  # all that Pillow says of bad files
        return "unreadable"
    box = read.getchannel("A").point(_step(_FAINT)).getbbox()
    if box is None:
        return "empty"
    read = read.crop(box)
    whole = read.size
    read.thumbnail((_KEPT, _KEPT), Image.Resampling.LANCZOS)
    return CleanPicture(_png(read), read.width, read.height, _is_pale(read), whole)


def on_square(png: bytes, side: int, share: float, *, round_: bool = False) -> bytes:
    """Return a picture in the middle of a white square, as PNG.

    `side` is in pixels; the picture takes that `share` of it, or of the circle in it if `round_`.
    """
    room = side * share
    with Image.open(BytesIO(png)) as picture:
        across = (picture.width**2 + picture.height**2) ** 0.5 if round_ else max(picture.size)
        scale = room / across
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        small = picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (side, side), _WHITE)
    square.alpha_composite(small, ((side - size[0]) // 2, (side - size[1]) // 2))
    return _png(square.convert("RGB"))


def in_grey(png: bytes, height: int, width: int) -> bytes:
    """Return a picture in shades of grey on white, as PNG, no larger than so many pixels."""
    with Image.open(BytesIO(png)) as picture:
        small = picture.convert("RGBA")
    small.thumbnail((width, height), Image.Resampling.LANCZOS)
    return _png(_on_white(small).convert("L"))


def no_higher(png: bytes, height: int) -> bytes:
    """Return a picture in its colours, as PNG, no higher than so many pixels."""
    with Image.open(BytesIO(png)) as picture:
        small = picture.convert("RGBA")
    small.thumbnail((small.width, height), Image.Resampling.LANCZOS)
    return _png(small)


def _in_colour(picture: Image.Image) -> Image.Image:
    """Return it with red, green, blue and opacity of 256 shades each; some have 65,536."""
    if picture.mode.startswith("I"):
        grey = picture.convert("I").point(lambda value: value / 256).convert("L")
        return grey.convert("RGBA")
    return picture.convert("RGBA")


def _is_pale(picture: Image.Image) -> bool:
    grey = _on_white(picture).convert("L").histogram()
    drawn = picture.getchannel("A").point(_step(_FAINT)).histogram()[255]
    return sum(grey[:_PALE]) < _SEEN * drawn


def _step(least: int) -> Callable[[int], int]:
    return lambda value: 255 if value >= least else 0


def _on_white(picture: Image.Image) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", picture.size, _WHITE), picture)


def _png(picture: Image.Image) -> bytes:
    made = BytesIO()
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # no other facts go along
    bare.save(made, "PNG", optimize=True)
    return made.getvalue()
