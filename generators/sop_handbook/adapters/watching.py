"""The door to watchdog: which files changed, told by the system's events and found by looking.

Events only wake; what changed is found by comparing sizes and times, so nothing is told twice, and
a folder whose system tells nothing (a network drive, a folder shared into a machine) is seen, too.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Event
from time import monotonic

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

_LOOK = 2.0  # seconds between looks without an event, where events are to be had
_LOOK_ALONE = 0.5  # where there are none
_QUIET = 0.04  # seconds without an event: whoever saves a file has written all of it
_MOST = 0.4  # seconds after which what goes on changing is shown as it is
_CHANGES = [  # others tell of reading, which building does, too
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
]

Stamp = tuple[int, int, int]  # time in nanoseconds, size in bytes, inode


class Watcher:
    """Tells what changed below some folders.

    `watched` are folders and files, which need not exist; folders with what is below them. Names
    that begin with a dot do not count, which editors give to what they are about to rename.
    """

    def __init__(self, watched: Iterable[Path]) -> None:
        self._watched = tuple(watched)
        self._woken = Event()
        self._next_look = 0.0  # where the system tells nothing
        self._seen: Mapping[str, Stamp] = dict(self._look())
        self._observer = Observer()
        self._told = self._listen()

    def changed(self, patience: float) -> frozenset[Path]:
        """Return the files that were written, made or removed since the last call.

        Waits for some for `patience` seconds; then none.
        """
        end = monotonic() + patience
        while True:
            if found := self._differing():
                return found
            rest = end - monotonic()
            if rest <= 0:
                return frozenset()
            if self._woken.wait(min(rest, _LOOK if self._told else _LOOK_ALONE)):
                self._settle()

    def is_stale(self) -> bool:
        """Tell whether something has changed since then, as soon as `changed` would notice it.

        It stays for `changed` to return. May be asked again and again: it seldom looks.
        """
        if not self._woken.is_set() and (self._told or monotonic() < self._next_look):
            return False
        self._woken.clear()
        self._next_look = monotonic() + _LOOK_ALONE
        if dict(self._look()) == self._seen:
            return False
        self._woken.set()
        return True

    def close(self) -> None:
        """Listen no more."""
        if self._told:
            self._observer.stop()
            self._observer.join()

    def _differing(self) -> frozenset[Path]:
        self._woken.clear()
        now = dict(self._look())
        names = {name for name in now.keys() | self._seen.keys() if self._differs(name, now)}
        self._seen = now
        return frozenset(map(Path, names))

    def _differs(self, name: str, now: Mapping[str, Stamp]) -> bool:
        return now.get(name) != self._seen.get(name)

    def _settle(self) -> None:
        """Wait until whoever writes has done so."""
        end = monotonic() + _MOST
        while monotonic() < end:
            self._woken.clear()
            if not self._woken.wait(_QUIET):
                return

    def _look(self) -> Iterator[tuple[str, Stamp]]:
        for path in self._watched:
            if path.is_dir():
                yield from self._below(str(path))
            elif path.exists():
                yield str(path), _stamp(path.stat())

    def _below(self, folder: str) -> Iterator[tuple[str, Stamp]]:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        yield from self._below(entry.path)
                    else:
                        yield entry.path, _stamp(entry.stat(follow_symlinks=False))
        except FileNotFoundError:  # gone while we looked: the next look says so
            return

    def _listen(self) -> bool:
        """Ask the system to tell; False if it cannot, since it has no events or no more of them."""
        handler = _Waker(self._woken)
        try:
            for path, deep in sorted(self._heard().items()):
                self._observer.schedule(handler, path, recursive=deep, event_filter=_CHANGES)
            self._observer.start()
        except OSError:
            self._observer.unschedule_all()
            return False
        return True

    def _heard(self) -> dict[str, bool]:
        """Return the folders to listen in, each with whether those below it count."""
        heard: dict[str, bool] = {}
        for path in self._watched:
            if path.is_dir():
                heard[str(path)] = True
            elif path.parent.is_dir():
                heard.setdefault(str(path.parent), False)
        return heard


class _Waker(FileSystemEventHandler):
    """Wakes whoever waits for a change."""

    def __init__(self, woken: Event) -> None:
        self._woken = woken

    def on_any_event(self, _: FileSystemEvent) -> None:
        """Wake, whatever it is."""
        self._woken.set()


def _stamp(known: os.stat_result) -> Stamp:
    return known.st_mtime_ns, known.st_size, known.st_ino
