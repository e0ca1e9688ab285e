"""From a procedure to a BPMN process; theme/docs/maintain/exchange.md says what becomes what."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sop_handbook.diagrams.procedures import gist
from sop_handbook.language.messages import Messages
from sop_handbook.model import (
    RESUME,
    Decision,
    End,
    ExceptionRule,
    Handbook,
    Procedure,
    Step,
    flow,
)
from sop_handbook.render.exchange.assembly import lanes_of, start_name, with_merges
from sop_handbook.render.exchange.notes import Notes
from sop_handbook.render.exchange.outside import outsides
from sop_handbook.render.exchange.process import ElementKind, Flow, FlowNode, Process, variable
from sop_handbook.render.exchange.repeating import counter, enough, loop
from sop_handbook.render.exchange.together import Together
from sop_handbook.render.exchange.troubles import aside, handling, resumed, trouble


def bpmn_process(handbook: Handbook, procedure: Procedure, messages: Messages) -> Process:
    """Return the BPMN process of a procedure."""
    draft = _Draft(handbook, procedure, messages)
    draft.write()
    nodes, flows = with_merges(draft.nodes, draft.flows)
    return Process(
        id=procedure.id,
        title=procedure.title,
        notes=draft.notes.of_procedure(procedure),
        lanes=lanes_of(handbook, procedure, nodes, messages),
        nodes=tuple(nodes),
        flows=tuple(flows),
        signals=tuple(dict.fromkeys(node.signal for node in nodes if node.signal)),
    )


@dataclass
class _Draft:
    """The nodes and flows while they are written down; several flows may still meet in a node."""

    handbook: Handbook
    procedure: Procedure
    messages: Messages
    nodes: list[FlowNode] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.notes = Notes(self.handbook, self.procedure, self.messages)
        self.told = self.handbook.resolved(self.procedure)
        self.steps = {step.id: step for step in self.procedure.steps}
        self.standing = [one.rule for one in self.told.standing]
        self.first = self.procedure.steps[0]
        # A single part needs no fork.
        self.parted = self.procedure.order != "sequence" and len(self.steps) > 1
        self.joined = self._joint_end() if self.parted else None
        self.together = Together(self.procedure)

    def _joint_end(self) -> str | None:
        """Return the end of all parts; None if one may go elsewhere and the others would wait."""
        asks = any(step.decision for step in self.procedure.steps)
        leaves = any(way.exception is not None or way.reading for way in flow.edges(self.procedure))
        targets = {one.follows.id if one.follows else None for one in self.told.steps}
        return targets.pop() if len(targets) == 1 and not asks and not leaves else None

    def write(self) -> None:
        """Write everything down in reading order."""
        self._start()
        for step in self.procedure.steps:
            self._fork(step)
            self._again(step)
            self._step(step)
            for number, rule in self._rules():
                if step.id == (rule.at[0] if rule.at else self.first.id):
                    self._handling(number, rule)
            for event, task, go in outsides(step, self.notes):
                self.nodes += [event, task]
                self._flow(event.id, task.id)
                self._lead(task.id, go)
            self._join(step)
        if self.joined:
            self.nodes.append(
                FlowNode(id="all_done", kind=ElementKind.FORK, role=self._last_role())
            )
            self._lead("all_done", self.joined)
        self._ends()

    def _last_role(self) -> str:
        return self.procedure.steps[-1].role

    def _rules(self) -> Iterator[tuple[int, ExceptionRule]]:
        return iter(enumerate(self.procedure.exceptions, 1))

    def _start(self) -> None:
        name = start_name(self.procedure, self.messages)
        notes = self.notes.of_start()
        role = self.first.role
        self.nodes.append(
            FlowNode(id="start_event", kind=ElementKind.START, role=role, name=name, notes=notes)
        )
        if self.parted:
            self.nodes.append(FlowNode(id="all_parts", kind=ElementKind.FORK, role=role))
            self._flow("start_event", "all_parts")
            for number, step in enumerate(self.procedure.steps, 1):
                self._flow("all_parts", self._target(step.id), number=number)
        else:
            self._lead("start_event", self.first.id)

    def _step(self, step: Step) -> None:
        kind = ElementKind.CALL if step.use else ElementKind.TASK
        self.nodes.append(
            FlowNode(
                id=_step(step.id),
                kind=kind,
                role=step.role,
                name=step.title,
                notes=self.notes.of_step(step),
                calls=step.use or "",
                **loop(step),
            )
        )
        self._troubles(step)
        last = _step(step.id)
        if step.starts:
            last = self._launch(step, step.starts)
        if join := self.together.join(step):
            self._flow(last, join)
        elif step.decision:
            self._decision(step, step.decision, last)
        elif self.joined:
            self._flow(last, "all_done")
        elif target := self.told.step(step.id).follows:
            self._lead(last, target.id)

    def _fork(self, step: Step) -> None:
        """Write where steps begin at the same time, before the first of them."""
        if fork := self.together.begins(step):
            self.nodes.append(FlowNode(id=fork, kind=ElementKind.FORK, role=step.role))
            for number, one in enumerate(self.together.members(step), 1):
                self._flow(fork, _step(one.id), number=number)

    def _join(self, step: Step) -> None:
        """Write where steps are waited for that are done at the same time, after the last one."""
        if join := self.together.ends(step):
            self.nodes.append(FlowNode(id=join, kind=ElementKind.FORK, role=step.role))
            if target := self.told.step(step.id).follows:
                self._lead(join, target.id)

    def _again(self, step: Step) -> None:
        """Write the gateway before a step that is done so many times at most."""
        if step.repeat and step.repeat.then:
            count, gate = str(step.repeat.most), counter(step)
            self.nodes.append(
                FlowNode(
                    id=gate,
                    kind=ElementKind.CHOICE,
                    role=step.role,
                    name=self.messages("page.bpmn.often-enough", count=count),
                    notes=self.notes.of_counter(step),
                    default=f"flow_{gate}_2",
                )
            )
            self._flow(
                gate,
                self._target(step.repeat.then),
                number=1,
                name=self.messages("page.diagram.exhausted"),
                condition=f"={enough(step)} = true",
            )
            self._flow(gate, _step(step.id), number=2)

    def _launch(self, step: Step, name: str) -> str:
        title = self.handbook.procedures[name].title
        text = self.messages("page.diagram.parallel", title=title)
        node = f"launch_{step.id}"
        self.nodes.append(
            FlowNode(id=node, kind=ElementKind.LAUNCH, role=step.role, name=text, signal=name)
        )
        self._flow(_step(step.id), node)
        return node

    def _decision(self, step: Step, decision: Decision, before: str) -> None:
        """Write a gateway; the last answer is what a run takes if nobody gave one."""
        node, outcomes = f"decide_{step.id}", decision.outcomes
        self.nodes.append(
            FlowNode(
                id=node,
                kind=ElementKind.CHOICE,
                role=step.role,
                name=str(decision.question),
                default=f"flow_{node}_{len(outcomes)}",
            )
        )
        self._flow(before, node)
        for number, outcome in enumerate(outcomes, 1):
            condition = f"={variable(f'answer_{step.id}')} = {number}"
            self._flow(
                node,
                self._target(outcome.go),
                number=number,
                name=str(outcome.answer),
                condition=condition if number < len(outcomes) else "",
            )

    def _troubles(self, step: Step) -> None:
        """Write the boundary events of a step, whatever the exception leads to."""
        for number, rule in self._rules():
            if self._stands_aside(rule) or (rule.at and step.id not in rule.at):
                continue
            event = trouble(number, rule, step, self.notes)
            self.nodes.append(event)
            self._flow(event.id, f"handle_{number}")

    def _stands_aside(self, rule: ExceptionRule) -> bool:
        """Tell whether an exception may come up at any time and changes no way."""
        return rule.then == RESUME and rule in self.standing

    def _handling(self, number: int, rule: ExceptionRule) -> None:
        """Write what is done about an exception, and how it goes on."""
        role = rule.role or (self.steps[rule.at[0]] if rule.at else self.first).role
        task = handling(number, rule, role, self.notes)
        if rule.then != RESUME:
            self.nodes.append(task)
            self._lead(task.id, rule.then)
            return
        done, way_on = resumed(number, task, self.notes)
        if self._stands_aside(rule):
            self.nodes.append(aside(number, rule, task, (done, way_on), self.notes))
        else:
            self.nodes += [task, done]
            self.flows.append(way_on)

    def _ends(self) -> None:
        roles = {node.id: node.role for node in self.nodes}
        last = {way.target: roles[way.source] for way in self.flows}
        for end in self.procedure.ends:
            if (first := self._target(end.id)) in last:
                self._end(end, last[first])

    def _end(self, end: End, role: str) -> None:
        """Write an end; one that ends what is still going on first sends its signal."""
        name, signal, notes = gist(str(end.text)), end.hands_over or "", self.notes.of_end(end)
        if end.hands_over:
            title = self.handbook.procedures[end.hands_over].title
            name = self.messages("page.diagram.hand-over", title=title)
        if signal and self.together.abandoned:
            over = self._target(end.id)
            self.nodes.append(
                FlowNode(id=over, kind=ElementKind.LAUNCH, role=role, name=name, signal=signal)
            )
            self._flow(over, _end(end.id))
            name, signal = gist(str(end.text)), ""
        self.nodes.append(
            FlowNode(
                id=_end(end.id),
                kind=ElementKind.END,
                role=role,
                name=name,
                notes=notes,
                signal=signal,
                terminates=self.together.abandoned,
            )
        )

    def _target(self, name: str) -> str:
        """Return where a way leads: to a step or what stands before it, or to an end."""
        if step := self.steps.get(name):
            limited = step.repeat and step.repeat.then
            return self.together.begins(step) or (counter(step) if limited else _step(name))
        over = next(end.hands_over for end in self.procedure.ends if end.id == name)
        return f"over_{name}" if over and self.together.abandoned else _end(name)

    def _lead(self, source: str, target: str) -> None:
        self._flow(source, self._target(target))

    def _flow(
        self, source: str, target: str, *, number: int = 0, name: str = "", condition: str = ""
    ) -> None:
        id_ = f"flow_{source}_{number}" if number else f"flow_{source}"
        self.flows.append(
            Flow(id=id_, source=source, target=target, name=name, condition=condition)
        )


def _step(name: str) -> str:
    return f"step_{name}"


def _end(name: str) -> str:
    return f"end_{name}"
