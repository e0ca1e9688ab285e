"""A release of the engine: what is written, committed and tagged, and what the wheel says of it."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from sop_handbook.cli import sop
from sop_handbook.project import FORMAT
from tests.clones import Clone, clone_of_the_checkout
from tests.dist import made, release
from tests.support import DAY, ROOT

_WHO = ("user.name=Test", "user.email=test@handbook.internal")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    found = clone_of_the_checkout(tmp_path_factory.mktemp("release"))
    for one in _WHO:
        found.git("config", *one.split("="))
    return found


def _must_refuse(clone: Clone, version: str, says: str) -> None:
    before = clone.git("rev-parse", "HEAD"), clone.git("status", "--porcelain")
    with pytest.raises(SystemExit, match=says):
        release(version, DAY, clone.root)
    assert (clone.git("rev-parse", "HEAD"), clone.git("status", "--porcelain")) == before


def test_a_release_is_a_commit_a_tag_and_two_files(clone: Clone) -> None:
    _must_refuse(clone, "0.0.1", "no version after")
    _must_refuse(clone, "9.0", "no version after")
    (clone.root / "notes.txt").write_text("甲", "utf-8")
    _must_refuse(clone, "9.0.0", "Commit or take back")
    (clone.root / "notes.txt").unlink()
    news = clone.root / "CHANGELOG.md"
    head, mark, rest = news.read_text("utf-8").partition("## Unreleased\n")
    news.write_text(f"{head}{mark}\n### For readers\n\n- 甲\n{rest}", "utf-8")
    clone.git("commit", "--quiet", "--all", "--message", "甲")
    release("9.0.0", DAY, clone.root)
    assert clone.git("describe", "--exact-match", "HEAD").strip() == "v9.0.0"
    assert clone.git("status", "--porcelain").strip() == ""
    changelog = (clone.root / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## Unreleased\n\n## 9\.0\.0 \({DAY}\)\n\n### ", changelog, re.MULTILINE)
    _must_refuse(clone, "9.0.1", "nothing under Unreleased")
    files = made(clone.root)
    assert sorted(files) == ["sop_handbook-9.0.0-py3-none-any.whl", "sop_handbook-9.0.0.tar.gz"]
    with ZipFile(BytesIO(files["sop_handbook-9.0.0-py3-none-any.whl"])) as wheel:
        commit = wheel.read("sop_handbook/commit.txt").decode().strip()
        assert wheel.read("sop_handbook/CHANGELOG.md").decode() == changelog
    assert commit == clone.git("rev-parse", "HEAD").strip()


def test_the_program_says_which_it_is() -> None:
    told = CliRunner().invoke(sop, ["--version"])
    assert told.exit_code == 0
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    assert re.fullmatch(rf"sop-handbook \S+  format {FORMAT}(  {commit}\+?)?\n", told.output)


def test_a_file_of_the_package_tells_the_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "commit.txt").write_text("abc\n", "utf-8")
    monkeypatch.setattr("sop_handbook.commands.support.about.COMMIT", tmp_path / "commit.txt")
    assert CliRunner().invoke(sop, ["--version"]).output.endswith("  abc\n")
