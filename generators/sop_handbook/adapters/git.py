"""The door to git: the sources as they were, or where they lie, for comparing. Builds need none."""

import io
import re
import subprocess
import tarfile
from pathlib import Path

_GIT = ("git", "-c", "core.quotepath=off")
LEDGER = "sop_sources/editions.json"


class HistoryError(Exception):
    """A state cannot be had. `problem` is a key below `cli.diff` of the interface words."""

    def __init__(self, problem: str, **args: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.args_ = args


def checkout(root: Path, state: str, scratch: Path) -> Path:
    """Return a project folder that holds the sources of `state`, a folder or a git revision.

    A folder is taken as it is; of a revision, sop_sources is unpacked below `scratch`.
    Raises HistoryError when there is no such state.
    """
    folder = (root / state).resolve()
    if (folder / "sop_sources").is_dir():
        return folder
    commit = _run(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{state}^{{commit}}"
    )
    if not commit:
        raise HistoryError("no-state", state=state)
    archive = _bytes(root, "archive", "--format=tar", commit, "sop_sources")
    if not archive:
        raise HistoryError("no-sources", state=state)
    target = scratch / commit
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(target, filter="data")
    return target


def last_release(root: Path) -> str | None:
    """Return the commit that last changed the ledger; None without git, or without releases."""
    return _run(root, "log", "-1", "--format=%H", "--", LEDGER) or None


def committed_ids(root: Path) -> list[str]:
    """Return the ids of the editions in the last commit's ledger; none without git or a ledger."""
    try:
        text = _bytes(root, "show", f"HEAD:./{LEDGER}").decode("utf-8", "replace")
    except HistoryError:
        return []
    return re.findall(r'^,\{"id": "([0-9a-f]+)"', text, re.MULTILINE)


def head(root: Path) -> str:
    """Return the commit that is checked out, "" without git; one with changes ends in a +."""
    try:
        commit = _run(root, "rev-parse", "HEAD")
        return f"{commit}+" if commit and _run(root, "status", "--porcelain") else commit
    except HistoryError:
        return ""


def uncommitted(root: Path, but: str) -> list[str] | None:
    """Return what below a folder is not as the last commit has it, by path; None without git.

    What lies in the folder itself and is called as the pattern `but` says does not count.
    """
    if not _run(root, "rev-parse", "--is-inside-work-tree"):
        return None
    where = (".", f":(exclude,glob){but}")
    told = _bytes(root, "status", "--porcelain", "-z", "--no-renames", "--", *where)
    return [line[3:] for line in told.decode("utf-8", "replace").split("\0") if line]


def described(root: Path, commit: str) -> tuple[str, str]:
    """Return the short name of a commit, and the day it was made (ISO 8601)."""
    name, _, day = _run(root, "log", "-1", "--format=%h %cs", commit).partition(" ")
    return name, day


def _run(root: Path, *args: str) -> str:
    return _bytes(root, *args).decode().strip()


def _bytes(root: Path, *args: str) -> bytes:
    """Run git without a shell; nothing when it fails or is not installed."""
    try:
        done = subprocess.run([*_GIT, *args], cwd=root, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise HistoryError("no-git", reason=error.strerror or error) from error
    return done.stdout if done.returncode == 0 else b""
