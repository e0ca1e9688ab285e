"""What a JSON Schema describes, and what a file has of it."""

from collections.abc import Iterator
from typing import Any


def strict(part: Any) -> Any:
    """A schema that refuses what it does not describe, which readers would put up with."""
    if isinstance(part, list):
        return [strict(item) for item in part]
    if not isinstance(part, dict):
        return part
    closed = {key: strict(value) for key, value in part.items()}
    return {**closed, "additionalProperties": False} if "required" in part else closed


def fields(part: dict[str, Any], whole: dict[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    """Yield the path of each field below `path`, and what the schema says of it."""
    if "$ref" in part:
        part = whole["$defs"][part["$ref"].removeprefix("#/$defs/")]
    for name, inner in part.get("properties", {}).items():
        yield f"{path}/{name}", inner
        yield from fields(inner, whole, f"{path}/{name}")
    if "items" in part:
        yield from fields(part["items"], whole, path)


def paths(part: Any, path: str) -> Iterator[str]:
    """Yield the paths of what a file has, lists left out of them."""
    if isinstance(part, list):
        for item in part:
            yield from paths(item, path)
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield f"{path}/{name}"
            yield from paths(inner, f"{path}/{name}")
