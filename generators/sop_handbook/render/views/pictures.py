"""Pictures and clips as pages show them: where each width lies, what is marked on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import dist

from sop_handbook.language.messages import Messages
from sop_handbook.model import Clip, Picture, Text
from sop_handbook.render.shelf import clip_route, picture_route, poster_route, widths_of
from sop_handbook.render.views.downloads import size
from sop_handbook.render.views.links import Pages

_USUAL = 800  # pixels: what is shown where no width is chosen
_WIDEST_TENTHS = 20  # the style sheet has no class for what is wider
_NARROW, _LOW = 272, 450  # pixels: the room of a picture where there is least
_RADIUS = 14  # pixels of a mark with its edge
_LEAST_APART = 19  # pixels between the middles of two marks whose numbers can both be read
_ROUNDS = 12
_HALF = 0.5
_CIRCLED_ONE = 0x2460  # and twenty of them follow
_OPPOSITES = {"right", "wrong"}

_Place = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class MarkView:
    """A call-out: its number, also as a sign, and where it is, in per cent of width and height."""

    number: int
    circled: str
    left: str
    top: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class PictureView:
    """A picture with the addresses of its widths as the finished page needs them.

    `shows` is right, wrong, detail or "". `full` is the widest; width and height are its ratio,
    which is `tenths` by ten, 0 for one so wide that it is never too high for a screen.
    """

    text: Text
    shows: str
    marks: tuple[MarkView, ...]
    address: str
    widths: tuple[tuple[str, int], ...]
    full: str
    width: int
    height: int
    tenths: int


@dataclass(frozen=True, kw_only=True)
class ClipView:
    """A clip; `poster` is the address of the picture before it is played, "" if there is none."""

    text: Text
    address: str
    poster: str
    size: str


@dataclass(frozen=True, kw_only=True)
class MediaView:
    """What is to be seen of a step or a procedure; right and wrong share a row if both are there.

    `compared` tells that something shows how it is done right or wrong.
    """

    rows: tuple[tuple[PictureView, ...], ...]
    clips: tuple[ClipView, ...]
    compared: bool

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.rows or self.clips)


def media_view(
    pictures: Iterable[Picture], clips: Iterable[Clip], pages: Pages, messages: Messages
) -> MediaView:
    """Return what can be shown of pictures and clips on a page."""
    shown = [picture for picture in pictures if picture.digest]
    return MediaView(
        rows=tuple(
            tuple(picture_view(one, pages, len(row)) for one in row) for row in in_rows(shown)
        ),
        clips=tuple(_clip(one, pages, messages) for one in clips if one.digest),
        compared=any(one.shows in _OPPOSITES for one in shown),
    )


def in_rows(pictures: Iterable[Picture]) -> Iterator[tuple[Picture, ...]]:
    """Yield pictures in rows: one that is right beside the wrong one next to it, others alone."""
    left: list[Picture] = []
    for picture in pictures:
        if left and {left[0].shows, picture.shows} == _OPPOSITES:
            yield (left.pop(), picture)
            continue
        yield from ((one,) for one in left)
        left = [picture]
    yield from ((one,) for one in left)


def picture_view(picture: Picture, pages: Pages, abreast: int) -> PictureView:
    """Return a picture that can be shown, one of so many in a row, with its widths' addresses."""
    widths = [
        (pages.file(picture_route(picture.digest, width)), width)
        for width in widths_of(picture.width)
    ]
    return PictureView(
        text=picture.text,
        shows=picture.shows or "",
        marks=tuple(
            MarkView(
                number=number,
                circled=circled(number),
                left=_per_cent(x),
                top=_per_cent(y),
                text=mark.text,
            )
            for number, (mark, (x, y)) in enumerate(
                zip(picture.marks, _places(picture, abreast), strict=True), 1
            )
        ),
        address=[one for one, width in widths if width <= _USUAL or width == widths[0][1]][-1],
        widths=tuple(widths),
        full=widths[-1][0],
        width=picture.width,
        height=picture.height,
        tenths=_tenths(picture),
    )


def circled(number: int) -> str:
    """Return the number of a call-out as it is on a picture: no number of a step or an action."""
    return chr(_CIRCLED_ONE + number - 1)


def _tenths(picture: Picture) -> int:
    tenths = max(1, round(10 * picture.width / picture.height))
    return tenths if tenths <= _WIDEST_TENTHS else 0


def _places(picture: Picture, abreast: int) -> list[tuple[float, float]]:
    """Return where the middles of marks are: on the narrowest screen all of each mark is seen.

    Those that would cover each other's numbers there make room for each other.
    """
    ratio = picture.width / picture.height
    wide = min(_NARROW / abreast, _LOW * ratio)
    high = wide / ratio
    places = [
        _inside((wide * x, high * y), wide, high) for x, y in (one.at for one in picture.marks)
    ]
    for _ in range(_ROUNDS):
        for one, other in combinations(range(len(places)), 2):
            push = _push(places[one], places[other], picture.marks[one].at, picture.marks[other].at)
            places[one] = _inside(_moved(places[one], push, -1), wide, high)
            places[other] = _inside(_moved(places[other], push, 1), wide, high)
    return [(x / wide, y / high) for x, y in places]


def _push(one: _Place, other: _Place, asked: _Place, asked_other: _Place) -> _Place:
    """Return by how much each of two marks gives way, the way in which they were meant to lie."""
    lacking = _LEAST_APART - dist(one, other)
    if lacking <= 0:
        return (0, 0)
    length = dist(asked, asked_other)
    if not length:
        return (lacking / 2, 0)
    part = lacking / 2 / length
    return (asked_other[0] - asked[0]) * part, (asked_other[1] - asked[1]) * part


def _moved(place: _Place, push: _Place, sign: int) -> _Place:
    return place[0] + sign * push[0], place[1] + sign * push[1]


def _inside(place: _Place, wide: float, high: float) -> _Place:
    return (
        wide * _kept_in(place[0] / wide, _RADIUS / wide),
        high * _kept_in(place[1] / high, _RADIUS / high),
    )


def _kept_in(share: float, edge: float) -> float:
    return min(max(share, edge), 1 - edge) if edge < _HALF else _HALF


def _per_cent(share: float) -> str:
    return f"{share * 100:.1f}%"


def _clip(clip: Clip, pages: Pages, messages: Messages) -> ClipView:
    poster = pages.file(poster_route(clip)) if clip.poster_digest else ""
    return ClipView(
        text=clip.text,
        address=pages.file(clip_route(clip)),
        poster=poster,
        size=size(clip.size, messages),
    )
