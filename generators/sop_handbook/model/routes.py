"""Where everything stands: pages, the data beside them and prints; the one place that spells it."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sop_handbook.model.handbook import Handbook
from sop_handbook.model.procedure import Procedure

ROOT = "handbook"  # the folder of all that is generated, below docs/ and in the site
DataKind = Literal["run", "drill", "codes", "bpmn", "flow", "docx", "job"]
_DATA: dict[DataKind, tuple[str, str]] = {  # folder and ending
    "run": ("run", "json"),  # to carry out a procedure
    "drill": ("drill", "json"),  # to rehearse it
    "codes": ("codes", "json"),  # QR codes of its steps
    "bpmn": ("flows", "bpmn"),
    "flow": ("flows", "json"),
    "docx": ("office", "docx"),
    "job": ("my-job", "json"),  # what concerns a role
}


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """Where one page or file stands.

    `source` is its path below docs/: the Markdown of a page, such as handbook/roles/waiter.md, or
    a file that is published as it is, such as handbook/recall.csv.
    """

    source: str

    @property
    def parent(self) -> str:
        """The folder that its source lies in; "" for docs/ itself."""
        return self.source.rpartition("/")[0]

    @property
    def name(self) -> str:
        """What scripts call a page: handbook/roles/waiter, handbook/roles/index."""
        return self.source.removesuffix(".md")

    @property
    def folder(self) -> str:
        """The folder of its own that a page has in the finished site; a file is its own."""
        folder, name = posixpath.split(self.name)
        return folder if self._is_page and name == "index" else self.name

    @property
    def url(self) -> str:
        """The address relative to that of the whole site: handbook/roles/waiter/."""
        return f"{self.folder}/" if self._is_page and self.folder else self.folder

    @property
    def file(self) -> str:
        """The file in the finished site: handbook/roles/waiter/index.html."""
        return posixpath.join(self.folder, "index.html") if self._is_page else self.source

    @property
    def path(self) -> str:
        """Where it is generated, below docs/handbook/, as artifacts have it."""
        return self.source.removeprefix(f"{ROOT}/")

    def at(self, anchor: str) -> str:
        """Return the address of a part of a page; of the whole where `anchor` is ""."""
        return f"{self.url}#{anchor}" if anchor else self.url

    def data(self, kind: DataKind) -> "Route":
        """Return a file with data about what the page is about."""
        folder, ending = _DATA[kind]
        return generated(f"{folder}/{posixpath.basename(self.name)}.{ending}")

    @property
    def _is_page(self) -> bool:
        return self.source.endswith(".md")


def generated(path: str) -> Route:
    """Return the route of what is generated at a path below docs/handbook/."""
    return Route(f"{ROOT}/{path}")


HOME = Route("index.md")
INDUSTRIES = generated("industries.md")
ROLES = generated("roles/index.md")
FORMS = generated("forms/index.md")
DUTIES = generated("duties.md")
STANDARDS = generated("standards.md")
GLOSSARY = generated("glossary.md")
NEWS = generated("news.md")
RECALL = generated("recall.md")
RECALL_TABLE = generated("recall.csv")
RETRAINING = generated("retraining.md")
CURRENCY = generated("currency.md")
PRINTS = generated("prints/index.md")
PRINT_LIST = generated("prints/list.json")  # all of them, to choose from
RUN = generated("run.md")  # where procedures are carried out, one step a screen
DRILL = generated("drill.md")  # where procedures are rehearsed, by the clock
WORKLIST = generated("maintain/worklist.md")
PROVENANCE = generated("maintain/provenance.md")
FINDINGS = generated("maintain/findings.md")
FIELDS = generated("maintain/fields.md")
DIAGRAMS = generated("maintain/diagrams.md")
REVIEWS = generated("maintain/reviews.ics")  # what is due, as a calendar
APP = generated("app.json")
BRAND_STYLE = generated("app/brand.css")
LOGO = generated("app/logo.png")  # in the header
# The pages that every handbook has, whatever is in it.
COMMON = (
    INDUSTRIES, ROLES, DUTIES, FORMS, STANDARDS, GLOSSARY, NEWS, RECALL, RETRAINING, CURRENCY,
    PRINTS, RUN, DRILL, WORKLIST, PROVENANCE, FINDINGS, FIELDS, DIAGRAMS,
)  # fmt: skip


def icon(name: str) -> Route:
    """Return an icon made of the logo, such as icon-192."""
    return generated(f"app/{name}.png")


def industry(name: str) -> Route:
    """Return the page of an industry, by its id."""
    return generated(f"{name}/index.md")


def procedure(one: Procedure) -> Route:
    """Return the page of a procedure."""
    return member(one.industry, one.id)


def family(handbook: Handbook, name: str) -> Route:
    """Return the page of a family."""
    return member(handbook.families[name].industry, name)


def member(industry: str, name: str) -> Route:
    """Return the page of what belongs to an industry, now or formerly: a procedure, a family.

    `industry` and `name` are ids.
    """
    return generated(f"{industry}/{name}.md")


def role(name: str) -> Route:
    """Return the page of a role."""
    return generated(f"roles/{name}.md")


def duty_calendar(role: str) -> Route:
    """Return the calendar of what a role does regularly, by its id."""
    return generated(f"duties/{role}.ics")


def form(name: str) -> Route:
    """Return the page of a form."""
    return generated(f"forms/{name}.md")


def prints_of(industry: str) -> Route:
    """Return the page with everything that an industry prints, by its id."""
    return generated(f"prints/{industry}.md")


def sheet(subject: str, kind: str) -> Route:
    """Return a print of one kind about a subject, by its id: a PDF."""
    return generated(f"prints/{subject}-{kind}.pdf")


def news_feed(name: str) -> Route:
    """Return a feed: of `all`, of `industry-<id>`, of `role-<id>`."""
    return generated(f"news/{name}.xml")


def currency(name: str) -> Route:
    """Return a JSON file: what printed codes that begin with a sign are worth, or how to say so.

    `name` is that sign, or `words`.
    """
    return generated(f"currency/{name}.json")


def search(name: str) -> Route:
    """Return a JSON file of the search index, by its name without the ending."""
    return generated(f"search/{name}.json")


def flows(name: str) -> Route:
    """Return a file about all flows, by its name: their index, a schema of the JSON."""
    return generated(f"flows/{name}")


def pages_of(handbook: Handbook) -> Iterator[Route]:
    """Yield every page that is generated of a handbook as it is now, without making any.

    Those at former addresses are known to `change.former`.
    """
    yield from COMMON
    for name in handbook.industries:
        yield from (industry(name), prints_of(name))
    yield from map(procedure, handbook.procedures.values())
    yield from (family(handbook, name) for name in handbook.families)
    yield from map(role, handbook.roles)
    yield from map(form, handbook.forms)


def step_anchor(step: str) -> str:
    """Return the stable anchor of a step; the prefix keeps it apart from sections."""
    return f"step-{step}"


def rules_anchor(table: str) -> str:
    """Return the anchor of a rule table on the page of its family."""
    return f"rules-{table}"


def term_anchor(term: str) -> str:
    """Return the anchor of a term in the glossary."""
    return f"term-{term}"


def prints_anchor(by: Literal["kind", "role", "set"], name: str) -> str:
    """Return the anchor in the print centre that lists all prints of a kind, or for a role.

    `set` also chooses what somebody new in a role needs.
    """
    return f"{by}={name}"


def relative(target: str, folder: str) -> str:
    """Return the way from a folder to a target, both without `.` and `..`: "." where it is there.

    What posixpath.relpath does asks the system where it is, twice for each of a million links.
    """
    way, home = target.split("/") if target else [], folder.split("/") if folder else []
    shared = 0
    while shared < len(way) and way[: shared + 1] == home[: shared + 1]:
        shared += 1
    return "/".join([".."] * (len(home) - shared) + way[shared:]) or "."
