"""Commands that read the sources and judge them: validate, owners."""

import os
import sys
from pathlib import Path

from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.commands.support.codeowners import (
    NAME,
    code_owners,
    current,
    without_account,
    write,
)
from sop_handbook.commands.support.editor_schemas import write_for_editor
from sop_handbook.findings import Finding, has_errors
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project


def validate(session: Session, files: tuple[Path, ...], style: bool, form: str) -> None:
    """Check all sources and hand-written pages; report what is found, in some files or in all.

    `form` is one of language.report.FORMATS. Exits with 1 if there are errors in these files.
    """
    names = session.names(files, pages=True)
    examination = examine(session.project, style=style, store=session.store)
    write_for_editor(session.project, examination.names)
    every = (*examination.findings, *_found_in_pages(session.project, examination))
    findings = tuple(f for f in every if not names or f.place.file in names)
    session.report(findings, form)
    if form == "text":
        session.count(findings)
    sys.exit(SOURCE_ERROR if has_errors(findings) else 0)


def _found_in_pages(project: Project, examination: Examination) -> tuple[Finding, ...]:
    """Return what is wrong with the handbook's own pages and settings, if it has any."""
    if not any(map(os.path.lexists, (project.docs, project.settings))):
        return ()
    # Sources alone are checked without what reads pages.
    from sop_handbook.pipeline.handwritten import examine_pages

    return examine_pages(project, examination, own_only=True).findings


def owners(session: Session, check: bool) -> None:
    """Write CODEOWNERS from the owners of the procedures, or only tell whether it is current.

    Exits with 1 if the sources have errors, or with `check` if it is not current.
    """
    examination = examine(session.project, store=session.store)
    if has_errors(examination.findings):
        session.report(examination.findings, "text")
        sys.exit(SOURCE_ERROR)
    home = session.project.in_repository
    text = code_owners(examination.handbook, messages(examination.handbook.language), home)
    if missing := without_account(examination.handbook):
        titles = (examination.handbook.roles[name].title for name in missing)
        session.say("owners.missing", roles=session.messages("report.comma").join(titles))
    if text is None:
        session.say("owners.none")
    elif text == current(session.project):
        session.say("owners.same", path=NAME)
    elif check:
        session.say("owners.outdated", path=NAME)
        sys.exit(SOURCE_ERROR)
    else:
        write(session.project, text)
        session.say("owners.written", path=NAME, count=len(text.splitlines()) - 1)
    if text and home:
        session.say("owners.elsewhere", path=f"{home}{NAME}")
