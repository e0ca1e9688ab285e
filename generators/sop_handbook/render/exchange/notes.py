"""What the documentation of a BPMN element says: the words of the page, without its links."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any
from urllib.parse import urljoin

from sop_handbook.editions.facts import facts
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import limit_name, reads
from sop_handbook.language.wording import role_name, worded
from sop_handbook.model import (
    RESUME,
    Action,
    End,
    ExceptionRule,
    Handbook,
    Hazard,
    KeyPoint,
    Outcome,
    Phrase,
    Procedure,
    Reading,
    Step,
    Value,
    routes,
)
from sop_handbook.model.before import TICKED, gravest_first
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.render.exchange.process import Note, variable
from sop_handbook.render.exchange.repeating import enough, more
from sop_handbook.render.exchange.shown import seen, table_lines
from sop_handbook.render.views.needed import reading_view


class Notes:
    """Notes on one procedure: headings with their lines. A heading without lines is left out."""

    def __init__(self, handbook: Handbook, procedure: Procedure, messages: Messages) -> None:
        self._handbook = handbook
        self._procedure = procedure
        self.messages = messages
        self._numbers = handbook.resolved(procedure).numbers

    def of_procedure(self, procedure: Procedure) -> tuple[Note, ...]:
        """Return number, revision and status, what it is for, and where its page is."""
        status = self.messages(f"page.status.{procedure.control.status}")
        revision = self.messages("page.revision", revision=procedure.revision)
        return self._kept(
            ("bpmn.number", [f"{procedure.number} · {revision} · {status}"]),
            ("goal", [procedure.goal]),
            ("scope", [procedure.scope] if procedure.scope else []),
            ("frequency", (reads(one, self.messages) for one in procedure.schedule)),
            *self._before(procedure),
            ("principles", procedure.principles),
            ("rules", chain.from_iterable(map(table_lines, procedure.rules))),
            *seen(procedure, self.messages),
            ("bpmn.page", self._address()),
        )

    def of_start(self) -> tuple[Note, ...]:
        """Return every trigger in full, with the procedure it comes from."""
        return self._kept(("starts", [self._trigger(*t) for t in self._triggers()]))

    def of_step(self, step: Step) -> tuple[Note, ...]:
        """Return everything the page says about a step; what is critical comes first."""
        critical = [point for point in step.key_points if point.critical]
        others = [point for point in step.key_points if not point.critical]
        answers = step.decision.outcomes if step.decision else ()
        told = self._handbook.resolved(self._procedure).step(step.id)
        return self._kept(
            ("step", [self._numbers[step.id]]),
            (limit_name(step.timing), self._limit(step.timing)),
            *self._hazards(step.hazards),
            ("critical", map(self._point, critical)),
            ("with", map(self._role, step.with_)),
            ("receives", (f"{item.item}（{self._role(item.from_)}）" for item in step.receives)),
            ("use", [self._title(step.use)] if step.use else []),
            ("do", map(self._action, step.actions)),
            *seen(step, self.messages),
            ("key-points", map(self._point, others)),
            ("say", map(self._phrase, step.phrases)),
            ("avoid", (self._instead(item.text, item.instead) for item in step.avoid)),
            ("readings", map(self._reading, step.readings)),
            ("choices", step.choices),
            ("tools", step.tools),
            ("records", step.records),
            ("form", (self._handbook.forms[form].title for form in step.forms)),
            ("rules", (table.title for table in told.rules)),
            ("errors", step.errors),
            *self._facts(told),
            ("gap", (gap.text for gap in self._procedure.gaps if gap.at == step.id)),
            ("not-covered", step.not_covered),
            ("decision", [step.decision.question] if step.decision else []),
            ("bpmn.answers", self._answers(step.id, answers)),
            ("bpmn.variable", self._again(step)),
            ("bpmn.page", self._address(routes.step_anchor(step.id))),
        )

    def _facts(self, told: ResolvedStep) -> Iterator[tuple[str, list[Any]]]:
        for name, items in facts(told):
            heading = f"step-facts.{name.replace('_', '-')}"
            yield heading, [worded(one, self.messages) for one in items]

    def of_trouble(self, rule: ExceptionRule, name: str) -> tuple[Note, ...]:
        """Return what has happened, in full, and the variable that says so, which is `name`."""
        happens = self.messages("page.bpmn.happens", name=name)
        return self._kept(("exceptions", [rule.when]), ("bpmn.variable", [happens]))

    def of_handling(self, rule: ExceptionRule) -> tuple[Note, ...]:
        """Return the three givens."""
        return self._kept(
            ("exceptions", [rule.when]),
            ("within", self._limit(rule.within)),
            ("requirement", [rule.requirement] if rule.requirement else []),
            ("method", [rule.method] if rule.method else []),
            ("then", [self.messages("page.resume")] if rule.then == RESUME else []),
        )

    def of_outside(self, reading: Reading, name: str) -> tuple[Note, ...]:
        """Return what is out of bounds, and the variable that says so, which is `name`."""
        happens = self.messages("page.bpmn.happens", name=name)
        return self._kept(("readings", [self._reading(reading)]), ("bpmn.variable", [happens]))

    def of_correction(self, reading: Reading) -> tuple[Note, ...]:
        """Return what was to be read, and what to do about it."""
        return self._kept(("readings", [self._reading(reading)]))

    def of_end(self, end: End) -> tuple[Note, ...]:
        """Return how things stand, and which procedure takes over."""
        return self._kept(
            ("ends", [end.text]),
            ("hands-over-to", [self._title(end.hands_over)] if end.hands_over else []),
        )

    def _kept(self, *notes: tuple[str, Iterable[object]]) -> tuple[Note, ...]:
        full = [
            (self.messages(f"page.{key}"), tuple(str(line) for line in lines))
            for key, lines in notes
        ]
        return tuple(note for note in full if note[1])

    def _before(self, procedure: Procedure) -> Iterator[tuple[str, Iterable[object]]]:
        """Yield what may harm and what to have at hand before the first step."""
        before = procedure.before
        if before:
            yield from self._hazards(before.hazards)
            yield from ((f"before-parts.{name}", getattr(before, name)) for name in TICKED)

    def _hazards(self, hazards: tuple[Hazard, ...]) -> Iterator[tuple[str, Iterable[object]]]:
        """Yield a heading for each level, the gravest first."""
        avoided = self.messages("page.hazard-avoid")
        for level, group in groupby(gravest_first(hazards), lambda hazard: hazard.level):
            yield (
                f"levels.{level}",
                [f"{one.text}；{avoided}：{one.avoid}" if one.avoid else one.text for one in group],
            )

    def _reading(self, reading: Reading) -> str:
        view = reading_view(reading, None, self.messages)
        said = [f"{reading.label}（{view.asks}）" if view.asks else reading.label]
        if reading.options:
            said.append(" / ".join(map(str, reading.options)))
        if reading.personal:
            said.append(self.messages("page.personal"))
        if reading.outside:
            said.append(f"{self.messages('page.outside')}：{reading.outside.do}")
        return "；".join(said)

    def _answers(self, step: str, outcomes: Iterable[Outcome]) -> Iterator[str]:
        """Yield what to set the variable of a decision to, for each answer."""
        name = variable(f"answer_{step}")
        return (f"{name} = {number}: {way.answer}" for number, way in enumerate(outcomes, 1))

    def _again(self, step: Step) -> Iterator[str]:
        """Yield what to set when the step is to be done again, or was done often enough."""
        if step.repeat and step.repeat.for_each:
            yield self.messages("page.bpmn.more", name=more(step))

    def of_counter(self, step: Step) -> tuple[Note, ...]:
        """Return how often a step may be done, and the variable that says when it was."""
        told = self._handbook.resolved(self._procedure).step(step.id)
        often = [
            worded(one, self.messages)
            for name, said in facts(told)
            for one in said
            if name == "repeat"
        ]
        count = step.repeat.most if step.repeat else 0
        says = self.messages("page.bpmn.enough", name=enough(step), count=str(count))
        return self._kept(("step-facts.repeat", often), ("bpmn.variable", [says]))

    def _action(self, action: Action) -> str:
        """Return what to do, who does it and the command that is typed exactly so."""
        said = self._by(action.role, self._cased(action.do, action.when))
        if action.run:
            command = action.run.rstrip("\n")
            said = self.messages("page.bpmn.run", text=said, command=command)
        return said

    def _address(self, anchor: str = "") -> Iterator[str]:
        if self._handbook.base_url:
            yield urljoin(self._handbook.base_url, routes.procedure(self._procedure).at(anchor))

    def _triggers(self) -> Iterator[tuple[str, str | None]]:
        return ((str(trigger.text), trigger.from_) for trigger in self._procedure.triggers)

    def _trigger(self, text: str, source: str | None) -> str:
        if source is None:
            return text
        return self.messages("page.bpmn.from", text=text, title=self._title(source))

    def _title(self, procedure: str) -> str:
        found = self._handbook.procedures[procedure]
        return f"{found.number} {found.title}"

    def _role(self, name: str) -> str:
        return role_name(self._handbook.names.role(name), self.messages)

    def _limit(self, value: Value | None) -> Iterator[str]:
        if value:
            yield reads(value, self.messages)

    def _point(self, point: KeyPoint) -> str:
        if point.reason is None:
            return str(point.text)
        why = str(point.reason.text)
        if point.reason.origin == "editorial":
            why = self.messages("page.bpmn.editorial", text=why)
        return self.messages("page.bpmn.reason", text=point.text, reason=why)

    def _phrase(self, phrase: Phrase) -> str:
        said = f"“{phrase.say}”"
        if phrase.origin == "editorial":
            said = self.messages("page.bpmn.drafted", text=said)
        return self._by(phrase.role, self._cased(said, phrase.when))

    def _by(self, role: str | None, text: str) -> str:
        """Return what is done or said, with who of several does it."""
        if not role:
            return text
        return self.messages("page.bpmn.doer", role=self._role(role), text=text)

    def _cased(self, text: object, when: object | None) -> str:
        return self.messages("page.bpmn.when", text=text, when=when) if when else str(text)

    def _instead(self, text: object, other: object | None) -> str:
        return self.messages("page.bpmn.instead", text=text, instead=other) if other else str(text)
