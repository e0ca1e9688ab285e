"""The door to pip: it builds a wheel from a checkout, and fetches one that was released."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sop_handbook.adapters.fresh import write_files

_PATIENCE = 600  # seconds; a network may be slow
# What tells pip of other places to look in than the one that was named.
_ELSEWHERE = frozenset({"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"})
_QUIET = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-deps")


class PipError(Exception):
    """Why there is no wheel: the last line that pip said."""


def built(files: Mapping[str, bytes]) -> bytes:
    """Return the wheel that the files of a checkout give, by their paths; its settings are there.

    What building needs is that of the environment, so no network is asked. Raises PipError.
    """
    with tempfile.TemporaryDirectory() as folder:  # a build leaves its traces
        write_files(Path(folder), files)
        return _made("wheel", "--no-build-isolation", "--wheel-dir", what=folder)


def fetched(what: str, index: str | None) -> bytes:
    """Return the wheel at an address, or that of a requirement such as `name==1.0` in an index.

    No other place is asked, whatever the settings of pip say; nothing of the wheel is run. Raises
    PipError.
    """
    places = ("--no-index",) if index is None else ("--index-url", index)
    return _made("download", *places, "--only-binary", ":all:", "--dest", what=what)


def _made(command: str, *options: str, what: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        call = [sys.executable, "-m", "pip", command, *_QUIET, *options, folder, "--", what]
        done = subprocess.run(  # noqa: S603 - our own interpreter; what is asked for is no option
            call, capture_output=True, text=True, errors="replace", timeout=_PATIENCE, check=False,
            env=_environment(),
        )  # fmt: skip
        made = sorted(Path(folder).glob("*.whl"))
        if done.returncode or not made:
            said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
            raise PipError(said[-1] if said else str(done.returncode))
        return made[0].read_bytes()


def _environment() -> dict[str, str]:
    """Return our variables without what would have pip look anywhere else.

    Pip takes those that begin with PIP_ however the rest is written.
    """
    kept = {key: value for key, value in os.environ.items() if key.upper() not in _ELSEWHERE}
    return {**kept, "PIP_CONFIG_FILE": os.devnull}
