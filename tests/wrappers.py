"""Programs that stand in for others: small scripts that a shell finds and starts."""

import sys
from pathlib import Path


def put_program(path: Path, script: str) -> None:
    """Write a script that can be started."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script, "utf-8")
    path.chmod(0o755)


def put_environment(root: Path, packages: Path, sop: str = "") -> None:
    """Do what `make setup` does in a project, but for the download.

    `packages` is the folder in which the engine lies; what it needs is that of the interpreter
    that runs the tests. `sop`: what the shell calls as that instead, see tests/spare.
    """
    put_python_and_sop(root / ".venv" / "bin", packages, sop)
    (root / ".venv" / ".site").touch()


def put_python_and_sop(programs: Path, packages: Path, sop: str = "") -> None:
    """Make the `python` and `sop` of a virtual environment that has the engine in `packages`."""
    python = f'env PYTHONPATH="{packages}" "{sys.executable}"'
    for name, call in (("python", python), ("sop", sop or f"{python} -m sop_handbook")):
        put_program(programs / name, f'#!/bin/sh\nexec {call} "$@"\n')
