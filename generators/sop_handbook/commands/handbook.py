"""Commands that make the site: build, publish."""

import sys
from pathlib import Path

from sop_handbook.adapters.swap import copy_files, put, room_for, target_of
from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.commands.support.editor_schemas import write_for_editor
from sop_handbook.pipeline.build import Result, build, is_built
from sop_handbook.project import Project


def build_command(session: Session, form: str, base_url: str | None) -> None:
    """Build the site. Exits with 1 if the sources have errors.

    `form` is one of language.report.FORMATS; `base_url` replaces the handbook's own.
    """
    with session.turn():
        result = build(session.project, session.progress, base_url)
    write_for_editor(session.project, result.examination.names)
    session.report(result.findings, form)
    if form == "text":
        _summary(session, result)
    sys.exit(SOURCE_ERROR if result.failed else 0)


def publish_site(session: Session, folder: Path) -> None:
    """Put the built site in the place of another folder, such as the root of a web server.

    Exits with 2 if nothing was built, or if something else is there.
    """
    project = session.project
    with session.turn():
        if not is_built(project, project.site):
            session.stop("not-built", site=project.site)
        target = target_of(folder)
        if not _is_ours_to_replace(target.path, project):
            own = target.path == project.site
            session.stop("place.is-site" if own else "place.no-site", path=target.path)
        with room_for(target, project.cache) as fresh:
            copy_files(project.site, fresh)
            put(fresh, target)
    session.say("published", path=target.path)


def _is_ours_to_replace(folder: Path, project: Project) -> bool:
    """Whether a folder is empty or a site, and none that holds this project."""
    above = folder == project.site or project.root.is_relative_to(folder)
    used = folder.is_dir() and any(folder.iterdir())
    return not above and (not used or (folder / "index.html").is_file())


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
