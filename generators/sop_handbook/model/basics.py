"""What procedures and families are both made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

UNSPECIFIED = "unspecified"  # the role of a step whose document names none
DEFAULT_END = "done"  # the one end of a procedure that names none
RESUME = "resume"  # the exception is over, go on where it began


class Status(StrEnum):
    """Where a procedure stands in its life."""

    DRAFT = "draft"
    REVIEW = "review"
    CURRENT = "current"
    RETIRED = "retired"


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number with a meaning: `value` is the literal of the source, such as 30min or 5000元.

    `op` is the relation to it: `eq`, `le`, `ge`, `about` or `target` (common.schema.json). `id` is
    unique in the procedure or family that lists it. `answered_by` is the id of the role that is
    reached by a telephone number, if that is said.
    """

    id: str
    label: str
    kind: Literal["amount", "duration", "count", "ratio", "schedule", "contact"]
    value: str
    op: str = "eq"
    note: "Text | None" = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity that a text names; `reads` is how it reads there, in the language of the text."""

    quantity: Quantity
    reads: str


@dataclass(frozen=True, slots=True)
class ReadingMention:
    """A value that was written down earlier and that a text names; it reads as its label.

    `place` follows the label of one that others share, such as （第2步）.
    """

    reading: str  # its id
    label: str
    place: str = ""

    @property
    def reads(self) -> str:
        """How it reads where its value is not known."""
        return self.label + self.place


TextPart = str | Mention | ReadingMention


def as_written(part: TextPart) -> str:
    """Return a part of a text as its source has it."""
    if isinstance(part, str):
        return part
    if isinstance(part, ReadingMention):
        return f"{{reading: {part.reading}}}"
    return f"{{{part.quantity.id}}}"


@dataclass(frozen=True, slots=True)
class Text:
    """What people read: literal parts, quantities and readings, in order.

    A quantity stands there as a `Mention`, a reading as a `ReadingMention`, everything else as a
    plain string; str() joins them as they read.
    """

    parts: tuple[TextPart, ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else part.reads for part in self.parts)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities that it names, in order."""
        return tuple(part.quantity for part in self.parts if isinstance(part, Mention))

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings that it names, in order."""
        return tuple(part.reading for part in self.parts if isinstance(part, ReadingMention))


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """The moment from which a time limit counts: when a step, by id, was begun or done.

    Of several visits the `first` or the `latest` counts. `title` is that of the step.
    """

    step: str
    at: Literal["start", "done"]
    visit: Literal["first", "latest"] = "first"
    title: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A measurable value or time limit: `literal` as in the source, such as 30min.

    `op` is that of Quantity. `quantity` is the id of the quantity it names, None if the literal is
    written out. `since` says from when a time limit counts, such as 收到款项后, and is read before
    it; `anchor` says so by a step.
    """

    literal: str
    op: str
    quantity: str | None = None
    since: Text | None = None
    anchor: Anchor | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """The one accountable role and its deputy, both by id."""

    role: str
    deputy: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """Document control after ISO 9001:2015, 7.5.

    `approver` is the id of a role. None stands for what is not settled yet.
    """

    status: Status = Status.DRAFT
    owner: Owner | None = None
    approver: str | None = None
    effective_from: date | None = None
    review_by: date | None = None

    def starts(self, today: date) -> date | None:
        """Return the day from which it is in force.

        None if it is not approved, or that day has come.
        """
        start = self.effective_from if self.status is Status.CURRENT else None
        return start if start and start > today else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """What the document does not say; `at` is a step id.

    `critical` says whether somebody may come to harm for it; None leaves that to its step.
    """

    text: Text
    at: str | None = None
    critical: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """Advice that maintainers have set aside: which code, why, perhaps only at one step.

    `code` is that of a finding. `at` is a step id, None for the whole procedure or family.
    """

    code: str
    reason: Text
    at: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Provenance:
    """Which part of a source came from which place of which document.

    `document` is the id of a `Document`, `part` and `place` are in the author's words.
    """

    part: str
    document: str
    place: str
