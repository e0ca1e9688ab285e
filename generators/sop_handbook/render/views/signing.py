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
    """Return who signs at the foot: as the procedure says, or else who does and who helps.

    Somebody else checks only where there is something to check: with grave hazards, critical key
    points or readings, or where several roles work.
    """
    if procedure.signs:
        return list(procedure.signs)
    checked = len({step.role for step in procedure.steps}) > 1 or is_at_risk(procedure)
    others = cosigners(handbook, procedure)
    return [word("print.done-by"), *others, *([word("print.checked-by")] if checked else [])]
