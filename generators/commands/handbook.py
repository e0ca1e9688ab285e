"""Commands that check the handbook and make what comes of it: validate, build, serve, owners."""

import sys
from pathlib import Path

import click

from generators.build import Result, build
from generators.commands.session import SOURCE_ERROR, Session, findings_format, web_address
from generators.examine import examine
from generators.findings import has_errors
from generators.owners import NAME, code_owners, current, without_account, write
from generators.site import serve_site
from generators.words import words


@click.command()
@click.argument("files", nargs=-1, metavar="[FILES]…", type=click.Path(path_type=Path, exists=True))
@click.option("--style", is_flag=True, help="也查措辞和篇幅 Wording and length, too")
@findings_format
@click.pass_obj
def validate(session: Session, files: tuple[Path, ...], style: bool, form: str) -> None:
    """校验全部来源文件，或只看某几个。Check all sources; show those of FILES only."""
    names = session.names(files)
    found = examine(session.project, style=style).findings
    findings = tuple(f for f in found if not names or f.place.file in names)
    session.report(findings, form)
    if form == "text":
        session.count(findings)
    sys.exit(SOURCE_ERROR if has_errors(findings) else 0)


@click.command(name="build")
@findings_format
@click.option(
    "--base-url",
    callback=web_address,
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


@click.command()
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


@click.command()
@click.option("--check", is_flag=True, help="只检查是不是最新 Only tell whether it is up to date")
@click.pass_obj
def owners(session: Session, check: bool) -> None:
    """按负责人写 CODEOWNERS。Write CODEOWNERS from the owners of the procedures."""
    examination = examine(session.project)
    if has_errors(examination.findings):
        session.report(examination.findings, "text")
        sys.exit(SOURCE_ERROR)
    text = code_owners(examination.handbook, words("zh"))
    if missing := without_account(examination.handbook):
        titles = (examination.handbook.roles[name].title for name in missing)
        session.say("owners.missing", roles=session.words("report.comma").join(titles))
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


def _summary(session: Session, result: Result) -> None:
    session.count(result.findings)
    if result.failed:
        session.say("nothing-published")
        return
    handbook = result.examination.handbook
    session.say(
        "summary",
        procedures=len(handbook.procedures),
        steps=sum(len(procedure.steps) for procedure in handbook.procedures.values()),
        pages=result.pages,
        files=len(result.artifacts) - result.pages,
        written=result.written,
    )
    session.say("site-built" if result.site_built else "site-unchanged", site=session.project.site)
