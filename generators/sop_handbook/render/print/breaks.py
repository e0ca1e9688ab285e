"""Where the lines of a sheet may end. Imports only what decides how a sheet comes out."""

from dataclasses import replace

from sop_handbook.language.segments import Segmenter, for_typst
from sop_handbook.typesetting.sheet import Sheet

_WALL = "plate.typ"


def with_breaks(sheet: Sheet, segmenter: Segmenter) -> Sheet:
    """Return a sheet whose template knows where lines may end.

    Asked for what is typeset only: it takes a while.
    """
    edition = sheet.data["edition"]
    of_today = (edition["notices"], edition["standing"])
    shown = (sheet.data["content"], sheet.data["words"], sheet.data["extract"], *of_today)
    # A plate has no line to spare, and several texts in one paragraph.
    breaks = for_typst(segmenter, *shown, ends=sheet.template != _WALL)
    return replace(sheet, data={**sheet.data, "breaks": breaks})
