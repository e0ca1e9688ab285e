"""Sign-off sheets: who read which revision, for a procedure and for an industry."""

from collections.abc import Iterator, Sequence
from typing import Any

from sop_handbook.language.wording import Line, word
from sop_handbook.model import Handbook, Industry, Procedure, routes
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import Print, addresses, control, dated
from sop_handbook.render.views.standing import badge_of, notices, standing, state_of

KIND, KIND_OF_ALL = "signoff", "signoff-all"
_SETTLED = ("effective", "review", "approver", "owner")


def signoffs(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield a sheet for each procedure, then one for each industry that has several."""
    for procedure in context.wanted_in_use(handbook):
        yield Print(
            kind=KIND,
            of="procedure",
            subject=procedure.id,
            content=control(procedure, handbook) | _about(procedure, handbook),
            addresses={"": addresses(procedure)[""]},
            dated=dated(procedure),
            notices=notices([procedure], context),
            standing=standing([procedure], context),
        )
    for industry in context.wanted("industry", handbook.industries):
        mine = handbook.in_use_of[industry.id]
        if len(mine) > 1:
            yield _of_industry(industry, mine, handbook, context)


def _about(procedure: Procedure, handbook: Handbook) -> dict[str, Any]:
    newest = max(procedure.changes, key=lambda change: change.revision)
    return {"roles": _readers(procedure, handbook), "change": str(newest.summary)}


def _readers(procedure: Procedure, handbook: Handbook) -> list[str]:
    """Return the roles that have to read a procedure; a system reads nothing."""
    roles = [role for step in procedure.steps for role in (step.role, *step.with_)]
    known = [handbook.roles[role] for role in dict.fromkeys(roles) if role in handbook.roles]
    return [role.title for role in known if role.reads]


def _of_industry(
    industry: Industry, procedures: Sequence[Procedure], handbook: Handbook, context: Context
) -> Print:
    controls = [control(procedure, handbook) for procedure in procedures]
    common = _common(controls)
    badge = badge_of(procedures)
    return Print(
        kind=KIND_OF_ALL,
        of="industry",
        subject=industry.id,
        content={
            "title": industry.title,
            "document": Line((f"{industry.title} ", word("print.signoff"))),
            "up_to": max(map(dated, procedures)).isoformat(),
            "settled": common,
            "procedures": [
                _column(shown, common) | {"roles": _readers(procedure, handbook)}
                for procedure, shown in zip(procedures, controls, strict=True)
            ],
        }
        | ({"badge": badge} if badge else {}),
        addresses={"": routes.industry(industry.id).url},
        dated=max(map(dated, procedures)),
        notices=notices(procedures, context),
        notices_of={one.number: (state_of(one, context),) for one in procedures},
        standing=standing(procedures, context),
    )


def _common(controls: list[dict[str, Any]]) -> dict[str, str]:
    """Return what was settled alike for all procedures: it stands once, at the head."""
    first, *others = controls
    return {
        key: first[key]
        for key in _SETTLED
        if key in first and all(other.get(key) == first[key] for other in others)
    }


def _column(shown: dict[str, Any], common: dict[str, str]) -> dict[str, Any]:
    """Return the head of a procedure's column; nothing of what is common to all."""
    kept = ("number", "title", "revision", "badge")
    settled = {key: shown[key] for key in _SETTLED if key in shown and key not in common}
    return {key: shown[key] for key in kept if key in shown} | {"settled": settled}
