"""Commands about change: diff, release."""

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from sop_handbook.adapters.git import HistoryError, checkout, committed_ids, described, last_release
from sop_handbook.change.declared import CODES, RENAMED, deltas, missing, shortened, undeclared
from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.change.prints import anticipated, compare_prints
from sop_handbook.change.release import new_editions
from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.commands.support.comparison.faces import as_json, as_lines, as_markdown
from sop_handbook.commands.support.comparison.record import Comparison, record
from sop_handbook.editions.ledger import as_text, repaired, write_ledger
from sop_handbook.findings import has_errors, in_order
from sop_handbook.model import Edition, Status
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.prints import printed
from sop_handbook.project import Project
from sop_handbook.sources.schemas import Schemas

_STYLES = {
    "editorial": "dim",
    "clarification": "cyan",
    "effective": "cyan",
    "procedural": "yellow",
    "safety": "bold red",
    "bold": "bold",
}


def diff(session: Session, base: str | None, head: str | None, form: str, check: bool) -> None:
    """Compare two states, each a git revision or a folder.

    `base` is the last release if None, `head` the working copy. `form` is text, json or markdown.
    With `check` it exits with 1 if a change is not declared; it exits with 2 for a state that
    cannot be had.
    """
    with TemporaryDirectory(prefix="sop-diff-") as scratch:
        try:
            comparison, named = _compare(session, base, head, Path(scratch))
        except HistoryError as error:
            session.stop(f"diff.{error.problem}", **error.args_)
    unseen = _unseen(comparison) if base is None and head is None else []
    data = record(comparison, Schemas(session.project.schemas).contents, session.messages)
    if form == "text":
        _show(session, data, named, unseen)
        session.report(comparison.findings, "text")
    else:
        click.echo(as_json(data) if form == "json" else as_markdown(data, session.messages))
    sys.exit(SOURCE_ERROR if check and has_errors(comparison.findings) else 0)


def release(session: Session, repair: bool) -> None:
    """Record what is current in the ledger, or tidy the ledger after a merge: `repair`.

    Exits with 1 where the sources or the ledger do not allow it.
    """
    project = session.project
    if repair:
        _repair(session)
    examination = examine(project, store=session.store)
    if has_errors(examination.findings):
        session.report(examination.findings, "text")
        session.say("release.refused")
        sys.exit(SOURCE_ERROR)
    if repair:
        return
    _require_whole(session, examination)
    handbook = examination.handbook
    prints = printed(project, examination)
    editions = new_editions(handbook, prints, project.today)
    if not editions:
        session.say("release.nothing")
        return
    write_ledger(project.ledger, as_text((*handbook.editions, *editions)))
    for edition in editions:
        _line(session, _released(session, edition))
    session.say("release.done", count=len(editions), path=project.name(project.ledger))
    drafts = sorted(e.number for e in editions if e.status in {Status.DRAFT, Status.REVIEW})
    if drafts:
        names = session.messages("diff.joint").join(drafts)
        session.say("release.drafts", count=len(drafts), names=names)


def _repair(session: Session) -> None:
    """Tidy the ledger; one that is no text is left for the examination to complain about."""
    ledger = session.project.ledger
    try:
        text = ledger.read_text("utf-8") if ledger.is_file() else ""
    except UnicodeDecodeError:
        return
    write_ledger(ledger, repaired(text))
    session.say("release.repaired", path=session.project.name(ledger))


def _require_whole(session: Session, examination: Examination) -> None:
    """Leave where a release would lose former ones, or tell everybody of words still to be filled.

    Without git nobody knows what the ledger held.
    """
    if unfilled := tuple(f for f in examination.findings if f.code == "unfilled"):
        session.report(unfilled, "text")
        session.say("release.unfilled")
        sys.exit(SOURCE_ERROR)
    kept = {edition.id for edition in examination.handbook.editions}
    lost = [one for one in committed_ids(session.project.root) if one not in kept]
    if lost:
        path = session.project.name(session.project.ledger)
        session.say("release.ledger-lost", path=path, count=len(lost))
        sys.exit(SOURCE_ERROR)


def _released(session: Session, edition: Edition) -> str:
    messages = session.messages
    facts = [messages(f"diff.kinds.{edition.of}"), edition.number, edition.title]
    if edition.revision:
        facts.append(messages("diff.same-revision", old=edition.revision))
    facts += dict.fromkeys(edition.prints.values())  # layouts of one print share a code
    return "  ".join(fact for fact in facts if fact)


def _compare(
    session: Session, base: str | None, head: str | None, scratch: Path
) -> tuple[Comparison, str]:
    root = session.project.root
    state = base or last_release(root)
    if state is None and session.project.ledger.is_file():
        raise HistoryError("not-committed", path=session.project.name(session.project.ledger))
    if state is None:
        raise HistoryError("no-release")
    before = _state(session, state, scratch)
    if base is None:
        commit, day = described(root, state)
        base = session.messages("cli.diff.last-release", commit=commit, date=day)
    after = (
        _state(session, head, scratch)
        if head
        else (session.project, _sound(session, ".", session.project))
    )
    old, new = before[1].handbook, after[1].handbook
    changed = compare_handbooks(old, new)
    planned = replace(after[1], handbook=anticipated(old, new, changed))
    prints = compare_prints(
        printed(*before), printed(after[0], planned), changed, (old, new), printed(*after)
    )
    findings = [*missing(old, changed), *shortened(old, new, base)]
    findings += (finding for finding in after[1].findings if finding.code in RENAMED)
    for delta in deltas(old, new, changed, base):
        findings += undeclared(new, after[1].places, delta)
    if head is None:  # the ledger may know of more than the commit that last changed it
        told = {(finding.place, finding.code) for finding in findings}
        declared = (finding for finding in after[1].findings if finding.code in CODES)
        findings += [one for one in declared if (one.place, one.code) not in told]
    comparison = Comparison(
        old=old, new=new, changed=changed, prints=prints, findings=tuple(in_order(findings))
    )
    return comparison, base


def _state(session: Session, name: str, scratch: Path) -> tuple[Project, Examination]:
    folder = checkout(session.project.root, name, scratch)
    project = Project(root=folder, today=session.project.today)
    return project, _sound(session, name, project)


def _sound(session: Session, name: str, project: Project) -> Examination:
    """Examine a state; one with errors cannot be compared, unless they are what a diff is for."""
    examination = examine(project, store=session.store)
    if has_errors(f for f in examination.findings if f.code not in CODES):
        if project == session.project:
            session.report(examination.findings, "text")
        raise HistoryError("has-errors", state=name)
    return examination


def _unseen(comparison: Comparison) -> list[str]:
    """Return the procedures that changed by the ledger alone, in the reader's words.

    A release and what was edited after it may be in one commit: git has no text from between.
    """
    seen = {(one.kind, one.id) for one in comparison.changed}
    found = [f for f in comparison.findings if f.code == "revision-not-raised"]
    return [f.args["procedure"] for f in found if ("procedure", f.args["id"]) not in seen]


def _show(session: Session, data: dict[str, Any], base: str, unseen: list[str]) -> None:
    """Print a comparison for a person at a terminal."""
    session.say("diff.heading", base=base)
    if unseen:
        session.say("diff.unseen", names=session.messages("diff.joint").join(unseen))
        if not data["subjects"] and not data["prints"]:
            return
    for text, weight in as_lines(data, session.messages):
        _line(session, text, _STYLES.get(weight))


def _line(session: Session, text: str, style: str | None = None) -> None:
    session.out.print(text, style=style, markup=False)
