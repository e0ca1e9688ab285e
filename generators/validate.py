"""One document against its schema: findings with the exact place, nearest valid word included."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from generators.findings import Finding
from generators.load import KeyPath, Source
from generators.schemas import SchemaError, Schemas

_BY_KEYWORD = {
    "enum": "not-allowed",
    "pattern": "bad-value",
    "format": "bad-date",
    "not": "reserved-id",
    "minLength": "empty-value",
    "minItems": "empty-value",
    "minProperties": "empty-value",
    "maxLength": "too-long",
    "maxItems": "too-many",
}
_OWN_CODE = {"pattern", "minItems"}  # keywords whose schema may name a code of its own


def validate(source: Source, kind: str, schemas: Schemas) -> Iterator[Finding]:
    """Yield a finding for every place where a source of `kind` breaks its schema."""
    for error in schemas.errors(kind, source.data):
        yield from _explain(source, error, schemas)


def nearest(value: str, valid: dict[str, str]) -> str | None:
    """Return the key of `valid` (key -> title) that the author most likely meant."""
    for key, title in valid.items():
        if value == title:
            return key
    found = get_close_matches(value.lower(), valid, n=1, cutoff=0.5)
    return found[0] if found else None


def _explain(source: Source, error: SchemaError, schemas: Schemas) -> Iterator[Finding]:
    if error.keyword == "additionalProperties":
        yield from _unknown_keys(source, error)
    elif error.keyword == "required":
        yield from _missing_keys(source, error, schemas)
    elif error.keyword == "type":
        yield _wrong_type(source, error)
    else:
        yield _bad_value(source, error)


def _unknown_keys(source: Source, error: SchemaError) -> Iterator[Finding]:
    valid = {key: str(schema.get("title", "")) for key, schema in _properties(error).items()}
    for key in error.instance:
        if key not in valid:
            place = source.place((*error.path, key), key=True)
            args = {"key": key, "valid": "、".join(valid)}
            yield Finding(place, "unknown-key", args, nearest(key, valid))


def _missing_keys(source: Source, error: SchemaError, schemas: Schemas) -> Iterator[Finding]:
    for key in error.demand:
        if key not in error.instance:
            args = {"key": key, "title": schemas.title(error.schema, key)}
            yield Finding(source.place(error.path), "missing-key", args)


def _wrong_type(source: Source, error: SchemaError) -> Finding:
    name = _name(error.path)
    if error.instance is None:
        return Finding(source.place(error.path, key=True), "empty-value", {"key": name})
    wanted = error.demand if isinstance(error.demand, str) else error.demand[0]
    args = {"key": name, "wanted": wanted, "found": _type_name(error.instance)}
    return Finding(source.place(error.path), "wrong-type", args)


def _bad_value(source: Source, error: SchemaError) -> Finding:
    code = _BY_KEYWORD[error.keyword]
    if error.keyword in _OWN_CODE:
        code = error.schema.get("x-code", code)
    args = {"key": _name(error.path)}
    if isinstance(error.instance, str):
        args["value"] = error.instance
    closest = None
    if error.keyword == "enum":
        args["valid"] = "、".join(error.demand)
        closest = nearest(str(error.instance), dict.fromkeys(error.demand, ""))
    if error.keyword in {"maxLength", "maxItems"}:
        args["limit"] = str(error.demand)
        args["excess"] = str(len(error.instance) - error.demand)
    return Finding(source.place(error.path), code, args, closest)


def _properties(error: SchemaError) -> dict[str, dict[str, Any]]:
    return dict(error.schema.get("properties", {}))


def _name(path: KeyPath) -> str:
    """The last key of a path, for messages; list positions say nothing to a reader."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "")


def _type_name(instance: object) -> str:
    kinds = {dict: "object", list: "array", bool: "boolean"}
    return kinds.get(type(instance), "string")
