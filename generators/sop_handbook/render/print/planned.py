"""The prints that others are made of: planned once, looked up by what they are about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sop_handbook.language.wording import word
from sop_handbook.model import Handbook
from sop_handbook.render.base import Context, Selection, Subject
from sop_handbook.render.print.jobs import Print

Plan = Callable[[Handbook, Context], Iterable[Print]]


class Planned:
    """Finds prints by their kind. What was planned already is `known`, if it is all there is.

    Everything else is planned by `plan` when it is asked for.
    """

    def __init__(
        self, handbook: Handbook, context: Context, plan: Plan, known: Iterable[Print] | None = None
    ) -> None:
        self._handbook, self._context, self._plan = handbook, context, plan
        self._whole = known is not None
        self._found: dict[tuple[Subject, str], dict[str, Print]] = {}
        for job in known or ():
            self._found.setdefault((job.of, job.subject), {})[job.kind] = job

    def about(self, of: Subject, name: str) -> Mapping[str, Print]:
        """Return the prints about one thing, by their kinds."""
        if not self._whole and (of, name) not in self._found:
            only = Selection(subjects=frozenset({(of, name)}))
            jobs = self._plan(self._handbook, replace(self._context, only=only))
            self._found[of, name] = {job.kind: job for job in jobs}
        return self._found.get((of, name), {})


def named(part: Print) -> dict[str, Any]:
    """Return what a print says of one that is a part of it: `number`, `title`, `kind`, `code`.

    The number is that of its procedure: a form may be of several.
    """
    known = ("number", "title") if part.of == "procedure" else ("title",)
    told = {key: part.content[key] for key in known if key in part.content}
    return told | {"kind": word(f"page.offers.{part.kind}"), "code": part.code}
