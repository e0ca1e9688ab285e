"""The door to JSON Schema: errors of a document, and the places its schema marks.

jsonschema-rs tells whether a document is valid, two hundred times faster than jsonschema, which
explains to people what is wrong with the few that are not. A test holds the two to one answer.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs

from sop_handbook.adapters.source import KeyPath
from sop_handbook.project import UnreadableSchemaError

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
Texts = tuple[tuple[str, str], ...]  # of all schemas of a project, by name
# What a string refers to, what kind of text it is, how many full-width signs wide it may be.
MARKS = ("x-ref", "x-text", "x-width")
LEDGER = "editions"  # written by release, not by people: no kind of source
KINDS = ("handbook", "roles", "terms", "family", "procedure", "provenance")


@dataclass(frozen=True)
class SchemaError:
    """One violation of a schema.

    `path` is where, `keyword` which of JSON Schema's, `demand` the keyword's value in `schema`,
    `instance` what stands there instead; `schema` is the part that was broken.
    """

    path: KeyPath
    keyword: str
    demand: Any
    instance: Any
    schema: dict[str, Any]


class SchemaMark(NamedTuple):
    """A string whose schema carries one of MARKS: `what` is the keyword's value."""

    path: KeyPath
    keyword: str
    what: str
    value: str


@dataclass(frozen=True)
class _Marked:
    """What a schema marks: here, in the properties of a group, in the items of a list."""

    here: tuple[tuple[str, str], ...]
    properties: Mapping[str, "_Marked"]
    items: "_Marked | None"

    @property
    def any(self) -> bool:
        """Whether there is something marked at all."""
        return bool(self.here or self.properties or self.items)

    def find(self, data: object, path: KeyPath) -> Iterator[SchemaMark]:
        """Yield the marked strings of a document, from top to bottom."""
        if isinstance(data, str):
            for keyword, what in self.here:
                yield SchemaMark(path, keyword, what, data)
        elif isinstance(data, dict):
            for key, value in data.items():
                if below := self.properties.get(key):
                    yield from below.find(value, (*path, key))
        elif isinstance(data, list) and self.items:
            for index, value in enumerate(data):
                yield from self.items.find(value, (*path, index))


class Definition(NamedTuple):
    """What a schema says with all it refers to: the file and the name of what it refers to last.

    `home` is the file's kind, such as `common`; `name` is below its `$defs`. Without a reference
    the file is its own, and the name is empty. `schema` has no `$ref` any more at its top.
    """

    home: str
    name: str
    schema: dict[str, Any]


def resolved(
    contents: Mapping[str, Mapping[str, Any]], home: str, schema: Mapping[str, Any]
) -> Definition:
    """Follow `$ref` from a schema in the file `home`; what stands beside one counts more.

    `contents` are the schemas by kind; a definition that is missing is empty. Raises
    UnreadableSchemaError when a reference leads elsewhere than to another file of ours, or to
    itself.
    """
    merged, name = dict(schema), ""
    passed: set[tuple[str, str]] = set()
    while reference := str(merged.pop("$ref", "")):
        file, _, name = reference.partition("#/$defs/")
        target = file.removesuffix(".schema.json") or home
        if (file and target not in contents) or (target, name) in passed:
            raise UnreadableSchemaError(f"{home}.schema.json: {reference}")
        home = target
        passed.add((home, name))
        merged = {**contents.get(home, {}).get("$defs", {}).get(name, {}), **merged}
    return Definition(home, name, merged)


def _pattern(
    _validator: "Validator", pattern: str, instance: object, _schema: object
) -> "Iterator[ValidationError]":
    """As in ECMA 262, `$` is the very end; for Python a line break may follow it."""
    from jsonschema import ValidationError

    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _explainer(kind: str, contents: Mapping[str, dict[str, Any]]) -> "Validator":
    """Return what explains errors. Few documents have any: until one has, it is not loaded."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    registry: Registry[Any] = Registry().with_resources(
        (f"{name}.schema.json", DRAFT202012.create_resource(content))
        for name, content in contents.items()
    )
    made = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    explainer: Validator = made(
        contents[kind], registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return explainer


class Schemas:
    """The schemas of one project. Raises UnreadableSchemaError when one cannot be read.

    `contents` holds them by kind: the name of their file before `.schema.json`.
    """

    def __init__(self, folder: Path) -> None:
        names = ["common", *KINDS]
        if (folder / f"{LEDGER}.schema.json").is_file():  # not in a state older than the ledger
            names.append(LEDGER)
        self._texts = tuple((name, _text(folder / f"{name}.schema.json")) for name in names)
        self.contents = {name: _content(name, text) for name, text in self._texts}
        self._explainers: dict[str, Validator] = {}
        self._marked = _all_marked(self._texts)

    def is_valid(self, kind: str, data: object) -> bool:
        """Tell whether data follow the schema of `kind`."""
        return _gate(kind, self._texts).is_valid(data)

    def errors(self, kind: str, data: Any) -> Iterator[SchemaError]:
        """Yield every violation of the schema of `kind`.

        Raises UnreadableSchemaError when this project has no such schema.
        """
        if kind not in self.contents:
            raise UnreadableSchemaError(f"{kind}.schema.json")
        if not self.is_valid(kind, data):
            yield from self.explained(kind, data)

    def explained(self, kind: str, data: Any) -> Iterator[SchemaError]:
        """Yield every violation, looking for each even in valid data."""
        if kind not in self._explainers:
            self._explainers[kind] = _explainer(kind, self.contents)
        for error in self._explainers[kind].iter_errors(data):
            yield SchemaError(
                tuple(error.absolute_path),
                str(error.validator),
                error.validator_value,
                error.instance,
                error.schema if isinstance(error.schema, dict) else {},
            )

    def marks(self, kind: str, data: object) -> Iterator[SchemaMark]:
        """Yield every string that the schema of `kind` marks with one of MARKS."""
        return self._marked[kind].find(data, ())

    def title(self, schema: dict[str, Any], key: str) -> str:
        """The Chinese title of a property of `schema`, as editors show it.

        `key` itself if it has none.
        """
        own = schema.get("properties", {}).get(key, {})
        # The file is not known here; what is in it has titles of its own.
        return str(resolved(self.contents, "", own).schema.get("title", key))


# Compiling schemas takes longer than checking a file by them. A preview checks by the same ones
# whenever something is saved; what has another text is another key.


@lru_cache(maxsize=32)
def _gate(kind: str, texts: Texts) -> jsonschema_rs.Draft202012Validator:
    contents = {name: _content(name, text) for name, text in texts}
    files = [(f"{name}.schema.json", content) for name, content in contents.items()]
    try:
        return jsonschema_rs.Draft202012Validator(
            contents[kind],
            registry=jsonschema_rs.Registry(files),
            validate_formats=True,
            offline=True,
        )
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise UnreadableSchemaError(f"{kind}.schema.json: {error}") from error


@lru_cache(maxsize=4)
def _all_marked(texts: Texts) -> Mapping[str, _Marked]:
    contents = {name: _content(name, text) for name, text in texts}
    return {kind: _marks(contents, kind, contents[kind]) for kind in KINDS}


def _marks(contents: Mapping[str, Any], home: str, schema: dict[str, Any]) -> _Marked:
    home, _, schema = resolved(contents, home, schema)
    properties = schema.get("properties", {})
    below = {key: _marks(contents, home, own) for key, own in properties.items()}
    items = _marks(contents, home, schema["items"]) if "items" in schema else None
    return _Marked(
        tuple((word, str(schema[word])) for word in MARKS if word in schema),
        {key: own for key, own in below.items() if own.any},
        items if items and items.any else None,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise UnreadableSchemaError(f"{path.name}: {error}") from error


@lru_cache(maxsize=32)
def _content(name: str, text: str) -> dict[str, Any]:
    """Return a schema that is known to be one. Not to be changed."""
    try:
        content = dict(json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:  # no mapping, too deep
        raise UnreadableSchemaError(f"{name}.schema.json: {error}") from error
    try:
        # Whatever dialect it names: another one would be looked up in the network.
        jsonschema_rs.meta.validate({**content, "$schema": _DIALECT})
    except jsonschema_rs.ValidationError as error:
        raise UnreadableSchemaError(f"{name}.schema.json: {error.message}") from error
    return content
