"""Put artifacts on disk: only what changed, stale files removed, never outside the folder."""

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from sop_handbook.adapters.swap import entries_below, files_below, put_file
from sop_handbook.render.base import Artifact


def publish(artifacts: Iterable[Artifact], folder: Path) -> tuple[int, int]:
    """Make `folder` hold exactly these artifacts; return how many were written and removed.

    What is made only when it is fetched is not there, and nothing stands in its place.
    Raises ValueError, before anything is written, when two artifacts share a path or one
    would leave the folder.
    """
    wanted = {path: one for path, one in _by_path(artifacts).items() if one.source is not None}
    links = _remove_links(folder)
    written = sum(put_file(folder / path, one.content) for path, one in sorted(wanted.items()))
    stale = [name for name in files_below(folder) if name not in wanted]
    for name in stale:
        (folder / name).unlink()
    _remove_empty(folder)
    return written, links + len(stale)


def write_files(artifacts: Iterable[Artifact], folder: Path) -> list[Path]:
    """Write artifacts into a folder, side by side under their own names; nothing else changes.

    Returns the paths of the files.
    """
    wanted = {PurePosixPath(path).name: one for path, one in _by_path(artifacts).items()}
    for name, one in wanted.items():
        put_file(folder / name, one.content)
    return [folder / name for name in wanted]


def add_files(artifacts: Iterable[Artifact], folder: Path) -> None:
    """Write artifacts into a folder beside what is there."""
    for path, one in sorted(_by_path(artifacts).items()):
        put_file(folder / path, one.content)


def _by_path(artifacts: Iterable[Artifact]) -> dict[str, Artifact]:
    wanted: dict[str, Artifact] = {}
    for artifact in artifacts:
        path = PurePosixPath(artifact.path)
        odd = path.is_absolute() or ".." in path.parts or path.as_posix() != artifact.path
        if odd or not path.name or artifact.path in wanted:
            raise ValueError(f"not a path of its own: {artifact.path}")
        wanted[artifact.path] = artifact
    return wanted


def _remove_links(folder: Path) -> int:
    """Remove symbolic links: they would lead our writing and clearing out of the folder."""
    if folder.is_symlink():
        folder.unlink()
    links = [Path(one) for one in entries_below(folder) if one.is_symlink()]
    for path in links:
        path.unlink()
    return len(links)


def _remove_empty(folder: Path) -> None:
    for here, _, _ in os.walk(folder, topdown=False):
        if Path(here) != folder and not any(Path(here).iterdir()):
            Path(here).rmdir()
