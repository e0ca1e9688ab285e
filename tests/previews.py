"""Servers that people start and stop: wait for their pages, interrupt them, see that none is left.

What is started has a session of its own, so that an interrupt reaches everything it has started.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

PATIENCE = 300  # seconds; a rebuild takes three on an idle machine


class Served:
    """A running server: what it printed so far, and the pages it gives out."""

    def __init__(
        self, call: Sequence[str], port: int, log: Path, env: Mapping[str, str], cwd: Path
    ) -> None:
        self.port = port
        self._log = log
        with log.open("w") as file:
            self._process = subprocess.Popen(
                call,
                cwd=cwd,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=env,
                start_new_session=True,
                preexec_fn=_hear_interrupts,  # a test run in the background is deaf to them
            )

    @property
    def group(self) -> int:
        """The number of the group of all processes it has started."""
        return self._process.pid

    @property
    def output(self) -> str:
        """What it printed."""
        return self._log.read_text("utf-8")

    def page(self, path: str) -> str:
        """The page, or nothing while nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            text = answer.read().decode()
        except OSError:
            return ""
        else:
            return text if answer.status == 200 else ""
        finally:
            connection.close()

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something to come true."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert self._process.poll() is None, self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(0.2)

    def stop(self) -> int:
        """Interrupt it, as Ctrl-C does, and wait for all it has started; returns its exit code."""
        if self._is_alive():
            os.killpg(self._process.pid, signal.SIGINT)
        code = self._process.wait(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while self._is_alive():
            assert time.monotonic() < deadline, "something that it started goes on"
            time.sleep(0.05)
        return code

    def _is_alive(self) -> bool:
        """Whether anything of its process group goes on."""
        self._process.poll()  # what has ended and was not waited for counts as there
        try:
            os.killpg(self._process.pid, 0)
        except ProcessLookupError:
            return False
        return not Path("/proc/self/stat").exists() or _has_living(self._process.pid)


def _has_living(group: int) -> bool:
    """Whether a process of a group has not ended; where nobody asks how, the ended stay listed."""
    for process in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group, *_ = process.read_text("utf-8").rpartition(")")[2].split()
        except OSError:  # ended while we looked
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
