"""Role-play sheets: one for the trainee, one for the trainer, for each scenario."""

from collections.abc import Iterator
from typing import Any

from sop_handbook.editions.content import exception_content, plain
from sop_handbook.model import Handbook, Procedure, Scenario
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import (
    Print,
    addresses,
    before,
    control,
    dated,
    sheet_content,
)
from sop_handbook.render.views.standing import notices, standing

KIND = "roleplay"


def rehearsals(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield the sheets of every procedure that says how it is rehearsed."""
    for procedure in context.wanted_in_use(handbook):
        if procedure.training:
            scenarios = [_scenario(s, procedure, handbook) for s in procedure.training.scenarios]
            yield Print(
                kind=KIND,
                of="procedure",
                subject=procedure.id,
                content=control(procedure, handbook) | before(procedure) | {"scenarios": scenarios},
                addresses={"": addresses(procedure)[""]},
                dated=dated(procedure),
                notices=notices([procedure], context),
                standing=standing([procedure], context),
            )


def _scenario(scenario: Scenario, procedure: Procedure, handbook: Handbook) -> dict[str, Any]:
    resolved = handbook.resolved(procedure)
    role = handbook.roles.get(scenario.trainee)
    content: dict[str, Any] = plain(scenario)
    met = [one for one in resolved.exceptions if one.anywhere or {*one.rule.at} & {*scenario.steps}]
    troubles = {"troubles": [exception_content(one) for one in met]} if met else {}
    return content | {
        "trainee": role.title if role else "",
        "steps": [sheet_content(resolved.step(name)) for name in scenario.steps],
        **troubles,
    }
