"""How one page points to another."""

from dataclasses import dataclass

from sop_handbook.model import Handbook, Procedure, routes
from sop_handbook.model.routes import Route, relative


@dataclass(frozen=True)
class Link:
    """A text and where it leads."""

    text: str
    href: str


@dataclass(frozen=True)
class Pages:
    """Addresses as seen from the page `here`. Things are linked by their ids, with their titles."""

    handbook: Handbook
    here: Route

    def to(self, page: Route, anchor: str = "") -> str:
        """Return the relative address of a page below docs/, perhaps of a part of it."""
        address = relative(page.source, self.here.parent)
        if page == self.here and anchor:
            address = ""
        return f"{address}#{anchor}" if anchor else address

    def address(self, page: Route, anchor: str = "") -> str:
        """Return the same as the finished site needs it, for markup that no engine rewrites."""
        if page == self.here and anchor:
            return f"#{anchor}"
        address = relative(page.folder, self.here.folder) + "/"
        return f"{address}#{anchor}" if anchor else address

    def file(self, route: Route) -> str:
        """Return the relative address of a file as the finished site needs it, likewise."""
        return relative(route.source, self.here.folder)

    def procedure(self, name: str, anchor: str = "") -> Link:
        """Link to a procedure by its title."""
        procedure = self.handbook.procedures[name]
        return Link(procedure.title, self.to(routes.procedure(procedure), anchor))

    def step(self, procedure: Procedure, name: str) -> Link:
        """Link to a step by its number and title."""
        step = self.handbook.resolved(procedure).target(name)
        text = f"{step.number} {step.title}"
        return Link(text, self.to(routes.procedure(procedure), routes.step_anchor(name)))

    def role(self, name: str, unspecified: str) -> Link:
        """Link to a role page.

        For a role that the document leaves open, `unspecified` without an address.
        """
        role = self.handbook.roles.get(name)
        if role is None:
            return Link(unspecified, "")
        return Link(role.title, self.to(routes.role(name)))

    def form(self, name: str) -> Link:
        """Link to a form."""
        return Link(self.handbook.forms[name].title, self.to(routes.form(name)))

    def rules(self, procedure: Procedure, name: str) -> Link:
        """Link to a rule table that a procedure names: its own, or one of its family."""
        table = self.handbook.tables_of(procedure)[name]
        return Link(
            table.title, self.to(self.table_page(procedure, name), routes.rules_anchor(name))
        )

    def table_page(self, procedure: Procedure, name: str) -> routes.Route:
        """Return the page with a rule table that a procedure names."""
        own = any(table.id == name for table in procedure.rules)
        if own or procedure.family is None:
            return routes.procedure(procedure)
        return routes.family(self.handbook, procedure.family)

    def family(self, name: str) -> Link:
        """Link to the page of a family."""
        return Link(self.handbook.families[name].title, self.to(routes.family(self.handbook, name)))

    def industry(self, name: str) -> Link:
        """Link to the index page of an industry."""
        return Link(self.handbook.industries[name].title, self.to(routes.industry(name)))

    def prints(self, name: str) -> Link:
        """Link to the page with all that an industry prints, by the title of the industry."""
        return Link(self.handbook.industries[name].title, self.to(routes.prints_of(name)))

    def term(self, name: str) -> Link:
        """Link to a term in the glossary."""
        return Link(
            self.handbook.terms[name].term, self.to(routes.GLOSSARY, routes.term_anchor(name))
        )
