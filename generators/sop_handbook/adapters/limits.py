"""Work that may not end, or may want all memory there is, in a process that can be ended."""

import multiprocessing
import os
import resource
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from sop_handbook.adapters.workers import begin, without_caller

Made = TypeVar("Made")
_BUSY = 12  # how much longer than its seconds work may take by the clock


class OverrunError(Exception):
    """The work took too long, wanted too much memory, or its process died."""


def within(seconds: int, memory: int, work: Callable[[], Made], *, fresh: bool = False) -> Made:
    """Return what `work` returns, which must be plain data, unless it wants more than it may.

    `seconds` are of the processor, so that what is too much on a busy machine is too much on any;
    by the clock it may take as long as others are busy, but not for ever. `memory` is in bytes, on
    top of what the process has. It is a copy of this one, or a `fresh` one for what shares its work
    with threads: those are not copied. Then `work` is sent to it. Raises OverrunError.
    """
    process, ours = _begun(seconds, memory, work, fresh=fresh)
    try:
        if not ours.poll(seconds * _BUSY):
            raise OverrunError
        made: Made = ours.recv()
    except EOFError:
        raise OverrunError from None
    finally:
        process.kill()
        process.join()
        ours.close()
    return made


def _begun(
    seconds: int, memory: int, work: Callable[[], Any], *, fresh: bool
) -> tuple[BaseProcess, Connection]:
    """Return a process that does the work, and where its answer comes in."""
    with warnings.catch_warnings():  # newer Pythons warn of any fork beside threads; see _run
        warnings.simplefilter("ignore", DeprecationWarning)
        # A copy costs nothing: nothing is copied before it is written to, nothing loaded anew.
        context: BaseContext = multiprocessing.get_context("spawn" if fresh else "fork")
        ours, theirs = context.Pipe(duplex=False)
        run = _run_alone if fresh else _run
        process = context.Process(target=run, args=(theirs, seconds, memory, work), daemon=True)  # type: ignore[attr-defined]
        with without_caller():
            process.start()
    theirs.close()
    return process, ours


def _run_alone(answer: Connection, seconds: int, memory: int, work: Callable[[], Any]) -> None:
    """Do it and say nothing: some libraries write pages when they get no memory."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    begin()
    _run(answer, seconds, memory, work)


def _run(answer: Connection, seconds: int, memory: int, work: Callable[[], Any]) -> None:
    """Do it. It takes no lock that another thread may have held, so that it cannot wait for one."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, seconds)  # the system ends it
    _limit(resource.RLIMIT_AS, _address_space() + memory)
    try:
        made = work()
    except MemoryError:
        return  # the pipe closes: the other side knows
    answer.send(made)


def _limit(of: int, most: int) -> None:
    """Set a limit, unless whoever began us has set a lower one that nobody may raise."""
    _, hard = resource.getrlimit(of)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(of, (most, most))


def _address_space() -> int:
    """What this process has, in bytes; where the system does not tell, more than it can have."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 1 << 40
    return pages * resource.getpagesize()
