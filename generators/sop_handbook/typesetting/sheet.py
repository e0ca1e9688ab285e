"""One print as it is sent to the process that typesets it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from sop_handbook.typesetting.compiler import (
    Layout,
    Shown,
    Trouble,
    TypesettingError,
    forget,
    typeset,
)

_ONE_LINE = {"title", "role", "roles", "with"}
_BLANK = "left-blank"  # the word for it
_UNDATED = date(2000, 1, 1)
_LARGE = 100_000  # signs of data; typst takes a kilobyte or two for each
# Templates that are told, as `laid` of their request, what another found that only measures.
_PLANNED_BY = {
    "cards.typ": "deck-plan.typ",
    "cards-single.typ": "deck-plan.typ",
    "checklist.typ": "checklist-plan.typ",
}
# By which templates look up; nobody reads them.
_NOT_SHOWN = {"id", "family", "key", "kind", "leads_to", "shared", "used_in"}


class Held(Protocol):
    """A picture as SVG, or a finished PDF, that is read when its sheet is typeset.

    `mark` tells apart what is read.
    """

    @property
    def mark(self) -> bytes:
        """The digest of it, or of more than it."""
        ...

    def read(self) -> bytes:
        """Return it."""
        ...


@dataclass(frozen=True)
class Bound:
    """A finished PDF that follows a sheet, with the title of its bookmark."""

    title: str
    pdf: Held


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A template below templates/print/ and what it gets: `content`, words, options, pictures.

    `data["edition"]["addresses"]` become QR codes by their keys, and so do those in
    `data["edition"]["links"]` by themselves. `dated` goes into the file; `duplex` tells the printer
    to print both sides, `true_size` not to scale. `template` is a file name with its ending. `data`
    is plain, as JSON can hold it: `content` is what is shown, `words` are the interface words,
    `options` and `pictures` those of the print, `edition` its code and what holds today. `logo` is
    a PNG, empty if there is none; `photos` are SVG by their names, None if they are only measured.
    `parts` are finished PDFs that follow it, moved by `binding` millimetres from the edge that is
    bound.
    """

    template: str
    data: Mapping[str, Any]
    dated: date
    duplex: bool
    logo: bytes = b""
    photos: Mapping[str, Held] | None = None
    true_size: bool = False
    parts: tuple[Bound, ...] = ()
    binding: int = 0


def make(sheet: Sheet) -> bytes:
    """Typeset one print. Returns a line of facts (JSON), then the PDF if there is one.

    The facts are `{"pages": n}`, or those of a Trouble, `missing` and `overflow`, or of a Layout.
    """
    # Only what is really typeset loads them: what is kept from before needs neither.
    from sop_handbook.typesetting.codes import qr_code
    from sop_handbook.typesetting.finishing import finish

    edition = sheet.data["edition"]
    led_to = {**{link: link for link in edition["links"]}, **edition["addresses"]}
    qr = {key: qr_code(address) for key, address in led_to.items()}
    content = settable(sheet.data["content"])
    made = _typeset(sheet, {**sheet.data, "content": content, "edition": {**edition, "qr": qr}})
    if not isinstance(made, bytes):
        return json.dumps(made.facts()).encode() + b"\n"
    pdf, pages = finish(_with_parts(made, sheet), duplex=sheet.duplex, true_size=sheet.true_size)
    return json.dumps({"pages": pages}).encode() + b"\n" + pdf


def _with_parts(pdf: bytes, sheet: Sheet) -> bytes:
    """Return a PDF with the parts that follow it."""
    if not sheet.parts:
        return pdf
    from sop_handbook.typesetting.joining import BoundPart, join

    parts = (BoundPart(one.title, one.pdf.read()) for one in sheet.parts)
    return join(pdf, parts, _blank(sheet.data["words"][_BLANK]), sheet.binding)


@lru_cache(maxsize=1)
def _blank(said: str) -> bytes:
    """Return a page on which stands that it is left blank."""
    made = typeset("blank.typ", _json({"said": said}), _UNDATED)
    if not isinstance(made, bytes):
        raise TypesettingError(f"blank.typ: {made.facts()}")
    return made


def _typeset(sheet: Sheet, filled: Mapping[str, Any]) -> bytes | Trouble | Layout:
    """Return what comes of a sheet with all of its data; what has to be planned first is."""
    data, laid = _json(filled), "null"
    if plan := _PLANNED_BY.get(sheet.template):
        planned = _planned(plan, data, sheet.dated)
        if not isinstance(planned, Layout):
            return planned
        laid = _json(planned.found)
    photos = None if sheet.photos is None else {n: one.read() for n, one in sheet.photos.items()}
    shown = Shown(logo=sheet.logo, photos=photos)
    made = typeset(sheet.template, data, sheet.dated, laid, shown)
    if len(data) > _LARGE:
        forget()
    return made


@lru_cache(maxsize=1)  # layouts of the same cards follow each other
def _planned(template: str, data: str, dated: date) -> bytes | Trouble | Layout:
    """Return what a template finds that only measures, or what does not fit."""
    return typeset(template, data, dated)


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def make_all(sheets: Iterable[Sheet]) -> list[bytes]:
    """Typeset prints one after another: typst remembers what layouts of one content share.

    Returns for each, in order, what `make` returns.
    """
    return [make(sheet) for sheet in sheets]


def settable(value: Any, key: str = "") -> Any:
    """Return content as it can be set: names on one line.

    `value` is plain data, and so is the result; what no template shows stays as it is. `key` is the
    one under which it stands, "" at the top.
    """
    if isinstance(value, str):
        return " ".join(value.split()) if key in _ONE_LINE else value
    if isinstance(value, Mapping):
        return {
            name: part if name in _NOT_SHOWN else settable(part, name)
            for name, part in value.items()
        }
    return [settable(part, key) for part in value] if isinstance(value, list) else value
