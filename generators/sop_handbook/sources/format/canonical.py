"""One source in canonical style: keys in the order of the schema, everything else as written."""

from typing import Any

from sop_handbook.adapters.source import KeyPath, Source
from sop_handbook.adapters.yaml_file import parse, remarks
from sop_handbook.sources.format.comments import find, put_back
from sop_handbook.sources.format.emit import emit
from sop_handbook.sources.format.outline import Outline
from sop_handbook.sources.schemas import Schemas, resolved


def canonical(text: str, source: Source, kind: str, schemas: Schemas) -> str | None:
    """Return `text`, read as `source`, in canonical style.

    `kind` names its schema. The result reads as the same data with the same comments; None when
    that cannot be had.
    """
    outline = Outline(text, source)
    found = find(text, outline)
    numeric: set[KeyPath] = set()
    data = _arranged(source.data, (kind, schemas.contents[kind]), schemas, (), numeric)
    bare = emit(data, outline.inline, numeric)
    read = parse(bare, source.file)[0]
    result = put_back(bare, Outline(bare, read), found) if read else bare
    return result if _alike(text, source, result) else None


def _arranged(
    data: Any,
    at: tuple[str, dict[str, Any]],
    schemas: Schemas,
    path: KeyPath,
    numeric: set[KeyPath],
) -> Any:
    """Order the keys, and note in `numeric` where the schema allows a bare number."""
    home, _, schema = resolved(schemas.contents, *at)
    if {"integer", "number"} & set(schema.get("type", ())):
        numeric.add(path)
    if isinstance(data, dict):
        known = schema.get("properties", {})
        keys = [*(key for key in known if key in data), *(key for key in data if key not in known)]
        return {
            key: _arranged(data[key], (home, known.get(key, {})), schemas, (*path, key), numeric)
            for key in keys
        }
    if isinstance(data, list):
        below = (home, schema.get("items", {}))
        return [_arranged(item, below, schemas, (*path, i), numeric) for i, item in enumerate(data)]
    return data


def _alike(text: str, source: Source, result: str) -> bool:
    again = parse(result, source.file)[0]
    return again is not None and again.data == source.data and _words(result) == _words(text)


def _words(text: str) -> list[str]:
    return sorted(words for _, _, words, _ in remarks(text))
