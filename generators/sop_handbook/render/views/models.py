"""What templates print: small frozen views, so that templates only loop."""

from dataclasses import dataclass

from sop_handbook.model import (
    Avoid,
    Change,
    ExceptionRule,
    Hazard,
    KeyPoint,
    Quantity,
    Reading,
    Scenario,
    Standard,
    Step,
    Text,
)
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.pictures import MediaView
from sop_handbook.render.views.reports import Report

Fact = tuple[str, tuple[Text | str, ...]]  # what a field is called, and its texts


@dataclass(frozen=True, kw_only=True)
class ControlView:
    """The quiet line of document control; `badge` is loud, `overdue` louder.

    `late` says of one that is overdue as much in a word, `starts` that it is approved and from when
    it will be in force.
    """

    number: str
    revision: str
    status: str
    badge: str
    review: str
    overdue: bool
    late: str
    starts: str
    owner: str
    facts: tuple[str, ...]

    @property
    def notice(self) -> str:
        """Why it must not be gone by as it is, in few words; empty if it may."""
        return self.badge or self.starts

    @property
    def before_printing(self) -> str:
        """What whoever prints it should know: the same, or that its review is overdue."""
        return self.notice or self.late


@dataclass(frozen=True, kw_only=True)
class ActionView:
    """One thing to do; `run` is a command to be typed exactly so, `role` who does it, by name.

    Both are "" where there is none.
    """

    do: Text
    when: Text | None
    run: str
    role: str


@dataclass(frozen=True, kw_only=True)
class PhraseView:
    """Words to say; `role` is who says them, by name, "" where that is whose step it is."""

    say: Text
    when: Text | None
    origin: str | None
    role: str

    @property
    def cue(self) -> tuple[str, Text | None] | None:
        """Who says it and when: what several phrases may share; None where neither is said."""
        return (self.role, self.when) if self.role or self.when else None


@dataclass(frozen=True, kw_only=True)
class OutcomeView:
    """An answer and where it leads."""

    answer: Text
    target: Link


@dataclass(frozen=True, kw_only=True)
class ExceptionView:
    """An exception in its three givens."""

    rule: ExceptionRule
    at: tuple[Link, ...]
    within: str
    role: Link | None
    then: Link


@dataclass(frozen=True, kw_only=True)
class ReadingView:
    """A value to write down; `limit` is worded, "" if there is none.

    `asks` is what kind of entry is wanted: the limit, else a unit or a time, "" if anything will
    do. `go` is where to go on if it is out of bounds, None for where one is.
    """

    reading: Reading
    limit: str
    asks: str
    go: Link | None


@dataclass(frozen=True, kw_only=True)
class BeforeView:
    """What holds before the first step; `parts` are lists to tick, each with what it is called."""

    hazards: tuple[Hazard, ...]  # the gravest first
    parts: tuple[tuple[str, tuple[Text, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step with everything resolved, and the addresses of what it refers to.

    `limit` is worded, "" if there is none; `limit_name` is what its limit is called,
    `listed` what a list of steps says of its time. `receives` are pairs of what it waits for and
    from whom; `manner` and `facts` pairs of what a field is called and its texts.
    """

    step: Step
    number: str
    anchor: str
    here: Link
    role: Link
    with_: tuple[Link, ...]
    limit: str
    limit_name: str
    listed: str
    receives: tuple[tuple[Text, Link], ...]
    hazards: tuple[Hazard, ...]  # the gravest first
    actions: tuple[ActionView, ...]
    critical: tuple[KeyPoint, ...]
    key_points: tuple[KeyPoint, ...]
    phrases: tuple[PhraseView, ...]
    avoid: tuple[Avoid, ...]
    outcomes: tuple[OutcomeView, ...]
    conditions: tuple[Text | str, ...]
    seldom: bool  # done less often than its procedure
    next: Link | None
    use: Link | None
    starts: Link | None
    forms: tuple[Link, ...]
    rules: tuple[Link, ...]
    readings: tuple[ReadingView, ...]
    gaps: tuple[Text, ...]
    exceptions: tuple[ExceptionView, ...]
    media: MediaView
    together: tuple[str, ...]  # the numbers of those that are done at the same time
    manner: tuple[Fact, ...]  # of the facts, what is good to know before one begins
    facts: tuple[Fact, ...]
    report: Report


@dataclass(frozen=True, kw_only=True)
class ScenarioView:
    """A situation to rehearse."""

    scenario: Scenario
    trainee: Link
    steps: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    """One entry of the history."""

    change: Change
    revision: str
    concerns: tuple[Link, ...]  # steps and roles it names


@dataclass(frozen=True, kw_only=True)
class StandardView:
    """A standard as a row of the register."""

    standard: Standard
    requirement: str
    steps: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class QuantityView:
    """A quantity as a row of the register; `read` is whom to call, with links."""

    quantity: Quantity
    shown: str
    read: Text | None
