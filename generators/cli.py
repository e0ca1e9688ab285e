"""The command line: arguments, printing, progress, exit codes. Nothing else prints or exits.

Exit codes: 0 all is well (warnings and advice allowed), 1 the sources have errors,
2 the call itself is wrong.
"""

import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from generators.build import Result, build
from generators.draft import DraftError, write_draft
from generators.examine import examine
from generators.findings import CODES, Finding, Severity, has_errors
from generators.project import Project
from generators.report import FORMATS, as_text, explain, render
from generators.schemas import UnreadableSchemaError
from generators.site import serve_site
from generators.validate import nearest
from generators.words import LANGUAGES, Words, words

SOURCE_ERROR, USAGE_ERROR = 1, 2


class Session:
    """What every command needs: the project, the language of messages, a place to print."""

    def __init__(self, root: Path, words: Words, today: date) -> None:
        self.project = Project(root=root.resolve(), today=today)
        self.words = words
        # rich honours NO_COLOR and drops colour when the output is no terminal.
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, key: str, **args: object) -> None:
        """Print interface words for a person."""
        self.out.print(self.words(f"cli.{key}", **args), markup=False)

    def progress(self, stage: str) -> None:
        """Tell a person what is going on, apart from the results."""
        self.err.print(self.words(f"cli.stage.{stage}"), style="dim", markup=False)

    def report(self, findings: tuple[Finding, ...], form: str) -> None:
        """Print findings in one of the formats, as they are."""
        if form == "text":
            for finding in findings:
                style = _STYLES[finding.severity]
                self.out.print(as_text(finding, self.words), style=style, markup=False)
        elif text := render(findings, form, self.words):
            click.echo(text)

    def stop(self, key: str, **args: object) -> None:
        """Say what is wrong with the call and leave."""
        self.err.print(self.words(f"cli.{key}", **args), markup=False)
        sys.exit(USAGE_ERROR)


_ROOT_HELP = "手册项目的文件夹 Folder of the handbook"
_URL_HELP = "网址，覆盖 handbook.yaml 的设定 Overrides the handbook's own"
_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "default"}


def _language(environment: dict[str, str]) -> str:
    """Chinese unless the locale is set to another language."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value and not value.startswith(("C", "POSIX")):
            return "zh" if value.startswith("zh") else "en"
    return "zh"


def _today(environment: dict[str, str]) -> date:
    """SOURCE_DATE_EPOCH (reproducible-builds.org) if set, else the day it is here."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now(UTC).astimezone().date()


def _form(command: Callable[..., Any]) -> Callable[..., Any]:
    choice = click.Choice(FORMATS)
    option = click.option("--format", "form", type=choice, default="text", help="输出格式 Output")
    return option(command)


def _address(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Refuse anything but a web address that ends in a slash."""
    if value and not re.fullmatch(r"https?://[^\s/?#]+/([^\s?#]+/)?", value):
        raise click.BadParameter("https://…/ （以 / 结尾 ending in /）")
    return value


class _Commands(click.Group):
    """Tells people, instead of crashing, about what only a developer can break."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except UnreadableSchemaError as error:
            ctx.obj.stop("unreadable-schema", reason=error)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="手册项目的文件夹 Folder of the handbook",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="提示语言 Language of messages")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="构建日期 Build date")
@click.version_option(package_name="sop-handbook")
@click.pass_context
def sop(context: click.Context, root: Path, lang: str | None, day: datetime | None) -> None:
    """SOP 手册：校验、生成、预览。Validate, build and serve the SOP handbook."""
    environment = dict(os.environ)
    today = day.date() if day else _today(environment)
    session = Session(root, words(lang or _language(environment)), today)
    if context.invoked_subcommand != "explain" and not session.project.schemas.is_dir():
        session.stop("no-project", root=session.project.root)
    context.obj = session


@sop.command()
@_form
@click.pass_obj
def validate(session: Session, form: str) -> None:
    """校验全部来源文件。Check all sources."""
    examination = examine(session.project)
    session.report(examination.findings, form)
    if form == "text":
        _count(session, examination.findings)
    sys.exit(SOURCE_ERROR if has_errors(examination.findings) else 0)


@sop.command(name="build")
@_form
@click.option(
    "--base-url",
    callback=_address,
    help="网址，覆盖 handbook.yaml 的设定 Overrides the handbook's own",
)
@click.pass_obj
def build_command(session: Session, form: str, base_url: str | None) -> None:
    """生成网站。Build the site."""
    result = build(session.project, session.progress, base_url)
    session.report(result.findings, form)
    if form == "text":
        _summary(session, result)
    sys.exit(SOURCE_ERROR if result.failed else 0)


@sop.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.pass_obj
def serve(session: Session, port: int, host: str) -> None:
    """预览网站，保存即刷新。Serve the site; saving a source refreshes the browser."""
    address = f"http://{host}:{port}/"

    def rebuild() -> None:
        result = build(session.project, session.progress, address, session.project.preview)
        session.report(result.findings, "text")
        session.say("kept" if result.failed else "refreshed", address=address)

    rebuild()
    project = session.project
    if not project.preview.is_dir():
        sys.exit(SOURCE_ERROR)
    watched = [
        (project.sources, True),
        (project.root / "overrides", True),
        (project.root / "mkdocs.yml", False),
        (project.docs, False),  # its generated folder must not wake the server
    ]
    watched = [entry for entry in watched if entry[0].exists()]
    below = [path for path in sorted(project.docs.iterdir()) if path.is_dir()]
    watched += [(path, True) for path in below if path != project.generated]
    try:
        serve_site(project.preview, watched, rebuild, host, port)
    except OSError as error:
        session.stop("cannot-serve", address=address, reason=error.strerror or error)


@sop.command(name="explain")
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


@sop.command()
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


def _count(session: Session, findings: tuple[Finding, ...]) -> None:
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    session.say(
        "count",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        advice=counts[Severity.ADVICE],
    )


def _summary(session: Session, result: Result) -> None:
    _count(session, result.findings)
    if result.failed:
        session.say("nothing-published")
        return
    handbook = result.examination.handbook
    session.say(
        "summary",
        procedures=len(handbook.procedures),
        steps=sum(len(procedure.steps) for procedure in handbook.procedures.values()),
        pages=result.pages,
        written=result.written,
    )
    session.say("site-built" if result.site_built else "site-unchanged", site=session.project.site)


def main() -> None:
    """Entry point of the console script."""
    sop.main()
