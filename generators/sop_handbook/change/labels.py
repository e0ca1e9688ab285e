"""What people call a place in the sources: the fields' own titles, steps by number and title."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sop_handbook.change.comparison_tree import FieldGroup, Items, Node, group, subjects
from sop_handbook.change.headlines import title_in
from sop_handbook.change.used import USES, procedure_group
from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook, Procedure
from sop_handbook.sources.schemas import resolved

Schemas = Mapping[str, Mapping[str, Any]]
Place = tuple[str, str, tuple[str, ...]]  # kind and id of a subject, path within it
_SHELVES = {"role": "roles", "term": "terms", "industry": "industries", "form": "forms"}
# What belongs to the whole handbook, but has a file of its own: its kind, and the key there.
_HOMES = {
    "synonyms": ("terms", "synonyms"),
    "emergencies": ("terms", "emergencies"),
    "origins": ("provenance", "flows"),
}
_SILENT = {"text", "do", "say"}  # the main field of an item: its list already says what it is


class Labels:
    """Names places in one state of the handbook, in `zh` by the schemas, in `en` by the keys.

    `schemas` are JSON Schemas by kind, such as `procedure`.
    """

    def __init__(self, handbook: Handbook, schemas: Schemas, messages: Messages) -> None:
        self._handbook = handbook
        self._schemas = schemas
        self._messages = messages
        self._trees: dict[tuple[str, str], FieldGroup] = {}

    def place(self, kind: str, name: str, path: tuple[str, ...]) -> str:
        """Return a place as `2 签单 › 动作 1`.

        `kind` and `name` (an id) say of what; `path` is that in this state, places from 1.
        """
        path = self._as_written(name, path)
        kept, first = _HOMES.get(path[0], (kind, path[0]))
        home, schema = self._start(kept)
        crumbs: list[str] = []
        for index, key in enumerate((first, *path[1:])):
            home, _, schema = resolved(self._schemas, home, schema)
            if key in schema.get("properties", {}):
                schema = schema["properties"][key]
                if not (key in _SILENT and index and index == len(path) - 1):
                    crumbs.append(self._title(home, schema, key))
            elif not index:  # where a file lies says it, not a field
                crumbs.append(self._messages(f"diff.fields.{key}"))
            else:
                if path[index - 1] == USES:  # a table is written in its family
                    home, schema = self._shelf("family", "rules")
                home, _, schema = resolved(self._schemas, home, schema.get("items", {}))
                self._item(crumbs, (kind, name, path[: index + 1]))
        return " › ".join(crumbs)

    def order(self, kind: str) -> dict[str, int]:
        """Return the place of every field in the schema of a kind, from 0."""
        _, schema = self._start(kind)
        return {key: index for index, key in enumerate(schema.get("properties", {}))}

    def step(self, procedure: str, name: str) -> str | None:
        """Return a step as `2 签单`; None if the procedure has none of this id."""
        found = self._handbook.procedures.get(procedure)
        if found is None or all(step.id != name for step in found.steps):
            return None
        return self._handbook.resolved(found).called(name)

    def _as_written(self, name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        """How often a step is done is compared in the place of its time limit."""
        if path[:1] != ("steps",) or path[2:] != ("time_limit",):
            return path
        procedure = self._handbook.procedures.get(name)
        steps = procedure.steps if procedure else ()
        often = any(step.id == path[1] and step.schedule for step in steps)
        return (*path[:2], "schedule") if often else path

    def _item(self, crumbs: list[str], place: Place) -> None:
        """Name an item of a list in the last crumb; a cell of a row by its column."""
        kind, name, path = place
        key = path[-1]
        step = self.step(name, key) if kind == "procedure" and path[:-1] == ("steps",) else None
        if step:
            crumbs[-1] = step
        elif path[-3:-2] == ("rows",) and path[-2].isdecimal():
            crumbs.append(key)
        elif key.isdecimal():
            crumbs[-1] += f" {key}"
        elif called := self._called(place):
            crumbs[-1] += f"“{called}”"

    def _called(self, place: Place) -> str:
        """Return what an item is called that has an id; nothing for one that is only an id."""
        if place[2][-1] in self._handbook.procedures:
            return self._handbook.procedures[place[2][-1]].title
        node = self._node(place)
        return title_in(node) if isinstance(node, FieldGroup) else ""

    def _node(self, place: Place) -> Node | None:
        kind, name, path = place
        if (kind, name) not in self._trees:
            thing = self._subjects.get((kind, name))
            self._trees[kind, name] = self._tree(thing)
        node: Node | None = self._trees[kind, name]
        for key in path:
            node = _inner(node, key)
        return node

    def _tree(self, thing: Any) -> FieldGroup:
        if isinstance(thing, Procedure):
            return procedure_group(self._handbook, thing)
        return group(thing) if thing else FieldGroup({}, {})

    @cached_property
    def _subjects(self) -> dict[tuple[str, str], Any]:
        return subjects(self._handbook)

    def _start(self, kind: str) -> tuple[str, Mapping[str, Any]]:
        if kind in {"procedure", "family", "handbook", "terms", "provenance"}:
            return kind, self._schemas.get(kind, {})
        home = {"role": "roles", "term": "terms", "industry": "handbook", "form": "family"}[kind]
        _, shelf = self._shelf(home, _SHELVES[kind])
        found = resolved(self._schemas, home, shelf.get("items", {}))
        return found.home, found.schema

    def _shelf(self, home: str, key: str) -> tuple[str, Mapping[str, Any]]:
        return home, self._schemas.get(home, {}).get("properties", {}).get(key, {})

    def _title(self, home: str, schema: Mapping[str, Any], key: str) -> str:
        if self._messages.language != "zh":
            return key.replace("_", " ")
        return str(resolved(self._schemas, home, schema).schema.get("title", key))


def _inner(node: Node | None, key: str) -> Node | None:
    if isinstance(node, FieldGroup):
        return node.parts.get(key)
    if not isinstance(node, Items):
        return None
    if node.keys and key in node.keys:
        return node.parts[node.keys.index(key)]
    at = int(key) - 1 if key.isdecimal() else len(node.parts)
    return node.parts[at] if 0 <= at < len(node.parts) else None
