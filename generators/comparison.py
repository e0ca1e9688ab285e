"""The faces of a comparison: a record for programs and templates, Markdown for a pull request."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generators.change.classes import highest
from generators.change.compare import Difference
from generators.change.handbooks import Changed, Reached
from generators.change.labels import Labels, Schemas
from generators.change.names import Names
from generators.change.prints import PrintChange, concerns
from generators.findings import Finding
from generators.model import Handbook
from generators.render.markdown import quiet
from generators.render.templating import render
from generators.report import as_record
from generators.words import Words

FORMATS = ("text", "markdown", "json")
MOST = 40  # differences that Markdown shows of one subject; a comment holds 65,536 characters
MOST_SUBJECTS = 25


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two states, what differs, which prints, and what is wrong with how it was declared."""

    old: Handbook
    new: Handbook
    changed: tuple[Changed, ...]
    prints: tuple[PrintChange, ...]
    findings: tuple[Finding, ...]


def record(comparison: Comparison, schemas: Schemas, words: Words) -> dict[str, Any]:
    """Return a comparison as plain data; its shape is in change/diff.schema.json."""
    return _Recorder(comparison, schemas, words).record()


def as_json(data: Mapping[str, Any]) -> str:
    """Return a record as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_markdown(data: Mapping[str, Any], words: Words) -> str:
    """Return a record as a comment for a pull request; no text of the sources is markup in it."""
    told = quiet({**data, "subjects": data["subjects"][:MOST_SUBJECTS]})
    more = max(0, len(data["subjects"]) - MOST_SUBJECTS)
    text = render("diff.md.j2", t=words.branch("diff"), d=told, most=MOST, more=more)
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip() + "\n"


class _Recorder:
    def __init__(self, comparison: Comparison, schemas: Schemas, words: Words) -> None:
        self._comparison = comparison
        self._words = words
        self._labels = Labels(comparison.new, schemas, words.language)
        self._old_labels = Labels(comparison.old, schemas, words.language)
        self._names = Names(comparison.new, words)
        self._old_names = Names(comparison.old, words)

    def record(self) -> dict[str, Any]:
        changed, prints = self._comparison.changed, self._comparison.prints
        return {
            "format": "sop-diff",
            "version": 1,
            "class": highest(one.class_ for one in changed) if changed else None,
            "subjects": [self._subject(one) for one in changed],
            "prints": [self._print(one) for one in prints],
            "inform": self._roles({role for one in changed for role in one.informs}),
            "retrain": self._roles({role for one in changed for role in one.retrains}),
            "findings": [as_record(f, self._words) for f in self._comparison.findings],
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
            "quantities": [self._quantity(one, *item) for item in one.reaches.items()],
            "inform": self._roles(set(one.informs)),
            "retrain": self._roles(set(one.retrains)),
        }

    def _differences(self, one: Changed) -> list[dict[str, Any]]:
        """In the order of the fields in the schema, which is how people write and read them."""
        order = self._labels.order(one.kind)
        found = sorted(one.differences, key=lambda d: order.get(d.path[0], len(order)))
        return [self._difference(one, difference) for difference in found]

    def _difference(self, one: Changed, difference: Difference) -> dict[str, Any]:
        gone = difference.how == "removed"
        labels = self._old_labels if gone else self._labels
        return {
            "how": difference.how,
            "path": list(difference.path),
            "place": labels.place(one.kind, one.was or one.id if gone else one.id, difference.path),
            "class": difference.class_,
            "old": self._old_names.value(difference.rule, difference.old, one.was or one.id),
            "new": self._names.value(difference.rule, difference.new, one.id),
        }

    def _quantity(self, one: Changed, quantity: str, places: Sequence[Reached]) -> dict[str, Any]:
        subjects: dict[str, set[str]] = {"role": set(one.informs)}
        for place in places:
            subjects.setdefault(place.kind, set()).add(place.id)
        return {
            "id": quantity,
            "label": self._label(one, quantity),
            "texts": [
                {
                    "kind": place.kind,
                    "id": place.id,
                    "title": self._names.subject(place.kind, place.id),
                    "path": list(place.path),
                    "place": self._labels.place(place.kind, place.id, place.path),
                    "old": place.old,
                    "new": place.new,
                }
                for place in places
            ],
            "prints": [change.sheet.path for change in concerns(self._comparison.prints, subjects)],
        }

    def _label(self, one: Changed, quantity: str) -> str:
        homes = (self._comparison.new.procedures, self._comparison.new.families)
        for home in homes:
            found = home.get(one.id)
            if found:
                return next((q.label for q in found.quantities if q.id == quantity), quantity)
        return quantity

    def _print(self, change: PrintChange) -> dict[str, Any]:
        one = change.sheet
        kinds = self._words.branch("page.offers") if self._words.language == "zh" else {}
        return {
            "path": one.path,
            "kind": one.kind,
            "title": kinds.get(one.kind, one.kind),
            "of": one.of,
            "subject": one.subject,
            "subject_title": (self._names if change.new_code else self._old_names).subject(
                one.of, one.subject
            ),
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
