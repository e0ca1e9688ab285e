"""Content-hashed leftovers of earlier runs: what is dear to make is made once."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from threading import get_ident


class Store:
    """Keeps bytes under the hash of everything they were made from.

    `maker` names the program that makes them, such as the hash of its code: another program
    finds nothing. The folder may be deleted at any time.
    """

    def __init__(self, folder: Path, maker: str) -> None:
        self._folder = folder
        self._maker = maker

    def key(self, *inputs: str | bytes) -> str:
        """Return the name under which what these inputs give is kept."""
        digest = hashlib.sha256(self._maker.encode())
        for part in inputs:
            content = part.encode() if isinstance(part, str) else part
            digest.update(hashlib.sha256(content).digest())
        return digest.hexdigest()

    def find(self, key: str) -> bytes | None:
        """Return what is kept under a key."""
        path = self._path(key)
        return path.read_bytes() if path.is_file() else None

    def keep(self, key: str, content: bytes) -> None:
        """Keep something; another process may do the same at the same time."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}.part")
        partial.write_bytes(content)
        partial.replace(path)

    def remember(self, make: Callable[[], bytes], *inputs: str | bytes) -> bytes:
        """Return what these inputs give, from the store if it is there."""
        key = self.key(*inputs)
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]
