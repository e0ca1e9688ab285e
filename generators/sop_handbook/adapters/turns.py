"""Builds of one project take turns; the door to filelock.

The lock is the system's, so that it goes when its process does, however that ends.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0  # seconds to wait for another build


class BusyError(Exception):
    """Another process did not finish in time; says which."""


@contextmanager
def turn(cache: Path, waiting: Callable[[str], None], patience: float = PATIENCE) -> Iterator[None]:
    """Let nobody else build in this cache meanwhile.

    `waiting` is called with the name of whoever builds, before waiting. Raises BusyError when its
    turn does not come within `patience` seconds.
    """
    from filelock import FileLock, Timeout

    cache.mkdir(parents=True, exist_ok=True)
    holder = cache / "build.by"
    lock = FileLock(cache / "build.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting(_who(holder))
        try:
            lock.acquire(timeout=patience)
        except Timeout:
            raise BusyError(_who(holder)) from None
    try:
        holder.write_text(str(os.getpid()), "utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _who(holder: Path) -> str:
    try:
        return holder.read_text("utf-8", "replace")
    except OSError:
        return "?"
