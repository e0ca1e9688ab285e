"""What carrying out a procedure needs: small files that lead everywhere, boxes with digests."""

import gzip
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sop_handbook.editions.content import DIGEST, step_hash
from sop_handbook.language.messages import messages
from sop_handbook.language.values import seconds
from sop_handbook.model import Handbook, Status
from sop_handbook.model.routes import Route
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.render.base import Artifact, Context, Download, Rendered
from sop_handbook.render.pages import render_pages
from sop_handbook.render.run import render_run
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.checklist import Tick, checklist_view
from tests.support import DAY, PACKAGE, THEME, text
from tests.trades import trades_project

SCRIPTS = THEME / "docs" / "assets" / "run"
MOST = 4_000  # bytes of one file, packed; the largest is 2.1 KB today


@pytest.fixture(scope="module")
def examination() -> Examination:
    return examine(trades_project())


@pytest.fixture(scope="module")
def handbook(examination: Examination) -> Handbook:
    return examination.handbook


@pytest.fixture(scope="module")
def files(examination: Examination) -> tuple[Artifact, ...]:
    return _files(examination)


@pytest.fixture(scope="module")
def books(files: tuple[Artifact, ...]) -> dict[str, dict[str, Any]]:
    return {book["id"]: book for book in (json.loads(file.content) for file in files)}


def _files(examination: Examination, today: date = DAY) -> tuple[Artifact, ...]:
    return render_all(trades_project(today), examination, (render_run,)).artifacts


def test_every_procedure_has_its_small_file(
    handbook: Handbook, files: tuple[Artifact, ...]
) -> None:
    assert [file.path for file in files] == [f"run/{name}.json" for name in handbook.procedures]
    assert max(len(gzip.compress(file.content)) for file in files) <= MOST


def test_a_file_leads_from_every_step_to_what_follows(books: dict[str, dict[str, Any]]) -> None:
    for name, book in books.items():
        places = {one["id"] for one in (*book["steps"], *book["ends"])}
        for step in book["steps"]:
            goes = [way["go"] for way in step.get("ways", ())] or [step.get("next")]
            assert places.issuperset(goes) or (book["order"] == "any" and goes == [None]), name
            others = [step[key]["id"] for key in ("use", "starts") if key in step]
            assert books.keys() >= set(others)
            assert all(0 <= at < len(book["exceptions"]) for at in step.get("exceptions", ()))
        assert all(rule.get("go") in {None, *places} for rule in book["exceptions"])
        assert all(end["to"]["id"] in books for end in book["ends"] if "to" in end)


def test_an_end_hands_over_what_was_answered_in_the_very_same_words(
    books: dict[str, dict[str, Any]],
) -> None:
    to = {end["id"]: end.get("to") for end in books["egl-docking"]["ends"]}
    answer = "医院不接收担保函"
    assert to["letter-refused"]["answer"] == answer
    first = books["egl-nonstandard"]["steps"][0]
    assert answer in [way["answer"] for way in first["ways"]]
    assert "answer" not in to["handed-over"]
    # It is not said whether the patient demands it all the same: that is to be asked.
    crew = {end["id"]: end.get("to") for end in books["egl-crew"]["ends"]}
    assert "answer" not in crew["not-eligible"]


def test_the_code_of_a_run_is_that_of_the_fullest_print(examination: Examination) -> None:
    offer = Download(kind="twi", of="procedure", subject="restaurant-six-steps", code="ABC-DEF-GHJ")
    other = Download(
        kind="checklist", of="procedure", subject="restaurant-six-steps", code="222-333-444"
    )
    project = trades_project()

    def prints(_handbook: Handbook, _context: Context) -> Rendered:
        return Rendered((Artifact("a.pdf", b"", other), Artifact("b.pdf", b"", offer)))

    made = render_all(project, examination, (prints, render_run)).artifacts
    codes = {
        file.path: json.loads(file.content).get("code")
        for file in made
        if file.path.startswith("run/")
    }
    assert codes["run/restaurant-six-steps.json"] == "ABC-DEF-GHJ"
    assert codes["run/egl-docking.json"] is None  # nothing printed, nothing to check


def test_a_step_bears_its_digest_and_everything_critical(
    handbook: Handbook, books: dict[str, dict[str, Any]]
) -> None:
    for procedure in handbook.procedures.values():
        for step, own in zip(procedure.steps, books[procedure.id]["steps"], strict=True):
            assert own["hash"] == step_hash(handbook.resolved(procedure).step(step.id))[:DIGEST]
            critical = [point["text"] for point in own.get("key_points", ()) if point["critical"]]
            assert critical == [str(point.text) for point in step.key_points if point.critical]
            assert [one["say"] for one in own.get("phrases", ())] == [
                str(phrase.say) for phrase in step.phrases
            ]


def test_phone_numbers_in_the_texts_can_be_dialled(books: dict[str, dict[str, Any]]) -> None:
    dials = books["egl-docking"]["dials"]
    told = json.dumps(books["egl-docking"]["steps"], ensure_ascii=False)
    assert all("".join(piece[0] for piece in pieces) == text for text, pieces in dials.items())
    assert any(json.dumps(text, ensure_ascii=False) in told for text in dials)
    for pieces in dials.values():
        assert ["400-818-5050", "tel:4008185050"] in pieces


def test_the_code_of_the_content_changes_with_the_content_only(examination: Examination) -> None:
    def codes(files: tuple[Artifact, ...]) -> dict[str, str]:
        return {file.path: json.loads(file.content)["edition"] for file in files}

    book = examination.handbook
    old = book.procedures["restaurant-six-steps"]
    new = replace(old, steps=(replace(old.steps[0], actions=()), *old.steps[1:]))
    changed = replace(book, procedures={**book.procedures, old.id: new})
    before = codes(_files(examination))
    assert codes(_files(examination, date(2031, 1, 1))) == before
    after = codes(_files(replace(examination, handbook=changed)))
    assert {path for path in before if after[path] != before[path]} == {f"run/{old.id}.json"}


@pytest.mark.parametrize(
    ("literal", "count"),
    [
        *(("30s", 30), ("5min", 300), ("1.5h", 5400), ("3d", 259_200), ("2w", 1_209_600)),
        *(("2 working days", None), ("weekly:monday", None), ("90%", None)),
    ],
)
def test_a_clock_counts_lengths_of_time_and_nothing_else(literal: str, count: int | None) -> None:
    assert seconds(literal) == count


# The checklist of a page ---------------------------------------------------------------------


def _ticks(handbook: Handbook, name: str) -> list[Tick]:
    procedure = handbook.procedures[name]
    viewer = ViewBuilder(handbook, messages("zh"), Route("handbook/x/y.md"))
    return [tick for group in checklist_view(procedure, viewer) for tick in group.ticks]


def test_everything_critical_can_be_ticked_under_a_name_of_its_own(handbook: Handbook) -> None:
    for name, procedure in handbook.procedures.items():
        boxes = _ticks(handbook, name)
        assert max(Counter(box.key for box in boxes).values()) == 1
        critical = {str(p.text) for s in procedure.steps for p in s.key_points if p.critical}
        assert {box.text for box in boxes if box.critical} >= critical
        if not procedure.checklists:
            steps = [str(step.done_when or step.title) for step in procedure.steps]
            assert [box.text for box in boxes if box.number and not box.ahead] == steps


def test_the_digest_of_a_box_changes_with_its_step(handbook: Handbook) -> None:
    old = handbook.procedures["egl-docking"]
    at = next(i for i, step in enumerate(old.steps) if step.id == "sign")
    step = replace(old.steps[at], tools=(text("签字笔"),))
    new = replace(old, steps=(*old.steps[:at], step, *old.steps[at + 1 :]))
    changed = replace(handbook, procedures={**handbook.procedures, old.id: new})
    before = {box.key: box.digest for box in _ticks(handbook, old.id)}
    after = {box.key: box.digest for box in _ticks(changed, old.id)}
    assert before.keys() == after.keys()
    assert {key for key in before if before[key] != after[key]} == {"sign", "sign.e4c0f90c"}


# Pages ---------------------------------------------------------------------------------------


EMERGENCY, CALM = "emergency/egl-docking.md", "restaurant/restaurant-six-steps.md"


def _pages(examination: Examination) -> dict[str, str]:
    made = render_all(trades_project(), examination, (render_pages,)).artifacts
    return {a.path: a.content.decode() for a in made if a.path in {EMERGENCY, CALM}}


def test_what_the_handbook_says_decides_what_a_page_offers(examination: Examination) -> None:
    """Large type first where it says emergency; nothing to carry out where it says retired."""
    pages = _pages(examination)
    assert "sop-actions--emergency" in pages[EMERGENCY]
    assert "sop-actions--emergency" not in pages[CALM]
    assert all("data-sop-start" in page for page in pages.values())

    book = examination.handbook
    old = book.procedures["restaurant-six-steps"]
    gone = replace(old, control=replace(old.control, status=Status.RETIRED))
    industries = {name: replace(one, emergency=False) for name, one in book.industries.items()}
    procedures = {**book.procedures, old.id: gone}
    other = _pages(
        replace(examination, handbook=replace(book, industries=industries, procedures=procedures))
    )
    assert "sop-actions--emergency" not in other[EMERGENCY]
    assert "data-sop-start" in other[EMERGENCY]
    assert "data-sop-actions" not in other[CALM]


def test_scripts_ask_for_every_word_they_are_given_and_for_no_other() -> None:
    """Such as words.next, words["step-of"], words.how.open; `this.words` in a class."""
    script = "\n".join(path.read_text("utf-8") for path in sorted(SCRIPTS.glob("*.js")))
    given = set(messages("zh").branch("page.run"))
    asked = set(re.findall(r"\bwords\.([a-z]+)\b(?!\()", script))
    asked |= set(re.findall(r"\bwords\[\"([a-z-]+)\"\]", script))
    asked |= {
        name
        for pair in re.findall(r"words\[[^\]\"]+\? \"([a-z-]+)\" : \"([a-z-]+)\"\]", script)
        for name in pair
    }
    # A row of buttons: ["note", "trouble"].map((name) => ... words[name]).
    rows = re.findall(r"\(\[([^\]]*)\]\)\.map\(\(name\)[^;]*?words\[name\]", script)
    asked |= {name for row in rows for name in re.findall(r'"([a-z-]+)"', row)}
    template = (PACKAGE / "render/templates/pages/run.md.j2").read_text("utf-8")
    asked |= set(re.findall(r"w\.run\.([a-z-]+)", template))
    asked |= set(re.findall(r"w\.run\[\"([a-z-]+)\"\]", template))
    assert given - asked == set()
    assert asked - given == set()
