"""The handbook as a whole, and what its procedures share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.basics import Control, Gap, Provenance, Quantity, Status, Text, Waiver
from sop_handbook.model.editions import Edition
from sop_handbook.model.forms import Form
from sop_handbook.model.procedure import Procedure


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleTable:
    """Rules in rows; every row has as many cells as there are columns."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    aliases: tuple[str, ...] = ()
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """What several procedures have in common."""

    id: str
    title: str
    industry: str
    summary: Text
    members: tuple[str, ...]
    sources: tuple[Provenance, ...]
    overview: tuple[Text, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    rules: tuple[RuleTable, ...] = ()
    forms: tuple[Form, ...] = ()
    gaps: tuple[Gap, ...] = ()
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """Someone who does steps: a person, a team (a department, a firm), or a system."""

    id: str
    title: str
    industry: str
    summary: Text
    kind: Literal["person", "team", "system"] = "person"
    aliases: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    @property
    def reads(self) -> bool:
        """Whether somebody is behind it who reads plates, signs, and picks it as a job."""
        return self.kind != "system"


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A word of the trade."""

    id: str
    term: str
    definition: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Emergency:
    """Words that mean danger to people, and the number to dial, if the organisation has one."""

    title: str
    words: tuple[str, ...]
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Industry:
    """A trade: the first thing a reader chooses."""

    id: str
    title: str
    summary: Text
    aliases: tuple[str, ...] = ()
    report_to: str | None = None
    generic: bool = False
    emergency: bool = False
    adoption: Control | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A document that content came from."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """A flow of the documents and where in the handbook it went; `pages` are below docs/."""

    flow: str
    title: str
    document: str
    place: str
    procedures: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Whom readers write to."""

    id: str
    label: str
    email: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Handbook:
    """Everything, by id, in reading order."""

    title: str
    summary: Text
    report_to: str
    base_url: str | None
    industries: Mapping[str, Industry]
    documents: Mapping[str, Document]
    contacts: Mapping[str, Contact]
    roles: Mapping[str, Role]
    terms: Mapping[str, Term]
    families: Mapping[str, Family]
    procedures: Mapping[str, Procedure]
    forms: Mapping[str, Form]
    synonyms: tuple[tuple[str, ...], ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    origins: tuple[Origin, ...] = ()
    editions: tuple[Edition, ...] = ()
    maintainers: tuple[str, ...] = ()

    @property
    def in_use(self) -> tuple[Procedure, ...]:
        """The procedures that people may work by or prepare for: all that are not retired."""
        every = self.procedures.values()
        return tuple(one for one in every if one.control.status is not Status.RETIRED)
