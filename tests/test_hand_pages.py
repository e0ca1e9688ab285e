"""What is told of hand-written pages: the same by validate and by a build, and only what is so."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml
from jinja2.meta import find_undeclared_variables

from sop_handbook.findings import Finding
from sop_handbook.model import routes
from sop_handbook.pipeline import handwritten
from sop_handbook.pipeline.build import build, render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.handwritten import examine_pages, generated_pages
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import THEME, Project
from sop_handbook.render.pages.single import render_page
from sop_handbook.site.calls import calls_in
from sop_handbook.site.handwritten import HandPage, parted
from sop_handbook.site.links import Targets, broken_links
from sop_handbook.site.page_reader import EXTENSIONS, read_page
from sop_handbook.templating.environment import environment as templates
from tests.blank import WITHOUT_PAPERS
from tests.case_files import CASES, lay_out
from tests.sites import INHERITED, Built, sop_here
from tests.support import DAY, PACKAGE
from tests.test_broken_links import FAULTS

INHERIT = f"INHERIT: {INHERITED}\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The minimal handbook with settings of a site."""
    made = lay_out(tmp_path / "project")
    made.settings.write_text(INHERIT, "utf-8")
    made.docs.mkdir()
    return Project(root=made.root, today=DAY, store=tmp_path / "store")


def _written(project: Project, body: str) -> list[tuple[str, int]]:
    """Write a page; return code and line of what is found in it."""
    (project.docs / "notes.md").write_text(body, "utf-8")
    return _told(examine_pages(project, examine(project)).findings)


def _told(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    return [(one.code, one.place.line) for one in findings]


def test_the_pages_that_are_foretold_are_those_that_are_generated(moved: Built) -> None:
    handbook = examine(Project(root=moved.root, today=DAY)).handbook
    home = Project(root=moved.root, today=DAY).assembled
    generated = sorted(path.relative_to(home).as_posix() for path in home.rglob("handbook/**/*.md"))
    assert sorted({route.source for route in generated_pages(handbook)}) == generated


def test_a_page_alone_has_every_anchor_that_it_has_in_the_handbook(project: Project) -> None:
    examination = examine(project)
    context = context_of(project, examination)
    made = render_all(project, examination, WITHOUT_PAPERS).artifacts
    # The first two are long, and the same for every handbook; the others hang on what is printed.
    others = {routes.FINDINGS, routes.FIELDS, routes.PRINTS, routes.prints_of("restaurant")}
    lacking = {}
    for one in made:
        route = routes.generated(one.path)
        if one.path.endswith(".md") and route not in others:
            text = render_page(examination.handbook, context, route)
            alone = read_page(parted(text or "")[1]).anchors
            whole = read_page(parted(one.content.decode())[1]).anchors
            lacking[one.path] = sorted(set(whole) - set(alone))
    assert {path: names for path, names in lacking.items() if names} == {}
    assert len(lacking) > 12


def test_a_page_that_is_not_generated_cannot_be_rendered_alone(project: Project) -> None:
    examination = examine(project)
    context = context_of(project, examination)
    assert render_page(examination.handbook, context, routes.role("nobody")) is None
    assert render_page(examination.handbook, context, routes.PRINTS) is None


def test_a_build_tells_what_validate_tells_and_nothing_twice(project: Project) -> None:
    case = CASES / "invalid" / "unknown-part" / "every-call" / "files" / "docs" / "notes.md"
    told = _written(project, f"{case.read_text('utf-8')}\n[无](nowhere.md)\n\n[无](#nowhere)\n")
    assert {code for code, _ in told} == {"unknown-part", "broken-link", "broken-anchor"}
    result = build(project, lambda _: None)
    assert _told(result.findings) == told
    assert not project.site.exists()


def test_validate_takes_pages_and_settings_as_files(project: Project) -> None:
    (project.docs / "notes.md").write_text("[无](nowhere.md)\n", "utf-8")
    (project.docs / "more.md").write_text("[无](nowhere.md)\n", "utf-8")
    page = str(project.docs / "notes.md")
    done = sop_here(project.root, "validate", page, "--format", "json")
    found = [(one["file"], one["code"]) for one in json.loads(done.stdout)]
    assert (done.returncode, found) == (1, [("docs/notes.md", "broken-link")])
    assert sop_here(project.root, "validate", str(project.settings)).returncode == 0
    assert sop_here(project.root, "fmt", "--check", page).returncode == 2


def test_a_link_to_a_generated_file_is_judged_when_there_are_files(project: Project) -> None:
    links = "[有](handbook/flows/serve.json)\n\n[无](handbook/flows/srve.json)\n"
    assert _written(project, links) == []
    result = build(project, lambda _: None, renderers=WITHOUT_PAPERS)
    assert _told(result.findings) == [("broken-link", 3)]


@pytest.mark.parametrize("text", FAULTS["written wrongly"][0])
def test_what_the_engine_complains_of_is_found_beforehand(text: str) -> None:
    paths = {"a.md", "index.md", "file.txt", "deep/b.md", "deep/c.md", "deep/index.md"}
    body = f"# 丁\n\n{text}\n"
    page = HandPage("deep/0.md", "docs/deep/0.md", "", body, body)
    targets = Targets(paths, lambda _path, _wanted: ("top", "part"))
    (found,) = broken_links(page, read_page(body), targets)
    assert found.finding.place.line > 2


@pytest.mark.parametrize("text", [*FAULTS["files gone"][0], *FAULTS["anchors gone"][0]])
def test_what_leads_somewhere_is_not_told(text: str) -> None:
    paths = {"a.md", "index.md", "file.txt", "deep/b.md", "deep/c.md", "deep/index.md"}
    body = f"# 丁\n\n{text}\n"
    page = HandPage("deep/0.md", "docs/deep/0.md", "", body, body)
    targets = Targets(paths, lambda _path, _wanted: ("top", "part", "raw"))
    assert list(broken_links(page, read_page(body), targets)) == []


def test_pages_are_read_with_the_extensions_of_the_engine() -> None:
    settings = yaml.safe_load((THEME / "mkdocs.yml").read_text("utf-8"))
    listed = [
        one if isinstance(one, dict) else {one: {}} for one in settings["markdown_extensions"]
    ]
    assert {name: config for one in listed for name, config in one.items()} == EXTENSIONS


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        (f"{INHERIT}extra: {{a: b}}\n", [("broken-link", 1)]),
        (f"{INHERIT}markdown_extensions: [footnotes]\n", []),
        (f"{INHERIT}plugins: [search]\n", []),
        (f"{INHERIT}nav: !ENV [A]\n", []),
    ],
)
def test_where_pages_are_read_otherwise_the_engine_alone_judges_links(
    settings: str, found: list[tuple[str, int]], project: Project
) -> None:
    project.settings.write_text(settings, "utf-8")
    assert _written(project, "[无](nowhere.md)\n") == found


def test_a_handbook_without_settings_is_told_the_line_to_write(project: Project) -> None:
    project.settings.unlink()
    found = examine_pages(project, examine(project)).findings
    assert [(one.code, one.args["right"]) for one in found] == [("not-inherited", INHERIT.strip())]


def test_a_page_that_cannot_be_read_in_a_moment_is_told_and_the_others_are_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handwritten, "_SECONDS", 2)
    (project.docs / "bad.md").write_text("[" * 100_000, "utf-8")
    told = _written(project, "[无](nowhere.md)\n")
    assert told == [("page-too-much", 1), ("broken-link", 1)]


def test_the_parts_that_pages_share_need_nothing_but_what_they_are_given() -> None:
    """A hand-written page gives them that and nothing else, a generated one all of its words."""
    environment = templates()
    text = (PACKAGE / "render/templates/pages/parts.md.j2").read_text("utf-8")
    assert find_undeclared_variables(environment.parse(text)) == set()


CALL = '{{ phrases("a", "b") }}'


@pytest.mark.parametrize(
    "page",
    [
        CALL,
        f"说明：{CALL} 之后",
        f"!!! note\n\n    {CALL}",
        f"- 一\n\n    {CALL}",
        f"`一` {CALL} `二`",
        f"```\n例\n```\n{CALL}",
        f"```py\n例\n```\n\n~~~\n例\n~~~\n{CALL}",
        f"一个 ` 号\n\n{CALL} 又一个 ` 号",
    ],
)
def test_a_call_of_a_macro_is_found_where_it_is_none_in_code(page: str) -> None:
    found = list(calls_in(page, {"phrases"}))
    lines = page.split("\n")
    assert [lines[line - 1][column - 1 :][: len(CALL)] for line, column, _ in found] == [CALL]


@pytest.mark.parametrize(
    "page",
    [
        f"`{CALL}`",
        f"`` 一 ` {CALL} ``",
        f"`例\n{CALL}`",
        f"```\n{CALL}\n```",
        f"```\n```py\n{CALL}\n```",
        f"````\n```\n{CALL}\n```\n````",
        f'??? note "例"\n\n    ```\n    {CALL}\n    ```',
        f"- 一\n\n    ```yaml\n    {CALL}\n    ```",
        f"> ```\n> {CALL}\n> ```",
        f"1. ```\n   {CALL}\n   ```",
        f"```\n{CALL}",
        f"<!-- {CALL} -->",
        f"<!--\n{CALL}\n-->",
        f"例：\n\n    {CALL}\n\n    {CALL}\n",
        "{{ phrases }}",
        '{{ other("a") }}',
    ],
)
def test_an_example_in_code_is_no_call(page: str) -> None:
    assert list(calls_in(page, {"phrases"})) == []
