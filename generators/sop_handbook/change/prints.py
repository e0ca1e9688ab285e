"""Which prints a change reaches, and what becomes of the sheets that people hold."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sop_handbook.change.beside import beside
from sop_handbook.change.changed import Changed
from sop_handbook.change.disposition import Disposition, disposition
from sop_handbook.change.rules import current
from sop_handbook.change.severity import highest
from sop_handbook.change.severity_digests import difference, of_group
from sop_handbook.model import Class, Handbook


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """One print of one state: where, what kind, of which procedure, role …, under which code.

    `path` is below docs/handbook/; `of` and `subject` (an id) are those of an Edition.
    """

    path: str
    kind: str
    of: str
    subject: str
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintChange:
    """A print whose content is not what it was.

    `action` is what becomes of old sheets (change.disposition), or print: there were none.
    `new_code` is empty while it is not known: it follows once the revision is raised.
    """

    action: Disposition | Literal["print"]
    sheet: Printed  # as it is now, or as it last was
    old_code: str
    new_code: str
    class_: Class


def anticipated(old: Handbook, new: Handbook, changed: Iterable[Changed]) -> Handbook:
    """Return the new state with every revision raised that this change demands.

    Prints bear revisions, so that only so their list is the one that will be released.
    """
    due = {
        one.id: old.procedures[one.was or one.id].revision + 1
        for one in changed
        if one.kind == "procedure" and one.computed != "editorial"
    }
    procedures = {
        name: replace(procedure, revision=max(procedure.revision, due.get(name, 0)))
        for name, procedure in new.procedures.items()
    }
    return replace(new, procedures=procedures)


def compare_prints(
    old: Iterable[Printed],
    new: Iterable[Printed],
    changed: Iterable[Changed],
    states: tuple[Handbook, Handbook],
    actual: Iterable[Printed] | None = None,
) -> tuple[PrintChange, ...]:
    """Return the prints that differ, by path.

    `new` are the prints of the new state with the revisions it will have (`anticipated`), `actual`
    those with the revisions it has, if that is not the same; `states` are both handbooks.
    """
    before = {one.path: one for one in old}
    after = {one.path: one for one in new}
    known = after if actual is None else {one.path: one for one in actual}
    classes = _Classes(tuple(changed), *states)
    found = []
    for path, one in sorted({**before, **after}.items()):
        old_code, code = (side[path].code if path in side else "" for side in (before, after))
        if old_code == code:
            continue
        class_ = classes.of(one)
        settled = path in known and known[path].code == code
        found.append(
            PrintChange(
                action=disposition(class_, printed=bool(code)) if old_code else "print",
                sheet=one,
                old_code=old_code,
                new_code=code if settled else "",
                class_=class_,
            )
        )
    return tuple(found)


def counts(of: str, subject: str, roles: Iterable[str], *, status: bool) -> bool:
    """Tell whether what changed in a procedure counts for a print that shows the procedure.

    `roles` are those it concerns; `status` says that it is the status that changed. A plate shows
    what concerns its role. A form shows of its procedures only whether they are in force; what
    changed in the form itself is for change.beside to say.
    """
    if of == "form":
        return status
    return of != "role" or subject in roles


class _Classes:
    """How serious it is for a print that these things changed."""

    def __init__(self, changed: tuple[Changed, ...], old: Handbook, new: Handbook) -> None:
        self._procedures = [one for one in changed if one.kind == "procedure"]
        self._states = (old, new)
        self._beside: dict[tuple[str, str], Class] = {}

    def of(self, one: Printed) -> Class:
        """Return the class of everything that may show on a print."""
        shown = {one.subject} if one.of == "procedure" else self._covered(one)
        classes = [
            class_
            for changed in self._procedures
            for class_, status in ((changed.class_, False), (changed.status, True))
            if shown & {changed.id, changed.was}
            and counts(one.of, one.subject, changed.informs, status=status)
        ]
        return highest((*classes, self._of_beside(one)))

    def _covered(self, one: Printed) -> set[str]:
        about = (one.of, one.subject)
        return {name for state in self._states for name in state.covered.get(about, ())}

    def _of_beside(self, one: Printed) -> Class:
        key = (one.of, one.subject)
        if key not in self._beside:
            old, new = (of_group(current(), beside(state, *key)) for state in self._states)
            self._beside[key] = difference(old, new) or "editorial"
        return self._beside[key]
