"""Where a line may end in code, addresses and long Latin words: behind joints before inside a word.

Joints are hyphens, points, slashes and their like. What a template makes of several texts
is cut by lib.typ, at joints only.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

# Code of that length breaks at its joints. Without any it breaks where a capital begins a word,
# else anywhere: it would run off the paper.
TOO_LONG = 17
# From this length on a Latin word or code may be wider than a narrow column, where it breaks at its
# joints, too, or else into parts of so many signs.
LONG_WORD, SPLINTER = 8, 4
EDGES = "()[]{},.;:!?'\"/"
_JOINT = r"[-./\\:_=&?@#|~+,;]"
_HUMP = re.compile("(?<=[a-z0-9])(?=[A-Z])")
_OPEN, _CLOSE = r"[(\[{]", r"[)\]},.;:!?%]"
# Where long code without joints may break: not behind an opening bracket or before a closing one.
_ANYWHERE = re.compile(
    rf"(?<=.)(?<!{_OPEN})(?!{_CLOSE})(?=.)|(?<={_OPEN})(?={_OPEN})|(?<={_CLOSE})(?={_CLOSE})"
)
_JOINTED = re.compile(rf"(?<={_JOINT})(?!{_JOINT}|{_CLOSE})(?=.{{3}})")  # no end of one or two


def cut(text: str) -> Iterator[tuple[str, bool]]:
    """Cut code, figures and Latin words into parts, each with whether no line ends within it.

    Together they are the text. Brackets and points at the edges keep their own rules.
    """
    core = text.strip(EDGES)
    if len(text) >= TOO_LONG:
        for part in _jointed(text):
            yield from _part(part)
    elif len(core) < LONG_WORD and (not core or core.isalnum()):
        yield text, False
    else:
        before, _, after = text.partition(core)
        yield from ((part, part is core) for part in (before, core, after) if part)


def splinters(word: str) -> list[str]:
    """Cut a word that may be wider than its column; Chinese ones break there between any signs."""
    if len(word) < LONG_WORD or not word.isascii() or " " in word:
        return [word]
    parts = (hump for part in _jointed(word) for hump in _HUMP.split(part))
    return [splinter for part in parts for splinter in _short(part)]


def _jointed(text: str) -> list[str]:
    """Cut code behind its joints, but not behind those it begins with."""
    first, *others = _JOINTED.split(text)
    if others and not any(sign.isalnum() for sign in first):
        first += others.pop(0)
    return [first, *others]


def _part(text: str) -> Iterator[tuple[str, bool]]:
    """Keep a part of long code together, unless it is too long for that by itself."""
    for hump in [text] if len(text) < TOO_LONG else _HUMP.split(text):
        if len(hump) < TOO_LONG:
            yield hump, True
        else:
            yield from ((sign, False) for sign in _ANYWHERE.split(hump))


def _short(part: str) -> list[str]:
    """Cut a part of a word that is long itself; no sign is left alone."""
    if len(part) < LONG_WORD:
        return [part]
    starts = range(0, len(part) - 1, SPLINTER)
    return [part[a:b] for a, b in pairwise([*starts, len(part)])]
