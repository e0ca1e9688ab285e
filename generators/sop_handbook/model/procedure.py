"""A procedure and its parts. Ids of other things are plain text; the handbook looks them up."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sop_handbook.model.asked import Checklist
from sop_handbook.model.basics import Control, Gap, Provenance, Quantity, Text, Value, Waiver
from sop_handbook.model.before import Before, Hazard
from sop_handbook.model.forms import Form
from sop_handbook.model.media import Clip, Picture
from sop_handbook.model.readings import Reading
from sop_handbook.model.step_parts import Action, Avoid, Decision, KeyPoint, Phrase, Receive
from sop_handbook.model.tables import RuleTable
from sop_handbook.model.timing import Repeat
from sop_handbook.model.training import Training

# How serious a change is. `effective` is never declared and changes no text: a procedure was a
# draft and is in force now.
Class = Literal["editorial", "clarification", "effective", "procedural", "safety"]


# Marks a text of a step, or texts, that every output shows with its name and nothing else: what
# is marked needs no template of its own.
FACT = {"fact": True}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of a procedure, done by one responsible role.

    `not_covered` are things that people look for here, in their words, and the source does not
    answer; `done_when` is an observable result. Of several forms the first is `uses_form`, and the
    others are `other_forms`. `schedule` says how often the step is done, by values such as
    `daily 08:30`. Steps in a row with one `together` are done at the same time.
    """

    id: str
    title: str
    role: str
    aliases: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    time_limit: Value | None = None
    schedule: tuple[Value, ...] = ()
    together: str | None = None
    repeat: Repeat | None = None
    receives: tuple[Receive, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    actions: tuple[Action, ...] = ()
    key_points: tuple[KeyPoint, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    tools: tuple[Text, ...] = ()
    records: tuple[Text, ...] = ()
    pictures: tuple[Picture, ...] = ()
    clips: tuple[Clip, ...] = ()
    readings: tuple[Reading, ...] = ()
    flexibility: Literal["fixed", "choice", "free"] | None = None
    choices: tuple[Text, ...] = ()
    uses_form: str | None = None
    other_forms: tuple[str, ...] = ()
    uses_rules: tuple[str, ...] = ()
    short: Text | None = None
    errors: tuple[Text, ...] = ()
    done_when: Text | None = field(default=None, metadata=FACT)
    decision: Decision | None = None
    use: str | None = None
    starts: str | None = None
    next: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The ids of all forms that it uses."""
        return (*((self.uses_form,) if self.uses_form else ()), *self.other_forms)

    @property
    def timing(self) -> Value | None:
        """What stands beside its role: its time limit, or else how often, if that is one value."""
        often = self.schedule[0] if len(self.schedule) == 1 else None
        return self.time_limit or often

    @property
    def also_scheduled(self) -> tuple[Value, ...]:
        """How often it is done, as far as `timing` does not say so."""
        return self.schedule if self.timing not in self.schedule else ()

    @property
    def listed_times(self) -> tuple[Value, ...]:
        """What a list of steps says of its time: its limit, and all of how often."""
        return (*((self.timing,) if self.timing else ()), *self.also_scheduled)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """What starts a procedure, perhaps another procedure's end."""

    text: Text
    from_: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """One way a procedure ends, perhaps handing over to another."""

    id: str
    text: Text
    hands_over: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExceptionRule:
    """What to do when something goes wrong: given period, given requirement, given method.

    `at` are the ids of the steps where it can come up, () if at any. `then` is a step, an end, or
    `resume`; `role` who handles it, None if nobody is named.
    """

    when: Text
    then: str
    at: tuple[str, ...] = ()
    within: Value | None = None
    requirement: Text | None = None
    method: Text | None = None
    role: str | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    """A measurable requirement; `steps` are the ids of those it holds for, () if for the whole."""

    id: str
    metric: str
    value: Value
    how: Text | None = None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """How opinions come in and change the work."""

    channels: tuple[Text, ...] = ()
    callback: Text | None = None
    loop: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """Another procedure worth reading, and why."""

    procedure: str
    why: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One entry of the revision history.

    `steps` and `roles` say what it concerns: steps that changed, and roles that handle exceptions
    that did; with neither it concerns the whole procedure.
    """

    revision: int
    date: date
    class_: Class
    summary: Text
    steps: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Procedure:
    """One procedure. `industry` is its folder, `family` the family that lists it.

    `record_of` is what a checklist that was filled in is about, such as a guest or a device, and
    `signs` are who signs it, in words; () leaves both to what kind of work it is.
    """

    id: str
    number: str
    title: str
    industry: str
    family: str | None
    revision: int
    control: Control
    goal: Text
    steps: tuple[Step, ...]
    ends: tuple[End, ...]
    sources: tuple[Provenance, ...] = ()
    changes: tuple[Change, ...]
    aliases: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    replaced_by: str | None = None
    scope: Text | None = None
    before: Before | None = None
    principles: tuple[Text, ...] = ()
    schedule: tuple[Value, ...] = ()
    pictures: tuple[Picture, ...] = ()
    clips: tuple[Clip, ...] = ()
    rules: tuple[RuleTable, ...] = ()
    terms: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    standards: tuple[Standard, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    order: Literal["sequence", "any", "one"] = "sequence"
    exceptions: tuple[ExceptionRule, ...] = ()
    record_of: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    feedback: Feedback | None = None
    forms: tuple[Form, ...] = ()
    training: Training | None = None
    gaps: tuple[Gap, ...] = ()
    related: tuple[Related, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @property
    def changed_since(self) -> date | None:
        """The day on which the practice last changed, if that is after it took effect; else None.

        The oldest entry does not count: what was done long before may be written down later.
        """
        start = self.control.effective_from
        days = [c.date for c in self.changes[:-1] if c.class_ in ("procedural", "safety")]
        newest = max(days, default=None)
        return newest if start and newest and newest > start else None

    @property
    def effective(self) -> date | None:
        """The day from which what it says now holds; None while nobody has said so."""
        return None if self.changed_since else self.control.effective_from
