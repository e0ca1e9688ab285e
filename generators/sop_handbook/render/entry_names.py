"""What prints are called once they leave the handbook: an archive, and each file in it.

The print centre packs in the browser and `sop print --zip` here; both fill what stands below.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from sop_handbook.model import Handbook

# In the order of use: the number comes first, so every system lists them in that order.
ENTRY = "{number} {about} {kind}"
_ABOUT, _KIND = 110, 60  # bytes: file systems take 255 for a name, a Chinese sign has three
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')  # by Windows


def entry_name(place: int, count: int, about: str, kind: str, ending: str) -> str:
    """Return the name of a file in an archive: 03 CY-01 接待顾客 检查表.pdf.

    `place` is its place of `count` in the order of use, from 1; `ending` has its dot. No two of
    an archive are alike, since no two have the same number.
    """
    number = str(place).zfill(max(2, len(str(count))))
    filled = ENTRY.format(number=number, about=about_part(about), kind=kind_part(kind))
    return filled.strip() + ending


def about_part(title: str) -> str:
    """Return what of a name says what a file is about, cut where it is very long."""
    return _cut(_safe(title), _ABOUT)


def kind_part(title: str) -> str:
    """Return what of a name says which kind of file it is."""
    return _cut(_safe(title), _KIND)


def archive_name(pattern: str, what: Iterable[str], handbook: str, date: str) -> str:
    """Return the name of an archive, which says what is in it, of which handbook and day.

    `pattern` is `page.prints.file` of the interface words.
    """
    told = _cut(_safe(" ".join(what)), _ABOUT)
    return pattern.format(what=told, handbook=kind_part(handbook), date=date)


def archive_day(handbook: Handbook, today: date) -> str:
    """Return the day that an archive bears: no print in it is of a later one."""
    changes = (change.date for one in handbook.in_use for change in one.changes)
    return max((today, *changes)).isoformat()


def _safe(text: str) -> str:
    """Return a text without what some system forbids or nobody sees, also at its ends."""
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    seen = "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C")
    return _FORBIDDEN.sub("-", seen).strip(" .")


def _cut(text: str, room: int) -> str:
    """Return as many whole signs as there is room for, in bytes."""
    if len(text.encode()) <= room:
        return text
    return f"{text.encode()[: room - 3].decode('utf-8', 'ignore').rstrip()}…"
