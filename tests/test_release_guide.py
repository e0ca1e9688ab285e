"""The guide's example is real: its edits, commands and outputs are played and compared."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sop_handbook.cli import sop
from sop_handbook.model import Handbook
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Context, Download, Rendered
from sop_handbook.render.feeds import render_feeds
from sop_handbook.render.print import plan_prints
from tests.support import THEME
from tests.trades import trades_root

GUIDE = (THEME / "docs" / "maintain" / "release.md").read_text("utf-8")
OUTPUTS = dict(re.findall(r"<!-- output: (\w+) -->\n```text\n(.*?)```", GUIDE, re.DOTALL))
FILE = "sop_sources/procedures/restaurant/restaurant-six-steps.yaml"
OLD, NEW = re.findall(r"^(切不可在\S+)", GUIDE, re.MULTILINE)[:2]
SUMMARY = "上菜也要避开孕妇。"
ENTRY = re.search(r"```text\nrevision: 2\n(changes:\n.*?)```", GUIDE, re.DOTALL)


def _run(root: Path, day: date, *args: str) -> str:
    call = ["--root", str(root), "--date", day.isoformat(), "--lang", "zh", *args]
    return CliRunner().invoke(sop, call).output


def _git(root: Path, *args: str) -> None:
    settings = ["-c", "user.name=t", "-c", "user.email=t@t"]
    subprocess.run(["git", *settings, *args], cwd=root, check=True, capture_output=True)


def _offering(handbook: Handbook, context: Context) -> Rendered:
    """Offer every print without typesetting it."""
    return Rendered(
        tuple(
            Artifact(j.path, b"", Download(kind=j.kind, of=j.of, subject=j.subject, code=j.code))
            for j in plan_prints(handbook, context)
        )
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the commands of the guide print when its example is played."""
    root = tmp_path_factory.mktemp("guide") / "handbook"
    shutil.copytree(trades_root() / "sop_sources", root / "sop_sources")
    first, second = date(2026, 11, 22), date(2026, 12, 3)
    _run(root, first, "release")
    _git(root, "init", "-q")
    _git(root, "add", "-A")
    _git(root, "commit", "-qm", "first")
    path = root / FILE
    text = path.read_text("utf-8")
    assert OLD in text
    assert ENTRY
    path.write_text(text.replace(OLD, NEW), "utf-8")
    outputs = {"diff": _run(root, second, "diff"), "undeclared": _run(root, second, "validate")}
    outputs["bump"] = _run(root, second, "bump", "CY-01")
    raised = path.read_text("utf-8").replace("（待填）一句话：改了什么，为什么", SUMMARY)
    assert ENTRY[1].replace("2026-12-01", second.isoformat()) in raised
    path.write_text(raised, "utf-8")
    outputs["release"] = _run(root, second, "release")
    project = Project(root=root, today=second)
    rendered = render_all(project, examine(project), (_offering, render_feeds))
    files = {artifact.path: artifact.content for artifact in rendered.artifacts}
    outputs["recall"] = files["recall.csv"].decode("utf-8-sig")
    return outputs


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_in_the_guide_is_what_the_command_prints(
    name: str, played: dict[str, str]
) -> None:
    lines = [line for line in OUTPUTS[name].splitlines() if line]
    real = [line for line in played[name].splitlines() if line]
    assert lines
    at = 0
    for line in lines:
        found = next((i for i, one in enumerate(real) if i >= at and one.startswith(line)), None)
        assert found is not None, (line, real)
        at = found + 1


def test_the_guide_shows_every_stage() -> None:
    assert list(OUTPUTS) == ["diff", "undeclared", "bump", "release", "recall"]
