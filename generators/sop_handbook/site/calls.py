"""Calls of macros in hand-written pages, found without filling them."""

import re
from collections.abc import Collection, Iterator

_CALL = re.compile(r"\{\{-?\s*([a-z_]+)\s*\(")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


def calls_in(text: str, names: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and name of each call of a macro that is no example in code."""
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        marked = _FENCE.match(line)
        if marked and (not fence or marked[1].startswith(fence)):
            fence = "" if fence else marked[1]
        elif not fence:
            plain = _CODE.sub(lambda code: " " * len(code[0]), line)
            for found in _CALL.finditer(plain):
                if found[1] in names:
                    yield number, found.start() + 1, found[1]
