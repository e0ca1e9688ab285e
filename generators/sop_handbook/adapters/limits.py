"""Work that may not end, or may want all memory there is, in a process that can be ended."""

import multiprocessing
import resource
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")


class OverrunError(Exception):
    """The work took too long, wanted too much memory, or its process died."""


def within(seconds: float, memory: int, work: Callable[[], Made]) -> Made:
    """Return what `work` returns, which must be plain data, unless it wants more than it may.

    `seconds` is by the clock, `memory` in bytes on top of what this process has. Raises
    OverrunError.
    """
    with warnings.catch_warnings():  # newer Pythons warn of any fork beside threads; see _run
        warnings.simplefilter("ignore", DeprecationWarning)
        forked = multiprocessing.get_context("fork")  # nothing is copied, nothing loaded anew
        ours, theirs = forked.Pipe(duplex=False)
        process = forked.Process(target=_run, args=(theirs, memory, work), daemon=True)
        process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise OverrunError
        made: Made = ours.recv()
    except EOFError:
        raise OverrunError from None
    finally:
        process.kill()
        process.join()
        ours.close()
    return made


def _run(answer: Connection, memory: int, work: Callable[[], Any]) -> None:
    """Do it. It takes no lock that another thread may have held, so that it cannot wait for one."""
    soft = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (soft, soft))
    try:
        made = work()
    except MemoryError:
        return  # the pipe closes: the other side knows
    answer.send(made)


def _address_space() -> int:
    """What this process has, in bytes; where the system does not tell, more than it can have."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 1 << 40
    return pages * resource.getpagesize()
