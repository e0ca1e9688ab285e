"""The door to jsonschema: errors of a document, and the places its schema marks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import create
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from generators.load import KeyPath

LEDGER = "editions"  # written by release, not by people: no kind of source
KINDS = ("handbook", "roles", "terms", "family", "procedure", "provenance")


@dataclass(frozen=True)
class SchemaError:
    """One violation: where, which keyword, what it demands, what stands there, by which schema."""

    path: KeyPath
    keyword: str
    demand: Any
    instance: Any
    schema: dict[str, Any]


@dataclass(frozen=True)
class Mark:
    """A string whose schema carries `x-ref` or `x-text`: `what` is the keyword's value."""

    path: KeyPath
    keyword: str
    what: str
    value: str


def _mark(
    _validator: Validator, _value: object, instance: object, _schema: object
) -> Iterator[ValidationError]:
    if isinstance(instance, str):
        yield ValidationError("marked")


_KEYWORDS = Draft202012Validator.VALIDATORS
_MarkFinder = create(
    meta_schema={"$id": "marks"},
    validators={
        "x-ref": _mark,
        "x-text": _mark,
        **{name: _KEYWORDS[name] for name in ("$ref", "properties", "items")},
    },
    type_checker=Draft202012Validator.TYPE_CHECKER,
)


class UnreadableSchemaError(Exception):
    """A schema file is missing or broken; says which and why."""


class Schemas:
    """The schemas of one project. Raises UnreadableSchemaError when one cannot be read."""

    def __init__(self, folder: Path) -> None:
        names = ["common", *KINDS]
        if (folder / f"{LEDGER}.schema.json").is_file():  # not in a state older than the ledger
            names.append(LEDGER)
        self.contents: dict[str, dict[str, Any]] = {
            name: _read(folder / f"{name}.schema.json") for name in names
        }
        registry: Registry[Any] = Registry().with_resources(
            (f"{name}.schema.json", DRAFT202012.create_resource(contents))
            for name, contents in self.contents.items()
        )
        self._checkers = {
            kind: Draft202012Validator(
                self.contents[kind],
                registry=registry,
                format_checker=Draft202012Validator.FORMAT_CHECKER,
            )
            for kind in names[1:]
        }
        self._markers = {
            kind: _MarkFinder(self.contents[kind], registry=registry) for kind in KINDS
        }

    def errors(self, kind: str, data: object) -> Iterator[SchemaError]:
        """Yield every violation of the schema of `kind`.

        Raises UnreadableSchemaError when this project has no such schema.
        """
        if kind not in self._checkers:
            raise UnreadableSchemaError(f"{kind}.schema.json")
        for error in self._checkers[kind].iter_errors(data):
            yield SchemaError(
                tuple(error.absolute_path),
                str(error.validator),
                error.validator_value,
                error.instance,
                error.schema if isinstance(error.schema, dict) else {},
            )

    def marks(self, kind: str, data: object) -> Iterator[Mark]:
        """Yield every string that the schema of `kind` marks as reference or as text."""
        for error in self._markers[kind].iter_errors(data):
            yield Mark(
                tuple(error.absolute_path),
                str(error.validator),
                str(error.validator_value),
                str(error.instance),
            )

    def resolved(self, home: str, schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Follow a `$ref` from the schema file `home`; return the file and the merged schema."""
        file, _, name = str(schema.get("$ref", "")).partition("#/$defs/")
        home = file.removesuffix(".schema.json") or home
        return home, {**self.contents[home].get("$defs", {}).get(name, {}), **schema}

    def title(self, schema: dict[str, Any], key: str) -> str:
        """The Chinese title of a property, as editors show it; the key itself if it has none."""
        own = schema.get("properties", {}).get(key, {})
        _, _, shared = str(own.get("$ref", "")).partition("common.schema.json#/$defs/")
        definition = self.contents["common"]["$defs"].get(shared, {})
        return str(own.get("title", definition.get("title", key)))


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise UnreadableSchemaError(f"{path.name}: {error}") from error
