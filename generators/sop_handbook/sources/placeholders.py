"""The tiny language inside texts: `{quantity-id}` stands for a quantity, all else is literal.

`{reading: id}` stands for a value that was written down earlier.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_ID = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_PLACEHOLDER = re.compile(rf"(?<!\{{)\{{(?:(reading): ?)?({_ID})\}}(?!\}})")
_BRACE = re.compile(r"[{}]")
_NAME = r"\s*([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\s*"
_FULL_WIDTH = re.compile(rf"[｛﹛]{_NAME}[}}｝﹜]|\{{{_NAME}[｝﹜]")
_INCHES = re.compile('[0-9]"[^，。；、）”\\s]')  # 19" within a text
# What HTML, Markdown links or a template engine would read as theirs; shown literally here.
_MARKUP = re.compile(
    r"</?[A-Za-z][^>]*>|\{\{|\{%|\]\(|javascript:|&[a-z]+;|&#[0-9x]+;", re.IGNORECASE
)


@dataclass(frozen=True)
class Placeholder:
    """A reference to a quantity or a reading inside a text, by its id."""

    name: str
    kind: Literal["quantity", "reading"] = "quantity"


def split(text: str) -> Iterator[str | Placeholder]:
    """Yield the literal parts and the placeholders of a text, in order."""
    start = 0
    for found in _PLACEHOLDER.finditer(text):
        if found.start() > start:
            yield text[start : found.start()]
        yield Placeholder(found[2], "reading" if found[1] else "quantity")
        start = found.end()
    if start < len(text):
        yield text[start:]


def markup_in(text: str) -> str | None:
    """Return the first bit that looks like HTML, a Markdown link or template syntax.

    None if there is none.
    """
    found = _MARKUP.search(text)
    return found[0] if found else None


# What a spreadsheet takes for a formula (OWASP, CSV Injection), after blanks and full-width, too;
# a number below zero is none.
# theme/docs/assets/run/record.js knows the same; tests/cases/formulas.json holds the two to one
# answer.
_FORMULA = re.compile(r"(?!-[0-9]+(\.[0-9]+)?\Z)[\s\ufeff]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]|[\t\r]")


def as_cell(text: str) -> str:
    """Return a text as a cell of a table for spreadsheets, which must not take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


UNFILLED = "（待填）"  # how a draft marks what its author still has to write
# Without one of these a text says nothing but what it says; that is true of nearly all.
_TELLING = re.compile(rf"[{{}}｛﹛<&\"“”「」『』《》]|\]\(|javascript:|{UNFILLED}", re.IGNORECASE)


def is_plain(text: str) -> bool:
    """Tell whether there is nothing in a text that the other functions here look for."""
    return _TELLING.search(text) is None


def has_stray_brace(text: str) -> bool:
    """Tell whether a brace stands outside a placeholder."""
    return any(isinstance(part, str) and _BRACE.search(part) for part in split(text))


def full_width_names(text: str) -> Iterator[str]:
    """Yield what stands between braces of a Chinese keyboard and looks like a quantity's id."""
    for found in _FULL_WIDTH.finditer(text):
        yield found[1] or found[2]


def has_stray_quote(text: str) -> bool:
    """Tell whether a quotation mark of the western keyboard lacks its other half."""
    return bool(text.count('"') % 2) and not _INCHES.search(text)


_PAIRS = dict(zip("”」』》", "“「『《", strict=True))
_HALVES = re.compile("[“”「」『』《》]")


def unpaired(text: str) -> str | None:
    """Return the first Chinese quotation mark that lacks its other half; None if all have it."""
    open_: list[str] = []
    for half in _HALVES.findall(text):
        if half not in _PAIRS:
            open_.append(half)
        elif not open_ or open_.pop() != _PAIRS[half]:
            return str(half)
    return open_[0] if open_ else None
