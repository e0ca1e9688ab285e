"""What the files of pictures consist of, as far as they are whole: nothing is unpacked."""

import re
from collections.abc import Iterator

END = 0xD9  # of a JPEG: what follows it is no part of the picture
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_SCAN = 0xDA
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # those behind FF belong to the scan


def jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and body of every segment; the last is END with all that lies behind it."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != END:
        marker = content[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        yield marker, content[at + 4 : end]
        at = _end_of_scan(content, end) if marker == _SCAN else end
    yield END, content[at + 2 :]


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the next marker stands."""
    found = _NEXT.search(content, at)
    return found.start() if found else len(content)


def behind_jpeg(content: bytes) -> bytes:
    """Return what phones put behind the end of a JPEG, such as the film of a moving photo."""
    *_, (_, behind) = jpeg_parts(content)
    return behind


def png_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of every chunk; the last has no kind and is all that lies behind."""
    at, kind = 8, b""
    while at + 12 <= len(content) and kind != b"IEND":
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        yield kind, content[at + 8 : at + 8 + size]
        at += 12 + size
    yield b"", content[at:]


def webp_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of every chunk; the last has no kind and is all that lies behind."""
    at, end = 12, 8 + int.from_bytes(content[4:8], "little")
    while at + 8 <= min(end, len(content)):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    yield b"", content[end:]
