"""Who signs a checklist: in the row of a step, and at its foot."""

from sop_handbook.language.wording import Word, word
from sop_handbook.model import Handbook, Procedure, Step
from sop_handbook.model.checklists import checklist, is_at_risk


def cosigners(handbook: Handbook, procedure: Procedure) -> list[str]:
    """Return who signs at the foot: who only helps with steps that have no row to sign in."""
    asked = {step.id for point in checklist(procedure) for step in point.steps}
    in_rows = {
        who for step in procedure.steps if step.id in asked for who in (step.role, *step.with_)
    }
    helpers = dict.fromkeys(one for step in procedure.steps for one in step.with_)
    doers = {step.role for step in procedure.steps}
    others = (handbook.roles[one] for one in helpers if one not in in_rows | doers)
    return [role.title for role in others if role.reads]


def signing(handbook: Handbook, step: Step) -> list[str]:
    """Return who signs in the row of a step besides who does it."""
    return [handbook.roles[one].title for one in step.with_ if handbook.roles[one].reads]


def signers(handbook: Handbook, procedure: Procedure) -> list[str | Word]:
    """Return who signs at the foot: as the procedure says, or who does, who helps, who checks."""
    if procedure.signs:
        return list(procedure.signs)
    checks = [word("print.checked-by")] if is_checked(procedure) else []
    return [word("print.done-by"), *cosigners(handbook, procedure), *checks]


def is_checked(procedure: Procedure) -> bool:
    """Tell whether somebody else checks, which nobody says: only where there is something to check.

    That is a grave hazard, a critical key point or a reading, or work of several roles.
    """
    return len({step.role for step in procedure.steps}) > 1 or is_at_risk(procedure)
