"""Whatever a handbook need not have may be absent: nothing is found wrong, no page is hollow."""

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from sop_handbook.adapters.yaml_file import parse
from sop_handbook.findings import Finding, Severity
from sop_handbook.model import Handbook, routes
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.handwritten import examine_pages
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact
from sop_handbook.site.assembly import settings_text, site_sources
from sop_handbook.site.handwritten import HandPage, parted
from sop_handbook.site.links import Targets, broken_links
from sop_handbook.site.page_reader import ReadPage, as_html, read_page
from tests.blank import WITHOUT_PAPERS
from tests.case_files import MINIMAL
from tests.pages import Element, parse_page
from tests.sites import INHERITED, Built, Shared, build_here
from tests.support import DAY

Files = dict[str, Any]  # what each source says, by its path below sop_sources
SERVE, PAY = "procedures/restaurant/serve.yaml", "procedures/restaurant/pay.yaml"
LETTER, HANDBOOK, ROLES = "shared/letter.yaml", "handbook.yaml", "roles.yaml"


def _no_glossary(files: Files) -> None:
    del files["terms.yaml"], files[SERVE]["terms"]


def _no_families(files: Files) -> None:
    del files[LETTER]
    sign = files[PAY]["steps"][1]
    del sign["uses_form"], sign["uses_rules"], sign["time_limit"], sign["actions"]


def _no_forms(files: Files) -> None:
    del files[LETTER]["forms"], files[PAY]["steps"][1]["uses_form"]


def _no_documents(files: Files) -> None:
    del files[HANDBOOK]["documents"]
    for name in (SERVE, PAY, LETTER):
        files.get(name, {}).pop("sources", None)


def _no_numbers(files: Files) -> None:
    del files[LETTER]["quantities"]
    sign = files[PAY]["steps"][1]
    del sign["time_limit"], sign["actions"]


def _one_of_each(files: Files) -> None:
    del files[PAY], files[SERVE]["ends"]
    del files[ROLES]["roles"][1]
    files.pop(LETTER, None)


def _no_roles_named(files: Files) -> None:
    for name in (SERVE, PAY):
        for step in files[name]["steps"]:
            step["role"] = "unspecified"
    del files[ROLES]["roles"][1]
    del files[LETTER]["forms"][0]["filled_by"]


def _industry_without_procedures(files: Files) -> None:
    files[HANDBOOK]["industries"].append({"id": "kitchen", "title": "后厨", "summary": "待写。"})


def _no_procedures(files: Files) -> None:
    _no_glossary(files)
    del files[SERVE], files[PAY], files[LETTER]


def _nothing_else(files: Files) -> None:
    _no_glossary(files)
    _no_documents(files)
    _one_of_each(files)


ABSENT: Mapping[str, Callable[[Files], None]] = {
    "glossary": _no_glossary,
    "families": _no_families,
    "forms": _no_forms,
    "documents": _no_documents,
    "numbers": _no_numbers,
    "a second of each": _one_of_each,
    "roles": _no_roles_named,
    "procedures of an industry": _industry_without_procedures,
    "all procedures": _no_procedures,
    "all that is optional": _nothing_else,
}
# What is not registered where nothing uses it is told, and nothing else.
TOLERATED = {"unused"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


def _written(root: Path, change: Callable[[Files], None]) -> Path:
    """Write the minimal handbook without something, and without docs/, overrides/, a ledger."""
    home = MINIMAL / "sop_sources"
    files = {
        path.relative_to(home).as_posix(): yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        for path in sorted(home.rglob("*.yaml"))
    }
    change(files)
    for name, said in files.items():
        path = root / "sop_sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    (root / "mkdocs.yml").write_text(f"INHERIT: {INHERITED}\n", "utf-8")
    return root


@pytest.mark.parametrize("what", ABSENT)
def test_what_is_optional_may_be_absent(what: str, tmp_path: Path, store: Path) -> None:
    project = Project(root=_written(tmp_path, ABSENT[what]), today=DAY, store=store)
    examination = examine(project)
    hand = examine_pages(project, examination)
    assert _serious([*examination.findings, *hand.findings]) == []
    made = render_all(project, examination, WITHOUT_PAPERS).artifacts
    pages = {routes.generated(one.path).source: one.content.decode() for one in _pages(made)}
    home = {one.path: f"---\n---\n{one.body}" for one in hand.pages if one.path == "index.md"}
    read = {path: read_page(parted(text)[1]) for path, text in {**pages, **home}.items()}
    paths = {*site_sources(project), *(routes.generated(one.path).source for one in made)}
    assert list(_into_nothing({**pages, **home}, read, paths)) == []
    assert {path: hollow for path, text in pages.items() if (hollow := list(_hollow(text)))} == {}
    assert list(_in_menu(examination.handbook, pages)) == []


def _serious(findings: Iterable[Finding]) -> list[str]:
    told = (one for one in findings if one.code not in TOLERATED)
    return [f"{one.place} {one.code}" for one in told if one.severity is not Severity.ADVICE]


def _pages(made: tuple[Artifact, ...]) -> Iterator[Artifact]:
    """Yield the pages that depend on what a handbook has."""
    same = {routes.FINDINGS.path, routes.FIELDS.path, routes.RUN.path}
    return (one for one in made if one.path.endswith(".md") and one.path not in same)


def _into_nothing(
    pages: Mapping[str, str], read: Mapping[str, ReadPage], paths: set[str]
) -> Iterator[str]:
    """Yield every link of a generated page, or the home page, that leads to where nothing is."""

    def anchors(path: str, _wanted: str) -> tuple[str, ...] | None:
        return read[path].anchors if path in read else None

    for path, text in pages.items():
        page = HandPage(path, path, "", text, text)
        for one in broken_links(page, read[path], Targets(paths, anchors)):
            yield f"{path}: {one.finding.args['value']}"


def _hollow(page: str) -> Iterator[str]:
    """Yield every heading, list, table and box of a page in which nothing stands."""
    body = _tree(page)
    yield from _empty_sections(body)
    for element in body:
        kind = element.attributes.get("class", "")
        empty = not element.text.strip() and not element.all("svg")
        if element.tag in {"ul", "ol"} and not element.all("li"):
            yield f"{element.tag} {kind}"
        if element.tag == "table" and len(element.all("tr")) < 2:
            yield f"table {element.text}"
        if element.tag == "div" and empty and kind in {"sop-list", "sop-files", "sop-chips"}:
            yield f"div {kind}"


def _tree(page: str) -> Element:
    """Return a page of Markdown as a tree."""
    return parse_page(as_html(parted(page)[1]))


def _empty_sections(body: Element) -> Iterator[str]:
    """Yield headings that another of their level or above, or the end, follows at once."""
    before: Element | None = None
    for element in [one for one in body.children if isinstance(one, Element)] + [Element("h1")]:
        level = element.tag if element.tag in {"h1", "h2", "h3", "h4"} else ""
        if before is not None and level and level <= before.tag:
            yield f"{before.tag} {before.text}"
        before = element if level else None


def _in_menu(handbook: Handbook, pages: Mapping[str, str]) -> Iterator[str]:
    """Yield entries of the menu that lead to a page on which nothing stands but words about it."""
    source, _ = parse(settings_text(handbook), "mkdocs.yml")
    assert source
    for name in _named(source.data["nav"]):
        if name in pages and name not in {routes.RUN.source, routes.CURRENCY.source}:
            told = _tree(pages[name])
            if not any(told.all(tag) for tag in ("a", "table", "dl")):
                yield name


def _named(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for below in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _named(below)


@pytest.fixture(scope="module")
def alone(shared: Shared) -> Built:
    """The site of a handbook of one industry, one role, one procedure and nothing else."""
    return shared.once("alone", lambda home: build_here(_written(home / "alone", _nothing_else)))


def test_the_smallest_handbook_becomes_a_site_that_leads_nowhere_in_vain(alone: Built) -> None:
    pages = {
        path: parse_page(path.read_text("utf-8")) for path in sorted(alone.site.rglob("*.html"))
    }
    there = {path.relative_to(alone.site).as_posix() for path in alone.site.rglob("*")}
    lost = [
        f"{path.relative_to(alone.site)}: {link.attributes['href']}"
        for path, page in pages.items()
        if path.name != "404.html"
        for link in page.all("a")
        if not _is_there(path.relative_to(alone.site).parent.as_posix(), link, there)
    ]
    assert lost == []


def _is_there(folder: str, link: Element, there: set[str]) -> bool:
    address = link.attributes.get("href", "").partition("#")[0].partition("?")[0]
    if not address or ":" in address:
        return True
    target = posixpath.normpath(posixpath.join(folder, address))
    return target == "." or target in there


@pytest.mark.parametrize("name", ["术语表", "标准登记表", "表单", "来源对照", "查行话", "查数字"])
def test_nobody_is_sent_to_what_the_smallest_handbook_has_not(alone: Built, name: str) -> None:
    sent = [
        path.relative_to(alone.site).as_posix()
        for path in (alone.site / "index.html", *alone.site.glob("*/index.html"))
        for link in parse_page(path.read_text("utf-8")).all("a")
        if link.text.strip() == name
    ]
    assert sent == []
