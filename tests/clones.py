"""Clones as people have them: made by git from the files of this checkout, with an environment.

What `make setup` would download stands in as links to the interpreter that runs the tests;
everything else in a clone is its own, the program included.
"""

import os
import shlex
import shutil
import subprocess
from contextlib import chdir
from pathlib import Path

from tests.case_files import lay_out
from tests.sites import called, environment, plain_pages
from tests.support import ROOT
from tests.wrappers import put_environment

BRANCH = "main"
_SOP = ".venv/bin/sop"
_OF_THE_SHELL = frozenset("$`<>|&;*?~#\\")


def clone_of_the_checkout(folder: Path, sop: str = "") -> "Clone":
    """Clone the files as they are now, committed or not.

    `sop`: what the shell calls as that instead of the clone's own program, see tests/spare.
    """
    origin = folder / "origin.git"
    _git("init", "--quiet", "--bare", f"--initial-branch={BRANCH}", str(origin))
    here = ("--git-dir", str(origin), "--work-tree", str(ROOT))
    _git(*here, "-c", "core.bare=false", "add", "--all", cwd=ROOT)
    _git(*here, "-c", "core.bare=false", "commit", "--quiet", "--message", "First", cwd=ROOT)
    return Clone(origin, folder / "clone", sop)


def clone_with_a_small_handbook(folder: Path, sop: str = "") -> "Clone":
    """Clone a project whose sources are the minimal handbook: everything is made in seconds."""
    clone = clone_of_the_checkout(folder, sop)
    shutil.rmtree(clone.root / "sop_sources")
    plain_pages(clone.root)
    lay_out(clone.root)
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message", "A small handbook")
    clone.git("push", "--quiet", "origin", BRANCH)
    return clone


class Clone:
    """A clone, its environment and a shell in it."""

    def __init__(self, origin: Path, root: Path, sop: str = "") -> None:
        self.root = root
        _git("clone", "--quiet", str(origin), str(root))
        put_environment(root, root / "generators", sop)

    def git(self, *args: str) -> str:
        """Run git in the clone; returns what it prints."""
        return _git(*args, cwd=self.root)

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run what a page shows, in a shell, as somebody with a Chinese locale.

        `sop` alone, of which a shell makes nothing more, is called in this process: starting one
        takes longer than most commands. `make` and scripts start the clone's own.
        """
        if script.startswith(f"{_SOP} ") and not _OF_THE_SHELL & {*script}:
            with chdir(self.root):
                return called(shlex.split(script)[1:], self.environment)
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=280,
        )

    @property
    def environment(self) -> dict[str, str]:
        """The variables of somebody who begins to work."""
        return {**without_make(), **IDENTITY}

    def release(self) -> None:
        """Release the handbook and push that."""
        done = self.run(f"{_SOP} --date 2026-11-22 release")
        assert done.returncode == 0, done.stdout + done.stderr
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Its first release")
        self.git("push", "--quiet", "origin", BRANCH)

    def edit(self, name: str, old: str, new: str) -> None:
        """Do what an editor does."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), "utf-8")


def without_make() -> dict[str, str]:
    """The variables of the tests, without those of the make that may have started them."""
    return {
        key: value
        for key, value in environment().items()
        if not key.startswith(("MAKE", "MFLAGS")) and key not in {"PYTHON", "PYTHONPATH"}
    }


IDENTITY = {
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@handbook.internal",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@handbook.internal",
}


def _git(*args: str, cwd: Path | None = None) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(
        ["git", *args], cwd=cwd, env={**kept, **IDENTITY}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
