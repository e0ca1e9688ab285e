"""A clip as its bytes tell: whether it is whole, and whether it says where it was taken."""

from sop_handbook.adapters.photos.kinds import kind_of
from sop_handbook.adapters.photos.positions import BrokenError, of_mp4, of_webm


def clip_has_position(content: bytes) -> bool | None:
    """Tell whether an MP4 or WebM holds a position; None if it is not whole."""
    tells = of_webm if kind_of(content) == "webm" else of_mp4
    try:
        return tells(content)
    except BrokenError:
        return None
