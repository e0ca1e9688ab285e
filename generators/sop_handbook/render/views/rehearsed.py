"""What of a handbook is rehearsed."""

from functools import partial

from sop_handbook.model import Handbook, Procedure, Status
from sop_handbook.model.drills import Drill, drills


def drills_of(handbook: Handbook, procedure: Procedure) -> tuple[Drill, ...]:
    """Return the drills of a procedure; () where nobody does it, or it is retired."""
    if procedure.control.status is Status.RETIRED:
        return ()
    return drills(handbook.resolved(procedure), partial(_reads, handbook))


def _reads(handbook: Handbook, role: str) -> bool:
    """Whether somebody is behind a role; one that the document leaves open is somebody."""
    return role not in handbook.roles or handbook.roles[role].reads
