"""Which signs the font of all prints can draw: read from the font itself, without a typesetter."""

import struct
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

from sop_handbook.adapters import characters

# The font that typesetting embeds; it is pinned with its package.
_FONT = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
_PLANES = (3, 10)  # platform and encoding of the table of all planes (OpenType, cmap)
_RANGES = 12  # its format
Ranges = tuple[tuple[int, ...], tuple[int, ...]]  # the first and the last sign of each


def draws(text: Iterable[str]) -> bool:
    """Tell whether the font has each of these characters, by itself."""
    return all(map(_drawn, set(text)))


def undrawn(text: str) -> tuple[str, ...]:
    """Return the signs of a text, each with what is joined to it, that the font cannot draw."""
    if draws(text):
        return ()
    return tuple(dict.fromkeys(sign for sign in characters.signs(text) if not _drawn_whole(sign)))


def _drawn_whole(sign: str) -> bool:
    """Whether a sign can be drawn as it is, composed, or from its parts."""
    forms = (sign, normalize("NFC", sign), normalize("NFD", sign))
    return any(all(map(_drawn, form)) for form in forms)


@cache
def _drawn(sign: str) -> bool:
    starts, ends = _ranges()
    at = bisect_right(starts, ord(sign)) - 1
    return (at >= 0 and ord(sign) <= ends[at]) or characters.blank(sign)


@cache
def _ranges() -> Ranges:
    path = Path(str(files("justmytype_intl_cjk"))) / _FONT
    table = _table(path, b"cmap")
    for index in range(_number(">H", table, 2)):
        platform, encoding, start = struct.unpack_from(">HHL", table, 4 + 8 * index)
        if (platform, encoding) == _PLANES and _number(">H", table, start) == _RANGES:
            first, last = start + 16, start + 16 + 12 * _number(">L", table, start + 12)
            starts, ends, _ = zip(*struct.iter_unpack(">LLL", table[first:last]), strict=True)
            return starts, ends
    raise ValueError(f"{path}: no table of all planes")


def _table(path: Path, wanted: bytes) -> bytes:
    font = path.read_bytes()
    last = 12 + 16 * _number(">H", font, 4)
    listed = struct.iter_unpack(">4s4xLL", font[12:last])
    offset, size = {name: (offset, size) for name, offset, size in listed}[wanted]
    return font[offset : offset + size]


def _number(form: str, table: bytes, offset: int) -> int:
    return int(struct.unpack_from(form, table, offset)[0])
