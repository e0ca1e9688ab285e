"""The tiny language inside texts: `{quantity-id}` stands for a quantity, all else is literal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"(?<!\{)\{([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\}(?!\})")
_BRACE = re.compile(r"[{}]")
# What HTML, Markdown links or a template engine would read as theirs; shown literally here.
_MARKUP = re.compile(
    r"</?[A-Za-z][^>]*>|\{\{|\{%|\]\(|javascript:|&[a-z]+;|&#[0-9x]+;", re.IGNORECASE
)


@dataclass(frozen=True)
class Placeholder:
    """A reference to a quantity inside a text."""

    quantity: str


def split(text: str) -> Iterator[str | Placeholder]:
    """Yield the literal parts and the placeholders of a text, in order."""
    start = 0
    for found in _PLACEHOLDER.finditer(text):
        if found.start() > start:
            yield text[start : found.start()]
        yield Placeholder(found[1])
        start = found.end()
    if start < len(text):
        yield text[start:]


def markup_in(text: str) -> str | None:
    """Return the first bit that looks like HTML, a Markdown link or template syntax."""
    found = _MARKUP.search(text)
    return found[0] if found else None


UNFILLED = "（待填）"  # how a draft marks what its author still has to write


def has_stray_brace(text: str) -> bool:
    """Tell whether a brace stands outside a placeholder."""
    return any(isinstance(part, str) and _BRACE.search(part) for part in split(text))
