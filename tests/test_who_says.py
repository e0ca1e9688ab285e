"""Who says something, where it is not whose step it is: told by all that tells what is said."""

from dataclasses import replace
from pathlib import Path

import pytest

from sop_handbook.change.handbooks import compare_handbooks
from sop_handbook.change.labels import Labels
from sop_handbook.editions.content import step_content, step_hash
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.exchange.notes import Notes
from sop_handbook.render.pages.roles import role_pages
from sop_handbook.render.print.chapters import chapter_step
from sop_handbook.render.search.lines import loud
from sop_handbook.sources.schemas import Schemas
from tests.case_files import SCHEMAS
from tests.contexts import bare
from tests.test_office import write

NAME, STEP, CUE, SAID = "restaurant-six-steps", "pay-and-farewell", "服务员：送客", "欢迎下次光临"


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


def test_what_readers_see_of_a_step_says_it_by_name(handbook: Handbook) -> None:
    """All sheets and runs are made of this; what names nobody has the hash that it had."""
    told = handbook.resolved(handbook.procedures[NAME]).step(STEP)
    asked, *others = step_content(told)["phrases"]
    assert "role" not in asked
    assert {one["role"] for one in others} == {"服务员"}
    assert [one["role"] for one in chapter_step(told, told.procedure)["phrases"][1:]] == [
        "服务员"
    ] * 4
    silent = tuple(replace(one, role=None) for one in told.step.phrases)
    former = replace(told, step=replace(told.step, phrases=silent), speakers=(None,) * 5)
    assert step_hash(former) != step_hash(told)
    assert all("role" not in one for one in step_content(former)["phrases"])


def test_results_of_the_search_and_diagrams_tell_it(handbook: Handbook) -> None:
    procedure = handbook.procedures[NAME]
    told = handbook.resolved(procedure).step(STEP)
    assert f"{CUE}：“{SAID}”" in loud(told, messages("zh"))
    notes = Notes(handbook, procedure, messages("zh")).of_step(told.step)
    lines = [line for _, told in notes for line in told]
    assert f"服务员：“{SAID}”（送客）" in lines


def test_saying_it_is_another_practice_for_both(handbook: Handbook) -> None:
    new = handbook.procedures[NAME]
    *others, last = new.steps
    silent = tuple(replace(one, role=None) for one in last.phrases)
    old = replace(new, steps=(*others, replace(last, phrases=silent)))
    before = replace(handbook, procedures={**handbook.procedures, NAME: old})
    (one,) = compare_handbooks(before, handbook)
    assert {"waiter", "cashier"} <= set(one.retrains)
    assert {found.class_ for found in one.differences} == {"procedural"}
    labels = Labels(handbook, Schemas(SCHEMAS).contents, messages("zh"))
    said = [
        labels.place("procedure", NAME, tuple(map(str, found.path))) for found in one.differences
    ]
    assert len(said) == 4
    assert all(place.endswith("谁说") for place in said), said


def test_a_word_document_tells_it_once_above_all_that_is_said_then(
    handbook: Handbook, store: Path
) -> None:
    found = write(handbook, store, only=[NAME])[NAME].text("word/document.xml")
    assert f"{CUE}：“{SAID}”" in found
    assert found.count(f"{CUE}：") == 1


def test_whoever_helps_is_told_which_words_are_not_his(handbook: Handbook, tmp_path: Path) -> None:
    pages = {page.route.name: page.text for page in role_pages(handbook, bare(tmp_path))}
    asked = handbook.resolved(handbook.procedures[NAME]).step(STEP).step.phrases[0]
    line = next(x for x in pages["handbook/roles/waiter"].splitlines() if str(asked.say) in x)
    assert '<span class="sop-doer">收银员：</span>' in line
    line = next(x for x in pages["handbook/roles/cashier"].splitlines() if str(asked.say) in x)
    assert "sop-doer" not in line
