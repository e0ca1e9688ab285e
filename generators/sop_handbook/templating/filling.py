"""Hand-written pages filled by Jinja's sandbox: all that is wrong in one, each with its place."""

import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from sop_handbook.findings import MOST
from sop_handbook.templating.environment import page_environment

# What an expression in a page can make go wrong: its names, figures, types, depth, and what the
# sandbox forbids. Anything else is a fault of ours, and is not laid at the page's door.
_OF_A_PAGE = (
    TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError,
    RuntimeError,
)  # fmt: skip


class UnknownMacroError(LookupError):
    """A page calls what is no macro; says how it calls it."""


class ArgumentsError(TypeError):
    """A page calls a macro with too few, too many or misnamed arguments; says which it takes."""


@dataclass(frozen=True)
class Slip:
    """What is wrong in a page, and where: line and column count from 1."""

    line: int
    column: int
    error: Exception


def fill_page(text: str, macros: Mapping[str, Any]) -> tuple[str, list[Slip]]:
    """Fill a hand-written page as the site engine will; return it, and all that is wrong in it.

    What a macro refuses is left out, and the rest is filled, so that all is told at once; what ends
    the page, such as a brace left open, is the last that is told. The text is "" then.
    """
    found = _Found(text)
    ready = {name: found.heard(name, macro) for name, macro in macros.items()}
    env = page_environment(ready)
    try:
        for line, name in _unknown_calls(env.parse(text), macros):
            found.add(line, name, "", UnknownMacroError(name))
            env.globals[name] = _nothing
        return env.from_string(text).render(), found.slips
    except TemplateSyntaxError as error:
        found.add(error.lineno, "", "", error)
    except _OF_A_PAGE as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
        found.add((lines[-1] or 1) if lines else 1, "", "", error)
    return "", found.slips


def _nothing(*_args: Any, **_named: Any) -> str:
    """Stand in for what is no macro, so that the rest of its page is read."""
    return ""


def _unknown_calls(tree: nodes.Template, macros: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield line and name of each call of what is neither a macro nor set in the page."""
    unknown = find_undeclared_variables(tree) - macros.keys()
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in unknown:
            yield call.node.lineno, call.node.name


class _Found:
    """Notes what goes wrong while a page is filled, at most MOST things, each place once."""

    def __init__(self, text: str) -> None:
        self.slips: list[Slip] = []
        self._lines = text.splitlines()
        self._seen: Counter[tuple[int, int, str]] = Counter()
        self._calls: Counter[tuple[int, str]] = Counter()

    def heard(self, name: str, macro: Callable[..., str]) -> Callable[..., str]:
        """Return a macro that notes what it refuses, and then gives nothing."""

        def call(*args: Any, **named: Any) -> str:
            line, wanted = _line_of_page(), signature(macro)
            self._calls[line, name] += 1
            try:
                wanted.bind(*args, **named)
            except TypeError:
                self.add(line, name, "", ArgumentsError(name, " ".join(wanted.parameters)))
                return ""
            try:
                return macro(*args, **named)
            except _OF_A_PAGE as error:
                said = error.args[0] if error.args else ""
                self.add(line, name, said if isinstance(said, str) else "", error)
                return ""

        return call

    def add(self, line: int, called: str, value: str, error: Exception) -> None:
        """Note an error in a line: of the call of a macro, and of a value that stands there."""
        if len(self.slips) >= MOST:
            return
        column = self._column(line, called, value)
        self._seen[line, column, value] += 1
        if self._seen[line, column, value] == 1:  # a loop comes by again and again
            self.slips.append(Slip(line, column, error))

    def _column(self, line: int, called: str, value: str) -> int:
        """Return where a value stands in quotes, or else the call; 1 if neither is in the line.

        Of several in a line it is the one whose turn it is: a loop begins anew with the first.
        """
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        calls = [one.start() for one in re.finditer(rf"\b{re.escape(called)}(?=\s*\()", text)]
        if not called or not calls:
            return 1
        turn = max(self._calls[line, called] - 1, 0) % len(calls)
        start, *others = calls[turn:]
        quoted = re.compile(rf"(?<=[\"']){re.escape(value)}(?=[\"'])")
        found = quoted.search(text, start, others[0] if others else len(text)) if value else None
        return (found.start() if found else start) + 1


def _line_of_page() -> int:
    """Return the line of the page whose macro is being called; 1 where nobody knows."""
    frame = sys._getframe(1)
    while frame := frame.f_back:  # type: ignore[assignment]
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(frame.f_lineno))
    return 1
