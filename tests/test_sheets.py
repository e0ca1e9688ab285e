"""Forms, sign-off sheets and role-play sheets: what is on which sheet, and that it fits."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.examine import examine
from generators.model import Field, Form, Handbook, Text
from generators.project import Project
from generators.render.print.forms import forms
from generators.render.print.jobs import Print
from generators.render.print.press import press
from generators.render.print.rehearsals import rehearsals
from generators.render.print.signoffs import signoffs
from generators.typesetting.sheet import settable
from tests.contexts import bare
from tests.pdfs import faults
from tests.promises import kept
from tests.support import DAY, ROOT

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
        reader = pypdf.PdfReader(io.BytesIO(self.pdfs[subject, kind]))
        return ["".join(page.extract_text().split()) for page in reader.pages]

    def text(self, subject: str, kind: str) -> str:
        return "".join(self.pages(subject, kind))


def make(handbook: Handbook, store: Path, makers: Iterable[Any], subjects: str = "") -> Sheets:
    context = bare(store)
    jobs: list[Print] = [job for maker in makers for job in maker(handbook, context)]
    wanted = [job for job in jobs if not subjects or job.subject in subjects.split()]
    made = press(wanted, handbook, context)
    assert made.findings == ()
    offers = [(artifact.offer, artifact.content) for artifact in made.artifacts]
    return Sheets(handbook, {(o.subject, o.kind): content for o, content in offers if o})


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    found = examine(Project(root=ROOT, today=DAY)).handbook
    return replace(found, base_url="https://handbook.test/sop/")


@pytest.fixture(scope="module")
def sheets(handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    return make(handbook, tmp_path_factory.mktemp("sheets"), (forms, signoffs, rehearsals))


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
    first, second = sheets.pages(LETTER, "form")
    copies = [
        part for page in (first, second) for part in page.split("急救担保函一式4联")[1:]
    ]  # two on each sheet
    assert len(copies) == len(form.copies) == 4
    for copy, text in zip(form.copies, copies, strict=True):
        assert missing([form.purpose, "这一联交给", copy.to, copy.keeps], text) == ""
        rest = [field.label for field in form.fields]
        rest += [*map(str, form.signatures), str(form.validity), *map(str, form.rules)]
        rest += [str(gap.text) for gap in form.gaps]
        rest += [f"填写：{sheets.handbook.roles[form.filled_by or ''].title}"]
        rest += ["DB-01、DB-02、DB-03、DB-04", "第1版", "生效、复审日期未定"]
        assert [piece for piece in rest if "".join(piece.split()) not in text] == []
    assert first.count("草案·未批准") == 2


def test_a_form_of_several_procedures_tells_their_revisions_apart(
    handbook: Handbook, tmp_path: Path
) -> None:
    seat = replace(handbook.procedures["egl-seat"], revision=2)
    other = replace(handbook, procedures={**handbook.procedures, seat.id: seat})
    page = make(other, tmp_path, [forms]).pages(LETTER, "form")[0]
    assert "DB-01第2版、DB-02第1版、DB-03第1版、DB-04第1版" in page


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
    pages = make(longer, tmp_path, [forms]).pages(LETTER, "form")
    assert len(pages) == 4
    assert all(str(rule) in page for page in pages for rule in rules)


def test_a_record_form_with_many_lines_goes_on_to_the_next_page(
    handbook: Handbook, tmp_path: Path
) -> None:
    fields = tuple(Field(label=f"栏目{number}", lines=5) for number in range(12))
    longer = _changed(handbook, replace(handbook.forms["nursing-record"], fields=fields))
    pages = make(longer, tmp_path, [forms]).pages("nursing-record", "form")
    assert len(pages) > 1
    assert missing([field.label for field in fields], "".join(pages)) == ""


def test_a_sign_off_sheet_says_which_revision_was_read(sheets: Sheets) -> None:
    for procedure in sheets.handbook.procedures.values():
        (text,) = sheets.pages(procedure.id, "signoff")
        assert f"我已读过并弄懂{procedure.number}第{procedure.revision}版" in text
        newest = max(procedure.changes, key=lambda change: change.revision)
        assert "".join(str(newest.summary).split()) in text


def test_the_sign_off_sheet_of_an_industry_has_every_procedure_with_its_revision(
    sheets: Sheets,
) -> None:
    for industry in sheets.handbook.industries:
        mine = [p for p in sheets.handbook.procedures.values() if p.industry == industry]
        if len(mine) > 1:
            text = sheets.text(industry, "signoff-all")
            assert missing([p.number for p in mine], text) == ""
            assert text.count("第1版") == len(mine)
    assert len(sheets.pages("emergency", "signoff-all")) == 1
    assert len(sheets.pages("management", "signoff-all")) == 2


def test_the_trainee_does_not_see_the_trainers_part(sheets: Sheets) -> None:
    procedure = sheets.handbook.procedures["scenario-training"]
    assert procedure.training
    pages = sheets.pages(procedure.id, "roleplay")
    scenarios = procedure.training.scenarios
    for scenario, for_trainee, for_trainer in zip(scenarios, pages[::2], pages[1::2], strict=True):
        assert missing([scenario.title, scenario.situation, *scenario.tasks], for_trainee) == ""
        assert "受训人用" in for_trainee
        hidden = ["".join(str(part).split()) for part in scenario.trainer]
        assert [part for part in hidden if part in for_trainee] == []
        assert missing([scenario.situation, *hidden], for_trainer) == ""


def test_the_trainer_sees_what_to_look_for_in_every_step(sheets: Sheets) -> None:
    for procedure in sheets.handbook.procedures.values():
        for number, scenario in enumerate(
            procedure.training.scenarios if procedure.training else ()
        ):
            text = sheets.pages(procedure.id, "roleplay")[2 * number + 1]
            text = text[text.index("逐步观察") :]
            steps = [step for step in procedure.steps if step.id in scenario.steps]
            wanted: list[Any] = []
            for step in steps:
                wanted += [step.title, *(action.do for action in step.actions)]
                wanted += [point.text for point in step.key_points]
                wanted += [phrase.say for phrase in step.phrases]
            assert missing(wanted, text) == "", procedure.id


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


@pytest.mark.parametrize(("kind", "least"), [("form", 12), ("roleplay", 11), ("signoff", 10.5)])
def test_type_is_never_smaller_than_it_may_be(sheets: Sheets, kind: str, least: float) -> None:
    sizes = []
    for (_, made), pdf in sheets.pdfs.items():
        if made.partition("-")[0] == kind:
            for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
                page.extract_text(
                    visitor_text=lambda text, cm, tm, font, size: sizes.append(
                        abs(size * tm[3] * cm[3]) if text.strip() else least
                    )
                )
    assert len(sizes) > 20
    assert min(sizes) >= least - 0.01


@kept
@given(st.text("abc5/.-()[]{},;:!?%_", min_size=17, max_size=40))
def test_a_long_word_may_break_anywhere_but_behind_an_opening_bracket(word: str) -> None:
    parts = settable(word).split("\u200b")
    assert "".join(parts) == word
    assert max(map(len, parts)) <= 3
    for before, after in pairwise(parts):
        assert before[-1] not in "([{" or after[0] in "([{", parts
        assert after[0] not in ")]},.;:!?%" or before[-1] in ")]},.;:!?%", parts
