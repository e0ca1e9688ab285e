"""How a process begins that does nothing but typeset for another."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from types import ModuleType

from sop_handbook.typesetting.compiler import stay_in_one_thread


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
    stay_in_one_thread()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent's end; it may have had no time to say anything."""
    if parent := parent_process():
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
