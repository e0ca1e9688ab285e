"""Builds take turns, and nobody waits for the dead or works for them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sop_handbook.adapters.turns import BusyError, turn
from tests.support import ROOT

HOLD = """
import sys, time
from pathlib import Path
from sop_handbook.adapters.turns import turn
with turn(Path(sys.argv[1]), print):
    print("held", flush=True)
    time.sleep(60)
"""
TYPESET = """
import multiprocessing, os, time
from concurrent.futures import ProcessPoolExecutor
from sop_handbook.adapters.workers import begin, without_caller
fresh = multiprocessing.get_context("spawn")
with without_caller(), ProcessPoolExecutor(2, fresh, initializer=begin) as pool:
    print(*{pool.submit(os.getpid).result() for _ in range(8)}, flush=True)
    pool.submit(time.sleep, 60).result()
"""


def _until(true: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, whose turn it is."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_who_waits_is_told_for_whom_and_gives_up(
    other: subprocess.Popen[str], tmp_path: Path
) -> None:
    told: list[str] = []
    with pytest.raises(BusyError, match=str(other.pid)), turn(tmp_path, told.append, 0.2):
        pass
    assert told == [str(other.pid)]


def test_the_turn_of_a_process_that_was_killed_is_over(
    other: subprocess.Popen[str], tmp_path: Path
) -> None:
    other.send_signal(signal.SIGKILL)
    told: list[str] = []
    with turn(tmp_path, told.append, 5.0):
        assert (tmp_path / "build.by").read_text() == str(os.getpid())
    assert not (tmp_path / "build.by").exists()


def test_a_turn_ends_though_the_build_failed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"), turn(tmp_path, print):
        raise ValueError("broken")
    told: list[str] = []
    with turn(tmp_path, told.append):
        pass
    assert told == []


def test_typesetters_end_with_whom_they_work_for(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text(TYPESET)
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generators")},
    ) as process:  # fmt: skip
        assert process.stdout
        workers = process.stdout.readline().split()
        assert workers
        process.kill()
    assert _until(lambda: not any(_runs(worker) for worker in workers), 5.0)


def _runs(process: str) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
