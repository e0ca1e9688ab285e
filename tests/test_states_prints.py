"""Prints and Word documents of a handbook in every state: readable, and true about their state."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from generators.change.prints import Printed
from generators.examine import examine
from generators.model import Handbook
from generators.prints import printed
from generators.project import Project
from tests.pdfs import collisions, faults
from tests.sites import Built
from tests.states import GONE, STATES, States, badge
from tests.support import DAY

USED = {name: path.rpartition("/")[2] for name, path in STATES.items() if name not in GONE}
LONG = "power-cut"  # texts as long as cards can hold, in everything that is printed

Plan = Callable[[Built], tuple[Handbook, tuple[Printed, ...]]]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """What is to be printed of a build, without typesetting it again."""
    known: dict[Path, tuple[Handbook, tuple[Printed, ...]]] = {}

    def find(built: Built) -> tuple[Handbook, tuple[Printed, ...]]:
        if built.root not in known:
            project = Project(root=built.root, today=DAY)
            examination = examine(project)
            known[built.root] = examination.handbook, printed(project, examination)
        return known[built.root]

    return find


def _pdf(built: Built, subject: str, kind: str) -> bytes:
    return (built.site / "handbook" / "prints" / f"{subject}-{kind}.pdf").read_bytes()


def _text(pdf: bytes) -> str:
    """All text of a PDF without spaces and line breaks."""
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
    return "".join("".join(page.get_text_range() for page in pages).split())


def _plain(words: str) -> str:
    return "".join(words.split())


def test_everything_planned_is_printed_with_its_code_and_nothing_else(
    state_build: Built, plan: Plan
) -> None:
    _, planned = plan(state_build)
    folder = state_build.site / "handbook"
    assert len(planned) > 90
    for one in planned:
        pdf = (folder / one.path).read_bytes()
        assert len(pypdfium2.PdfDocument(pdf)) > 0, one.path
        assert one.code in _text(pdf), one.path
    extra = {file.name for file in (folder / "prints").glob("*.pdf")}
    extra -= {Path(one.path).name for one in planned}
    assert extra <= {"handbook-recall.pdf"}


def test_a_print_of_a_procedure_tells_its_number_and_revision(
    state_build: Built, plan: Plan
) -> None:
    handbook, planned = plan(state_build)
    for one in planned:
        if one.of == "procedure":
            procedure = handbook.procedures[one.subject]
            found = _text((state_build.site / "handbook" / one.path).read_bytes())
            assert procedure.number in found, one.path
            assert f"第{procedure.revision}版" in found, one.path


@pytest.mark.parametrize("state", USED)
def test_every_print_of_a_procedure_tells_its_state(
    state: str, state_build: Built, plan: Plan
) -> None:
    _, planned = plan(state_build)
    mine = [one for one in planned if (one.of, one.subject) == ("procedure", USED[state])]
    assert len(mine) >= 7
    others = {_plain(badge(other)) for other in STATES} - {_plain(badge(state)), ""}
    for one in mine:
        found = _text((state_build.site / "handbook" / one.path).read_bytes())
        assert _plain(badge(state)) in found, one.path
        assert [other for other in others if other in found] == [], one.path


def test_prints_are_sound(state_build: Built) -> None:
    for file in sorted((state_build.site / "handbook" / "prints").glob("*.pdf")):
        assert faults(file.read_bytes()) == [], file.name


def test_on_no_print_lies_text_on_text_or_beyond_the_paper(state_build: Built) -> None:
    for file in sorted((state_build.site / "handbook" / "prints").glob("*.pdf")):
        assert collisions(file.read_bytes()) == [], file.name


def test_text_on_text_is_found(states: States) -> None:
    pdf = pypdfium2.PdfDocument(_pdf(states.twice, LONG, "checklist"))
    page = pdf[0]
    first, *_, last = [
        item for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT
    ]
    (x0, y0, *_), (x1, y1, *_) = last.get_bounds(), first.get_bounds()
    last.transform(pypdfium2.PdfMatrix().translate(x1 - x0, y1 - y0))
    page.gen_content()
    out = io.BytesIO()
    pdf.save(out)
    assert collisions(out.getvalue()) != []


@pytest.mark.parametrize("state", USED)
def test_nothing_lies_on_the_codes_of_a_card(state: str, states: States) -> None:
    name = USED[state]
    for kind in ("cards", "cards-small"):
        found = [
            code.text
            for page in pypdfium2.PdfDocument(_pdf(states.twice, name, kind))
            for code in zxingcpp.read_barcodes(page.render(scale=4).to_pil())
        ]
        steps = len({text for text in found if "#step-" in text})
        assert steps >= 2, kind
        assert steps + 1 == len(found), kind
        assert all(text.startswith("https://sop.handbook.test/binhe/handbook/") for text in found)


def test_without_an_address_no_print_has_a_code_to_scan(states: States) -> None:
    for name in USED.values():
        page = pypdfium2.PdfDocument(_pdf(states.once, name, "checklist"))[0]
        assert zxingcpp.read_barcodes(page.render(scale=2).to_pil()) == []


def test_long_texts_are_printed_to_their_ends(states: States) -> None:
    project = Project(root=states.twice.root, today=DAY)
    procedure = examine(project).handbook.procedures[LONG]
    step = procedure.steps[0]
    texts = {
        "cards": [step.actions[0].do, step.key_points[0].text, procedure.exceptions[0].when],
        "twi": [step.actions[0].do, step.key_points[0].text],
        "roleplay": [procedure.training.scenarios[0].situation] if procedure.training else [],
    }
    for kind, wanted in texts.items():
        found = _text(_pdf(states.twice, LONG, kind))
        for text in wanted:
            assert _plain(str(text))[-20:] in found, kind


def test_a_book_says_how_many_are_in_which_state_and_holds_no_empty_page(
    state_build: Built,
) -> None:
    for industry in ("canteen", "pool", "property"):
        book = pypdfium2.PdfDocument(_pdf(state_build, industry, "handbook"))
        for page in book:
            # More than head and foot.
            assert len(_plain(page.get_textpage().get_text_range())) > 60, (industry, page)
    cover = _plain(pypdfium2.PdfDocument(_pdf(state_build, "pool", "handbook"))[0]
                   .get_textpage().get_text_range())  # fmt: skip
    assert "3份现行、1份征求意见" in cover
    assert "有流程复审已过期" in cover
    snow = _plain(pypdfium2.PdfDocument(_pdf(state_build, "property", "handbook"))[0]
                  .get_textpage().get_text_range())  # fmt: skip
    assert "内容截至2026-11-10" in snow  # not the day on which something will take effect


@pytest.mark.parametrize("state", STATES)
def test_a_word_document_tells_its_state(state: str, state_build: Built) -> None:
    name = STATES[state].rpartition("/")[2]
    file = state_build.site / "handbook" / "office" / f"{name}.docx"
    assert file.is_file() == (state not in GONE)
    if state in GONE:
        return
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        assert archive.testzip() is None
        body = archive.read("word/document.xml").decode()
        parts = [archive.read(part).decode() for part in archive.namelist() if "header" in part]
    assert _plain(badge(state)) in _plain("".join([*parts, body]))
    if state in {"draft", "review"}:
        assert any(_plain(badge(state)) in _plain(part) for part in parts)
