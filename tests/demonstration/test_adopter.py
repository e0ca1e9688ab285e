"""Somebody puts a handbook of their own in place of the demonstration: nothing else fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.clones import Clone, clone_with_a_small_handbook, without_make
from tests.support import ROOT

LIMIT = 3600  # seconds, for all tests but those in a browser


@pytest.fixture
def adopted(tmp_path: Path) -> Clone:
    """A clone with other sources, another front page, no pages of the demonstration or tests."""
    clone = clone_with_a_small_handbook(tmp_path)
    for part in ("tests/demonstration", "docs/reference"):
        shutil.rmtree(clone.root / part)
    (clone.root / "docs" / "index.md").write_text("# 我们的手册\n", "utf-8")
    settings = clone.root / "mkdocs.yml"
    written = yaml.safe_load(settings.read_text("utf-8"))
    written["site_name"] = "我们的手册"
    written["nav"] = [entry for entry in written["nav"] if "参考" not in entry]
    settings.write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), "utf-8")
    (clone.root / ".venv" / "node").symlink_to(ROOT / ".venv" / "node")
    clone.git("add", "--all")
    clone.git("commit", "--quiet", "--message", "Our handbook")
    return clone


@pytest.mark.slow
@pytest.mark.timeout(LIMIT)
def test_all_tests_of_the_engine_pass_on_the_sources_of_an_adopter(adopted: Clone) -> None:
    call = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile"]
    done = subprocess.run(
        [*call, "--no-loadscope-reorder", "-m", "not slow and not browser"],
        cwd=adopted.root,
        env={**without_make(), "PYTHONPATH": str(adopted.root / "generators")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
