"""One small handbook in every state at once: as it was first released, and as it is now.

`tests/handbooks/states/first` holds all sources of the first release, `second` what changed since.
The ledger is no file there: it is written by releasing, so it never goes stale.
"""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.sites import Built, build_here, copy_engine, plain_pages, sop_here
from tests.support import ROOT

HOME = ROOT / "tests" / "handbooks" / "states"
FIRST, SECOND = date(2026, 9, 1), date(2026, 11, 16)  # the days of the releases
ADDRESS = "base_url: https://sop.handbook.internal/binhe/\n"
MOVED = "sop_sources/procedures/pool/lost-property.yaml"  # where it was before the second release

# One procedure a state. `replaced` is retired with a successor; `future` is approved and takes
# effect only after the tests' day; `adopted` was a draft at the first release.
STATES = {
    "draft": "canteen/keep-samples",
    "review": "pool/lost-child",
    "current": "pool/water-test",
    "adopted": "canteen/light-stove",
    "overdue": "pool/open-gate",
    "future": "property/snow",
    "replaced": "property/lift-trapped",
    "retired": "property/night-patrol",
}
_BADGES = {
    "draft": "草案 · 未批准",
    "review": "征求意见 · 未批准",
    "overdue": "复审已过期（应于2026-10-31前复审）",
    "future": "将于2026-12-15起执行，在那以前不用",
    "replaced": "已作废 · 不得使用",
    "retired": "已作废 · 不得使用",
}
GONE = ("replaced", "retired")  # states in which nothing is printed any more


@dataclass(frozen=True)
class States:
    """The handbook built twice, and as a folder as it was at the first release.

    `twice` has an address of its own and was released twice, `once` has none and was released
    once, as it is now.
    """

    twice: Built
    once: Built
    first: Path

    def builds(self) -> dict[str, Built]:
        """Both builds by name."""
        return {"twice": self.twice, "once": self.once}


def make_states(folder: Path) -> States:
    """Release and build both, below a folder that is there."""
    twice, once, first = (folder / name for name in ("twice", "once", "first"))
    _lay_out(first)
    _lay_out(twice)
    _release(twice, FIRST)
    _renew(twice)
    _release(twice, SECOND)
    _lay_out(once)
    _renew(once)
    _without_address(once)
    _release(once, SECOND)
    return States(build_here(twice), build_here(once), first)


def lay_out_now(root: Path) -> None:
    """Make a project of the sources as they are now, neither released nor built."""
    _lay_out(root)
    _renew(root)


def _lay_out(root: Path) -> None:
    """Make a project of the sources as they were at the first release."""
    copy_engine(root)
    plain_pages(root)
    shutil.copytree(HOME / "first", root, dirs_exist_ok=True)


def _renew(root: Path) -> None:
    """Bring the sources to what they are now."""
    shutil.copytree(HOME / "second", root, dirs_exist_ok=True)
    (root / MOVED).unlink()


def _without_address(root: Path) -> None:
    file = root / "sop_sources" / "handbook.yaml"
    text = file.read_text("utf-8")
    assert ADDRESS in text
    file.write_text(text.replace(ADDRESS, ""), "utf-8")


def _release(root: Path, day: date) -> subprocess.CompletedProcess[str]:
    done = sop_here(root, "--date", day.isoformat(), "release")
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def badge(state: str) -> str:
    """What readers are told about a state; nothing about what is in force."""
    return _BADGES.get(state, "")
