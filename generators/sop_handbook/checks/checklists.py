"""A checklist written by hand asks for little, and for everything critical."""

from collections.abc import Iterator
from datetime import date

from sop_handbook.findings import Finding
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook
from sop_handbook.model.checklists import MOST_ITEMS, checklist
from sop_handbook.sources.places import Places


def checklist_length(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A pause point has nine items at most, critical key points included.

    Where all of them are said aloud, it is nine for each who speaks.
    """
    for procedure in handbook.procedures.values():
        for index, point in enumerate(checklist(procedure) if procedure.checklists else ()):
            if point.too_many:
                who, count = point.too_many
                place = places.procedure(procedure.id, "checklists", index, "items")
                role = f"（{handbook.roles[who].title}）" if who else ""
                args = {"count": str(count), "most": str(MOST_ITEMS), "role": role}
                yield Finding(place, "checklist-too-long", args)


def answers_twice(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What may not apply is not also answered by that: there would be two boxes of one name."""
    name = messages(handbook.language)("print.not-applicable")
    for procedure in handbook.procedures.values():
        for index, own in enumerate(procedure.checklists):
            for number, check in enumerate(own.items):
                answers = list(map(str, check.answers))
                if check.na and name in answers:
                    at = ("checklists", index, "items", number, "answers", answers.index(name))
                    args = {"key": "answers", "value": name}
                    yield Finding(places.procedure(procedure.id, *at), "doubled-item", args)


def checklist_leaves_out(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """No step is missing from the checklists of its procedure."""
    for procedure in handbook.procedures.values():
        if not procedure.checklists:
            continue
        covered = {step.id for point in checklist(procedure) for step in point.steps}
        told = handbook.resolved(procedure)
        left = [told.called(step.id) for step in procedure.steps if step.id not in covered]
        if left:
            place = places.procedure(procedure.id, "checklists")
            args = {"steps": "、".join(left), "count": str(len(left))}
            yield Finding(place, "checklist-misses-step", args)


def checklist_misses(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """No critical key point is missing from the checklists of its procedure."""
    for procedure in handbook.procedures.values():
        if not procedure.checklists:  # one that is derived holds them all
            continue
        covered = {step.id for point in checklist(procedure) for step in point.steps}
        for index, step in enumerate(procedure.steps):
            for number, point in enumerate(step.key_points):
                if point.critical and step.id not in covered:
                    place = places.procedure(procedure.id, "steps", index, "key_points", number)
                    args = {"value": str(point.text), "step": step.id}
                    yield Finding(place, "checklist-misses-critical", args)
