"""What the search answers to words as people say them, in files as they were made."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sop_handbook.model import Contact, Handbook, Term
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import Section
from sop_handbook.render.search import render_search
from tests.node import run_node
from tests.support import THEME, text
from tests.test_search import FIND

FALLS, WAITER = "restaurant-six-steps", "waiter"
KEEPERS = (
    Section(page="maintain/exchange.md", title="有人要听的信号", lines=("有人摔了就重启引擎",)),
    Section(page="maintain/exchange.md", title="SpiffWorkflow", anchor="run"),
)
ASKED = {
    "falls": ("摔了", "病人摔了", "老人摔了", "有人摔了", "病人从床上摔下来"),
    "slips": ("rollback", "rollbak", "rolbback", "tollback", "roll back", "how do I roll back"),
    "silent": ("有人触电了", "rolxbxck"),
    "phones": ("值班经理电话", "服务员电话"),
    "keepers": ("SpiffWorkflow",),
}


def _handbook(handbook: Handbook) -> Handbook:
    fallen = replace(handbook.procedures[FALLS], aliases=("摔倒", "坠床", "滑倒", "摔了"))
    term = Term(id="rollback", term="回滚", definition=text("回到上一版"), aliases=("rollback",))
    contact = Contact(id="lead", label="值班经理", phone="400-820-1234转911", roles=(WAITER,))
    return replace(
        handbook,
        procedures={FALLS: fallen},
        terms={**handbook.terms, term.id: term},
        contacts={contact.id: contact},
    )


@pytest.fixture(scope="module")
def answers(project: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("asked")
    found = examine(project)
    examination = replace(found, handbook=_handbook(found.handbook))
    for made in render_all(project, examination, (render_search,), KEEPERS).artifacts:
        (folder / Path(made.path).name).write_bytes(made.content)
    (folder / "find.mjs").write_text(FIND, "utf-8")
    asked = list(_asked())
    engine = (THEME / "docs" / "assets" / "search" / "engine.js").as_uri()
    run = run_node(folder / "find.mjs", engine, folder, *asked)
    assert run.returncode == 0, run.stderr
    return dict(zip(asked, json.loads(run.stdout), strict=True))


def _asked() -> Iterator[str]:
    for words in ASKED.values():
        yield from words


def _first(answer: dict[str, Any]) -> dict[str, Any]:
    assert answer["answered"] == "yes"
    entry: dict[str, Any] = answer["results"][0]["entry"]
    return entry


@pytest.mark.parametrize("words", ASKED["falls"])
def test_what_happened_is_found_whoever_it_happened_to(words: str, answers: dict[str, Any]) -> None:
    entry = _first(answers[words])
    assert (entry["kind"], Path(entry["page"]).name) == ("procedure", FALLS)


@pytest.mark.parametrize("words", ASKED["slips"])
def test_an_english_word_is_found_with_one_slip_or_in_two_words(
    words: str, answers: dict[str, Any]
) -> None:
    assert _first(answers[words])["title"] == "回滚"


@pytest.mark.parametrize("words", ASKED["silent"])
def test_what_nobody_wrote_is_not_there(words: str, answers: dict[str, Any]) -> None:
    assert answers[words]["answered"] == "no"


@pytest.mark.parametrize("words", ASKED["phones"])
def test_who_is_asked_for_by_telephone_comes_with_the_number(
    words: str, answers: dict[str, Any]
) -> None:
    entry = _first(answers[words])
    assert (entry["kind"], entry["page"]) == ("role", f"handbook/roles/{WAITER}")
    assert any("400-820-1234转911" in line for line in entry["lines"])


def test_pages_of_keepers_stand_among_no_answers_but_answer_their_own_words(
    answers: dict[str, Any],
) -> None:
    others = [words for words in _asked() if words not in ASKED["keepers"]]
    kinds = {hit["entry"]["kind"] for words in others for hit in answers[words]["results"]}
    assert "help" not in kinds
    (words,) = ASKED["keepers"]
    assert [hit["entry"]["anchor"] for hit in answers[words]["results"]] == ["run"]
