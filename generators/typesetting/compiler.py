"""The door to typst: a template and its data become a tagged PDF with embedded fonts."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

TEMPLATES = Path(__file__).parent.parent / "render" / "templates" / "print"

_OVERFLOW = re.compile(r'panicked with: "?overflow ([^"]*)')
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")  # how typst names what cannot be seen
_JOINERS = "[\u200d\ufe00-\ufe0f]*"  # tie a sign to the next one, or choose its colour
_PLACEHOLDER = "〓"  # what printers set where they had no type; here it only lets us go on looking


@dataclass(frozen=True)
class Trouble:
    """What keeps a print from being right: signs without type, and what does not fit.

    `overflow` holds the template's key of what is too long and by how many characters.
    """

    missing: tuple[str, ...] = ()
    overflow: tuple[tuple[str, int], ...] = ()

    def facts(self) -> dict[str, object]:
        """As plain data, from which it can be made again."""
        return {"missing": self.missing, "overflow": self.overflow}


class TypesettingError(Exception):
    """A template of ours is wrong; says what typst found."""


def stay_in_one_thread() -> None:
    """Keep typst to one thread, for processes that share the processors with others like them.

    It has to be called before anything is typeset. Sharing one print between threads as well
    would cost a twentieth more.
    """
    os.environ["RAYON_NUM_THREADS"] = "1"


def typeset(template: str, data: str, dated: date) -> bytes | Trouble:
    """Return the PDF of a template below templates/print/; `data` is JSON.

    `dated` is the creation date in the file. A template reports what does not fit by
    panic("overflow key=excess key=excess"). Raises TypesettingError for mistakes of ours.
    """
    missing: list[str] = []
    while True:
        try:
            pdf = _compile(template, data, dated)
        except typst.TypstError as error:
            sign = _missing(error.message)
            if sign and sign in data and sign != _PLACEHOLDER:
                missing.append(sign)
                data = re.sub(re.escape(sign) + _JOINERS, _PLACEHOLDER, data)
            elif found := _OVERFLOW.search(error.message):
                pairs = (pair.rpartition("=") for pair in found[1].split())
                overflow = tuple((key, int(excess)) for key, _, excess in pairs)
                return Trouble(tuple(missing), overflow)
            else:
                raise TypesettingError(f"{template}: {error.diagnostic}") from error
        else:
            return Trouble(tuple(missing)) if missing else pdf


def _missing(message: str) -> str | None:
    found = _MISSING.search(message)
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else None


def _compile(template: str, data: str, dated: date) -> bytes:
    pdf, warnings = _compiler().compile_with_warnings(
        input=TEMPLATES / template,
        format="pdf",
        timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
        # Tagged for screen readers, fit for archives. It also makes a missing glyph or
        # alternative text an error; without it typst leaves a blank and says nothing.
        pdf_standards=["ua-1", "a-2a"],
        sys_inputs={"data": data},
    )
    if warnings or not isinstance(pdf, bytes):
        raise TypesettingError(f"{template}: {[warning.diagnostic for warning in warnings]}")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    """Noto Sans SC with real weights, and the templates: kept, since reading them costs much."""
    folder = Path(str(files("justmytype_intl_cjk"))) / "fonts" / "ofl" / "notosanssc"
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=TEMPLATES)
