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
# What drones and programs write for people: in subtitles, comments, descriptions.
_SAID = re.compile(
    rb"\bGPS\s*[:=(]{1,2}\s*[-+]?\d{1,3}\.\d{2}"
    rb"|\b(lat|latitude|lon|lng|longitude)\s*[:=]\s*[-+]?\d{1,3}\.\d{2}"
    rb"|(\xe7\xbb\x8f\xe5\xba\xa6|\xe7\xba\xac\xe5\xba\xa6)"  # longitude, latitude in Chinese
    rb"(\s|[:=]|\xef\xbc\x9a)*[-+]?\d{1,3}\.\d{2}",
    re.IGNORECASE,
)
# ISO 6709; degrees with a direction of the sky.
_POINT = re.compile(
    r"[-+]\d{2}\.\d{3,}[-+]\d{3}\.\d{3,}"
    r"|\d{1,3}\s*°[\d\s.'\"′″]*[NS]\b.{0,4}?\d{1,3}\s*°[\d\s.'\"′″]*[EW]\b"
    r"|\d{1,2}\.\d{3,}\s*°?\s*[NS]\b.{0,4}?\d{1,3}\.\d{3,}\s*°?\s*[EW]\b",
    re.ASCII,
)
_RAW_POINT = re.compile(rb"[-+]\d{2}\.\d{3,}[-+]\d{3}\.\d{3,}")  # ISO 6709 in a film
_TAGGED = re.compile(rb"location", re.IGNORECASE)  # a tag of WebM, however it is written
_RUN = re.compile(r"\d[\d.\s,;，:/+-]*", re.ASCII)  # of numbers
# Two that are alone, as fine as few other things are.
_PAIR = re.compile(r"(\d{1,3}\.\d{4,})\s*[,;，]\s*[-+]?(\d{1,3}\.\d{4,})[\s.,;:/+-]*", re.ASCII)
_TEN = 10  # degrees: two smaller numbers are something else, such as a gamma
# Of MP4: too short to be looked for among the pictures themselves.
_BOXES = re.compile(rb"\xa9xyz|loci|gpmd|camm")
_MEDIA = frozenset({b"mdat"})


class BrokenError(Exception):
    """The file ends before it should, or is not what it begins as."""


def named_in(content: bytes) -> bool:
    """Tell whether bytes that are no picture, or that hold some, name a position.

    It does not matter in which Unicode they are written.
    """
    return any(_NAMES.search(one) for one in (content, content.replace(b"\0", b"")))


def said_in(text: str) -> bool:
    """Tell whether a text that somebody or a program wrote into a picture says a position."""
    if _POINT.search(text) or _SAID.search(text.encode("utf-8", "replace")):
        return True
    runs = (_PAIR.fullmatch(run) for run in _RUN.findall(text))
    pairs = [sorted(map(float, run.groups())) for run in runs if run]
    return any(less <= 90 and _TEN <= more <= 180 for less, more in pairs)


def _spoken_in(film: bytes) -> bool:
    """Tell whether a film says a position in words; pictures in it are packed and say nothing."""
    return bool(_SAID.search(film) or _RAW_POINT.search(film))


def of_mp4(content: bytes) -> bool:
    """Tell whether an MP4 holds a position."""
    return named_in(content) or _spoken_in(content) or boxes_tell(content)


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
    """Tell whether a WebM holds a position."""
    return bool(_TAGGED.search(content)) or named_in(content) or _spoken_in(content)
