"""A new folder with all that belongs into it, or none at all."""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class TakenError(Exception):
    """There is no room for a new folder: `problem` is file, not-empty or no-parent."""

    def __init__(self, problem: str, path: Path) -> None:
        super().__init__(problem, path)
        self.problem, self.path = problem, path


def look_at(folder: Path) -> None:
    """Raise TakenError unless a folder could become a new one: it is not there, or empty."""
    if folder.is_symlink() and not folder.exists():
        raise TakenError("file", folder)
    if folder.exists() and not folder.is_dir():
        raise TakenError("file", folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise TakenError("not-empty", folder)
    if not folder.parent.is_dir():
        raise TakenError("no-parent", folder.parent)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to prepare in; once that is done, what lies there lies in `folder`.

    Whatever goes wrong, `folder` is as it was. One that is there, and empty, keeps its place: it
    may be where somebody stands, or a volume. Raises TakenError, or what the system refuses.
    """
    look_at(folder)
    stands = folder.is_dir()
    home = folder if stands else folder.parent
    work = Path(tempfile.mkdtemp(prefix=".sop-new-", dir=home))
    try:
        work.chmod(0o755)
        yield work
        if stands:
            _move_up(work)
        else:
            work.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)  # not there any more if it was put in its place


def _move_up(work: Path) -> None:
    """Move everything a folder up, or nothing."""
    names = sorted(path.name for path in work.iterdir())
    try:
        for name in names:
            (work / name).rename(work.parent / name)
    except BaseException:
        for name in names:
            if not (work / name).exists():
                (work.parent / name).rename(work / name)
        raise


def write_files(folder: Path, files: Mapping[str, bytes], programs: Collection[str] = ()) -> None:
    """Write files below a folder by their paths there; those of `programs` may be run."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if name in programs:
            path.chmod(0o755)
