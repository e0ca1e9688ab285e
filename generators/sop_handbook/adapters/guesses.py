"""What most likely broke the YAML: what an author sees on the line, not what the parser says."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sop_handbook.findings import Finding, Place

_HEAD = r"\s*(?:- +)*"  # indentation and the dashes of a list
_KEY = r"[A-Za-z_][A-Za-z0-9_-]*"
_VALUE = rf"{_HEAD}(?:{_KEY}: +)?"  # up to where a value begins

# In this order: what stands further up explains what stands below.
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
_CAUSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("documents", r"(?P<at>---)(?: |$)"),
        ("hard-blank", rf"[ -]*\u00a0|{_HEAD}{_KEY}:\u00a0"),
        ("no-blank-after-colon", rf"{_HEAD}{_KEY}:(?=[^\s/])"),
        ("no-blank-after-dash", r"\s*-(?=[^\s-])"),
        ("forbidden-start", rf"{_VALUE}[%@`&]"),
        ("brace-in-list", rf"{_VALUE}\[.*?[^\s\[\]{{}},:]\s*(?P<at>\{{)"),
        ("no-comma", rf"{_VALUE}\[.*?\}}\s*(?P<at>\{{)"),
        ("brace-in-list", rf"{_VALUE}\[.*?(?P<at>\{{)[^{{}}]*\}}\s*[^\s,\]}}#]"),
        ("quantity-first", rf"{_VALUE}\{{[^{{}}]*\}}(?=\s*[^\s,\]}}#])"),
        ("text-after-bracket", rf"{_VALUE}\[[^\]]*\](?=\s*[^\s,\]}}#])"),
        ("text-after-quote", rf"{_VALUE}(?:\"[^\"]*\"|'[^']*')(?=\s*[^\s,\]}}#:'\"])"),
        ("open-quote", rf"{_VALUE}(?P<at>\"[^\"]*|'[^']*)$"),
        ("open-bracket", rf"{_VALUE}(?P<at>[\[{{])"),
        ("colon-in-text", rf"{_HEAD}{_KEY}: .*?:(?= |$)"),
        ("no-colon", rf"{_HEAD}(?P<at>{_KEY})(?= +[^\s:][^:]*$|$)"),
    )
)  # fmt: skip


# Inside these the parser notices a slip lines later; it began where the context begins.
_LATE = (
    "while scanning a quoted scalar", "while scanning a simple key", "while parsing a flow",
)  # fmt: skip
_ESCAPES = re.compile("escape|hexdecimal")  # what the parser says of a backslash in double quotes
_WORDS = ("while scanning a tag", "while scanning an alias")
_WORD = re.compile(r"([!*])(\S*)")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")


class Guess(NamedTuple):
    """A line and a column, from 1, and the name of a cause."""

    line: int
    column: int
    cause: str


def explain(error: Any, text: str, file: str) -> Finding:
    """Return what the parser complains of as a finding.

    `error` is PyYAML's, with its marks; `text` is all of the source, `file` what findings call it.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _unknown(Place(file), str(error).splitlines()[0])
    began, context = error.context_mark, error.context or ""
    late = context.startswith(_LATE) and began and began.line < mark.line
    if began and (late or context.startswith(_WORDS)):
        mark = began
    place = Place(file, mark.line + 1, mark.column + 1)
    lines = text.splitlines()
    word = _WORD.match(lines[mark.line], mark.column) if mark.line < len(lines) else None
    if word and word[1] == "!":
        return Finding(place, "yaml-tag", {"tag": word[0]})
    if word and word[1] == "*":
        return Finding(place, "yaml-alias", {"name": word[2]})
    if _ESCAPES.search(str(error.problem)):
        return Finding(place, "yaml-syntax", {"cause": "escape"})
    if found := guess(lines, mark.line + 1):
        return Finding(Place(file, found.line, found.column), "yaml-syntax", {"cause": found.cause})
    return _unknown(place, str(error.problem))


def _unknown(place: Place, problem: str) -> Finding:
    return Finding(place, "yaml-syntax", {"cause": "unknown", "problem": problem})


def guess(lines: Sequence[str], number: int) -> Guess | None:
    """Return what probably broke a source that the parser left in the line `number`, from 1.

    None if nothing usual did.
    """
    for line, text in enumerate(lines, 1):
        if _CONFLICT.match(text):
            return Guess(line, 1, "conflict")
    for near in _near(lines, number):
        for name, pattern in _CAUSES:
            found = pattern.match(lines[near - 1])
            if found and (name != "open-bracket" or _is_open(found.string[found.start("at") :])):
                return Guess(near, _column(found, name), name)
    return _misplaced(lines, number)


def _is_open(text: str) -> bool:
    """Tell whether there are more brackets that open than that close, those in quotes aside."""
    signs = _QUOTED.sub("", text)
    return sum(map(signs.count, "[{")) > sum(map(signs.count, "]}"))


def _column(found: re.Match[str], cause: str) -> int:
    """Where the fault is: where something begins, behind what is there, or at its last sign."""
    if "at" in found.re.groupindex:
        return found.start("at") + 1
    return found.end() + cause.startswith("no-blank")


def _near(lines: Sequence[str], number: int) -> Iterator[int]:
    """Yield the line, and the one before it that says anything."""
    if 0 < number <= len(lines):
        yield number
    before = (n for n in range(min(number, len(lines) + 1) - 1, 0, -1) if lines[n - 1].strip())
    if (above := next(before, 0)) > 0:
        yield above


def _misplaced(lines: Sequence[str], number: int) -> Guess | None:
    """A line that begins where no line above begins."""
    if not 0 < number <= len(lines):
        return None
    indent = _indent(lines[number - 1])
    above = {_indent(line) for line in lines[: number - 1] if line.strip()}
    inner = {one + 2 for one in above}
    return Guess(number, indent + 1, "indent") if indent not in above | inner else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
