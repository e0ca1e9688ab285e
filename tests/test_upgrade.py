"""A handbook is brought to another engine: what is replaced, what stays, what is told."""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.adapters.wheel import Wheel
from sop_handbook.findings import Severity
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import FORMAT, Project
from sop_handbook.scaffold import managed
from sop_handbook.scaffold.engine_wheel import from_checkout, is_newer
from sop_handbook.scaffold.managed import Managed, State, read_managed
from sop_handbook.scaffold.starter import Answers, first_texts, with_engine
from sop_handbook.scaffold.upgrade import Upgrade, news_since, planned
from tests.sites import fingerprints, sop_here
from tests.support import DAY, ROOT

OLD = "0.9.0"
ANSWERS = Answers(
    title="前厅手册", organisation="", industry="前厅", industry_id="front-desk",
    platform="github", language="zh",
)  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Wheel:
    """This engine, called as a release later than OLD."""
    return replace(from_checkout(ROOT), version="1.0.0")


@pytest.fixture(scope="module")
def begun(engine: Wheel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook that the engine OLD began; not to be changed."""
    root = tmp_path_factory.mktemp("upgrade") / "handbook"
    project = Project(root=root, today=DAY)
    files = with_engine(ANSWERS, first_texts(ANSWERS, project), replace(engine, version=OLD))
    _put(root, files)
    return root


@pytest.fixture
def project(begun: Path, tmp_path: Path) -> Project:
    root = tmp_path / "handbook"
    shutil.copytree(begun, root)
    return Project(root=root, today=DAY)


def _put(root: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def _record(project: Project) -> Managed:
    found = read_managed(project.root)
    assert found is not None
    return found


def _as_written_by_old(project: Project, files: Mapping[str, bytes]) -> None:
    """Have the former engine written these files otherwise."""
    _put(project.root, files)
    record = _record(project)
    known = {name: managed.digest(content) for name, content in files.items()}
    text = replace(record, files={**record.files, **known}).text
    (project.root / managed.NAME).write_text(text, "utf-8")


def _apply(project: Project, plan: Upgrade) -> None:
    _put(project.root, plan.written)
    for name in plan.removed:
        (project.root / name).unlink()


NEW_ENGINE = {"vendor/sop_handbook-1.0.0-py3-none-any.whl", "requirements.txt", managed.NAME}
OLD_WHEEL = f"vendor/sop_handbook-{OLD}-py3-none-any.whl"


def test_the_new_engine_takes_the_place_of_the_old(project: Project, engine: Wheel) -> None:
    plan = planned(project, _record(project), engine)
    assert set(plan.written) == NEW_ENGINE
    assert plan.removed == [OLD_WHEEL]
    assert (plan.differing, plan.unreadable) == ({}, [])
    _apply(project, plan)
    assert _record(project).engine == "1.0.0"
    lock = (project.root / "requirements.txt").read_text("utf-8")
    assert lock.startswith("./vendor/sop_handbook-1.0.0-py3-none-any.whl")
    assert planned(project, _record(project), engine).is_empty


def test_what_nobody_touched_is_replaced_and_what_somebody_did_is_shown(
    project: Project, engine: Wheel
) -> None:
    former = dict.fromkeys(("Makefile", ".vscode/settings.json", ".ci/handbook"), b"former\n")
    _as_written_by_old(project, {**former, ".github/workflows/gone.yml": b"former\n"})
    (project.root / "Makefile").write_bytes(b"former\r\n")  # as git leaves it on some machines
    (project.root / ".vscode/settings.json").write_bytes(b"former\nours\n")
    (project.root / ".ci/handbook").unlink()
    plan = planned(project, _record(project), engine)
    assert set(plan.written) == NEW_ENGINE | {"Makefile"}
    assert plan.removed == [".github/workflows/gone.yml", OLD_WHEEL]
    assert list(plan.differing) == [".vscode/settings.json"]
    assert "\n-ours\n" in plan.differing[".vscode/settings.json"]
    _apply(project, plan)
    again = planned(project, _record(project), engine)
    assert (again.is_empty, again.differing) == (True, {})
    assert not (project.root / ".ci/handbook").exists()


def test_what_only_people_changed_is_not_spoken_of(project: Project, engine: Wheel) -> None:
    (project.root / "Makefile").write_bytes(b"ours\n")
    assert planned(project, _record(project), engine).differing == {}


def test_a_file_that_is_new_is_written_unless_there_is_one(project: Project, engine: Wheel) -> None:
    record = _record(project)
    few = {name: known for name, known in record.files.items() if not name.startswith(".vscode")}
    (project.root / ".vscode/extensions.json").unlink()
    (project.root / ".vscode/settings.json").write_bytes(b"{}\n")
    plan = planned(project, replace(record, files=few), engine)
    assert set(plan.written) == NEW_ENGINE | {".vscode/extensions.json"}
    assert list(plan.differing) == [".vscode/settings.json"]


def test_a_lock_with_packages_of_ones_own_gets_the_engine_all_the_same(
    project: Project, engine: Wheel
) -> None:
    path = project.root / "requirements.txt"
    path.write_text(path.read_text("utf-8") + "ours==1\n", "utf-8")
    plan = planned(project, _record(project), engine)
    lock = plan.written["requirements.txt"].decode()
    assert lock.startswith("./vendor/sop_handbook-1.0.0-py3-none-any.whl")
    assert lock.endswith("ours==1\n")
    assert OLD not in lock


def test_news_are_the_short_ones_since_the_former_version_or_all_of_them() -> None:
    news = (
        "## Unreleased",
        "## 1.2.0 (2027)",
        "### 要点",
        "- 丙",
        "### In short",
        "- c",
        "### For readers",
        "- all",
    )
    text = "\n\n".join(
        ("# Changelog", *news, "## 1.1.0", "### For readers", "- b", "## 1.0.0", "- a")
    )
    assert list(news_since(text, "1.0.0", "要点")) == ["1.2.0 (2027)", "- 丙", "1.1.0", "- b"]
    assert list(news_since(text, "1.1.0", "In short")) == ["1.2.0 (2027)", "- c"]
    assert "- a" in list(news_since(text, "0.9.0", "要点"))
    assert list(news_since(text, "1.1.5", "In short")) == ["1.2.0 (2027)", "- c"]


@pytest.mark.parametrize(
    ("version", "other", "newer"),
    [("1.10.0", "1.9.0", True), ("1.0.0", "1.0.0", False), ("1.0.0rc1", "1.0.0", False),
     ("x", "1", False)],
)  # fmt: skip
def test_versions_are_ordered_as_people_mean_them(version: str, other: str, newer: bool) -> None:
    assert is_newer(version, other) is newer


# The command --------------------------------------------------------------------------------


def _git(root: Path, *args: str) -> None:
    name = ("-c", "user.name=Test", "-c", "user.email=test@handbook.internal")
    subprocess.run(["git", *name, *args], cwd=root, check=True, capture_output=True)


def _commit(root: Path) -> None:
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message", "State")


@pytest.fixture
def owned(project: Project, engine: Wheel, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The handbook in git, and this engine as a later release."""
    _git(project.root, "init", "--quiet")
    _commit(project.root)
    monkeypatch.setattr("sop_handbook.commands.upgrading.engine_wheel", lambda _: engine)
    return project


def _format_1(root: Path) -> None:
    """Write the handbook as it was written in the first format."""
    path = root / "sop_sources/handbook.yaml"
    text = path.read_text("utf-8").replace(f"format: {FORMAT}\n", "").replace(" mail:", " email:")
    path.write_text(text, "utf-8")


def _state(root: Path) -> dict[str, str]:
    return {name: one for name, one in fingerprints(root).items() if not name.startswith(".git/")}


def test_an_upgrade_over_a_change_of_format_keeps_editions_codes_and_addresses(
    owned: Project,
) -> None:
    root = owned.root
    _format_1(root)
    assert sop_here(root, "release").returncode == 0
    assert sop_here(root, "build").returncode == 0
    ledger = owned.ledger.read_bytes()
    addresses = {path for path in fingerprints(root / "site") if path.endswith(".html")}
    _commit(root)
    done = sop_here(root, "upgrade")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"format: {FORMAT}\n" in (root / "sop_sources/handbook.yaml").read_text("utf-8")
    found = examine(owned).findings
    assert [one for one in found if one.severity is not Severity.ADVICE] == []
    assert "没有变化" in sop_here(root, "release").stdout
    assert owned.ledger.read_bytes() == ledger
    assert sop_here(root, "build").returncode == 0
    assert {path for path in fingerprints(root / "site") if path.endswith(".html")} == addresses
    _commit(root)
    again = sop_here(root, "upgrade")
    assert (again.returncode, "没有要改的" in again.stdout) == (0, True)
    compared = sop_here(root, "diff", "HEAD~1", "--check")  # a state of the former format
    assert compared.returncode == 0, compared.stdout + compared.stderr


def test_the_file_of_the_new_engine_may_lie_there_and_a_second_run_waits_for_the_commit(
    owned: Project,
) -> None:
    wheel = "sop_handbook-1.0.0-py3-none-any.whl"
    ignore = owned.root / ".gitignore"
    ignore.write_text(ignore.read_text("utf-8").replace("/sop_handbook-*.whl\n", ""), "utf-8")
    _commit(owned.root)  # as an engine wrote it that did not know of this
    (owned.root / wheel).write_bytes(b"the new engine")
    done = sop_here(owned.root, "upgrade")
    assert done.returncode == 0, done.stdout + done.stderr
    plan, news = done.stdout.index("改写 requirements.txt"), done.stdout.index("程序改了")
    assert plan < news < done.stdout.index("已升级到 1.0.0")
    for call in (("upgrade",), ("upgrade", "--dry-run")):
        again = sop_here(owned.root, *call)
        assert (again.returncode, again.stderr) == (0, "")
        assert again.stdout.startswith("已经升级到 1.0.0，没有别的要改，只等提交")
        assert len(again.stdout.splitlines()) == 1
    _commit(owned.root)
    assert sop_here(owned.root, "upgrade").stdout == "已经是 1.0.0，没有要改的。\n"


def test_a_dry_run_tells_and_touches_nothing(owned: Project) -> None:
    _format_1(owned.root)  # not committed: nothing is at stake
    before = _state(owned.root)
    done = sop_here(owned.root, "upgrade", "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert _state(owned.root) == before
    for name in (*NEW_ENGINE, OLD_WHEEL, "sop_sources/handbook.yaml"):
        assert name in done.stdout


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "uncommitted": (lambda root: (root / "notes.txt").write_text("甲"), "notes.txt"),
    "no record": (lambda root: (root / managed.NAME).unlink(), "从 Fork 迁出"),
    "broken record": (lambda root: (root / managed.NAME).write_text("{"), "git restore"),
    "a record that names others' files": (
        lambda root: (root / managed.NAME).write_text(
            json.dumps({"engine": "1", "platform": "none", "language": "zh",
                        "files": {"../x": "0"}})
        ),
        "git restore",
    ),
    "a newer handbook": (
        lambda root: (root / managed.NAME).write_text(
            (root / managed.NAME).read_text().replace(OLD, "2.0.0")
        ),
        "2.0.0",
    ),
    "no git": (lambda root: shutil.rmtree(root / ".git"), "git init"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_upgraded_is_told_in_a_line(owned: Project, case: str) -> None:
    harm, says = REFUSED[case]
    harm(owned.root)
    if case not in {"uncommitted", "no git"}:
        _commit(owned.root)
    before = _state(owned.root)
    done = sop_here(owned.root, "upgrade")
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert _state(owned.root) == before


def test_a_file_somebody_removed_is_not_there_again(project: Project) -> None:
    (project.root / "Makefile").unlink()
    assert _record(project).states(project.root)["Makefile"] is State.MISSING
