"""The handbook of other people's trades: hazards, values to write down, checks with answers."""

import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from tests.sites import Built, build_here, copy_engine
from tests.support import DAY, ROOT

HOME = ROOT / "tests" / "handbooks" / "foreign"


def lay_out_foreign(root: Path) -> Path:
    """Make a project of the handbook in a folder that is not there yet."""
    copy_engine(root)
    shutil.copytree(HOME, root, dirs_exist_ok=True)
    return root


def make_foreign(folder: Path) -> Built:
    """Build the handbook below a folder."""
    return build_here(lay_out_foreign(folder / "project"))


@cache
def foreign_root() -> Path:
    """The handbook's project for this process. Not to be changed."""
    return lay_out_foreign(Path(_folder().name) / "foreign")


def foreign_project() -> Project:
    """The same with the run's store."""
    return Project(root=foreign_root(), today=DAY, store=Path(os.environ["SOP_STORE"]))


@cache
def foreign_examination() -> Examination:
    """What the handbook's sources say; asked while tests are gathered, before there is a store."""
    return examine(Project(root=foreign_root(), today=DAY))


@cache
def _folder() -> TemporaryDirectory[str]:
    """A folder that goes with the process."""
    return TemporaryDirectory(prefix="sop-foreign-", ignore_cleanup_errors=True)
