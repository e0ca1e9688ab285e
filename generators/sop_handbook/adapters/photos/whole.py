"""Whether a clip is there to its end: what it is made of says how long it should be."""

from collections.abc import Iterator

from sop_handbook.adapters.photos.positions import BrokenError, boxes

_SEGMENT, _CLUSTER = b"\x18\x53\x80\x67", b"\x1f\x43\xb6\x75"
_OPEN = frozenset({_SEGMENT, _CLUSTER})  # what is in them is looked at, too
_FILM = frozenset({b"\xa3", b"\xa0"})  # a block of pictures or sound, alone or in a group
_LONGEST_KIND, _LONGEST_LENGTH = 4, 8  # in bytes, as they are written
_TO_CHUNKS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_CHUNKS = {b"stco": 4, b"co64": 8}  # the tables of where pieces of film begin, and their figures


def mp4_is_whole(content: bytes) -> bool:
    """Tell whether an MP4 has a film, all of its boxes and the beginning of every piece they name.

    A film in fragments does not say how many there are: one that ends between two looks whole.
    """
    try:
        if not {kind for kind, _ in boxes(content)} >= {b"moov", b"mdat"}:
            return False
        return all(place < len(content) for place in _places(content, _TO_CHUNKS))
    except BrokenError:
        return False


def _places(content: bytes, path: tuple[bytes, ...]) -> Iterator[int]:
    """Yield where in the file the pieces of its film begin. Raises BrokenError."""
    for kind, body in boxes(content):
        if path and kind == path[0]:
            yield from _places(body, path[1:])
        elif not path and (width := _CHUNKS.get(kind)):
            figures = body[8 : 8 + width * int.from_bytes(body[4:8])]
            yield from (
                int.from_bytes(figures[at : at + width]) for at in range(0, len(figures), width)
            )


def webm_is_whole(content: bytes) -> bool:
    """Tell whether a WebM has a film and none of its elements is longer than the file.

    One that was recorded live does not say how long it is: its elements do.
    """
    try:
        return not _FILM.isdisjoint(list(_elements(content)))
    except BrokenError:
        return False


def _elements(content: bytes) -> Iterator[bytes]:
    """Yield the kinds of elements, one after the other, those inside of clusters too."""
    at, end = 0, len(content)
    while at < end:
        kind = _figure(content, at, _LONGEST_KIND)
        length = _figure(content, at + len(kind), _LONGEST_LENGTH)
        size = _size(length)
        at += len(kind) + len(length)
        if size is not None and at + size > len(content):
            raise BrokenError
        if kind == _SEGMENT and size is not None:
            end = at + size  # what stands behind the film is not a part of it
        elif kind not in _OPEN:
            at += size or 0
        yield kind


def _figure(content: bytes, at: int, longest: int) -> bytes:
    """Return the figure at a place; its first bits say how many bytes it has."""
    length = 9 - content[at].bit_length() if at < len(content) else longest + 1
    if length > longest or at + length > len(content):
        raise BrokenError
    return content[at : at + length]


def _size(figure: bytes) -> int | None:
    """Return how many bytes a figure says; None if all of its bits are set: nobody knew yet."""
    unknown = (1 << 7 * len(figure)) - 1
    size = int.from_bytes(figure) & unknown
    return None if size == unknown else size
