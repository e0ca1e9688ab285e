"""Other programs get what may harm, what to have at hand and what to write down, too."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.exchange import render_exchange, schema
from tests.foreign import foreign_project


@pytest.fixture(scope="module")
def flows() -> dict[str, Any]:
    """The JSON of every procedure, by its id."""
    project = foreign_project()
    made = render_all(project, examine(project), (render_exchange,)).artifacts
    found = {Path(a.path).stem: json.loads(a.content) for a in made if a.path.endswith(".json")}
    return {name: data for name, data in found.items() if "steps" in data}


def test_every_file_is_as_its_schema_says(flows: dict[str, Any]) -> None:
    validator = Draft202012Validator(json.loads(schema("flow.schema.json")))
    assert len(flows) == 4
    for data in flows.values():
        assert list(validator.iter_errors(data)) == []


def test_hazards_come_gravest_first_with_how_to_avoid_them(flows: dict[str, Any]) -> None:
    lift = flows["lift-rescue"]
    assert [one["level"] for one in lift["before"]["hazards"]] == ["danger", "danger", "caution"]
    assert lift["before"]["ppe"] == ["防滑绝缘鞋", "安全帽"]
    assert lift["before"]["materials"] == []
    (own,) = next(step for step in lift["steps"] if step["id"] == "power-off")["hazards"]
    assert own == {
        "level": "danger",
        "text": "配电箱里带电，触电会死人",
        "avoid": "只动主开关，不碰裸露的接线",
    }
    assert lift["signs"] == ["救援员", "工程主管"]


def test_a_reading_has_its_limit_in_words_and_in_numbers(flows: dict[str, Any]) -> None:
    steps = {step["id"]: step for step in flows["cooling"]["steps"]}
    (cold,) = steps["second"]["readings"]
    assert cold["limit"] == "高于-2℃、低于5℃"
    assert cold["bounds"] == [
        {"relation": "gt", "value": "-2", "number": -2},
        {"relation": "lt", "value": "5", "number": 5},
    ]
    assert cold["outside"] == {"do": "报废，告诉领班", "go": "scrapped"}
    assert steps["calibrate"]["readings"][0]["bounds"][0]["number"] == -0.5
    batch, started = steps["divide"]["readings"]
    assert (batch["kind"], batch["limit"], batch["outside"]) == ("text", None, None)
    assert started["kind"] == "time"
    assert steps["second"]["forms"] == ["cooling-log", "scrap-note"]
    assert ("中心温度", "不超过21℃", ["first"]) in [
        (one["metric"], one["text"], one["steps"]) for one in flows["cooling"]["standards"]
    ]
    assert flows["infusion"]["steps"][0]["readings"][0]["personal"]
    assert flows["infusion"]["before"]["hazards"] == []
    assert flows["surgical-checklist"]["steps"][2]["readings"][0]["options"] == [
        "数目相符",
        "数目不符",
    ]
