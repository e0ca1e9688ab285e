"""Finished prints, read as they lie on paper: nothing lies on anything, nothing leaves the sheet.

The states and texts are those of tests/stress.py; a handbook of several trades is read beside them.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact
from sop_handbook.render.print import plan_prints, render_prints
from sop_handbook.render.print.typeset import typeset_all
from tests.ink import (
    Leaf,
    Mark,
    Sign,
    disorder,
    emptiness,
    is_left_blank,
    leaves,
    met,
    run_over,
    struck,
    torn_codes,
)
from tests.shelves import shelf_of
from tests.sites import Built
from tests.stress import Case, cases, stressed

# One approved, of each kind; one whose review is late and one draft, some kinds each. The others
# differ from these in words alone.
USUAL = {
    "current-with-address": {
        *("checklist", "twi", "cards", "cards-small", "plate"),
        *("form", "signoff", "roleplay", "handbook"),
        *(
            "checklist-large",
            "plate-large",
            "coaching",
            "certificate",
            "duplex-test",
            "print-style",
        ),
        *("trouble", "poster", "stand", "stickers"),
        *("pack", "booklet"),
    },
    "overdue": {"checklist", "cards-small", "plate", "form", "stand"},
    "draft": {
        *("twi", "cards", "plate", "form", "signoff", "roleplay", "coaching", "certificate"),
        *("trouble", "poster"),
    },
}
PARTS = 16  # a handbook is read in so many parts, the first of them in `make test`

Make = Callable[[Case, str], list[Artifact]]


@pytest.fixture(scope="module")
def examination(project: Project) -> Examination:
    return examine(project)


@pytest.fixture(scope="module")
def make(examination: Examination, store: Path, project: Project) -> Make:
    """The prints of some kinds of the stressed handbook in a state, by the first of the kinds."""
    known: dict[tuple[Case, str], list[Artifact]] = {}

    def made(case: Case, of: str) -> list[Artifact]:
        if (case, of) not in known:
            (kinds,) = (kinds for kinds in SETS if kinds[0] == of)
            handbook = stressed(examination.handbook, case)
            context = context_of(project, examination)
            jobs = [job for job in plan_prints(handbook, context) if job.kind in kinds]
            shelf = shelf_of(*handbook.procedures.values())
            rendered = typeset_all(jobs, handbook, replace(context, media=shelf))
            assert rendered.findings == ()
            assert rendered.artifacts
            known[case, of] = list(rendered.artifacts)
        return known[case, of]

    return made


def _kind(artifact: Artifact) -> str:
    assert artifact.offer
    return artifact.offer.kind


SETS = [
    ("checklist",),
    ("checklist-large",),
    ("twi",),
    ("cards", "cards-single"),
    ("cards-small", "cards-small-single"),
    ("plate",),
    ("plate-large",),
    ("duties",),
    ("form",),
    ("signoff", "signoff-all"),
    ("coaching",),
    ("certificate",),
    ("duplex-test",),
    ("print-style",),
    ("roleplay",),
    ("trouble", "trouble-role"),
    ("poster",),
    ("stand",),
    ("stickers",),
    ("handbook",),
    ("pack",),
    ("booklet",),
]


def _cases(*of: str) -> list[object]:
    return [
        pytest.param(kind, case, marks=() if kind in USUAL.get(str(case), ()) else pytest.mark.slow)
        for case in cases()
        for kind, *_ in SETS
        if (kind in of or not of) and (kind != "stickers" or case.address)  # they lead there
    ]


of_every_kind_in_every_state = pytest.mark.parametrize(("kind", "case"), _cases(), ids=str)


@of_every_kind_in_every_state
def test_nothing_lies_on_anything_leaves_its_sheet_or_is_torn_and_no_page_is_nearly_empty(
    kind: str, case: Case, make: Make
) -> None:
    found = []
    for one in make(case, kind):
        assert one.offer
        wrong = disorder(one.content, kind, one.offer.code or "")
        wrong += emptiness(one.content, _kind(one))
        found += [f"{one.path}: {it}" for it in wrong]
    assert found == []


@pytest.mark.parametrize(("kind", "case"), _cases("plate", "plate-large", "form"), ids=str)
def test_a_plate_is_one_page_and_each_copy_of_a_letter_half_a_sheet(
    kind: str, case: Case, make: Make
) -> None:
    for one in make(case, kind):
        # Between the two pages of copies is a back that is left blank: each has a leaf of its own.
        blank = [is_left_blank(leaf) for leaf in leaves(one.content)]
        assert blank == ([False, True, False] if kind == "form" else [False]), one.path


@pytest.fixture(scope="module")
def prints(examination: Examination, trades: Built, project: Project) -> list[Artifact]:
    """Every print of the handbook, as the site offers it."""
    context = context_of(project, examination)
    return list(render_prints(examination.handbook, context).artifacts)


@pytest.mark.parametrize(
    "part", [pytest.param(n, marks=pytest.mark.slow if n else ()) for n in range(PARTS)]
)
def test_all_of_a_handbook_is_in_order_on_paper(part: int, prints: list[Artifact]) -> None:
    """Each part holds some of each kind, as long as there are any."""
    found = []
    kinds = sorted({_kind(one) for one in prints})
    for one in [it for kind in kinds for it in _of(prints, kind)[part::PARTS]]:
        assert one.offer
        kind, code = _kind(one), one.offer.code or ""
        found += [f"{one.path}: {it}" for it in disorder(one.content, kind, code)]
        found += [f"{one.path}: {it}" for it in emptiness(one.content, kind)]
    assert found == []


def _of(artifacts: list[Artifact], kind: str) -> list[Artifact]:
    return [one for one in artifacts if _kind(one) == kind]


def test_every_plate_of_a_handbook_is_one_page_and_its_letter_two_and_one_for_editors(
    prints: list[Artifact],
) -> None:
    pages = {one.path: one.offer.pages for one in prints if one.offer}
    plates = {path: of for path, of in pages.items() if "-plate" in path}
    assert any("-plate-large." in path for path in plates)
    assert {path: of for path, of in plates.items() if of != 1} == {}
    (letter,) = (one for one in prints if one.path == "prints/egl-letter-form.pdf")
    # Each of the three on a leaf of its own, so that the backs of the first two are left blank.
    assert [is_left_blank(leaf) for leaf in leaves(letter.content)] == [False, True] * 2 + [False]
    assert pages[letter.path] == 5


# That the reading finds what it is for --------------------------------------------------------


@pytest.fixture(scope="module")
def sound(make: Make) -> Artifact:
    """A sheet on which nothing is wrong; the tests below spoil copies of it."""
    made = make(Case("current", True), "checklist")
    (found,) = [one for one in made if one.path == "prints/short-checklist.pdf"]
    assert found.offer
    assert disorder(found.content, "checklist", found.offer.code or "") == []
    return found


def _moved(artifact: Artifact, word: str, right: float, up: float) -> bytes:
    """Move the piece of text that begins with a sign, on the first page."""
    pdf = pypdfium2.PdfDocument(artifact.content)
    page = pdf[0]
    texts = page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_TEXT,))
    messages = page.get_textpage()
    chosen = next(one for one in texts if word in messages.get_text_bounded(*one.get_bounds()))
    chosen.transform(pypdfium2.PdfMatrix().translate(right, up))
    page.gen_content()
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("word", "right", "up", "wanted"),
    [
        ("检查表", -40, 0, "too near to an edge"),
        ("检查表", 0, 70, "too near to an edge"),
    ],
)
def test_what_is_set_over_something_is_found(
    word: str, right: float, up: float, wanted: str, sound: Artifact
) -> None:
    found = disorder(_moved(sound, word, right, up), "checklist")
    assert any(wanted in it for it in found), found


def test_a_rule_through_words_words_on_words_and_a_torn_code_are_found() -> None:
    one, other = Sign("字", (100, 100, 110, 110)), Sign("说", (102, 101, 111, 111))
    rule = Mark((90, 105, 200, 105), 0)
    box = Mark((80, 95, 105, 120), 1)
    leaf = Leaf(1, 595, 842, (one, other), (rule,), (box,))
    assert struck(leaf) == ["page 1, a rule runs through: 字说"]
    assert met(leaf) == ["page 1, on other text: 说"]
    assert len(run_over(leaf)) == 1
    code = "K7M-2R4-X9P"
    straight = [Sign(s, (100 + 6 * n, 100, 105 + 6 * n, 108)) for n, s in enumerate(code)]
    assert torn_codes(replace(leaf, signs=tuple(straight)), code, "checklist") == []
    torn = straight[:4] + [
        replace(s, box=(s.box[0] - 24, 80, s.box[2] - 24, 88)) for s in straight[4:]
    ]
    assert torn_codes(replace(leaf, signs=tuple(torn)), code, "checklist") != []
