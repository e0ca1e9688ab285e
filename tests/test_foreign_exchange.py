"""Other programs get what may harm, what to have at hand and what to write down, too."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from sop_handbook.diagrams.fit import page_drawing
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.language.messages import messages
from sop_handbook.model.media import Clip, Mark, Picture
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import examine
from sop_handbook.render.exchange import render_exchange, schema
from sop_handbook.render.exchange.flow_json import flow_json
from sop_handbook.render.svg.diagrams import in_words
from sop_handbook.render.svg.drawings import page_svg
from tests.bpmn_gates import SPACES, complaints
from tests.foreign import foreign_examination, foreign_project
from tests.support import text
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
        ("step-reheat", "end-scrapped", "再要做"),
        ("step-first", "step-reheat", "中心温度超出"),
        ("step-reheat", "end-scrapped", "加热后温度超出"),
        ("step-second", "end-scrapped", "冷藏温度超出"),
    }
    assert {one.kind for one in graph.edges if one.label} == {"trouble"}


def test_steps_say_when_how_often_and_what_beside(flows: dict[str, Any]) -> None:
    switch = {step["id"]: step for step in flows["switch-off"]["steps"]}
    assert switch["earth"]["together"] == ["sign"]
    assert (switch["earth"]["number"], switch["sign"]["number"]) == ("5.1", "5.2")
    assert switch["call"]["together"] == []
    assert switch["test"]["time_limit"] == {
        "text": "“断开断路器”做完后，10分钟内",
        "value": "10min",
        "relation": "le",
        "duration": "PT10M",
        "since": {
            "text": "“断开断路器”做完后，",
            "step": "breaker",
            "at": "done",
            "visit": "first",
        },
    }
    assert switch["test"]["repeat"] == {"times": 3, "for_each": None, "most": None, "then": None}
    assert switch["isolate"]["repeat"]["for_each"] == "每一组隔离开关"
    again = {"times": None, "for_each": None, "most": 2, "then": "stopped"}
    assert switch["recheck"]["repeat"] == again
    assert switch["call"]["repeat"] is None
    room = flows["clean-room"]
    assert room["schedule"] == [
        {
            "text": "每天 08:30、14:00",
            "value": "daily 08:30, 14:00",
            "period": "daily",
            "count": 1,
            "every": None,
            "days": [],
            "dates": [],
            "times": ["08:30", "14:00"],
        }
    ]
    steps = {step["id"]: step for step in room["steps"]}
    week, month = steps["descale"]["schedule"]
    assert (week["days"], month["dates"]) == (["monday"], ["last"])
    assert steps["descale"]["time_limit"] is None
    assert (steps["inspect"]["schedule"][0]["count"], steps["inspect"]["time_limit"]["text"]) == (
        2,
        "每天2次",
    )


def test_commands_tables_and_doers_are_there_in_full(flows: dict[str, Any]) -> None:
    steps = {step["id"]: step for step in flows["pvc-full"]["steps"]}
    first = steps["look"]["actions"][0]
    assert first["run"] == "kubectl get pvc --all-namespaces  | grep -v Bound"
    assert "\n  name: standard\n" in steps["allow"]["actions"][0]["run"]
    told = flows["switch-off"]["steps"][0]["actions"]
    assert [one["role"] for one in told] == ["switch-supervisor", None]
    (table,) = flows["switch-off"]["rules"]
    assert (table["id"], table["columns"][0]) == ("distances", "电压等级（kV）")
    assert table["rows"][0] == ["10 及以下", "0.70"]
    assert flows["switch-off"]["steps"][0]["rules"] == ["distances"]
    assert [len(row) for row in flows["multiplex-pcr"]["rules"][0]["rows"]] == [7] * 4


PICTURE = Picture(
    file="glove.jpg",
    text=text("手套戴到袖口外"),
    shows="wrong",
    marks=(Mark(at=(0.25, 0.5), text=text("袖口露在外面")),),
    digest="ab" * 32,
    width=900,
    height=600,
)
CLIP = Clip(file="pull.MP4", text=text("怎样拉"), digest="cd" * 32, size=1234)


def test_pictures_have_their_files_by_width_and_are_told_in_words() -> None:
    plain = FOREIGN.procedures["switch-off"]
    first = replace(plain.steps[0], pictures=(PICTURE,), clips=(CLIP,))
    found = replace(plain, steps=(first, *plain.steps[1:]), pictures=(replace(PICTURE, digest=""),))
    book = replace(FOREIGN, procedures={**FOREIGN.procedures, found.id: found})
    made = flow_json(book, found, messages("zh"))
    schema_ = Draft202012Validator(json.loads(schema("flow.schema.json")))
    assert list(schema_.iter_errors(made)) == []
    (picture,) = made["steps"][0]["pictures"]
    assert picture["shows"] == "wrong"
    assert picture["marks"] == [{"at": [0.25, 0.5], "text": "袖口露在外面"}]
    assert [one["width"] for one in picture["files"]] == [400, 800, 900]
    assert picture["files"][0]["file"] == "../media/abababababababab-400.webp"
    assert made["pictures"][0]["files"] == []
    clip = {"text": "怎样拉", "file": "../media/cdcdcdcdcdcdcdcd.mp4", "bytes": 1234}
    assert made["steps"][0]["clips"] == [clip]
    said = _said(export(found, book), "//*[@id='step_call']")
    assert "错误：手套戴到袖口外；1 袖口露在外面" in said
    assert "短片：怎样拉" in said


def test_the_notes_tell_who_does_what_with_which_command() -> None:
    switch = export(FOREIGN.procedures["switch-off"], FOREIGN)
    call = _said(switch, "//*[@id='step_call']")
    assert "监护人：念出设备的名称和编号" in call
    assert "规则：设备不停电时的安全距离" in call
    assert "电压等级（kV）：10 及以下；安全距离（m）：0.70" in _said(switch, "//bpmn:process")
    assert "从“分装到浅盘”开始算，6小时内" in _said(
        export(FOREIGN.procedures["cooling"], FOREIGN), "//*[@id='step_second']"
    )
    full = export(FOREIGN.procedures["pvc-full"], FOREIGN)
    for step in FOREIGN.procedures["pvc-full"].steps:
        for action in step.actions:
            assert (action.run or "").rstrip("\n") in _said(full, f"//*[@id='step_{step.id}']")
    assert "频次：7×24小时" in _said(full, "//bpmn:process")


def test_variables_that_lead_again_and_on_are_told_where_they_are_set() -> None:
    switch = export(FOREIGN.procedures["switch-off"], FOREIGN)
    assert "more_isolate = true" in _said(switch, "//*[@id='step_isolate']")
    gate = _said(switch, "//*[@id='again_recheck']")
    assert "enough_recheck = true" in gate
    assert "最多做2次，再要做就到此结束（停止操作，等调度命令）" in gate
    tree = etree.fromstring(switch)
    loops = tree.xpath("//bpmn:userTask[*[@isSequential='true']]/@id", namespaces=SPACES)
    assert loops == ["step_test"]


def test_who_leaves_a_group_stops_all_that_is_still_going_on() -> None:
    ends = "//bpmn:endEvent/bpmn:terminateEventDefinition/../@id"
    switch, full = (FOREIGN.procedures[name] for name in ("switch-off", "pvc-full"))
    tree = etree.fromstring(export(switch, FOREIGN))
    assert tree.xpath(ends, namespaces=SPACES) == ["end_done", "end_stopped"]
    # Nobody leaves this one halfway.
    tree = etree.fromstring(export(full, FOREIGN))
    assert tree.xpath(ends, namespaces=SPACES) == []


def test_a_diagram_tells_by_bars_and_signs_what_is_done_together_and_again() -> None:
    graph = procedure_graph(FOREIGN, FOREIGN.procedures["switch-off"], messages("zh"))
    nodes = {node.id: node for node in graph.nodes}
    assert (nodes["fork-earth"].text, nodes["join-earth"].text) == ("同时做", "都做完")
    led = {(one.source, one.target) for one in graph.edges}
    assert {
        ("step-test", "fork-earth"),
        ("fork-earth", "step-earth"),
        ("fork-earth", "step-sign"),
        ("step-earth", "join-earth"),
        ("step-sign", "join-earth"),
        ("join-earth", "end-done"),
    } <= led
    assert ("step-earth", "step-sign") not in led
    again = {node.step: node.again for node in graph.nodes if node.again}
    assert again == {"isolate": "逐个", "test": "×3", "recheck": "最多2次"}
    words = "。".join(in_words(graph, messages("zh")))
    assert "5.1 装设接地线；接着→都做完" in words
    assert "3 拉开隔离开关；重复：每一组隔离开关，逐个做一次" in words
    svg = page_svg(page_drawing(graph, messages("zh")), "x", messages("zh"), lambda _: "#")
    assert svg.count('stroke-width="1.3"') == len(again)
    assert "；重复：连做3次；" in svg
    assert "操作人：同时做；接着→装设接地线，接着→悬挂标示牌" in svg
