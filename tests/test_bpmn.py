"""Exported BPMN is sound, is laid out, opens without a warning and runs to the right ends."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sop_handbook.language.messages import messages
from sop_handbook.language.wording import role_name
from sop_handbook.model import (
    RESUME,
    ExceptionRule,
    Handbook,
    Mention,
    Outside,
    Procedure,
    Quantity,
    Reading,
    Text,
    Trigger,
    Value,
)
from sop_handbook.model.groups import groups
from sop_handbook.model.timing import Repeat
from sop_handbook.render.exchange import bpmn
from sop_handbook.render.exchange.mapping import bpmn_process
from tests.bpmn_engine import DOCS, Engine
from tests.bpmn_gates import SPACES, complaints
from tests.promises import examples, kept
from tests.random_procedures import random_procedure
from tests.support import procedure, text
from tests.trades import trades_examination
from tests.walks import Move, Walk, walks

WORDS = messages("zh")
HANDBOOK = trades_examination().handbook
ROLES = ("crew", "seat", "finance", "supervisor", "unspecified")
OTHERS = ("egl-crew", "egl-seat")


def export(found: Procedure, handbook: Handbook = HANDBOOK) -> bytes:
    return bpmn(bpmn_process(handbook, found, WORDS))


def rule(when: str, then: str, *at: str, **more: Any) -> ExceptionRule:
    return ExceptionRule(when=text(when), then=then, at=at, **more)


def reading(name: str, go: str | None) -> Reading:
    """A value of at most 21℃; out of bounds it leads somewhere, or nowhere else."""
    return Reading(
        id=name,
        label="中心温度",
        unit="℃",
        at_most=Value(literal="21", op="le"),
        outside=Outside(do=text("重新加热到 74 ℃ 以上"), go=go),
    )


def parts(sketch: str, **more: Any) -> Procedure:
    return procedure(sketch, order="any", **more)


def steps(found: Procedure, **changes: Mapping[str, Any]) -> Procedure:
    """Change single steps of a sketch."""
    changed = tuple(replace(step, **changes.get(step.id, {})) for step in found.steps)
    return replace(found, steps=changed)


def at_once(found: Procedure, *groups_: str) -> Procedure:
    """Let steps be done at the same time, those of each group, such as `b c`."""
    names = {name: f"group-{n}" for n, group in enumerate(groups_) for name in group.split()}
    return steps(found, **{name: {"together": group} for name, group in names.items()})


HARD = {
    "one step": procedure("a"),
    "a loop back to the first step": procedure("a; b ?a ?c; c"),
    "a step that asks again and again": procedure("a ?a ?b; b"),
    "two answers that lead to the same place": procedure("a ?b ?b ?c; b >c; c"),
    "four answers that lead to the same place": procedure(
        "a" + 4 * " ?afterwards" + "; afterwards"
    ),
    "six answers that lead to the same place": procedure("a" + 6 * " ?afterwards" + "; afterwards"),
    "all answers but one lead to the same place": procedure("a ?b ?b ?b ?b ?c; b >c; c"),
    "loops inside a loop": procedure("a; b ?a ?c; c ?b ?d; d ?a ?done"),
    "many ends": procedure("a ?b ?x ?y ?z; b ?x ?z", "x y z"),
    "an answer that ends it at once": procedure("a ?b ?stop; b >done", "done stop"),
    "many triggers": procedure(
        "a", triggers=tuple(Trigger(text=text(f"情况{n}")) for n in "一二三")
    ),
    "a trouble that ends it": procedure(
        "a; b >done", "done lost", exceptions=(rule("停电", "lost", "a", "b"),)
    ),
    "a trouble that goes back": procedure("a; b; c", exceptions=(rule("缺货", "a", "b", "c"),)),
    "a trouble that starts the step anew": procedure("a; b", exceptions=(rule("写错", "b", "b"),)),
    "a trouble that only some steps know": procedure(
        "a; b; c", exceptions=(rule("有人打断", RESUME, "b", role="crew"),)
    ),
    "several troubles at one step": procedure(
        "a; b >done",
        "done lost",
        exceptions=(
            rule("停电", "lost", "a"),
            rule("停水", RESUME, "a", method=text("等一等")),
            rule("断网", "b", "a"),
        ),
    ),
    "troubles at any time": procedure(
        "a; b", exceptions=(rule("停电", RESUME), rule("停水", RESUME, role="seat"))
    ),
    "a trouble at any time that ends it": procedure(
        "a; b; c >done", "done lost", exceptions=(rule("火警", "lost"),)
    ),
    "a branch that only trouble leads to": procedure(
        "a; b >done; c ?b ?lost", "done lost", exceptions=(rule("坏了", "c", "a"),)
    ),
    "it starts another one": steps(procedure("a; b ?a ?done"), a={"starts": "egl-crew"}),
    "it hands over": replace(
        procedure("a"), ends=(replace(procedure("a").ends[0], hands_over="egl-crew"),)
    ),
    "one part": parts("a"),
    "parts": parts("a; b; c; d; e"),
    "parts with questions": parts("a ?done ?b; b; c"),
    "parts one of which may end it all": parts(
        "a; b; c >done", ends="done", exceptions=(rule("停电", "done", "b"),)
    ),
    "a value out of bounds that goes back": steps(
        procedure("a; b; c"), b={"readings": (reading("warm", "a"),)}
    ),
    "a value out of bounds that ends it, beside a trouble": steps(
        procedure("a; b >done", "done lost", exceptions=(rule("停电", "lost", "a"),)),
        a={"readings": (reading("warm", "lost"), reading("wet", "b"), reading("dry", None))},
    ),
    "a value out of bounds at a question that leads there, too": steps(
        procedure("a ?b ?c; b; c"), a={"readings": (reading("gap", "b"),)}
    ),
    "a branch that only a value out of bounds leads to": steps(
        procedure("a >c; b; c"), a={"readings": (reading("core", "b"),)}
    ),
    "parts one of which has a value that leads elsewhere": steps(
        parts("a; b; c"), b={"readings": (reading("warm", "done"),)}
    ),
    "a group": at_once(procedure("a; b; c; d"), "b c"),
    "a group first and one last": at_once(procedure("a; b; c; d"), "a b", "c d"),
    "five at the same time": at_once(procedure("a; b; c; d; e; f"), "b c d e f"),
    "a group that is begun again": at_once(procedure("a; b; c; d ?a ?b ?done"), "b c"),
    "a group in a branch": at_once(procedure("a ?b ?d; b; c >d; d"), "b c"),
    "a group at whose first step a question leads to itself": at_once(
        procedure("a ?a ?b; b; c"), "b c"
    ),
    "a group that starts another one": steps(
        at_once(procedure("a; b; c"), "a b"), b={"starts": "egl-crew"}
    ),
    "trouble in a group, after which it goes on": at_once(
        procedure("a; b; c", exceptions=(rule("停水", RESUME, "a", role="crew"),)), "a b"
    ),
    "trouble in a group that ends it": at_once(
        procedure("a; b; c >done", "done lost", exceptions=(rule("停电", "lost", "b"),)), "a b"
    ),
    "trouble in a group that leads past steps": at_once(
        procedure("a; b; c; d", exceptions=(rule("停电", "d", "a"),)), "a b"
    ),
    "trouble at any time that ends it, with a group and a hand-over": replace(
        at_once(procedure("a; b; c", exceptions=(rule("火警", "done"),)), "a b"),
        ends=(replace(procedure("a").ends[0], hands_over="egl-crew"),),
    ),
    "a value out of bounds in a group": steps(
        at_once(procedure("a; b; c; d"), "a b"), b={"readings": (reading("warm", "d"),)}
    ),
    "done three times": steps(procedure("a; b; c"), b={"repeat": Repeat(times=3)}),
    "done for each, in a group and beside trouble": steps(
        at_once(procedure("a; b; c", exceptions=(rule("停电", "c", "b"),)), "a b"),
        b={"repeat": Repeat(for_each=text("每个能源点"))},
    ),
    "done for each in a loop": steps(
        procedure("a; b; c ?a ?done"), b={"repeat": Repeat(for_each=text("每份样品"))}
    ),
    "done twice at most": steps(
        procedure("a; b ?a ?done; lost", "done"), a={"repeat": Repeat(most=2, then="lost")}
    ),
    "done once at most, then a group": steps(
        at_once(procedure("a; b ?a ?c; c; d"), "c d"), b={"repeat": Repeat(most=1, then="c")}
    ),
    "after a value out of bounds once at most": steps(
        procedure("a >c; b >a; c", "done"),
        a={"readings": (reading("core", "b"),)},
        b={"repeat": Repeat(most=1, then="done")},
    ),
    "long words": steps(
        procedure("a ?a ?done"),
        a={"title": "请患者和接诊的医护人员在一式四联的担保函上逐联签字，再核对日期" * 2},
    ),
}
CASES = {
    **{f"{found.number} {found.id}": found for found in HANDBOOK.procedures.values()},
    **HARD,
}


@pytest.fixture(scope="module")
def exported() -> Callable[[str], bytes]:
    """The file of a case, made once."""
    made: dict[str, bytes] = {}

    def get(name: str) -> bytes:
        if name not in made:
            made[name] = export(CASES[name])
        return made[name]

    return get


@pytest.mark.parametrize("name", CASES)
def test_every_gate_lets_it_pass(name: str, exported: Callable[[str], bytes]) -> None:
    assert complaints(exported(name)) == []


ORDERED = [name for name, found in CASES.items() if found.order == "sequence"]


@pytest.mark.parametrize("name", ORDERED)
def test_every_way_through_it_runs_to_its_end(name: str, exported: Callable[[str], bytes]) -> None:
    walk_everywhere(CASES[name], exported(name))


@kept
@given(st.integers(0, 2**32))
@examples(3)
def test_any_procedure_passes_the_gates_and_runs_to_its_ends(seed: int) -> None:
    found = random_procedure(seed, ROLES, OTHERS)
    file = export(found)
    assert complaints(file) == []
    walk_everywhere(found, file)


def walk_everywhere(found: Procedure, file: bytes, handbook: Handbook = HANDBOOK) -> None:
    """Play every way through a file and compare what is asked for with the procedure."""
    engine = Engine({found.id: file})
    for walk in walks(found):
        ran = engine.walk(found, walk)
        assert ran.completed, walk
        assert ran.tasks == _tasks(found, walk, handbook), walk
        assert ran.ends == _ends(found, walk), walk
        assert ran.signals == _started(found, walk), walk
        if (other := _turned(found, walk)) != walk:
            ran = engine.walk(found, other)
            assert ran.completed, other
            assert ran.ends == _ends(found, walk), other


def _turned(found: Procedure, walk: Walk) -> Walk:
    """Do what is done at the same time the other way round, where all of it is done."""
    turned = list(walk.moves)
    for group in groups(found):
        names = [step.id for step in group]
        for at in range(len(turned) - len(names) + 1):
            row = turned[at : at + len(names)]
            if [move.step for move in row] == names and not any(_leads(found, m) for m in row):
                turned[at : at + len(names)] = row[::-1]
    return replace(walk, moves=tuple(turned))


def _leads(found: Procedure, move: Move) -> bool:
    trouble = found.exceptions[move.trouble - 1] if move.trouble else None
    return bool(move.outside) or (trouble is not None and trouble.then != RESUME)


def _tasks(found: Procedure, walk: Walk, handbook: Handbook) -> tuple[tuple[str, str], ...]:
    """What people are asked to do, in whose lane."""
    by_id = {step.id: step for step in found.steps}
    expected = []
    for move in walk.moves:
        step = by_id[move.step]
        own = (role_name(handbook.names.role(step.role), WORDS), step.title)
        if move.exhausted:
            continue
        if move.outside:
            expected.append((own[0], ""))
            continue
        if move.trouble:
            trouble = found.exceptions[move.trouble - 1]
            first = trouble.at[0] if trouble.at else found.steps[0].id
            role = role_name(handbook.names.role(trouble.role or by_id[first].role), WORDS)
            expected.append((role, ""))
            if trouble.then != RESUME:
                continue
        repeat = step.repeat
        expected += [own] * ((2 if repeat.for_each else repeat.times or 1) if repeat else 1)
    return tuple(expected)


def _ends(found: Procedure, walk: Walk) -> frozenset[str]:
    resumed = {
        f"resumed_{move.trouble}"
        for move in walk.moves
        if move.trouble and found.exceptions[move.trouble - 1].then == RESUME
    }
    return frozenset({f"end_{walk.end}", *resumed})


def _started(found: Procedure, walk: Walk) -> tuple[str, ...]:
    by_id = {step.id: step for step in found.steps}
    done = [
        by_id[move.step].starts
        for move in walk.moves
        if not move.outside
        and not move.exhausted
        and (not move.trouble or found.exceptions[move.trouble - 1].then == RESUME)
    ]
    over = next(end.hands_over for end in found.ends if end.id == walk.end)
    return tuple(name for name in (*done, over if _cut_short(found) else None) if name)


def _cut_short(found: Procedure) -> bool:
    """Whether an end stops what is still going on, and so sends its signal before."""
    members = [step for group in groups(found) for step in group]
    rules = [one for one in found.exceptions if one.then != RESUME]
    return any(
        any(not one.at or step.id in one.at for one in rules)
        or any(one.outside and one.outside.go for one in step.readings)
        for step in members
    )


JOINED = [
    name
    for name, found in CASES.items()
    if found.order == "any"
    and not found.exceptions
    and not any(step.decision or step.readings for step in found.steps)
]


@pytest.mark.parametrize("name", JOINED)
def test_parts_may_be_done_in_any_order_and_all_are_done(
    name: str, exported: Callable[[str], bytes]
) -> None:
    found = CASES[name]
    engine = Engine({found.id: exported(name)})
    names = [step.id for step in found.steps]
    for order in (names, names[::-1]):
        ran = engine.parts(found, order)
        assert ran.completed
        assert ran.ends == {f"end_{found.ends[0].id}"}
    assert not engine.parts(found, names[:-1]).completed


def test_parts_with_ways_of_their_own_do_not_wait_for_each_other(
    exported: Callable[[str], bytes],
) -> None:
    name = "parts with questions"
    run = Engine({"sketch": exported(name)}).start(CASES[name])
    for part in ("step_c", "step_b", "step_a"):
        run.do(part, {"answer_a": 2})
    assert not run.outcome().completed
    run.do("step_b")
    assert run.outcome().completed


def test_a_step_that_uses_another_procedure_runs_it_and_goes_on() -> None:
    called = replace(procedure("x; y"), id="called")
    caller = steps(procedure("a; b; c"), b={"use": "called"})
    book = replace(HANDBOOK, procedures={**HANDBOOK.procedures, "called": called})
    files = {found.id: export(found, book) for found in (caller, called)}
    assert [complaint for file in files.values() for complaint in complaints(file)] == []
    run = Engine(files).start(caller)
    for name in ("step_a", "step_x", "step_y", "step_c"):
        run.do(name)
    assert run.outcome().completed


def test_a_question_nobody_answered_takes_the_last_answer() -> None:
    found = procedure("a ?b ?stop; b >done", "done stop")
    run = Engine({"sketch": export(found)}).start(found)
    run.do("step_a")
    assert run.outcome().ends == {"end_stop"}


def test_the_code_in_the_documentation_runs_a_file(tmp_path: Path) -> None:
    found = HANDBOOK.procedures["egl-docking"]
    file = tmp_path / "egl-docking.bpmn"
    file.write_bytes(export(found))
    done = DOCS["run"](str(file), "egl-docking", {"answer_choose_hospital": 1})
    assert done == [step.title for step in found.steps if step.id != "reserve-fund"]


# What the gates are worth ------------------------------------------------------------------------

BROKEN = {
    "an element in no lane": ("flowNodeRef[.='step_verify']", "drop"),
    "a flow without its line": ("BPMNEdge[@bpmnElement='flow_start_event']", "drop"),
    "a node without its shape": ("BPMNShape[@bpmnElement='step_verify']", "drop"),
    "an outgoing that is not listed": ("outgoing[.='flow_start_event']", "drop"),
    "a flow to nowhere": ("sequenceFlow[@id='flow_start_event']", {"targetRef": "nobody"}),
    "a question without words": ("exclusiveGateway[@id='decide_verify']", {"name": ""}),
    "a Chinese id": ("signal[@id='signal_egl-docking']", {"id": "信号"}),
    "an attribute BPMN does not know": ("userTask[@id='step_verify']", {"urgent": "true"}),
    "a condition on the default way": ("exclusiveGateway[@id='decide_verify']", {"default": "x"}),
    "a shape elsewhere": ("BPMNShape[@bpmnElement='step_verify']/Bounds", {"x": "9000"}),
    "a shape on another": ("BPMNShape[@bpmnElement='step_verify']/Bounds", {"width": "400"}),
    "a line that is cut": ("BPMNEdge[@bpmnElement='flow_step_verify']/waypoint", {"x": "1"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_gates_see_what_is_broken(name: str, exported: Callable[[str], bytes]) -> None:
    path, change = BROKEN[name]
    tree = etree.fromstring(exported("DB-02 egl-crew"))
    steps_ = [f"*[local-name()='{part}'" + rest for part, rest in map(_split, path.split("/"))]
    (found, *_) = tree.xpath("//" + "/".join(steps_), namespaces=SPACES)
    if change == "drop":
        found.getparent().remove(found)
    else:
        assert isinstance(change, dict)
        found.attrib.update(change)
    assert complaints(etree.tostring(tree, encoding="utf-8")) != []


def _split(part: str) -> tuple[str, str]:
    name, bracket, rest = part.partition("[")
    return name, f" and {rest}" if bracket else "]"


# What is in the files -----------------------------------------------------------------------------


def test_trouble_at_any_time_stands_once_aside_of_the_steps() -> None:
    tree = etree.fromstring(export(HARD["troubles at any time"]))
    aside = "//bpmn:subProcess[@triggeredByEvent='true']/bpmn:startEvent/@isInterrupting"
    assert tree.xpath(aside, namespaces=SPACES) == ["false", "false"]
    assert tree.xpath("//bpmn:boundaryEvent", namespaces=SPACES) == []


def test_trouble_at_any_time_that_ends_it_may_come_at_every_step() -> None:
    tree = etree.fromstring(export(HARD["a trouble at any time that ends it"]))
    hosts = tree.xpath("//bpmn:boundaryEvent/@attachedToRef", namespaces=SPACES)
    assert hosts == ["step_a", "step_b", "step_c"]


def test_texts_stay_texts() -> None:
    attack = Text(("</bpmn:documentation><x> & \"'", Mention(Quantity(
        id="q", label="q", kind="count", value="1"), "<&\">")))  # fmt: skip
    found = steps(replace(procedure("a ?a ?done"), title="<&>\"'"), a={"title": "]]> <b>&amp;"})
    tree = etree.fromstring(export(replace(found, goal=attack)))
    assert tree.xpath("//bpmn:participant/@name", namespaces=SPACES) == ["<&>\"'"]
    assert tree.xpath("//bpmn:userTask/@name", namespaces=SPACES) == ["]]> <b>&amp;"]
    assert str(attack) in tree.xpath("string(//bpmn:process/bpmn:documentation)", namespaces=SPACES)


def test_a_step_tells_everything_that_is_critical_first() -> None:
    for found in HANDBOOK.procedures.values():
        tree = etree.fromstring(export(found))
        for step in found.steps:
            said = tree.xpath(
                "string(//bpmn:userTask[@id=$id]/bpmn:documentation)",
                id=f"step_{step.id}",
                namespaces=SPACES,
            )
            points = [said.find(str(point.text)) for point in step.key_points if point.critical]
            others = [said.find(str(point.text)) for point in step.key_points if not point.critical]
            assert -1 not in (*points, *others)
            assert not points or not others or max(points) < min(others)


def test_the_same_procedure_gives_the_same_bytes() -> None:
    found = HANDBOOK.procedures["egl-docking"]
    assert export(found) == export(found)


def test_ids_do_not_depend_on_what_is_written_before_them() -> None:
    before = procedure("a; b ?a ?c; c", exceptions=(rule("停电", RESUME, "c"),))
    after = procedure("a; x; b ?a ?c; c", exceptions=(rule("停电", RESUME, "c"),))
    ids = [set(etree.fromstring(export(found)).xpath("//@id")) for found in (before, after)]
    assert ids[0] <= ids[1]
