"""The command for people who hand out paper: print."""

import sys
from collections.abc import Iterable
from pathlib import Path

from generators.commands.session import SOURCE_ERROR, Session
from generators.examine import examine
from generators.findings import has_errors
from generators.prints import printed, prints_of
from generators.publish import write_files
from generators.validate import nearest


def print_command(
    session: Session, names: tuple[str, ...], kinds: tuple[str, ...], folder: Path
) -> None:
    """Make the prints of procedures, roles, forms or industries."""
    examination = examine(session.project)
    if has_errors(examination.findings):
        session.report(examination.findings, "text")
        sys.exit(SOURCE_ERROR)
    known = printed(session.project, examination)
    _require(session, "no-such-subject", names, {one.subject for one in known})
    _require(session, "no-such-kind", kinds, {one.kind for one in known if one.subject in names})
    session.progress("print")
    made = prints_of(session.project, examination, names, kinds)
    session.report(made.findings, "text")
    for path in write_files(made.artifacts, folder):
        session.out.print(str(path), markup=False)
    sys.exit(SOURCE_ERROR if has_errors(made.findings) else 0)


def _require(session: Session, key: str, asked: Iterable[str], known: set[str]) -> None:
    for name in asked:
        if name not in known:
            closest = nearest(name, dict.fromkeys(sorted(known), ""))
            guess = session.words("report.nearest", nearest=closest) if closest else ""
            session.stop(key, name=name, nearest=guess, known="、".join(sorted(known)))
