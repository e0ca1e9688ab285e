"""Job breakdown sheets over several pages: each page tells of itself what it shows."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.print.twi import twi_sheets
from sop_handbook.render.print.typeset import typeset_all
from tests.foreign import foreign_examination
from tests.ink import MM, Leaf, body, emptiness, leaves, lines, rows
from tests.sheets import prints_of
from tests.shelves import shelf_of
from tests.stress import LONG, Case, stressed
from tests.trades import trades_project

FIRST_COLUMN = 30 * MM  # how far it reaches from the left edge
HEAD = "第几步"


@pytest.fixture(scope="module")
def examination(store: Path, project: Project) -> Examination:
    return examine(project)


def _sheets(handbook: Handbook, examination: Examination) -> dict[str, list[Leaf]]:
    return {name: leaves(pdf) for name, pdf in _pdfs(handbook, examination).items()}


def _pdfs(handbook: Handbook, examination: Examination) -> dict[str, bytes]:
    shelf = shelf_of(*handbook.procedures.values())
    context = replace(context_of(trades_project(), examination), media=shelf)
    made = typeset_all(list(twi_sheets(handbook, context)), handbook, context)
    assert made.findings == ()
    return {artifact.path: artifact.content for artifact in made.artifacts}


def _first_column(leaf: Leaf) -> list[str]:
    """What stands in the first column from the head of the table on."""
    x0, low, _, high = body(leaf, "twi")
    found = lines(leaf, (x0, low, FIRST_COLUMN, high))
    at = next((n for n, line in enumerate(found) if line.startswith(HEAD)), None)
    return [] if at is None else found[at + 1 :]


def test_a_row_that_goes_on_over_a_page_repeats_its_number(examination: Examination) -> None:
    both = stressed(examination.handbook, Case("current", True))
    sheets = _sheets(both, examination) | _sheets(examination.handbook, examination)
    continued = []
    for path, pages in sheets.items():
        for leaf in pages:
            column = _first_column(leaf)
            assert not column or re.match("[0-9]", column[0]), (path, leaf.number, column)
            if column[1:] and column[1] == "（续）":
                continued.append((path, leaf.number, column[0]))
    assert (f"prints/{LONG}-twi.pdf", 2, "1") in continued


def test_a_table_of_rules_that_goes_on_over_a_page_repeats_its_title(
    examination: Examination,
) -> None:
    family = examination.handbook.families["guarantee-letter"]
    longer = tuple(replace(table, rows=table.rows * 8) for table in family.rules)
    families = {**examination.handbook.families, family.id: replace(family, rules=longer)}
    handbook = replace(examination.handbook, families=families)
    pages = _sheets(handbook, examination)["prints/egl-docking-twi.pdf"]
    shown = [[line for line in lines(leaf, body(leaf, "twi")) if line.startswith("规则担保函")]
             for leaf in pages]  # fmt: skip
    assert ["规则担保函使用规则", "规则担保函使用规则（续）"] in [
        [line for page in pair for line in page] for pair in pairwise(shown)
    ]


def test_a_row_that_a_page_can_hold_is_in_one_piece(examination: Examination) -> None:
    known = examination.handbook.procedures["egl-docking"]
    longer = tuple(replace(step, actions=step.actions * 4) for step in known.steps)
    procedures = {**examination.handbook.procedures, known.id: replace(known, steps=longer)}
    handbook = replace(examination.handbook, procedures=procedures)
    for path, pages in _sheets(handbook, examination).items():
        for leaf in pages[1:]:
            assert "（续）" not in _first_column(leaf)[:2], (path, leaf.number)


def test_the_last_page_of_no_job_sheet_is_nearly_empty(examination: Examination) -> None:
    real = examination.handbook
    for handbook in (real, *(stressed(real, Case(state, True)) for state in ("draft", "current"))):
        for path, pdf in _pdfs(handbook, examination).items():
            assert emptiness(pdf, "twi") == [], path
            *_, last = leaves(pdf)
            # Without the names of who was there and the head of the table.
            found = lines(last, body(last, "twi"))[:-1]
            rest = [line for line in found if not line.startswith(HEAD)]
            assert last.number == 1 or len(rest) >= 5, (path, rest)


def _full(leaf: Leaf) -> float:
    """How far down text goes on a page, above the line on which those who were there sign."""
    _, low, _, high = body(leaf, "twi")
    *others, last = list(rows(one for one in leaf.signs if low < one.middle[1] < high))
    assert {"带", "教", "人"} <= {one.text for one in last}
    return (high - min(one.box[1] for line in others for one in line)) / (high - low)


def test_a_fifth_of_the_last_page_of_a_job_sheet_is_full(
    examination: Examination, store: Path
) -> None:
    ours = _sheets(examination.handbook, examination)
    others = prints_of(foreign_examination().handbook, store, twi_sheets)
    sheets = {**ours, **{name: leaves(pdf) for (name, _), pdf in others.items()}}
    ends = {name: round(_full(pages[-1]), 2) for name, pages in sheets.items() if len(pages) > 1}
    assert {"switch-off", "clean-room"} <= ends.keys()
    assert {name: full for name, full in ends.items() if full < 0.2} == {}
