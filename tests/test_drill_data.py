"""The data of drills: as its schema says, as the scripts have it, and all that is watched for."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sop_handbook.language.messages import messages
from sop_handbook.language.values import reads
from sop_handbook.model import (
    Gap,
    Handbook,
    KeyPoint,
    Procedure,
    Scenario,
    Standard,
    Status,
    Step,
    Training,
    Value,
)
from sop_handbook.model.drills import deadly
from sop_handbook.model.step_parts import Avoid, Phrase, Reason
from sop_handbook.pipeline.build import render_all
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, Context, Download, Rendered
from sop_handbook.render.drill import VERSION, drill_json, render_drill
from sop_handbook.render.drill_steps import fact
from tests.contexts import bare
from tests.foreign import foreign_examination, foreign_root
from tests.full import Filler, write_sources
from tests.promises import examples, kept
from tests.random_procedures import random_procedure
from tests.schema_fields import fields, paths, strict
from tests.script_types import replaced, typedefs
from tests.states import lay_out_now
from tests.support import DAY, PACKAGE, THEME, text
from tests.trades import trades_examination, trades_project

NAME = "drill.schema.json"
SCHEMA: dict[str, Any] = json.loads((PACKAGE / "render" / NAME).read_text("utf-8"))
ELSEWHERE = {"/code", "/drills/actor", "/drills/minutes", "/drills/pass_mark"}  # see below
MODEL = THEME / "docs" / "assets" / "drill" / "model.js"
MOST = 4_000  # bytes of one file, packed


@pytest.fixture(scope="module")
def examinations(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Project, Examination]]:
    """Handbooks of many trades, of others, of every state, of every field."""
    states, full = (tmp_path_factory.mktemp(name) / "project" for name in ("states", "full"))
    lay_out_now(states)
    write_sources(full, [Filler("a", lambda path, most: path[-1][:most]).sources()])
    projects = [Project(root=root, today=DAY) for root in (foreign_root(), states, full)]
    others = [(project, examine(project)) for project in projects]
    return [(trades_project(), trades_examination()), *others]


@pytest.fixture(scope="module")
def decks(examinations: list[tuple[Project, Examination]]) -> list[dict[str, Any]]:
    found = [_decks(project, examination) for project, examination in examinations]
    assert all(found)
    return [deck for handbook in found for deck in handbook]


def _decks(project: Project, examination: Examination) -> list[dict[str, Any]]:
    made = render_all(project, examination, (render_drill,)).artifacts
    return [json.loads(artifact.content) for artifact in made]


def test_every_file_is_as_its_schema_says(decks: list[dict[str, Any]]) -> None:
    validator = Draft202012Validator(strict(SCHEMA))
    for deck in decks:
        assert [error.message for error in validator.iter_errors(deck)] == [], deck["id"]


def test_every_field_is_described_and_there(decks: list[dict[str, Any]]) -> None:
    """No field of the schema is one that nothing writes any more."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == VERSION
    assert f"urn:sop-handbook:drill:{VERSION}" == SCHEMA["$id"]
    described = dict(fields(SCHEMA, SCHEMA, ""))
    assert [path for path, part in described.items() if "description" not in part] == []
    written = {path for deck in decks for path in paths(deck, "")}
    assert {path for path in described if path not in written} <= ELSEWHERE


def test_the_types_of_the_scripts_are_those_of_the_schema(refresh_goldens: bool) -> None:
    script, written = MODEL.read_text("utf-8"), typedefs(SCHEMA, NAME, "test_drill_data")
    if refresh_goldens:
        MODEL.write_text(replaced(script, written), "utf-8")
        script = MODEL.read_text("utf-8")
    assert written in script, "pytest tests/test_drill_data.py --refresh-goldens"


def test_what_people_do_can_be_rehearsed_and_what_is_retired_or_of_systems_cannot(
    examinations: list[tuple[Project, Examination]],
) -> None:
    retired = 0
    for project, examination in examinations:
        handbook = examination.handbook
        known = {deck["id"] for deck in _decks(project, examination)}
        for one in handbook.procedures.values():
            people = one.training is not None or any(
                step.role not in handbook.roles or handbook.roles[step.role].kind != "system"
                for step in one.steps
            )
            gone = one.control.status is Status.RETIRED
            retired += gone
            assert (one.id in known) is (people and not gone), one.id
    assert retired


def test_a_file_is_small(decks: list[dict[str, Any]]) -> None:
    packed = {deck["id"]: len(gzip.compress(json.dumps(deck).encode())) for deck in decks}
    assert max(packed.values()) <= MOST, packed


def test_what_may_kill_is_there_whatever_is_rehearsed(
    examinations: list[tuple[Project, Examination]],
) -> None:
    """A scenario of some steps does not leave out what is deadly at the others."""
    seen = 0
    for project, examination in examinations:
        for deck in _decks(project, examination):
            told = [one["text"] for one in deck.get("hazards", ()) if one["level"] == "danger"]
            wanted = [str(one) for one in deadly(examination.handbook.procedures[deck["id"]])]
            assert sorted(told) == sorted(wanted), deck["id"]
            seen += len(wanted)
    assert seen > 5


def _own(handbook: Handbook, procedure: Procedure) -> dict[str, Any]:
    return drill_json(
        replace(handbook, procedures={**handbook.procedures, procedure.id: procedure}),
        procedure,
        bare(),
    )


def test_what_only_an_author_says_is_there_if_it_is_said() -> None:
    handbook = trades_examination().handbook
    one = next(one for one in handbook.in_use if len(one.steps) > 2)
    scenario = Scenario(
        title="夜里一个人",
        situation=text("凌晨两点"),
        trainee=one.steps[1].role,
        tasks=(text("办好"),),
        steps=(one.steps[1].id,),
        trainer=(text("站在后面"),),
        actor=(text("说听不懂"),),
        minutes=10,
        pass_mark=80,
    )
    made = replace(one, training=Training(scenarios=(scenario,)))
    (drill,) = _own(handbook, made)["drills"]
    assert drill["title"] == "夜里一个人"
    assert drill["situation"] == ["凌晨两点"]
    assert (drill["trainer"], drill["actor"]) == (["站在后面"], ["说听不懂"])
    assert (drill["minutes"], drill["pass_mark"]) == (10, 80)
    assert [step["id"] for step in drill["steps"]] == [one.steps[1].id]
    bare_drill = _own(handbook, replace(one, training=None))["drills"][0]
    assert {"trainer", "actor", "minutes", "pass_mark"} & bare_drill.keys() == set()


def _watched(seed: int, procedure: Procedure) -> Procedure:
    """A procedure with as many things to watch for as come, none alike."""
    random = Random(seed)
    count = 0

    def said() -> Any:
        nonlocal count
        count += 1
        return text(f"第{count}样")

    def step(one: Step) -> Step:
        points = tuple(
            KeyPoint(text=said(), critical=random.random() < 0.3)
            for _ in range(random.randint(0, 3))
        )
        return replace(
            one,
            key_points=points,
            avoid=tuple(Avoid(text=said()) for _ in range(random.randint(0, 2))),
            phrases=tuple(
                Phrase(say=said(), when=random.choice((None, text("来了"), text("走了"))))
                for _ in range(random.randint(0, 4))
            ),
            done_when=said() if random.random() < 0.5 else None,
        )

    return replace(procedure, steps=tuple(map(step, procedure.steps)))


def _wanted(step: Step) -> Iterator[tuple[str, ...]]:
    """What is judged of a step, each by itself but for words: any of an occasion will do."""
    yield from ((str(one.do),) for one in step.actions)
    for texts in (step.key_points, step.avoid):
        yield from ((str(one.text),) for one in texts)
    if step.done_when:
        yield (str(step.done_when),)
    for when in {str(phrase.when) for phrase in step.phrases}:
        yield tuple(str(phrase.say) for phrase in step.phrases if str(phrase.when) == when)
    again = step.repeat and (step.repeat.times or step.repeat.for_each)
    said = (step.actions, step.key_points, step.avoid, step.done_when, step.phrases)
    if not any((*said, step.readings, again)):
        yield (step.title,)
    if step.readings:
        yield ("、".join(one.label for one in step.readings),)
    if again and step.repeat:
        times = f"连做{step.repeat.times}次"
        yield (f"{step.repeat.for_each}，逐个做一次" if step.repeat.for_each else times,)
    if step.time_limit:
        yield (reads(step.time_limit, messages("zh")),)


@kept
@given(st.integers(0, 10**6))
@examples(40)
def test_all_that_is_watched_for_is_in_the_data_once(seed: int) -> None:
    handbook = trades_examination().handbook
    roles = tuple(name for name, role in handbook.roles.items() if role.reads)[:3]
    industry = handbook.roles[roles[0]].industry
    made = replace(_watched(seed, random_procedure(seed, roles, ())), industry=industry)
    every = _own(handbook, made)["drills"]
    for drill in every:
        assert [step["id"] for step in drill["steps"]] == [step.id for step in made.steps]
    told = [
        (step["id"], tuple(criterion["texts"]))
        for drill in every
        for step in drill["steps"]
        for criterion in step["criteria"]
    ]
    wanted = [(step.id, texts) for step in made.steps for texts in _wanted(step)]
    assert sorted(told) == sorted(wanted)
    for step in (step for drill in every for step in drill["steps"]):
        said = [criterion for criterion in step["criteria"] if criterion["kind"] == "say"]
        assert len({one.get("when") for one in said}) == len(said)
        grave = [criterion["kind"] == "critical" for criterion in step["criteria"]]
        assert grave == sorted(grave, reverse=True)  # what is critical is judged first


def test_what_editors_drafted_and_what_a_source_leaves_open_is_marked_as_on_paper() -> None:
    """A gap that may harm somebody stands at its step; words of ours say that they are."""
    handbook = trades_examination().handbook
    known = handbook.procedures["nursing-five-steps"]
    step = known.steps[0]
    phrases = (
        Phrase(say=text("您哪里不舒服"), origin="editorial"),
        Phrase(say=text("请躺好"), origin="document"),
    )
    gaps = (Gap(text=text("没有写多久看一次。"), at=step.id, critical=True),)
    made = replace(known, steps=(replace(step, phrases=phrases), *known.steps[1:]), gaps=gaps)
    drill, _ = _own(handbook, made)["drills"]
    first = drill["steps"][0]
    assert first["gaps"] == ["没有写多久看一次。"]
    (said,) = (one for one in first["criteria"] if one["kind"] == "say")
    assert said["texts"] == ["您哪里不舒服（编者拟）", "请躺好"]


def test_what_paper_has_at_a_step_is_there_in_the_words_of_paper() -> None:
    """What is written down and what is done beyond its limits, standards, reasons, alternatives."""
    handbook = foreign_examination().handbook
    deck = drill_json(handbook, handbook.procedures["infusion"], bare())
    assert [one["name"] for one in deck["before"]] == ["个人防护", "前提条件", "工具设备", "材料"]
    assert deck["before"][1]["text"] == "医嘱已经双人核对；药液没有过期、没有浑浊"
    (drill,) = deck["drills"]
    told = {step["number"]: step.get("facts", []) for step in drill["steps"]}
    assert told == {
        "1": [fact("要记下", "床号（个人信息）")],
        "2": [],
        "3": [],
        "4": [
            fact("要记下", "滴速（40~60滴/分）；超出时：重新调，再数一次"),
            fact("标准", "成人一般滴速：40~60滴/分"),
        ],
        "5": [fact("要记下", "穿刺处：正常 / 红肿 / 渗液")],
    }
    (avoid,) = (one for one in drill["steps"][0]["criteria"] if one["kind"] == "avoid")
    assert avoid["aside"] == "（改为：问“请问您叫什么”）"


def test_a_value_that_a_text_names_says_at_which_step_it_was_written_down() -> None:
    handbook = foreign_examination().handbook
    deck = drill_json(handbook, handbook.procedures["switch-off"], bare())
    done = [
        text
        for step in deck["drills"][0]["steps"]
        for one in step["criteria"]
        for text in one["texts"]
    ]
    assert "在 “设备编号”（第1步记的） 的三相上逐相验电" in done


def test_values_are_spaced_and_reasons_are_said_as_on_paper() -> None:
    handbook = trades_examination().handbook
    known = handbook.procedures["nursing-five-steps"]
    warm = Value(literal="40℃", op="eq")
    standard = Standard(id="warm", metric="水温", value=warm, steps=(known.steps[0].id,))
    given = Reason(text=text("凉了不舒服"), origin="document")
    points = (
        KeyPoint(text=text("水要热"), reason=given),
        KeyPoint(text=text("毛巾要暖"), reason=replace(given, origin="editorial")),
    )
    step = replace(known.steps[0], key_points=points)
    made = replace(known, order="any", steps=(step, *known.steps[1:]), standards=(standard,))
    deck = _own(handbook, made)
    assert deck["order"] == "各步不分先后"
    first = deck["drills"][0]["steps"][0]
    assert fact("标准", "水温：40 ℃") in first["facts"]
    asides = [one["aside"] for one in first["criteria"] if "aside" in one]
    assert asides == ["（理由：凉了不舒服）", "（理由：凉了不舒服〔编者补充〕）"]


def test_a_file_names_the_code_of_the_same_on_paper() -> None:
    """The check of sheets knows that one; where nothing is printed there is none."""
    code = "222-222-222"

    def one_print(_handbook: Handbook, _context: Context) -> Rendered:
        offer = Download(kind="roleplay", of="procedure", subject="egl-docking", pages=2, code=code)
        return Rendered((Artifact("prints/egl-docking-roleplay.pdf", b"", offer),))

    made = render_all(trades_project(), trades_examination(), (one_print, render_drill)).artifacts
    decks = [json.loads(one.content) for one in made if Path(one.path).suffix == ".json"]
    assert [deck["id"] for deck in decks if deck.get("code") == code] == ["egl-docking"]
    assert [deck["id"] for deck in decks if "code" in deck] == ["egl-docking"]
