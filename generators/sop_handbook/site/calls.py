"""Calls of macros in hand-written pages, found without filling them; examples in code are none."""

import re
from collections.abc import Collection, Iterator

_CALL = re.compile(r"\{\{-?\s*([a-z_]+)\s*\(")
# A block in code, also within a quotation, a list or an admonition: up to a line of the same signs.
_FENCED = re.compile(
    r"^(?:[ \t>]|[-*+][ \t]|[0-9]+[.)][ \t])*((`|~)\2{2,})(?![^\n]*\2)[^\n]*\n"
    r"(?:.*?^[ \t>]*\1\2*[ \t]*$|.*)",
    re.MULTILINE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)\1(?!`)", re.DOTALL)
_INDENTED = re.compile(r" {0,3}\t| {4}")
_OPENS = re.compile(r"!!!|\?\?\?|===|[-*+:][ \t]|[0-9]+[.)][ \t]|\[\^")  # what is indented belongs


def calls_in(text: str, names: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and name of each call of a macro that is no example in code."""
    for example in (_FENCED, _COMMENT, _SPAN):
        text = example.sub(_blank, text)
    for number, line in enumerate(_without_blocks(text.split("\n")), 1):
        for found in _CALL.finditer(line):
            if found[1] in names:
                yield number, found.start() + 1, found[1]


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"\S", "`", found[0])  # still no blank line, and as far indented


def _without_blocks(lines: list[str]) -> Iterator[str]:
    """Yield the lines, with nothing in those that are code since they are indented."""
    before, code, belongs = "", False, False
    for line in lines:
        if line.strip() and not _INDENTED.match(line):
            code, belongs = False, bool(_OPENS.match(line.lstrip(" ")))
        elif line.strip() and not (before or belongs):
            code = True
        yield "" if code else line
        before = line.strip()
