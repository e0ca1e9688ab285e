"""Prints and Word documents of a handbook in every state: readable, and true about their state."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from sop_handbook.change.prints import Printed
from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of, printed
from sop_handbook.project import Project
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.typeset import typeset_all
from tests.ink import (
    BOUND,
    CARDS,
    MM,
    Leaf,
    Sign,
    body,
    cells,
    disorder,
    emptiness,
    fill,
    leaves,
    lines,
    rows,
)
from tests.pdfs import faults
from tests.sites import Built
from tests.states import GONE, STATES, States, badge
from tests.support import DAY

USED = {name: path.rpartition("/")[2] for name, path in STATES.items() if name not in GONE}
FULL_COVERS = ("lift-rescue", "lost-property")  # the longest names of roles, the longest title
LONG = "power-cut"  # texts as long as cards can hold, in everything that is printed

Plan = Callable[[Built], tuple[Handbook, tuple[Printed, ...]]]


@pytest.fixture(params=["twice", pytest.param("once", marks=pytest.mark.slow)])
def state_build(request: pytest.FixtureRequest, states: States) -> Built:
    """Each of the two builds in turn; without an address the code to scan alone is missing."""
    return states.builds()[request.param]


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


def _kind(file: Path) -> str:
    """The kind of a print, by its name."""
    card = next((one for one in CARDS if file.stem.endswith(f"-{one}")), "")
    return card or file.stem.rpartition("-")[2]


def _files(built: Built) -> list[Path]:
    """All prints of a build."""
    found = sorted((built.site / "handbook" / "prints").glob("*.pdf"))
    assert len(found) > 90
    return found


def _few(built: Built) -> list[Path]:
    """Prints of each kind: of one procedure a state, of the longest texts, of all else.

    Of the two ways to print a card, which hold the same sides, one or the other. Where a build
    has no address, one of each kind: it differs by the code to scan alone.
    """
    by_kind: dict[str, list[Path]] = {}
    for file in _files(built):
        by_kind.setdefault(_kind(file), []).append(file)
    if not examine(Project(root=built.root, today=DAY)).handbook.base_url:
        return [files[len(kind) % len(files)] for kind, files in by_kind.items()]
    named = {*USED.values(), LONG}
    chosen = []
    for files in by_kind.values():
        subjects = {file: file.stem.removesuffix(f"-{_kind(file)}") for file in files}
        states = [file for file in files if subjects[file] in named]
        chosen.append(states or files)
    single = {one.removesuffix("-single"): one for one in CARDS if one.endswith("-single")}
    kinds = dict(zip(by_kind, chosen, strict=True))
    for both, one in single.items():
        kinds[both], kinds[one] = kinds[both][::2], kinds[one][1::2]
    return [file for files in kinds.values() for file in files]


def _pdf(built: Built, subject: str, kind: str) -> bytes:
    return (built.site / "handbook" / "prints" / f"{subject}-{kind}.pdf").read_bytes()


@cache  # many questions are asked about each
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


def test_a_print_of_what_is_approved_says_by_whom_and_from_when_to_when(
    state_build: Built, plan: Plan
) -> None:
    handbook, planned = plan(state_build)
    for one in planned:
        if one.of != "procedure" and one.kind != "signoff-all":
            continue
        found = _text((state_build.site / "handbook" / one.path).read_bytes())
        for name in handbook.covered.get((one.of, one.subject), ()):
            control = handbook.procedures[name].control
            if control.status == "current":
                if one.kind.startswith("cards-small") and name in FULL_COVERS:
                    continue
                approver = handbook.roles[control.approver or ""].title
                assert _plain(f"批准人：{approver}") in found, one.path
                assert f"生效{control.effective_from}复审{control.review_by}" in found, one.path


@pytest.mark.parametrize("state", USED)
def test_every_print_of_a_procedure_tells_its_state(
    state: str, state_build: Built, plan: Plan
) -> None:
    handbook, planned = plan(state_build)
    mine = [one for one in planned if (one.of, one.subject) == ("procedure", USED[state])]
    assert len(mine) >= 7
    others = {_plain(badge(other)) for other in STATES} - {_plain(badge(state)), ""}
    for one in mine:
        found = _text((state_build.site / "handbook" / one.path).read_bytes())
        short = one.kind == "stickers"  # as in the foot of all others
        told = _standing(handbook, [one.subject]) if short else _plain(badge(state))
        assert told in found, one.path
        assert [other for other in others if other in found] == [], one.path


def _standing(handbook: Handbook, names: Sequence[str]) -> str:
    """What the foot of a print about these procedures has to say, judged anew."""
    controls = [handbook.procedures[name].control for name in names]
    found = {str(control.status) for control in controls}
    settled = [one for one in controls if one.status == "current"]
    some = "有流程" if len(controls) > 1 else ""
    told = []
    if found != {"current"}:
        least = _plain(badge("draft" if "draft" in found else "review"))
        told.append("含未批准的流程" if "current" in found else least)
    if any(one.effective_from and one.effective_from > DAY for one in settled):
        told.append(f"{some}未到生效日期")
    if any(one.review_by and one.review_by < DAY for one in settled):
        told.append(f"{some}复审已过期")
    return "".join(told) or "现行"


def _about(handbook: Handbook, one: Printed, text: str) -> Iterator[str]:
    """The procedures a print shows; of a role, those that ask something of it.

    Cards for trouble name at their end in which procedures none is told: these are not shown.
    """
    text = text.partition("没有写异常的流程")[0]
    for procedure in handbook.in_use:
        if one.of == "procedure":
            shown = procedure.id == one.subject
        elif one.of == "role":
            shown = procedure.number in text
        else:
            shown = procedure.id in handbook.covered.get((one.of, one.subject), ())
        if shown:
            yield procedure.id


def _feet(pdf: bytes, kind: str, code: str) -> Iterator[str]:
    """The lowest lines of each page, and of each side of a card that is not blank.

    What is bound holds finished prints, which tell of themselves: only its own pages count.
    """
    for leaf in leaves(pdf):
        if kind in CARDS:
            yield from (found[-1] for cell in cells(kind) if (found := lines(leaf, cell)))
        else:
            foot = "".join(lines(leaf, (0, 0, leaf.width, leaf.height))[-6:])
            if kind not in BOUND or code in foot:
                yield foot


def test_the_foot_of_a_page_and_a_card_says_whether_it_may_be_used(
    states: States, plan: Plan
) -> None:
    """Of each kind in each state, and of what is about several procedures."""
    planned = plan(states.twice)[1]
    others = {one.subject for one in planned if one.of != "procedure"}
    of = {name for state, name in USED.items() if state != "adopted"} | others  # as current is
    _check_feet(states.twice, plan, of)


@pytest.mark.slow
def test_the_foot_of_every_page_and_card_says_whether_it_may_be_used(
    state_build: Built, plan: Plan
) -> None:
    _check_feet(state_build, plan, {one.subject for one in plan(state_build)[1]})


def _check_feet(built: Built, plan: Plan, subjects: set[str]) -> None:
    handbook, planned = plan(built)
    seen = set()
    for one in planned:
        # The foot of a book counts procedures by state; what is about printing itself has none.
        if one.kind in {"handbook", "duplex-test", "print-style"} or one.subject not in subjects:
            continue
        pdf = (built.site / "handbook" / one.path).read_bytes()
        told = _standing(handbook, list(_about(handbook, one, _text(pdf))))
        for foot in _feet(pdf, one.kind, one.code):
            assert told in foot, (one.path, told, foot)
        seen.add((told, one.kind))
    kinds = {one.kind for one in planned if one.of == "procedure"} - {"trouble"}
    states = {_standing(handbook, [name]) for name in USED.values()}
    assert len(states) == 5
    assert seen >= set(product(states, kinds))


def _squeezed(leaf: Leaf) -> Iterator[str]:
    """Colons and semicolons within a line that have lost the blank half of their square."""
    for before, mark, after in zip(leaf.signs, leaf.signs[1:], leaf.signs[2:], strict=False):
        if mark.text in "：；" and before.text > "\u3400" and "\u3400" < after.text < "\ua000":
            wide = mark.box[0] - before.box[0]
            if after.box[0] > mark.box[0] and after.box[0] - mark.box[0] < 0.66 * wide:
                yield before.text + mark.text + after.text


def test_a_colon_within_a_line_is_as_wide_as_a_sign(states: States) -> None:
    for name in ("front-desk-plate", "rescue-checklist", "receive-goods-twi", "rescue-cards"):
        pdf = (states.twice.site / "handbook" / "prints" / f"{name}.pdf").read_bytes()
        assert any(one.text == "：" for leaf in leaves(pdf) for one in leaf.signs), name
        assert [it for leaf in leaves(pdf) for it in _squeezed(leaf)] == [], name


def test_every_print_with_a_code_to_scan_says_what_it_is_for(states: States, plan: Plan) -> None:
    _, planned = plan(states.twice)
    for one in planned:
        found = _text((states.twice.site / "handbook" / one.path).read_bytes())
        for_what = "扫码看" if one.kind == "stickers" else "核对是否现行"
        assert (for_what in found) is (one.kind != "handbook"), one.path


def test_on_a_plate_a_long_title_gives_room_to_what_is_critical(states: States) -> None:
    handbook = examine(Project(root=states.twice.root, today=DAY)).handbook
    found = _text(_pdf(states.twice, "duty-lead", "plate"))
    own = [
        point
        for procedure in handbook.in_use
        for step in procedure.steps
        if step.role == "duty-lead"
        for point in step.key_points
        if point.critical
    ]
    short = [point for point in own if len(str(point.text)) <= 60]
    assert 0 < len(short) < len(own)
    for point in short:
        assert _plain(str(point.text)) in found
    assert "还有1条这里放不下，见全文ST-04" in found, "what is too long for a wall is named"


def test_a_plate_of_which_a_part_is_not_approved_says_which(states: States) -> None:
    for role, number, told in (("cook", "ST-03", "draft"), ("guard", "YY-04", "review")):
        found = _text(_pdf(states.twice, role, "plate"))
        assert found.count("含未批准的流程") == 2, "at its head and at its foot"
        assert f"含未批准的流程：{number}" in found
        assert number + badge(told).split(" · ")[0] in found, "and beside its number"


def test_a_plate_says_which_procedure_is_overdue_and_which_is_still_to_come(
    states: States,
) -> None:
    for role, told in (
        ("front-desk", "复审已过期：YY-03"),
        ("guard", "未到生效日期：WY-06"),
        ("lifeguard", "YY-03复审已过期第3步测水"),
    ):
        assert told in _text(_pdf(states.twice, role, "plate"))


LOOKS = {
    "draft": ("草案·未批准", "white on black"),
    "review": ("征求意见·未批准", "white on black"),
    "overdue": ("复审已过期", "in a frame"),
    "future": ("将于2026-12-15起执行", "in a frame"),
}


def _looks(pdf: bytes, words: str) -> Iterator[str]:
    """How words look wherever they stand on a print; in running text and in feet they are bare."""
    for leaf in leaves(pdf):
        text = "".join(one.text for one in leaf.signs)
        at = text.find(words)
        while at >= 0:
            yield _look(leaf, leaf.signs[at : at + len(words)])
            at = text.find(words, at + 1)


def _look(leaf: Leaf, signs: Sequence[Sign]) -> str:
    (left, bottom), (right, top) = (
        [limit(one.box[at + side] for one in signs) for at in (0, 1)]
        for limit, side in ((min, 0), (max, 2))
    )
    for box in leaf.boxes:
        x0, y0, x1, y1 = box.box
        around = x0 < left and y0 < bottom and right < x1 and top < y1
        if around and y1 - y0 < 2.2 * (top - bottom):  # others hold more than a line
            return "white on black" if box.filled else "in a frame"
    return "bare"


@pytest.mark.parametrize("state", LOOKS)
def test_a_state_looks_the_same_on_every_kind_of_print(state: str, states: States) -> None:
    words, look = LOOKS[state]
    files = [one for one in _files(states.twice) if one.stem.startswith(f"{USED[state]}-")]
    seen = {_kind(file): set(_looks(file.read_bytes(), words)) for file in files}
    seen.pop("stickers", None)  # what forbids to use one is a black band there, whatever it is
    assert {"checklist", "twi", "cards", "signoff", "roleplay", "poster", "booklet"} <= seen.keys()
    assert {kind: looks for kind, looks in seen.items() if looks - {"bare"} != {look}} == {}


def test_prints_are_sound(state_build: Built) -> None:
    kinds = {_kind(file): file for file in _files(state_build)}
    assert len(kinds) > 8
    for file in kinds.values():
        assert faults(file.read_bytes()) == [], file.name


@pytest.mark.slow
def test_all_prints_are_sound(state_build: Built) -> None:
    for file in _files(state_build):
        assert faults(file.read_bytes()) == [], file.name


def _wrong(files: Sequence[Path]) -> list[str]:
    """What lies on what, beyond the paper or on a nearly empty page."""
    found = []
    for file in files:
        kind, pdf = _kind(file), file.read_bytes()
        found += [f"{file.name}: {it}" for it in disorder(pdf, kind)]
        if kind in {"checklist", "twi", "plate"}:
            found += [f"{file.name}: {it}" for it in emptiness(pdf, kind)]
    return found


def test_text_lies_on_no_text_nor_beyond_the_paper_and_no_page_is_nearly_empty(
    state_build: Built,
) -> None:
    files = _few(state_build)
    assert {_kind(file) for file in files} == {_kind(file) for file in _files(state_build)}
    assert _wrong(files) == []


@pytest.mark.slow
def test_on_no_print_lies_text_on_text_or_beyond_the_paper_and_no_page_is_nearly_empty(
    state_build: Built,
) -> None:
    assert _wrong(_files(state_build)) == []


def test_a_checklist_keeps_to_one_sheet_or_has_all_exceptions_on_the_next(
    state_build: Built,
) -> None:
    assert len(pypdfium2.PdfDocument(_pdf(state_build, "lost-child", "checklist"))) == 1
    told = {"receive-goods": ("秤不准", "送货人走了"), "water-test": ("试纸用完", "连测三次都偏低")}
    for name, (first, second) in told.items():
        pages = pypdfium2.PdfDocument(_pdf(state_build, name, "checklist"))
        last = _plain(pages[len(pages) - 1].get_textpage().get_text_range())
        assert f"异常{first}" in last
        assert second in last


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
    assert any("on other text" in it for it in disorder(out.getvalue(), "checklist"))


def _decks() -> Iterator[object]:
    """Each state once, small cards and large ones in turn; the others take their time."""
    for at, (state, kind) in enumerate(product(USED, ("cards", "cards-small"))):
        marks = pytest.mark.slow if at % 4 in (1, 2) else ()
        yield pytest.param(state, kind, marks=marks)


@pytest.mark.parametrize(("state", "kind"), list(_decks()))
def test_nothing_lies_on_the_codes_of_a_card(state: str, kind: str, states: States) -> None:
    found = [
        code.text
        for page in pypdfium2.PdfDocument(_pdf(states.twice, USED[state], kind))
        for code in zxingcpp.read_barcodes(page.render(scale=3, grayscale=True).to_pil())
    ]
    steps = len({text for text in found if "#step-" in text})
    assert steps >= 2
    assert steps + 1 == len(found)
    assert all(text.startswith("https://sop.handbook.internal/binhe/handbook/") for text in found)


def test_without_an_address_no_print_has_a_code_to_scan(states: States, store: Path) -> None:
    project = Project(root=states.once.root, today=DAY, store=store)
    examination = examine(project)
    context = context_of(project, examination)
    subjects = ("keep-samples", "water-test")  # a draft, and what is approved
    jobs = [job for job in checklists(examination.handbook, context) if job.subject in subjects]
    made = typeset_all(jobs, examination.handbook, context).artifacts
    assert len(made) == 2 * len(subjects)  # in large type, too
    for one in made:
        page = pypdfium2.PdfDocument(one.content)[0]
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


def test_a_step_of_a_role_play_stands_on_one_page_with_what_is_to_be_seen(states: States) -> None:
    project = Project(root=states.twice.root, today=DAY)
    steps = examine(project).handbook.procedures[LONG].steps
    sheet = leaves(_pdf(states.twice, LONG, "roleplay"))
    (start,) = [
        at for at, leaf in enumerate(sheet) if "逐步打分" in "".join(s.text for s in leaf.signs)
    ]
    judged = [
        leaf for leaf in sheet[start:] if "出的难题" not in "".join(one.text for one in leaf.signs)
    ]
    assert judged
    for leaf in judged:  # where troubles lead is told by the titles of steps, too
        last = _plain(lines(leaf, body(leaf, "roleplay"))[-1])
        assert not any(_plain(step.title).endswith(last) for step in steps), leaf.number


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
    assert "3份已批准、1份征求意见" in cover
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
    above = {"overdue": "复审已过期", "future": "未到生效日期"}.get(state) or _plain(badge(state))
    assert any(above in _plain(part) for part in parts), "on every page"
    assert any("现行" in _plain(part) for part in parts) is (state in {"current", "adopted"})


def test_the_book_marks_the_chapter_of_what_is_overdue_or_not_yet_in_force(
    state_build: Built,
) -> None:
    text = _text(_pdf(state_build, "handbook", "handbook"))
    for state in ("overdue", "future"):  # in the register, below the title, above each page
        assert text.count(_plain(badge(state))) >= 3, state


def test_a_chapter_that_two_pages_hold_loosely_and_one_hold_tightly_has_one(
    state_build: Built,
) -> None:
    pdf = _pdf(state_build, "handbook", "handbook")
    marks = pypdfium2.PdfDocument(pdf).get_toc(max_depth=15)
    begins = [(mark.get_title(), mark.get_dest()) for mark in marks if mark.level <= 1]
    tops = [(title, at.get_index()) for title, at in begins if at]
    full = [fill(leaf, "handbook") for leaf in leaves(pdf)]
    short = [
        f"{title}: {full[after - 2]:.2f} and {full[after - 1]:.2f}"
        for (title, at), (_, after) in pairwise(tops)
        if after - at == 2 and full[after - 2] + full[after - 1] < 0.99
    ]
    assert len(tops) > 12
    assert short == []


def test_heads_of_pages_in_the_book_have_one_line(state_build: Built) -> None:
    for leaf in leaves(_pdf(state_build, "handbook", "handbook"))[1:]:
        head = [sign for sign in leaf.signs if sign.box[1] > leaf.height - 20 * MM]
        assert len(list(rows(head))) == 1, leaf.number


def test_a_recall_list_names_each_thing_once_and_is_half_as_long(states: States) -> None:
    pdf = _pdf(states.twice, "handbook", "recall")
    text = _text(pdf)
    assert len(pypdfium2.PdfDocument(pdf)) <= 4
    for procedure in ("YY-01测泳池的水", "ST-02验收食材", "WY-04代收快递"):
        assert text.count(procedure) == 1, procedure


def test_a_point_of_safety_is_marked_as_one_wherever_it_stands(states: States) -> None:
    for kind in ("cards", "cards-small"):
        assert "安全有积水的地方先拦起来" in _text(_pdf(states.twice, "open-gate", kind)), kind
    assert "关键安全" in _text(_pdf(states.twice, "rescue", "roleplay"))
    file = states.twice.site / "handbook" / "office" / "rescue.docx"
    with zipfile.ZipFile(file) as archive:
        assert "【关键】【安全】" in archive.read("word/document.xml").decode()
