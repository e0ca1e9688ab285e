"""Where the lines of a sheet may end. Imports only what decides how a sheet comes out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sop_handbook.language.segments import Segmenter, for_typst
from sop_handbook.typesetting.layouts import with_layouts
from sop_handbook.typesetting.sheet import Sheet

_WALL = "plate.typ"


def ready(sheet: Sheet, segmenter: Segmenter, laid: Mapping[str, Any]) -> Sheet:
    """Return a sheet with all that its template needs: where lines may end, how chapters are laid.

    `laid` is what was found for the chapters of a book, empty for others. Asked for what is typeset
    only: it takes a while.
    """
    return with_layouts(_with_breaks(sheet, segmenter), laid)


def _with_breaks(sheet: Sheet, segmenter: Segmenter) -> Sheet:
    edition = sheet.data["edition"]
    of_today = (edition["notices"], edition["standing"])
    shown = (sheet.data["content"], sheet.data["words"], sheet.data["extract"], *of_today)
    # A plate has no line to spare, and several texts in one paragraph.
    breaks = for_typst(segmenter, *shown, ends=sheet.template != _WALL)
    return replace(sheet, data={**sheet.data, "breaks": breaks})
