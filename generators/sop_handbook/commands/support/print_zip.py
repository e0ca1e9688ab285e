"""Prints as one ZIP file: it and what is in it are named for those who hand them out."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from sop_handbook.commands.support.print_requests import CalledNames, Found, Kinds
from sop_handbook.model import Handbook
from sop_handbook.render.base import Artifact, Subject
from sop_handbook.render.entry_names import archive_name, entry_name
from sop_handbook.render.views.needs import most_needed

_MOST = 4  # names in that of the file
_UNIX = 3  # wherever it is made: some programs take names from elsewhere for those of old systems
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first there is, so that the same files give the same bytes
# As the print centre lists them.
_ORDER: tuple[Subject, ...] = ("handbook", "industry", "role", "family", "procedure", "form")


def archive(known: CalledNames, sorts: Kinds, made: Iterable[Artifact]) -> bytes:
    """Return a ZIP file with prints in the order of use: 01 CY-01 接待堂食顾客 检查表.pdf.

    They are compressed already, so they are stored as they are.
    """
    content, every = io.BytesIO(), _in_order_of_use(known.handbook, made)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as file:
        for place, artifact in enumerate(every, 1):
            about, kind = _called(known, sorts, artifact)
            ending = PurePosixPath(artifact.path).suffix
            name = entry_name(place, len(every), about, kind, ending)
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = _UNIX
            entry.external_attr = 0o100644 << 16
            file.writestr(entry, artifact.content)
    return content.getvalue()


def zip_name(
    known: CalledNames, sorts: Kinds, asked: Iterable[Found], kinds: Iterable[str], date: str
) -> str:
    """Return the name of a ZIP file: what was asked for, which kinds of it, and the handbook.

    `kinds` are ids; `date` is the day it is made of.
    """
    about = list(dict.fromkeys(map(known.title, asked)))
    more = sorts.messages("cli.print.zip-more", count=len(about)) if len(about) > _MOST else ""
    titles = dict.fromkeys(sorts.titled(kind) for kind in kinds)
    pattern = sorts.messages.branch("page.prints")["file"]
    what = ["、".join(about[:_MOST]) + more, *titles]
    return archive_name(pattern, what, known.handbook.title, date)


def _in_order_of_use(handbook: Handbook, made: Iterable[Artifact]) -> list[Artifact]:
    """Return prints as the print centre lists them: by kind, then as the handbook is read."""
    places = {name: at for at, name in enumerate(_reading(handbook))}

    def key(artifact: Artifact) -> tuple[int, int, int]:
        offer = artifact.offer
        if offer is None:
            return len(_ORDER), 0, 0
        return (
            most_needed(offer.kind),
            _ORDER.index(offer.of),
            places.get((offer.of, offer.subject), 0),
        )

    return sorted(made, key=key)


def _reading(handbook: Handbook) -> Iterable[tuple[str, str]]:
    """Yield everything that has prints, kind and id: a role and an industry may share an id."""
    parts: Mapping[str, Iterable[str]] = {
        "industry": handbook.industries, "role": handbook.roles, "family": handbook.families,
        "procedure": handbook.procedures, "form": handbook.forms,
    }  # fmt: skip
    return [(of, name) for of, names in parts.items() for name in names]


def _called(known: CalledNames, sorts: Kinds, artifact: Artifact) -> tuple[str, str]:
    """Return what a print is about and its kind, as people call them."""
    offer = artifact.offer
    if offer is None or offer.of == "family":
        return PurePosixPath(artifact.path).stem, ""
    return known.title((offer.of, offer.subject)), sorts.messages(f"page.offers.{offer.kind}")
