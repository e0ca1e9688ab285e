"""What people call the ids and codes that fields hold: a role by its title, a class by its word."""

from generators.model import UNSPECIFIED, Handbook
from generators.words import Words

_ROLES = {"role", "with", "from", "filled_by", "approver", "deputy", "trainee"}
_PROCEDURES = {"use", "starts", "hands_over", "supersedes", "replaced_by", "members"}
_TARGETS = {"next", "go", "then", "at", "steps"}


class Names:
    """Names values of one state of the handbook in the language of the words."""

    def __init__(self, handbook: Handbook, words: Words) -> None:
        self._handbook = handbook
        self._words = words
        self._known = words.branch("diff.values")

    def value(self, rule: str, value: str, procedure: str = "") -> str:
        """Return how a field's value is called; texts and what is not known stay as they are."""
        key = rule.rpartition(".")[2]
        if key in _ROLES or rule == "Trigger.from":
            return self.role(value) if rule != "Trigger.from" else self.procedure(value)
        if key in _PROCEDURES or rule == "Related.procedure":
            return self.procedure(value)
        if key in _TARGETS:
            return self.target(procedure, value)
        if key == "industry":
            return self.subject("industry", value)
        if key == "uses_form" and value in self._handbook.forms:
            return self._handbook.forms[value].title
        return str(self._known.get(value, value))

    def role(self, name: str) -> str:
        """Return the title of a role."""
        if name == UNSPECIFIED:
            return self._words("diff.unspecified")
        role = self._handbook.roles.get(name)
        return role.title if role else name

    def procedure(self, name: str) -> str:
        """Return the title of a procedure."""
        found = self._handbook.procedures.get(name)
        return found.title if found else name

    def subject(self, kind: str, name: str) -> str:
        """Return the title of anything that changes or is printed for itself."""
        shelves = {
            "procedure": self._handbook.procedures,
            "family": self._handbook.families,
            "form": self._handbook.forms,
            "role": self._handbook.roles,
            "industry": self._handbook.industries,
        }
        found = shelves.get(kind, {}).get(name)
        return str(getattr(found, "title", self._handbook.title if kind == "handbook" else name))

    def target(self, procedure: str, name: str) -> str:
        """Return what a step or end is called in a procedure."""
        found = self._handbook.procedures.get(procedure)
        if found is None:
            return name
        parts = {step.id: step.title for step in found.steps}
        parts |= {end.id: str(end.text) for end in found.ends}
        return parts.get(name, str(self._known.get(name, name)))
