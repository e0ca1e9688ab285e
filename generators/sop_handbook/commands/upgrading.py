"""The command that brings a handbook to this engine: upgrade."""

import sys

from sop_handbook.adapters.git import uncommitted
from sop_handbook.adapters.swap import put_file
from sop_handbook.adapters.wheel import Wheel
from sop_handbook.commands.session import SOURCE_ERROR, Session
from sop_handbook.scaffold import managed
from sop_handbook.scaffold.engine_wheel import CHANGELOG, NoEngineError, engine_wheel, is_newer
from sop_handbook.scaffold.managed import BrokenRecordError, Managed, read_managed
from sop_handbook.scaffold.upgrade import ENGINES, Upgrade, news_since, planned

_CHANGELOG = f"sop_handbook/{CHANGELOG}"


def upgrade(session: Session, dry_run: bool) -> None:
    """Bring the handbook to this engine; with `dry_run` only tell what that would change.

    Exits with 2 where nothing can be done, with 1 where a source cannot be brought to the present
    format.
    """
    record = _record(session)
    engine = _engine(session)
    if is_newer(record.engine, engine.version):
        session.stop("upgrade.older", engine=engine.version, handbook=record.engine)
    plan = planned(session.project, record, engine)
    if plan.is_empty:
        _tell_nothing(session, engine)
        return
    if not dry_run:
        _require_committed(session)
    _tell(session, plan)
    _tell_news(session, record, engine)
    if plan.unreadable:
        sys.exit(SOURCE_ERROR)
    if not dry_run:
        _write(session, plan)
    session.say("upgrade.would" if dry_run else "upgrade.done", engine=engine.version)


def _record(session: Session) -> Managed:
    try:
        record = read_managed(session.project.root)
    except BrokenRecordError as error:
        session.stop("upgrade.broken-record", path=managed.NAME, said=str(error))
    if record is None:
        session.stop("upgrade.no-record", path=managed.NAME)
    return record


def _engine(session: Session) -> Wheel:
    try:
        return engine_wheel(None)
    except NoEngineError as error:
        session.stop(f"init.{error.problem}", said=error.said)


def _uncommitted(session: Session) -> list[str] | None:
    """Return what is not committed; the new engine's own file, put there for this, is no matter."""
    return uncommitted(session.project.root, but=ENGINES)


def _tell_nothing(session: Session, engine: Wheel) -> None:
    """Say that all is done, and whether an upgrade has yet to be committed."""
    waits = any(path.endswith(managed.NAME) for path in _uncommitted(session) or ())
    session.say("upgrade.waits" if waits else "upgrade.nothing", engine=engine.version)


def _require_committed(session: Session) -> None:
    """Leave where what is replaced could not be had back."""
    found = _uncommitted(session)
    if found is None:
        session.stop("upgrade.no-git")
    elif found:
        session.stop("upgrade.uncommitted", count=len(found), path=found[0])


def _tell(session: Session, plan: Upgrade) -> None:
    for name in sorted(plan.written):
        session.say("upgrade.written", path=name)
    for name in plan.removed:
        session.say("upgrade.removed", path=name)
    for name, difference in plan.differing.items():
        session.say("upgrade.differing", path=name)
        session.out.print(difference, markup=False)
    for name in plan.unreadable:
        session.say("upgrade.unreadable", path=name)


def _tell_news(session: Session, record: Managed, engine: Wheel) -> None:
    if record.engine == engine.version:
        return
    session.say("upgrade.news", old=record.engine, new=engine.version)
    changelog = engine.files.get(_CHANGELOG, b"").decode("utf-8", "replace")
    for line in news_since(changelog, record.engine, session.messages("cli.upgrade.part")):
        session.out.print(line, markup=False)


def _write(session: Session, plan: Upgrade) -> None:
    """Write everything, the record last: what is interrupted is done by the next call."""
    root = session.project.root
    for name in sorted(plan.written, key=lambda name: (name == managed.NAME, name)):
        put_file(root / name, plan.written[name])
    for name in plan.removed:
        (root / name).unlink(missing_ok=True)
