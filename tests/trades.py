"""The handbook the engine is tested on: several trades, everything a procedure can have.

`tests/handbooks/trades` holds its sources and the pages it wrote itself; schemas, theme, scripts
and the other pages are the project's. Whoever puts another handbook in place of the
demonstration's changes nothing here. The ledger is no file: it is written by releasing.
"""

import os
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sop_handbook.language.messages import messages
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.site.portable import archive, portable_files
from tests.sites import Built, build_here, copy_engine, sop_here
from tests.support import DAY, ROOT

HOME = ROOT / "tests" / "handbooks" / "trades"
RELEASED = date(2026, 11, 22)


def lay_out_trades(root: Path) -> Path:
    """Make a project of the handbook in a folder that is not there yet, never released."""
    copy_engine(root)
    shutil.copytree(HOME, root, dirs_exist_ok=True)
    return root


def make_trades(folder: Path) -> Built:
    """Release and build the handbook below a folder."""
    root = lay_out_trades(folder / "project")
    done = sop_here(root, "--date", RELEASED.isoformat(), "release")
    assert done.returncode == 0, done.stdout + done.stderr
    return build_here(root)


def make_stick(folder: Path, trades: Built) -> Path:
    """Pack the edition for USB sticks of what was built, and unpack it below a folder."""
    handbook = examine(Project(root=trades.root, today=DAY)).handbook
    files = portable_files(trades.site, handbook, messages("zh"), DAY)
    packed = folder / "手册.zip"
    packed.write_bytes(archive(files, "handbook", DAY))
    shutil.unpack_archive(packed, folder)
    return folder / "handbook"


@cache
def trades_root() -> Path:
    """The handbook's project for this process, never released. Not to be changed."""
    return lay_out_trades(Path(_folder().name) / "trades")


@cache
def trades_examination() -> Examination:
    """What the handbook's sources say: nothing in it changes, so a process reads them once."""
    return examine(Project(root=trades_root(), today=DAY))


def trades_project(today: date = DAY) -> Project:
    """The same with the run's store: what was made for another test is not made again."""
    return Project(root=trades_root(), today=today, store=Path(os.environ["SOP_STORE"]))


@cache
def _folder() -> TemporaryDirectory[str]:
    """A folder that goes with the process."""
    return TemporaryDirectory(prefix="sop-trades-", ignore_cleanup_errors=True)
