"""What stands on which side of a card: what is critical in front, and no line all by itself."""

import ctypes
import shutil
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare
from tests.ink import cells, leaves, lines
from tests.sites import copy_engine
from tests.states import lay_out_now
from tests.stress import PERIL, Case, stressed
from tests.support import DAY, ROOT
from tests.support import procedure as sketched

BODY = {"cards-single": {17, 14, 12.5, 11, 9.5}, "cards-small-single": {9.5, 8.5, 7.5}}
BOXED = (17, 15, 13.5)  # points; what is critical has one of these on the front of a large card


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return replace(examine(project).handbook, base_url=None)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """The handbook in every state at once."""
    root = tmp_path_factory.mktemp("states") / "now"
    lay_out_now(root)
    return replace(examine(Project(root=root, today=DAY)).handbook, base_url=None)


def pdf(handbook: Handbook, store: Path, subject: str, kind: str) -> bytes:
    return pdfs(handbook, store, [subject], kind)[subject]


def pdfs(handbook: Handbook, store: Path, subjects: Container[str], kind: str) -> dict[str, bytes]:
    """The cards of one kind, by subject."""
    context = bare(store)
    planned = cards(handbook, context)
    wanted = [job for job in planned if job.subject in subjects and job.kind == kind]
    made = typeset_all(wanted, handbook, context)
    assert made.findings == ()
    return {one.offer.subject: one.content for one in made.artifacts if one.offer}


def sides(content: bytes, kind: str) -> Iterator[list[str]]:
    """The lines of every side, from one card to the next: front, back, front …"""
    for leaf in leaves(content):
        for cell in cells(kind):
            if found := lines(leaf, cell):
                yield found


def texts_of(content: bytes) -> list[pypdfium2.PdfTextPage]:
    return [page.get_textpage() for page in pypdfium2.PdfDocument(content)]


def sizes(texts: list[pypdfium2.PdfTextPage], words: str) -> set[float]:
    """In which sizes some words are set, by their first sign."""
    found = set()
    for text in texts:
        searcher = text.search(words)
        while hit := searcher.get_next():
            found.add(round(pdfium.FPDFText_GetFontSize(text.raw, ctypes.c_int(hit[0])), 1))
    return found


def test_every_critical_point_that_fits_is_on_the_front(handbook: Handbook, store: Path) -> None:
    found = ["".join(side) for side in sides(pdf(handbook, store, "egl-crew", "cards-single"),
                                             "cards-single")]  # fmt: skip
    first = handbook.procedures["egl-crew"].steps[0]
    points = [str(point.text) for point in first.key_points if point.critical]
    assert len(points) > 1
    (front,) = (side for side in found if all(point in side for point in points))
    assert "岗位外派车辆人员" in front


def test_what_is_critical_has_no_smaller_type_on_one_card_of_a_set(
    handbook: Handbook, store: Path
) -> None:
    content = pdf(handbook, store, "egl-seat", "cards-single")
    last = handbook.procedures["egl-seat"].steps[-1]
    (point,) = (str(point.text) for point in last.key_points if point.critical)
    assert sizes(texts_of(content), point[:8]) <= set(BOXED)


@pytest.mark.parametrize("kind", ["cards-single", "cards-small-single"])
def test_nothing_on_the_cards_of_a_set_is_set_larger_than_what_is_critical(
    handbook: Handbook, store: Path, kind: str
) -> None:
    points = 0
    decks = pdfs(handbook, store, handbook.procedures, kind)
    for procedure in handbook.in_use:
        critical = [
            str(point.text)[:5]
            for step in procedure.steps
            for point in step.key_points
            if point.critical
        ]
        if not critical:
            continue
        texts = texts_of(decks[procedure.id])
        actions = [str(action.do)[:5] for step in procedure.steps for action in step.actions]
        body = {size for words in actions for size in sizes(texts, words)}
        least = min(max(sizes(texts, words)) for words in critical)  # also said elsewhere
        assert least >= max(body & BODY[kind]), (procedure.id, least, body)
        points += len(critical)
    assert points > 15


@pytest.mark.parametrize(
    "subject",
    ["ideal-eight-steps", "egl-top-up"],
)
def test_only_the_last_side_of_a_pocket_card_may_hold_one_line(
    handbook: Handbook, store: Path, subject: str
) -> None:
    assert thin_sides(handbook, store, subject) == [], "a head, a label, one line and a foot"


def thin_sides(handbook: Handbook, store: Path, subject: str) -> list[list[str]]:
    """The sides of pocket cards with hardly anything on them, amid a step."""
    kind = "cards-small-single"
    found = list(sides(pdf(handbook, store, subject, kind), kind))
    assert len(found) >= 4
    ends = [next_ is None or "草案·未批准" in next_[0] for next_ in (*found[1:], None)]
    sides_and_ends = zip(found, ends, strict=True)
    return [side for side, ends_step in sides_and_ends if len(side) <= 4 and not ends_step]


def test_the_steps_on_a_cover_are_not_torn_for_one_line_behind_them(
    states: Handbook, store: Path
) -> None:
    kind = "cards-small-single"
    cover = next(sides(pdf(states, store, "keep-samples", kind), kind))
    assert cover[-3:-1] == ["1取样", "2贴标签"]


WAYS = {
    20: {1: ["123456789101112", "1314151617181920"], 20: ["123456789101112", "1314151617181920"]},
    50: {
        1: ["12345678910…50"],
        9: ["12345678910…50"],
        10: ["1…678910111213…50"],
        25: ["1…2122232425262728…50"],
        41: ["1…3738394041424344…50"],
        42: ["1…41424344454647484950"],
        50: ["1…41424344454647484950"],
    },
}


@pytest.mark.parametrize("count", WAYS)
def test_the_way_through_very_many_steps_is_a_row_of_those_around(
    count: int, handbook: Handbook, store: Path
) -> None:
    steps = "; ".join(f"s{number}" for number in range(1, count + 1))
    industry = next(iter(handbook.industries))
    sketch = sketched(steps, id="many", industry=industry)
    book = replace(handbook, procedures={sketch.id: sketch}, editions=())
    found = {
        side[side.index("岗位") - 1]: side[side.index("岗位") + 1 : -1]
        for side in sides(pdf(book, store, sketch.id, "cards-single"), "cards-single")
        if "岗位" in side and "共1面" in side[0]
    }
    assert len(found) == count
    for number, way in WAYS[count].items():
        assert found[f"s{number}"] == way


@pytest.mark.parametrize("kind", list(BODY))
def test_how_to_avoid_a_hazard_stands_with_it_or_says_which_it_is(
    kind: str, handbook: Handbook, store: Path
) -> None:
    known = stressed(handbook, Case("draft", address=False))
    found = ["".join(side) for side in sides(pdf(known, store, PERIL, kind), kind)]
    for number in range(1, 10):
        (side,) = [side for side in found if f"怎样避开：避开第{number}种" in side]
        assert f"第{number}种伤害" in side.partition("怎样避开：")[0], side
    (first,) = [side for side in found if "怎样避开：验电" in side]
    assert "线路带电" in first


@pytest.mark.parametrize("kind", list(BODY))
def test_what_must_not_be_done_stands_below_no_heading_of_something_else(
    kind: str, tmp_path: Path, store: Path
) -> None:
    root = tmp_path / "now"
    copy_engine(root)
    shutil.copytree(ROOT / "tests/handbooks/foreign", root, dirs_exist_ok=True)
    foreign = examine(Project(root=root, today=DAY)).handbook
    headings = {"要记下", "怎么说", "怎么做", "要点", "判断"}
    seen = 0
    for subject in ("infusion", "lift-rescue"):
        steps = foreign.procedures[subject].steps
        avoided = ["".join(str(one.text).split())[:6] for step in steps for one in step.avoid]
        for side in sides(pdf(foreign, store, subject, kind), kind):
            for at, line in enumerate(side):
                if any("不要" + words in line for words in avoided):
                    seen += 1
                    assert not headings & {*side[:at]}, side
    assert seen
