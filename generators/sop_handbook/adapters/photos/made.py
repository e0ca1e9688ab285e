"""Pictures made anew of what is seen: for pages, for paper, for the sources."""

from bisect import bisect_left
from collections.abc import Iterable
from io import BytesIO
from typing import Literal, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from sop_handbook.adapters.photos.opened import LONGEST_FILED, upright

TOO_HEAVY = 120_000  # bytes, of what is `WEIGHED` pixels wide, at the lowest quality
WEIGHED = 800  # pixels
_PER_PIXEL = 75  # bytes for each pixel of the width: 60,000 at 800
_QUALITIES = (82, 74, 66, 58, 50, 42)
_QUICK, _THOROUGH = 0, 4  # of 6: how long the encoder searches
_COLOURS = 4_096  # a drawing has no more, a photo in colours ten times as many
_SHARPER = 1.5  # times as heavy a drawing may be as PNG: its lines are clear there
_ON_PAPER, _IN_SOURCES = 85, 88

FiledAs = Literal["jpg", "png", "webp"]


class MadePicture(NamedTuple):
    """A picture as a file: `suffix` is jpg, png or webp, its size is in pixels."""

    content: bytes
    suffix: str
    width: int
    height: int


def shown(content: bytes, width: int) -> bytes:
    """Return a picture that was looked at as WebP, so many pixels wide or as wide as it is.

    Its quality is the best that is light enough, or the lowest.
    """
    picture = upright(content)
    drawn = _is_drawing(picture)
    small = _wide(picture, width)
    enough = _PER_PIXEL * small.width
    if drawn and len(lossless := _webp(small, 100, lossless=True)) <= enough:
        return lossless
    best = _webp(small, _QUALITIES[0])
    return best if len(best) <= enough else _lighter(small, enough)


def _lighter(picture: Image.Image, enough: int) -> bytes:
    """Return a picture in the best of the lower qualities that has so few bytes, or the lowest."""
    tried: dict[int, bytes] = {}

    def is_light(quality: int) -> bool:
        tried[quality] = _webp(picture, quality)
        return len(tried[quality]) <= enough

    at = bisect_left(_QUALITIES, True, lo=1, hi=len(_QUALITIES) - 1, key=is_light)
    return tried.get(_QUALITIES[at]) or _webp(picture, _QUALITIES[at])


def is_heavy(content: bytes) -> bool:
    """Tell whether a picture that was looked at weighs too much, as light as we can make it."""
    small = _wide(upright(content), WEIGHED)
    efforts = (_QUICK, _THOROUGH)  # most are light enough at once
    return all(len(_webp(small, _QUALITIES[-1], effort=one)) > TOO_HEAVY for one in efforts)


def printed(content: bytes, pixels: int) -> MadePicture:
    """Return a picture for paper, at most so many pixels wide: a drawing as PNG, else JPEG."""
    picture = upright(content)
    return _suiting(_wide(picture, pixels), _ON_PAPER, drawn=_is_drawing(picture))


def with_numbers(
    content: bytes, suffix: str, places: Iterable[tuple[float, float]], radius: float
) -> bytes:
    """Return a picture that was printed with a number from 1 on at each of some places.

    `suffix` is jpg or png. Places are shares of its width and height. A number stands in a circle
    with a radius in pixels, all of which is within the picture if there is room.
    """
    picture = Image.open(BytesIO(content)).convert("RGB")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(1.3 * radius)
    for number, place in enumerate(places, 1):
        x, y = (
            min(max(share * length, radius), max(length - radius, radius))
            for share, length in zip(place, picture.size, strict=True)
        )
        line = max(1, round(radius / 6))
        pen.circle((x, y), radius, fill="white", outline="black", width=line)
        pen.text((x, y), str(number), fill="black", font=font, anchor="mm", stroke_width=line / 4)
    return _as(picture, "png" if suffix == "png" else "jpg", _ON_PAPER).content


def filed(content: bytes, kind: FiledAs | None = None) -> MadePicture:
    """Return a picture as the sources keep it: nothing but pixels, 1,920 of them at most.

    `kind` is how it is written, None for what suits it.
    """
    picture = upright(content)
    drawn = _is_drawing(picture)
    picture.thumbnail((LONGEST_FILED, LONGEST_FILED), Image.Resampling.LANCZOS)
    if kind:
        return _as(picture, kind, _IN_SOURCES)
    return _suiting(picture, _IN_SOURCES, drawn=drawn)


def _suiting(picture: Image.Image, quality: int, *, drawn: bool) -> MadePicture:
    """Return a drawing as PNG unless JPEG is far lighter, as it is of photos in black and white."""
    photo = _as(picture, "jpg", quality)
    if not drawn:
        return photo
    drawing = _as(picture, "png", quality)
    return drawing if len(drawing.content) <= _SHARPER * len(photo.content) else photo


def _wide(picture: Image.Image, width: int) -> Image.Image:
    if width >= picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _is_drawing(picture: Image.Image) -> bool:
    return picture.getcolors(_COLOURS) is not None


def _as(picture: Image.Image, kind: FiledAs, quality: int) -> MadePicture:
    made = BytesIO()
    if kind == "png":
        picture.save(made, "PNG", optimize=True)
    elif kind == "webp":
        return MadePicture(_webp(picture, quality), kind, *picture.size)
    else:
        picture.save(made, "JPEG", quality=quality, optimize=True)
    return MadePicture(made.getvalue(), kind, *picture.size)


def _webp(
    picture: Image.Image, quality: int, *, lossless: bool = False, effort: int = _THOROUGH
) -> bytes:
    made = BytesIO()
    picture.save(made, "WEBP", quality=quality, lossless=lossless, method=effort)
    return made.getvalue()
