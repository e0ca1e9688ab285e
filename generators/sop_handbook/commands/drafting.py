"""The command for people who begin a procedure: new."""

from sop_handbook.commands.session import Session
from sop_handbook.commands.support.draft import DraftError, write_draft
from sop_handbook.commands.support.editor_schemas import refresh_for_editor


def new(session: Session, name: str) -> None:
    """Write the draft of a new procedure. `name` is INDUSTRY/ID.

    Exits with 2 where there can be no such procedure.
    """
    try:
        path = write_draft(session.project, name)
    except DraftError as error:
        session.stop(f"draft.{error.problem}", **error.args_)
    else:
        refresh_for_editor(session.project)
        session.say("draft.written", path=session.project.name(path))
