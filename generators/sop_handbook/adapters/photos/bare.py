"""Whether the file of a picture holds what is seen, and nothing else."""

from sop_handbook.adapters.photos.kinds import kind_of
from sop_handbook.adapters.photos.parts import END, jpeg_parts, png_parts, webp_parts

# Of JPEG: frames, tables, restarts, scans.
_JPEG = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD})
_JFIF, _ADOBE = 0xE0, 0xEE
_PNG = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT",
                  b"bKGD", b"pHYs"})  # fmt: skip
_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})


def is_bare(content: bytes) -> bool:
    """Tell whether a JPEG, PNG or WebP has no metadata, no profile, and nothing behind it."""
    kind = kind_of(content)
    if kind == "jpeg":
        return all(_is_seen(marker, body) for marker, body in jpeg_parts(content))
    parts, seen = (png_parts, _PNG) if kind == "png" else (webp_parts, _WEBP)
    return all(name in seen or not (name or body) for name, body in parts(content))


def _is_seen(marker: int, body: bytes) -> bool:
    """Tell whether a segment of a JPEG is needed to see it."""
    if marker == _JFIF:
        return body.startswith(b"JFIF\0") and len(body) == 14  # no small picture in it
    if marker == _ADOBE:
        return body.startswith(b"Adobe") and len(body) == 12
    return not body if marker == END else marker in _JPEG
