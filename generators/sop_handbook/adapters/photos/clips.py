"""A clip as its bytes tell: whether it is whole, where it was taken, what else goes along."""

import re
from collections.abc import Iterator
from contextlib import suppress

from sop_handbook.adapters.photos.kinds import kind_of
from sop_handbook.adapters.photos.positions import BrokenError, boxes, of_mp4, of_webm
from sop_handbook.adapters.photos.whole import mp4_is_whole, webm_is_whole

# What the handlers of tracks are called that hold nothing to read: pictures, sound, depth, time
# codes, and how to send them.
_SEEN_OR_HEARD = frozenset({b"vide", b"soun", b"auxv", b"tmcd", b"hint"})
_TO_TRACKS = (b"moov", b"trak", b"mdia")
_WEBM_TEXTS = re.compile(rb"S_TEXT/|S_VOBSUB|D_WEBVTT/")


def clip_has_position(content: bytes) -> bool | None:
    """Tell whether an MP4 or WebM holds a position; None if it is not whole."""
    if kind_of(content) == "webm":
        return of_webm(content) if webm_is_whole(content) else None
    return of_mp4(content) if mp4_is_whole(content) else None


def clip_has_texts(content: bytes) -> bool:
    """Tell whether an MP4 or WebM has subtitles or data: drones write there where they are."""
    if kind_of(content) == "webm":
        return _WEBM_TEXTS.search(content) is not None
    return any(handler not in _SEEN_OR_HEARD for handler in _handlers(content, _TO_TRACKS))


def _handlers(content: bytes, path: tuple[bytes, ...]) -> Iterator[bytes]:
    """Yield of what kind the tracks below a path of boxes are, as far as they are whole."""
    with suppress(BrokenError):
        for kind, body in boxes(content):
            if not path and kind == b"hdlr":
                yield body[8:12]
            elif path and kind == path[0]:
                yield from _handlers(body, path[1:])
