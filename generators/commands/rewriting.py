"""The command that brings sources into canonical style: fmt."""

import sys
from pathlib import Path

from generators.commands.session import SOURCE_ERROR, Session
from generators.findings import has_errors
from generators.rewrite.sources import rewrite


def fmt(session: Session, files: tuple[Path, ...], check: bool, form: str) -> None:
    """Rewrite the sources, or only tell which would be."""
    names = session.names(files)
    done = rewrite(session.project, names, write=not check)
    refused = tuple(finding for finding in done.findings if finding.code != "not-canonical")
    session.report(done.findings if check else refused, form)
    if form == "text":
        for name in () if check else done.changed:
            session.say("fmt.rewritten", path=name)
        counts = {"changed": len(done.changed), "kept": done.looked_at - len(done.changed)}
        session.say(_outcome(counts["changed"], check=check), **counts)
    failed = has_errors(refused) or (check and done.changed)
    sys.exit(SOURCE_ERROR if failed else 0)


def _outcome(changed: int, *, check: bool) -> str:
    if check:
        return "fmt.checked" if changed else "fmt.clean"
    return "fmt.done"
