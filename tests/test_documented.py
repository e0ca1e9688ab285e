"""Every command that the READMEs and the pages show works as written, in a clone."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

import click
import pytest

from sop_handbook.cli import sop
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.clones import Clone, clone_with_a_small_handbook, without_make
from tests.documented import (
    DOCUMENT,
    DRAFT,
    FAREWELL,
    FILE_SERVER,
    FILLED_IN,
    FORK,
    HANDBOOK,
    MAINTAINER,
    NEWCOMER,
    NOT_RUN,
    OWN,
    PAY,
    PREVIEW,
    READMES,
    SERVE,
    SMALL_PREVIEW,
    Step,
    bare,
    pages,
    played,
    shown,
    told,
)
from tests.forks import make_fork
from tests.own import Engine, Owner
from tests.previews import Served, free_port
from tests.spare import waiting
from tests.support import DAY, PACKAGE, ROOT

Place = TypeVar("Place", Clone, Owner)


class Player(Generic[Place]):
    """Plays a story in a clone, each step once; a step is played after those before it."""

    def __init__(self, clone: Place, story: tuple[Step, ...]) -> None:
        self.clone: Place = clone
        self._story = story
        self._done: list[subprocess.CompletedProcess[str]] = []

    def up_to(self, position: int) -> subprocess.CompletedProcess[str]:
        """Play what is missing; return what the step did."""
        for step in self._story[len(self._done) : position + 1]:
            step.before(self.clone)
            self._done.append(self.clone.run(step.run))
        return self._done[position]

    def to_the_end(self) -> Place:
        """Play what is missing."""
        self.up_to(len(self._story) - 1)
        return self.clone


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Player[Clone]:
    clone = clone_with_a_small_handbook(tmp_path_factory.mktemp("newcomer"))
    clone.edit(PAY, "number: CY-02", "number: CY-03")  # the READMEs give that to their own
    clone.edit(HANDBOOK, "documents:\n", DOCUMENT)
    clone.release()
    return Player(clone, NEWCOMER)


@pytest.fixture(scope="module")
def maintainer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Player[Clone]]:
    with waiting(PACKAGE.parent) as sop:
        clone = clone_with_a_small_handbook(tmp_path_factory.mktemp("maintainer"), sop)
        yield Player(clone, MAINTAINER)


@pytest.fixture(scope="module")
def installed(engine: Engine) -> Iterator[str]:
    """What the shell calls as `sop` where nothing but the wheel is."""
    with waiting(engine.home) as sop:
        yield sop


@pytest.fixture(scope="module")
def owner(
    engine: Engine, installed: str, tmp_path_factory: pytest.TempPathFactory
) -> Player[Owner]:
    return Player(Owner(engine, tmp_path_factory.mktemp("owner"), installed), OWN)


@pytest.fixture(scope="module")
def mover(
    engine: Engine, installed: str, tmp_path_factory: pytest.TempPathFactory
) -> Player[Owner]:
    owner = Owner(engine, tmp_path_factory.mktemp("mover"), installed)
    make_fork(owner.root / "fork")
    return Player(owner, FORK)


def _check(step: Step, done: subprocess.CompletedProcess[str]) -> None:
    told = done.stdout + done.stderr
    assert done.returncode == step.code, told
    assert step.says in told
    assert "Traceback" not in told


def _steps(story: tuple[Step, ...]) -> list[object]:
    return [pytest.param(at, id=f"{at + 1} {step.run}") for at, step in enumerate(story)]


@pytest.mark.parametrize("position", _steps(NEWCOMER))
def test_a_command_for_newcomers_works_in_a_fresh_clone(
    position: int, newcomer: Player[Clone]
) -> None:
    _check(NEWCOMER[position], newcomer.up_to(position))


def test_nothing_that_newcomers_run_changes_files_they_have_not_touched(
    newcomer: Player[Clone],
) -> None:
    changed = newcomer.to_the_end().git("status", "--porcelain").splitlines()
    assert [line for line in changed if not line.startswith("?? sop_sources/procedures/")] == []


def _start(clone: Clone, command: str, log: Path) -> Served:
    port = free_port()
    command = command.replace(".venv/bin/sop", ".venv/bin/python -m sop_handbook")  # gets signals
    call = ["bash", "-c", f"exec {command.format(port=port)}"]
    return Served(call, port, log, clone.environment, cwd=clone.root)


@pytest.fixture
def preview(newcomer: Player[Clone], tmp_path: Path) -> Iterator[Served]:
    running = _start(newcomer.to_the_end(), PREVIEW, tmp_path / "log")
    yield running
    running.stop()


def test_the_preview_of_a_fresh_clone_shows_what_is_saved_and_ends_when_it_is_interrupted(
    newcomer: Player[Clone], preview: Served
) -> None:
    """A new procedure, and a released one before its revision is raised."""
    draft, released = (f"/handbook/restaurant/{Path(name).stem}/" for name in (DRAFT, SERVE))
    preview.until(lambda: "当着顾客的面装盒" in preview.page(draft))
    assert "请慢用" in preview.page(released)
    newcomer.clone.edit(DRAFT, "当着顾客的面装盒", "请顾客看着装盒")
    newcomer.clone.edit(SERVE, "请慢用", "请各位慢用")
    preview.until(lambda: "请顾客看着装盒" in preview.page(draft))
    preview.until(lambda: "请各位慢用" in preview.page(released))
    preview.until(lambda: "已更新" in preview.output.splitlines()[-1])  # after all it found
    assert re.search(r"警告 .*\[revision-not-raised\]", preview.output), preview.output
    preview.stop()
    assert "Traceback" not in preview.output


@pytest.mark.parametrize("position", _steps(MAINTAINER))
def test_a_command_for_maintainers_works_in_a_clone(
    position: int, maintainer: Player[Clone]
) -> None:
    _check(MAINTAINER[position], maintainer.up_to(position))


@pytest.mark.parametrize("position", _steps(OWN))
def test_a_command_for_a_handbook_of_ones_own_works(position: int, owner: Player[Owner]) -> None:
    _check(OWN[position], owner.up_to(position))


@pytest.mark.parametrize("position", _steps(FORK))
def test_a_command_for_those_who_leave_a_fork_works(position: int, mover: Player[Owner]) -> None:
    _check(FORK[position], mover.up_to(position))


def test_who_left_a_fork_has_its_editions_codes_and_addresses(mover: Player[Owner]) -> None:
    new = Project(root=mover.to_the_end().root, today=DAY)
    old = Project(root=new.root.parent / "fork", today=DAY)
    now, then = examine(new).handbook, examine(old).handbook
    assert now.editions == then.editions != ()
    assert "没有变化" in mover.clone.must(".venv/bin/sop release")
    for name in ("reference/house-rules", "handbook/pool/rescue", "usage", "maintain/writing"):
        assert (new.site / name / "index.html").is_file()
    assert "旧版程序自带的" not in (new.site / "usage" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("command", [SMALL_PREVIEW, FILE_SERVER])
def test_a_server_answers_and_ends_when_it_is_interrupted(
    command: str, maintainer: Player[Clone], tmp_path: Path
) -> None:
    running = _start(maintainer.to_the_end(), command, tmp_path / "log")
    try:
        running.until(lambda: "请慢慢用" in running.page("/handbook/restaurant/serve/"))
    finally:
        assert running.stop() == 0
    assert "Traceback" not in running.output


def test_cleaning_up_leaves_what_was_cloned(maintainer: Player[Clone]) -> None:
    clone = maintainer.to_the_end()
    _check(FAREWELL, clone.run(FAREWELL.run))
    left = clone.git("status", "--porcelain", "--ignored").splitlines()
    assert [line for line in left if "__pycache__" not in line] == []


# Nothing is left out ----------------------------------------------------------------------------


def _shown() -> set[str]:
    return {line for page in pages() for line in shown(page)}


def test_every_command_that_a_page_shows_is_run_or_told_why_not() -> None:
    run = {bare(line) for line in played()} | FILLED_IN.keys() | NOT_RUN.keys()
    assert _shown() - run == set()


def test_what_is_filled_in_is_run() -> None:
    run = {bare(line) for line in played()}
    assert {line for line in FILLED_IN.values() if bare(line) not in run} == set()


def test_no_row_tells_of_a_command_that_no_page_shows_or_that_is_run() -> None:
    assert FILLED_IN.keys() - _shown() == set()
    assert NOT_RUN.keys() - _shown() == set()
    assert NOT_RUN.keys() & {bare(line) for line in played()} == set()
    assert all(NOT_RUN.values())


def _used() -> set[tuple[str, str]]:
    """Command and option, for every option in a command line of the stories."""
    used = set()
    for line in played():
        words = shlex.split(line)
        if not words[0].endswith("/sop"):
            continue
        name = next((word for word in words if word in sop.commands), "")
        before = words.index(name) if name else len(words)
        for at, word in enumerate(words):
            if word.startswith("--"):
                used.add((name if at > before else "", word))
    return used


def test_every_option_is_used() -> None:
    wanted = {("", name) for name in _options(sop)}
    for command in sop.commands.values():
        wanted |= {(str(command.name), name) for name in _options(command)}
    assert wanted - _used() == set()


def _options(command: click.Command) -> set[str]:
    options = (item for item in command.params if isinstance(item, click.Option))
    return {name for option in options for name in option.opts}


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_tells_of_options_that_there_are(readme: str) -> None:
    for command, option in told(readme):
        assert option in _options(sop.commands[command])
    assert len(told(readme)) > 10


@pytest.mark.parametrize("line", [line for line in NOT_RUN if line.startswith("make ")])
def test_make_knows_what_to_do_where_it_is_not_run(line: str) -> None:
    """Also where there is no environment yet."""
    done = subprocess.run(
        shlex.split(line.replace("make ", "make --dry-run VENV=.absent ")),
        cwd=ROOT,
        env=without_make(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    python = re.search(r"PYTHON=(\S+)", line)
    assert f"{python[1] if python else 'python3'} -m venv .absent" in done.stdout
