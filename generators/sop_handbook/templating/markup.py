"""Texts as HTML or XML that cannot become markup, whatever they hold."""

import re
from typing import Any

from markupsafe import Markup, escape

from sop_handbook.language import web_links
from sop_handbook.language.phones import unbroken
from sop_handbook.model import Text
from sop_handbook.model.basics import TextPart
from sop_handbook.templating.markdown import ReadingLink

# Word processors break after a hyphen: a limit would lose its sign to the line before.
_SIGN = re.compile(r"(?<![-0-9A-Za-z])-(?=[0-9])")
_LINK = Markup('<a href="{}">{}</a>')
_UNIT = re.compile(r"(?<=[0-9]) (?=[%‰°℃℉]|[A-Za-zμ]{1,3}(?![A-Za-z]))")


def html(value: Any) -> Markup:
    """Return any value as HTML: Markup as is, the lines of a text kept apart, numbers together.

    Addresses in a text are links. A sign stays with its figure, and a figure with its unit.
    """
    if isinstance(value, Markup):
        return value
    if isinstance(value, Text) and any(map(_leads, value.parts)):
        return Markup("").join(map(_part, value.parts))
    return Markup("<br />").join(escape(line.strip()) for line in _kept(value).splitlines())


def xml(value: Any) -> Markup:
    """Return any value as the text of one XML element, on one line."""
    return value if isinstance(value, Markup) else escape(" ".join(str(value).split()))


def _leads(part: TextPart) -> bool:
    return web_links.BEGINS in part if isinstance(part, str) else isinstance(part, ReadingLink)


def _part(part: TextPart) -> Markup:
    """Return a part of a text; what leads to a place in the same document is a link there."""
    if isinstance(part, ReadingLink) and part.href.startswith("#"):
        return _LINK.format(part.href, part.label)
    if not isinstance(part, str):
        return escape(_kept(part.reads))
    return Markup("").join(
        _LINK.format(one.address, one.text) if one.address else _lines(one.text)
        for one in web_links.parts(part)
    )


def _lines(text: str) -> Markup:
    return Markup("<br />").join(escape(line) for line in _kept(text).split("\n"))


def _kept(value: Any) -> str:
    """Return a text in which what belongs to a number stays with it."""
    return _UNIT.sub("\u00a0", _SIGN.sub("-\u2060", unbroken(str(value))))
