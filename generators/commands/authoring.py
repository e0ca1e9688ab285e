"""Commands for people who write procedures: explain, fmt, new."""

import sys
from pathlib import Path

import click

from generators.commands.session import SOURCE_ERROR, Session, findings_format
from generators.draft import DraftError, write_draft
from generators.findings import CODES, has_errors
from generators.report import explain
from generators.rewrite.sources import rewrite
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


@click.command()
@click.argument("files", nargs=-1, metavar="[FILES]…", type=click.Path(path_type=Path, exists=True))
@click.option("--check", is_flag=True, help="只检查，不改写 Only tell, change nothing")
@findings_format
@click.pass_obj
def fmt(session: Session, files: tuple[Path, ...], check: bool, form: str) -> None:
    """把来源文件改写成规范写法。Bring the sources into canonical style."""
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
