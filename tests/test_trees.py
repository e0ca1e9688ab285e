"""Whatever lies among the sources and pages, and whatever a page asks for: a finding, soon."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sop_handbook.findings import Finding
from sop_handbook.language.messages import messages
from sop_handbook.language.report import as_text
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.site import handwritten
from sop_handbook.site.handwritten import fill_pages
from sop_handbook.templating.filling import fill_page
from tests.conftest import MakeProject


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    """The minimal handbook with a page and a theme part."""
    project = make_project()
    for name in ("docs/index.md", "overrides/main.html"):
        (project.root / name).parent.mkdir(parents=True, exist_ok=True)
        (project.root / name).write_text("# 首页\n")
    return project


def _a_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "link": (lambda path: path.symlink_to("/etc/passwd"), "symlink"),
    "link to itself": (lambda path: path.symlink_to("."), "symlink"),
    "dangling link": (lambda path: path.symlink_to("nowhere"), "symlink"),
    "pipe": (os.mkfifo, "special-file"),
    "socket": (_a_socket, "special-file"),
}


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize(
    "name",
    [
        "docs/page.md", "docs/assets/x.png", "docs/loop", "overrides/partials/a.html",
        "sop_sources/shared/more.yaml", "sop_sources/procedures/restaurant/more.yaml",
    ],
)  # fmt: skip
def test_what_is_no_file_is_never_read(what: str, name: str, project: Project) -> None:
    make, code = ODD[what]
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    make(path)
    began = time.monotonic()
    assert (name, code) in {(f.place.file, f.code) for f in examine(project).findings}
    assert time.monotonic() - began < 2


def test_what_stands_in_place_of_the_glossary_is_one_finding(project: Project) -> None:
    """The terms that procedures refer to are not told to be missing, too."""
    (project.sources / "terms.yaml").unlink()
    os.mkfifo(project.sources / "terms.yaml")
    assert [finding.code for finding in examine(project).findings] == ["special-file"]


def test_a_folder_that_is_called_like_a_page_is_no_page(project: Project) -> None:
    (project.docs / "notes.md").mkdir(parents=True)
    pages, found = fill_pages(project, examine(project).handbook)
    assert ("notes.md" in {page.path for page in pages}, found) == (False, [])


@pytest.mark.parametrize("top", ["docs", "overrides", "mkdocs.yml", "sop_sources/shared"])
def test_a_folder_that_is_a_link_is_not_entered(top: str, project: Project, tmp_path: Path) -> None:
    path = project.root / top
    aside = tmp_path / "aside"
    if path.exists():
        path.rename(aside)
    path.symlink_to(aside)
    assert [f.place.file for f in examine(project).findings if f.code == "symlink"] == [top]


@pytest.mark.parametrize("folder", ["docs", "sop_sources/shared"])
def test_a_name_that_cannot_be_read_is_spelt_out(folder: str, project: Project) -> None:
    path = os.fsencode(project.root / folder) + b"/\xff\x1b[31m.yaml"
    Path(os.fsdecode(path)).write_text("a: b\n")
    (finding,) = (f for f in examine(project).findings if f.code == "bad-file-name")
    told = as_text(finding, messages("zh"))
    assert told.encode()
    assert "\x1b" not in told
    assert "\\udcff\\x1b[31m.yaml" in told


@pytest.mark.parametrize("name", ["main.py", "main/__init__.py"])
def test_what_the_engine_would_run_is_found(name: str, project: Project) -> None:
    path = project.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("raise SystemExit\n")
    assert "engine-module" in {finding.code for finding in examine(project).findings}


def test_the_former_name_of_the_program_is_found_with_the_line_to_write(project: Project) -> None:
    lines = "plugins:\n  # generators.macros\n  - macros:\n      modules: [generators.macros]\n"
    (project.root / "mkdocs.yml").write_text(lines)
    (found,) = (f for f in examine(project).findings if f.code == "former-module")
    assert (found.place.line, found.place.column) == (4, 17)
    assert "modules: [sop_handbook.macros]" in as_text(found, messages("zh"))


def _findings_of(project: Project, body: str) -> list[Finding]:
    page = project.root / "docs" / "index.md"
    page.write_text(f"---\nrender_macros: true\n---\n\n# 首页\n\n{body}\n")
    return fill_pages(project, examine(project).handbook, own_only=True)[1]


@pytest.mark.parametrize(
    "body",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ procedure.__globals__ }}",
        "{{ procedure.__self__._handbook }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__}'.format(1)|length / 0 }}",
        "{{ config }}", "{{ environment }}", "{{ page.file }}", "{{ range(9) }}", "{{ dict() }}",
        "{% include '/etc/passwd' %}", "{% import 'x' as y %}",
        "{{ 1/0 }}", "{{ [] + 1 }}", "{{ 'a'.join(5) }}", "{{ 2 ** 'a' }}",
        "{{ procedure() }}", "{{ procedure(1) }}", "{{ procedure([]) }}", "{{ quantity('a') }}",
        "{{ (((((1) }}", "{% for a in 5 %}{% endfor %}",
    ],
)  # fmt: skip
def test_a_page_can_ask_for_nothing_but_our_macros(body: str, project: Project) -> None:
    (finding,) = _findings_of(project, body)
    assert finding.place.line == 7
    assert finding.code in {"page-template", "macro-arguments", "unknown-macro", "unknown-part"}


@pytest.mark.parametrize(
    "body",
    [
        "{% for a in 'x' * 99999 %}{% for b in 'x' * 99999 %}{% endfor %}{% endfor %}",
        "{{ 'x' * 9999999999 }}",
        "{{ 'x' * 6000000 }}",
        "{% set a = 'x' * 999999 %}" + "{% set a = a ~ a %}" * 40 + "{{ a|length }}",
        "{{ 9 ** (9 ** 9) }}",
    ],
)
def test_a_page_without_an_end_ends(
    body: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handwritten, "_SECONDS", 1)
    began = time.monotonic()
    (finding,) = _findings_of(project, body)
    assert finding.code in {"page-too-much", "page-template"}
    assert time.monotonic() - began < 8


def test_a_page_that_is_no_text_is_named(project: Project) -> None:
    (project.root / "docs" / "gbk.md").write_bytes("# 标题\n第二行\n".encode("gbk"))
    (finding,) = fill_pages(project, examine(project).handbook)[1]
    assert (str(finding.place), finding.code) == ("docs/gbk.md:1:1", "not-utf8")


def test_what_a_sandbox_allows_still_works() -> None:
    text = "{% set names = ['甲', '乙'] %}{% for n in names %}{{ hello(n) }}{% endfor %}"
    assert fill_page(text, {"hello": lambda name: f"你好{name}。"}) == ("你好甲。你好乙。", [])


SETTINGS: dict[str, tuple[str, list[tuple[int, str]]]] = {
    "as they should be": ("INHERIT: .cache/sop/mkdocs.yml\nnav: []\n", []),
    "remark behind": ("INHERIT: .cache/sop/mkdocs.yml  # 程序的\n", []),
    "whole": (
        "site_name: 甲\ndocs_dir: docs\ntheme:\n  custom_dir: overrides\n",
        [(1, "not-inherited"), (2, "own-folder"), (4, "own-folder")],
    ),
    "of another": ("INHERIT: base.yml\n", [(1, "not-inherited")]),
    "former name": (
        "INHERIT: .cache/sop/mkdocs.yml\n#  - generators.macros\n  - generators.macros\n",
        [(3, "former-module")],
    ),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_settings_that_hide_what_the_engine_gives_are_found(project: Project, case: str) -> None:
    text, wanted = SETTINGS[case]
    project.settings.write_text(text, "utf-8")
    found = [f for f in examine(project).findings if f.place.file == "mkdocs.yml"]
    assert [(one.place.line, one.code) for one in found] == wanted


def test_where_former_engines_put_pages_is_told_and_not_published(project: Project) -> None:
    (project.docs / "handbook").mkdir()
    (project.docs / "handbook" / "old.md").write_text("# 旧\n", "utf-8")
    examination = examine(project)
    assert [f.place.file for f in examination.findings if f.code == "former-pages"] == [
        "docs/handbook"
    ]
    pages, _ = fill_pages(project, examination.handbook)
    assert "handbook/old.md" not in {page.path for page in pages}
