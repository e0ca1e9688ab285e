"""The door to typst: a template and its data become a tagged PDF with embedded fonts."""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent.parent / "render" / "templates" / "print"

_OVERFLOW = re.compile(r'panicked with: "?overflow ([^"]*)')
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")  # how typst names what cannot be seen
_JOINERS = "[\u200d\ufe00-\ufe0f]*"  # tie a sign to the next one, or choose its colour
_DOTS = 200.0  # per inch: letters of 7.5 points are sharp on paper
_DOTS_OF_LOGO = 144.0  # per inch; logo.typ makes it so many points long
_THIN = re.compile(r'panicked with: "?thin')  # so little on the last page that it is set otherwise
_LAID = re.compile(r'panicked with: "?laid (\{.*\})')
_REMEMBERED = 10  # documents for which typst keeps what it laid out, in case it comes again
_CIRCLES = "did not converge"
_PLACEHOLDER = "〓"  # what printers set where they had no type; here it only lets us go on looking


@dataclass(frozen=True)
class Trouble:
    """What keeps a print from being right: signs without type, and what does not fit.

    `overflow` holds pairs of the template's key of what is too long and by how many characters.
    """

    missing: tuple[str, ...] = ()
    overflow: tuple[tuple[str, int], ...] = ()

    def facts(self) -> dict[str, object]:
        """As plain data, from which it can be made again: `missing` and `overflow`."""
        return {"missing": self.missing, "overflow": self.overflow}


@dataclass(frozen=True)
class Layout:
    """What a template found that only measures, as plain data."""

    found: Any

    def facts(self) -> dict[str, object]:
        """As plain data: `laid` is what was found."""
        return {"laid": self.found}


class TypesettingError(Exception):
    """A template or a picture of ours is wrong; says what typst found."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a template can show beside its data: the logo as PNG, photos as SVG by their names.

    `photos` is None where they are only measured: the template leaves as much room for them.
    """

    logo: bytes = b""
    photos: Mapping[str, bytes] | None = None


def typeset(
    template: str, data: str, dated: date, laid: str = "null", shown: Shown | None = None
) -> bytes | Trouble | Layout:
    """Return the PDF of a template below templates/print/; `data` is JSON.

    `laid` is what another template found for the same data, as JSON, too. `dated` is the creation
    date in the file, `shown` what it can show. A template reports what does not fit by
    panic("overflow key=excess key=excess"), and by panic("thin") that it wants to be asked for its
    next `way` of setting the same. One that only measures ends with panic("laid {JSON}"), which
    comes back as a Layout. A Trouble is returned where a sign has no type or something does not
    fit. Raises TypesettingError for mistakes of ours.
    """
    missing: list[str] = []
    way = 0
    while True:
        try:
            pdf = _compile(template, data, dated, laid=laid, way=way, shown=shown or Shown())
        except typst.TypstError as error:
            sign = _missing(error.message)
            if sign and sign in data and sign != _PLACEHOLDER:
                missing.append(sign)
                drawn = re.compile(re.escape(sign) + _JOINERS)
                data, laid = drawn.sub(_PLACEHOLDER, data), drawn.sub(_PLACEHOLDER, laid)
            elif _THIN.search(error.message):
                way += 1
            elif found := _LAID.search(error.message):
                return Layout(json.loads(found[1]))
            elif found := _OVERFLOW.search(error.message):
                pairs = (pair.rpartition("=") for pair in found[1].split())
                overflow = tuple((key, int(excess)) for key, _, excess in pairs)
                return Trouble(tuple(missing), overflow)
            else:
                raise TypesettingError(f"{template}: {error.diagnostic}") from error
        else:
            return Trouble(tuple(missing)) if missing else pdf


def forget() -> None:
    """Let typst forget what it has laid out: after something large, that is most of the memory.

    It does so by itself, but only some documents later.
    """
    for _ in range(_REMEMBERED + 1):
        _compiler().compile(input=b"", format="svg")


def picture(svg: str, width: float, height: float) -> bytes:
    """Return a drawing as PNG, at 200 dots per inch; it is so many millimetres wide and high.

    Raises TypesettingError for a drawing that is no SVG, or that takes more than one page.
    """
    try:
        made = _compiler().compile(
            input=TEMPLATES / "picture.typ",
            format="png",
            ppi=_DOTS,
            sys_inputs={"svg": svg, "width": str(width), "height": str(height)},
        )
    except typst.TypstError as error:
        raise TypesettingError(f"picture.typ: {error.diagnostic}") from error
    if not isinstance(made, bytes):
        raise TypesettingError("picture.typ: more than one page")
    return made


def logo(svg: str) -> bytes | None:
    """Return a drawing as PNG, 1,024 pixels long and transparent where nothing is drawn.

    Scripts and links are no part of it. None for what is no SVG.
    """
    try:
        made = _compiler().compile(
            input=TEMPLATES / "logo.typ", format="png", ppi=_DOTS_OF_LOGO, sys_inputs={"svg": svg}
        )
    except typst.TypstError:
        return None
    return made if isinstance(made, bytes) else None


def _missing(message: str) -> str | None:
    found = _MISSING.search(message)
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else None


def _compile(
    template: str,
    data: str,
    dated: date,
    *,
    laid: str,
    way: int,
    shown: Shown,
    steady: bool = False,
) -> bytes:
    """Return the PDF. What a page shows may depend on where it ends up, and so in circles.

    Then it is set once more, `steady`: templates leave such niceties out.
    """
    photos = shown.photos or {}
    asked = {"steady": steady, "way": way, "photos": shown.photos is not None}
    request = f'{{"laid":{laid},{json.dumps(asked)[1:]}'
    # Files by name, of which the first is set: typst takes them, but its types do not say so.
    sources: Any = {
        "main.typ": f'#include "{template}"'.encode(),
        "request.json": request.encode(),
        "logo.txt": b64encode(shown.logo),  # it takes text only
        **{f"{name}.svg": photo for name, photo in photos.items()},
    }
    pdf, warnings = _press().compile_with_warnings(
        input=sources,
        format="pdf",
        timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
        # Tagged for screen readers, fit for archives. It also makes a missing glyph or
        # alternative text an error; without it typst leaves a blank and says nothing.
        pdf_standards=["ua-1", "a-2a"],
        sys_inputs={"data": data},
    )
    if not steady and any(_CIRCLES in str(warning.diagnostic) for warning in warnings):
        return _compile(template, data, dated, laid=laid, way=way, shown=shown, steady=True)
    if warnings or not isinstance(pdf, bytes):
        raise TypesettingError(f"{template}: {[warning.diagnostic for warning in warnings]}")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    """Noto Sans SC with real weights, and the templates: kept, since reading them costs much."""
    return _with_fonts(embedded=False)


@cache
def _press() -> typst.Compiler:
    """The same for sheets, which have commands: the one type of fixed width comes with typst."""
    return _with_fonts(embedded=True)


def _with_fonts(*, embedded: bool) -> typst.Compiler:
    folder = Path(str(files("justmytype_intl_cjk"))) / "fonts" / "ofl" / "notosanssc"
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=embedded, font_paths=[folder]
    )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=TEMPLATES)
