"""Sources in which every field of every schema is filled in, made from the schemas themselves."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from PIL import Image

from sop_handbook.sources.schemas import KINDS, Schemas, resolved
from tests.brands import put_logo
from tests.support import PACKAGE, ROOT

CASES = ROOT / "tests" / "cases" / "invalid"
SCHEMAS = Schemas(PACKAGE / "schemas")
FieldPath = tuple[str, ...]  # kind, then keys; positions in lists left out
Write = Callable[[FieldPath, int], str]  # field and greatest length -> text

LEFT_OUT = {
    ("procedure", "steps", "use"),  # there is no other procedure, and none may use itself
    ("procedure", "steps", "next"),  # the step has a decision, which says what follows
    ("family", "gaps", "at"),  # a family has no steps
    ("family", "waivers", "at"),
    ("family", "forms", "gaps", "at"),
    ("procedure", "forms", "gaps", "at"),
    ("procedure", "steps", "readings", "above"),  # it has another limit at this end
    ("procedure", "steps", "readings", "below"),
    ("procedure", "steps", "time_limit"),  # its step is the only one
    ("procedure", "steps", "together"),
    ("procedure", "steps", "repeat", "times"),  # there is another way of repeating
    ("procedure", "steps", "repeat", "most"),
    ("procedure", "steps", "repeat", "then"),
}


@dataclass(frozen=True)
class Filler:
    """Fills one set of documents: one industry, role, term, family, form and procedure."""

    name: str  # put into every id, so that several sets make one handbook
    write: Write

    def sources(self) -> dict[str, Any]:
        """All documents by kind."""
        return {kind: self._fill(SCHEMAS.contents[kind], kind, (kind,)) for kind in KINDS}

    def _fill(self, schema: dict[str, Any], home: str, path: FieldPath) -> Any:
        home, _, schema = resolved(SCHEMAS.contents, home, schema)
        if "x-ref" in schema:
            return self._reference(schema["x-ref"])
        if "properties" in schema and "quantity" not in schema["properties"]:
            return self._object(schema, home, path)
        if "items" in schema:
            return self._list(schema, home, path)
        if "x-text" in schema:
            room = int(schema.get("x-width", schema.get("maxLength", 1000)))
            if path[-1] == "unit":  # begins neither with a figure nor with a mark
                return f"甲{self.write(path, room - 1)}"
            return self.write(path, room)
        if path[-1] in {"id", "flow"}:
            return self._id(path)
        if path[-1] == "number":
            return f"T-{crc32(self.name.encode()):X}"
        # Not references: steps named by a change may be gone, pages are written by hand.
        known = {"steps": f"steps-{self.name}", "pages": "index.md"}
        return known[path[-1]] if path[-1] in known else schema["examples"][0]

    def _object(self, schema: dict[str, Any], home: str, path: FieldPath) -> dict[str, Any]:
        return {
            key: self._fill(own, home, (*path, key))
            for key, own in schema["properties"].items()
            if (*path, key) not in LEFT_OUT
        }

    def _list(self, schema: dict[str, Any], home: str, path: FieldPath) -> list[Any]:
        item = resolved(SCHEMAS.contents, home, schema["items"]).schema
        cells = path[-1] == "rows" and "items" not in item  # as many as there are columns
        count = 2 if cells else schema.get("minItems", 1)
        items = [self._fill(schema["items"], home, path) for _ in range(count)]
        if schema.get("uniqueItems"):
            # No longer than before: what fills a text to its limit still fits.
            items = [f"{item[: len(item) - n]}{'乙' * n}" for n, item in enumerate(items)]
        if "x-text" in item and "properties" in item:  # may also be written as a plain text
            items.append(self.write(path, item.get("maxLength", 1000)))
        return items

    def _reference(self, what: str) -> str:
        if what in {"target", "target-or-resume"}:
            return f"ends-{self.name}"
        if what == "finding":
            return "near-duplicate"
        owners = {"step": "steps", "quantity": "quantities", "rules": "rules"}
        what = what.removesuffix("-or-unspecified")
        return f"{owners.get(what, what)}-{self.name}"

    def _id(self, path: FieldPath) -> str:
        kinds = {
            "industries": "industry",
            "documents": "document",
            "contacts": "contact",
            "roles": "role",
            "terms": "term",
            "forms": "form",
        }
        owner = path[-2]
        if path[:2] == ("procedure", "forms"):
            return f"own-form-{self.name}"
        if path[:2] == ("procedure", "rules"):
            return f"own-rules-{self.name}"
        return f"{kinds.get(owner, owner)}-{self.name}".replace("_", "-")


def text_fields() -> set[FieldPath]:
    """Every field that holds a text, read off the schemas."""
    return {path for kind in KINDS for path in _texts(SCHEMAS.contents[kind], kind, (kind,))}


def _texts(schema: dict[str, Any], home: str, path: FieldPath) -> Iterator[FieldPath]:
    home, _, schema = resolved(SCHEMAS.contents, home, schema)
    if "x-text" in schema:
        yield path
    for key, own in schema.get("properties", {}).items():
        yield from _texts(own, home, (*path, key))
    if "items" in schema:
        yield from _texts(schema["items"], home, path)


def write_sources(root: Path, sets: list[dict[str, Any]]) -> None:
    """Write several sets of documents as one handbook; settings are those of the last set."""
    sources = root / "sop_sources"
    for kind in set(KINDS) - {"family", "procedure"}:
        _write(sources / f"{kind}.yaml", _merged(sets, kind))
    for one in sets:
        family, procedure = one["family"], one["procedure"]
        _write(sources / "shared" / f"{family['id']}.yaml", family)
        folder = sources / "procedures" / one["handbook"]["industries"][0]["id"]
        _write(folder / f"{procedure['id']}.yaml", procedure)
    put_logo(root)
    _put_media(root)


def _put_media(root: Path) -> None:
    """Put the files that examples of the schemas name: two pictures and a film."""
    folder = root / "sop_sources" / "media" / "bed"
    folder.mkdir(parents=True, exist_ok=True)
    for name, colour in (("corner", "#8090a0"), ("make", "#a09080")):
        Image.new("RGB", (900, 600), colour).save(folder / f"{name}.jpg")
    film = CASES / "unused-media" / "nobody" / "files" / "sop_sources" / "media" / "serve" / "b.mp4"
    shutil.copy(film, folder / "make.mp4")


def _merged(sets: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for one in sets:
        for key, value in one[kind].items():
            merged[key] = _joined(merged.get(key, []), value) if isinstance(value, list) else value
    return merged


def _joined(some: list[Any], more: list[Any]) -> list[Any]:
    """Put two lists together; what both have, such as a maintainer, once."""
    return [*some, *(one for one in more if one not in some)]


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")  # JSON is YAML too
