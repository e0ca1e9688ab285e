"""The command for places without a network: offline-zip."""

import sys
from pathlib import Path

from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.build import build
from sop_handbook.render.base import Artifact
from sop_handbook.site.portable import archive, portable_files
from sop_handbook.site.publish import add_files


def offline_zip(session: Session, target: Path | None) -> None:
    """Pack the handbook for places without a network. Exits with 1 if the sources have errors."""
    project = session.project
    folder = f"handbook-{project.today}"
    target = target or project.root / f"{folder}.zip"
    with session.turn():
        result = build(project, session.progress)
        session.report(result.findings, "text")
        if result.failed:
            session.say("nothing-published")
            sys.exit(SOURCE_ERROR)
        session.progress("portable")
        handbook = result.examination.handbook
        files = portable_files(project.site, handbook, messages(handbook.language), project.today)
    content = archive(files, folder, project.today)
    add_files([Artifact(target.name, content)], target.parent)
    session.say("portable", path=target, files=len(files), size=f"{len(content) / 1e6:.1f}")
