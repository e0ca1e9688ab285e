"""The command for those who answer for procedures: reviews."""

import sys

import click

from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.commands.support.agenda import as_lines, as_markdown, record
from sop_handbook.commands.support.comparison.faces import as_json
from sop_handbook.findings import has_errors
from sop_handbook.model import Handbook
from sop_handbook.model.reviews import WITHIN, due
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.reviews import calendar
from sop_handbook.sources.validate import nearest


def reviews(
    session: Session, within: int | None, owner: str | None, form: str, check: bool
) -> None:
    """List what is due `within` some days, perhaps of one owner only.

    `within` is WITHIN if None, `owner` the id of a role; `form` is text, json, markdown or ics.
    Exits with 1 if the sources have errors, or with `check` if something is overdue; with 2 for no
    such role.
    """
    examination = examine(session.project, store=session.store)
    if has_errors(examination.findings):
        session.report(examination.findings, "text")
        sys.exit(SOURCE_ERROR)
    handbook, today = examination.handbook, session.project.today
    _require(session, handbook, owner)
    days = WITHIN if within is None else within
    found = due(handbook, today, days, owner)
    data = record(handbook, found, today, days)
    if form == "text":
        for line in as_lines(data, session.messages):
            session.out.print(line, markup=False)
    elif form == "json":
        click.echo(as_json(data))
    elif form == "markdown":
        click.echo(as_markdown(data, session.messages), nl=False)
    else:
        click.echo(calendar(handbook, found, session.messages), nl=False)
    sys.exit(SOURCE_ERROR if check and any(one.overdue for one in found) else 0)


def _require(session: Session, handbook: Handbook, owner: str | None) -> None:
    roles = {role.id: role.title for role in handbook.roles.values()}
    if owner is not None and owner not in roles:
        closest = nearest(owner, roles)
        guess = session.messages("report.nearest", nearest=closest) if closest else ""
        session.stop("no-such-role", name=owner, nearest=guess)
