"""Reminder plates: what one role must never get wrong, to be put up where it works."""

from collections.abc import Iterable, Iterator
from typing import Any

from sop_handbook.editions.content import exception_content
from sop_handbook.language.wording import Within, word
from sop_handbook.model import RESUME, Handbook, Procedure, Role
from sop_handbook.model.resolved import ResolvedException, ResolvedProcedure, ResolvedStep
from sop_handbook.model.urgency import urgent_first
from sop_handbook.render.base import Context
from sop_handbook.render.print.contacts import contacts
from sop_handbook.render.print.jobs import (
    Print,
    control,
    in_large,
    of_role,
    sheet_content,
    up_to,
)
from sop_handbook.render.print.manner import minded
from sop_handbook.render.print.plate_items import (
    Item,
    conditions_of,
    first_of,
    hazards_of,
    parts_of,
)
from sop_handbook.render.print.plate_notices import notices_beside, plate_notices
from sop_handbook.render.views.standing import badge_of

KIND = "plate"
_FEW = 3  # points; a plate with no more has room for the titles of the steps that have none
_SETTLED = ("effective", "review", "badge")  # said once if alike, else beside each procedure


def plates(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield a plate, on A4 and on A3, for every role that has somebody behind it to be reminded.

    A team that has only one point, and not a critical one, has none; nor has who must only know
    with whom, or how many times, something is done.
    """
    for role in context.wanted("role", handbook.roles):
        if role.reads and (plate := _plate(handbook, role, context)):
            yield from (plate, in_large(plate))


def _plate(handbook: Handbook, role: Role, context: Context) -> Print | None:
    concerned = urgent_first(handbook, handbook.concerning.get(role.id, ()))
    told = {one.id: handbook.resolved(one) for one in concerned}
    own = _once({name: _own(role, one) for name, one in told.items()})
    helps = {name: _helps(role, one) for name, one in told.items()}
    for name, one in told.items():
        if _takes_part(role, one):
            own[name] = [*first_of(one.procedure), *own[name]]
    critical = any(_is_critical(item) for items in own.values() for item in items)
    if critical:
        own = {name: [i for i in items if not i["spare"]] for name, items in own.items()}
    helped = any(step["points"] for steps in helps.values() for step in steps)
    if not (_minded(own) or helped) or _is_slogan(role, own, helped=helped):
        return None
    few = sum(len(items) for items in own.values()) <= _FEW
    does = {name: _other_steps(role, one, own[name]) for name, one in told.items()}
    used = [one for one in concerned if own[one.id] or helps[one.id] or does[one.id]]
    groups = [
        {
            "points": _completed(role, told[one.id], own[one.id]),
            "principles": [str(text) for text in one.principles] if own[one.id] else [],
            "others": does[one.id],
            "helps": helps[one.id],
            "left_open": _left_open(role, told[one.id]),
        }
        for one in used
    ]
    return of_role(
        role,
        used,
        handbook,
        context,
        kind=KIND,
        content=_content(handbook, groups, used, role.id) | {"critical": critical, "few": few},
        notices=plate_notices(used, context),
        notices_of=notices_beside(used, context),
        may_choose=True,
    )


def _minded(own: dict[str, list[Item]]) -> bool:
    """Tell whether there is more to mind than with whom, or how many times, a step is done.

    That alone is no reminder: it stands on the sheets of the step, with what to do.
    """
    limit = word("page.limit")
    items = [item for found in own.values() for item in found]
    return any("manner" not in item or item["metric"] == limit for item in items)


def _is_slogan(role: Role, own: dict[str, list[Item]], *, helped: bool) -> bool:
    """Tell whether a plate would hold one ordinary sentence for a firm or a department.

    Nobody there works below it, and the sentence stands on the sheets of its step.
    """
    items = [item for found in own.values() for item in found]
    points = [item for item in items if "standard" not in item]
    spare = all(item["spare"] for item in items)
    return role.kind == "team" and not helped and len(points) < 2 and spare


def _is_critical(item: Item) -> bool:
    return bool(item.get("critical")) or item.get("level") in ("danger", "warning")


def _steps_of(role: Role, resolved: ResolvedProcedure) -> list[ResolvedStep]:
    return [told for told in resolved.steps if told.step.role == role.id]


def _takes_part(role: Role, resolved: ResolvedProcedure) -> bool:
    return any(role.id in (told.step.role, *told.step.with_) for told in resolved.steps)


def _completed(role: Role, resolved: ResolvedProcedure, items: list[Item]) -> list[Item]:
    """Return items with what must be true before work, and what a role does in steps of others.

    Neither is a reason for a plate by itself: they stand on one that there is.
    """
    first = first_of(resolved.procedure) if _takes_part(role, resolved) else []
    before = conditions_of(resolved.procedure) if _takes_part(role, resolved) else []
    numbered = [*(one for one in items if "number" in one), *parts_of(role, resolved)]
    order = [one.number for one in resolved.steps]
    numbered.sort(key=lambda one: order.index(one["number"]))
    return [*first, *before, *numbered, *(one for one in items if "when" in one)]


def _own(role: Role, resolved: ResolvedProcedure) -> list[Item]:
    """Return what a role minds in its own steps, in their order, then what may go wrong there.

    `spare` are points that give way to those of which somebody may come to harm, and limits by
    which nothing is decided.
    """
    found: list[Item] = []
    mine = _steps_of(role, resolved)
    for told_step in mine:
        step, shown = told_step.step, sheet_content(told_step)
        name = {"number": shown["number"], "step": shown["title"]} | _limit(told_step)
        found += [name | told for told in hazards_of(step.hazards)]
        for point in step.key_points:
            told = {"text": str(point.text), "critical": point.critical}
            safety = point.kind == "safety"
            found.append(name | told | {"safety": safety, "spare": not (point.critical or safety)})
        found += [name | one for one in minded(shown, told_step)]
        for one in shown.get("measured", ()):
            text = {"metric": one["metric"], "text": one["value"]}
            found.append(name | text | {"standard": True, "spare": step.decision is None})
        for one in shown.get("readings", ()):
            if "limits" in one:
                kept = {key: one[key] for key in ("limits", "do", "go") if key in one}
                found.append(name | {"metric": one["label"], "text": "", "spare": False} | kept)
        avoid = {"avoid": True, "spare": False}
        found += [name | avoid | told for told in shown.get("avoid", ())]
    return found + list(_exceptions(role, resolved.exceptions, {one.step.id for one in mine}))


def _limit(told: ResolvedStep) -> Item:
    """Return within what time a step is done; one that counts from elsewhere has its own line."""
    limit = told.step.time_limit
    return {"limit": sheet_content(told)["time_limit"]} if limit and not limit.anchor else {}


def _left_open(role: Role, resolved: ResolvedProcedure) -> list[Item]:
    """Return what the source does not say of a role's own steps although it may harm somebody."""
    return [
        {"number": step["number"], "texts": step["left_open"]}
        for step in map(sheet_content, _steps_of(role, resolved))
        if "left_open" in step
    ]


def _once(own: dict[str, list[Item]]) -> dict[str, list[Item]]:
    """Return it without what goes wrong in the same way, with the same answer, further up."""
    seen: list[Item] = []
    kept: dict[str, list[Item]] = {}
    for name, items in own.items():
        kept[name] = [item for item in items if "when" not in item or item not in seen]
        seen += kept[name]
    return kept


def _exceptions(
    role: Role, exceptions: Iterable[ResolvedException], mine: set[str]
) -> Iterator[Item]:
    """Yield in short what this role meets or handles when something goes wrong: first what to do.

    `by` is who handles it, if that is another one, and `then` what follows: that the step goes on
    (`resumes`) is said where there is room.
    """
    for one in exceptions:
        rule = one.rule
        met = bool(mine) if one.anywhere else bool(mine & set(rule.at))
        if rule.role == role.id or met:
            shown = exception_content(one)
            limit = [Within(rule.within)] if rule.within else []
            told = limit + [shown[key] for key in ("method", "requirement") if key in shown]
            found = {"when": shown["when"], "text": told or [shown["then"]], "spare": False}
            found |= {"then": shown["then"], "resumes": rule.then == RESUME} if told else {}
            other = rule.role not in (None, role.id) and "role" in shown
            yield found | ({"by": shown["role"]} if other else {})


def _helps(role: Role, resolved: ResolvedProcedure) -> list[Item]:
    """Return the steps that this role helps others with, and what is deadly or critical there."""
    return [
        {
            "number": shown["number"],
            "step": shown["title"],
            "points": [
                *(
                    {"text": str(one.text), "level": one.level}
                    for one in told.step.hazards
                    if one.level == "danger"
                ),
                *(
                    {"text": str(point.text), "safety": point.kind == "safety"}
                    for point in told.step.key_points
                    if point.critical
                ),
            ],
            **({"done_by": shown["role"]} if "role" in shown else {}),
        }
        for told in resolved.steps
        if role.id in told.step.with_ and role.id != told.step.role
        for shown in (sheet_content(told),)
    ]


def _other_steps(role: Role, resolved: ResolvedProcedure, items: list[Item]) -> list[Item]:
    """Return a role's own steps of which the plate says nothing else."""
    told = {item.get("number") for item in items}
    return [
        {"number": one.number, "step": one.step.title} | _limit(one)
        for one in _steps_of(role, resolved)
        if one.number not in told
    ]


def _content(
    handbook: Handbook, groups: list[Item], used: list[Procedure], reader: str
) -> dict[str, Any]:
    controls = [control(procedure, handbook) for procedure in used]
    alike = [key for key in _SETTLED if len({found.get(key) for found in controls}) == 1]
    named = ("title", "number", "revision", *(key for key in _SETTLED if key not in alike))
    content: dict[str, Any] = {
        "groups": [
            {key: found[key] for key in named if key in found} | group
            for found, group in zip(controls, groups, strict=True)
        ],
        "contacts": contacts(handbook, used, reader),
    }
    content |= {key: controls[0][key] for key in alike if key in controls[0]}
    for key in ("approver", "owner"):
        if people := dict.fromkeys(found[key] for found in controls if key in found):
            content[key] = "、".join(people)
    return content | (up_to(used) if badge_of(used) else {})
