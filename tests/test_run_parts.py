"""What only some procedures have in the data of runs: groups, repeats, clocks, tables, pictures."""

import json
from typing import Any

import pytest

from sop_handbook.model import Handbook
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import Examination
from sop_handbook.render.run import render_run
from tests.foreign import foreign_examination, foreign_project
from tests.pictured import FILM, POSTER, RIGHT, pictured


def _books(examination: Examination) -> dict[str, dict[str, Any]]:
    made = render_all(foreign_project(), examination, (render_run,)).artifacts
    return {book["id"]: book for book in (json.loads(one.content) for one in made)}


@pytest.fixture(scope="module")
def books() -> dict[str, dict[str, Any]]:
    return _books(foreign_examination())


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return foreign_examination().handbook


def _step(book: dict[str, Any], name: str) -> dict[str, Any]:
    return next(dict(step) for step in book["steps"] if step["id"] == name)


def test_a_limit_says_from_where_it_counts(books: dict[str, dict[str, Any]]) -> None:
    test = _step(books["switch-off"], "test")
    assert test["seconds"] == 600
    assert test["since"] == {"step": "breaker", "at": "done", "visit": "first"}
    first = _step(books["cooling"], "first")
    assert first["seconds"] == 7200
    assert "since" not in first


def test_steps_at_the_same_time_name_one_another_and_no_fact_says_it_again(
    books: dict[str, dict[str, Any]],
) -> None:
    both = [_step(books["pvc-full"], name) for name in ("tell", "allow")]
    assert [step["group"] for step in both] == [["tell", "allow"]] * 2
    assert [step["number"] for step in both] == ["2.1", "2.2"]
    assert not any("facts" in step for step in both)
    # One after another, where nobody knows of groups.
    assert [step["next"] for step in both] == ["allow", "scale-down"]


def test_a_repeat_says_how_often_and_what_is_done_instead(
    books: dict[str, dict[str, Any]],
) -> None:
    book = books["switch-off"]
    assert _step(book, "test")["repeat"] == {"times": 3}
    assert _step(book, "isolate")["repeat"] == {"each": "每一组隔离开关"}
    assert _step(book, "recheck")["repeat"] == {
        "most": 2,
        "then": "stopped",
        "to": "到此结束（停止操作，等调度命令）",
    }
    fields = [[one["field"] for one in step.get("facts", ())] for step in book["steps"]]
    assert [found for found in fields if "repeat" in found] == [["repeat"]]  # how often at most


def test_tables_come_whole_and_once(books: dict[str, dict[str, Any]], handbook: Handbook) -> None:
    book = books["multiplex-pcr"]
    assert list(book["tables"]) == ["cycling", "mix"]
    mix = book["tables"]["mix"]
    assert len(mix["columns"]) == 7
    assert {len(row) for row in mix["rows"]} == {7}
    assert mix["remarks"] == ["8 管、12 管多配一成，免得不够分。"]
    [rules] = _step(book, "mix")["rules"]
    assert rules == {
        "title": "反应体系",
        "page": "../lab/multiplex-pcr/#rules-mix",
        "table": "mix",
    }
    named = {
        name
        for procedure in handbook.procedures.values()
        for s in procedure.steps
        for name in s.uses_rules
    }
    assert {name for one in books.values() for name in one.get("tables", ())} == named


def test_commands_come_as_they_are_typed(books: dict[str, dict[str, Any]]) -> None:
    actions = [action for step in books["pvc-full"]["steps"] for action in step.get("actions", ())]
    runs = [action["run"] for action in actions if "run" in action]
    assert runs[0] == "kubectl get pvc --all-namespaces  | grep -v Bound"
    assert any("metadata:\n  name: standard\n" in run for run in runs)
    alone = next(action for action in actions if "--replicas=0" in action.get("run", ""))
    assert alone["do"] == "运行命令"
    assert _step(books["switch-off"], "call")["actions"][0]["role"] == "监护人"


def test_texts_come_in_pieces_with_what_they_name(books: dict[str, dict[str, Any]]) -> None:
    for book in books.values():
        for key in ("dials", "mentions"):
            for text, pieces in book.get(key, {}).items():
                assert "".join(piece[0] for piece in pieces) == text
    assert books["pvc-full"]["mentions"]["副本数改回 副本数"] == [
        ["副本数改回 "],
        ["副本数", "", "replicas"],
    ]
    address = "https://example.org/protocols/gel?page=2"
    assert books["multiplex-pcr"]["dials"][f"判读的办法见 {address}。"] == [
        ["判读的办法见 "],
        [address, address],
        ["。"],
    ]


def test_how_often_a_whole_procedure_is_done_stands_at_its_start(
    books: dict[str, dict[str, Any]],
) -> None:
    assert books["clean-room"]["schedule"] == ["每天 08:30、14:00"]


def test_only_those_that_have_any_of_it_say_so(books: dict[str, dict[str, Any]]) -> None:
    with_it = {name for name, book in books.items() if book.get("extras")}
    assert {"switch-off", "multiplex-pcr", "pvc-full", "clean-room", "cooling"} <= with_it
    assert "infusion" not in with_it


def test_pictures_come_in_all_widths_once_their_files_are_known() -> None:
    book = _books(pictured(foreign_examination()))["clean-room"]
    step = _step(book, "bed")
    right, wrong = step["pictures"]
    assert [one["width"] for one in right["sources"]] == [400, 800, 1200]
    assert right["sources"][0]["address"] == f"../media/{RIGHT[:16]}-400.webp"
    assert (right["width"], right["height"]) == (1600, 1200)
    assert right["marks"][0] == {"x": 0.42, "y": 0.31, "text": "中线对准床头中线"}
    assert (right["shows"], wrong["shows"]) == ("right", "wrong")
    [clip] = step["clips"]
    assert clip["address"] == f"../media/{FILM[:16]}.mp4"
    assert clip["poster"] == f"../media/{POSTER[:16]}-800.webp"
    assert [one["text"] for one in book["pictures"]] == ["清扫完的房间"]
    unknown = _books(pictured(foreign_examination(), shown=False))["clean-room"]
    assert "pictures" not in unknown
    assert not {"pictures", "clips"} & _step(unknown, "bed").keys()


def test_several_frequencies_of_a_step_are_told_apart(books: dict[str, dict[str, Any]]) -> None:
    step = _step(books["clean-room"], "descale")
    assert [fact["texts"] for fact in step["facts"]] == [["每周一；每月最后一天"]]
