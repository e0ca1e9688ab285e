"""The graph of one procedure: its steps by role, its decisions, exceptions, starts and ends."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from sop_handbook.diagrams.graph import Edge, Graph, Kind, Lane, Node
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import limit_name, reads
from sop_handbook.language.wording import role_name
from sop_handbook.model import RESUME, ExceptionRule, Handbook, Procedure, Step, Value, flow
from sop_handbook.model.groups import group_of, groups
from sop_handbook.model.timing import Repeat

LONGEST = 26  # characters of a start or end that are drawn, unless its first clause has more


def procedure_graph(
    handbook: Handbook, procedure: Procedure, messages: Messages, whole: bool = False
) -> Graph:
    """Return what a procedure's diagram shows, in step order.

    Long starts and ends are cut to their first clauses, unless they are wanted `whole`: on paper
    nobody can tap on them.
    """
    sketch = _Sketch(handbook, procedure, messages, whole)
    nodes, edges = tuple(sketch.nodes()), tuple(sketch.edges())
    return Graph(
        id=procedure.id,
        title=procedure.title,
        lanes=lanes(handbook, (node.lane for node in nodes), messages),
        nodes=nodes,
        edges=edges if procedure.order == "sequence" else (),
        standing=tuple(str(one.rule.when) for one in handbook.resolved(procedure).standing),
        ordered=procedure.order == "sequence",
    )


def lanes(handbook: Handbook, roles: Iterable[str], messages: Messages) -> tuple[Lane, ...]:
    """Return a lane for each role, in the order of their first steps."""
    return tuple(
        Lane(id=name, title=role_name(handbook.names.role(name), messages))
        for name in dict.fromkeys(roles)
    )


def gist(text: str, longest: int = LONGEST) -> str:
    """Return the first clauses of a long text, as many as a small node can hold.

    That is `longest` characters, or one clause; `…` stands for what was left off.
    """
    clauses = re.findall("[，；。（]?[^，；。（]+", text)
    kept = clauses[0]
    for clause in clauses[1:]:
        if len(kept + clause) > longest:
            return f"{kept}…"
        kept += clause
    return text


class _Sketch:
    """Draws one procedure. Holds only what it was given."""

    def __init__(
        self, handbook: Handbook, procedure: Procedure, messages: Messages, whole: bool
    ) -> None:
        self._whole = whole
        self._handbook = handbook
        self._procedure = procedure
        self.messages = messages
        told = handbook.resolved(procedure)
        self._numbers = told.numbers
        self._exceptions = [
            (number, one.rule) for number, one in enumerate(told.exceptions, 1) if not one.anywhere
        ]
        self._groups = {step.id: group for group in groups(procedure) for step in group}

    def nodes(self) -> Iterator[Node]:
        """Yield starts, steps each with what it opens, and ends."""
        if self._procedure.order == "sequence":
            yield from self._starts()
        for step in self._procedure.steps:
            group = self._groups.get(step.id, ())
            if group and step is group[0]:
                yield self._bar(step, Kind.FORK)
            yield self._step(step)
            if step.starts:
                yield self._parallel(step, step.starts)
            for number, rule in self._exceptions:
                if rule.at[0] == step.id:
                    yield self._trouble(number, rule, step)
            if group and step is group[-1]:
                yield self._bar(group[0], Kind.JOIN)
        if self._procedure.order == "sequence":
            yield from self._ends()

    def edges(self) -> Iterator[Edge]:
        """Yield every way through the procedure, starts first."""
        for start in self._starts():
            yield Edge(source=start.id, target=entry(self._procedure))
        ways = [way for way in flow.edges(self._procedure) if way.exception is None]
        leaving = {name: list(group) for name, group in groupby(ways, lambda way: way.source)}
        for step in self._procedure.steps:
            yield from self._together(step)
            for way in leaving.get(step.id, ()):
                if way.plain and step.id in self._groups:
                    continue
                yield self._way(step, way)
            if step.starts:
                target = f"start-{step.id}"
                yield Edge(source=_step(step.id), target=target, kind="parallel")
        for number, rule in self._exceptions:
            yield from self._trouble_edges(number, rule)

    def _together(self, step: Step) -> Iterator[Edge]:
        """Yield the ways from and to the bars of what is done at the same time."""
        group = self._groups.get(step.id)
        if group is None:
            return
        if step is group[0]:
            yield from (Edge(source=_fork(step), target=_step(one.id)) for one in group)
        yield Edge(source=_step(step.id), target=_join(group[0]))
        target = flow.following(self._procedure, step) if step is group[-1] else None
        if target:
            yield Edge(source=_join(group[0]), target=self._id(target))

    def _bar(self, first: Step, kind: Kind) -> Node:
        fork = kind is Kind.FORK
        return Node(
            id=_fork(first) if fork else _join(first),
            kind=kind,
            lane=first.role,
            text=self.messages("page.diagram.fork" if fork else "page.diagram.join"),
            step=first.id,
            procedure=self._procedure.id,
        )

    def _way(self, step: Step, way: flow.Transition) -> Edge:
        """Return the way on, that of an answer, of a value out of bounds, or after the most."""
        source, target = _step(step.id), self._id(way.target)
        if way.exhausted:
            label = self.messages("page.diagram.exhausted")
            return Edge(source=source, target=target, label=label, kind="trouble")
        if way.reading is None:
            return Edge(source=source, target=target, label=str(way.answer or ""))
        reading = next(one for one in step.readings if one.id == way.reading)
        label = self.messages("page.diagram.outside", label=reading.label)
        return Edge(source=source, target=target, label=label, kind="trouble")

    def _trouble_edges(self, number: int, rule: ExceptionRule) -> Iterator[Edge]:
        for name in rule.at:
            yield Edge(source=_step(name), target=f"trouble-{number}", kind="trouble")
        if rule.then != RESUME:
            yield Edge(source=f"trouble-{number}", target=self._id(rule.then), kind="trouble")

    def _starts(self) -> Iterator[Node]:
        lane = self._procedure.steps[0].role
        for number, trigger in enumerate(self._procedure.triggers, 1):
            text = str(trigger.text)
            yield Node(
                id=f"start-{number}",
                kind=Kind.START,
                lane=lane,
                text=self._short(text),
                full=text,
                procedure=trigger.from_,
            )

    def _step(self, step: Step) -> Node:
        called = step.use is not None
        kind = Kind.DECISION if step.decision else Kind.CALL if called else Kind.TASK
        return Node(
            id=_step(step.id),
            kind=kind,
            lane=step.role,
            text=step.title,
            number=self._numbers[step.id],
            question=str(step.decision.question) if step.decision else "",
            limit="；".join(reads(one, self.messages) for one in _times(step)),
            limit_name=limit_name(_times(step)[0]) if _times(step) else "limit",
            again=_again(step.repeat, self.messages),
            often=_often(step.repeat, self.messages),
            critical=any(point.critical for point in step.key_points),
            hazard=any(hazard.level != "caution" for hazard in step.hazards),
            step=step.id,
            procedure=self._procedure.id,
            calls=step.use,
        )

    def _parallel(self, step: Step, name: str) -> Node:
        title = self._handbook.procedures[name].title
        text = self.messages("page.diagram.parallel", title=title)
        return Node(
            id=f"start-{step.id}", kind=Kind.CALL, lane=step.role, text=text, procedure=name
        )

    def _trouble(self, number: int, rule: ExceptionRule, step: Step) -> Node:
        return Node(
            id=f"trouble-{number}",
            kind=Kind.TROUBLE,
            lane=rule.role or step.role,
            text=str(rule.when),
            note="\n".join(self._trouble_notes(rule)),
            limit=_limit(rule.within, self.messages),
            step=step.id,
            procedure=self._procedure.id,
        )

    def _trouble_notes(self, rule: ExceptionRule) -> Iterator[str]:
        if len(rule.at) > 1:
            numbers = "、".join(self._numbers[name] for name in rule.at)
            yield self.messages("page.diagram.at", numbers=numbers)
        if rule.then == RESUME:
            yield self.messages("page.diagram.resume")

    def _ends(self) -> Iterator[Node]:
        last = {edge.target: edge.source for edge in flow.edges(self._procedure)}
        roles = {step.id: step.role for step in self._procedure.steps}
        for end in self._procedure.ends:
            if end.id not in last:
                continue
            text = str(end.text)
            if end.hands_over:
                title = self._handbook.procedures[end.hands_over].title
                text = self.messages("page.diagram.hand-over", title=title)
            yield Node(
                id=f"end-{end.id}",
                kind=Kind.END,
                lane=roles[last[end.id]],
                text=text if end.hands_over else self._short(text),
                full=str(end.text),
                procedure=end.hands_over,
            )

    def _short(self, text: str) -> str:
        return text if self._whole else gist(text)

    def _id(self, name: str) -> str:
        if name not in self._numbers:
            return f"end-{name}"
        first = self._groups[name][0] if name in self._groups else None
        return _fork(first) if first and first.id == name else _step(name)


def entry(procedure: Procedure) -> str:
    """Return the id of the node at which a procedure begins, but for what starts it."""
    first = procedure.steps[0]
    return _fork(first) if group_of(procedure, first) else _step(first.id)


def _fork(first: Step) -> str:
    return f"fork-{first.id}"


def _join(first: Step) -> str:
    return f"join-{first.id}"


def _times(step: Step) -> tuple[Value, ...]:
    """What its node says under one name: its time limit, or else how often."""
    return (step.time_limit,) if step.time_limit else step.schedule


def _again(repeat: Repeat | None, messages: Messages) -> str:
    if repeat is None:
        return ""
    if repeat.times:
        return messages("page.diagram.times", count=str(repeat.times))
    if repeat.for_each:
        return messages("page.diagram.each")
    return messages("page.diagram.most", count=str(repeat.most))


def _often(repeat: Repeat | None, messages: Messages) -> str:
    if repeat and repeat.times:
        return messages("page.repeat.times", count=str(repeat.times))
    if repeat and repeat.for_each:
        return messages("page.repeat.each", each=str(repeat.for_each))
    return _again(repeat, messages)


def _step(name: str) -> str:
    return f"step-{name}"


def _limit(value: Value | None, messages: Messages) -> str:
    return reads(value, messages) if value else ""
