"""What people call the ids and codes that fields hold: a role by its title, a class by its word."""

from collections.abc import Mapping

from sop_handbook.language.messages import Messages, messages
from sop_handbook.language.wording import Readable, worded
from sop_handbook.model import UNSPECIFIED, Handbook

# Which ids a field holds, by its name in the sources or by its full name.
_KINDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("role", "with", "from", "filled_by", "owner", "approver", "deputy", "trainee"), "role"
    ),
    **dict.fromkeys(
        ("use", "starts", "hands_over", "supersedes", "replaced_by", "members"), "procedure"
    ),
    **dict.fromkeys(("Trigger.from", "Related.procedure", "Origin.procedures"), "procedure"),
    **dict.fromkeys(("next", "go", "then", "at", "steps", "Check.step", "together"), "target"),
    **dict.fromkeys(("terms", "Term.id"), "term"),
    **dict.fromkeys(("industry", "industries"), "industry"),
    **dict.fromkeys(("Procedure.family", "Origin.families"), "family"),
    **dict.fromkeys(("uses_form", "Form.id"), "form"),
    "uses_rules": "rules",
    "Check.asks": "role",
    "document": "document",
    "report_to": "contact",
    "Contact.roles": "role",
}
# What a file holds, as a digest, which says nothing to anybody.
_FILES = frozenset({"Picture.digest", "Clip.digest", "Clip.poster_digest"})


class Names:
    """Names values of one state of the handbook in the language of the words."""

    def __init__(self, handbook: Handbook, messages: Messages, *, former: bool = False) -> None:
        """Name what a handbook holds; `former` tells that it is the older of two states."""
        self._handbook = handbook
        self._former = former
        self._messages = messages
        self._known = messages.branch("diff.values")

    def value(self, rule: str, value: Readable, procedure: str = "") -> str:
        """Return how a field's value is called; texts and what is not known stay as they are.

        A list is named item by item; its ids are parted by `；`.
        """
        if not isinstance(value, str):
            return self.read(value)
        kind = _KINDS.get(rule) or _KINDS.get(rule.rpartition(".")[2])
        if rule in {"Reading.kind", "CriticalReading.kind"}:
            return self._messages(f"diff.reading-kinds.{value}")
        if rule in _FILES and value:
            return self._messages(f"diff.pictures.{'old' if self._former else 'new'}")
        if kind is None:
            return str(self._known.get(value, value))
        return "、".join(self._one(kind, name, procedure) for name in value.split("；"))

    def read(self, value: Readable) -> str:
        """Return how a text or a value reads in the language of the handbook."""
        return str(worded(value, messages(self._handbook.language)))

    def role(self, name: str) -> str:
        """Return the title of a role."""
        if name == UNSPECIFIED:
            return self._messages("diff.unspecified")
        return self.subject("role", name)

    def subject(self, kind: str, name: str) -> str:
        """Return what anything that changes, is printed or is referred to is called, or its id."""
        book = self._handbook
        found = book.subject(kind, name)
        if found is not None:
            return found.title
        labels = {"term": book.terms, "contact": book.contacts}
        known = labels.get(kind, {}).get(name)
        names = (getattr(known, field, None) for field in ("term", "label"))
        return next((str(one) for one in names if one), name)

    def target(self, procedure: str, name: str) -> str:
        """Return what a step or end is called in a procedure, else its id."""
        found = self._handbook.procedures.get(procedure)
        if found is None:
            return name
        parts = {step.id: step.title for step in found.steps}
        parts |= {end.id: str(end.text) for end in found.ends}
        return parts.get(name, str(self._known.get(name, name)))

    def _one(self, kind: str, name: str, procedure: str) -> str:
        if kind == "role":
            return self.role(name)
        if kind == "target":
            return self.target(procedure, name)
        if kind == "rules":
            held = [family.rules for family in self._handbook.families.values()]
            held += [procedure.rules for procedure in self._handbook.procedures.values()]
            tables = (table for rules in held for table in rules)
            return next((table.title for table in tables if table.id == name), name)
        return self.subject(kind, name)
