"""The handbook as a whole, and what its procedures share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from sop_handbook.model import index
from sop_handbook.model.basics import Control, Gap, Provenance, Quantity, Status, Text, Waiver
from sop_handbook.model.brand import Brand
from sop_handbook.model.contacts import Contact, Repository
from sop_handbook.model.editions import Edition
from sop_handbook.model.forms import Form
from sop_handbook.model.procedure import Procedure, Step
from sop_handbook.model.resolved import Resolver, Titles
from sop_handbook.model.tables import RuleTable


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """What several procedures have in common; `members` are their ids, in order."""

    id: str
    title: str
    industry: str
    summary: Text
    members: tuple[str, ...]
    sources: tuple[Provenance, ...] = ()
    overview: tuple[Text, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    rules: tuple[RuleTable, ...] = ()
    forms: tuple[Form, ...] = ()
    gaps: tuple[Gap, ...] = ()
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """Someone who does steps: a person, a team (a department, a firm), or a system.

    `accounts` are those on the platform that hosts the repository, such as @acme/service.
    """

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
    """Words that mean danger to people, and the number to dial.

    `number` is as it is dialled, None if the organisation has none.
    """

    title: str
    words: tuple[str, ...]
    number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Industry:
    """A trade: the first thing a reader chooses.

    `report_to` is the id of the contact for mistakes, None for the handbook's own.
    """

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
    """A flow of the documents and where in the handbook it went.

    `document`, `procedures` and `families` are ids, `place` is where in the document it stands,
    `pages` are below docs/.
    """

    flow: str
    title: str
    document: str
    place: str
    procedures: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, repr=False)  # as text it would be megabytes
class Handbook:
    """Everything, by id, in reading order; and what follows from that, found when first wanted.

    `report_to` is the id of a contact; `base_url` is where the site is published, None while that
    is nowhere; `example_url` is what is written for it where that leads nobody anywhere, of which
    nothing is made; `repository` is where its sources lie, None while nobody says. `synonyms` are
    groups of words that mean the same to the search. `maintainers` are accounts that review what
    has no owner. `language` is that of its texts; how numbers in them read follows from it.
    """

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
    brand: Brand = field(default_factory=Brand)
    language: str = "zh"
    repository: Repository | None = None
    example_url: str | None = None

    @cached_property
    def in_use(self) -> tuple[Procedure, ...]:
        """The procedures that people may work by or prepare for: all that are not retired."""
        every = self.procedures.values()
        return tuple(one for one in every if one.control.status is not Status.RETIRED)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each procedure in reading order, by its id."""
        return {name: place for place, name in enumerate(self.procedures)}

    @cached_property
    def procedures_of(self) -> index.ByIndustry[Procedure]:
        """The procedures of each industry, retired ones too."""
        return index.ByIndustry(self.procedures.values())

    @cached_property
    def in_use_of(self) -> index.ByIndustry[Procedure]:
        """The procedures in use of each industry."""
        return index.ByIndustry(self.in_use)

    @cached_property
    def families_of(self) -> index.ByIndustry[Family]:
        """The families of each industry."""
        return index.ByIndustry(self.families.values())

    @cached_property
    def roles_of(self) -> index.ByIndustry[Role]:
        """The roles of each industry."""
        return index.ByIndustry(self.roles.values())

    @cached_property
    def concerning(self) -> Mapping[str, tuple[Procedure, ...]]:
        """The procedures in use that give a role something to do, by its id, in their order.

        A role that none does is no key.
        """
        return index.concerning(self.in_use)

    @cached_property
    def using_forms(self) -> Mapping[str, tuple[tuple[Procedure, Step], ...]]:
        """The steps of procedures in use that use a form, by its id, in their order.

        A form that none uses is no key.
        """
        return index.using_forms(self.in_use)

    @cached_property
    def covered(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """The procedures, retired ones too, that a print may show which is no procedure's own.

        By what it is about, (role, id) and the like: the revision of each by its id. A subject
        without any is no key.
        """
        return index.covered(self.procedures.values())

    @cached_property
    def editions_of(self) -> Mapping[tuple[str, str], tuple[Edition, ...]]:
        """The editions of each subject, by what it is and its id; one without any is no key."""
        found: dict[tuple[str, str], list[Edition]] = {}
        for edition in self.editions:
            found.setdefault((edition.of, edition.subject), []).append(edition)
        return {subject: tuple(its) for subject, its in found.items()}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[index.Incoming, ...]]:
        """What leads to each procedure, by its id, from those in use.

        What nothing leads to is no key.
        """
        return index.incoming(self.in_use)

    @cached_property
    def digests(self) -> dict[tuple[str, str | tuple[str, ...]], str]:
        """What its parts are recognised by, as (name, key): filled by whoever asks first."""
        return {}

    @cached_property
    def digests_of_things(self) -> dict[int, bytes]:
        """What each object in its parts is recognised by, as its `id()`: filled likewise."""
        return {}

    @cached_property
    def resolved(self) -> Resolver:
        """Gives a procedure with everything it refers to looked up."""
        return Resolver(self.names)

    @cached_property
    def names(self) -> Titles:
        """What roles, procedures, forms and rule tables are called, by their ids."""
        tables = {
            (family.id, table.id): table
            for family in self.families.values()
            for table in family.rules
        }
        return Titles(self.roles, self.procedures, self.forms, tables)

    def subject(self, kind: str, name: str) -> index.Titled | None:
        """Return what goes by an id among those of a kind, such as a role; None if nothing does.

        The handbook itself goes by any id.
        """
        if kind == "handbook":
            return self
        return self._by_kind.get(kind, {}).get(name)

    def quantities_of(self, procedure: Procedure) -> dict[str, Quantity]:
        """Return the quantities that a procedure may name, by id: of its family and its own."""
        family = self.families.get(procedure.family or "")
        shared = family.quantities if family else ()
        return {quantity.id: quantity for quantity in (*shared, *procedure.quantities)}

    def tables_of(self, procedure: Procedure) -> dict[str, RuleTable]:
        """Return the tables that a procedure may name, by id: of its family and its own."""
        family = self.families.get(procedure.family or "")
        shared = family.rules if family else ()
        return {table.id: table for table in (*shared, *procedure.rules)}

    def title_of(self, kind: str, name: str) -> str:
        """Return what readers call a subject; the handbook's own title for what is not there.

        `kind` is as in `subject`, `name` an id.
        """
        found = self.subject(kind, name)
        return found.title if found else self.title

    @property
    def _by_kind(self) -> Mapping[str, Mapping[str, index.Titled]]:
        return {
            "industry": self.industries,
            "family": self.families,
            "procedure": self.procedures,
            "role": self.roles,
            "form": self.forms,
            "document": self.documents,
        }
