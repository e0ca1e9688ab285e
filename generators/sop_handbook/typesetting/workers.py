"""How a process begins that does nothing but typeset for another."""

import os
import signal
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread

from sop_handbook.typesetting.compiler import stay_in_one_thread


def begin() -> None:
    """Be one of several workers: share the processors, and end when there is nobody to work for."""
    stay_in_one_thread()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent's end; it may have had no time to say anything."""
    if parent := parent_process():
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
