"""The command that raises revisions and writes what can be computed of their entries: bump."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sop_handbook.adapters.yaml_file import read
from sop_handbook.change.declared import CODES, Delta, concerned_by, places_of, undeclared
from sop_handbook.change.since import since_release
from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.editions.ledger import heads
from sop_handbook.findings import has_errors
from sop_handbook.language.report import what_changed
from sop_handbook.model import Procedure
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.sources.format.bump import bumped
from sop_handbook.sources.format.project import replace_text
from sop_handbook.sources.validate import nearest


def bump(session: Session, names: tuple[str, ...]) -> None:
    """Raise the revision of these procedures, or of all that are due.

    Exits with 1 if the sources have errors or an entry is not complete, 2 for an unknown name.
    """
    examination = examine(session.project, store=session.store)
    errors = [finding for finding in examination.findings if finding.code not in CODES]
    if has_errors(errors):
        session.report(tuple(errors), "text")
        sys.exit(SOURCE_ERROR)
    wanted = [_procedure(session, examination, name) for name in names]
    due = dict(_due(examination))
    for procedure in wanted:
        if procedure.id not in due:
            session.say(f"bump.{_reason(examination, procedure)}", name=procedure.title)
    chosen = [procedure.id for procedure in wanted] or list(due)
    if not chosen:
        _nothing_due(session, examination)
    done = [_raise(session, examination, due[name]) for name in chosen if name in due]
    if any(done):
        session.say("bump.word-it")
    sys.exit(0 if all(done) else SOURCE_ERROR)


def _nothing_due(session: Session, examination: Examination) -> None:
    """Say so; where a revision was raised and more changed since, say what its entry lacks."""
    session.say("bump.none-due")
    lacking = tuple(finding for finding in examination.findings if finding.code in CODES)
    if lacking:
        session.say("bump.incomplete")
        session.report(lacking, "text")
        sys.exit(SOURCE_ERROR)


def _procedure(session: Session, examination: Examination, name: str) -> Procedure:
    procedures = examination.handbook.procedures
    known = {**{one.number: one for one in procedures.values()}, **procedures}
    told = {name.lower(), Path(name).stem}  # as an id, a number, a file or INDUSTRY/ID
    for key, one in known.items():
        if key.lower() in told or one.title == name:
            return one
    titles = {key: one.title for key, one in known.items()}
    closest = nearest(name, titles)
    guess = session.messages("report.nearest", nearest=closest) if closest else ""
    session.stop("bump.unknown", name=name, nearest=guess)
    raise AssertionError  # stop leaves


def _due(examination: Examination) -> Iterator[tuple[str, Delta]]:
    """Yield what became of every procedure whose revision must be raised, by id."""
    handbook = examination.handbook
    for (of, name), newest in heads(handbook.editions).items():
        procedure = handbook.procedures.get(name) if of == "procedure" else None
        delta = since_release(handbook, procedure, newest) if procedure else None
        counts = delta is not None and delta.class_ != "editorial"
        if procedure and delta and counts and procedure.revision <= delta.revision:
            yield name, delta


def _reason(examination: Examination, procedure: Procedure) -> str:
    """Why a procedure needs no new revision: a key below `bump` of the interface words."""
    newest = heads(examination.handbook.editions).get(("procedure", procedure.id))
    if not newest:
        return "never"
    raised = procedure.revision > max(edition.revision or 0 for edition in newest)
    return "already" if raised else "nothing"


def _raise(session: Session, examination: Examination, delta: Delta) -> bool:
    """Write the next revision of a procedure; tell why not where ids mislead."""
    handbook, places = examination.handbook, examination.places
    procedure = handbook.procedures[delta.procedure]
    if delta.renamed or delta.reused:
        session.report(tuple(undeclared(handbook, places, delta)), "text")
        return False
    name = places.procedure(procedure.id).file
    path = session.project.root / name
    entry: dict[str, Any] = {
        "revision": str(delta.revision + 1),
        "date": session.project.today.isoformat(),
        "class": delta.class_,
        **places_of(delta),
        "summary": session.messages("cli.bump.summary"),
    }
    source = read(path, name)[0]
    text = bumped(path.read_bytes().decode(), source, entry) if source else None
    if text is None:
        session.say("bump.not-written", path=name)
        return False
    replace_text(path, text)
    names = what_changed(concerned_by(handbook, delta), session.messages)
    facts = {"old": procedure.revision, "new": delta.revision + 1, "names": names}
    level = session.messages(f"diff.classes.{delta.class_}")
    session.say("bump.raised", path=name, **facts, **{"class": level})
    return True
