"""Prints: what leaves the printer is complete, current, legible and the same every time."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
import zxingcpp

from generators.examine import examine
from generators.model import Handbook, Procedure
from generators.places import Places
from generators.project import Project
from generators.render.base import Artifact, Context
from generators.render.print import render_prints
from generators.render.print.typesetting import TypesettingError, typeset
from generators.store import Store
from generators.words import words
from tests.support import DAY, ROOT

BASE = "https://handbook.test/sop/"
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Printed:
    """All prints of a handbook."""

    handbook: Handbook
    artifacts: Mapping[str, Artifact]

    def pdf(self, subject: str, kind: str) -> bytes:
        """One print."""
        return self.artifacts[f"prints/{subject}-{kind}.pdf"].content


def print_all(handbook: Handbook, store: Path, today: date = DAY) -> Printed:
    context = Context(
        words=words("zh"),
        today=today,
        findings=(),
        places=Places(()),
        schemas={},
        store=Store(store, "test"),
    )
    rendered = render_prints(handbook, context)
    assert rendered.findings == ()
    return Printed(handbook, {artifact.path: artifact for artifact in rendered.artifacts})


@pytest.fixture(scope="session")
def prints(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Every print of the real handbook, as if it were published at BASE."""
    handbook = examine(Project(root=ROOT, today=DAY)).handbook
    return print_all(replace(handbook, base_url=BASE), tmp_path_factory.mktemp("prints"))


def text_of(pdf: bytes) -> str:
    """The text of a PDF in reading order, without blanks, as a reader would search it."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def critical_points(procedure: Procedure) -> list[str]:
    points = [point for step in procedure.steps for point in step.key_points if point.critical]
    return ["".join(str(point.text).split()) for point in points]


def in_order(wanted: list[str], text: str) -> bool:
    at = 0
    for piece in wanted:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def test_every_checklist_holds_every_critical_key_point_in_order(prints: Printed) -> None:
    wanted = 0
    for procedure in prints.handbook.procedures.values():
        points = critical_points(procedure)
        assert in_order(points, text_of(prints.pdf(procedure.id, "checklist"))), procedure.id
        wanted += len(points)
    assert wanted > 10


def test_every_draft_says_so(prints: Printed) -> None:
    for procedure in prints.handbook.procedures.values():
        text = text_of(prints.pdf(procedure.id, "checklist"))
        assert "草案·未批准" in text
        assert procedure.number in text


def test_every_font_is_ours_and_embedded(prints: Printed) -> None:
    for artifact in prints.artifacts.values():
        with pikepdf.open(io.BytesIO(artifact.content)) as pdf:
            fonts = [
                o
                for o in pdf.objects
                if isinstance(o, pikepdf.Dictionary) and "/FontDescriptor" in o
            ]
            assert fonts
            for font in fonts:
                assert "NotoSansCJK" in str(font.BaseFont)
                assert any(key.startswith("/FontFile") for key in font.FontDescriptor)


def test_every_print_is_tagged_titled_and_sound(prints: Printed) -> None:
    for path, artifact in prints.artifacts.items():
        with pikepdf.open(io.BytesIO(artifact.content)) as pdf:
            assert pdf.check_pdf_syntax() == [], path
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == "zh-CN"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert "pdfuaid:part" in pdf.open_metadata()
            assert pdf.docinfo.Title
            assert artifact.offer and artifact.offer.pages == len(pdf.pages)


def test_a_code_on_paper_leads_to_the_page_of_the_procedure(prints: Printed) -> None:
    page = pypdfium2.PdfDocument(prints.pdf("restaurant-six-steps", "checklist"))[0]
    found = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert len(found) == 1
    address, _, code = found[0].text.partition("?e=")
    assert address == f"{BASE}handbook/restaurant/restaurant-six-steps/"
    assert code in text_of(prints.pdf("restaurant-six-steps", "checklist"))


def _one(handbook: Handbook, **changes: object) -> Handbook:
    """The handbook with one procedure only, changed."""
    changed = replace(handbook.procedures["restaurant-six-steps"], **changes)  # type: ignore[arg-type]
    return replace(handbook, procedures={changed.id: changed}, roles={**handbook.roles})


def test_without_an_address_there_is_no_qr_code(prints: Printed, tmp_path: Path) -> None:
    handbook = replace(_one(prints.handbook), base_url=None)
    pdf = print_all(handbook, tmp_path).pdf("restaurant-six-steps", "checklist")
    page = pypdfium2.PdfDocument(pdf)[0]
    assert zxingcpp.read_barcodes(page.render(scale=2).to_pil()) == []
    assert "编码" in text_of(pdf)


def test_prints_are_the_same_bytes_on_another_day(prints: Printed, tmp_path: Path) -> None:
    first, later = (
        print_all(_one(prints.handbook), tmp_path / str(days), DAY + timedelta(days=days))
        for days in (0, 400)
    )
    for path, artifact in later.artifacts.items():
        assert artifact.content == first.artifacts[path].content, path


def test_a_review_that_becomes_overdue_is_marked_under_the_same_code(
    prints: Printed, tmp_path: Path
) -> None:
    control = replace(
        prints.handbook.procedures["restaurant-six-steps"].control,
        review_by=DAY + timedelta(days=9),
    )
    handbook = _one(prints.handbook, control=control)
    before, after = (
        text_of(print_all(handbook, tmp_path, day).pdf("restaurant-six-steps", "checklist"))
        for day in (DAY, DAY + timedelta(days=10))
    )
    assert "复审已过期" not in before
    assert "复审已过期（应于2026-12-01前复审）" in after
    assert before[-60:] == after[-60:]


def test_a_sign_that_no_font_has_stops_the_printing() -> None:
    with pytest.raises(TypesettingError, match="checklist"):
        typeset("checklist.typ", "{}", DAY)
