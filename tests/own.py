"""A handbook of one's own, as somebody has it who has nothing but the wheel.

The engine is installed from its wheel into a folder of its own; what it needs is that of the
interpreter that runs the tests. Nothing here runs the checkout's program.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sop_handbook.scaffold.engine_wheel import from_checkout
from tests.clones import IDENTITY, without_make
from tests.support import DAY, ROOT
from tests.wrappers import put_environment, put_python_and_sop

NAME = "my-handbook"


@dataclass(frozen=True)
class Engine:
    """The wheel as it is released, and the folder into which pip installed it."""

    wheel: Path
    home: Path


def make_engine(root: Path) -> Engine:
    """Build the wheel of the checkout and have pip install it; pip asks no network."""
    wheel = from_checkout(ROOT)
    file, home = root / wheel.filename, root / "installed"
    file.write_bytes(wheel.content)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(home), str(file)], check=True)
    return Engine(file, home)


class Owner:
    """Somebody who types commands: at first beside the wheel, then in the handbook."""

    def __init__(self, engine: Engine, folder: Path, sop: str = "") -> None:
        self.engine, self.root, self._sop = engine, folder, sop
        put_python_and_sop(folder / "tools" / "bin", engine.home, sop)
        (folder / engine.wheel.name).write_bytes(engine.wheel.read_bytes())

    def enter(self, name: str = NAME) -> None:
        """Go into the handbook, in which `make setup` has done its work."""
        self.root /= name
        put_environment(self.root, self.engine.home, self._sop)

    @property
    def environment(self) -> dict[str, str]:
        """The variables of somebody with a Chinese locale, on a day of its own."""
        return {**without_make(), **IDENTITY, "SOURCE_DATE_EPOCH": DAY.strftime("%s")}

    def run(
        self, script: str, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run what a page shows, in a shell without a terminal."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.root, env={**self.environment, **(more or {})}, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=280,
        )  # fmt: skip

    def must(self, script: str) -> str:
        """Run what has to work; returns what it says."""
        done = self.run(script)
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"{script}\n{said}"
        return said

    def edit(self, name: str, old: str, new: str) -> None:
        """Do what an editor does."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), "utf-8")


def typed(engine: Engine, cwd: Path, call: str, lines: str) -> tuple[int, str]:
    """Run `sop` at a terminal at which `lines` are typed; return its exit code and the screen."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "sop_handbook", *shlex.split(call)],
        cwd=cwd, env={**without_make(), "PYTHONPATH": str(engine.home), "TERM": "dumb"},
        stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, lines.encode())
    screen = b""
    with suppress(OSError):  # the other end is closed
        while part := os.read(ours, 4096):
            screen += part
    os.close(ours)
    return process.wait(timeout=60), screen.decode()
