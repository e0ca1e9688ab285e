"""How facts read: what prints hold is worded last, so no interface word is in what is compared.

The content of a print, or of a step, is plain data in which some leaves are facts: a value with
its bound, a role that the document leaves open, where an answer leads, an interface word. Codes
and hashes are made of the facts (`plain_fact`), templates and browsers get the words (`worded`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.language.values import reads, within
from sop_handbook.model import Anchor, Value
from sop_handbook.model.resolved import Ref, Target

_HYPHEN = re.compile("(?<![0-9A-Za-z)）.])[-－](?=[0-9])")
_UNIT = "[℃℉]|°[CF]|[kmcdnμ]?(?:m[23²³]?|g|[lL]|Pa|V|A|W|Hz|mol)|mmHg|bar|rpm|dB|ppm|min|[hs]"
_BEFORE_UNIT = re.compile(f"(?<=[0-9])(?=(?:{_UNIT})(?![0-9A-Za-z]))")


@dataclass(frozen=True, slots=True)
class Word:
    """An interface word that is still to be said.

    `key` is one of Messages; `args` are pairs of a gap in it and what fills that, perhaps a fact.
    """

    key: str
    args: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Texts and facts (Word, Value, Ref, Target, Line) that make up one text, in order."""

    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The time in which something must be done, said before what that is.

    It is the same fact as its value alone, which is how it stands in codes.
    """

    value: Value


@dataclass(frozen=True, slots=True)
class Numbered:
    """Another procedure, which paper calls by its number, too: nothing there leads to it.

    It is the same fact as its title alone, which is how it stands in codes.
    """

    number: str
    title: str


Readable = str | Value | Line  # what reads as one text once it is worded


def word(key: str, **args: Any) -> Word:
    """Return an interface word with what fills its gaps, by their names."""
    return Word(key, tuple(sorted(args.items())))


def listed(between: str, items: Sequence[Readable]) -> str | Line:
    """Return several texts as one, with a text between them; it is plain if all of them are."""
    if all(isinstance(item, str) for item in items):
        return between.join(map(str, items))
    return Line(tuple(part for item in items for part in (between, item))[1:])


def worded(content: Any, messages: Messages, *, on_paper: bool = False) -> Any:
    """Return content with its facts in words; whatever is no fact stays as it is.

    `content` is plain data (mappings, lists, tuples, strings, numbers) with facts as leaves; the
    result has the same shape, as dicts and lists. What hands over to another procedure says the
    number of that one `on_paper`, where there is no link.
    """
    told = partial(worded, messages=messages, on_paper=on_paper)
    if isinstance(content, Mapping):
        return {key: told(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [told(item) for item in content]
    if isinstance(content, Word):
        return messages(content.key, **{key: told(value) for key, value in content.args})
    if isinstance(content, Line):
        return "".join(map(told, content.parts))
    if isinstance(content, Target):
        return target_name(content, messages, on_paper=on_paper)
    name = _fact_name(content, messages)
    return in_type(name) if on_paper and isinstance(content, Value | Within) else name


def in_type(value: str) -> str:
    """Return a value as it is typeset: -2℃ with a minus, and with a blank before its unit.

    Authors write one as they like, on one sheet in several ways.
    """
    return _BEFORE_UNIT.sub(" ", _HYPHEN.sub("−", value))


def _fact_name(content: Any, messages: Messages) -> Any:
    if isinstance(content, Value):
        return reads(content, messages)
    if isinstance(content, Within):
        return within(content.value, messages) + messages("print.colon")
    if isinstance(content, Numbered):
        return f"{content.number} {content.title}"
    return role_name(content, messages) if isinstance(content, Ref) else content


def plain_fact(fact: Any) -> dict[str, Any] | str:
    """Return a fact as plain data without words: what it says, whatever the interface calls it.

    By kind of fact: `op`, `literal` and `since` (or `after`, `at`, `visit`) of a Value; `leads`,
    `number`, `title` and `over` of a Target; `role`; `word` with its args; `line` with its parts.
    Ids are left out, since no reader sees them, and so are empty parts of a Value or Target. Raises
    TypeError for what is no fact.
    """
    if isinstance(fact, Within):
        return plain_fact(fact.value)
    if isinstance(fact, Numbered):
        return fact.title
    if isinstance(fact, Value):
        since = str(fact.since) if fact.since else ""
        told = {"op": fact.op, "literal": fact.literal, "since": since}
        return _filled(told | (_anchor(fact.anchor) if fact.anchor else {}))
    if isinstance(fact, Target):
        over = fact.over.title if fact.over else ""
        told = {"leads": fact.kind, "number": fact.number, "title": fact.title, "over": over}
        return _filled(told)
    if isinstance(fact, Ref):
        return {"role": fact.title}
    if isinstance(fact, Word):
        return {"word": fact.key, **dict(fact.args)}
    if isinstance(fact, Line):
        return {"line": fact.parts}
    raise TypeError(f"{type(fact).__name__} is neither plain data nor a fact")


def role_name(role: Ref, messages: Messages) -> str:
    """Return what readers call a role; one that the document leaves open is called that."""
    return role.title or messages("page.unspecified-role")


def target_name(target: Target, messages: Messages, *, on_paper: bool = False) -> str:
    """Return where a step, an answer or an exception leads, as pages say it.

    Another procedure has its number `on_paper`.
    """
    if target.kind == "resume":
        return messages("page.resume")
    if target.kind == "step":
        return messages("page.go-to-step", number=target.number, title=target.title)
    if target.over and on_paper:
        number, title = target.over.number, target.over.title
        return messages("print.hand-over", end=target.title, number=number, to=title)
    if target.over:
        return messages("page.hand-over", end=target.title, to=target.over.title)
    return messages("page.end", end=target.title)


def _anchor(anchor: Anchor) -> dict[str, str]:
    visit = anchor.visit if anchor.visit != "first" else ""
    return {"after": anchor.title, "at": anchor.at, "visit": visit}


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if value}
