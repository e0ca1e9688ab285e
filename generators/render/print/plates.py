"""Reminder plates: what one role must never get wrong, to be put up where it works."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from generators.editions import step_content
from generators.model import Family, Handbook, KeyPoint, Procedure, Role, Status, Step
from generators.render.base import Context
from generators.render.links import role_page
from generators.render.print.jobs import Print, control, dated, notices

Found = tuple[Procedure, Step]


def plates(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield a plate for every role that has something to be reminded of."""
    for role in handbook.roles.values():
        found = [
            (procedure, step)
            for procedure in handbook.in_use
            for step in procedure.steps
            if role.id in (step.role, *step.with_)
        ]
        groups = _groups(handbook, role, found)
        if groups:
            used = [procedure for procedure, _ in found if procedure.id in groups]
            yield Print(
                kind="plate",
                of="role",
                subject=role.id,
                content=_content(handbook, role, groups, used, context),
                addresses={"": role_page(role.id).removesuffix(".md") + "/"},
                dated=_newest(used),
                notices=notices(used, context),
            )


def _groups(handbook: Handbook, role: Role, found: list[Found]) -> dict[str, list[dict[str, Any]]]:
    """Return points by procedure id: the critical ones, or if a role has none, all of its own."""
    critical: dict[str, list[dict[str, Any]]] = {}
    others: dict[str, list[dict[str, Any]]] = {}
    for procedure, step in found:
        shown = step_content(handbook, procedure, step)
        for point in step.key_points:
            if point.critical:
                critical.setdefault(procedure.id, []).append(_point(shown, point))
            elif step.role == role.id:
                others.setdefault(procedure.id, []).append(_point(shown, point))
    return critical or others


def _point(shown: dict[str, Any], point: KeyPoint) -> dict[str, Any]:
    return {
        "number": shown["number"],
        "step": shown["title"],
        "text": str(point.text),
        "critical": point.critical,
        "safety": point.kind == "safety",
    }


def _content(
    handbook: Handbook,
    role: Role,
    groups: dict[str, list[dict[str, Any]]],
    used: list[Procedure],
    context: Context,
) -> dict[str, Any]:
    by_id = {procedure.id: procedure for procedure in used}
    shown: dict[str, Any] = {
        "title": role.title,
        "industry": handbook.industries[role.industry].title,
        "critical": any(point["critical"] for points in groups.values() for point in points),
        "groups": [
            {
                "title": by_id[name].title,
                "number": by_id[name].number,
                "revision": context.words("page.revision", revision=by_id[name].revision),
                "points": points,
            }
            | _days(control(by_id[name], handbook, context))
            for name, points in groups.items()
        ],
        "contacts": _contacts(handbook, used),
    }
    if any(procedure.control.status is not Status.CURRENT for procedure in by_id.values()):
        shown["badge"] = context.words(f"page.badge.{_least(by_id.values())}")
    return shown


def _days(control: dict[str, Any]) -> dict[str, Any]:
    return {key: control[key] for key in ("effective", "review") if key in control}


def _least(procedures: Iterable[Procedure]) -> Status:
    """Return the status of the procedure that is furthest from being approved."""
    found = {procedure.control.status for procedure in procedures}
    return Status.DRAFT if Status.DRAFT in found else Status.REVIEW


def _contacts(handbook: Handbook, used: list[Procedure]) -> list[dict[str, str]]:
    """Return the telephone numbers of these procedures and their families, each once."""
    owners: list[Family | Procedure] = [*used]
    owners += [handbook.families[p.family] for p in used if p.family]
    found = {
        quantity.shown: quantity.label
        for owner in owners
        for quantity in owner.quantities
        if quantity.kind == "contact"
    }
    return [{"label": label, "number": number} for number, label in found.items()]


def _newest(used: list[Procedure]) -> date:
    return max(dated(procedure) for procedure in used)
