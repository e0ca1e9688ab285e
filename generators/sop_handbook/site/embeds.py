"""Live parts of the handbook inside hand-written pages: the macros that pages may call."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from sop_handbook.language.messages import messages
from sop_handbook.model import Family, Handbook, Procedure, Quantity, Status, routes
from sop_handbook.model.learning import learns
from sop_handbook.model.routes import Route
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.calls import calls
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.reports import Subject, report, way_of, ways, whom
from sop_handbook.site.examples import KINDS, example_of
from sop_handbook.sources.validate import nearest
from sop_handbook.templating.environment import fragment
from sop_handbook.templating.markdown import markdown

_PARTS = "pages/parts.md.j2"
_JOB = "pages/my-job.md.j2"
_ON_CARD = 8  # procedures on a card of the home page; the page must not grow with the handbook


class UnknownPartError(LookupError):
    """A page asks for something the handbook does not have.

    Says its id, what it would be (a key of the words `report.things`), and what comes closest.
    """


class Embeds:
    """The macros of one page. Each takes ids and returns Markdown.

    Unknown ids raise UnknownPartError.
    """

    def __init__(self, handbook: Handbook, here: Route) -> None:
        self._handbook = handbook
        self._viewer = ViewBuilder(handbook, messages(handbook.language), here)
        self._w = messages(handbook.language).branch("page")

    def macros(self) -> dict[str, Callable[..., Markup | bool]]:
        """The macros by name, as pages call them; each takes ids and returns Markdown."""
        return {
            "handbook_title": self.handbook_title,
            "example": self.example,
            "example_call": self.example_call,
            "procedure": self.procedure,
            "step_list": self.step_list,
            "phrases": self.phrases,
            "quantity": self.quantity,
            "standards": self.standards,
            "industry_links": self.industry_links,
            "industries": self.industries,
            "roles": self.roles,
            "my_job": self.my_job,
            "report_contact": self.report_contact,
            "reported_by": self.reported_by,
            "editable": self.editable,
        }

    def handbook_title(self) -> Markup:
        """What the handbook is called."""
        return markdown(self._handbook.title)

    def example(self, example: str) -> Markup:
        """Something of this handbook that shows what is meant, see `examples`; may be empty."""
        _require("example", example, dict.fromkeys(KINDS, ""))
        return markdown(example_of(self._handbook, example))

    def example_call(self) -> Markup:
        """Some number that can be dialled, with whose it is; empty if the handbook has none."""
        found = next((one for one in calls(self._handbook) if one.href), None)
        if found is None:
            return Markup()
        return Markup("{} [{}]({})").format(
            markdown(found.who), markdown(found.number), Markup(found.href)
        )

    def procedure(self, procedure: str) -> Markup:
        """A link to a procedure by its title."""
        return fragment(_PARTS, "link", self._viewer.pages.procedure(self._procedure(procedure).id))

    def step_list(self, procedure: str) -> Markup:
        """The steps of a procedure as a numbered, linked list."""
        return fragment(_PARTS, "step_list", self._viewer.steps(self._procedure(procedure)))

    def phrases(self, procedure: str, step: str) -> Markup:
        """The phrases of one step."""
        found = self._procedure(procedure)
        _require("step", step, {item.id: item.title for item in found.steps})
        return fragment(_PARTS, "phrases", self._viewer.step(found, step).phrases, self._w)

    def quantity(self, owner: str, quantity: str) -> Markup:
        """A quantity of a procedure or family as it reads; phone numbers can be dialled."""
        owners: dict[str, Family | Procedure] = {
            **self._handbook.families,
            **self._handbook.procedures,
        }
        _require("owner", owner, {key: value.title for key, value in owners.items()})
        found: dict[str, Quantity] = {q.id: q for q in owners[owner].quantities}
        _require("quantity", quantity, {key: value.label for key, value in found.items()})
        return markdown(self._viewer.mention(found[quantity]))

    def standards(self, procedure: str) -> Markup:
        """The standards of a procedure as a table."""
        rows = self._viewer.standards(self._procedure(procedure))
        return fragment(_PARTS, "standards", rows, self._w)

    def industry_links(self) -> Markup:
        """All industries as a compact row of links."""
        links = [self._viewer.pages.industry(name) for name in self._handbook.industries]
        return fragment(_PARTS, "chips", [{"title": "", "links": links}])

    def industries(self) -> Markup:
        """All industries as cards, with their procedures."""
        cards = [
            {
                "link": self._viewer.pages.industry(industry.id),
                "summary": industry.summary,
                **self._first(industry.id),
            }
            for industry in self._handbook.industries.values()
        ]
        return fragment(_PARTS, "cards", cards)

    def _first(self, industry: str) -> dict[str, Any]:
        """The first procedures of an industry that may be asked for, and a link to the others.

        What is not approved says so: the card, once, where that holds for all it would list.
        """
        found = self._handbook.procedures_of[industry]
        mine = [one for one in found if one.control.status is not Status.RETIRED]
        badges = [self._badge(one) for one in mine]
        alike = badges[0] if len(set(badges)) == 1 else ""
        link = self._viewer.pages.industry(industry)
        count = self._viewer.messages("page.all-procedures", count=len(mine))
        rows = [
            {"link": self._viewer.pages.procedure(one.id), "badge": "" if alike else badge}
            for one, badge in zip(mine, badges, strict=True)
        ]
        more = Link(count, link.href) if len(mine) > _ON_CARD else None
        return {"procedures": rows[:_ON_CARD], "more": more, "badge": alike}

    def _badge(self, procedure: Procedure) -> str:
        status = procedure.control.status
        known = status is Status.CURRENT
        return "" if known else self._viewer.messages(f"page.badge.{status}")

    def roles(self) -> Markup:
        """All roles that are responsible for some step, by industry."""
        responsible = {s.role for p in self._handbook.procedures.values() for s in p.steps}
        groups = [
            {
                "title": industry.title,
                "links": [
                    self._viewer.role(role.id)
                    for role in self._handbook.roles_of[industry.id]
                    if role.id in responsible
                ],
            }
            for industry in self._handbook.industries.values()
        ]
        return fragment(_PARTS, "chips", [group for group in groups if group["links"]])

    def my_job(self) -> Markup:
        """The reader's own role: choosing it, its procedures, what changed since the last visit."""
        groups = [
            {
                "title": industry.title,
                "roles": [role for role in self._handbook.roles_of[industry.id] if role.reads],
            }
            for industry in self._handbook.industries.values()
        ]
        return fragment(
            _JOB, "my_job", [group for group in groups if group["roles"]], self._w
        ) + fragment(_PARTS, "chips", [self._prints()])

    def _prints(self) -> dict[str, Any]:
        """The way to all prints and to what somebody new needs, if any can be; without a menu."""
        pages, messages = self._viewer.pages, self._viewer.messages
        links = [Link(messages("page.print-centre"), pages.to(routes.PRINTS))]
        if any(learns(self._handbook, role) for role in self._handbook.roles):
            links.append(Link(messages("page.for-new.label"), pages.to(routes.PRINTS, "new")))
        return {"title": messages("page.home-prints"), "links": links}

    def report_contact(self) -> Markup:
        """Whom to tell about mistakes, with a link if one leads there."""
        contact = self._handbook.contacts[self._handbook.report_to]
        messages = self._viewer.messages
        about = Subject(page=self._handbook.title, number="", edition="")
        way = way_of(self._handbook, contact)
        if way == "tell":
            return markdown(whom(messages, contact))
        href = report(self._handbook, messages, contact, about).href
        if way == "mail":
            href = f"mailto:{contact.set_mail}"
        return Markup("[{}]({})").format(markdown(contact.label), Markup(href))

    def reported_by(self, way: str) -> bool:
        """Whether there are steps whose mistakes are reported by form, mail, issue or tell."""
        return way in ways(self._handbook)

    def editable(self) -> bool:
        """Whether pages link to where they are edited."""
        repository = self._handbook.repository
        return bool(repository and repository.home)

    def _procedure(self, name: str) -> Procedure:
        titles = {key: value.title for key, value in self._handbook.procedures.items()}
        _require("procedure", name, titles)
        return self._handbook.procedures[name]


def _require(thing: str, name: str, valid: dict[str, str]) -> None:
    if name not in valid:
        raise UnknownPartError(name, thing, nearest(str(name), valid))
