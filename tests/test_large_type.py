"""Checklists and plates in large type: the same, with the same code, to be read from afar."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.plates import plates
from tests.contexts import bare
from tests.ink import MM, body, leaves
from tests.sheets import prints_of
from tests.stress import Case, stressed

Made = dict[tuple[str, str], bytes]
MAKERS = {"checklist": checklists, "plate": plates}
# Points; commands in a checklist are set smaller than what is said, as everywhere.
LEAST = {"checklist-large": 13.7, "plate-large": 20}
NO_ROOM = "这里放不下"


@pytest.fixture(scope="module")
def known(project: Project) -> Handbook:
    return stressed(examine(project).handbook, Case("overdue", True))


@pytest.fixture(scope="module")
def made(known: Handbook, store: Path) -> Callable[[str], Made]:
    return lambda kind: prints_of(known, store, MAKERS[kind])


def _sizes(pdf: bytes, kind: str) -> Iterator[float]:
    """Yield how large the type of each piece of text between head and foot is."""
    for leaf, page in zip(leaves(pdf), pypdfium2.PdfDocument(pdf), strict=True):
        _, low, _, high = body(leaf, kind)
        for one in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=9):
            _, bottom, _, top = one.get_bounds()
            if low < (bottom + top) / 2 < high:
                yield one.get_font_size() * one.get_matrix().d


@pytest.mark.parametrize("kind", list(MAKERS))
def test_each_comes_in_large_type_with_the_same_code(
    kind: str, known: Handbook, made: Callable[[str], Made]
) -> None:
    jobs = {(job.subject, job.kind): job for job in MAKERS[kind](known, bare())}
    usual = {subject for subject, of in jobs if of == kind}
    large = {subject for subject, of in jobs if of == f"{kind}-large"}
    assert usual == large
    assert len(usual) > 3
    assert {subject for subject, _ in made(kind)} == usual
    for subject in usual:
        first, second = jobs[subject, kind], jobs[subject, f"{kind}-large"]
        assert first.code == second.code
        assert first.path != second.path


@pytest.mark.parametrize("kind", ["checklist-large", "plate-large"])
def test_no_running_text_is_smaller_than_large_type(kind: str, made: Callable[[str], Made]) -> None:
    small = {
        subject: least
        for (subject, of), pdf in made(kind.removesuffix("-large")).items()
        if of == kind and (least := min(_sizes(pdf, kind))) < LEAST[kind]
    }
    assert small == {}
    usual = kind.removesuffix("-large")
    assert (
        min(_sizes(made(usual)["nurse" if usual == "plate" else "short", usual], usual))
        < LEAST[kind]
    )


def test_a_plate_in_large_type_is_the_same_on_a3_and_more_where_a4_is_full(
    made: Callable[[str], Made],
) -> None:
    prints = made("plate")
    fuller = 0
    for (subject, kind), pdf in prints.items():
        if kind == "plate":
            (small,), (large,) = leaves(pdf), leaves(prints[subject, "plate-large"])
            assert (round(large.width / MM), round(large.height / MM)) == (297, 420)
            told = ["".join(one.text for one in leaf.signs) for leaf in (small, large)]
            if NO_ROOM in told[0]:
                fuller += NO_ROOM not in told[1]
            else:
                assert told[0] == told[1]
    assert fuller


def test_a_checklist_in_large_type_says_who_does_a_step_above_it(
    made: Callable[[str], Made], known: Handbook
) -> None:
    prints = made("checklist")
    for name, procedure in known.procedures.items():
        usual, large = (
            "".join(sign.text for leaf in leaves(prints[name, kind]) for sign in leaf.signs)
            for kind in ("checklist", "checklist-large")
        )
        for step in procedure.steps:
            role = known.roles.get(step.role)
            title = "".join((role.title if role else "").split())
            assert large.count(title) >= min(1, usual.count(title)), (name, title)
