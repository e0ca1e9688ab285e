"""Texts as Markdown that cannot become markup, whatever they hold."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from sop_handbook.language import phones, web_links
from sop_handbook.language.segments import with_units
from sop_handbook.model import Mention, ReadingMention, Text

# Everything Python-Markdown, its extensions in mkdocs.yml, or HTML could take for syntax.
# Numeric entities survive both Markdown and HTML attributes, so one escape serves both.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&\"#|~^]")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=:!?])")
_NOT_PLAIN = re.compile(r"[\x00-\x1f!-/:-@\[-`{-\x7f]|(?<![^ \n]) ")  # what is more than a word
# A number with its unit, or a unit with a stroke; a long one may be torn.
_UNIT_SIGNS = r"[A-Za-z%‰°℃Ωµμ²³]"
_FIGURE = re.compile(
    rf"([-−±≤≥<>]?\d[\d.,~～]*[ \u00a0]?{_UNIT_SIGNS}{{1,8}}(?:[/·]{_UNIT_SIGNS}{{1,8}})*"
    rf"|{_UNIT_SIGNS}{{1,8}}(?:[/·]{_UNIT_SIGNS}{{1,8}})+)"
)
_BREAK = re.compile(r"\s*\n\s*")
_JOINER = "\u2060"  # invisible; keeps a name from being called and an address from being linked
_DEEPEST = 6  # twos of blanks before a command: what is deeper goes on as if it were this deep
_MAY_GO_ON = 16  # signs of a word that may be torn; what follows stands further in
_LONG = Markup(' class="sop-long"')
_CALLS = ("@", "#", "://", "www.")


@dataclass(frozen=True, slots=True)
class ReadingLink(ReadingMention):
    """A value that was written down earlier, with the address where that was, as pages have it."""

    href: str = field(kw_only=True)


_OUTWARD = Markup('<a href="{1}" rel="noreferrer">{0}</a>')
_LINK, _ANCHOR = Markup("[{0}]({1})"), Markup('<a href="{1}">{0}</a>')


def markdown(value: Any, link: Markup = _LINK) -> Markup:
    """Return any value as Markdown: Markup as is, Text with numbers and addresses in it as links.

    `link` is the pattern for a number to dial: {0} is its text, {1} its address.
    """
    if isinstance(value, Markup):
        return value
    if isinstance(value, Text):
        if len(value.parts) == 1:
            return _part(value.parts[0], link, first=True)
        return Markup("").join(
            _part(part, link, first=not index) for index, part in enumerate(value.parts)
        )
    return _escape(str(value), first=True)


def in_html(value: Any) -> Markup:
    """Return a value for where Markdown is not read, such as in a form."""
    return markdown(value, _ANCHOR)


def in_cell(value: Any) -> Markup:
    """Return a value for a cell of a table in HTML, each figure in one piece with its unit."""
    parts = value.parts if isinstance(value, Text) else (str(value),)
    return Markup("").join(
        _whole(part)
        if isinstance(part, str) and web_links.BEGINS not in part
        else in_html(Text((part,)))
        for part in parts
    )


def _whole(text: str) -> Markup:
    return Markup("").join(
        Markup('<span class="sop-whole">{}</span>').format(_escape(piece, first=False))
        if at % 2
        else _escape(piece, first=False)
        for at, piece in enumerate(_FIGURE.split(text))
    )


def attribute(value: Any) -> Markup:
    """Return a value for an attribute of an element, on one line."""
    return Markup(_SPECIAL.sub(_entity, " ".join(str(value).split())))


def verbatim(value: str) -> Markup:
    """Return a command as the text of an HTML element on one line of Markdown.

    All of it is there as it is: lines, blanks and signs.
    """
    return Markup(_NOT_PLAIN.sub(_entity, value))


def typed(value: str) -> Markup:
    """Return a command as `verbatim` does, each line and each word that may be torn in a span.

    So a line goes on below only at its blanks, further in than it begins, and still is copied as
    it is typed.
    """
    return verbatim("\n").join(_line(line) if line else "" for line in value.split("\n"))


def _line(line: str) -> Markup:
    dent = min((len(line) - len(line.lstrip(" ")) + 1) // 2, _DEEPEST)
    deep = Markup(" sop-dent-{}").format(dent) if dent else ""
    return Markup('<span class="sop-typed{}">{}</span>').format(deep, _words(line))


def _words(line: str) -> Markup:
    return Markup("").join(
        verbatim(piece)
        if not piece.strip() or (piece.isascii() and piece.isalnum())
        else Markup("<span{}>{}</span>").format(
            _LONG if len(piece) >= _MAY_GO_ON else "", verbatim(piece)
        )
        for piece in re.split(r"(\s+)", line)
    )


def front(value: Any) -> Markup:
    """Return a value for YAML front matter. Themes print it unescaped, so it is escaped here."""
    if isinstance(value, list | tuple):
        return Markup(json.dumps([_plain(item) for item in value], ensure_ascii=False))
    return Markup(json.dumps(_plain(value), ensure_ascii=False))


def quiet(value: Any) -> Any:
    """Return data whose texts call nobody and link nowhere when they stand in a comment.

    `value` is plain data, and so is the result, with lists in place of tuples.
    """
    if isinstance(value, str):
        for call in _CALLS:
            value = value.replace(call, call[0] + _JOINER + call[1:])
        return value
    if isinstance(value, Mapping):
        return {key: quiet(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [quiet(inner) for inner in value]
    return value


def _part(part: str | Mention | ReadingMention, link: Markup, *, first: bool) -> Markup:
    if isinstance(part, str):
        return (
            _linked(part, first=first) if web_links.BEGINS in part else _escape(part, first=first)
        )
    if isinstance(part, ReadingLink) and (link is _LINK or part.href.startswith("#")):
        return link.format(_escape(part.reads, first=False), Markup(part.href))
    if isinstance(part, ReadingMention) or part.quantity.kind != "contact":
        return _escape(part.reads, first=first)
    return Markup("").join(
        _dialled(piece, link, first=first and not index)
        for index, piece in enumerate(phones.parts(part.quantity.value))
    )


def _linked(text: str, *, first: bool) -> Markup:
    return Markup("").join(
        _OUTWARD.format(_escape(piece.text, first=False), piece.address)
        if piece.address
        else _escape(piece.text, first=first and not index)
        for index, piece in enumerate(web_links.parts(text))
    )


def _dialled(piece: phones.Part, link: Markup, *, first: bool) -> Markup:
    shown = _escape(piece.text, first=first)
    return link.format(shown, Markup(piece.address)) if piece.address else shown


@lru_cache(maxsize=50_000)  # a text stands on the pages of its procedure, its roles and its lists
def _escape(text: str, *, first: bool) -> Markup:
    escaped = _SPECIAL.sub(_entity, with_units(text))
    if first:
        escaped = _LINE_START.sub(
            lambda found: f"{found[1] or ''}&#{ord(found[2] or found[3])};", escaped.lstrip()
        )
    return Markup(_BREAK.sub("<br>", escaped))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _plain(value: Any) -> str:
    return html.escape(" ".join(str(value).split()))
