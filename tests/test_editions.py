"""Content hashes and the codes on paper: the same if and only if a reader is told the same."""

import re
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.editions.content import ALPHABET, edition_code, step_hash
from sop_handbook.model import Action, Handbook, Procedure, Step, Value
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.promises import kept
from tests.support import procedure, text
from tests.trades import trades_root

EMPTY = Handbook(
    title="手册",
    summary=text("测试"),
    report_to="",
    base_url=None,
    industries={},
    documents={},
    contacts={},
    roles={},
    terms={},
    families={},
    procedures={},
    forms={},
)


def _hash(found: Procedure, name: str = "a") -> str:
    return step_hash(EMPTY.resolved(found).step(name))


def _with(found: Procedure, **changed: object) -> Procedure:
    first, *others = found.steps
    return replace(found, steps=(replace(first, **changed), *others))  # type: ignore[arg-type]


def test_a_code_can_be_read_out_and_typed() -> None:
    assert re.fullmatch(f"([{ALPHABET}]{{3}}-){{2}}[{ALPHABET}]{{3}}", edition_code("上菜"))
    assert set(ALPHABET).isdisjoint("0O1ILl")
    assert len(set(ALPHABET)) == len(ALPHABET)


@kept
@given(st.text(), st.text())
def test_codes_are_equal_if_and_only_if_the_content_is(one: str, other: str) -> None:
    assert (edition_code(one) == edition_code(other)) == (one == other)


def test_codes_of_many_contents_do_not_collide() -> None:
    assert len({edition_code(str(number)) for number in range(20_000)}) == 20_000


def test_search_words_do_not_change_the_hash() -> None:
    plain = procedure("a; b")
    assert _hash(_with(plain, aliases=("俗称",))) == _hash(plain)


def test_a_time_limit_is_hashed_as_it_reads_wherever_the_figure_stands() -> None:
    literal = _with(procedure("a; b"), time_limit=Value(literal="5min", op="le"))
    named = _with(procedure("a; b"), time_limit=Value(literal="5min", op="le", quantity="limit"))
    longer = _with(procedure("a; b"), time_limit=Value(literal="6min", op="le"))
    assert _hash(literal) == _hash(named)
    assert _hash(literal) != _hash(longer)


def test_the_number_of_a_step_is_part_of_its_hash() -> None:
    assert _hash(procedure("a; b"), "b") != _hash(procedure("a; x; b"), "b")


def test_a_decision_is_hashed_with_the_titles_it_leads_to() -> None:
    plain = procedure("a ?b ?c; b >done; c >done")
    renamed = replace(
        plain, steps=tuple(replace(s, title="新名") if s.id == "c" else s for s in plain.steps)
    )
    assert _hash(plain) != _hash(renamed)


def test_the_order_of_actions_is_part_of_the_hash() -> None:
    one, two = Action(do=text("先")), Action(do=text("后"))
    plain = procedure("a; b")
    assert _hash(_with(plain, actions=(one, two))) != _hash(_with(plain, actions=(two, one)))


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return examine(Project(root=trades_root(), today=date(2026, 12, 1))).handbook


def test_every_filled_field_of_every_real_step_is_in_its_hash(handbook: Handbook) -> None:
    defaults: dict[str, Any] = {field.name: field.default for field in fields(Step)}
    tried = set()
    for found in handbook.procedures.values():
        for step in found.steps:
            for name in defaults.keys() - {"id", "aliases", "title", "role", "next"}:
                if getattr(step, name) != defaults[name]:
                    emptied = replace(step, **{name: defaults[name]})
                    steps = tuple(emptied if s is step else s for s in found.steps)
                    changed = replace(found, steps=steps)
                    before = step_hash(handbook.resolved(found).step(step.id))
                    assert step_hash(handbook.resolved(changed).step(emptied.id)) != before, (
                        found.id,
                        name,
                    )
                    tried.add(name)
    assert {"actions", "key_points", "phrases", "decision", "receives", "uses_form"} <= tried
