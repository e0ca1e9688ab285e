"""The style guide of prints: every element that templates share is drawn on it, by its name."""

import re
from pathlib import Path

import pytest

from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.samples import samples
from tests.ink import disorder
from tests.sheets import pages_of, prints_of
from tests.stress import Case, stressed
from tests.support import ROOT

TEMPLATES = ROOT / "generators/sop_handbook/render/templates/print"
FUNCTION = re.compile(r"^#let ([a-z-]+)\(", re.MULTILINE)

# Functions of lib.typ that draw nothing of their own: they count, measure, choose or join words.
NOT_DRAWN = {
    *(
        "fill",
        "fill-apart",
        "extract-of",
        "em-width",
        "clauses-of",
        "on-a-line",
        "signs",
        "numbers-of",
    ),
    *("limits-name", "before-lists", "limit-name", "joined", "apart", "state", "from-whom"),
    # How lines end.
    *("pieces", "splinters", "cut-code", "longest-known", "cut", "cut-address", "with-links"),
    *("unlinked", "loosely", "whole-words", "narrow"),
    # Parts of elements that are shown.
    *("hanging", "hazard-sign", "badge-list", "reading-name", "reading-options"),
    *("reading-outside", "whole-name", "narrowed", "whose-wholly", "which-edition"),
    *("page-number", "settled", "person", "governed"),
    # The page itself.
    "sheet",
}


def _functions(template: str) -> list[str]:
    return FUNCTION.findall((TEMPLATES / template).read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["current-with-address", "draft"])
def guide(request: pytest.FixtureRequest, project: Project, store: Path) -> bytes:
    state, *more = str(request.param).split("-")
    handbook = stressed(examine(project).handbook, Case(state, bool(more)))
    return prints_of(handbook, store, samples)["handbook", "print-style"]


def test_every_element_that_templates_share_is_on_it() -> None:
    source = (TEMPLATES / "print-style.typ").read_text(encoding="utf-8")
    drawn = set(re.findall(r'"([a-z-]+)"', source))
    functions = _functions("lib.typ")
    assert len(functions) > 40
    assert NOT_DRAWN - set(functions) == set()
    assert [one for one in functions if one not in drawn | NOT_DRAWN] == []
    assert [one for one in functions if one in drawn & NOT_DRAWN] == []


def test_it_names_what_it_shows_on_two_pages(guide: bytes) -> None:
    pages = pages_of(guide)
    assert len(pages) == 2
    known = {*_functions("lib.typ"), *_functions("shown.typ")}
    found = {one for one in known - NOT_DRAWN if any(one in page for page in pages)}
    assert {"flag", "frame", "hazard-mark", "section-title", "work-head", "whole-table"} <= found
    assert disorder(guide, "print-style") == []
    for words in ("草案·未批准", "危险", "警告", "注意", "对", "错", "什么时候用"):
        assert any(words in page for page in pages), words
