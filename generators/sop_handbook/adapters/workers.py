"""Processes that do nothing but work for another: how they begin, and sharing work out to them."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from types import ModuleType
from typing import TypeVar

_Made = TypeVar("_Made")


def shares(pieces: int, worth_a_process: int) -> int:
    """Return for how many processes some pieces of work are worth; 1 is the one that asks.

    A new process needs a second to begin, so it is worth it for `worth_a_process` pieces only.
    """
    return max(1, min(os.cpu_count() or 1, pieces // worth_a_process))


def shared_out(work: Callable[..., _Made], calls: Sequence[tuple[object, ...]]) -> list[_Made]:
    """Do one piece of work in a fresh process for each of `calls`, its arguments.

    Returns what each made, in the same order; raises what one raises.
    """
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(calls), fresh, initializer=begin) as pool, without_caller():
        jobs = [pool.submit(work, *arguments) for arguments in calls]
        return [job.result() for job in jobs]


@contextmanager
def without_caller() -> Iterator[None]:
    """Let processes begun meanwhile not load the script that called us.

    A new process loads again what its parent was started with. That may be anybody's script, which
    would then call us once more. https://docs.python.org/3/library/multiprocessing.html
    """
    theirs = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = theirs


def begin() -> None:
    """Be one of several workers: share the processors, and end when there is nobody to work for."""
    os.environ["RAYON_NUM_THREADS"] = "1"  # what typst shares its work by
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent's end; it may have had no time to say anything."""
    if parent := parent_process():
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
