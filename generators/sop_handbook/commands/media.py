"""The command that files pictures and clips: media add."""

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from sop_handbook.adapters.characters import spelt_out
from sop_handbook.adapters.limits import OverrunError
from sop_handbook.adapters.swap import put_file
from sop_handbook.commands.session import USAGE_ERROR, Session
from sop_handbook.commands.support.media_entry import (
    MediaEntry,
    MediaOwner,
    enter,
    owner_of,
    planned,
)
from sop_handbook.commands.support.media_filing import Filed, RefusedError, free_name, made_anew
from sop_handbook.findings import Finding, Place
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.media_files import LARGEST_PICTURE, media_folder, read_media
from sop_handbook.sources.validate import nearest


def media(session: Session, file: Path, step: str | None) -> None:
    """File a picture or clip of a step or a procedure, and name it in its source.

    What lies in media/ already is not filed again, and a picture stays there upright, small, and
    without anything but what is seen. Exits with 2 for a file that cannot be shown, a step that is
    not there, or one that may have no more; then nothing is written.
    """
    folder = media_folder(session.project).resolve()
    path = file.resolve()
    if step is None and not path.is_relative_to(folder):
        session.stop("media.no-step")
    examination = examine(session.project, store=session.store)
    owner = _owner(session, examination, step) if step is not None else None
    there = _there(session, folder)
    path = _original(path, folder, there)
    filed = _filed(session, path, in_place=path.is_relative_to(folder))
    if owner is None:
        _put(session, filed, path, is_filed=False)
        return
    target = _target(folder, path, owner, filed, there)
    name = target.relative_to(folder).as_posix()
    entry = _planned(session, examination, owner, name, filed)
    _put(session, filed, target, is_filed=target != path and target.exists())
    _enter(session, owner, entry)


def _there(session: Session, folder: Path) -> dict[str, Path]:
    """Return the files in media/ by the digests of their contents."""
    files = read_media(session.project, session.store).files
    return {file.digest: folder / name for name, file in reversed(files.items()) if file.digest}


def _original(path: Path, folder: Path, there: Mapping[str, Path]) -> Path:
    """Return the file in media/ of which another is a copy, byte for byte; else the other."""
    if path.is_relative_to(folder) or path.stat().st_size > LARGEST_PICTURE:
        return path
    return there.get(_digest(path.read_bytes()), path)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _target(
    folder: Path, path: Path, owner: MediaOwner, filed: Filed, there: Mapping[str, Path]
) -> Path:
    """Return where a file goes: it stays in media/, is there in a copy, or gets a name there."""
    if path.is_relative_to(folder):
        return path
    name = free_name(folder, owner.procedure.id, owner.id, filed.suffix)
    return there.get(_digest(filed.content), folder / name)


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


def _put(session: Session, filed: Filed, path: Path, *, is_filed: bool) -> None:
    """Write a file below media/, unless it is there, and say what became of it."""
    shown = session.project.name(path)
    facts = {"path": shown, "size": -(-len(filed.content) // 1_000)}
    if is_filed:
        session.say("media.is-filed", path=shown)
        return
    put_file(path, filed.content)
    if filed.is_new:
        session.say("media.made", **facts, width=filed.width, height=filed.height)
    else:
        session.say("media.as-it-is", **facts)


def _planned(
    session: Session,
    examination: Examination,
    owner: MediaOwner,
    name: str,
    filed: Filed,
) -> MediaEntry:
    """Return the entry in the source of the procedure; leave if it may not have it."""
    item = {"file": name, "text": session.messages("cli.media.text")}
    key = "clips" if filed.is_clip else "pictures"
    entry = planned(session.project, examination.places, owner, key, item)
    if entry.findings:
        session.report(entry.findings, "text")
        sys.exit(USAGE_ERROR)
    return entry


def _enter(session: Session, owner: MediaOwner, entry: MediaEntry) -> None:
    """Name the file in the source of the procedure, or say what to paste there."""
    enter(session.project, entry)
    if entry.lines:
        session.say("media.paste", path=entry.source, title=owner.title)
        session.out.print(entry.lines, markup=False)
    else:
        done = "media.is-there" if entry.is_there else "media.entered"
        session.say(done, path=entry.source, title=owner.title)
