"""What of a handbook is rehearsed."""

from functools import partial

from sop_handbook.model import Handbook, Procedure, Status
from sop_handbook.model.drills import Drill, RoleKind, drills


def drills_of(handbook: Handbook, procedure: Procedure) -> tuple[Drill, ...]:
    """Return the drills of a procedure; () where nobody does it, or it is retired."""
    if procedure.control.status is Status.RETIRED:
        return ()
    return drills(handbook.resolved(procedure), partial(_kind, handbook))


def _kind(handbook: Handbook, role: str) -> RoleKind:
    """Return what a role is; one that the document leaves open is somebody."""
    return handbook.roles[role].kind if role in handbook.roles else "person"
