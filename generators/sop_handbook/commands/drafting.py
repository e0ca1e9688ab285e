"""The command for people who begin a procedure: new."""

import sys

from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.commands.support.draft import DraftError, UnsoundError, write_draft
from sop_handbook.commands.support.editor_schemas import refresh_for_editor


def new(session: Session, name: str) -> None:
    """Write the draft of a new procedure. `name` is INDUSTRY/ID.

    Exits with 2 where there can be no such procedure, with 1 where errors hide the industries.
    """
    try:
        path = write_draft(session.project, name)
    except UnsoundError as error:
        session.report(error.findings, "text")
        session.say("draft.unsound")
        sys.exit(SOURCE_ERROR)
    except DraftError as error:
        session.stop(f"draft.{error.problem}", **error.args_)
    else:
        refresh_for_editor(session.project)
        session.say("draft.written", path=session.project.name(path))
