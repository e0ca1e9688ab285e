"""Which prints a change reaches: reprint, withdraw, or keep until there is a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from generators.change.classes import highest
from generators.change.handbooks import Changed
from generators.change.people import roles_of
from generators.model import Class, Handbook


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """One print of one state: where, what kind, of which procedure, role …, under which code."""

    path: str
    kind: str
    of: str
    subject: str
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintChange:
    """A print whose content is not what it was.

    `action`: replace (withdraw the old, print anew), withdraw (nothing takes its place),
    print (there was none), or keep (only its wording is finer; old sheets stay good).
    """

    action: Literal["replace", "withdraw", "print", "keep"]
    sheet: Printed  # as it is now, or as it last was
    old_code: str
    new_code: str
    class_: Class


def compare_prints(
    old: Iterable[Printed], new: Iterable[Printed], changed: Iterable[Changed], handbook: Handbook
) -> tuple[PrintChange, ...]:
    """Return the prints that differ, by path; `handbook` is the new state."""
    before = {one.path: one for one in old}
    after = {one.path: one for one in new}
    classes = _Classes(tuple(changed), handbook)
    found = []
    for path, one in sorted({**before, **after}.items()):
        codes = [side[path].code if path in side else "" for side in (before, after)]
        if codes[0] == codes[1]:
            continue
        class_ = classes.of(one)
        action: Literal["replace", "withdraw", "print", "keep"] = "replace"
        if not all(codes):
            action = "withdraw" if codes[0] else "print"
        elif class_ == "editorial":
            action = "keep"
        found.append(
            PrintChange(
                action=action, sheet=one, old_code=codes[0], new_code=codes[1], class_=class_
            )
        )
    return tuple(found)


def concerns(changes: Iterable[PrintChange], subjects: Mapping[str, set[str]]) -> list[PrintChange]:
    """Return the print changes of these subjects: kind -> ids."""
    return [one for one in changes if one.sheet.subject in subjects.get(one.sheet.of, ())]


class _Classes:
    """How serious it is for a print that these things changed."""

    def __init__(self, changed: tuple[Changed, ...], handbook: Handbook) -> None:
        self._changed = changed
        self._handbook = handbook

    def of(self, one: Printed) -> Class:
        """Return the class of everything that may show on a print."""
        return highest(c.class_ for c in self._changed if self._shows(one, c))

    def _shows(self, one: Printed, changed: Changed) -> bool:
        if one.of == "handbook":
            return True
        if one.of == "role":
            return one.subject in changed.informs
        if one.of == "procedure" and (changed.kind, changed.id) != (one.of, one.subject):
            return self._names(one.subject, changed)
        if changed.kind == "procedure" and one.of in {"family", "industry"}:
            procedure = self._handbook.procedures.get(changed.id)
            home = getattr(procedure, one.of) if procedure else one.subject
            return bool(home == one.subject)
        if changed.kind == "family" and one.of == "industry":
            family = self._handbook.families.get(changed.id)
            return family is None or family.industry == one.subject
        return (changed.kind, changed.id) == (one.of, one.subject)

    def _names(self, procedure: str, changed: Changed) -> bool:
        """Whether a procedure names a role, or belongs to a family, that changed."""
        found = self._handbook.procedures.get(procedure)
        if found is None:
            return False
        if changed.kind == "role":
            return changed.id in roles_of(found)
        return changed.kind == "family" and changed.id == found.family
