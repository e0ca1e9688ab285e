"""Header and footer of Word documents: whose they are, which edition, whether it holds."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sop_handbook.adapters.pictures import no_higher
from sop_handbook.diagrams.measure import width
from sop_handbook.model import Brand, Handbook, Procedure, Status
from sop_handbook.render.base import Context
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.models import ControlView
from sop_handbook.templating.environment import render

_LONG_NAME = 16  # signs of an organisation; a longer name gives way to its short one
_LOGO = (5.0, 24.0)  # millimetres, the most it is high and wide
_LOGO_DOTS = 120  # pixels in that height
_EMU = 36000  # of Word, in a millimetre
_SIGN = 3.0  # millimetres: 8.5 points
_HEADER = 36.0  # signs on the left of a header


def running(
    procedure: Procedure, control: ControlView, viewer: ViewBuilder, code: str, today: str
) -> Iterator[tuple[str, str]]:
    """Yield header and footer: on each page the number, the revision and whether it holds."""
    messages, brand = viewer.messages, viewer.handbook.brand
    logo = _logo(brand)
    room = _HEADER - (logo["width"] / _EMU / _SIGN + 0.5 if logo else 0)
    dates = (f"{messages(f'print.{key}')} {day}" for key, day in _dates(procedure) if day)
    right = (control.number, control.revision, today)
    yield (
        "word/header1.xml",
        render(
            "office/reference/word/header1.xml.j2",
            left=_what(procedure, viewer.handbook, room),
            right=" · ".join(right),
            logo=logo,
        ),
    )
    if brand.picture:
        yield "word/_rels/header1.xml.rels", render("office/header1.xml.rels.j2")
    yield (
        "word/footer1.xml",
        render(
            "office/reference/word/footer1.xml.j2",
            left=" · ".join(dates),
            code=messages("page.edition-code", code=code),
            page=messages.branch("page.page-number"),
        ),
    )


def _what(procedure: Procedure, handbook: Handbook, room: float) -> str:
    """Return whose document it is and which, as much of it as `room` signs hold on one line.

    A long title of a procedure alone may go on over lines: nothing is cut.
    """
    brand, title = handbook.brand, handbook.title
    industry = handbook.industries[procedure.industry].title
    name = brand.name if len(brand.name) <= _LONG_NAME else brand.short
    ways = [
        (name, title, industry),
        (brand.short, title, industry),
        (brand.short, title),
        (title,),
        (brand.short,),
        (),
    ]
    told = (
        " · ".join(
            (*(one for one in way if one and (one == title or one not in title)), procedure.title)
        )
        for way in ways
    )
    fitting = (words for words in told if width(words, 1) <= room)
    return next(fitting, procedure.title)


def _logo(brand: Brand) -> dict[str, Any] | None:
    """Return how large the logo of the header is, in Word's units; None without one."""
    picture = brand.picture
    if picture is None:
        return None
    high = min(_LOGO[0], _LOGO[1] * picture.height / picture.width)
    wide = high * picture.width / picture.height
    return {"width": round(wide * _EMU), "height": round(high * _EMU), "name": brand.name}


def running_pictures(brand: Brand, context: Context) -> dict[str, bytes]:
    """Return the header's logo, by the name of its part, and what says where it is."""
    if brand.picture is None:
        return {}
    draw = partial(no_higher, brand.picture.png, _LOGO_DOTS)
    return {"word/media/logo.png": context.store.get_or_make(draw, __name__, brand.picture.png)}


def _dates(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Yield the days that a foot gives: from when and until when it holds, or of what day it is."""
    control = procedure.control
    yield "effective", procedure.effective.isoformat() if procedure.effective else ""
    yield "review", control.review_by.isoformat() if control.review_by else ""
    if control.status is not Status.CURRENT or procedure.changed_since:
        yield "state-of", max(change.date for change in procedure.changes).isoformat()
