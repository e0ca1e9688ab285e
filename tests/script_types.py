"""The types that scripts have for data, written from its JSON Schema."""

import re
import textwrap
from collections.abc import Iterator
from typing import Any

_JOINED = "\x00"
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}


def typedefs(schema: dict[str, Any], name: str, test: str) -> str:
    """Return a comment with a type for each definition, and for the whole by its title.

    `test` is the module that keeps it so.
    """
    lines = [f" * Written from {name} by tests/{test}.py; with --refresh-goldens anew."]
    for title, part in {**schema["$defs"], schema["title"]: schema}.items():
        if title != "id":  # any text to the type checker
            lines += _wrapped(f"@typedef {{{_type(part, named=False)}}} {_name(title)}")
    return "\n".join(["/**", *lines, " */\n"])


def replaced(script: str, written: str) -> str:
    """Return a script with its comment of types written anew."""
    head = re.escape("\n".join(written.splitlines()[:2]))
    found, count = re.subn(rf"{head}.*?\*/\n", lambda _: written, script, flags=re.DOTALL)
    assert count == 1, head
    return found


def _wrapped(text: str) -> Iterator[str]:
    """Yield lines of a comment, which end after a comma and nowhere else."""
    joined = text.replace(" ", _JOINED).replace(f",{_JOINED}", ", ")
    wrapped = textwrap.wrap(joined, 108, break_long_words=False, break_on_hyphens=False)
    for at, line in enumerate(wrapped):
        yield f" * {'  ' * bool(at)}{line.replace(_JOINED, ' ')}"


def _name(title: str) -> str:
    return title[0].upper() + title[1:]


def _type(part: dict[str, Any], *, named: bool = True) -> str:
    if "$ref" in part:
        name = part["$ref"].removeprefix("#/$defs/")
        return "string" if name == "id" else _name(name)
    if "const" in part:
        return "boolean" if part["const"] is True else "number"
    if "enum" in part:
        return " | ".join(f'"{value}"' for value in part["enum"])
    if part["type"] == "array":
        inner = _type(part["items"])
        return f"({inner})[]" if inner.startswith('"') else f"{inner}[]"
    if part["type"] != "object":
        return _PLAIN[part["type"]]
    if "properties" in part:
        return _object(part)
    inner = _type(part["additionalProperties"]) if "additionalProperties" in part else "never"
    return f"Record<string, {inner}>"


def _object(part: dict[str, Any]) -> str:
    fields = (
        f"{key}{'' if key in part['required'] else '?'}: {_type(value)}"
        for key, value in part["properties"].items()
    )
    return f"{{{', '.join(fields)}}}"
