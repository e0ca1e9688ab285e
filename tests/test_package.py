"""The package as others install and call it."""

import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from sop_handbook.scaffold.engine_wheel import from_checkout
from tests.conftest import MakeProject
from tests.dist import source_archive
from tests.own import Engine
from tests.sites import environment
from tests.support import PACKAGE, ROOT

BUILD = """
from datetime import date
from pathlib import Path
from sop_handbook.pipeline.build import build
from sop_handbook.project import Project
print("called")
result = build(Project(root=Path({root!r}), today=date(2026, 11, 29)), lambda *_, **__: None)
print(len(result.findings))
"""


@pytest.fixture
def wheel(engine: Engine) -> Path:
    """The wheel as it is released."""
    return engine.wheel


def _tracked(folder: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True)
    return listed.stdout.decode().split("\0")[:-1]


def test_a_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    ours = {name.removeprefix("generators/") for name in _tracked("generators")}
    assert held == ours | {"sop_handbook/CHANGELOG.md", "sop_handbook/commit.txt"}


def test_an_installed_wheel_checks_a_handbook(
    engine: Engine, make_project: MakeProject, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sop_handbook", "--root", make_project().root, "validate"],
        cwd=tmp_path,
        env=environment({"PYTHONPATH": str(engine.home)}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_source_archive_is_the_same_whenever_it_is_made() -> None:
    assert source_archive() == source_archive()


def test_the_source_archive_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    name, content = source_archive()
    with tarfile.open(fileobj=BytesIO(content)) as archive:
        archive.extractall(tmp_path, filter="data")
    again = from_checkout(tmp_path / name.removesuffix(".tar.gz"))
    assert again.content == wheel.read_bytes()


def test_a_plain_script_can_build(make_project: MakeProject, tmp_path: Path) -> None:
    """One that was not written to be loaded again by the processes that typeset."""
    root = make_project().root
    script = tmp_path / "script.py"
    script.write_text(BUILD.format(root=str(root)), "utf-8")
    done = subprocess.run(
        [sys.executable, script],
        env=environment({"PYTHONPATH": str(PACKAGE.parent), "SOP_STORE": str(tmp_path / "empty")}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("called") == 1
