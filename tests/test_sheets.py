"""Forms, sign-off sheets and role-play sheets: what is on which sheet, and that it fits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from sop_handbook.model import (
    UNSPECIFIED,
    Copy,
    Field,
    Form,
    Handbook,
    Rows,
    Standard,
    Status,
    Text,
    Value,
)
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.forms import forms
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.rehearsals import rehearsals
from sop_handbook.render.print.signoffs import signoffs
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare
from tests.foreign import foreign_examination
from tests.ink import LEFT_BLANK
from tests.pdfs import faults
from tests.sheets import pages_of
from tests.sites import Built

A4 = (595, 842)  # points
SAFE = 8 / 25.4 * 72  # points that printers leave blank
LETTER = "egl-letter"


@dataclass(frozen=True)
class Sheets:
    """PDFs by subject and kind."""

    handbook: Handbook
    pdfs: Mapping[tuple[str, str], bytes]

    def pages(self, subject: str, kind: str) -> list[str]:
        """The text of each page without blanks."""
        return pages_of(self.pdfs[subject, kind])

    def text(self, subject: str, kind: str) -> str:
        return "".join(self.pages(subject, kind))


def make(handbook: Handbook, store: Path, makers: Iterable[Any], subjects: str = "") -> Sheets:
    context = bare(store)
    jobs: list[Print] = [job for maker in makers for job in maker(handbook, context)]
    wanted = [job for job in jobs if not subjects or job.subject in subjects.split()]
    made = typeset_all(wanted, handbook, context)
    assert made.findings == ()
    offers = [(artifact.offer, artifact.content) for artifact in made.artifacts]
    return Sheets(handbook, {(o.subject, o.kind): content for o, content in offers if o})


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    found = examine(project).handbook
    return replace(found, base_url="https://handbook.internal/sop/")


@pytest.fixture(scope="module")
def sheets(handbook: Handbook, trades: Built, store: Path) -> Sheets:
    """Forms with a code to scan; of the others, those that a site has made without one."""
    made = make(handbook, store, [forms])
    others = make(replace(handbook, base_url=None), store, [signoffs, rehearsals])
    return Sheets(handbook, {**made.pdfs, **others.pdfs})


def missing(wanted: Iterable[Any], text: str) -> str:
    """The first piece that does not come after those before it; nothing if all do."""
    at = 0
    for piece in ("".join(str(piece).split()) for piece in wanted):
        at = text.find(piece, at)
        if at < 0:
            return piece
        at += len(piece)
    return ""


def test_each_copy_of_the_letter_says_where_it_goes_and_holds_everything(sheets: Sheets) -> None:
    form = sheets.handbook.forms[LETTER]
    first, back, second, other_back, note = sheets.pages(LETTER, "form")
    assert back.startswith(LEFT_BLANK) and other_back.startswith(LEFT_BLANK)
    copies = [
        part for page in (first, second) for part in page.split("急救担保函一式4联")[1:]
    ]  # two on each sheet
    assert len(copies) == len(form.copies) == 4
    for copy, text in zip(form.copies, copies, strict=True):
        assert missing([form.purpose, "这一联交给", copy.to, copy.keeps], text) == ""
        rest = [field.label for field in form.fields]
        rest += [*map(str, form.signatures), str(form.validity), *map(str, form.rules)]
        rest += [f"填写：{sheets.handbook.roles[form.filled_by or ''].title}"]
        rest += ["DB-01、DB-02、DB-03、DB-04", "第1版", "内容截至2026-11-22"]
        assert [piece for piece in rest if "".join(piece.split()) not in text] == []
        assert text.count("日期") == len(form.signatures) + 1  # one beside every signature
        assert [gap for gap in form.gaps if str(gap.text) in text] == []
    assert first.count("草案·未批准") == 2 * 2  # beside the title and at the foot
    assert missing([gap.text for gap in form.gaps], note) == ""


def test_the_number_of_a_document_has_room_for_eighteen_digits_and_a_name(sheets: Sheets) -> None:
    page = pypdfium2.PdfDocument(sheets.pdfs[LETTER, "form"])[0]
    words = page.get_textpage()
    found = words.search("名称、号码").get_next()
    assert found
    _, low, right, high = words.get_charbox(found[0] + found[1] - 1)
    drawn = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=9)
    edges = [one.get_bounds() for one in drawn]
    beside = [x1 - x0 for x0, y0, x1, _ in edges if x0 > right and low - 8 < y0 < high]
    assert max(beside) >= 96 / 25.4 * 72  # 4.5 mm a digit, and 15 mm for a name


def test_a_form_of_several_procedures_tells_their_revisions_apart(
    handbook: Handbook, tmp_path: Path
) -> None:
    seat = replace(handbook.procedures["egl-seat"], revision=2)
    other = replace(handbook, procedures={**handbook.procedures, seat.id: seat})
    page = make(other, tmp_path, [forms], LETTER).pages(LETTER, "form")[0]
    assert "DB-01第2版、DB-02第1版、DB-03第1版、DB-04第1版" in page


@pytest.mark.parametrize("kind", ["record", "register", "copies"])
def test_what_is_measured_has_its_limit_and_its_unit_beside_where_it_is_written(
    handbook: Handbook, tmp_path: Path, kind: str
) -> None:
    """The form knows them from the standards and the readings of those that use it."""
    name = "nursing-record"
    limit = Standard(id="heat", metric="体温", value=Value(literal="37.3℃", op="le"))
    users = {
        user.id: replace(user, standards=(*user.standards, limit))
        for user, _ in handbook.using_forms[name]
    }
    other = replace(handbook, procedures={**handbook.procedures, **users})
    form = replace(handbook.forms[name], fields=(Field(label="体温"), Field(label="其他")))
    if kind == "register":
        form = replace(form, fields=(), rows=Rows(count=5, columns=form.fields))
    elif kind == "copies":
        form = replace(form, copies=(Copy(to=Text(("病房",))), Copy(to=Text(("家属",)))))
    text = make(_changed(other, form), tmp_path, [forms]).text(name, "form")
    assert text.count("不超过37.3℃") == max(1, len(form.copies))
    assert text.index("体温") < text.index("不超过37.3℃") < text.index("其他")


def test_of_copies_signatures_do_not_take_what_lines_to_write_on_need(
    handbook: Handbook, tmp_path: Path
) -> None:
    form = replace(
        handbook.forms["nursing-record"],
        fields=(Field(label="时间"), Field(label="体温", hint=Text(("超出范围的马上报告医生",)))),
        signatures=(Text(("护士",)),),
        copies=(Copy(to=Text(("病房",))), Copy(to=Text(("家属",)))),
        rules=(),
        gaps=(),
    )
    made = make(_changed(handbook, form), tmp_path, [forms])
    page = pypdfium2.PdfDocument(made.pdfs[form.id, "form"])[0]
    drawn = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=9)
    edges = [one.get_bounds() for one in drawn]
    boxes = [y1 - y0 for x0, y0, x1, y1 in edges if x1 - x0 > 300 and y1 - y0 > 30]
    assert boxes and max(boxes) <= 21 / 25.4 * 72
    lines = [x1 - x0 for x0, y0, x1, y1 in edges if y1 - y0 < 2 and x1 - x0 > 20]
    assert min(lines) >= 30 / 25.4 * 72


def test_a_record_form_has_exactly_the_fields_of_its_source(sheets: Sheets) -> None:
    for form in sheets.handbook.forms.values():
        if not form.copies:
            (text,) = sheets.pages(form.id, "form")
            labels = [field.label for field in form.fields]
            rest = [*form.rules, *(gap.text for gap in form.gaps)]
            assert missing([form.title, form.purpose, *labels, *rest], text) == "", form.id


def _changed(handbook: Handbook, form: Form) -> Handbook:
    return replace(handbook, forms={form.id: form})


def test_copies_too_long_for_half_a_sheet_take_a_whole_one(
    handbook: Handbook, tmp_path: Path
) -> None:
    rules = tuple(Text((f"第{number}条规则，要写得长一些才占地方。",)) for number in range(30))
    longer = _changed(handbook, replace(handbook.forms[LETTER], rules=rules))
    *sides, _ = make(longer, tmp_path, [forms], LETTER).pages(LETTER, "form")
    pages, backs = sides[::2], sides[1::2]
    assert len(pages) == 4
    assert all(back.startswith(LEFT_BLANK) for back in backs)
    assert all(str(rule) in page for page in pages for rule in rules)


def test_a_record_form_with_many_lines_goes_on_to_the_next_page(
    handbook: Handbook, tmp_path: Path
) -> None:
    fields = tuple(Field(label=f"栏目{number}", lines=5) for number in range(12))
    longer = _changed(handbook, replace(handbook.forms["nursing-record"], fields=fields))
    pages = make(longer, tmp_path, [forms]).pages("nursing-record", "form")
    assert len(pages) > 1
    assert missing([field.label for field in fields], "".join(pages)) == ""


@pytest.mark.parametrize(
    ("subject", "kind", "head", "body"),
    [
        # Forms that lie across and that stand, sign-off sheets of a procedure and of an industry.
        ("cooling-log", "form", "冷却记录 表单 CF-01第1版 草案·未批准 一个班次的冷却", "日期班次"),
        ("scrap-note", "form", "报废单 表单 CF-01第1版 草案·未批准 说明扔了什么", "日期、时间"),
        ("switch-off", "signoff", "高压停电 阅读签收表 DL-01第1版 草案·未批准 应读岗位", "序号"),
        ("hospital", "signoff-all", "医院 阅读签收表 含未批准的流程 签了名的格子表示", "序号"),
    ],
)
def test_a_head_goes_from_the_title_to_what_it_is_its_edition_its_state_and_what_it_is_for(
    subject: str, kind: str, head: str, body: str, store: Path
) -> None:
    foreign = make(foreign_examination().handbook, store, [forms, signoffs], subject)
    text = foreign.text(subject, kind)
    running, _, _ = text.partition(body)
    assert missing(head.split(), running) == "", text[:200]


def test_a_sign_off_sheet_says_which_revision_was_read(sheets: Sheets) -> None:
    for procedure in sheets.handbook.procedures.values():
        (text,) = sheets.pages(procedure.id, "signoff")
        assert f"我已读过并弄懂{procedure.number}第{procedure.revision}版" in text
        signed = text[text.index("我已读过") :].split("；")[0]
        assert ("未批准）" in signed) == (procedure.control.status is not Status.CURRENT)
        newest = max(procedure.changes, key=lambda change: change.revision)
        assert "".join(str(newest.summary).split()) in text
        unnamed = {step.role for step in procedure.steps} == {UNSPECIFIED}
        assert ("应读岗位：原文未指定岗位" in text) is unnamed


def test_the_sign_off_sheet_of_an_industry_has_every_procedure_with_its_revision(
    sheets: Sheets,
) -> None:
    for industry in sheets.handbook.industries:
        mine = [p for p in sheets.handbook.procedures.values() if p.industry == industry]
        if len(mine) > 1:
            text = sheets.text(industry, "signoff-all")
            assert missing([p.number for p in mine], text) == ""
            revisions = Counter(p.revision for p in mine)
            assert {one: text.count(f"第{one}版") for one in revisions} == revisions


def test_twelve_people_sign_on_a_sheet_and_what_its_head_has_no_room_for_is_listed_behind(
    sheets: Sheets,
) -> None:
    first, *_, listed = pages = sheets.pages("emergency", "signoff-all")
    every = [p.number for p in sheets.handbook.procedures_of["emergency"]]
    signed = [[number for number in every if number in page] for page in pages[:-1]]
    assert max(map(len, signed)) <= 5, "there is no room for a signature with its date"
    assert missing([str(row) for row in range(1, 13)], first) == ""
    roles = sheets.handbook.roles
    for procedure in sheets.handbook.procedures_of["emergency"]:
        readers = {roles[step.role].title for step in procedure.steps if step.role in roles}
        _, _, mine = listed.partition(procedure.number)
        assert [one for one in readers if "".join(one.split()) not in mine] == []
    assert "应读岗位、日期见最后一页" in first


def test_every_sheet_is_sound_tagged_titled_and_has_its_fonts_inside(sheets: Sheets) -> None:
    for name, pdf in sheets.pdfs.items():
        assert faults(pdf) == [], name


def test_sheets_are_a4_with_nothing_in_the_margin_printers_leave_blank(sheets: Sheets) -> None:
    for name, pdf in sheets.pdfs.items():
        for page in pypdfium2.PdfDocument(pdf):
            width, height = page.get_size()
            assert sorted((round(width), round(height))) == sorted(A4), name
            text = page.get_textpage()
            for index in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(index)
                assert left >= SAFE and right <= width - SAFE, name
                assert bottom >= SAFE and top <= height - SAFE, name


@pytest.mark.parametrize(("kind", "least"), [("form", 11), ("roleplay", 11), ("signoff", 10.5)])
def test_type_is_never_smaller_than_it_may_be(sheets: Sheets, kind: str, least: float) -> None:
    """By the fullest of the kind: the fuller, the smaller its type."""
    of_kind = (pdf for (_, made), pdf in sheets.pdfs.items() if made.partition("-")[0] == kind)
    fullest = max(of_kind, key=len)
    sizes = []
    for page in pypdfium2.PdfDocument(fullest):
        signs = page.get_textpage()
        sizes += [
            pdfium.FPDFText_GetFontSize(signs.raw, at)
            for at in range(signs.count_chars())
            if chr(pdfium.FPDFText_GetUnicode(signs.raw, at)).strip()
        ]
    assert len(sizes) > 100
    assert min(sizes) >= least - 0.01
