"""Texts as HTML or XML that cannot become markup, whatever they hold."""

import re
from typing import Any

from markupsafe import Markup, escape

from sop_handbook.language.phones import unbroken

# Word processors break after a hyphen: a limit would lose its sign to the line before.
_SIGN = re.compile(r"(?<![-0-9A-Za-z])-(?=[0-9])")
_UNIT = re.compile(r"(?<=[0-9]) (?=[%‰°℃℉]|[A-Za-zμ]{1,3}(?![A-Za-z]))")


def html(value: Any) -> Markup:
    """Return any value as HTML: Markup as is, the lines of a text kept apart, numbers together.

    A sign stays with its figure, and a figure with its unit.
    """
    if isinstance(value, Markup):
        return value
    whole = _UNIT.sub("\u00a0", _SIGN.sub("-\u2060", unbroken(str(value))))
    return Markup("<br />").join(escape(line.strip()) for line in whole.splitlines())


def xml(value: Any) -> Markup:
    """Return any value as the text of one XML element, on one line."""
    return value if isinstance(value, Markup) else escape(" ".join(str(value).split()))
