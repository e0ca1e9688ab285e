"""Whether a picture says where it was taken: its facts and texts, and what lies behind it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from PIL import Image, PngImagePlugin

from sop_handbook.adapters.photos.kinds import kind_of
from sop_handbook.adapters.photos.parts import END, jpeg_parts, png_parts, webp_parts
from sop_handbook.adapters.photos.positions import boxes_tell, named_in, said_in

# All that Pillow says of bad files.
BAD = (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, EOFError,
       AttributeError)  # fmt: skip
_GPS, _MORE = 0x8825, 0x8769
_COORDINATES = (2, 4, 20, 22, 28)  # latitude, longitude, those of what is seen, the area's name
_DESCRIPTIONS = (0x010E, 0x9C9B, 0x9C9C, 0x9C9F)  # of what is seen, in two manners
_COMMENT = 0x9286
_EXIF, _PHOTOSHOP, _WORDS = 0xE1, 0xED, 0xFE  # segments of JPEG
_CHUNKS = {b"eXIf", b"EXIF"}
_IPTC = b"8BIM\x04\x04"
_PLACES = re.compile(rb"\x1c\x02[\x5a\x5c](?!\0\0)")  # city, place in it, unless it is empty
# What programs call a text that is a place, without spaces and such.
_KEYS = frozenset({"location", "gps", "gpsposition", "gpscoordinates", "coordinates", "geolocation",
                   "latitude", "longitude"})  # fmt: skip
_PROFILE = "Raw profile type "  # a block in hexadecimal digits, as ImageMagick writes it
_XMP = "XML:com.adobe.xmp"
_EMBEDDED = 8  # pictures behind a picture: phones put one or two there


def tells_where(picture: Image.Image, content: bytes) -> bool:
    """Tell whether a loaded picture, read from `content`, says where it was taken."""
    with suppress(*BAD):
        if _exif_tells(picture.getexif()):
            return True
    texts = picture.text if isinstance(picture, PngImagePlugin.PngImageFile) else {}
    told = any(_text_tells(key, str(text)) for key, text in texts.items())
    return told or named_in(content) or _parts_tell(content)


def _parts_tell(content: bytes) -> bool:
    """Tell it by the parts of a file, each of which may stand there several times."""
    if kind_of(content) == "jpeg":
        return any(_segment_tells(marker, body) for marker, body in jpeg_parts(content))
    parts = png_parts if kind_of(content) == "png" else webp_parts
    return any(kind in _CHUNKS and _block_tells(body) for kind, body in parts(content))


def _segment_tells(marker: int, body: bytes) -> bool:
    if marker == _EXIF:
        return body.startswith(b"Exif\0") and _block_tells(body)
    if marker == _PHOTOSHOP:
        return _iptc_tells(body)
    if marker == _WORDS:
        return said_in(_text(body))
    return marker == END and _behind_tells(body)


def _behind_tells(content: bytes) -> bool:
    """Tell whether the film or a further picture behind a picture has a position."""
    film = content.find(b"ftyp") - 4
    return (film >= 0 and boxes_tell(content[film:])) or any(
        _segment_tells(marker, body)
        for at in _further(content)
        for marker, body in jpeg_parts(content[at:])
        if marker != END  # what lies behind that one is looked at as well
    )


def _further(content: bytes) -> Iterator[int]:
    """Yield where further pictures begin."""
    found = re.finditer(rb"\xff\xd8\xff", content)
    return (one.start() for one in islice(found, _EMBEDDED))


def _block_tells(block: bytes) -> bool:
    """Tell whether a block of EXIF has a position."""
    with suppress(*BAD):
        exif = Image.Exif()
        exif.load(block)
        return _exif_tells(exif)
    return False


def _exif_tells(exif: Image.Exif) -> bool:
    place = exif.get_ifd(_GPS)
    if any(place.get(tag) for tag in _COORDINATES):
        return True
    words: list[Any] = [exif.get(tag) for tag in _DESCRIPTIONS]
    words.append(exif.get_ifd(_MORE).get(_COMMENT))
    return any(said_in(_text(one)) for one in words if one)


def _iptc_tells(block: bytes) -> bool:
    """Tell whether the block of a program for pictures names the city or the place."""
    at = block.find(_IPTC)
    if at < 0:
        return False
    at += len(_IPTC)
    at += 1 + block[at] + (1 + block[at]) % 2 if at < len(block) else 0  # its name, to even length
    size = int.from_bytes(block[at : at + 4])
    return _PLACES.search(block[at + 4 : at + 4 + size]) is not None


def _text_tells(key: str, text: str) -> bool:
    """Tell whether a text of a PNG is a position, or a block that has one."""
    if key.startswith(_PROFILE):
        block = _unfolded(text)
        return named_in(block) or _iptc_tells(block) or _block_tells(block)
    if re.sub(r"[\W_]", "", key).casefold() in _KEYS:
        return bool(text.strip())
    return named_in(text.encode("utf-8", "replace")) or (key != _XMP and said_in(text))


def _unfolded(text: str) -> bytes:
    """Return what a text in hexadecimal digits holds: a name, a length, lines of digits."""
    with suppress(ValueError):
        return bytes.fromhex("".join(text.split()[2:]))
    return b""


def _text(value: Any) -> str:
    """Return a text of EXIF or JPEG in whichever Unicode it may be."""
    if not isinstance(value, bytes):
        return str(value)
    return "\n".join(value.decode(one, "replace") for one in ("utf-8", "utf-16-le", "utf-16-be"))
