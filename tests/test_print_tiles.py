"""What tiles say of prints, held against the prints; the list that the print centre reads."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook, routes
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Download, PrintPaper
from sop_handbook.render.pages.prints import print_pages
from sop_handbook.render.print.papers import PAPERS
from sop_handbook.render.print_list import path_of, render_print_list
from sop_handbook.render.views.downloads import facts
from sop_handbook.render.views.needs import DATA, ORDER
from tests.contexts import bare
from tests.pages import parse_page
from tests.sites import Built

POINT = 25.4 / 72  # millimetres
SIZES = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210)}
# They are right on one side, too, so no printer is told.
EITHER_WAY = {"handbook"}


@cache
def _kind(name: str) -> str:
    """The kind of a file, by its name without the ending: that of the longest ending."""
    return max((kind for kind in PAPERS if name.endswith(f"-{kind}")), key=len)


def _boxes(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """How large the pages are as they are seen, in millimetres."""
    found = set()
    for page in pdf.pages:
        left, low, right, high = map(float, page.mediabox)
        box = (round((right - left) * POINT), round((high - low) * POINT))
        turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
        found.add(box[::-1] if turned else box)
    return found


def _troubles(kind: str, content: bytes) -> Iterator[str]:
    paper = PAPERS[kind]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        width, height = SIZES[paper.size]
        upright, across = (width, height), (height, width)
        allowed = {upright, across} if paper.mixed else {across if paper.across else upright}
        if not _boxes(pdf) <= allowed:
            yield f"{kind}: {_boxes(pdf)}"
        hints = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
        duplex = hints.get("/Duplex") == "/DuplexFlipLongEdge"
        if duplex != paper.duplex and kind not in EITHER_WAY:
            yield f"{kind}: duplex {duplex}"


def test_every_print_lies_on_the_paper_that_its_tile_names(trades: Built) -> None:
    files = sorted((trades.site / "handbook" / "prints").glob("*.pdf"))
    assert len({_kind(file.stem) for file in files}) > 10
    troubles = {
        file.name: found
        for file in files
        if (found := list(_troubles(_kind(file.stem), file.read_bytes())))
    }
    assert troubles == {}


def test_every_kind_of_file_has_its_place_and_its_name() -> None:
    assert len(set(ORDER)) == len(ORDER)
    assert set(ORDER) == {*PAPERS, "docx", *DATA} == {*messages("zh").branch("page.offers")}
    assert set(messages("zh").branch("page.prints-for")) == set(ORDER) - DATA
    assert set(messages("zh").branch("page.prints-called")) <= {*ORDER, "centre", "new"}


@pytest.mark.parametrize(
    ("paper", "pages", "told"),
    [
        (PrintPaper(), 1, "PDF · 现行 · A4 纵向 · 单面 · 1张纸"),
        (PrintPaper(across=True), 3, "PDF · 现行 · A4 横向 · 单面 · 3张纸"),
        (
            PrintPaper(duplex=True, per_sheet=4),
            5,
            "PDF · 现行 · A4 纵向 · 双面 · 5页3张纸 · 每张裁4份",
        ),
        (PrintPaper("A3", mixed=True, duplex=True), None, "PDF · 现行 · A3 · 双面"),
        (None, 3, "PDF · 现行 · 3页"),
    ],
)
def test_a_tile_says_standing_paper_sides_and_sheets(
    paper: PrintPaper | None, pages: int | None, told: str
) -> None:
    offer = Download(kind="x", of="role", subject="x", pages=pages, paper=paper, standing="现行")
    assert facts(Artifact("x.pdf", None), offer, messages("zh")) == told


def test_pages_show_what_is_needed_most_first_with_all_its_facts(trades: Built) -> None:
    text = (trades.site / "handbook/restaurant/restaurant-six-steps/index.html").read_text("utf-8")
    page = parse_page(text)
    links = [e.attributes["href"] for e in page if e.tag == "a" and e.attributes.get("href")]
    prints = [link.rpartition("/")[2] for link in links if link and link.endswith(".pdf")]
    drill, *kinds = [_kind(name.removesuffix(".pdf")) for name in prints]
    assert drill == "roleplay"  # beside what is said of rehearsing, above the list of all
    assert kinds[0] == "checklist"
    assert [ORDER.index(kind) for kind in kinds] == sorted(ORDER.index(kind) for kind in kinds)
    assert "A4 纵向 · 双面 · " in text and "每张裁4份 · " in text


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.fixture(scope="module")
def listed(trades: Built) -> dict[str, Any]:
    text = (trades.site / routes.PRINT_LIST.file).read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _files(listed: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str, str, int]]:
    """Every file of the list: what it is about, its path, its facts, its kilobytes."""
    for subject in listed["subjects"]:
        numbers = iter(subject["files"])
        for kind, told, size in zip(numbers, numbers, numbers, strict=True):
            path = listed["kinds"][kind]["path"].replace("{id}", subject["id"])
            yield subject, path, listed["facts"][told][0], size


def test_the_list_has_every_print_and_word_document_once(
    listed: dict[str, Any], trades: Built
) -> None:
    root = trades.site / "handbook"
    made = [*(root / "prints").glob("*.pdf"), *(root / "office").glob("*.docx")]
    found = [path for _, path, _, _ in _files(listed)]
    assert sorted(found) == sorted(one.relative_to(root).as_posix() for one in made)
    for _, path, told, size in _files(listed):
        assert told.startswith(("PDF · ", "DOCX · "))
        assert size == max(1, round((root / path).stat().st_size / 1000))


def test_the_list_knows_how_many_sheets_of_which_paper(
    listed: dict[str, Any], trades: Built
) -> None:
    root = trades.site / "handbook"
    for subject in listed["subjects"]:
        numbers = iter(subject["files"])
        for kind, told, _ in zip(numbers, numbers, numbers, strict=True):
            _, paper, sheets = listed["facts"][told]
            path = root / listed["kinds"][kind]["path"].replace("{id}", subject["id"])
            if path.suffix == ".docx":
                assert (paper, sheets) == ("", 0)
                continue
            with pikepdf.open(path) as pdf:
                pages = len(pdf.pages)
            of = PAPERS[listed["kinds"][kind]["id"]]
            assert paper == f"{of.size} {'双面' if of.duplex else '单面'}"
            assert sheets == (-(-pages // 2) if of.duplex else pages)


def test_the_list_knows_pages_roles_and_industries(
    listed: dict[str, Any], handbook: Handbook, trades: Built
) -> None:
    roles, industries = listed["roles"], listed["industries"]
    for subject in listed["subjects"]:
        page = subject["page"].removesuffix("index").rstrip("/")
        assert (trades.site / page / "index.html").is_file()
        works = {roles[place]["id"] for place in subject.get("roles", ())}
        lies = {industries[place]["id"] for place in subject["industries"]}
        if "number" in subject:
            procedure = handbook.procedures[subject["id"]]
            assert lies == {procedure.industry}
            concerned = {n for n in handbook.roles if procedure in handbook.concerning.get(n, ())}
            assert works == concerned
    assert [one["id"] for one in listed["kinds"]] == [
        kind for kind in ORDER if kind in {one["id"] for one in listed["kinds"]}
    ]


def test_an_id_may_look_like_a_gap_or_a_folder(handbook: Handbook, store: Path) -> None:
    """The paths of the list are those that routes give, whatever the id is."""
    for name in ("prints", "office", "id", "docx"):
        assert path_of("cards", name) == routes.sheet(name, "cards").path
        assert path_of("docx", name) == f"office/{name}.docx"
    offered = (Artifact("prints/x.pdf", None, Download(kind="plate", of="role", subject="crew")),)
    (made,) = render_print_list(handbook, replace(bare(store), offered=offered)).artifacts
    told = json.loads(made.content)
    assert [(one["id"], one["files"]) for one in told["subjects"]] == [("crew", [0, 0, 0])]
    assert [one["id"] for one in told["kinds"]] == ["plate"]


def test_forms_are_on_the_page_of_every_industry_that_fills_them_in(
    handbook: Handbook, store: Path
) -> None:
    """Even if they are written in a family or a procedure of another one."""
    seat = handbook.procedures["restaurant-six-steps"]
    form = next(name for name in handbook.forms if name not in {f.id for f in seat.forms})
    step = replace(seat.steps[0], uses_form=form)
    foreign = replace(seat, steps=(step, *seat.steps[1:]))
    changed = replace(handbook, procedures={**handbook.procedures, seat.id: foreign})
    offer = Download(kind="form", of="form", subject=form)
    offered = (Artifact(routes.sheet(form, "form").path, None, offer),)
    made = print_pages(changed, replace(bare(store), offered=offered))
    pages = {page.route: page.text for page in made}
    assert pages[routes.prints_of(seat.industry)].count(f"({form}-form.pdf)") == 1


def test_prints_of_a_role_are_on_the_page_of_every_industry_where_it_works(
    handbook: Handbook, store: Path
) -> None:
    offered = tuple(
        Artifact(routes.sheet(name, kind).path, None, Download(kind=kind, of="role", subject=name))
        for name in handbook.roles
        for kind in ("plate", "pack")
    )
    pages = {
        page.route: page.text
        for page in print_pages(handbook, replace(bare(store), offered=offered))
    }
    several = 0
    for role in handbook.roles.values():
        works = {one.industry for one in handbook.concerning.get(role.id, ())} | {role.industry}
        several += len(works) > 1
        for industry in handbook.industries:
            text = pages[routes.prints_of(industry)]
            for kind in ("plate", "pack"):
                assert (f"({role.id}-{kind}.pdf)" in text) == (industry in works)
    assert several > 1
