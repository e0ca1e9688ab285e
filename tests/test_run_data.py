"""The data of runs: as its schema says, and as the scripts that read it have it."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.render.run import VERSION, render_run
from tests.foreign import foreign_examination, foreign_root
from tests.full import Filler, write_sources
from tests.pictured import pictured
from tests.schema_fields import fields, paths, strict
from tests.script_types import replaced, typedefs
from tests.states import lay_out_now
from tests.support import DAY, PACKAGE, THEME
from tests.trades import trades_root

NAME = "run.schema.json"
SCHEMA: dict[str, Any] = json.loads((PACKAGE / "render" / NAME).read_text("utf-8"))
# Written only beside prints, see test_run.py; only where a limit is the least, as none is here;
# only where a way leads past a checklist, see test_check_places.py.
ELSEWHERE = {"/code", "/steps/least", "/steps/checks/of"}
MODEL = THEME / "docs" / "assets" / "run" / "model.js"


def _books(root: Path, examination: Examination | None = None) -> list[dict[str, Any]]:
    project = Project(root=root, today=DAY)
    made = render_all(project, examination or examine(project), (render_run,)).artifacts
    return [json.loads(artifact.content) for artifact in made]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Handbooks of many trades, of others (with pictures, too), of every state, of every field."""
    states, full = (tmp_path_factory.mktemp(name) / "project" for name in ("states", "full"))
    lay_out_now(states)
    write_sources(full, [Filler("a", lambda path, most: path[-1][:most]).sources()])
    found = [_books(root) for root in (trades_root(), foreign_root(), states, full)]
    found.append(_books(foreign_root(), pictured(foreign_examination())))
    assert all(found)
    return [book for handbook in found for book in handbook]


def test_every_file_is_as_its_schema_says(books: list[dict[str, Any]]) -> None:
    validator = Draft202012Validator(strict(SCHEMA))
    for book in books:
        assert [error.message for error in validator.iter_errors(book)] == [], book["id"]


def test_every_field_is_described_and_there(books: list[dict[str, Any]]) -> None:
    """No field of the schema is one that nothing writes any more."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == VERSION
    assert f"urn:sop-handbook:run:{VERSION}" == SCHEMA["$id"]
    described = dict(fields(SCHEMA, SCHEMA, ""))
    assert [path for path, part in described.items() if "description" not in part] == []
    written = {path for book in books for path in paths(book, "")}
    assert {path for path in described if path not in written} == ELSEWHERE


def test_a_file_that_lacks_something_is_refused(books: list[dict[str, Any]]) -> None:
    validator = Draft202012Validator(strict(SCHEMA))
    whole = next(book for book in books if book["steps"][0].get("key_points"))
    for key in SCHEMA["required"]:
        assert not validator.is_valid({other: whole[other] for other in whole if other != key})
    first, *steps = whole["steps"]
    assert not validator.is_valid({**whole, "steps": [{**first, "more": 1}, *steps]})


def test_the_types_of_the_scripts_are_those_of_the_schema(refresh_goldens: bool) -> None:
    script, written = MODEL.read_text("utf-8"), typedefs(SCHEMA, NAME, "test_run_data")
    if refresh_goldens:
        MODEL.write_text(replaced(script, written), "utf-8")
        script = MODEL.read_text("utf-8")
    assert written in script, "pytest tests/test_run_data.py --refresh-goldens"
