"""Runs exported BPMN files in SpiffWorkflow, the way docs/maintain/exchange.md tells to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import TaskDataEnvironment
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from sop_handbook.model import RESUME, Procedure
from tests.support import THEME
from tests.walks import Move, Walk

_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _shown_in_the_docs() -> dict[str, Any]:
    """What the code in the documentation defines."""
    page = (THEME / "docs" / "maintain" / "exchange.md").read_text("utf-8")
    scope: dict[str, Any] = {}
    for code in _PYTHON.findall(page):
        exec(code, scope)
    return scope


DOCS = _shown_in_the_docs()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run did: tasks by lane and name as they came up, ends reached, signals sent."""

    completed: bool
    tasks: tuple[tuple[str, str], ...]
    ends: frozenset[str]
    signals: tuple[str, ...]


class Engine:
    """The exported processes, ready to be run."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {name: etree.parse(BytesIO(content)) for name, content in files.items()}

    def walk(self, procedure: Procedure, walk: Walk) -> Outcome:
        """Do what a walk says; fails where the process does not offer it."""
        run = self.start(procedure)
        for index, move in enumerate(walk.moves):
            run.ahead(walk.moves[index + 1 :])
            run.move(move)
        return run.outcome()

    def parts(self, procedure: Procedure, order: Iterable[str]) -> Outcome:
        """Do the parts of a procedure without an order in some order."""
        run = self.start(procedure)
        assert {task.task_spec.bpmn_id for task in run.ready()} == {
            f"step_{step.id}" for step in procedure.steps
        }
        for name in order:
            run.do(f"step_{name}")
        return run.outcome()

    def start(self, procedure: Procedure) -> "Run":
        """Begin a run by hand."""
        parser = BpmnParser()  # a run changes what it was read from, so every run reads anew
        for name, tree in self._files.items():
            parser.add_bpmn_xml(tree, filename=name)
        spec = parser.get_spec(procedure.id)
        subs = parser.get_subprocess_specs(procedure.id)
        return Run(
            procedure, BpmnWorkflow(spec, subs, DOCS["HandbookEngine"](TaskDataEnvironment()))
        )


class Run:
    """One run of a process."""

    def __init__(self, procedure: Procedure, workflow: BpmnWorkflow) -> None:
        self._procedure = procedure
        self._workflow = workflow
        self._tasks: list[tuple[str, str]] = []
        self._groups = {step.id: step.together for step in procedure.steps if step.together}
        self._steps = {step.id: step for step in procedure.steps}
        self._left: set[str] = set()  # groups out of which a way led before all were done
        self._enough: dict[str, bool] = {}
        workflow.do_engine_steps()

    def ready(self) -> list[Any]:
        """Tasks that wait for a person."""
        return list(self._workflow.get_tasks(state=TaskState.READY, manual=True))

    def ahead(self, moves: Sequence[Move]) -> None:
        """Say with the next task whether the step after it was done often enough.

        All of those that are done at the same time say the same.
        """
        group = self._groups.get(moves[0].step) if moves else None
        after = next((one for one in moves if self._groups.get(one.step, "") != group), None)
        self._enough = dict.fromkeys(self._enough, False)
        if after and after.exhausted:
            self._enough[f"enough_{after.step}".replace("-", "_")] = True

    def move(self, move: Move) -> None:
        """Do one move, its exception first."""
        if move.exhausted:  # the gateway has led on
            return
        self._offers(move.step)
        if move.trouble:
            variable = self._meet(move)
            leaves = self._procedure.exceptions[move.trouble - 1].then != RESUME
            self._leave(move.step if leaves else "")
            self.do(f"handle_{move.trouble}", {variable: False})
            if leaves:
                return
        if move.outside:
            variable = self._come_true(self._waiting(f"outside_{move.outside}"))
            self._leave(move.step)
            self.do(f"correct_{move.outside}", {variable: False})
            return
        name = f"answer_{move.step}".replace("-", "_")
        for more in self._times(move.step):
            self.do(f"step_{move.step}", {**more, **({name: move.answer} if move.answer else {})})

    def _offers(self, name: str) -> None:
        """Fail unless a step is to be done, and nothing but what is done at the same time."""
        ready = [str(task.task_spec.bpmn_id).removeprefix("step_") for task in self.ready()]
        allowed = {self._groups[name]} if name in self._groups else set()
        assert name in ready
        assert all(o == name or self._groups.get(o) in allowed | self._left for o in ready), ready

    def _leave(self, name: str) -> None:
        self._left |= {self._groups[name]} if name in self._groups else set()

    def _times(self, name: str) -> list[dict[str, bool]]:
        """Return what is said each time that a step is done: of some things there are two."""
        repeat = self._steps[name].repeat
        if repeat and repeat.for_each:
            return [{f"more_{name}".replace("-", "_"): more} for more in (True, False)]
        return [{}] * ((repeat and repeat.times) or 1)

    def do(self, name: str, data: Mapping[str, object] | None = None) -> None:
        """Complete the one task of this name that waits for a person."""
        (task,) = [task for task in self.ready() if task.task_spec.bpmn_id == name]
        own = name.startswith("step_")
        self._tasks.append((task.task_spec.lane or "", task.task_spec.bpmn_name if own else ""))
        task.data.update({**self._enough, **(data or {})})
        task.run()
        self._workflow.do_engine_steps()

    def _meet(self, move: Move) -> str:
        """Let the condition of an exception come true; returns the variable that says so."""
        at_step = self._waiting(f"trouble_{move.trouble}_{move.step}")
        return self._come_true(at_step or self._any_time(move))

    def _come_true(self, waiting: list[Any]) -> str:
        (task,) = waiting
        variable = str(task.task_spec.bpmn_id).replace("-", "_")
        task.parent.data[variable] = task.data[variable] = True
        task.task_spec._update(task)
        self._workflow.do_engine_steps()
        return variable

    def _any_time(self, move: Move) -> list[Any]:
        """Open an event sub-process; a condition event of Spiff's would open all of them."""
        root = self._workflow.task_tree
        self._workflow.spec.start.trigger_wf(root, f"aside_{move.trouble}")
        return self._waiting(f"trouble_{move.trouble}")

    def _waiting(self, name: str) -> list[Any]:
        waiting = self._workflow.get_tasks(state=TaskState.WAITING)
        return [task for task in waiting if task.task_spec.bpmn_id == name]

    def outcome(self) -> Outcome:
        """What came of it."""
        done = self._workflow.get_tasks(state=TaskState.COMPLETED)
        ends = [t.task_spec.bpmn_id for t in done if type(t.task_spec).__name__ == "EndEvent"]
        thrown = (event.event_definition for event in self._workflow.get_events())
        return Outcome(
            completed=bool(self._workflow.completed),
            tasks=tuple(self._tasks),
            ends=frozenset(ends),
            signals=tuple(one.name for one in thrown if isinstance(one, SignalEventDefinition)),
        )
