"""The handbook of foreign trades: what other people's procedures say, in every field there is."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from tests.sites import Built, build_here, copy_engine
from tests.support import DAY, ROOT

HOME = ROOT / "tests" / "handbooks" / "foreign"


def make_foreign(folder: Path) -> Built:
    """Build the handbook below a folder."""
    return build_here(_lay_out(folder / "project"))


@cache
def foreign_project() -> Project:
    """The handbook's project for this process, never released. Not to be changed."""
    return Project(root=_lay_out(Path(_folder().name) / "foreign"), today=DAY)


@cache
def foreign_examination() -> Examination:
    """What the handbook's sources say."""
    return examine(foreign_project())


def _lay_out(root: Path) -> Path:
    copy_engine(root)
    shutil.copytree(HOME, root, dirs_exist_ok=True)
    return root


@cache
def _folder() -> "TemporaryDirectory[str]":
    return TemporaryDirectory()
