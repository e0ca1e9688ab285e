"""What readers see of a procedure, with everything it refers to looked up once.

Steps have their numbers; what stood as an id is a `Ref` or a `Target`, which have the id and what
it is called. No interface words: what to call a role that the document leaves open, or how to say
where an answer leads, is for those who show it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal

from sop_handbook.model.basics import RESUME, Gap, Text
from sop_handbook.model.conditions import answers_to, conditions
from sop_handbook.model.flow import following, is_anywhere, repeats
from sop_handbook.model.groups import beside
from sop_handbook.model.index import Titled
from sop_handbook.model.item_ids import Item, item_ids
from sop_handbook.model.left_out import LeftOut, left_out
from sop_handbook.model.numbering import leaves_order, numbers
from sop_handbook.model.procedure import End, ExceptionRule, Procedure, Standard, Step
from sop_handbook.model.readings import Reading


@dataclass(frozen=True, slots=True)
class Ref:
    """What is referred to: a role left open has no `title`, procedures alone have a `number`."""

    id: str
    title: str
    number: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Where a step, an answer or an exception leads: a step, an end, or back where it began.

    `title` is that of the step, or the text of the end; `over` is the procedure that an end hands
    over to.
    """

    kind: Literal["step", "end", "resume"]
    id: str
    number: str = ""
    title: str = ""
    over: Ref | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolvedException:
    """An exception; `at` are steps, none if it can come up anywhere, as `anywhere` says."""

    rule: ExceptionRule
    at: tuple[Target, ...]
    role: Ref | None
    then: Target
    anywhere: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ResolvedReading:
    """A value to write down; `go` is where work goes on if it is out of bounds, if elsewhere."""

    reading: Reading
    go: Target | None


@dataclass(frozen=True, kw_only=True, eq=False)
class ResolvedStep:
    """A step with what it refers to; there is one of each, known by what it is and not compared.

    `receives` are pairs of what it waits for and from whom, `outcomes` pairs of an answer and where
    it leads. `answers` are those that lead here, if not every run does; `next` is what is written,
    and None where a decision follows, `follows` where work goes on without a decision, None where
    it does not. `exceptions` and `standards` are those of this step alone. `together` are the other
    steps that are done at the same time, `instead` is where to go if it was done often enough.
    """

    procedure: Procedure
    step: Step
    number: str
    role: Ref
    with_: tuple[Ref, ...]
    receives: tuple[tuple[Text, Ref], ...]
    answers: tuple[Text, ...]
    outcomes: tuple[tuple[Text, Target], ...]
    next: Target | None
    follows: Target | None
    together: tuple[Target, ...]
    instead: Target | None
    use: Ref | None
    starts: Ref | None
    doers: tuple[Ref | None, ...]  # of its actions, in their order, where one is named
    speakers: tuple[Ref | None, ...]  # of its phrases, likewise
    forms: tuple[Ref, ...]
    rules: tuple[Ref, ...]
    readings: tuple[ResolvedReading, ...]
    gaps: tuple[Gap, ...]
    exceptions: tuple[ResolvedException, ...]
    standards: tuple[Standard, ...]

    @cached_property
    def item_ids(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of its `actions`, `key_points` and `phrases`, in their order, by these names."""
        lists: dict[str, Sequence[Item]] = {
            "actions": self.step.actions,
            "key_points": self.step.key_points,
            "phrases": self.step.phrases,
        }
        return {name: item_ids(items) for name, items in lists.items()}

    @cached_property
    def facts(self) -> tuple[tuple[str, tuple[Text, ...]], ...]:
        """The texts that are shown with their names and nothing else, as pairs (field, texts)."""
        marked = (one.name for one in fields(self.step) if "fact" in one.metadata)
        found = ((name, getattr(self.step, name)) for name in marked)
        return tuple((n, t if isinstance(t, tuple) else (t,)) for n, t in found if t)

    @property
    def called(self) -> str:
        """What people call it: its number and title, such as `2 签单`."""
        return f"{self.number} {self.step.title}"

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """The answers that lead here, each saying something without its question."""
        return tuple(conditions(self.procedure, self.step))

    @cached_property
    def left_out(self) -> LeftOut:
        """The answers after which this step no longer comes; None if every run has it."""
        return left_out(self.procedure, self.step)

    @cached_property
    def repeats(self) -> bool:
        """Whether a run may come back to this step, leaving exceptions aside."""
        return repeats(self.procedure, self.step)

    @cached_property
    def leaves_order(self) -> bool:
        """Whether a list of the steps misleads after this one, which goes back or past others."""
        return leaves_order(self.procedure, self.step)


@dataclass(frozen=True, slots=True)
class Titles:
    """What a handbook calls what procedures refer to, by id; rule tables by (family id, table id).

    A name that is not there raises KeyError, but for a role's: references are checked before
    anything is resolved.
    """

    roles: Mapping[str, Titled]
    procedures: Mapping[str, Procedure]
    forms: Mapping[str, Titled]
    rules: Mapping[tuple[str, str], Titled]

    def role(self, name: str) -> Ref:
        """Return a role; without a title if the document names none."""
        found = self.roles.get(name)
        return Ref(name, found.title if found else "")

    def procedure(self, name: str) -> Ref:
        """Return another procedure."""
        found = self.procedures[name]
        return Ref(name, found.title, found.number)

    def form(self, name: str) -> Ref:
        """Return a form."""
        return Ref(name, self.forms[name].title)

    def table(self, family: str, name: str) -> Ref:
        """Return a rule table of a family, both by id."""
        return Ref(name, self.rules[family, name].title)


@dataclass(frozen=True)
class ResolvedProcedure:
    """A procedure with what it refers to."""

    procedure: Procedure
    names: Titles

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The number of each step, by its id."""
        return numbers(self.procedure)

    @cached_property
    def steps(self) -> tuple[ResolvedStep, ...]:
        """All steps in their order."""
        return tuple(map(self._step, self.procedure.steps))

    @cached_property
    def exceptions(self) -> tuple[ResolvedException, ...]:
        """All exceptions in their order."""
        return tuple(map(self._exception, self.procedure.exceptions))

    @cached_property
    def standing(self) -> tuple[ResolvedException, ...]:
        """The exceptions that can come up at any step."""
        return tuple(one for one in self.exceptions if one.anywhere)

    def step(self, name: str) -> ResolvedStep:
        """Return a step by its id. Raises KeyError if there is none."""
        return self._by_id[name]

    def called(self, name: str) -> str:
        """Return what people call a step, by its id; the id itself if there is none of it."""
        return self._by_id[name].called if name in self._by_id else name

    def target(self, name: str) -> Target:
        """Return where an id leads that is written as `next`, `go`, `then` or `at`.

        Raises KeyError otherwise.
        """
        return self._targets[name]

    @cached_property
    def _by_id(self) -> Mapping[str, ResolvedStep]:
        return {one.step.id: one for one in self.steps}

    @cached_property
    def _targets(self) -> Mapping[str, Target]:
        return dict(self._every_target())

    def _every_target(self) -> Iterator[tuple[str, Target]]:
        yield RESUME, Target(kind="resume", id=RESUME)
        for end in self.procedure.ends:
            yield end.id, self._end(end)
        for step in self.procedure.steps:
            number = self.numbers[step.id]
            yield step.id, Target(kind="step", id=step.id, number=number, title=step.title)

    def _end(self, end: End) -> Target:
        over = self.names.procedure(end.hands_over) if end.hands_over else None
        return Target(kind="end", id=end.id, title=str(end.text), over=over)

    def _step(self, step: Step) -> ResolvedStep:
        procedure, names = self.procedure, self.names
        follows = following(procedure, step) if step.decision is None else None
        outcomes = step.decision.outcomes if step.decision else ()
        return ResolvedStep(
            procedure=procedure,
            step=step,
            number=self.numbers[step.id],
            role=names.role(step.role),
            with_=tuple(map(names.role, step.with_)),
            receives=tuple((item.item, names.role(item.from_)) for item in step.receives),
            answers=answers_to(procedure, step),
            outcomes=tuple((way.answer, self.target(way.go)) for way in outcomes),
            next=self.target(step.next) if step.next and not step.decision else None,
            follows=self.target(follows) if follows else None,
            together=tuple(self.target(one.id) for one in beside(procedure, step)),
            instead=self.target(step.repeat.then) if step.repeat and step.repeat.then else None,
            doers=tuple(names.role(one.role) if one.role else None for one in step.actions),
            speakers=tuple(names.role(one.role) if one.role else None for one in step.phrases),
            use=names.procedure(step.use) if step.use else None,
            starts=names.procedure(step.starts) if step.starts else None,
            forms=tuple(map(names.form, step.forms)),
            rules=tuple(map(self._table, step.uses_rules)),
            readings=tuple(map(self._reading, step.readings)),
            gaps=tuple(gap for gap in procedure.gaps if gap.at == step.id),
            exceptions=tuple(
                one for one in self.exceptions if step.id in one.rule.at and not one.anywhere
            ),
            standards=tuple(one for one in procedure.standards if step.id in one.steps),
        )

    def _table(self, name: str) -> Ref:
        own = {table.id: Ref(name, table.title) for table in self.procedure.rules}
        return own.get(name) or self.names.table(self.procedure.family or "", name)

    def _reading(self, reading: Reading) -> ResolvedReading:
        go = reading.outside.go if reading.outside else None
        return ResolvedReading(reading=reading, go=self.target(go) if go else None)

    def _exception(self, rule: ExceptionRule) -> ResolvedException:
        return ResolvedException(
            rule=rule,
            at=tuple(map(self.target, rule.at)),
            role=self.names.role(rule.role) if rule.role else None,
            then=self.target(rule.then),
            anywhere=is_anywhere(self.procedure, rule),
        )


class Resolver:
    """Resolves procedures, each when it is first asked for and once."""

    def __init__(self, names: Titles) -> None:
        self._names = names
        self._known: dict[str, ResolvedProcedure] = {}

    def __call__(self, procedure: Procedure) -> ResolvedProcedure:
        """Return a procedure with what it refers to; one that was edited is another one."""
        known = self._known.get(procedure.id)
        if known is None or known.procedure is not procedure:
            known = self._known[procedure.id] = ResolvedProcedure(procedure, self._names)
        return known
