"""The command that shows the site while its sources are being written."""

import sys
from collections.abc import Iterable
from pathlib import Path

from sop_handbook.adapters.interrupts import Interrupts
from sop_handbook.adapters.watching import Watcher
from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.commands.support.papers import Papers
from sop_handbook.commands.support.preview import Preview
from sop_handbook.project import THEME, Project
from sop_handbook.site.engine.server import SiteServer, refusal


def serve(session: Session, port: int, host: str) -> None:
    """Serve the site until it is interrupted; saving a source refreshes the browser.

    Exits with 1 if there is nothing to show, with 2 if nothing can be served at that host and port.
    """
    address = f"http://{host}:{port}/"
    if not host.strip():  # would be every address this machine has
        session.stop("no-host")
    if reason := refusal(host, port):  # said at once, not after a build
        session.stop("cannot-serve", address=address, reason=reason)
    project = session.project
    watcher = Watcher(watched(project))
    papers = Papers(project)
    pending = session.messages("cli.pending")
    server = SiteServer(project.preview, host, port, pending, papers.fetch)
    try:
        with Interrupts() as interrupts:
            preview = Preview(session, address, server, watcher, papers, interrupts.check)
            preview.begin()
            if not project.preview.is_dir():
                sys.exit(SOURCE_ERROR)
            try:
                server.begin()
            except OSError as error:
                session.stop("cannot-serve", address=address, reason=error.strerror or error)
            preview.follow()
    except KeyboardInterrupt:
        pass
    finally:
        watcher.close()
        server.end()


def watched(project: Project) -> Iterable[Path]:
    """Return all that a site is made of."""
    return (project.sources, project.docs, project.overrides, project.settings, THEME)
