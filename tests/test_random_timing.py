"""Whatever is done at the same time, again and by when: checks, numbers, BPMN, JSON hold good."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.language.messages import messages
from sop_handbook.model import Handbook, Procedure
from sop_handbook.model.flow import edges
from sop_handbook.model.groups import groups
from sop_handbook.model.numbering import numbers
from sop_handbook.render.exchange import schema
from sop_handbook.render.exchange.flow_json import flow_json
from tests.bpmn_gates import complaints
from tests.promises import examples, kept
from tests.random_timing import timed_procedure
from tests.sound import codes_of
from tests.test_bpmn import HANDBOOK, OTHERS, ROLES, export, walk_everywhere

SEEDS = st.integers(0, 2**32)
CHINESE = messages("zh")


def _book(found: Procedure) -> Handbook:
    return replace(HANDBOOK, procedures={**HANDBOOK.procedures, found.id: found})


@kept
@given(SEEDS)
def test_a_sound_process_has_no_findings(seed: int) -> None:
    found = timed_procedure(seed, ROLES, OTHERS)
    assert codes_of(found) == []


@kept
@given(SEEDS)
def test_every_number_is_there_once_and_a_group_counts_as_one(seed: int) -> None:
    found = timed_procedure(seed, ROLES, OTHERS)
    given_ = numbers(found)
    assert list(given_) == [step.id for step in found.steps]
    assert len({*given_.values()}) == len(given_)
    for group in groups(found):
        heads = {given_[step.id].rpartition(".")[0] for step in group}
        assert len(heads) == 1
        assert "" not in heads
        ends = [given_[step.id].rpartition(".")[2] for step in group]
        assert ends == [str(index) for index in range(1, len(group) + 1)]


@kept
@given(SEEDS)
def test_a_diagram_shows_every_way_and_each_group_between_two_bars(seed: int) -> None:
    found = timed_procedure(seed, ROLES, OTHERS)
    graph = procedure_graph(_book(found), found, CHINESE)
    names = [node.id for node in graph.nodes]
    assert len({*names}) == len(names)
    led = {(edge.source, edge.target) for edge in graph.edges}
    assert {name for way in led for name in way} <= {*names}
    for group in groups(found):
        members = {f"step-{step.id}" for step in group}
        (fork,) = {a for a, b in led if b in members}
        assert {b for a, b in led if a == fork} == members
        (join,) = {b for a, b in led if a in members and b.startswith("join-")}
        assert {a for a, b in led if b == join} == members
    exhausted = [edge for edge in graph.edges if edge.label == "再要做"]
    assert len(exhausted) == sum(way.exhausted for way in edges(found))
    assert {edge.kind for edge in exhausted} <= {"trouble"}


@kept
@given(SEEDS)
@examples(4)
def test_a_process_passes_the_gates_and_runs_to_its_ends(seed: int) -> None:
    found = timed_procedure(seed, ROLES, OTHERS)
    file = export(found)
    assert complaints(file) == []
    walk_everywhere(found, file)


@kept
@given(SEEDS)
@examples(20)
def test_the_json_of_a_process_is_as_its_schema_says(seed: int) -> None:
    industry = next(iter(HANDBOOK.industries))
    found = replace(timed_procedure(seed, ROLES, OTHERS), industry=industry)
    validator = Draft202012Validator(json.loads(schema("flow.schema.json")))
    assert list(validator.iter_errors(flow_json(_book(found), found, CHINESE))) == []
