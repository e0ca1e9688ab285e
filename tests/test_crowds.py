"""An industry of hundreds of procedures: what its pages weigh, and how they are grouped."""

import gzip
import json
from pathlib import Path

import pytest

from sop_handbook.model import routes
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.pages.industries import industry_pages
from sop_handbook.render.pages.procedures import procedure_pages
from tests.contexts import bare
from tests.crowds import lay_out_crowd
from tests.pages import Element, parse_page
from tests.sites import Built
from tests.support import DAY

MOST = 60 * 1024  # bytes of a page as hosts send it, without styles and scripts
COUNT = 304


def _page(site: Path, name: str) -> Element:
    return parse_page((site / "handbook" / name / "index.html").read_text("utf-8"))


def _with(page: Element, name: str) -> list[Element]:
    return [element for element in page if name in element.attributes]


@pytest.fixture(scope="module")
def page(crowd: Built) -> Element:
    return _page(crowd.site, "general")


@pytest.mark.parametrize(
    "name", ["general", "industries", "roles", "roles/crew", "roles/enterprise", "prints/general"]
)
def test_a_page_stays_light(name: str, crowd: Built) -> None:
    page = crowd.site / "handbook" / name / "index.html"
    assert len(gzip.compress(page.read_bytes(), 6)) <= MOST


def test_the_list_of_prints_stays_light(crowd: Built) -> None:
    """Of 608 prints, those of a thousand procedures weigh some twenty times as much."""
    listed = (crowd.site / routes.PRINT_LIST.file).read_bytes()
    assert len(json.loads(listed)["subjects"]) == COUNT
    assert len(gzip.compress(listed, 6)) <= 16 * 1024


def test_every_procedure_stands_there_once(page: Element) -> None:
    rows = _with(page, "data-sop-sound")
    assert len(rows) == COUNT
    assert len({row.attributes["href"] for row in rows}) == COUNT


def test_procedures_stand_by_family_then_by_letter(page: Element) -> None:
    ids = [e.attributes["id"] for e in page if e.tag in {"h2", "h3"} and "id" in e.attributes]
    families = [name for name in ids if name.startswith("family-")]
    letters = [name for name in ids if name.startswith("letter-")]
    assert len(families) == 16
    assert len(letters) > 15
    assert letters == sorted(letters)
    assert ids.index(families[-1]) < ids.index(letters[0])


def test_every_group_can_be_jumped_to(page: Element) -> None:
    (nav,) = _with(page, "data-sop-jumps")
    ids = {element.attributes.get("id") for element in page}
    wanted = {link.attributes["href"].removeprefix("#") for link in nav.all("a")}
    assert wanted <= ids
    groups = {name for name in ids if name and name.startswith(("family-", "letter-"))}
    assert groups < wanted


def test_a_diagram_that_would_not_be_legible_gives_way(page: Element) -> None:
    assert not page.all("svg") or not [
        s for s in page.all("svg") if "sop-flow" in str(s.attributes)
    ]
    assert "互相衔接的流程有 80\u00a0份" in page.text


def test_a_telephone_number_of_many_families_stands_once(page: Element) -> None:
    assert len([e for e in page if e.attributes.get("class") == "sop-hotline"]) == 1


def test_the_list_of_industries_does_not_grow_with_them(crowd: Built) -> None:
    listed = _page(crowd.site, "industries")
    assert not _with(listed, "data-sop-sound")
    assert "全部304份" in listed.text


def test_a_role_of_many_procedures_says_which_steps_it_does(crowd: Built) -> None:
    page = _page(crowd.site, "roles/crew")
    rows = _with(page, "data-sop-sound")
    assert len(rows) == 16 * 5
    assert not [e for e in page if e.attributes.get("class") == "sop-duty"]
    assert "DB-02 · 做第1、2、3步" in page.text


def test_prints_of_many_procedures_are_on_their_own_pages(crowd: Built) -> None:
    rows = _with(_page(crowd.site, "prints/general"), "data-sop-sound")
    assert len(rows) == COUNT
    assert all(row.attributes["href"].endswith("#files") for row in rows)


def test_few_procedures_stand_in_one_list(project: Project, tmp_path: Path) -> None:
    made = industry_pages(examine(project).handbook, bare(tmp_path))
    pages = {page.route.path: page.text for page in made}
    assert "{: #procedures }" in pages["management/index.md"]
    for text in pages.values():
        assert "data-sop-" not in text.replace("data-sop-save", "")
    assert "GL-16" in pages["industries.md"]


def _own_pages(root: Path) -> dict[str, str]:
    """The pages of all procedures and families of a project, by their paths."""
    project = Project(root=root, today=DAY)
    examination = examine(project)
    made = procedure_pages(examination.handbook, context_of(project, examination))
    return {page.route.path: page.text for page in made}


def test_the_page_of_a_procedure_or_family_does_not_grow_with_the_handbook(tmp_path: Path) -> None:
    alone = _own_pages(lay_out_crowd(tmp_path / "alone", 1))
    among = _own_pages(lay_out_crowd(tmp_path / "among", 38))
    assert len(alone) == 20
    assert len(among) == 40
    assert {path for path, text in alone.items() if among[path] != text} == set()
