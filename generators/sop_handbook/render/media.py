"""Pictures and clips as files of the site, each once whoever shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sop_handbook.model import Clip, Handbook, Picture
from sop_handbook.render.base import Artifact, Context, Offline, OfflineGroup, Rendered
from sop_handbook.render.shelf import (
    POSTER,
    clip_route,
    clips_of,
    picture_route,
    pictures_of,
    poster_route,
    widths_of,
)

_CARRIED = 800  # pixels: what is wider, only those keep who looked at it


def render_media(handbook: Handbook, context: Context) -> Rendered:
    """Return every picture in the widths in which pages show it, and every clip.

    Browsers keep pictures along with the industry that shows them; clips are fetched when somebody
    plays them, so no browser keeps one unasked.
    """
    made: dict[str, Artifact] = {}
    for procedure in handbook.procedures.values():
        for picture in pictures_of(procedure):
            _add(made, _widths(picture, context, procedure.industry))
        for clip in clips_of(procedure):
            _add(made, _clip(clip, context, procedure.industry))
    return Rendered(tuple(made.values()))


def _add(made: dict[str, Artifact], artifacts: Iterable[Artifact]) -> None:
    """Add what is new; what several industries show is kept along with any of them."""
    for one in artifacts:
        former = made.setdefault(one.path, one)
        if former.offline != one.offline:
            made[one.path] = replace(former, offline=OfflineGroup.COMMON)


def _widths(picture: Picture, context: Context, industry: str) -> Iterator[Artifact]:
    for width in widths_of(picture.width):
        content = context.media.shown(picture.digest, width)
        group: Offline = industry if width <= _CARRIED else OfflineGroup.VISITED
        yield Artifact(picture_route(picture.digest, width).path, content, offline=group)


def _clip(clip: Clip, context: Context, industry: str) -> Iterator[Artifact]:
    if clip.poster_digest:
        poster = context.media.shown(clip.poster_digest, POSTER)
        yield Artifact(poster_route(clip).path, poster, offline=industry)
    yield Artifact(clip_route(clip).path, context.media.clip(clip.digest))
