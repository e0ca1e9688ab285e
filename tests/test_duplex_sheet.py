"""The test of printing on both sides: its marks meet through the paper, its rules have 100 mm."""

from pathlib import Path

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pypdf.generic import NameObject

from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.samples import samples
from tests.ink import MM, disorder, leaves
from tests.sheets import pages_of, prints_of

WIDTH = 210 * MM
CORNERS = 4


@pytest.fixture(scope="module")
def sheet(project: Project, store: Path) -> bytes:
    return prints_of(examine(project).handbook, store, samples)["handbook", "duplex-test"]


def _middles(pdf: bytes, page: int, long: float) -> set[tuple[int, int]]:
    """Where a level and an upright line so many millimetres long cross in their middles, in mm."""
    lines = [
        one.get_bounds()
        for one in pypdfium2.PdfDocument(pdf)[page].get_objects(
            filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=9
        )
    ]

    def of(way: int) -> set[tuple[int, int]]:
        sides = (way, way + 2), (1 - way, 3 - way)
        return {
            (round((box[0] + box[2]) / 2 / MM), round((box[1] + box[3]) / 2 / MM))
            for box in lines
            for (low, high), (flat, thick) in [sides]
            if abs(box[high] - box[low] - long * MM) < 1.5 * MM
            if box[thick] - box[flat] < 1.5 * MM
        }

    return of(0) & of(1)


def test_its_marks_meet_when_the_sheet_is_turned_over_its_long_edge(sheet: bytes) -> None:
    front, back = _middles(sheet, 0, 20), _middles(sheet, 1, 14)
    assert len(front) == len(back) == CORNERS
    assert {(round(WIDTH / MM) - x, y) for x, y in back} == front


def test_its_rules_have_a_hundred_millimetres_each_with_its_tick(sheet: bytes) -> None:
    """A rule is known by its length with the ends of its stroke; its ticks say how long it is."""
    rules = [one.box for one in leaves(sheet)[0].rules]
    for way in (0, 1):
        (rule,) = (box for box in rules if abs(box[way + 2] - box[way] - 100 * MM) < 0.5 * MM)
        beside = (rule[1 - way] + rule[3 - way]) / 2
        ticks = [
            (box[way] + box[way + 2]) / 2
            for box in rules
            if box[way + 2] - box[way] < MM and box[1 - way] < beside < box[3 - way]
            if rule[way] - 1 < box[way] and box[way + 2] < rule[way + 2] + 1
        ]
        assert {round((at - min(ticks)) / MM, 2) for at in ticks} == {*map(float, range(101))}


def test_only_what_is_right_stands_upright_at_the_top_of_the_back(sheet: bytes) -> None:
    front, back = pages_of(sheet)
    page = pypdfium2.PdfDocument(sheet)[1]
    words = page.get_textpage()
    places = {}
    for said in ("翻了长边", "翻了短边"):
        assert back.count(said) == 1
        first, count = words.search(said).get_next() or (0, 0)
        boxes = [words.get_charbox(at) for at in range(first, first + count)]
        places[said] = (boxes[0][0] < boxes[-1][0], boxes[0][1] > page.get_height() / 2)
    assert places == {"翻了长边": (True, True), "翻了短边": (False, False)}
    for wanted in ("实际大小", "翻转长边", "单面打印后对折"):
        assert wanted in front
    assert disorder(sheet, "duplex-test") == []


def test_printers_are_told_to_print_both_sides_and_not_to_scale(
    sheet: bytes, tmp_path: Path
) -> None:
    (tmp_path / "sheet.pdf").write_bytes(sheet)
    hints = pypdf.PdfReader(tmp_path / "sheet.pdf").viewer_preferences
    assert hints
    told = [str(hints[NameObject(key)]) for key in ("/Duplex", "/PrintScaling")]
    assert told == ["/DuplexFlipLongEdge", "/None"]
