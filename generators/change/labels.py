"""What people call a place in the sources: the fields' own titles, steps by number and title."""

from collections.abc import Mapping
from typing import Any

from generators import flow
from generators.model import Handbook, Procedure

Schemas = Mapping[str, Mapping[str, Any]]
_SHELVES = {"role": "roles", "term": "terms", "industry": "industries", "form": "forms"}
_HOMES = {"synonyms": "terms"}  # what belongs to the whole handbook, but has a file of its own
_SILENT = {"text", "do", "say"}  # the main field of an item: its list already says what it is


class Labels:
    """Names places in one state of the handbook, in `zh` by the schemas, in `en` by the keys."""

    def __init__(self, handbook: Handbook, schemas: Schemas, language: str) -> None:
        self._handbook = handbook
        self._schemas = schemas
        self._language = language

    def place(self, kind: str, name: str, path: tuple[str, ...]) -> str:
        """Return a place as `2 签单 › 动作 1`; the path as it is in this state, places from 1."""
        procedure = self._handbook.procedures.get(name) if kind == "procedure" else None
        home, schema = self._start(_HOMES.get(path[0], kind) if path else kind)
        crumbs: list[str] = []
        for index, key in enumerate(path):
            home, schema = self._resolve(home, schema)
            if key in schema.get("properties", {}):
                schema = schema["properties"][key]
                if not (key in _SILENT and index and index == len(path) - 1):
                    crumbs.append(self._title(home, schema, key))
            else:
                home, schema = self._resolve(home, schema.get("items", {}))
                if "properties" in schema or key.isdigit():
                    self._item(crumbs, key, path[:index], procedure)
        return " › ".join(crumbs)

    def order(self, kind: str) -> dict[str, int]:
        """Return the place of every field in its schema."""
        _, schema = self._start(kind)
        return {key: index for index, key in enumerate(schema.get("properties", {}))}

    def _item(
        self, crumbs: list[str], key: str, path: tuple[str, ...], procedure: Procedure | None
    ) -> None:
        step = None
        if path == ("steps",) and procedure:
            step = next((one for one in procedure.steps if one.id == key), None)
        if step and procedure:
            crumbs[-1] = f"{flow.numbers(procedure)[key]} {step.title}"
        elif crumbs:
            crumbs[-1] += f" {key}"

    def _start(self, kind: str) -> tuple[str, Mapping[str, Any]]:
        if kind in {"procedure", "family", "handbook", "terms"}:
            return kind, self._schemas.get(kind, {})
        home = {"role": "roles", "term": "terms", "industry": "handbook", "form": "family"}[kind]
        shelf = self._schemas.get(home, {}).get("properties", {}).get(_SHELVES[kind], {})
        return self._resolve(home, shelf.get("items", {}))

    def _resolve(self, home: str, schema: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        file, _, name = str(schema.get("$ref", "")).partition("#/$defs/")
        if not name:
            return home, schema
        home = file.removesuffix(".schema.json") or home
        found = self._schemas.get(home, {}).get("$defs", {}).get(name, {})
        home, found = self._resolve(home, found)
        return home, {**found, **{k: v for k, v in schema.items() if k != "$ref"}}

    def _title(self, home: str, schema: Mapping[str, Any], key: str) -> str:
        if self._language != "zh":
            return key.replace("_", " ")
        _, found = self._resolve(home, schema)
        return str(found.get("title", key))
