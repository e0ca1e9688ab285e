"""A fork as people had one before the engine was a package: its sources, pages, theme, settings."""

import shutil
from pathlib import Path

from sop_handbook.project import Project
from tests.sites import sop_here
from tests.states import lay_out_now
from tests.support import DAY, PACKAGE, ROOT

HOME = ROOT / "tests" / "handbooks" / "fork"


def make_fork(root: Path) -> Project:
    """Lay a fork out in a folder that is not there yet; its procedures are released."""
    lay_out_now(root)
    shutil.rmtree(root / "docs")
    released = sop_here(root, "release")
    assert released.returncode == 0, released.stdout + released.stderr
    shutil.copytree(HOME, root, dirs_exist_ok=True)
    shutil.copytree(PACKAGE / "schemas", root / "sop_sources" / "schemas")
    shutil.rmtree(root / ".cache", ignore_errors=True)
    path = root / "sop_sources" / "handbook.yaml"
    path.write_text(path.read_text("utf-8").replace("    mail:", "    email:"), "utf-8")
    return Project(root=root, today=DAY)
