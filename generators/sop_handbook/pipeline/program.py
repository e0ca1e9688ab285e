"""What does the work, as one hash: our own code and every installed package."""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path


def program() -> str:
    """Hash our code and the versions of every installed package."""
    # A package's folder of facts bears name and version; to read each takes a tenth of a second.
    found = (path for home in sys.path for path in Path(home).glob("*.*-info"))
    packages = sorted({path.name for path in found})
    folder = Path(__file__).parent.parent
    return digest(sorted(files_below(folder)), *packages, home=folder)


def digest(files: Iterable[Path], *more: str, home: Path) -> str:
    """Hash files, by their names below `home`: another checkout of the same gives the same."""
    found = hashlib.sha256(repr(more).encode())
    for path in files:
        found.update(path.relative_to(home).as_posix().encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def files_below(folder: Path) -> Iterable[Path]:
    """Return every file below a folder, but for what Python leaves behind."""
    return (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
