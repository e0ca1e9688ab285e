"""The plain JSON of procedures: as its schema says, complete, and the same as the model."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sop_handbook.language.values import iso_duration
from sop_handbook.model import Handbook
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.exchange import SCHEMAS, render_exchange, schema
from sop_handbook.render.exchange.flow_json import VERSION
from tests.trades import trades_examination, trades_project


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return trades_examination().handbook


@pytest.fixture(scope="module")
def files() -> dict[str, Any]:
    """Every JSON file by its path."""
    project = trades_project()
    made = render_all(project, examine(project), (render_exchange,)).artifacts
    return {a.path: json.loads(a.content) for a in made if a.path.endswith(".json")}


def test_every_file_is_as_its_schema_says(files: dict[str, Any]) -> None:
    validators = {name: _strict(name) for name in SCHEMAS}
    for path, data in files.items():
        if Path(path).name not in SCHEMAS:
            problems = list(validators[data["$schema"]].iter_errors(data))
            assert problems == [], path


def _strict(name: str) -> Draft202012Validator:
    """Readers must put up with fields to come, but what we write is all described."""
    return Draft202012Validator(_closed(json.loads(schema(name))))


def _closed(part: Any) -> Any:
    if isinstance(part, list):
        return [_closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    closed = {key: _closed(value) for key, value in part.items()}
    return {**closed, "additionalProperties": False} if "required" in part else closed


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_sound_and_says_what_every_field_means(name: str) -> None:
    contents = json.loads(schema(name))
    Draft202012Validator.check_schema(contents)
    assert contents["$id"] == f"urn:sop-handbook:{name.removesuffix('.schema.json')}:{VERSION}"
    assert [path for path, own in _properties(contents) if not _described(own, contents)] == []


def _properties(part: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    if isinstance(part, list):
        return [found for item in part for found in _properties(item, path)]
    if not isinstance(part, dict):
        return []
    own = [(f"{path}/{key}", value) for key, value in part.get("properties", {}).items()]
    return own + [
        found for key, value in part.items() for found in _properties(value, f"{path}/{key}")
    ]


def _described(own: dict[str, Any], contents: dict[str, Any]) -> bool:
    name = str(own.get("$ref", "")).removeprefix("#/$defs/")
    return "description" in own or name == "id" or "description" in contents["$defs"].get(name, {})


def test_a_file_that_lacks_something_is_refused(files: dict[str, Any]) -> None:
    """The schemas would also catch what the writer forgets."""
    validator = Draft202012Validator(json.loads(schema("flow.schema.json")))
    whole = files["flows/egl-crew.json"]
    for key in whole:
        assert not validator.is_valid({other: whole[other] for other in whole if other != key})
    assert validator.is_valid({**whole, "more": 1})
    assert not _strict("flow.schema.json").is_valid({**whole, "more": 1})


def test_every_procedure_has_its_file_and_its_line_in_the_index(
    handbook: Handbook, files: dict[str, Any]
) -> None:
    index = files["flows/index.json"]
    assert [item["id"] for item in index["procedures"]] == list(handbook.procedures)
    for item in index["procedures"]:
        assert files[f"flows/{item['files']['flow']}"]["id"] == item["id"]


def test_the_steps_tell_the_way_without_the_model(files: dict[str, Any]) -> None:
    """Another program finds every place that a step, an answer or an exception leads to."""
    for path, data in files.items():
        if data.get("$schema") != "flow.schema.json":
            continue
        places = {item["id"] for item in (*data["steps"], *data["ends"])}
        roles = {role["id"] for role in data["roles"]}
        for step in data["steps"]:
            decision = step["decision"]
            goes = [way["go"] for way in decision["outcomes"]] if decision else [step["next"]]
            assert places.issuperset(goes), path
            assert roles.issuperset((step["role"], *step["with"]))
        for rule in data["exceptions"]:
            assert (rule["then"] == "go") == (rule["go"] in places)


def test_what_is_critical_is_marked(handbook: Handbook, files: dict[str, Any]) -> None:
    for found in handbook.procedures.values():
        data = files[f"flows/{found.id}.json"]
        for step, own in zip(found.steps, data["steps"], strict=True):
            points = [(str(point.text), point.critical) for point in step.key_points]
            assert [(point["text"], point["critical"]) for point in own["key_points"]] == points


DURATIONS = {
    "30s": "PT30S",
    "5min": "PT5M",
    "1.5h": "PT1.5H",
    "3d": "P3D",
    "2w": "P2W",
    "2 working days": None,
    "weekly:monday": None,
    "90%": None,
}


@pytest.mark.parametrize("literal", DURATIONS)
def test_lengths_of_time_are_written_after_iso_8601(literal: str) -> None:
    assert iso_duration(literal) == DURATIONS[literal]
