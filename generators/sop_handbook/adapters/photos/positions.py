"""Whether a file tells where it was taken, by what cameras and programs write into files."""

import re
from collections.abc import Iterator
from contextlib import suppress

# Of XMP and of what programs write for each other: names long enough to stand for nothing else.
_NAMES = re.compile(
    rb"GPS(Dest)?(Latitude|Longitude)|[Gg]ps(Latitude|Longitude|Position)|photoshop:City"
    rb"|Iptc4xmp(Core:Location|Ext:Location(Shown|Created))|geo:lat"
    rb"|com\.apple\.quicktime\.location",
)
# Of MP4: too short to be looked for among the pictures themselves.
_BOXES = re.compile(rb"\xa9xyz|loci|gpmd|camm")
_MEDIA = frozenset({b"mdat"})


class BrokenError(Exception):
    """The file ends before it should, or is not what it begins as."""


def named_in(content: bytes) -> bool:
    """Tell whether bytes that are no picture, or that hold some, name a position."""
    return _NAMES.search(content) is not None


def of_mp4(content: bytes) -> bool:
    """Tell whether an MP4 holds a position. Raises BrokenError if it is not whole."""
    if not {kind for kind, _ in boxes(content)} >= {b"moov", b"mdat"}:
        raise BrokenError
    return named_in(content) or boxes_tell(content)


def boxes_tell(content: bytes) -> bool:
    """Tell whether the boxes of an MP4, as far as they are whole, hold a position."""
    with suppress(BrokenError):
        return any(kind not in _MEDIA and _BOXES.search(body) for kind, body in boxes(content))
    return False


def boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of every outermost box of an MP4. Raises BrokenError."""
    at = 0
    while at < len(content):
        size, kind, start = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], at + 8
        if size == 1:
            size, start = int.from_bytes(content[at + 8 : at + 16]), at + 16
        end = len(content) if size == 0 else at + size
        if end < start or end > len(content):
            raise BrokenError
        yield kind, content[start:end]
        at = end


def of_webm(content: bytes) -> bool:
    """Tell whether a WebM holds a position. Raises BrokenError if no film is in it."""
    if b"\x1f\x43\xb6\x75" not in content:  # a cluster: where pictures and sound are
        raise BrokenError
    return b"LOCATION" in content or named_in(content)


def behind_jpeg(content: bytes) -> bytes:
    """Return what phones put behind the end of a JPEG, such as the film of a moving photo."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xD9:
            return content[at + 2 :]
        if marker == 0xFF or 0xD0 <= marker <= 0xD7 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xDA:
            at = _end_of_scan(content, at)
    return b"" if at + 2 >= len(content) else content[at + 2 :]


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the next marker stands; 00 and D0 to D7 behind FF belong to the scan."""
    found = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search(content, at)
    return found.start() if found else len(content)
