"""The command that files pictures and clips: media add."""

import sys
from pathlib import Path
from typing import NoReturn

from sop_handbook.adapters.characters import spelt_out
from sop_handbook.adapters.limits import OverrunError
from sop_handbook.adapters.swap import put_file
from sop_handbook.commands.session import USAGE_ERROR, Session
from sop_handbook.commands.support.media_entry import MediaOwner, enter, owner_of
from sop_handbook.commands.support.media_filing import Filed, RefusedError, free_name, made_anew
from sop_handbook.findings import Finding, Place
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.media_files import media_folder
from sop_handbook.sources.validate import nearest


def media(session: Session, file: Path, step: str | None) -> None:
    """File a picture or clip of a step or a procedure, and name it in its source.

    One that lies in media/ stays there, without where it was taken. Exits with 2 for a file that
    cannot be shown, or a step that is not there.
    """
    folder = media_folder(session.project).resolve()
    path = file.resolve()
    in_place = path.is_relative_to(folder)
    if step is None and not in_place:
        session.stop("media.no-step")
    examination = examine(session.project, store=session.store)
    owner = _owner(session, examination, step) if step is not None else None
    filed = _filed(session, path, in_place=in_place)
    if in_place or owner is None:
        name = path.relative_to(folder).as_posix()
    else:
        name = free_name(folder, owner.procedure.id, owner.id, filed.suffix)
    put_file(folder / name, filed.content)
    _tell(session, filed, session.project.name(media_folder(session.project) / name))
    if owner is not None:
        _enter(session, examination, owner, filed, name)


def _owner(session: Session, examination: Examination, step: str) -> MediaOwner:
    """Return the step or procedure that is meant; leave if there is none."""
    owner, known = owner_of(examination.handbook, step)
    if owner is None:
        closest = nearest(step, known)
        guess = session.messages("report.nearest", nearest=closest) if closest else ""
        session.stop("media.unknown", name=step, nearest=guess)
    return owner


def _filed(session: Session, path: Path, *, in_place: bool) -> Filed:
    """Return what is filed of a file; say why not, and leave, if it cannot be shown."""
    try:
        return made_anew(path, in_place=in_place)
    except RefusedError as error:
        _refuse(session, path, error.code, error.args_)
    except OverrunError:
        _refuse(session, path, "picture-unreadable", {})


def _refuse(session: Session, path: Path, code: str, args: dict[str, str]) -> NoReturn:
    name = spelt_out(path.name)
    session.report((Finding(Place(name), code, {"value": name, **args}),), "text")
    sys.exit(USAGE_ERROR)


def _tell(session: Session, filed: Filed, path: str) -> None:
    facts = {"path": path, "size": -(-len(filed.content) // 1_000)}
    if filed.is_new:
        session.say("media.made", **facts, width=filed.width, height=filed.height)
    else:
        session.say("media.as-it-is", **facts)


def _enter(
    session: Session, examination: Examination, owner: MediaOwner, filed: Filed, name: str
) -> None:
    """Name the file in the source of the procedure, or say what to paste there."""
    item = {"file": name, "text": session.messages("cli.media.text")}
    key = "clips" if filed.is_clip else "pictures"
    source, lines = enter(session.project, examination.places, owner, key, item)
    if lines:
        session.say("media.paste", path=source, title=owner.title)
        session.out.print(lines, markup=False)
    else:
        session.say("media.entered", path=source, title=owner.title)
