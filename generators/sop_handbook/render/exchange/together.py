"""Steps that are done at the same time: they begin at a fork and are waited for at a join.

Where a way leads out of one of them before all are done, an exception or a value out of bounds,
nobody comes to the join any more: then every end of the process ends what is still going on.
"""

from sop_handbook.model import Procedure, Step, flow
from sop_handbook.model.groups import groups


class Together:
    """The groups of a procedure with the ids of their gateways; "" stands for none."""

    def __init__(self, procedure: Procedure) -> None:
        self._groups = {step.id: group for group in groups(procedure) for step in group}
        left = (way for way in flow.edges(procedure) if way.exception is not None or way.reading)
        self.abandoned = any(way.source in self._groups for way in left)

    def members(self, step: Step) -> tuple[Step, ...]:
        """Return the steps that are done at the same time as a step, itself among them."""
        return self._groups.get(step.id, ())

    def begins(self, step: Step) -> str:
        """Return the fork that the first step of a group begins with, its siblings too."""
        group = self.members(step)
        return f"fork_{step.id}" if group and group[0] is step else ""

    def ends(self, step: Step) -> str:
        """Return the join after the last step of a group."""
        group = self.members(step)
        return self.join(step) if group and group[-1] is step else ""

    def join(self, step: Step) -> str:
        """Return the join that a step of a group leads to."""
        group = self.members(step)
        return f"join_{group[0].id}" if group else ""
