"""A finished folder, or file, takes the place of another: whole, or not at all.

The place is looked at before anything is made for it, since a site may be a folder, a link into a
web root, or a volume that was mounted there. What a killed run left is put right by the next.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_BLOCK = 4096


class NoPlaceError(Exception):
    """No folder can be put there: `problem` is a key below `cli.place`, `path` says where."""

    def __init__(self, problem: str, path: Path) -> None:
        super().__init__(problem, path)
        self.problem, self.path = problem, path


@dataclass(frozen=True)
class SwapTarget:
    """Where a folder goes: links are followed, and stay.

    Not `swapped` means filled: a mounted volume, or a folder beside which we may not write, keeps
    its place and is given the new files one by one.
    """

    path: Path
    swapped: bool

    @property
    def aside(self) -> Path:
        """Where the former folder is while it is being replaced."""
        return self.path.with_name(f".{self.path.name}.former")


def target_of(path: Path) -> SwapTarget:
    """Return where a folder called `path` really goes, put right if a killed run left it half done.

    Raises NoPlaceError if something else is in the way, or the place cannot be written to.
    """
    real = Path(os.path.realpath(path))
    if real.is_symlink() or (real.exists() and not real.is_dir()):  # a link that leads to itself
        raise NoPlaceError("no-folder", real)
    if not real.parent.is_dir():
        raise NoPlaceError("no-parent", real.parent)
    beside = os.access(real.parent, os.W_OK | os.X_OK) and not os.path.ismount(real)
    if not beside and not (real.is_dir() and os.access(real, os.W_OK | os.X_OK)):
        raise NoPlaceError("not-writable", real)
    target = SwapTarget(real, swapped=beside)
    if beside:
        _put_right(target)
    return target


@contextmanager
def room_for(target: SwapTarget, cache: Path) -> Iterator[Path]:
    """Give a fresh folder to prepare in: beside the target, so that renaming is enough.

    For a place that is filled it lies in the cache. Whatever goes wrong, nothing of it is left:
    where a disk is full, it would stay so.
    """
    cache.mkdir(parents=True, exist_ok=True)
    where = target.path.parent if target.swapped else cache
    for left_over in where.glob(f"{_prefix(target)}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=where))
    try:
        fresh.chmod(0o755)
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)  # not there any more if it was put in its place


def put(fresh: Path, target: SwapTarget) -> None:
    """Put a finished folder in its place. If that fails, what was there is there still.

    Whoever serves it may read it, however strict the files of the one who built it are.
    """
    _open_to_all(fresh)
    if target.swapped:
        _swap(fresh, target)
    else:
        _fill(fresh, target.path)
        _open_to_all(target.path)  # the folders that were made there


def _open_to_all(folder: Path) -> None:
    for entry in entries_below(folder):
        if not entry.is_symlink():
            Path(entry).chmod(0o755 if entry.is_dir() else 0o644)


def entries_below(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """Yield all that lies below a folder, in no order; what a link leads to is not gone through.

    A large site has thousands of files: their entries know already what `Path` would ask for.
    Nothing lies below a folder that is not there or may not be read.
    """
    try:
        found = os.scandir(folder)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    with found:
        for entry in found:
            yield entry
            if entry.is_dir(follow_symlinks=False):
                yield from entries_below(entry.path)


def files_below(folder: Path) -> list[str]:
    """Return every file below a folder, by its path there with forward slashes, in order."""
    return sorted(_name(one, folder) for one in entries_below(folder) if _is_file(one))


def copy_files(source: Path, folder: Path) -> None:
    """Copy what is in one folder into another; the first refusal ends it, by its own name.

    What it is refused for is raised as OSError.
    """
    for path in sorted(source.rglob("*")):
        if path.is_file():
            to = folder / path.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, to)


def listing(folder: Path) -> Iterator[str]:
    """Yield a line for every file: its path, size and time.

    If a line differs, the file was touched.
    """
    for entry in sorted(filter(_is_file, entries_below(folder)), key=lambda one: one.path):
        known = entry.stat()
        yield f"{_name(entry, folder)} {known.st_size} {known.st_mtime_ns}"


def _name(entry: os.DirEntry[str], folder: Path) -> str:
    return entry.path[len(str(folder)) + 1 :].replace(os.sep, "/")


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether something is a file, or a link to one: a link may lead in circles."""
    return Path(entry).is_file() if entry.is_symlink() else entry.is_file()


def _prefix(target: SwapTarget) -> str:
    return f".{target.path.name}.new-"


def _put_right(target: SwapTarget) -> None:
    """Finish what a killed run began, or take it back."""
    aside = target.aside
    if not os.path.lexists(aside):
        return
    if aside.is_symlink() or not aside.is_dir():
        raise NoPlaceError("in-the-way", aside)
    if target.path.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(target.path)


def _swap(fresh: Path, target: SwapTarget) -> None:
    if target.path.exists():
        target.path.rename(target.aside)
    try:
        fresh.rename(target.path)
    except OSError:
        if target.aside.exists():
            target.aside.rename(target.path)
        raise
    shutil.rmtree(target.aside, ignore_errors=True)  # if not now, the next run does


def _fill(fresh: Path, folder: Path) -> None:
    """Give a folder the new files: first what pages need, then pages, last take the old away."""
    files = [path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file()]
    if _needed(fresh, folder, files) > shutil.disk_usage(folder).free:
        raise NoPlaceError("no-room", folder)
    for name in sorted(files, key=lambda path: (path.suffix == ".html", path)):
        _take(fresh / name, folder, name)
    kept = {folder / name for name in files}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink() or (path.is_file() and path not in kept):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _needed(fresh: Path, folder: Path, files: list[Path]) -> int:
    """How many bytes it takes to give the files in, one by one, beside those that stay."""
    sizes = [(_size(fresh / name), _size(folder / name)) for name in files]
    grown = sum(max(0, new - old) for new, old in sizes)
    return grown + max((new for new, _ in sizes), default=0)


def _size(path: Path) -> int:
    """What a file takes on a disk, in whole blocks."""
    return -(-path.stat().st_size // _BLOCK) * _BLOCK if path.is_file() else 0


def _take(new: Path, folder: Path, name: Path) -> None:
    """Copy a file into a folder in which something else may stand where it goes."""
    place = folder / name
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    for above in (folder / part for part in name.parents if part != Path()):
        if above.is_symlink() or above.is_file():
            above.unlink()
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f"{place.name}.part")
    shutil.copy2(new, partial)
    partial.replace(place)


def put_file(path: Path, content: bytes) -> bool:
    """Write a file in one move, if it says something else; a link there is replaced.

    Return whether it was written.
    """
    if _says(path, content):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    partial.replace(path)
    return True


def _says(path: Path, content: bytes) -> bool:
    """Tell whether a file, and no link, has this content; one of another size is not read."""
    try:
        known = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    regular = stat.S_ISREG(known.st_mode)
    return regular and known.st_size == len(content) and path.read_bytes() == content
