"""Texts as HTML or XML that cannot become markup, whatever they hold."""

from typing import Any

from markupsafe import Markup, escape

from sop_handbook.language.phones import unbroken


def html(value: Any) -> Markup:
    """Return any value as HTML: Markup as is, the lines of a text kept apart, numbers together."""
    if isinstance(value, Markup):
        return value
    return Markup("<br />").join(escape(line.strip()) for line in unbroken(str(value)).splitlines())


def xml(value: Any) -> Markup:
    """Return any value as the text of one XML element, on one line."""
    return value if isinstance(value, Markup) else escape(" ".join(str(value).split()))
