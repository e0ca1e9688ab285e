"""A program that has read all its modules already and forks for each call.

Starting `sop` takes longer than most of what scripts and recipes ask of it. Where scripts call it
again and again, a process waits that has done the reading; what they call is a small one that
hands its arguments, folder, variables and streams over and ends as that one does. Whether the
program starts by itself, other tests ask: test_package, test_init and the story of newcomers.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HERE = Path(__file__).parent
_CALL = _HERE / "call.py"


@contextmanager
def waiting(home: Path) -> Iterator[str]:
    """Have the program below `home` wait; gives the shell's words that call it instead of `sop`."""
    folder = Path(tempfile.mkdtemp(prefix="sop-spare-"))  # addresses of sockets must be short
    server = subprocess.Popen(
        [sys.executable, _HERE / "wait.py", folder / "socket"],
        env={"PYTHONPATH": str(home), "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
    )
    assert server.stdout
    try:
        assert server.stdout.readline() == b"ready\n"
        yield f'"{sys.executable}" -I -S "{_CALL}" "{folder}/socket"'
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
        shutil.rmtree(folder)
