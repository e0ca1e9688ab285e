"""The door to ruamel.yaml: plain data to YAML text in the canonical style, without comments."""

import re
from collections.abc import Collection, Iterator
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.emitter import RoundTripEmitter
from ruamel.yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver

from sop_handbook.adapters.source import KeyPath
from sop_handbook.adapters.yaml_file import FALSE, NULL, TRUE, VERBATIM

VERSIONS = ((1, 1), (1, 2))  # what a reader may take YAML for; our own loader is stricter than both
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_TEXT = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"}  # dates are text for us, unquoted
_TABBED = {(key,) for key in VERBATIM}
_UNSAFE = set("\t\r\x85\u2028\u2029\xa0")  # a block of lines would not bring these back unharmed


class _Emitter(RoundTripEmitter):
    """Prefers double quotes; single ones only spare the text inside a lot of backslashes."""

    def choose_scalar_style(self) -> str:
        """Return "" for plain, a quotation mark, or "|". Called by the library for every scalar."""
        value, wanted = self.event.value, self.event.style
        if self.analysis is None:
            self.analysis = self.analyze_scalar(value)
        analysis = self.analysis
        # YAML 1.1 readers trip over these in brackets; ruamel.yaml writes YAML 1.2.
        unclear = self.flow_level and not {":", "?"}.isdisjoint(value)
        plain = analysis.allow_flow_plain if self.flow_level else analysis.allow_block_plain
        if wanted == "" or (wanted is None and plain and value and not unclear):
            return ""
        if wanted == "|" and not (self.flow_level or self.simple_key_context):
            return "|"
        crowded = ('"' in value or "\\" in value) and not analysis.multiline
        return "'" if crowded and analysis.allow_single_quoted else '"'


def emit(data: Any, inline: Collection[KeyPath], numeric: Collection[KeyPath]) -> str:
    """Return `data` (dict, list, str, bool, None) as YAML.

    `inline` are the paths of lists and groups that stand in brackets on one line, `numeric` those
    of texts that stay unquoted although they are a number. A path consists of keys and of places
    from 0.
    """
    writer = YAML(pure=True)
    writer.Emitter = _Emitter
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.width = 1_000_000  # a text is one line; folding would put spaces between Chinese words
    writer.allow_unicode = True
    stream = StringIO()
    writer.emit(_events(data, inline, numeric), stream)
    return stream.getvalue()


def _events(
    data: Any, inline: Collection[KeyPath], numeric: Collection[KeyPath]
) -> Iterator[Event]:
    resolvers = [VersionedResolver(version=version) for version in VERSIONS]

    def looks_like_text(value: str) -> bool:
        tags = (resolver.resolve(ScalarNode, value, (True, False)) for resolver in resolvers)
        return value not in NULL | TRUE | FALSE and all(str(tag) in _TEXT for tag in tags)

    def walk(value: Any, path: KeyPath, *, flow: bool) -> Iterator[Event]:
        flow = flow or path in inline
        if isinstance(value, dict):
            yield MappingStartEvent(None, None, implicit=True, flow_style=flow)
            for key, below in value.items():
                yield scalar(key, _quotes(key, plain=looks_like_text(key)))
                yield from walk(below, (*path, key), flow=flow)
            yield MappingEndEvent()
        elif isinstance(value, list):
            yield SequenceStartEvent(None, None, implicit=True, flow_style=flow)
            for index, below in enumerate(value):
                yield from walk(below, (*path, index), flow=flow)
            yield SequenceEndEvent()
        elif isinstance(value, str):
            yield scalar(
                value,
                _quotes(
                    value,
                    plain=looks_like_text(value) or (path in numeric and _is_number(value)),
                    tabs=path[-1:] in _TABBED,
                ),
            )
        elif value is None:
            yield scalar("null" if flow else "", "")
        else:
            yield scalar(str(value).lower(), "")

    def scalar(value: str, style: str | None) -> Event:
        return ScalarEvent(None, None, (True, True), value, style=style)

    yield StreamStartEvent()
    yield DocumentStartEvent(explicit=False)
    yield from walk(data, (), flow=False)
    yield DocumentEndEvent(explicit=False)
    yield StreamEndEvent()


def _quotes(value: str, *, plain: bool, tabs: bool = False) -> str | None:
    """Return the style to ask for: a block of lines, double quotes, or none if it may be plain.

    `tabs` come back unharmed from a block where they are meant.
    """
    if "\n" in value:
        return "|" if _is_block(value.replace("\t", " ") if tabs else value) else '"'
    return None if plain and _UNSAFE.isdisjoint(value) else '"'


def _is_number(value: str) -> bool:
    return value.isdecimal() or _DECIMAL.fullmatch(value) is not None


def _is_block(value: str) -> bool:
    lines = value.removesuffix("\n").split("\n")
    tidy = all(line == line.rstrip() for line in lines) and lines[0] and lines[-1]
    return bool(tidy) and not value.startswith(" ") and _UNSAFE.isdisjoint(value)
