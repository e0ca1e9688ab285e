"""Prints as one ZIP file: it and what is in it are named for those who hand them out."""

import io
import re
import zipfile
from collections.abc import Iterable
from itertools import chain, count
from pathlib import PurePosixPath

from sop_handbook.commands.support.print_requests import CalledNames, Found, Kinds
from sop_handbook.render.base import Artifact, Download

_MOST = 4  # names in that of the file
_LONGEST = 80  # signs of a name: file systems take 255 bytes, of which a Chinese sign is three
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')  # on some system or other
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first there is, so that the same files give the same bytes


def archive(known: CalledNames, sorts: Kinds, made: Iterable[Artifact]) -> bytes:
    """Return a ZIP file with prints, by number, title and kind: CY-01 接待堂食顾客 检查表.pdf.

    They are compressed already, so they are stored as they are.
    """
    content, used = io.BytesIO(), set[str]()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as file:
        for artifact in made:
            name = _free(_called(known, sorts, artifact), used)
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.external_attr = 0o644 << 16
            file.writestr(entry, artifact.content)
    return content.getvalue()


def zip_name(known: CalledNames, sorts: Kinds, asked: Iterable[Found], kinds: Iterable[str]) -> str:
    """Return the name of a ZIP file: what was asked for, and which kinds of it, by their ids."""
    about = list(dict.fromkeys(map(known.title, asked)))
    more = sorts.messages("cli.print.zip-more", count=len(about)) if len(about) > _MOST else ""
    titles = dict.fromkeys(sorts.titled(kind) for kind in kinds)
    return _safe(" ".join(["、".join(about[:_MOST]) + more, *titles])) + ".zip"


def _called(known: CalledNames, sorts: Kinds, artifact: Artifact) -> str:
    """Return the name of a print, without what tells it from another one of that name."""
    path = PurePosixPath(artifact.path)
    return "".join([_safe(_title(known, sorts, artifact.offer, path)), path.suffix])


def _title(known: CalledNames, sorts: Kinds, offer: Download | None, path: PurePosixPath) -> str:
    if offer is None or offer.of == "family":
        return path.stem
    kind = sorts.messages(f"page.offers.{offer.kind}")
    return f"{known.title((offer.of, offer.subject))} {kind}"


def _free(name: str, used: set[str]) -> str:
    """Return a name that no other entry has, whatever the case of its letters."""
    path = PurePosixPath(name)
    others = (f"{path.stem} ({number}){path.suffix}" for number in count(2))
    free = next(one for one in chain([name], others) if one.casefold() not in used)
    used.add(free.casefold())
    return free


def _safe(name: str) -> str:
    """Return a name that every file system takes."""
    return _NOT_IN_NAMES.sub(" ", name).strip(" .")[:_LONGEST].strip(" .")
