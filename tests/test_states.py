"""A handbook in every state at once, with an address and without: what is found, what pages say."""

import json
import re
import shutil
from pathlib import Path

import pytest

from sop_handbook.pipeline.build import build
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import OfflineGroup
from sop_handbook.sources.schemas import Schemas
from tests.pages import Element, parse_page
from tests.sites import Built, html_pages, sop_here
from tests.states import GONE, STATES, States, badge
from tests.support import DAY, PACKAGE

# What a template or a text would leave behind that nobody filled in.
LEFT_OVER = re.compile(r"\{[{%]|[%}]\}|\{[a-z][a-z-]*\}|\b(?:None|Undefined|nan)\b")


def _page(built: Built, path: str) -> Element:
    page = built.site / "handbook" / path / "index.html"
    return parse_page(page.read_text("utf-8")).one("article")


def _badges(element: Element) -> list[str]:
    return [one.text for one in element if "sop-badge" in one.attributes.get("class", "").split()]


def test_validation_finds_what_is_due_and_nothing_else(state_build: Built, states: States) -> None:
    run = sop_here(state_build.root, "validate", "--format", "json")
    assert run.returncode == 0, run.stdout + run.stderr
    records = json.loads(run.stdout)
    found = {(one["code"], one["file"].removeprefix("sop_sources/")) for one in records}
    expected = {("review-overdue", "procedures/pool/open-gate.yaml")}
    if state_build == states.once:
        expected.add(("no-base-url", "handbook.yaml"))
    assert found == expected


def test_no_industry_can_take_the_place_of_a_page_of_the_handbook(
    state_build: Built, states: States
) -> None:
    handbook = examine(Project(root=state_build.root, today=DAY)).handbook
    folders = [build.site / "handbook" for build in (state_build, states.twice)]
    made, all_made = ({path.stem for path in folder.iterdir()} for folder in folders)
    schemas = Schemas(PACKAGE / "schemas")
    own = schemas.contents["handbook"]["$defs"]["industry"]["properties"]["id"]["not"]["enum"]
    everywhere = schemas.contents["common"]["$defs"]["id"]["not"]["enum"]
    assert made - set(handbook.industries) <= {*own, *everywhere}
    groups = {group.value for group in OfflineGroup}  # industries are groups beside them
    assert set(own) - groups <= all_made | {"media"}  # which is there with pictures only


def test_home_lists_what_may_be_asked_for_and_says_what_is_not_approved(
    state_build: Built,
) -> None:
    home = parse_page((state_build.site / "index.html").read_text("utf-8")).one("article")
    rows = {
        next(one.attributes["href"] for one in row if one.tag == "a"): _badges(row)
        for row in home
        if row.tag == "li"
    }
    for state, path in STATES.items():
        said = badge(state) if state in ("draft", "review") else None
        expected = None if state in GONE else [said] if said else []
        assert rows.get(f"handbook/{path}/") == expected, state


def test_every_page_says_something_and_nothing_is_left_to_fill_in(state_build: Built) -> None:
    pages = html_pages(state_build.site)
    assert len(pages) > 50
    for path in pages:
        article = parse_page(path.read_text("utf-8")).one("article")
        assert len(article.all("h1")) == 1, path
        assert "".join(article.text.split()), path
        if "maintain" not in path.parts:  # those explain how to write such things
            assert LEFT_OVER.findall(article.text) == [], path


@pytest.mark.parametrize("state", STATES)
def test_a_page_says_in_which_state_its_procedure_is(state: str, state_build: Built) -> None:
    expected = [badge(state)] if badge(state) else []
    head, _, _ = _heads(_page(state_build, STATES[state]))
    assert _badges(head) == expected


@pytest.mark.parametrize("state", STATES)
def test_a_list_of_procedures_says_in_which_state_each_is(state: str, state_build: Built) -> None:
    industry, _, name = STATES[state].partition("/")
    found = [row for row in _page(state_build, industry).all("li") if _leads_to(row, name)]
    rows = [row for row in found if row.all("br")]  # the list, not the diagram in words
    assert [_badges(row) for row in rows] == [[badge(state)] if _listed(state) else []]


@pytest.mark.parametrize("state", STATES)
def test_whoever_prints_is_told_the_state_of_each_procedure(state: str, state_build: Built) -> None:
    industry, _, name = STATES[state].partition("/")
    page = _page(state_build, f"prints/{industry}")
    heads = [one for one in page.all("h2") if one.attributes.get("id") == f"procedure-{name}"]
    assert len(heads) == (0 if state in GONE else 1)
    for head in heads:
        rest = list(page)[list(page).index(head) + 1 :]
        part = rest[: next((at for at, one in enumerate(rest) if one.tag == "h2"), len(rest))]
        expected = {"复审过期"} if state == "overdue" else {badge(state)} - {""}
        found = {text for one in part for text in _badges(one)}
        assert found == expected


def _listed(state: str) -> bool:
    """Whether the state is of weight when choosing: a late review is not."""
    return bool(badge(state)) and state != "overdue"


def _leads_to(element: Element, name: str) -> bool:
    return any(f"{name}/" in link.attributes.get("href", "") for link in element.all("a"))


def _heads(article: Element) -> tuple[Element, Element, Element]:
    """Cut an article before its first section: head, heading, rest."""
    index = next(
        i for i, one in enumerate(article.children) if isinstance(one, Element) and one.tag == "h2"
    )
    heading = article.children[index]
    assert isinstance(heading, Element)
    before, after = (Element("part", {}, part) for part in
                     (article.children[:index], article.children[index + 1 :]))  # fmt: skip
    return before, heading, after


@pytest.mark.parametrize("state", STATES)
def test_what_is_no_longer_in_use_offers_no_prints_no_checklist_and_no_running(
    state: str, state_build: Built
) -> None:
    links = [one.attributes.get("href", "") for one in _page(state_build, STATES[state]).all("a")]
    prints = [link for link in links if link.endswith((".pdf", ".docx"))]
    runs = [link for link in links if "/run/" in link]
    ticks = _page(state_build, STATES[state]).all("form")
    assert bool(prints) == bool(runs) == bool(ticks) == (state not in GONE)
    here = state_build.site / "handbook" / STATES[state]
    for link in prints:
        assert (here / link).resolve().is_file(), link
    name = STATES[state].rpartition("/")[2]
    files = [*(state_build.site / "handbook").glob(f"*/{name}[-.]*.*")]
    papers = [file for file in files if file.suffix in {".pdf", ".docx"}]
    assert bool(papers) == (state not in GONE)


def test_what_is_replaced_leads_to_what_takes_its_place(state_build: Built) -> None:
    head, _, _ = _heads(_page(state_build, STATES["replaced"]))
    assert "救出电梯里的人" in head.text
    assert _leads_to(head, "lift-rescue")
    new, _, _ = _heads(_page(state_build, "property/lift-rescue"))
    assert _leads_to(new, "lift-trapped")


@pytest.mark.parametrize("state", GONE)
def test_nobody_is_shown_steps_that_no_longer_hold_as_their_job(
    state: str, state_build: Built
) -> None:
    name = STATES[state].rpartition("/")[2]
    assert not _leads_to(_page(state_build, "roles/guard"), name)


def test_a_draft_in_an_adopted_industry_is_not_said_to_be_in_force(state_build: Built) -> None:
    head, _, _ = _heads(_page(state_build, STATES["draft"]))
    assert "2026-11-16" not in head.text  # the day its industry's procedures took effect
    assert "厨师" in head.text  # who answers for it is settled all the same


def test_a_preview_shows_the_same_procedures(
    state_build: Built, store: Path, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(state_build.root, root, ignore=shutil.ignore_patterns("site"))
    project = Project(root=root, today=DAY, store=store)
    result = build(project, lambda _: None, "http://127.0.0.1:8000/", project.preview)
    known = {"review-overdue", "no-base-url", "plate-overflow"}  # one role has a crowded plate
    assert [one for one in result.findings if one.code not in known] == []
    for name in STATES.values():
        page = parse_page((project.preview / "handbook" / name / "index.html").read_text("utf-8"))
        assert _badges(page) == _badges(parse_page(
            (state_build.site / "handbook" / name / "index.html").read_text("utf-8")
        ))  # fmt: skip
