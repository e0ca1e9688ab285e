"""What a file is by its first bytes, whatever it is called."""

from typing import Literal

Kind = Literal["jpeg", "png", "webp", "gif", "heic", "avif", "svg", "mp4", "webm", "other"]
PICTURES: frozenset[Kind] = frozenset({"jpeg", "png", "webp"})  # those that can be shown
CLIPS: frozenset[Kind] = frozenset({"mp4", "webm"})

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
)
# Brands of the container that MP4, HEIC and AVIF share.
_BRANDS: tuple[tuple[frozenset[bytes], Kind], ...] = (
    (frozenset({b"avif", b"avis"}), "avif"),
    (
        frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}),
        "heic",
    ),
    (
        frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"})
        | {b"M4V ", b"dash", b"MSNV"},
        "mp4",
    ),
)
_HEAD = 1_000  # bytes; what a file is stands within them


def kind_of(content: bytes) -> Kind:
    """Return what a file is; `other` for what nobody here can show."""
    head = content[:_HEAD]
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head[:100] else "other"
    return "svg" if b"<svg" in head.lower() else "other"


def _of_brands(head: bytes) -> Kind:
    """Return what a file is by the brand it names first, else by those it goes with."""
    end = min(int.from_bytes(head[:4]), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]
    for brand in brands:
        for names, kind in _BRANDS:
            if brand in names:
                return kind
    return "other"
