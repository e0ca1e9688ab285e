"""How procedures lead to each other: whoever hands over, both pages say so."""

from dataclasses import replace
from typing import Any

import pytest

from sop_handbook.model import Check, Checklist, End, Handbook, Procedure, Related, Trigger
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.views.relations import Relation, hands_over_to, relations
from tests.support import procedure, text


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    """The real handbook, whose procedures hand over to each other a lot."""
    return examine(project).handbook


def _handbook(*procedures: Procedure) -> Handbook:
    return Handbook(
        title="小手册",
        summary=text("测试"),
        report_to="editor",
        base_url=None,
        industries={},
        documents={},
        contacts={},
        roles={},
        terms={},
        families={},
        procedures={procedure.id: procedure for procedure in procedures},
        forms={},
    )


def _named(name: str, sketch: str = "a", **more: Any) -> Procedure:
    return replace(procedure(sketch), id=name, **more)


def _seen(handbook: Handbook, name: str) -> list[tuple[str, str, str]]:
    found = relations(handbook, handbook.procedures[name])
    return [(relation.kind, relation.other, str(relation.why or "")) for relation in found]


def _handing_over(to: str) -> tuple[End, ...]:
    return (End(id="done", text=text("办完"), hands_over=to),)


def test_a_hand_over_is_shown_on_both_sides() -> None:
    book = _handbook(_named("first", ends=_handing_over("second")), _named("second"))
    assert _seen(book, "first") == [("hands-over-to", "second", "办完")]
    assert _seen(book, "second") == [("comes-from", "first", "办完")]


def test_a_hand_over_told_by_both_sides_is_shown_once() -> None:
    trigger = Trigger(text=text("菜已上齐"), from_="first")
    book = _handbook(
        _named("first", ends=_handing_over("second")), _named("second", triggers=(trigger,))
    )
    assert _seen(book, "second") == [("comes-from", "first", "菜已上齐")]


def test_a_call_is_shown_on_both_sides() -> None:
    caller = procedure("a")
    steps = (replace(caller.steps[0], use="called"),)
    book = _handbook(_named("caller", steps=steps), _named("called"))
    assert _seen(book, "caller") == [("uses", "called", "")]
    assert _seen(book, "called") == [("used-by", "caller", "")]


def test_a_procedure_started_on_the_way_knows_where_it_comes_from() -> None:
    starter = procedure("a")
    steps = (replace(starter.steps[0], starts="started"),)
    book = _handbook(_named("starter", steps=steps), _named("started"))
    assert [kind for kind, other, _ in _seen(book, "starter") if other == "started"]
    assert _seen(book, "started") == [("comes-from", "starter", "")]


def test_a_reading_tip_works_in_both_directions() -> None:
    tip = Related(procedure="second", why=text("怎样结账"))
    book = _handbook(_named("first", related=(tip,)), _named("second"))
    assert _seen(book, "first") == [("see-also", "second", "怎样结账")]
    assert _seen(book, "second") == [("see-also", "first", "")]


def test_a_neighbour_is_not_listed_again_as_a_reading_tip_but_keeps_its_reason() -> None:
    tip = Related(procedure="second", why=text("怎样结账"))
    first = _named("first", ends=_handing_over("second"), related=(tip,))
    assert _seen(_handbook(first, _named("second")), "first") == [
        ("hands-over-to", "second", "怎样结账")
    ]


def test_every_kind_of_a_neighbour_is_shown() -> None:
    """Two procedures may hand over to each other."""
    book = _handbook(
        _named("first", ends=_handing_over("second")),
        _named("second", ends=_handing_over("first")),
    )
    assert {kind for kind, _, _ in _seen(book, "first")} == {"comes-from", "hands-over-to"}


def test_a_procedure_that_stands_alone_has_no_relations() -> None:
    assert relations(_handbook(_named("alone")), _named("alone")) == []


def test_real_hand_overs_are_shown_on_both_sides(handbook: Handbook) -> None:
    pairs = [
        (giver.id, receiver)
        for giver in handbook.procedures.values()
        for receiver in hands_over_to(giver)
    ]
    assert pairs
    for giver, receiver in pairs:
        kinds = {r.kind for r in relations(handbook, handbook.procedures[giver])}
        assert kinds & {"hands-over-to", "started-by"}
        assert _has(handbook, receiver, "comes-from", giver)


def _has(handbook: Handbook, name: str, kind: str, other: str) -> bool:
    found: list[Relation] = relations(handbook, handbook.procedures[name])
    return any(relation.kind == kind and relation.other == other for relation in found)


def test_who_only_asks_what_a_checklist_says_takes_part() -> None:
    asked = (
        Checklist(pause_point=text("之前"), items=(Check(check=text("在吗？"), asks="nurse"),)),
    )
    made = _handbook(_named("one", checklists=asked), _named("other"))
    assert [one.id for one in made.concerning["nurse"]] == ["one"]
