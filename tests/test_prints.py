"""Prints: what leaves the printer is complete, current, legible and the same every time."""

import io
import re
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageChops, ImageFilter, ImageOps

from sop_handbook.editions.content import ALPHABET
from sop_handbook.findings import has_errors
from sop_handbook.model import (
    Action,
    Check,
    Checklist,
    Decision,
    Handbook,
    KeyPoint,
    Phrase,
    Procedure,
    Status,
    Step,
    Text,
    flow,
    numbering,
)
from sop_handbook.model.checklists import MOST_ITEMS, checklist, precautions
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.media_shelf import shelf_of
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Context
from sop_handbook.render.pages import render_pages
from sop_handbook.render.print import PrintMaker, plan_prints
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.papers import PAPERS
from sop_handbook.render.print.plates import plates
from sop_handbook.render.print.promises import is_extract
from sop_handbook.render.print.rules import rules_of
from sop_handbook.render.print.twi import twi_sheets
from sop_handbook.render.print.typeset import typeset_all
from sop_handbook.templating.markdown import markdown
from sop_handbook.typesetting.compiler import TypesettingError, typeset
from tests.case_files import lay_out
from tests.contexts import bare
from tests.hostile import SITE_ATTACKS, write_mixture
from tests.pdfs import faults
from tests.promises import examples, kept
from tests.sites import Built
from tests.support import DAY, text
from tests.support import procedure as sketch
from tests.trades import trades_examination, trades_project, trades_root

BASE = "https://handbook.internal/sop/"
MAKERS: tuple[PrintMaker, ...] = (
    checklists,
    cards,
    twi_sheets,
    plates,
)  # the others have tests of their own
RESTAURANT = "restaurant-six-steps"
DECK = ("cards", "cards-small")
SINGLE = ("cards-single", "cards-small-single")
# What is printed with a code to scan: each kind, on one side and on two, with and without a
# question to answer.
ADDRESSED = {
    RESTAURANT: {"checklist", *DECK},
    "egl-docking": {"twi", *DECK, *SINGLE},
    "egl-nonstandard": set(SINGLE),
    "nursing-five-steps": {"checklist"},
    "waiter": {"plate"},
}
CODE = re.compile(f"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}")

MM = 72 / 25.4
A4, A3 = (210 * MM, 297 * MM), (297 * MM, 420 * MM)
SMALLEST_TYPE = {"checklist": 11, "twi": 10.5, "cards": 9, "cards-small": 7.5, "plate": 17}
# Width and height of a card, cards above each other, and the safe zone, in millimetres.
COUNTED = re.compile("[0-9]+[a-z]?[联步天元道版张个项份页]")
CARD = {"cards": (105, 148.5, 2), "cards-small": (85.6, 53.98, 5)}
SAFE = 3
TURNS = 3  # mixtures of attacks that one handbook holds


@dataclass(frozen=True)
class Printed:
    """All prints of a handbook."""

    handbook: Handbook
    artifacts: Mapping[str, Artifact]

    def pdf(self, subject: str, kind: str) -> bytes:
        """One print."""
        return self.artifacts[f"prints/{subject}-{kind}.pdf"].content

    def kinds(self, *kinds: str) -> Iterator[tuple[str, bytes]]:
        """The prints of some kinds."""
        for artifact in self.artifacts.values():
            if artifact.offer and artifact.offer.kind in kinds:
                yield artifact.offer.kind, artifact.content


def print_all(
    handbook: Handbook,
    store: Path,
    today: date = DAY,
    makers: Iterable[PrintMaker] = MAKERS,
    kinds: Container[str] | None = None,
) -> Printed:
    context = bare(store, today=today)
    planned = [job for maker in makers for job in maker(handbook, context)]
    jobs = [job for job in planned if kinds is None or job.kind in kinds]
    return typeset_jobs(jobs, handbook, context)


def typeset_jobs(jobs: list[Print], handbook: Handbook, context: Context) -> Printed:
    rendered = typeset_all(jobs, handbook, context)
    assert rendered.findings == ()
    return Printed(handbook, {artifact.path: artifact for artifact in rendered.artifacts})


@pytest.fixture(scope="session")
def prints(trades: Built, store: Path) -> Printed:
    """Every print of the handbook, as its site offers it: without an address."""
    return print_all(trades_examination().handbook, store)


@pytest.fixture(scope="session")
def addressed(prints: Printed, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Some of the prints, as if they were published at BASE: with a code to scan on each."""
    handbook = replace(prints.handbook, base_url=BASE)
    context = bare(tmp_path_factory.mktemp("addressed"))
    planned = [job for maker in MAKERS for job in maker(handbook, context)]
    jobs = [job for job in planned if job.kind in ADDRESSED.get(job.subject, ())]
    return typeset_jobs(jobs, handbook, context)


def of_each_kind(*printed: Printed) -> dict[str, Artifact]:
    """A print of each kind: the first of each handbook that has one."""
    found: dict[tuple[int, str], tuple[str, Artifact]] = {}
    for at, one_ in enumerate(printed):
        for path, artifact in one_.artifacts.items():
            assert artifact.offer
            found.setdefault((at, artifact.offer.kind), (path, artifact))
    return dict(found.values())


def one(handbook: Handbook, **changes: Any) -> Handbook:
    """The handbook with one procedure only, changed."""
    changed = replace(handbook.procedures[RESTAURANT], **changes)
    return replace(handbook, procedures={changed.id: changed})


def plain(words_: object) -> str:
    """A text without blanks, as a reader would search it."""
    return "".join(str(words_).replace("\u200b", "").split())


@cache
def text_of(pdf: bytes) -> str:
    """The text of a PDF in reading order, without blanks."""
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
    return plain("".join(page.get_text_range() for page in pages))


def critical_points(procedure: Procedure) -> list[str]:
    return [plain(p.text) for step in procedure.steps for p in step.key_points if p.critical]


def in_order(wanted: list[str], found: str) -> bool:
    at = 0
    for piece in wanted:
        at = found.find(piece, at) + len(piece)
        if at < len(piece):
            return False
    return True


# What is on it --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["checklist", "twi", "cards-single", "cards-small-single"])
def test_every_critical_key_point_is_printed_in_order(prints: Printed, kind: str) -> None:
    wanted = 0
    for procedure in prints.handbook.procedures.values():
        points = critical_points(procedure)
        assert in_order(points, text_of(prints.pdf(procedure.id, kind))), procedure.id
        wanted += len(points)
    assert wanted > 10


@pytest.mark.parametrize("kind", ["checklist", "twi"])
def test_a_list_of_steps_tells_where_one_leaves_it(prints: Printed, kind: str) -> None:
    found = text_of(prints.pdf("egl-docking", kind))
    told = ["启动备用金支付", "接下来：转DB-05“结算急救费用”", "与医院交接患者"]
    assert in_order(told, found)
    assert found.count("接下来") == 1  # elsewhere the order and the conditions say it


@pytest.mark.parametrize("kind", ["checklist", "twi"])
def test_steps_without_an_order_are_not_told_as_a_list_to_follow(
    prints: Printed, kind: str
) -> None:
    for procedure in prints.handbook.procedures.values():
        found = text_of(prints.pdf(procedure.id, kind))
        assert ("各步不分先后" in found) is (procedure.order == "any"), procedure.id
        assert ("按情况选一步做" in found) is (procedure.order == "one"), procedure.id
        if procedure.order != "sequence":
            assert not re.search("做完第.+?步，停下核对", found), procedure.id


def test_what_is_a_matter_of_safety_says_so_on_every_list(prints: Printed) -> None:
    for kind in ("checklist", "twi", "cards-single"):
        found = text_of(prints.pdf(RESTAURANT, kind))
        assert "安全切不可在老人或小孩身旁上菜" in found, kind


def test_two_sided_cards_hold_what_one_sided_cards_hold(prints: Printed) -> None:
    for name in prints.handbook.procedures:
        for kind in ("cards", "cards-small"):
            one_sided = text_of(prints.pdf(name, f"{kind}-single"))
            assert sorted(text_of(prints.pdf(name, kind))) == sorted(one_sided)


def test_layouts_of_one_content_are_planned_one_after_another(prints: Printed) -> None:
    """The press gives neighbours of one content to one process; typst makes the second faster."""
    contents = [job.content for job in plan_prints(prints.handbook, bare())]
    together = [content for content, _ in groupby(contents)]
    assert len(together) < len(contents)
    assert all(content not in together[:place] for place, content in enumerate(together))


def test_every_critical_key_point_is_on_its_page_and_its_plates(prints: Printed) -> None:
    project = trades_project()
    pages = {
        a.path: a for a in render_all(project, trades_examination(), (render_pages,)).artifacts
    }
    for procedure in prints.handbook.procedures.values():
        page = pages[f"{procedure.industry}/{procedure.id}.md"].content.decode()
        for step in procedure.steps:
            for point in step.key_points:
                assert str(markdown(point.text)) in page
                if point.critical and step.role in prints.handbook.roles:
                    assert plain(point.text) in text_of(prints.pdf(step.role, "plate"))


def test_a_plate_has_the_largest_type_with_which_it_fits_on_a_sheet(prints: Printed) -> None:
    sizes = set()
    for role in prints.handbook.roles:
        points = [
            str(point.text)
            for procedure in prints.handbook.procedures.values()
            for step in procedure.steps
            for point in step.key_points
            if point.critical and role == step.role
        ]
        if 0 < len(points) <= 8:
            pdf = prints.pdf(role, "plate")
            assert len(pypdfium2.PdfDocument(pdf)) == 1, role
            sizes |= {round(_size_of(point[:4], pdf)) for point in points}
    assert min(sizes) >= 18
    assert max(sizes) == 44


def test_every_action_key_point_and_phrase_is_on_the_large_cards(prints: Printed) -> None:
    for procedure in prints.handbook.procedures.values():
        found = text_of(prints.pdf(procedure.id, "cards-single"))
        assert [p for p in procedure.principles if plain(p) not in found] == [], procedure.id
        for step in procedure.steps:
            wanted = [step.title, *(a.do for a in step.actions), *(p.say for p in step.phrases)]
            wanted += [point.text for point in step.key_points]
            reasons = [point.reason for point in step.key_points if point.reason]
            wanted += [
                f"{reason.text}{'（编者补充）' if reason.origin == 'editorial' else ''}"
                for reason in reasons
            ]
            assert [w for w in wanted if plain(w) not in found] == [], step.id


@pytest.mark.parametrize("kind", ["cards-single", "cards-small-single", "twi"])
def test_what_keeps_people_safe_is_on_every_paper_of_a_step(prints: Printed, kind: str) -> None:
    """Exceptions with their numbers, what not to do, principles, and the rules that are named."""
    for procedure in prints.handbook.procedures.values():
        found = text_of(prints.pdf(procedure.id, kind))
        wanted: list[object] = [*procedure.principles, *critical_points(procedure)]
        for rule in procedure.exceptions:
            wanted += [rule.when, *filter(None, [rule.method or rule.requirement])]
        for told in prints.handbook.resolved(procedure).steps:
            wanted += [item.text for item in told.step.avoid]
            for table in rules_of(prints.handbook, told):
                wanted += [row["cells"][0]["text"] for row in table["rows"]]
                if kind != "cards-small-single":
                    wanted += [row["text"] for row in table["rows"]] + table["remarks"]
        assert [w for w in wanted if plain(w).rstrip("。") not in found] == [], procedure.id
        assert (f"节选，全文见{procedure.number}" in found) == is_extract(
            kind.removesuffix("-single")
        )


@pytest.mark.parametrize("kind", ["cards-single", "cards-small-single", "twi"])
def test_a_phrase_says_whether_the_document_has_it(prints: Printed, kind: str) -> None:
    drafted = 0
    for procedure in prints.handbook.procedures.values():
        found = text_of(prints.pdf(procedure.id, kind))
        for phrase in (phrase for step in procedure.steps for phrase in step.phrases):
            ours = phrase.origin == "editorial"
            assert (plain(f"“{phrase.say}”（编者拟）") in found) == ours, phrase.say
            assert plain(f"“{phrase.say}”") in found
            drafted += ours
    assert drafted > 20


@pytest.mark.parametrize("kind", ["cards", "twi"])
def test_when_to_say_something_stands_once_above_all_that_is_said(
    prints: Printed, kind: str
) -> None:
    found = text_of(prints.pdf(RESTAURANT, kind))
    assert found.count("服务员：送客：") == 1
    assert "祝您愉快" in found


@pytest.mark.parametrize("kind", ["cards-small", "checklist"])
def test_who_says_something_is_told_with_when(prints: Printed, kind: str) -> None:
    """Where it is not whose step it is; the words of that have no role before them."""
    found = text_of(prints.pdf(RESTAURANT, kind))
    assert "服务员：送客：“欢迎下次光临”" in found
    assert "收银员：结账（" not in found


def test_a_short_condition_names_its_question(prints: Printed, tmp_path: Path) -> None:
    known = prints.handbook.procedures["egl-docking"]
    first, *others = known.steps
    assert first.decision
    outcomes = zip(first.decision.outcomes, "是否", strict=True)
    ways = tuple(replace(way, answer=text(said)) for way, said in outcomes)
    asked = Decision(question=text("签约了吗？"), outcomes=ways)
    changed = replace(known, steps=(replace(first, decision=asked), *others))
    handbook = replace(
        prints.handbook, procedures={**prints.handbook.procedures, known.id: changed}
    )
    kinds = (*DECK, "twi")
    printed = print_all(_only(handbook, known.id), tmp_path, kinds=kinds)
    for kind in kinds:
        assert "签约了吗？否" in text_of(printed.pdf(known.id, kind)), kind


def test_a_pocket_card_has_what_it_could_do_without_where_there_is_room(prints: Printed) -> None:
    shown = [
        plain(point.text) in text_of(prints.pdf(procedure.id, "cards-small-single"))
        for procedure in prints.handbook.procedures.values()
        for step in procedure.steps
        for point in step.key_points
    ]
    assert sum(shown) / len(shown) > 0.9


@pytest.mark.parametrize("kind", ["cards", "twi"])
def test_actions_are_numbered_where_there_are_several(prints: Printed, kind: str) -> None:
    for procedure in prints.handbook.procedures.values():
        found = text_of(prints.pdf(procedure.id, kind))
        for step in procedure.steps:
            begins = [plain(action.when or action.do) for action in step.actions]
            numbered = [f"{number}.{words}" for number, words in enumerate(begins, 1)]
            several = len(step.actions) > 1
            assert [words for words in numbered if (words in found) is not several] == [], step.id


def test_every_draft_says_so_and_tells_number_revision_and_code(prints: Printed) -> None:
    for artifact in prints.artifacts.values():
        assert artifact.offer
        found = text_of(artifact.content)
        assert "草案·未批准" in found
        assert CODE.search(found)
        if artifact.offer.of == "procedure":
            assert prints.handbook.procedures[artifact.offer.subject].number in found
            assert "第1版" in found
            assert "内容截至2026-" in found


def test_a_code_on_paper_leads_to_the_page_of_the_procedure(addressed: Printed) -> None:
    page = pypdfium2.PdfDocument(addressed.pdf(RESTAURANT, "checklist"))[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    address, _, code = found.text.partition("?e=")
    assert address == f"{BASE}handbook/restaurant/{RESTAURANT}/"
    assert code in text_of(addressed.pdf(RESTAURANT, "checklist"))


@pytest.mark.parametrize(
    ("subject", "kind", "page"),
    [
        ("egl-docking", "twi", "emergency/egl-docking/"),
        ("nursing-five-steps", "checklist", "nursing/nursing-five-steps/"),
        ("waiter", "plate", "roles/waiter/"),
    ],
)
def test_the_code_on_a_sheet_leads_to_the_page_of_what_it_is_about(
    addressed: Printed, subject: str, kind: str, page: str
) -> None:
    first = pypdfium2.PdfDocument(addressed.pdf(subject, kind))[0]
    (found,) = zxingcpp.read_barcodes(first.render(scale=2).to_pil())
    assert found.text.partition("?e=")[0] == f"{BASE}handbook/{page}"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (RESTAURANT, "cards-small"),
        ("egl-docking", "cards"),
        pytest.param(RESTAURANT, "cards", marks=pytest.mark.slow),
        pytest.param("egl-docking", "cards-small", marks=pytest.mark.slow),
    ],
)
def test_the_code_on_a_card_leads_to_its_step(addressed: Printed, name: str, kind: str) -> None:
    steps = {step.id for step in addressed.handbook.procedures[name].steps}
    found = {}
    for page in pypdfium2.PdfDocument(addressed.pdf(name, kind)):
        for code in zxingcpp.read_barcodes(page.render(scale=4).to_pil()):
            address, _, anchor = code.text.partition("#")
            found[anchor] = address.partition("?e=")[2]
    assert found.keys() == {"", *(f"step-{step}" for step in steps)}
    printed = text_of(addressed.pdf(name, kind))
    assert all(code in printed for code in found.values())


def test_without_an_address_there_is_no_qr_code(prints: Printed) -> None:
    pdf = prints.pdf(RESTAURANT, "checklist")
    page = pypdfium2.PdfDocument(pdf)[0]
    assert zxingcpp.read_barcodes(page.render(scale=2).to_pil()) == []
    assert "编码" in text_of(pdf)


# Files ----------------------------------------------------------------------------------------


def test_a_print_of_each_kind_is_sound_tagged_titled_and_has_its_fonts_inside(
    prints: Printed, addressed: Printed
) -> None:
    for path, artifact in of_each_kind(prints, addressed).items():
        assert faults(artifact.content) == [], path


@pytest.mark.slow
def test_every_print_is_sound_tagged_titled_and_has_its_fonts_inside(
    prints: Printed, addressed: Printed
) -> None:
    for path, artifact in (*prints.artifacts.items(), *addressed.artifacts.items()):
        assert faults(artifact.content) == [], path


def test_every_page_is_of_its_paper_and_cards_ask_the_printer_for_both_sides(
    prints: Printed,
) -> None:
    for artifact in prints.artifacts.values():
        with pikepdf.open(io.BytesIO(artifact.content)) as pdf:
            assert artifact.offer
            assert artifact.offer.pages == len(pdf.pages)
            paper = PAPERS[artifact.offer.kind]
            upright = {"A4": A4, "A3": A3}[paper.size]
            size = upright[::-1] if paper.across else upright
            for page in pdf.pages:
                left, low, right, high = map(float, page.mediabox)
                assert (right - left, high - low) == pytest.approx(size, abs=0.1)
            two_sided = pdf.Root.ViewerPreferences.get("/Duplex") == "/DuplexFlipLongEdge"
            assert two_sided == paper.duplex == (artifact.offer.kind in CARD)


def test_what_is_wrong_with_a_pdf_is_found(addressed: Printed) -> None:
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(addressed.pdf(RESTAURANT, "checklist"))) as pdf:
        del pdf.docinfo["/Title"]
        pdf.Root.Lang = pikepdf.String("en")
        for font in [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]:
            for file in {"/FontFile2", "/FontFile3"} & set(font.keys()):
                del font[file]
            if font.get("/S") == "/Figure":
                del font["/Alt"]
        pdf.save(changed)
    found = " ".join(faults(changed.getvalue()))
    for fault in ("not titled", "not in Chinese", "not embedded", "a figure without words"):
        assert fault in found


def test_every_sign_that_occurs_in_the_sources_can_be_set(prints: Printed, tmp_path: Path) -> None:
    """Also those of texts that no print shows; what has no type would stop the printing."""
    sources = sorted((trades_root() / "sop_sources").rglob("*.yaml"))
    found = {sign for path in sources for sign in path.read_text("utf-8") if sign.isprintable()}
    signs = sorted(found - {" "})
    lines = ["".join(signs[start : start + 50]) for start in range(0, len(signs), 50)]
    printed = print_all(_sketch_with(prints.handbook, *lines), tmp_path, makers=[twi_sheets])
    text = text_of(printed.pdf("sketch", "twi"))
    assert len(signs) > 1000
    assert [sign for sign in signs if plain(sign) not in text] == []


def test_prints_are_the_same_bytes_on_another_day_and_in_another_process(
    prints: Printed, tmp_path: Path
) -> None:
    later = print_all(one(prints.handbook), tmp_path, DAY + timedelta(days=400))
    checked = [path for path in later.artifacts if RESTAURANT in path]
    assert len(checked) == 7
    for path in checked:
        assert later.artifacts[path].content == prints.artifacts[path].content, path


def test_a_review_that_becomes_overdue_is_marked_under_the_same_code(
    prints: Printed, tmp_path: Path
) -> None:
    control = replace(
        prints.handbook.procedures[RESTAURANT].control, review_by=DAY + timedelta(days=9)
    )
    handbook = one(prints.handbook, control=control)
    before, after = (
        text_of(print_all(handbook, tmp_path, day, [checklists]).pdf(RESTAURANT, "checklist"))
        for day in (DAY, DAY + timedelta(days=10))
    )
    assert "复审已过期" not in before
    assert "复审已过期（应于2026-12-01前复审）" in after
    assert CODE.findall(before) == CODE.findall(after)


def test_one_changed_step_makes_only_what_holds_it_anew(prints: Printed, tmp_path: Path) -> None:
    names = (RESTAURANT, "answer-inquiries")
    known = {name: prints.handbook.procedures[name] for name in names}
    handbook = replace(prints.handbook, procedures=known)
    print_all(handbook, tmp_path)
    kept = set(tmp_path.rglob("*"))
    first, *others = known[RESTAURANT].steps
    phrases = (*first.phrases, Phrase(say=text("里边请")))
    steps = (replace(first, phrases=phrases), *others)
    known[RESTAURANT] = replace(known[RESTAURANT], steps=steps)
    print_all(replace(handbook, procedures=known), tmp_path)
    fresh = [path for path in set(tmp_path.rglob("*")) - kept if path.is_file()]
    # Large and small cards, on two sides and on one, the job sheet, and the checklist, which holds
    # phrases where there is room, in both sizes of type.
    assert len(fresh) == 7


@pytest.mark.parametrize(
    "turns",
    [
        range(1),
        *(
            pytest.param(range(at, at + TURNS), marks=pytest.mark.slow)
            for at in range(0, len(SITE_ATTACKS), TURNS)
        ),
    ],
    ids=str,
)
def test_a_hostile_text_is_text_on_every_print(turns: range, tmp_path: Path) -> None:
    """All turns together put every attack into every field; `make test` takes the first."""
    root = lay_out(tmp_path / "project").root
    shutil.rmtree(root / "sop_sources" / "procedures")
    shutil.rmtree(root / "sop_sources" / "shared")
    write_mixture(root, turns)
    project = Project(root=root, today=DAY)
    examination = examine(project)
    assert not has_errors(examination.findings), examination.findings
    known = examination.handbook  # nothing is printed for systems
    roles = {name: replace(role, kind="person") for name, role in known.roles.items()}
    handbook = replace(known, base_url=None, roles=roles)
    context = replace(bare(tmp_path / "store"), places=examination.places)
    context = replace(context, media=shelf_of(project, handbook))
    jobs = plan_prints(handbook, context)
    made = typeset_all(jobs, handbook, context)
    pockets = {job.path for job in jobs if "-cards-small" in job.path}
    full = [one for one in made.findings if one.code == "card-overflow"]  # many lines in one text
    assert {one.args["size"] for one in full} <= {"ID-1"}
    assert not has_errors(one for one in made.findings if one not in full), made.findings
    missing = {job.path for job in jobs} - {one.path for one in made.artifacts}
    assert missing <= (pockets if full else set())
    pdfs = {one.path: one.content for one in made.artifacts}
    for procedure in handbook.procedures.values():
        for kind in ("twi", "cards-single"):
            found = text_of(pdfs[f"prints/{procedure.id}-{kind}.pdf"])
            wanted = [action.do for step in procedure.steps for action in step.actions]
            wanted += [phrase.say for step in procedure.steps for phrase in step.phrases]
            wanted += [*procedure.principles, *procedure.steps[0].errors]
            assert [told for told in wanted if plain(told) not in found] == [], kind


# Legibility and fit ---------------------------------------------------------------------------


def _base_kind(kind: str) -> str:
    return kind.removesuffix("-single")


def _too_small(kind: str, pdf: bytes) -> set[float]:
    """The types of a print that are smaller than they may be."""
    sizes = set()
    for page in pypdfium2.PdfDocument(pdf):
        signs = page.get_textpage()
        sizes |= {
            pdfium.FPDFText_GetFontSize(signs.raw, at)
            for at in range(signs.count_chars())
            if chr(pdfium.FPDFText_GetUnicode(signs.raw, at)).strip()
        }
    assert sizes
    return {size for size in sizes if size < SMALLEST_TYPE[_base_kind(kind)] - 0.01}


def test_no_type_is_smaller_than_may_be_read_from_where_it_hangs(
    prints: Printed, addressed: Printed
) -> None:
    """On the fullest print of each kind: the fuller, the smaller its type."""
    for kind in (*SMALLEST_TYPE, *SINGLE):
        for printed in (prints, addressed):
            fullest = max((pdf for _, pdf in printed.kinds(kind)), key=len)
            assert _too_small(kind, fullest) == set(), kind


@pytest.mark.slow
def test_no_type_of_any_print_is_smaller_than_may_be_read_from_where_it_hangs(
    prints: Printed, addressed: Printed
) -> None:
    for printed in (prints, addressed):
        for kind, pdf in printed.kinds(*SMALLEST_TYPE, *SINGLE):
            assert _too_small(kind, pdf) == set(), kind


def _cells(kind: str) -> Iterator[tuple[int, int, tuple[float, float, float, float]]]:
    """Row, column and edges (left, bottom, right, top, in points) of each card on a sheet."""
    width, height, rows = CARD[kind]
    left, top = (210 - 2 * width) / 2, 297 - (297 - rows * height) / 2
    for row in range(rows):
        for column in range(2):
            x, y = left + column * width, top - (row + 1) * height
            yield row, column, (x * MM, y * MM, (x + width) * MM, (y + height) * MM)


def _outside_safe_zone(kind: str, pdf: bytes) -> list[str]:
    """Signs that stand nearer to the edge of a card than the safe zone."""
    cells = [edges for _, _, edges in _cells(kind)]
    wrong = []
    for page in pypdfium2.PdfDocument(pdf):
        signs = page.get_textpage()
        for at in range(signs.count_chars()):
            if not chr(pdfium.FPDFText_GetUnicode(signs.raw, at)).strip(" \r\n\u200b\u3000"):
                continue
            left, bottom, right, top = signs.get_charbox(at)
            inside = any(
                left >= x0 + SAFE * MM
                and right <= x1 - SAFE * MM
                and bottom >= y0 + SAFE * MM
                and top <= y1 - SAFE * MM
                for x0, y0, x1, y1 in cells
            )
            if not inside:
                wrong.append(f"{signs.get_text_range(at, 1)} at {left:.0f},{bottom:.0f}")
    return wrong


def test_nothing_on_a_card_stands_outside_its_safe_zone(
    prints: Printed, addressed: Printed
) -> None:
    """On the fullest deck of each kind: the fuller, the nearer to the edges."""
    for kind in (*DECK, *SINGLE):
        for printed in (prints, addressed):
            fullest = max((pdf for _, pdf in printed.kinds(kind)), key=len)
            assert _outside_safe_zone(_base_kind(kind), fullest) == []


@pytest.mark.slow
def test_nothing_on_any_card_stands_outside_its_safe_zone(
    prints: Printed, addressed: Printed
) -> None:
    for printed in (prints, addressed):
        for kind, pdf in printed.kinds(*DECK, *SINGLE):
            assert _outside_safe_zone(_base_kind(kind), pdf) == []


def _drawn(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """The edges of what is drawn or set as a picture: frames, rules, QR codes, marks."""
    kinds = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    yield from (one.get_bounds() for one in page.get_objects(filter=kinds, max_depth=9))


def _is_mark(edges: tuple[float, float, float, float]) -> bool:
    """Whether something is a short thin line, as for cutting, or the dashed one for folding."""
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    return min(width, height) < 1 and (max(width, height) < 9 * MM or width < 1)


@pytest.mark.parametrize("kind", ["cards", "cards-single", "cards-small", "cards-small-single"])
def test_no_frame_rule_or_code_of_a_card_stands_outside_its_safe_zone(
    prints: Printed, addressed: Printed, kind: str
) -> None:
    cells = [edges for _, _, edges in _cells(_base_kind(kind))]
    boxes = 0
    for _, pdf in (*prints.kinds(kind), *addressed.kinds(kind)):
        for page in pypdfium2.PdfDocument(pdf):
            for left, bottom, right, top in _drawn(page):
                if not _is_mark((left, bottom, right, top)):
                    boxes += 1
                    assert any(
                        left >= x0 + SAFE * MM
                        and bottom >= y0 + SAFE * MM
                        and right <= x1 - SAFE * MM
                        and top <= y1 - SAFE * MM
                        for x0, y0, x1, y1 in cells
                    ), (left / MM, bottom / MM, right / MM, top / MM)
    assert boxes > 500


@pytest.mark.parametrize("kind", DECK)
def test_the_back_of_a_card_lies_behind_its_front(
    prints: Printed, addressed: Printed, kind: str
) -> None:
    pairs = 0
    for _, pdf in (*prints.kinds(kind), *addressed.kinds(kind)):
        pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
        assert len(pages) % 2 == 0
        for front, back in zip(pages[::2], pages[1::2], strict=True):
            codes = [
                {(row, column): CODE.findall(side.get_text_bounded(*edges))
                 for row, column, edges in _cells(kind)}
                for side in (front, back)
            ]  # fmt: skip
            for (row, column), code in codes[1].items():
                # Turned over its long edge, the sheet shows its right card on the left.
                assert code in ([], codes[0][row, 1 - column])
                pairs += bool(code)
    assert pairs > 80


@pytest.mark.parametrize("kind", DECK)
def test_the_cutting_marks_of_the_back_lie_on_those_of_the_front(
    addressed: Printed, kind: str
) -> None:
    """Seen through the sheet, as when it is held against the light."""
    scale = 3
    front, back = (
        page.render(scale=scale).to_pil().convert("L")
        for page in list(pypdfium2.PdfDocument(addressed.pdf(RESTAURANT, kind)))[:2]
    )
    through = ImageOps.mirror(back)
    for sheet in (front, through):
        edge = (6 if kind == "cards" else SAFE) * MM
        for _, _, (left, bottom, right, top) in _cells(kind):  # leave the marks only
            x0, x1 = (round(x * scale) for x in (left + edge, right - edge))
            y0, y1 = (round((A4[1] - y) * scale) for y in (top - edge, bottom + edge))
            sheet.paste(255, (x0, y0, x1, y1))
    marks = front.point(lambda value: 255 * (value < 160))
    assert marks.getbbox() is not None
    thick = ImageFilter.MaxFilter(5)  # two pixels either way: a quarter of a millimetre
    for one, other in ((front, through), (through, front)):
        dark = other.point(lambda value: 255 * (value < 160)).filter(thick)
        stray = ImageChops.subtract(one.point(lambda value: 255 * (value < 160)), dark)
        assert stray.getbbox() is None


def _sketch_with(real: Handbook, *actions: str, point: str = "看准再做") -> Handbook:
    step = Step(
        id="only",
        title="只有一步",
        role="unspecified",
        actions=tuple(Action(do=text(words_)) for words_ in actions),
        key_points=(KeyPoint(text=text(point), critical=True),),
    )
    found = replace(sketch("a"), steps=(step,))
    trade = replace(real.industries["restaurant"], id="trade", title="行当")
    return replace(
        real, procedures={found.id: found}, industries={"trade": trade}, families={}, roles={}
    )


def test_the_front_of_a_large_card_says_where_in_the_procedure_it_belongs(prints: Printed) -> None:
    page = pypdfium2.PdfDocument(prints.pdf(RESTAURANT, "cards"))[0].get_textpage()
    for row, column, edges in _cells("cards"):
        front = plain(page.get_text_bounded(*edges))
        assert ("123456" in front) == ((row, column) != (0, 0)), front


def test_what_needs_two_leaves_stands_in_the_largest_type_that_needs_no_third(
    prints: Printed, tmp_path: Path
) -> None:
    actions = [f"第{number}件事情要慢慢地、仔仔细细地做到尾" for number in range(60)]
    handbook = _sketch_with(prints.handbook, *actions)
    pdf = print_all(handbook, tmp_path, kinds=["cards"]).pdf("sketch", "cards")
    assert "第2张，共2张" in text_of(pdf)
    assert _size_of(actions[-1], pdf) > 9.5


def _sides(kind: str, pdf: bytes) -> Iterator[str]:
    """The text of every side of every card."""
    for page in pypdfium2.PdfDocument(pdf):
        signs = page.get_textpage()
        for _, _, edges in _cells(kind):
            if side := plain(signs.get_text_bounded(*edges)):
                yield side


_ON_FRONTS = (
    "步骤", "关键", "要点", "判断", "怎么做", "怎么说", "一句话", "不要", "先拿到", "留下记录",
    "按此流程执行", "同时启动", "可选项", "规则", "用具", "表单", "接下来", "异常", "标准",
    "待补",
)  # fmt: skip


def _pairs(kind: str, pdf: bytes) -> Iterator[tuple[str, str]]:
    """The text of front and back of every place on the sheets, turned over at the long edge."""
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
    for front, back in zip(pages[::2], pages[1::2], strict=True):
        at = {(row, column): edges for row, column, edges in _cells(kind)}
        for (row, column), edges in at.items():
            other = at[row, 1 - column]
            yield plain(front.get_text_bounded(*edges)), plain(back.get_text_bounded(*other))


@pytest.mark.parametrize("kind", DECK)
def test_a_front_says_what_to_do_and_whether_its_back_is_blank(prints: Printed, kind: str) -> None:
    blank = 0
    for procedure in prints.handbook.procedures.values():
        pairs = [pair for pair in _pairs(kind, prints.pdf(procedure.id, kind)) if any(pair)]
        for front, back in pairs[1:]:
            assert any(label in front for label in _ON_FRONTS), (procedure.id, front)
            assert ("共1面" in front) is (not back), (procedure.id, front)
            blank += not back
        assert all("原文未指定岗位" not in side for pair in pairs for side in pair), procedure.id
    assert blank


def test_a_section_that_goes_on_on_another_side_says_so(prints: Printed, tmp_path: Path) -> None:
    known = prints.handbook.procedures["egl-docking"]
    actions = tuple(Action(do=Text((f"第{n}件事，做完再做下一件，不许跳过",))) for n in range(25))
    steps = (replace(known.steps[0], actions=actions), *known.steps[1:])
    longer = replace(known, steps=steps)
    others = {**prints.handbook.procedures, known.id: longer}
    handbook = _only(replace(prints.handbook, procedures=others), known.id)
    printed = print_all(handbook, tmp_path, kinds=DECK)
    for kind in DECK:
        pdf = printed.pdf(known.id, kind)
        sides = [side for side in _sides(kind, pdf) if "件事，做完" in side]
        assert len(sides) > 1
        assert [side for side in sides if "怎么做（续）" not in side] == [
            side for side in sides if "第0件事" in side
        ]


def test_every_step_of_large_cards_shows_where_it_belongs(prints: Printed) -> None:
    for procedure in prints.handbook.procedures.values():
        numbers = numbering.numbers(procedure)
        way = "".join(numbers[step.id] for step in procedure.steps)
        if len(procedure.steps) > 1:
            sides = list(_sides("cards", prints.pdf(procedure.id, "cards")))
            assert sum(way in side for side in sides) >= len(procedure.steps), procedure.id


def test_the_cards_of_a_set_differ_by_one_size_at_most(prints: Printed) -> None:
    labels = (14, 12, 11, 10, 9)  # beside text of 17 to 9.5 points
    several = 0
    for procedure in prints.handbook.procedures.values():
        found = _sizes_of("怎么做", prints.pdf(procedure.id, "cards"))
        steps = {labels.index(round(size)) for size in found if round(size, 1) in labels}
        assert max(steps) - min(steps) <= 1, procedure.id
        several += len(steps) > 1
    assert several


@pytest.mark.parametrize(
    "title", ["开门", "每天开门以前先把店里店外都仔仔细细地看过一遍再按规定的次序开灯开门迎客人了"]
)
def test_the_foot_of_an_approved_card_is_one_line_with_its_whole_code(
    prints: Printed, tmp_path: Path, title: str
) -> None:
    known = prints.handbook.procedures["egl-docking"]
    control = replace(
        known.control,
        status=Status.CURRENT,
        effective_from=date(2026, 11, 1),
        review_by=date(2027, 11, 1),
    )
    approved = replace(known, control=control, title=title)
    others = {**prints.handbook.procedures, known.id: approved}
    handbook = replace(prints.handbook, procedures=others)
    printed = print_all(_only(handbook, known.id), tmp_path, kinds=DECK)
    for kind in DECK:
        pdf = printed.pdf(known.id, kind)
        (code,) = set(CODE.findall(text_of(pdf)))
        sides = list(_sides(kind, pdf))
        assert [side for side in sides if not side.endswith(f"DB-03第1版现行编码{code}")] == []
        assert sum("2026-11-01" in side for side in sides) == 1  # dates stand on the first card


def _only(handbook: Handbook, name: str) -> Handbook:
    """The handbook in which only one procedure is in use; the others are retired."""
    others = {
        key: one_
        if key == name
        else replace(one_, control=replace(one_.control, status=Status.RETIRED))
        for key, one_ in handbook.procedures.items()
    }
    return replace(handbook, procedures=others)


def _lines(pdf: bytes) -> Iterator[str]:
    for page in pypdfium2.PdfDocument(pdf):
        yield from (plain(line) for line in page.get_textpage().get_text_range().splitlines())


def test_a_number_is_never_torn_from_what_it_counts(prints: Printed) -> None:
    numbers = 0
    kinds = ("checklist", "twi", "plate", "form", "cards-single", "cards-small-single")
    for _, pdf in prints.kinds(*kinds):
        lines = list(_lines(pdf))
        for line, after in pairwise(lines):
            numbers += bool(COUNTED.search(line))
            torn = re.search(r"[\u4e00-\u9fff][0-9]+[a-z]?$", line)
            assert not (torn and COUNTED.match(f"1{after}")), (line, after)
    assert numbers > 300


def test_large_type_breaks_between_clauses(prints: Printed) -> None:
    letters = [*_lines(prints.pdf("hospital-cashier", "plate"))]
    assert "患者一联，拿回2联" in letters
    assert any(line.endswith("一式4联要分送对：收费处一联，") for line in letters)
    assert {"识别联盟会员，", "给出担保函号"} <= {*_lines(prints.pdf("egl-seat", "cards"))}


def _parted(procedure: Procedure, kind: str, deck: bytes) -> list[str]:
    """The steps of which the question does not stand on one side with all its answers."""
    sides = [
        plain(page.get_textpage().get_text_bounded(*edges))
        for page in pypdfium2.PdfDocument(deck)
        for _, _, edges in _cells(_base_kind(kind))
    ]
    return [
        step.id
        for step in procedure.steps
        if step.decision
        for way in [step.decision]
        if not any(
            plain(way.question) in side
            and all(plain(one_.answer) + "→" in side for one_ in way.outcomes)
            for side in sides
        )
    ]


@pytest.mark.parametrize("kind", SINGLE)
def test_a_question_stands_on_one_side_with_all_its_answers(addressed: Printed, kind: str) -> None:
    """Of cards with a code to scan: one that is answered in a word, one that names cases."""
    for name in ("egl-docking", "egl-nonstandard"):
        procedure = addressed.handbook.procedures[name]
        assert any(step.decision for step in procedure.steps)
        assert _parted(procedure, kind, addressed.pdf(name, kind)) == [], name


@pytest.mark.slow
@pytest.mark.parametrize("kind", SINGLE)
def test_every_question_stands_on_one_side_with_all_its_answers(kind: str, tmp_path: Path) -> None:
    handbook = replace(trades_examination().handbook, base_url=BASE)
    asking = [p for p in handbook.procedures.values() if any(step.decision for step in p.steps)]
    made = print_all(handbook, tmp_path, makers=[cards], kinds=[kind])
    assert len(asking) > 5
    for procedure in asking:
        assert _parted(procedure, kind, made.pdf(procedure.id, kind)) == [], procedure.id


def test_a_step_without_key_points_shows_its_question_or_phrase_on_the_front(
    prints: Printed,
) -> None:
    first = pypdfium2.PdfDocument(prints.pdf("egl-nonstandard", "cards"))[0]
    assert "判断遇到的是哪种情况" in plain(first.get_textpage().get_text_range())


def test_what_does_not_fit_flows_on_to_another_card(prints: Printed, tmp_path: Path) -> None:
    actions = [f"第{number}件事情要慢慢地、仔仔细细地从头做到尾" for number in range(60)]
    printed = print_all(_sketch_with(prints.handbook, *actions), tmp_path, kinds=DECK)
    for kind in DECK:
        found = text_of(printed.pdf("sketch", kind))
        assert "第2张，共" in found
        assert [action for action in actions if action not in found] == []
        assert _outside_safe_zone(kind, printed.pdf("sketch", kind)) == []


SIGNS = "一二三，。、“”（）上菜ABCdef 012-/@"


@kept
@given(st.lists(st.text(SIGNS, min_size=1, max_size=180), min_size=1, max_size=12))
@examples(8)
def test_nothing_is_ever_cut(prints: Printed, tmp_path: Path, actions: list[str]) -> None:
    handbook = replace(_sketch_with(prints.handbook, *actions), base_url=None)
    printed = print_all(handbook, tmp_path, kinds=SINGLE)
    for kind in SINGLE:
        pdf = printed.pdf("sketch", kind)
        assert _outside_safe_zone(_base_kind(kind), pdf) == []
        # Reading by lines mixes the two sides of a folded card, so the signs are counted.
        found = text_of(pdf)
        assert all(
            found.count(sign) >= plain("".join(actions)).count(sign) for sign in SIGNS.strip()
        )


def test_a_sheet_fits_its_paper_whatever_the_words(prints: Printed, tmp_path: Path) -> None:
    word = "https://handbook.internal/" + "x" * 150
    handbook = _sketch_with(prints.handbook, word, "做" * 100, point=word)
    kinds = ("checklist", "twi")
    printed = print_all(handbook, tmp_path, kinds=kinds)
    for kind in kinds:
        for page in pypdfium2.PdfDocument(printed.pdf("sketch", kind)):
            width, _ = page.get_size()
            signs = page.get_textpage()
            boxes = [signs.get_charbox(at) for at in range(signs.count_chars())]
            assert min(box[0] for box in boxes if box[2] > box[0]) >= 12 * MM
            assert max(box[2] for box in boxes) <= width - 12 * MM


@pytest.mark.parametrize("number", [25, 60])
def test_a_job_sheet_goes_on_on_the_next_page_and_loses_nothing(
    prints: Printed, tmp_path: Path, number: int
) -> None:
    long = "件事情要慢慢地、仔仔细细地从头做到尾，" + "再看一遍" * 8
    actions = [f"第{at}{long}" for at in range(number)]
    phrases = tuple(Phrase(say=text(f"第{at}句话要说得清清楚楚" * 3)) for at in range(number))
    handbook = _sketch_with(prints.handbook, *actions)
    (procedure,) = handbook.procedures.values()
    (step,) = procedure.steps
    talking = replace(procedure, steps=(replace(step, phrases=phrases),))
    handbook = replace(handbook, procedures={talking.id: talking})
    pdf = print_all(handbook, tmp_path, makers=[twi_sheets]).pdf("sketch", "twi")
    found = text_of(pdf)
    wanted = (*actions, *(str(phrase.say) for phrase in phrases))
    assert [words_ for words_ in wanted if words_ not in found] == []
    for page in pypdfium2.PdfDocument(pdf):
        signs = page.get_textpage()
        assert "主要步骤" in signs.get_text_range()
        width, _ = page.get_size()
        # The sheet's foot reaches 11 mm up, and nothing but its one line stands there.
        foot = plain(signs.get_text_bounded(0, 0, width, 12 * MM))
        assert re.fullmatch(rf".{{0,30}}编码{CODE.pattern}第\d页，共\d页", foot), foot


# Checklists -----------------------------------------------------------------------------------


def _sizes_of(wanted: str, pdf: bytes) -> list[float]:
    """The types in which a text is set, in points, wherever it occurs."""
    sizes = []
    for page in pypdfium2.PdfDocument(pdf):
        signs = page.get_textpage()
        search = signs.search(wanted)
        while found := search.get_next():
            sizes.append(pdfium.FPDFText_GetFontSize(signs.raw, found[0]))
    return sizes


def _size_of(wanted: str, pdf: bytes) -> float:
    """The type in which a text is set, in points; the largest if it occurs more than once."""
    return max(_sizes_of(wanted, pdf), default=0.0)


def test_what_is_to_be_ticked_can_be_read_from_60_centimetres(prints: Printed) -> None:
    for procedure in prints.handbook.procedures.values():
        pdf = prints.pdf(procedure.id, "checklist")
        for point in checklist(procedure):
            for item in point.items:
                assert _size_of(item.says[:4], pdf) >= 13 - 0.01, (procedure.id, item.says)


def test_who_signs_a_checklist_sees_what_was_gone_through_last_on_the_same_page(
    prints: Printed,
) -> None:
    for name, procedure in prints.handbook.procedures.items():
        pages = [
            page.get_textpage() for page in pypdfium2.PdfDocument(prints.pdf(name, "checklist"))
        ]
        texts = [plain(page.get_text_range()) for page in pages]
        (last,) = [text for text in texts if "偏差与理由" in text]
        assert last is texts[-1]
        read = [plain(rule.when) for rule in procedure.exceptions]  # stands behind what is ticked
        above = [last.index(one) for one in ("停下核对", "规则", *read) if one in last]
        assert above, name
        assert max(above) < last.index("偏差与理由") < last.index("签字人")


def test_a_checklist_loses_nothing_that_keeps_people_safe(prints: Printed) -> None:
    for procedure in prints.handbook.procedures.values():
        found = text_of(prints.pdf(procedure.id, "checklist"))
        avoided = [avoid for step in procedure.steps for avoid in step.avoid]
        told = [
            *procedure.principles,
            *critical_points(procedure),
            *(part for avoid in avoided for part in (avoid.text, avoid.instead)),
            *(part for rule in procedure.exceptions for part in (rule.when, rule.method)),
            *(rule.requirement for rule in procedure.exceptions),
        ]
        assert [one for one in told if one and plain(one) not in found] == [], procedure.id
        assert f"见全文{procedure.number}" in found


def _boxes(pdf: bytes) -> int:
    """How many boxes to tick there are: drawn squares of either size."""
    squares = 0
    for page in pypdfium2.PdfDocument(pdf):
        for shape in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,)):
            left, bottom, right, top = shape.get_bounds()
            wide, high = right - left, top - bottom
            squares += abs(wide - high) < 0.5 and 9 < wide < 16
    return squares


def test_every_answer_of_a_decision_has_a_box_of_its_own(prints: Printed) -> None:
    for procedure in prints.handbook.procedures.values():
        answers = [
            way
            for step in procedure.steps
            for way in (step.decision.outcomes if step.decision else ())
            for _ in range(3 if flow.repeats(procedure, step) else 1)
        ]
        again = [s for s in procedure.steps if flow.repeats(procedure, s) and not s.decision]
        items = [item for point in checklist(procedure) for item in point.items]
        rows = len(items)
        idle = [i for i in items if i.step and flow.may_be_left_out(procedure, i.step)]
        found = _boxes(prints.pdf(procedure.id, "checklist"))
        assert found == rows + len(answers) + 2 * len(again) + len(idle), procedure.id


def test_a_checklist_says_what_a_condition_and_a_time_limit_are_about(prints: Printed) -> None:
    found = text_of(prints.pdf("egl-settlement", "checklist"))
    assert in_order(["条件本周有没有案例发生？有", "书面报告费用金额", "每周一"], found)
    assert "收到款项后2天内" in found
    assert "时限、频次" in found
    assert "频次" in text_of(prints.pdf("service-culture", "checklist"))
    assert "时限" not in text_of(prints.pdf("service-culture", "checklist"))


def test_a_derived_checklist_stops_seldom_and_for_nine_items_at_most(prints: Printed) -> None:
    for procedure in prints.handbook.procedures.values():
        points = checklist(procedure)
        items = [item for point in points for item in point.items]
        assert len(items) == len(procedure.steps) + len(critical_points(procedure))
        assert all(len(point.items) <= MOST_ITEMS for point in points)
        dangers = [step for step in procedure.steps if precautions(step)]
        hands = sum(one.role != two.role for one, two in pairwise(procedure.steps))
        assert len(points) <= -(-len(items) // MOST_ITEMS) + min(len(dangers) + hands, 3)


def test_a_checklist_of_its_own_is_printed_as_written(prints: Printed, tmp_path: Path) -> None:
    own = Checklist(
        pause_point=text("递上账单之前"),
        mode="read-do",
        items=(Check(check=text("桌上没有遗留物品")), Check(step="pay-and-farewell")),
    )
    handbook = one(prints.handbook, checklists=(own,))
    found = text_of(print_all(handbook, tmp_path, makers=[checklists]).pdf(RESTAURANT, "checklist"))
    wanted = [
        "递上账单之前（读一项，做一项）",
        "桌上没有遗留物品",
        "结账，感谢光临",
        "各项金额必须大声、清楚地念出来",
    ]
    assert in_order(wanted, found)
    assert "不在这张表上的步骤：1打招呼、" in found
    assert found.count("打招呼") == 1


def test_a_template_of_ours_that_is_wrong_says_where() -> None:
    with pytest.raises(TypesettingError, match="checklist"):
        typeset("checklist.typ", "{}", DAY)
