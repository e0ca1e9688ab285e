"""Which page shows what, and how one page points to another."""

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from sop_handbook.model import Handbook, Procedure

RUN_PAGE = "handbook/run.md"  # where procedures are carried out, one step a screen
REVIEWS = "handbook/maintain/reviews.ics"  # what is due, as a calendar


@dataclass(frozen=True)
class Link:
    """A text and where it leads."""

    text: str
    href: str


@dataclass(frozen=True)
class Pages:
    """Addresses as seen from the page `here`; all relative to docs/."""

    handbook: Handbook
    here: str

    def to(self, page: str, anchor: str = "") -> str:
        """Return the relative address of a page below docs/, perhaps of a part of it."""
        address = posixpath.relpath(page, posixpath.dirname(self.here) or ".")
        if page == self.here and anchor:
            address = ""
        return f"{address}#{anchor}" if anchor else address

    def address(self, page: str, anchor: str = "") -> str:
        """Return the same as the finished site needs it, for markup that no engine rewrites."""
        target, here = _folder(page), _folder(self.here)
        address = "" if page == self.here and anchor else posixpath.relpath(target, here) + "/"
        return f"{address}#{anchor}" if anchor else address

    def procedure(self, name: str, anchor: str = "") -> Link:
        """Link to a procedure by its title."""
        procedure = self.handbook.procedures[name]
        return Link(procedure.title, self.to(procedure_page(procedure), anchor))

    def step(self, procedure: Procedure, name: str) -> Link:
        """Link to a step by its number and title."""
        step = self.handbook.resolved(procedure).target(name)
        text = f"{step.number} {step.title}"
        return Link(text, self.to(procedure_page(procedure), step_anchor(name)))

    def role(self, name: str, unspecified: str) -> Link:
        """Link to a role page; `unspecified` is what to call a role the document leaves open."""
        role = self.handbook.roles.get(name)
        if role is None:
            return Link(unspecified, "")
        return Link(role.title, self.to(role_page(name)))

    def form(self, name: str) -> Link:
        """Link to a form."""
        return Link(self.handbook.forms[name].title, self.to(form_page(name)))

    def rules(self, family: str, name: str) -> Link:
        """Link to a rule table of a family."""
        table = next(table for table in self.handbook.families[family].rules if table.id == name)
        return Link(table.title, self.to(family_page(self.handbook, family), f"rules-{name}"))

    def family(self, name: str) -> Link:
        """Link to the page of a family."""
        return Link(self.handbook.families[name].title, self.to(family_page(self.handbook, name)))

    def industry(self, name: str) -> Link:
        """Link to the index page of an industry."""
        return Link(self.handbook.industries[name].title, self.to(industry_page(name)))

    def term(self, name: str) -> Link:
        """Link to a term in the glossary."""
        return Link(self.handbook.terms[name].term, self.to("handbook/glossary.md", f"term-{name}"))


def _folder(page: str) -> str:
    """Return where a page lies in the finished site: each has a folder of its own."""
    folder, name = posixpath.split(page)
    return folder if name == "index.md" else posixpath.join(folder, name.removesuffix(".md"))


def site_file(page: str) -> str:
    """Return the file a page below docs/ becomes in the finished site."""
    return posixpath.join(_folder(page), "index.html")


def industry_page(name: str) -> str:
    """Return the page of an industry."""
    return f"handbook/{name}/index.md"


def procedure_page(procedure: Procedure) -> str:
    """Return the page of a procedure."""
    return f"handbook/{procedure.industry}/{procedure.id}.md"


def procedure_address(procedure: Procedure, anchor: str = "") -> str:
    """Return the address of a procedure's page relative to that of the whole handbook."""
    address = procedure_page(procedure).removesuffix(".md") + "/"
    return f"{address}#{anchor}" if anchor else address


def family_page(handbook: Handbook, name: str) -> str:
    """Return the page of a family."""
    return f"handbook/{handbook.families[name].industry}/{name}.md"


def role_page(name: str) -> str:
    """Return the page of a role."""
    return f"handbook/roles/{name}.md"


def form_page(name: str) -> str:
    """Return the page of a form."""
    return f"handbook/forms/{name}.md"


def former_page(address: tuple[str, str]) -> str:
    """Return the page at a former address (change.former): folder and name, "" for its index."""
    folder, name = address
    return f"handbook/{folder}/{name or 'index'}.md"


def step_anchor(step: str) -> str:
    """Return the stable anchor of a step; the prefix keeps it apart from sections."""
    return f"step-{step}"


def mail(address: str, subject: str, body: str) -> str:
    """Return a mailto: address with subject and body (RFC 6068)."""
    return f"mailto:{address}?subject={quote(subject)}&body={quote(body)}"
