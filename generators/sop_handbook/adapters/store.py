"""Content-hashed leftovers of earlier runs: what takes long to make is made once."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import get_ident

from sop_handbook.project import LostError

_DAY = 24 * 60 * 60.0  # seconds
_UNUSED = 30 * _DAY
_ENTRY = re.compile(r"[0-9a-f]{62}(\.[0-9]+\.[0-9]+\.part)?")  # the first two are its folder's name


@dataclass(frozen=True, slots=True)
class Kept:
    """Something in the store that is read when it is asked for, so that memory need not hold it.

    `mark` is the digest of the whole entry, `start` is where in it begins what is asked for, and
    `size` how long that is, both in bytes.
    """

    path: Path
    mark: bytes
    start: int
    size: int

    def read(self) -> bytes:
        """Return it as it was kept. Raises LostError if somebody took or changed it since."""
        mark, content = _read(self.path)
        if mark != self.mark or mark != _mark(content):
            raise LostError(self.path)
        return content[self.start :]


class Store:
    """Keeps bytes under the hash of everything they were made from.

    `maker` gives for a module's full dotted name the hash of what makes things there: what another
    program made is not found. The folder may be deleted at any time, and what is in it need not be
    believed: every entry begins with the digest of its content, and one that is not what was kept
    is as good as none. That guards against a cut file or a bad disk, not against malice.

    The time of an entry's file is when it was last used, give or take a day; what nobody used for
    thirty days is swept away. What time it is now is what the file system says when it is told to
    set the time of the folder: so one clock, that of the disk, has written all that is compared.
    """

    def __init__(self, folder: Path, maker: Callable[[str], str]) -> None:
        self._folder = folder
        self._maker = maker

    def key(self, module: str, *inputs: str | bytes) -> str:
        """Return the name under which what a module makes of these inputs is kept (hexadecimal)."""
        digest = hashlib.sha256(self._maker(module).encode())
        for part in inputs:
            content = part.encode() if isinstance(part, str) else part
            digest.update(hashlib.sha256(content).digest())
        return digest.hexdigest()

    def find(self, key: str) -> bytes | None:
        """Return what is kept under a key; None if nothing is. What is damaged is removed."""
        path = self._path(key)
        mark, content = _read(path)
        if mark == _mark(content):
            self._use(path)
            return content
        _remove(path)
        return None

    def has(self, key: str) -> bool:
        """Tell whether something lies under a key, sound or not."""
        return self._path(key).is_file()

    def held(self, key: str, content: bytes, start: int = 0) -> Kept:
        """Return how to read again, from byte `start` on, what is kept under a key: `content`."""
        return Kept(self._path(key), _mark(content), start, len(content) - start)

    def keep(self, key: str, content: bytes) -> None:
        """Keep something; another process may do the same at the same time."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}.part")
        partial.write_bytes(_mark(content) + b"\n" + content)
        partial.replace(path)

    def get_or_make(self, make: Callable[[], bytes], module: str, *inputs: str | bytes) -> bytes:
        """Return what a module makes of these inputs, from the store if it is there.

        `module` is its full dotted name; `make` is called only if nothing is kept.
        """
        return self._got(make, self.key(module, *inputs))

    def hold_or_make(self, make: Callable[[], bytes], module: str, *inputs: str | bytes) -> Kept:
        """Do the same for what is not needed yet: return how to read it."""
        key = self.key(module, *inputs)
        return self.held(key, self._got(make, key))

    def _got(self, make: Callable[[], bytes], key: str) -> bytes:
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    def sweep(self) -> int:
        """Remove what nobody used for thirty days, once a day; return how many files went.

        Nothing else in the folder is touched, and where nothing can be written, nothing is done.
        """
        swept = self._folder / "swept"  # an empty folder: its time is that of the last sweep
        if self._now is None or abs(self._now - _time(swept)) < _DAY:
            return 0
        try:
            swept.mkdir(exist_ok=True)
            os.utime(swept)
        except OSError:
            return 0
        return sum(_unused(path, self._now) for path in _entries(self._folder))

    @cached_property
    def _now(self) -> float | None:
        """The time, in seconds; None where the folder is missing or not ours to write to."""
        try:
            os.utime(self._folder)
        except OSError:
            return None
        return _time(self._folder)

    def _use(self, path: Path) -> None:
        """Note that an entry is in use, at most once a day."""
        if self._now is not None and abs(self._now - _time(path)) >= _DAY:
            with suppress(OSError):
                os.utime(path)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]


def _time(path: Path) -> float:
    """Return when something was last marked or written, in seconds; 0 for what is not there."""
    try:
        return path.stat(follow_symlinks=False).st_mtime
    except OSError:
        return 0


def _entries(folder: Path) -> Iterator[Path]:
    """Yield the files of entries, and what a process left that was stopped while writing one.

    People may name a folder that holds other things, too: those are none of ours.
    """
    for part in sorted(folder.glob("[0-9a-f][0-9a-f]")):
        if part.is_dir() and not part.is_symlink():
            yield from (path for path in part.iterdir() if _ENTRY.fullmatch(path.name))


def _unused(path: Path, now: float) -> bool:
    """Remove an entry if nobody used it for long; tell whether it was removed."""
    if now - _time(path) < _UNUSED:
        return False
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _read(path: Path) -> tuple[bytes, bytes]:
    """Return the digest and the content of an entry; of what is none, two that do not match."""
    try:
        mark, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return b"", b""
    return mark, content


def _mark(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _remove(path: Path) -> None:
    """Take away what is no entry, whatever it is; another process may have done so already."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
