"""Content-hashed leftovers of earlier runs: what takes long to make is made once."""

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import get_ident


class Store:
    """Keeps bytes under the hash of everything they were made from.

    `maker` gives for a module's name the hash of what makes things there: what another program
    made is not found. The folder may be deleted at any time, and what is in it need not be
    believed: every entry begins with the digest of its content, and one that is not what was kept
    is as good as none. That guards against a cut file or a bad disk, not against malice.
    """

    def __init__(self, folder: Path, maker: Callable[[str], str]) -> None:
        self._folder = folder
        self._maker = maker

    def key(self, module: str, *inputs: str | bytes) -> str:
        """Return the name under which what a module makes of these inputs is kept."""
        digest = hashlib.sha256(self._maker(module).encode())
        for part in inputs:
            content = part.encode() if isinstance(part, str) else part
            digest.update(hashlib.sha256(content).digest())
        return digest.hexdigest()

    def find(self, key: str) -> bytes | None:
        """Return what is kept under a key; what is damaged is removed."""
        path = self._path(key)
        try:
            mark, _, content = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        except OSError:
            mark, content = b"", b""
        if mark == _mark(content):
            return content
        _remove(path)
        return None

    def keep(self, key: str, content: bytes) -> None:
        """Keep something; another process may do the same at the same time."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}.part")
        partial.write_bytes(_mark(content) + b"\n" + content)
        partial.replace(path)

    def get_or_make(self, make: Callable[[], bytes], module: str, *inputs: str | bytes) -> bytes:
        """Return what a module makes of these inputs, from the store if it is there."""
        key = self.key(module, *inputs)
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]


def _mark(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _remove(path: Path) -> None:
    """Take away what is no entry, whatever it is; another process may have done so already."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
