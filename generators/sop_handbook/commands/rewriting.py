"""The command that brings sources into canonical style: fmt."""

import sys
from pathlib import Path

from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.commands.support.editor_schemas import refresh_for_editor
from sop_handbook.findings import has_errors
from sop_handbook.sources.format.project import mend, rewrite


def fmt(session: Session, files: tuple[Path, ...], check: bool, fix: bool, form: str) -> None:
    """Rewrite the sources, or only tell which would be; `fix` mends what nobody meant first.

    Exits with 1 if some cannot be read, or with `check` if some are not in canonical style.
    """
    if check and fix:
        session.stop("fmt.check-or-fix")
    names = session.names(files)
    fixed = mend(session.project, names) if fix else ()
    done = rewrite(session.project, names, write=not check)
    if fixed or (done.changed and not check):
        refresh_for_editor(session.project)
    refused = tuple(finding for finding in done.findings if finding.code != "not-canonical")
    session.report(done.findings if check else refused, form)
    if form == "text":
        changed = sorted({*fixed, *(() if check else done.changed)})
        for name in changed:
            session.say("fmt.rewritten", path=name)
        count = len(done.changed) if check else len(changed)
        counts = {"changed": count, "kept": max(done.looked_at - count, 0)}
        if unread := len({finding.place.file for finding in refused}):
            session.say("fmt.unread", count=unread)
        if counts["changed"] or counts["kept"]:
            session.say(_outcome(counts["changed"], check=check), **counts)
    failed = has_errors(refused) or (check and done.changed)
    sys.exit(SOURCE_ERROR if failed else 0)


def _outcome(changed: int, *, check: bool) -> str:
    if check:
        return "fmt.checked" if changed else "fmt.clean"
    return "fmt.done"
