"""Other programs get what may harm, what to have at hand and what to write down, too."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.exchange import render_exchange, schema
from tests.bpmn_gates import SPACES, complaints
from tests.foreign import foreign_examination, foreign_project
from tests.test_bpmn import export, walk_everywhere


@pytest.fixture(scope="module")
def flows() -> dict[str, Any]:
    """The JSON of every procedure, by its id."""
    project = foreign_project()
    made = render_all(project, examine(project), (render_exchange,)).artifacts
    found = {Path(a.path).stem: json.loads(a.content) for a in made if a.path.endswith(".json")}
    return {name: data for name, data in found.items() if "steps" in data}


def test_every_file_is_as_its_schema_says(flows: dict[str, Any]) -> None:
    validator = Draft202012Validator(json.loads(schema("flow.schema.json")))
    assert len(flows) == 8
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


FOREIGN = foreign_examination().handbook


@pytest.mark.parametrize("name", FOREIGN.procedures)
def test_every_way_runs_to_its_end_those_of_values_out_of_bounds_too(name: str) -> None:
    found = FOREIGN.procedures[name]
    file = export(found, FOREIGN)
    assert complaints(file) == []
    walk_everywhere(found, file, FOREIGN)


def _said(file: bytes, path: str) -> str:
    return str(
        etree.fromstring(file).xpath(f"string({path}/bpmn:documentation)", namespaces=SPACES)
    )


def test_the_notes_tell_hazards_first_and_readings_with_their_limits() -> None:
    lift = export(FOREIGN.procedures["lift-rescue"], FOREIGN)
    process = _said(lift, "//bpmn:process")
    told = [
        "轿厢突然移动会夹死人；怎样避开：切断主电源",
        "盘车手轮转动会打伤手",
        "防滑绝缘鞋",
        "宁可慢",
    ]
    places = [process.find(one) for one in told]
    assert -1 not in places
    assert places == sorted(places)
    step = _said(lift, "//*[@id='step_power-off']")
    assert 0 < step.find("触电会死人") < step.find("断开后上锁") < step.find("断开主开关")
    assert "轿厢与层站的高度差（0~500mm）；超出时：不开门" in _said(lift, "//*[@id='step_locate']")
    event = _said(lift, "//*[@id='outside_gap']")
    assert "outside_gap = true" in event


def test_a_value_out_of_bounds_leads_its_way_in_the_diagram() -> None:
    graph = procedure_graph(FOREIGN, FOREIGN.procedures["cooling"], messages("zh"))
    led = {(one.source, one.target, one.label) for one in graph.edges if one.label}
    assert led == {
        ("step-first", "step-reheat", "中心温度超出"),
        ("step-reheat", "end-scrapped", "加热后温度超出"),
        ("step-second", "end-scrapped", "冷藏温度超出"),
    }
    assert {one.kind for one in graph.edges if one.label} == {"trouble"}
