"""The list of commands: each row names a function that takes what the row says, loaded late."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sop_handbook.cli import sop
from sop_handbook.commands.menu import COMMANDS
from sop_handbook.commands.row import Command, load
from sop_handbook.findings import CODES
from sop_handbook.language.messages import messages
from tests.conftest import MakeProject
from tests.sites import environment
from tests.support import ROOT
from tests.test_architecture import DOORS

# What the command line itself is made of; everything else is for commands that need it.
ALWAYS = {"click", "regex", "rich", "yaml"}
OUR_OWN = {
    "sop_handbook",
    "sop_handbook.adapters",
    "sop_handbook.adapters.characters",
    "sop_handbook.adapters.guesses",
    "sop_handbook.adapters.slips",
    "sop_handbook.adapters.source",
    "sop_handbook.adapters.swap",
    "sop_handbook.adapters.turns",
    "sop_handbook.adapters.yaml_file",
    "sop_handbook.cli",
    "sop_handbook.commands",
    "sop_handbook.commands.menu",
    "sop_handbook.commands.row",
    "sop_handbook.commands.session",
    "sop_handbook.findings",
    "sop_handbook.language",
    "sop_handbook.language.messages",
    "sop_handbook.language.report",
    "sop_handbook.project",
    "sop_handbook.scaffold",
    "sop_handbook.scaffold.managed",
}
ABOUT = {
    "sop_handbook.adapters.git", "sop_handbook.commands.support",
    "sop_handbook.commands.support.about",
}  # fmt: skip
REPORT = """
import atexit, sys
atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))
sys.argv[0] = "sop"
from sop_handbook.cli import main
main()
"""


def run(folder: Path, *args: str) -> Result:
    return CliRunner().invoke(sop, ["--root", str(folder), *args], env={"LC_ALL": "zh_CN.UTF-8"})


def loaded(folder: Path, *args: str) -> set[str]:
    """What a process has loaded in which `sop` was called with these arguments, and worked."""
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *args],
        cwd=folder,
        env=environment({"PYTHONPATH": str(ROOT / "generators")}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.fixture
def sound(make_project: MakeProject) -> Path:
    return make_project().root


def ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "sop_handbook"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_what_does_a_command_takes_what_the_command_takes(command: Command) -> None:
    taken = list(inspect.signature(load(command.does)).parameters)
    assert taken[0] == "session"
    told = {parameter.name for parameter in command.params if parameter.expose_value}
    assert set(taken[1:]) == told


# Each is loaded by the same lines, so three stand for all.
HELP = [
    pytest.param((str(one.name), "--help"), marks=() if at < 3 else pytest.mark.slow)
    for at, one in enumerate(COMMANDS)
]


@pytest.mark.parametrize("args", [("--version",), ("--help",), *HELP], ids=" ".join)
def test_help_loads_no_command_and_no_library_of_one(args: tuple[str, ...], tmp_path: Path) -> None:
    """Outside a project, too."""
    modules = loaded(tmp_path, *args)
    assert ours(modules) <= OUR_OWN | (ABOUT if args == ("--version",) else set())
    assert modules & (DOORS.keys() - ALWAYS) == set()


@pytest.mark.parametrize("args", [("explain",), ("explain", "unknown-key")], ids=" ".join)
def test_an_explanation_loads_words_only(args: tuple[str, ...], tmp_path: Path) -> None:
    modules = loaded(tmp_path, *args)
    assert ours(modules) == OUR_OWN | {"sop_handbook.commands.explaining"}
    assert modules & (DOORS.keys() - ALWAYS) == set()


def test_checking_sources_loads_nothing_that_makes_pages_or_paper(
    sound: Path,
) -> None:
    modules = loaded(sound, "validate")
    made = {"render", "diagrams", "site", "templating", "typesetting"}
    assert {name.split(".")[1] for name in ours(modules) if "." in name} & made == set()
    assert "sop_handbook.pipeline.build" not in modules
    assert "sop_handbook.language.chinese" not in modules
    assert modules & (DOORS.keys() - ALWAYS) == {"cattrs", "jsonschema_rs"}


def test_planning_and_comparing_prints_loads_neither_pages_nor_the_site_engine(sound: Path) -> None:
    modules = loaded(sound, "release") | loaded(sound, "diff", str(sound), str(sound))
    made = {
        "sop_handbook.pipeline.build",
        "sop_handbook.site.engine.build",
        "sop_handbook.render.pages",
    }
    assert modules & made == set()
    assert modules & {"mkdocs", "markdown", "opencc", "pypandoc"} == set()


def test_printing_a_sheet_loads_nothing_that_only_books_and_word_need(sound: Path) -> None:
    modules = loaded(sound, "print", "CY-01", "--kind", "checklist")
    assert "sop_handbook.render.print.checklists" in modules
    assert {name for name in ours(modules) if "diagrams" in name or "office" in name} == set()
    libraries = {"jsonschema", "markdown", "mkdocs", "opencc", "pypandoc", "pypinyin"}
    assert modules & libraries == set()


def test_a_draft_is_written_without_the_renderers(sound: Path) -> None:
    modules = loaded(sound, "new", "restaurant/clear-table")
    assert not {name for name in modules if name.startswith("sop_handbook.render")}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_explain_alone_lists_every_code_with_a_few_words(language: str, tmp_path: Path) -> None:
    result = run(tmp_path, "--lang", language, "explain")
    assert result.exit_code == 0
    told = dict(line.split(maxsplit=1) for line in result.stdout.splitlines() if line[:2] == "  ")
    assert told == {code: messages(language)(f"findings.{code}.title") for code in CODES}
    severities = [messages(language)(f"report.severity.{name}") for name in CODES.values()]
    assert [line for line in result.stdout.splitlines() if line in severities] == list(
        dict.fromkeys(severities)
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_tells_what_it_is_for_in_both_languages(command: Command) -> None:
    first = str(command.help).splitlines()[0]
    chinese, _, english = first.rpartition("。")
    assert chinese
    assert english.endswith(".")
    assert english.isascii()
