"""Values that a text names were written down before it is read."""

from collections.abc import Iterator
from datetime import date

from sop_handbook.findings import Finding
from sop_handbook.model import Handbook, Procedure
from sop_handbook.model.flow import always_before
from sop_handbook.model.groups import group_of
from sop_handbook.model.texts import iter_texts
from sop_handbook.sources.places import Places


def mentions(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A step names no value that is written down later, or perhaps never."""
    for procedure in handbook.procedures.values():
        at = {reading.id: step.id for step in procedure.steps for reading in step.readings}
        for index, step in enumerate(procedure.steps):
            for path, text in iter_texts(step, ("steps", index)):
                for name in text.readings:
                    if name in at and not _known(procedure, at[name], step.id):
                        place = places.procedure(procedure.id, *path)
                        args = {"value": name, "step": _title(procedure, at[name])}
                        yield Finding(place, "reading-not-yet", args)


def _title(procedure: Procedure, name: str) -> str:
    return next(step.title for step in procedure.steps if step.id == name)


def _known(procedure: Procedure, read: str, named: str) -> bool:
    if read == named:
        return True
    if procedure.order != "sequence":
        return False
    here = next(step for step in procedure.steps if step.id == named)
    if read in {step.id for step in group_of(procedure, here)}:
        return False
    return always_before(procedure, read, named)
