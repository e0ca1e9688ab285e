"""Things that fit together, and things nobody uses."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import chain
from unicodedata import normalize

from sop_handbook.findings import Finding, FindPlace, Place
from sop_handbook.model import Family, Handbook, Procedure, Status
from sop_handbook.model.index import roles_of
from sop_handbook.sources.placeholders import UNFILLED
from sop_handbook.sources.places import Places

FindIn = Callable[..., Place]  # by the id of a family or procedure, and a path in it


def rows(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Every row of a rule table has a cell for every column."""
    of_families = ((one, places.family) for one in handbook.families.values())
    of_procedures = ((one, places.procedure) for one in handbook.procedures.values())
    for owner, place in chain[tuple[Family | Procedure, FindIn]](of_families, of_procedures):
        for index, table in enumerate(owner.rules):
            for number, row in enumerate(table.rows):
                if len(row) != len(table.columns):
                    args = {"cells": str(len(row)), "columns": str(len(table.columns))}
                    where = place(owner.id, "rules", index, "rows", number)
                    yield Finding(where, "row-length", args)


def handovers(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A trigger that names a procedure is matched by that procedure handing over or calling."""
    for procedure in handbook.procedures.values():
        for index, trigger in enumerate(procedure.triggers):
            giver = handbook.procedures.get(trigger.from_ or "")
            if giver and not _passes_on(giver, procedure.id):
                place = places.procedure(procedure.id, "triggers", index, "from")
                yield Finding(place, "nobody-hands-over", {"value": giver.id, "to": procedure.id})


def unused(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Every role, every term and every form is used somewhere."""
    roles = {role for procedure in handbook.procedures.values() for role in _roles(procedure)}
    roles |= {form.filled_by for form in handbook.forms.values() if form.filled_by}
    terms = {term for procedure in handbook.procedures.values() for term in procedure.terms}
    if not handbook.procedures:
        return
    for index, role in enumerate(handbook.roles):
        if role not in roles:
            yield Finding(places.single("roles", "roles", index, "id"), "unused", {"value": role})
    for index, term in enumerate(handbook.terms):
        if term not in terms:
            yield Finding(places.single("terms", "terms", index, "id"), "unused", {"value": term})
    yield from _unused_forms(handbook, places)


def same_titles(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Whoever looks something up by its title finds one thing of it in an industry.

    A procedure that is retired may be called what its successor is; a draft without a title yet has
    a finding of its own.
    """
    known: dict[tuple[str, str, str], FindPlace] = {}
    for kind, industry, title, place in _titled(handbook, places):
        if UNFILLED in title:
            continue
        key = (kind, industry, _plain(title))
        first = known.setdefault(key, place)
        if first is not place and first() != place():
            args = {"title": title, "first": str(first())}
            yield Finding(place(), f"same-title-of-{kind}", args)


def shared_aliases(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What people call a procedure leads to one, among those in use of an industry."""
    used = [one for one in handbook.procedures.values() if one.control.status is not Status.RETIRED]
    known = {
        (one.industry, _plain(one.title)): (one, places.procedure(one.id, "title")) for one in used
    }
    for procedure in used:
        for index, alias in enumerate(procedure.aliases):
            place = places.procedure(procedure.id, "aliases", index)
            first, where = known.setdefault((procedure.industry, _plain(alias)), (procedure, place))
            if first is not procedure:
                args = {"value": alias, "title": first.title, "first": str(where)}
                yield Finding(place, "shared-alias", args)


def _plain(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


def _titled(handbook: Handbook, places: Places) -> Iterator[tuple[str, str, str, FindPlace]]:
    for index, role in enumerate(handbook.roles.values()):
        place = partial(places.single, "roles", "roles", index, "title")
        yield "role", role.industry, role.title, place
    for procedure in handbook.procedures.values():
        if procedure.control.status is not Status.RETIRED:
            place = partial(places.procedure, procedure.id, "title")
            yield "procedure", procedure.industry, procedure.title, place


def _unused_forms(handbook: Handbook, places: Places) -> Iterator[Finding]:
    steps = (step for one in handbook.procedures.values() for step in one.steps)
    used = {form for step in steps for form in step.forms}
    for find, owners in (
        (places.family, handbook.families.values()),
        (places.procedure, handbook.procedures.values()),
    ):
        for owner in owners:
            for index, form in enumerate(owner.forms):
                if form.id not in used:
                    yield Finding(
                        find(owner.id, "forms", index, "id"), "unused", {"value": form.id}
                    )


def targets(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Every flow of the documents went somewhere."""
    for index, origin in enumerate(handbook.origins):
        if not (origin.procedures or origin.families or origin.pages):
            place = places.single("provenance", "flows", index, "flow")
            yield Finding(place, "no-target", {"value": origin.flow})


def emergencies(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Whoever looks for words of danger finds a number, if the organisation has one."""
    silent = [one.title for one in handbook.emergencies if not one.number]
    if silent:
        place = places.single("terms", "emergencies")
        yield Finding(place, "no-emergency-number", {"value": "；".join(silent)})


def _passes_on(giver: Procedure, receiver: str) -> bool:
    ends = {end.hands_over for end in giver.ends}
    calls = {name for step in giver.steps for name in (step.use, step.starts)}
    return receiver in ends | calls


def _roles(procedure: Procedure) -> Iterator[str]:
    yield from roles_of(procedure)
    if procedure.control.owner:
        yield procedure.control.owner.role
        yield procedure.control.owner.deputy
    if procedure.control.approver:
        yield procedure.control.approver
