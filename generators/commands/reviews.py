"""The command for those who answer for procedures: reviews."""

import sys

import click

from generators.agenda import FORMATS, as_lines, as_markdown, record
from generators.commands.session import SOURCE_ERROR, Session
from generators.comparison import as_json
from generators.examine import examine
from generators.findings import has_errors
from generators.model import Handbook
from generators.render.reviews import calendar
from generators.reviews import WITHIN, due
from generators.validate import nearest


@click.command()
@click.option(
    "--within",
    type=click.IntRange(min=0),
    default=WITHIN,
    show_default=True,
    help="往后看多少天 Days ahead",
)
@click.option("--owner", metavar="ROLE", help="只看这个岗位负责的 Only what this role answers for")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="输出格式 Output"
)
@click.option("--check", is_flag=True, help="有过期的，退出码为 1 Fail if anything is overdue")
@click.pass_obj
def reviews(session: Session, within: int, owner: str | None, form: str, check: bool) -> None:
    """列出快到期、已过期的复审和将要生效的流程。List reviews that are due or overdue."""
    examination = examine(session.project)
    if has_errors(examination.findings):
        session.report(examination.findings, "text")
        sys.exit(SOURCE_ERROR)
    handbook, today = examination.handbook, session.project.today
    _require(session, handbook, owner)
    found = due(handbook, today, within, owner)
    data = record(handbook, found, today, within)
    if form == "text":
        for line in as_lines(data, session.words):
            session.out.print(line, markup=False)
    elif form == "json":
        click.echo(as_json(data))
    elif form == "markdown":
        click.echo(as_markdown(data, session.words), nl=False)
    else:
        click.echo(calendar(handbook, found, session.words), nl=False)
    sys.exit(SOURCE_ERROR if check and any(one.overdue for one in found) else 0)


def _require(session: Session, handbook: Handbook, owner: str | None) -> None:
    roles = {role.id: role.title for role in handbook.roles.values()}
    if owner is not None and owner not in roles:
        closest = nearest(owner, roles)
        guess = session.words("report.nearest", nearest=closest) if closest else ""
        session.stop("no-such-role", name=owner, nearest=guess)
