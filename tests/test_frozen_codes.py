"""Every code that 1.0 printed is known for ever, and is worth what it was."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.editions.content import ALPHABET, canonical, edition_code
from sop_handbook.model import routes
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.base import Selection
from sop_handbook.render.feeds import render_feeds
from sop_handbook.render.office import render_office
from sop_handbook.render.office_joins import kept_together
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.views.print_currency import PrintedCode
from tests.contexts import bare
from tests.frozen import HELP, REDRAWN, VERSIONS, Frozen, judged, worth

STANDINGS = {"current", "minor", "superseded", "withdrawn"}
KINDS = 12  # sorts of print that bear a code
LOST = f"Codes that were printed must stay known and be worth the same; {HELP}"
STANDING = 3  # the place of it in a row


STILL_GOOD = {"current", "minor"}
# What a code is worth once its print is laid out anew, or tells more of what may do harm.
WORTH = {"layout": ("superseded", "soon", ""), "safety": ("superseded", "now", "")}


def _as_worth_today(
    code: str, row: tuple[str, ...], papers: Mapping[str, PrintedCode]
) -> tuple[str, ...]:
    """What a code is worth once a newer engine draws its print otherwise, if it does."""
    paper = papers[code]
    kinds = set(row[0].split("、"))
    if row[STANDING] in STILL_GOOD and kinds & REDRAWN and paper.redrawn:
        return (*row[:STANDING], *WORTH[paper.redrawn])
    return row


@pytest.fixture(params=VERSIONS)
def frozen(request: pytest.FixtureRequest) -> Frozen:
    return Frozen(request.param)


def test_the_frozen_codes_are_of_every_kind_and_of_every_worth(frozen: Frozen) -> None:
    rows = frozen.codes.values()
    assert {row[STANDING] for row in rows} == STANDINGS
    assert len({kind for row in rows for kind in row[0].split("、")}) == KINDS
    subjects = {row[1].partition("/")[0] for row in rows}
    assert subjects >= {"procedure", "role", "form", "industry", "handbook"}


def test_every_code_is_known_and_worth_what_it_was(frozen: Frozen, tmp_path: Path) -> None:
    handbook, context, papers = judged(frozen.lay_out(tmp_path / "project"))
    today = {paper.code: worth(paper) for paper in papers}
    every = {paper.code: paper for paper in papers}
    expected = {code: _as_worth_today(code, row, every) for code, row in frozen.codes.items()}
    assert {code: today.get(code) for code in expected} == expected, LOST
    if not REDRAWN:
        assert today.keys() == expected.keys()

    # The page that checks codes asks for a file by the first sign of the code.
    files = {one.path: one.content for one in render_feeds(handbook, context).artifacts}
    for sign in ALPHABET:
        answers = json.loads(files[routes.currency(sign).path])
        assert {code for code in expected if code[0] == sign} <= answers.keys()
    assert routes.currency("K").url == "handbook/currency/K.json"
    words = json.loads(files[routes.currency("words").path])
    assert words["code"] == {"alphabet": ALPHABET, "groups": 3, "size": 3}


def test_a_print_that_shows_something_else_leaves_its_old_code_known(
    frozen: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(job: Print) -> str:
        content = {"kind": job.edition or job.kind, "layout": 2, **job.content}
        return edition_code(canonical(content))

    monkeypatch.setattr(Print, "code", property(other))
    _, _, papers = judged(frozen.lay_out(tmp_path / "project"))
    today = {paper.code: worth(paper) for paper in papers}
    every = {paper.code: paper for paper in papers}
    assert frozen.codes.keys() < today.keys()
    for code, row in frozen.codes.items():
        redrawn = every[code].redrawn
        standing = "minor" if row[STANDING] == "current" else row[STANDING]
        if redrawn:
            assert row[STANDING] in STILL_GOOD
            standing = WORTH[redrawn][0]
        assert today[code][1 : STANDING + 1] == (*row[1:STANDING], standing), code


def test_a_code_that_nobody_printed_stays_unknown(frozen: Frozen, tmp_path: Path) -> None:
    _, _, papers = judged(frozen.lay_out(tmp_path / "project"))
    assert "222-222-222" not in frozen.codes
    assert "222-222-222" not in {paper.code for paper in papers}


# What a Word document can show, but these do not, leaves no trace in them; nor does another
# interface word, or what is joined so that no line or page ends within it. Two had others in 1.0,
# `rescue` and `water-test`: since then it is asked earlier whether precautions were taken.
WORD = {
    "lift-rescue": "JPX-AT3-439",
    "parcel": "KE9-37P-YJF",
    "receive-goods": "E43-X3W-8JM",
    "rescue": "XW8-639-75J",
    "water-test": "CYF-7F4-8RH",
}


def test_word_documents_keep_their_codes(tmp_path: Path) -> None:
    handbook = examine(Frozen("1.0").lay_out(tmp_path / "project")).handbook
    asked = Selection(subjects=frozenset(("procedure", name) for name in WORD))
    context = replace(bare(tmp_path / "store"), only=asked)
    offers = [made.offer for made in render_office(handbook, context).artifacts]
    assert {offer.subject: offer.code for offer in offers if offer} == WORD


def test_what_is_joined_in_a_word_document_is_not_a_command() -> None:
    who = '<div data-custom-style="SOP Who"><p>{}</p></div>'
    html = "\n".join(
        [who.format("a 5 分钟"), who.format("b"), who.format("c"), "<pre>wait 5 s</pre>"]
    )
    assert kept_together(html) == "\n".join(
        [who.format("a 5\u00a0分钟<br />b<br />c"), "<pre>wait 5 s</pre>"]
    )
