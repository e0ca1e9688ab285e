"""What does the work, as one hash: our own code and every installed package."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path


def program() -> str:
    """Hash our code and the versions of every installed package."""
    packages = sorted(f"{d.name} {d.version}" for d in distributions())
    folder = Path(__file__).parent
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
