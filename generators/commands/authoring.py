"""Commands for people who write procedures: explain, new."""

import click

from generators.commands.session import Session
from generators.draft import DraftError, write_draft
from generators.findings import CODES
from generators.report import explain
from generators.validate import nearest


@click.command(name="explain")
@click.argument("code")
@click.pass_obj
def explain_command(session: Session, code: str) -> None:
    """解释一种校验结果。Explain a finding code."""
    if code not in CODES:
        titles = {name: session.words(f"findings.{name}.title") for name in CODES}
        closest = nearest(code, titles)
        guess = session.words("report.nearest", nearest=closest) if closest else ""
        session.stop("unknown-code", code=code, nearest=guess)
    session.out.print(explain(code, session.words), markup=False)


@click.command()
@click.argument("name", metavar="INDUSTRY/ID")
@click.pass_obj
def new(session: Session, name: str) -> None:
    """新建一份流程草稿。Write the draft of a new procedure."""
    try:
        path = write_draft(session.project, name)
    except DraftError as error:
        session.stop(f"draft.{error.problem}", **error.args_)
    else:
        session.say("draft.written", path=session.project.name(path))
