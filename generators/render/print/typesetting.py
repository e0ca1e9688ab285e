"""The door to typst: a template and its data become a tagged PDF with embedded fonts."""

from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

TEMPLATES = Path(__file__).parent.parent / "templates" / "print"


class TypesettingError(Exception):
    """A template of ours is wrong; says what typst found."""


def typeset(template: str, data: str, dated: date) -> bytes:
    """Return the PDF of a template below templates/print/; `data` is JSON.

    `dated` is the creation date in the file. Raises TypesettingError for errors and warnings.
    """
    compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True, root=TEMPLATES)
    moment = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    try:
        pdf, warnings = compiler.compile_with_warnings(
            input=TEMPLATES / template,
            format="pdf",
            timestamp=moment,
            # Tagged for screen readers, fit for archives. It also makes a missing glyph or
            # alternative text an error; without it typst leaves a blank and says nothing.
            pdf_standards=["ua-1", "a-2a"],
            sys_inputs={"data": data},
        )
    except typst.TypstError as error:
        raise TypesettingError(f"{template}: {error.diagnostic}") from error
    if warnings or not isinstance(pdf, bytes):
        raise TypesettingError(f"{template}: {[warning.diagnostic for warning in warnings]}")
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Noto Sans CJK with real weights; finding the fonts anew for each print would cost double."""
    folder = Path(str(files("manimgx_fonts_cjk")))
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
