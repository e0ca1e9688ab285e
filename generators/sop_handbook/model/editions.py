"""What was released when: one edition of one thing that people print or work by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sop_handbook.model.basics import Status


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleasedStep:
    """What is known of a step of an edition, once it may be gone: its title, its roles by id."""

    title: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """One line of the ledger. `of` is procedure, family, role, form, industry or handbook.

    `id` is a hash of all the rest (hexadecimal), `after` the ids of the editions it follows (two
    where two branches met), so that no line can be changed or taken out unnoticed.

    `number`, `industry`, `revision`, `status`, `parts` and `steps` are filled for procedures only.
    `parts` are digests by part (change.severity_digests.parts_of, made under `scheme`), `steps`
    what each step id was called and who took part. `covers` are revisions by procedure id, of every
    procedure that a print over several shows; `prints` are edition codes by kind of print. `beside`
    is the digest of what prints show beside procedures (change.beside), "" where there are no
    prints. `rules` is the number of those by which they were drawn (editions.print_rules).
    """

    id: str
    of: str
    subject: str
    title: str
    date: date
    number: str = ""
    industry: str = ""
    revision: int | None = None
    status: Status | None = None
    after: tuple[str, ...] = ()
    scheme: int = 1
    parts: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, ReleasedStep] = field(default_factory=dict)
    beside: str = ""
    covers: Mapping[str, int] = field(default_factory=dict)
    prints: Mapping[str, str] = field(default_factory=dict)
    rules: int = 1
