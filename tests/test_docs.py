"""The documentation says what is: examples are sound, and nothing it should name is missing."""

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.cli import sop
from sop_handbook.findings import Severity
from sop_handbook.language.messages import messages
from sop_handbook.model.routes import Route
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.site.embeds import Embeds
from sop_handbook.sources.format.canonical import canonical
from sop_handbook.sources.schemas import Schemas
from sop_handbook.templating.filling import fill_page
from tests.brands import put_logo
from tests.photographs import mp4, photo, put, written
from tests.support import DAY, PACKAGE, ROOT, THEME
from tests.trades import trades_examination, trades_root

READMES = ("README.md", "README.zh-CN.md")
STOCK = (THEME / "docs").relative_to(ROOT).as_posix()
WRITING, ARCHITECTURE = f"{STOCK}/maintain/writing.md", f"{STOCK}/maintain/architecture.md"
USAGE = f"{STOCK}/usage.md"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (
        *ROOT.glob("README*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(THEME / "docs").rglob("*.md"),
    )
)
TARGETS = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# file: (sop_sources/\S+)\n")
_LABELS = (
    "overview", "critical", "do", "say", "key-points", "editorial", "avoid", "instead", "decision",
    "receives", "gap", "exceptions", "report", "badge.draft", "badge.retired", "effective",
)  # fmt: skip
# What only the engine's own repository has, and pages for those who change the engine.
_ENGINES_OWN = re.compile(
    "generators/|tests/|theme/|requirements-|make (?:test|check|goldens|bench|audit|lock|release)"
)
_FOR_PROGRAMMERS = {"architecture", "search", "scripts", "run", "offline"}
_OF_A_FORK = "from-fork"  # tells which folders of a fork stay behind
_LINK = re.compile(r"\]\(([^)#\s]+)")


def _text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def _blocks(page: str, language: str) -> list[str]:
    return [code for tag, code in _FENCE.findall(_text(page)) if tag == language]


def _files(page: str) -> Iterator[tuple[str, str]]:
    """Yield path and contents of every source file that a page shows."""
    for code in _blocks(page, "yaml"):
        if found := _FILE.match(code):
            yield found[1], code


def _lines(code: str) -> str:
    """The lines without indentation, so that an excerpt is found whatever it hangs from."""
    return "\n" + "\n".join(line.strip() for line in code.splitlines()) + "\n"


def _lay_over(root: Path, name: str, code: str) -> None:
    """Do what a reader does: write a new file; add to a file that everybody shares."""
    path = root / name
    if path.parent == root / "sop_sources":
        code = yaml.safe_dump(_merged(_data(path.read_text("utf-8")), _data(code)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, "utf-8")


def _data(text: str) -> dict[str, Any]:
    source, findings = parse(text, "example")
    assert source and not findings, findings
    return dict(source.data)


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    for key, items in new.items():
        if not isinstance(items, list):
            old[key] = items
            continue
        if not isinstance(items[0], dict):
            old[key] = [*old[key], *items]
            continue
        name = "id" if "id" in items[0] else "title"
        by_id = {item[name]: item for item in old[key]}
        for item in items:
            by_id[item[name]] = {**by_id.get(item[name], {}), **item}
        old[key] = list(by_id.values())
    return old


def _put_media(root: Path, code: str) -> None:
    """Take the pictures and clips that sources name."""
    for seed, name in enumerate(sorted(set(re.findall(r"[\w/-]+\.(?:jpg|mp4)\b", code)))):
        film = mp4(film=bytes(64 + seed))
        put(root, name, film if name.endswith("mp4") else written(photo(90, 60, seed), "JPEG"))


@pytest.mark.parametrize("page", [page for page in PAGES if list(_files(page))])
def test_the_source_files_a_page_shows_are_sound(page: str, tmp_path: Path) -> None:
    shutil.copytree(trades_root() / "sop_sources", tmp_path / "sop_sources")
    for name, code in _files(page):
        _lay_over(tmp_path, name, code)
    put_logo(tmp_path)  # the one that the pages name
    _put_media(tmp_path, "".join(code for _, code in _files(page)))
    findings = examine(Project(root=tmp_path, today=DAY)).findings
    shown = {name for name, _ in _files(page)}
    wrong = [f for f in findings if f.severity is Severity.ERROR or f.place.file in shown]
    ours = [
        f for f in wrong if f.code not in {"no-base-url", "example-address", "no-emergency-number"}
    ]
    assert ours == []


@pytest.mark.parametrize("page", [page for page in PAGES if list(_files(page))])
def test_the_source_files_a_page_shows_are_in_canonical_style(page: str) -> None:
    schemas = Schemas(PACKAGE / "schemas")
    for name, code in _files(page):
        source = parse(code, name)[0]
        assert source
        kind = {"procedures": "procedure", "shared": "family"}.get(Path(name).parts[1])
        assert canonical(code, source, kind or Path(name).stem, schemas) == code


@pytest.mark.parametrize("page", PAGES)
def test_a_smaller_example_is_part_of_a_file_the_page_shows(page: str) -> None:
    whole = [_lines(code) for _, code in _files(page)]
    parts = [code for code in _blocks(page, "yaml") if not _FILE.match(code)]
    assert [part for part in parts if not any(_lines(part) in code for code in whole)] == []


@pytest.mark.parametrize("page", [*READMES, WRITING])
def test_the_finding_a_page_shows_points_at_the_line_it_is_about(page: str) -> None:
    found = re.search(r"^(sop_sources/\S+):(\d+):(\d+) .*“titel”", _text(page), re.MULTILINE)
    assert found
    line = dict(_files(page))[found[1]].splitlines()[int(found[2]) - 1]
    assert line[int(found[3]) - 1 :].startswith("title:")


def test_the_pages_show_whole_source_files() -> None:
    assert {page for page in PAGES if list(_files(page))} >= {*READMES, WRITING}


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_every_command_and_option(readme: str) -> None:
    wanted = {f"sop {name}" for name in sop.commands}
    for command in (sop, *sop.commands.values()):
        options = (item for item in command.params if isinstance(item, click.Option))
        wanted |= {name for option in options for name in option.opts}
    assert {name for name in wanted if name not in _text(readme)} == set()


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_every_make_target(readme: str) -> None:
    assert {name for name in TARGETS if f"make {name}" not in _text(readme)} == set()


@pytest.mark.parametrize("page", PAGES)
def test_a_command_that_a_page_tells_people_to_run_exists(page: str) -> None:
    code = "\n".join(code for _, code in _FENCE.findall(_text(page)))
    code += "\n".join(re.findall(r"`([^`\n]+)`", _text(page)))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", code)) <= set(TARGETS)
    assert set(re.findall(r"(?:^|/|[^\w/-])sop ([a-z][a-z-]*)", code, re.MULTILINE)) <= set(
        sop.commands
    )


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_shows_the_two_commands_that_everything_starts_with(readme: str) -> None:
    commands = "\n".join(_blocks(readme, "sh"))
    assert "make site" in commands
    assert "make test" in commands


def test_the_writing_guide_describes_every_macro_and_its_examples_work() -> None:
    macros = Embeds(trades_examination().handbook, Route(WRITING)).macros()
    examples = "\n".join(_blocks(WRITING, "jinja"))
    assert [name for name in macros if f"`{name}(" not in _text(WRITING)] == []
    assert [name for name in macros if f"{{{{ {name}(" not in examples] == []
    assert fill_page(examples, macros)[1] == []


@pytest.mark.parametrize("word", _LABELS)
def test_the_guide_for_staff_calls_things_what_the_pages_call_them(word: str) -> None:
    assert messages("zh")(f"page.{word}") in _text(USAGE)


def test_the_writing_guide_does_not_run_its_own_examples() -> None:
    assert "render_macros" not in _text(WRITING).split("---\n")[1]


def test_every_folder_and_file_of_the_project_is_described() -> None:
    described = _text(ARCHITECTURE) + _text("README.md") + _text("README.zh-CN.md")
    ignored = [line.strip("/") for line in _text(".gitignore").splitlines()]
    ignored.append(".site-*")  # where a build that is running right now writes
    names = {path.name for path in ROOT.iterdir() if path.name not in {".git", *READMES}}
    sources = {name for name in names if not any(fnmatch(name, rule) for rule in ignored)}
    assert {name for name in sources if name not in described} == set()


def test_every_module_has_its_line_in_the_architecture_page() -> None:
    package = PACKAGE
    modules = {
        path.relative_to(package).with_suffix("").as_posix()
        for path in package.rglob("*.py")
        if not path.name.startswith("__")
    }
    described = set(re.findall(r"`([a-z_/]+)`", _text(ARCHITECTURE)))
    assert modules - described == set()


@pytest.mark.parametrize("page", (*READMES, "CHANGELOG.md"))
def test_a_link_to_a_file_leads_somewhere(page: str) -> None:
    links = [link for link in _LINK.findall(_text(page)) if not link.startswith(("http", "mailto"))]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    newest = re.findall(r"^## \[?([\w.]+)", _text("CHANGELOG.md"), re.MULTILINE)
    assert version in newest[:2]


def test_whoever_upgrades_reads_in_short_what_changed_in_both_languages() -> None:
    _, *sections = _text("CHANGELOG.md").split("\n## ")
    for section in (one for one in sections if "\n### " in one and not one.startswith("0.")):
        said = {part.partition("\n")[0]: part.count("\n- ") for part in section.split("\n### ")}
        assert said["要点"] == said["In short"] > 0


def test_the_editor_knows_the_schema_of_every_source_file() -> None:
    schemas: dict[str, str] = json.loads(_text(".vscode/settings.json"))["yaml.schemas"]
    project = Project(root=ROOT, today=DAY)
    for schema in schemas:  # each is made of the project's own of the same name
        assert (ROOT / schema).parent == project.hints
        assert (project.schemas / Path(schema).name).is_file()
    for path in sorted((ROOT / "sop_sources").rglob("*.yaml")):
        name = path.relative_to(ROOT).as_posix()
        assert sum(fnmatch(name, pattern) for pattern in schemas.values()) == 1, name


def test_pages_for_owners_name_nothing_that_a_handbook_has_not() -> None:
    told = {}
    for page in PAGES:
        name = Path(page).stem
        if page.startswith(STOCK) and name not in {*_FOR_PROGRAMMERS, _OF_A_FORK}:
            told[page] = _ENGINES_OWN.findall(_text(page))
    assert {page: found for page, found in told.items() if found} == {}


@pytest.mark.parametrize("name", sorted(_FOR_PROGRAMMERS))
def test_pages_for_programmers_say_first_whose_files_they_name(name: str) -> None:
    opening = _text(f"{STOCK}/maintain/{name}.md").partition("\n## ")[0]
    assert re.search("在?程序的仓库里.*手册的文件夹里没有", opening)
