"""A comparison as plain data, whose shape is in change/diff.schema.json."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sop_handbook.change.changed import Changed, Reached
from sop_handbook.change.compare import Difference
from sop_handbook.change.labels import Labels, Schemas
from sop_handbook.change.marks import marked
from sop_handbook.change.names import Names
from sop_handbook.change.paths import Path, path_on
from sop_handbook.change.prints import PrintChange
from sop_handbook.change.severity import highest
from sop_handbook.findings import Finding
from sop_handbook.language.messages import Messages, messages
from sop_handbook.language.report import as_record
from sop_handbook.language.values import quantity_display
from sop_handbook.model import Handbook, Quantity

VERSION = 2


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two states, what differs, which prints, and what is wrong with how it was declared."""

    old: Handbook
    new: Handbook
    changed: tuple[Changed, ...]
    prints: tuple[PrintChange, ...]
    findings: tuple[Finding, ...]


def record(comparison: Comparison, schemas: Schemas, messages: Messages) -> dict[str, Any]:
    """Return a comparison as plain data; change/diff.schema.json describes every field."""
    return _Recorder(comparison, schemas, messages).record()


class _Recorder:
    def __init__(self, comparison: Comparison, schemas: Schemas, messages: Messages) -> None:
        self._comparison = comparison
        self._messages = messages
        self._labels = Labels(comparison.new, schemas, messages)
        self._old_labels = Labels(comparison.old, schemas, messages)
        self._names = Names(comparison.new, messages)
        self._old_names = Names(comparison.old, messages, former=True)
        self._told = _told_with_quantities(comparison.changed)

    def record(self) -> dict[str, Any]:
        changed, prints = self._comparison.changed, self._comparison.prints
        return {
            "format": "sop-diff",
            "version": VERSION,
            "class": highest(one.class_ for one in changed) if changed else None,
            "subjects": [self._subject(one) for one in changed],
            "quantities": [
                self._quantity(one, name, places)
                for one in changed
                for name, places in one.reaches.items()
            ],
            "prints": [self._print(one) for one in prints],
            "inform": self._roles({role for one in changed for role in one.informs}),
            "retrain": self._roles({role for one in changed for role in one.retrains}),
            "findings": [as_record(f, self._messages) for f in self._comparison.findings],
        }

    def _subject(self, one: Changed) -> dict[str, Any]:
        old = self._comparison.old.procedures.get(one.was or one.id)
        new = self._comparison.new.procedures.get(one.id)
        procedure = new or old if one.kind == "procedure" else None
        return {
            "kind": one.kind,
            "id": one.id,
            "title": one.title or self._comparison.new.title,
            "number": procedure.number if procedure else None,
            "state": one.state,
            "was": one.was or None,
            "class": one.class_,
            "revision": {
                "old": old.revision if old and procedure else None,
                "new": new.revision if new and procedure else None,
            },
            "differences": self._differences(one),
            "reached": sum((one.kind, one.id, d.path) in self._told for d in one.differences),
            "inform": self._roles(set(one.informs)),
            "retrain": self._roles(set(one.retrains)),
        }

    def _differences(self, one: Changed) -> list[dict[str, Any]]:
        """In the order of the fields in the schema, which is how people write and read them.

        What a changed quantity does to texts is shown with the quantity, once.
        """
        order = self._labels.order(one.kind)
        own = [d for d in one.differences if (one.kind, one.id, d.path) not in self._told]
        found = sorted(own, key=lambda d: order.get(path_on(d.path[:1], "new")[0], len(order)))
        return [self._difference(one, difference) for difference in found]

    def _difference(self, one: Changed, difference: Difference) -> dict[str, Any]:
        gone = difference.how in {"removed", "left"}
        labels, name = (self._old_labels, one.was or one.id) if gone else (self._labels, one.id)
        path = path_on(difference.path, "old" if gone else "new")
        old = self._old_names.value(difference.rule, difference.old, one.was or one.id)
        new = self._names.value(difference.rule, difference.new, one.id)
        return {
            "how": difference.how,
            "path": list(path),
            "place": labels.place(one.kind, name, path),
            "class": difference.class_,
            "reason": difference.reason or None,
            "old": old,
            "new": new,
            "marked": [list(span) for span in marked(old, new)],
            "compared": asdict(difference.compared) if difference.compared else None,
        }

    def _quantity(self, one: Changed, name: str, places: tuple[Reached, ...]) -> dict[str, Any]:
        """A quantity that reads otherwise, and where it stands, by what it stands in."""
        states = (self._comparison.old, self._comparison.new)
        values = [_quantities(state, one).get(name) for state in states]
        old, new = (
            quantity_display(value, messages(state.language)) if value else ""
            for state, value in zip(states, values, strict=True)
        )
        value = [d for d in one.differences if _is_value(d.path, name)]
        by_subject: dict[tuple[str, str], list[Reached]] = {}
        for place in places:
            by_subject.setdefault((place.kind, place.id), []).append(place)
        return {
            "id": name,
            "label": next((value.label for value in reversed(values) if value), name),
            "kind": one.kind,
            "of": one.id,
            "title": one.title,
            "class": highest(d.class_ for d in value),
            "old": old,
            "new": new,
            "marked": [list(span) for span in marked(old, new)],
            "compared": next((asdict(d.compared) for d in value if d.compared), None),
            "places": [self._places(*subject, found) for subject, found in by_subject.items()],
        }

    def _places(self, kind: str, name: str, found: list[Reached]) -> dict[str, Any]:
        procedure = self._comparison.new.procedures.get(name) if kind == "procedure" else None
        return {
            "kind": kind,
            "id": name,
            "number": procedure.number if procedure else None,
            "title": self._names.subject(kind, name),
            "texts": [
                {
                    "path": list(path),
                    "place": self._labels.place(kind, name, path),
                    "old": self._old_names.read(place.old),
                    "new": self._names.read(place.new),
                }
                for place in found
                for path in [path_on(place.path, "new")]
            ],
        }

    def _print(self, change: PrintChange) -> dict[str, Any]:
        one = change.sheet
        kinds = self._messages.branch("page.offers") if self._messages.language == "zh" else {}
        names = self._old_names if change.action == "withdraw" else self._names
        procedures = {**self._comparison.old.procedures, **self._comparison.new.procedures}
        procedure = procedures.get(one.subject) if one.of == "procedure" else None
        return {
            "path": one.path,
            "kind": one.kind,
            "title": kinds.get(one.kind, one.kind),
            "of": one.of,
            "subject": one.subject,
            "subject_number": procedure.number if procedure else None,
            "subject_title": names.subject(one.of, one.subject),
            "action": change.action,
            "class": change.class_,
            "old_code": change.old_code or None,
            "new_code": change.new_code or None,
        }

    def _roles(self, roles: set[str]) -> list[dict[str, str]]:
        known = [*self._comparison.new.roles, *self._comparison.old.roles]
        order = [role for role in dict.fromkeys(known) if role in roles]
        return [{"id": role, "title": self._title(role)} for role in order]

    def _title(self, role: str) -> str:
        known = self._names if role in self._comparison.new.roles else self._old_names
        return known.role(role)


def _told_with_quantities(changed: tuple[Changed, ...]) -> set[tuple[str, str, Path]]:
    """Return the differences that are shown with a quantity: its value, and all that it reaches."""
    told: set[tuple[str, str, Path]] = set()
    for one in changed:
        for name, places in one.reaches.items():
            told |= {(place.kind, place.id, place.path) for place in places}
            told |= {(one.kind, one.id, d.path) for d in one.differences if _is_value(d.path, name)}
    return told


def _is_value(path: Path, quantity: str) -> bool:
    return path[:2] == ("quantities", quantity) and path[2:] == ("value",)


def _quantities(state: Handbook, one: Changed) -> Mapping[str, Quantity]:
    homes: Mapping[str, Mapping[str, Any]] = {
        "procedure": state.procedures,
        "family": state.families,
    }
    home = homes.get(one.kind, {}).get(one.id) or homes.get(one.kind, {}).get(one.was)
    return {quantity.id: quantity for quantity in home.quantities} if home else {}
