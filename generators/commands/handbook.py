"""Commands that make the site: build, serve."""

import sys

from generators.build import Result, build
from generators.commands.session import SOURCE_ERROR, Session
from generators.site import serve_site


def build_command(session: Session, form: str, base_url: str | None) -> None:
    """Build the site."""
    result = build(session.project, session.progress, base_url)
    session.report(result.findings, form)
    if form == "text":
        _summary(session, result)
    sys.exit(SOURCE_ERROR if result.failed else 0)


def serve(session: Session, port: int, host: str) -> None:
    """Serve the site; saving a source refreshes the browser."""
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
