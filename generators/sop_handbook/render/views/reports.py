"""How a reader says that something is wrong: to whom, by which way, with what filled in.

Whom a page reports to is decided first: the nearest contact. Then its way: its form, its mail, the
platform's page for a new issue; where none of these is set, it is told by word of mouth.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from sop_handbook.language.messages import Messages
from sop_handbook.model import Contact, Handbook, Procedure, routes
from sop_handbook.render.views.repository import issue_address
from sop_handbook.templating.markdown import quiet

Way = Literal["form", "mail", "issue", "tell"]

_BLANK = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, kw_only=True)
class Report:
    """A way to report something: `href` leads there, "" where it is to be told to `whom`.

    `what` says in one line what it is about, to be copied or read out.
    """

    way: Way
    href: str
    what: str
    whom: str


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a report is about, worded; `step` and `address` are "" where there is none."""

    page: str
    number: str
    edition: str
    step: str = ""
    address: str = ""


def subject_of(
    handbook: Handbook, messages: Messages, procedure: Procedure, step: str = "", anchor: str = ""
) -> Subject:
    """Return what a report about a procedure says, or about a step: its number with its title."""
    base = handbook.base_url or ""
    page = routes.procedure(procedure).at(anchor)
    return Subject(
        page=_line(procedure.title),
        number=procedure.number,
        edition=messages("page.revision", revision=procedure.revision),
        step=_line(step),
        address=f"{base}{page}" if base else "",
    )


def nearest(handbook: Handbook, industry: str, role: str = "") -> Contact:
    """Return whom a page or step of an industry reports to; `role` is who does the step.

    A contact for the role comes before the industry's `report_to`, that before a contact for the
    industry, that before the handbook's `report_to`. Those whom nobody can write to take no part
    unless they are named in `report_to`.
    """
    able = [one for one in handbook.contacts.values() if one.mail or one.form]
    for one in able:
        if role and role in one.roles:
            return one
    named = handbook.industries[industry].report_to
    if named:
        return handbook.contacts[named]
    for one in able:
        if industry in one.industries:
            return one
    return handbook.contacts[handbook.report_to]


def way_of(handbook: Handbook, contact: Contact) -> Way:
    """Return by which way a contact is told."""
    if contact.set_form:
        return "form"
    if contact.set_mail:
        return "mail"
    return "issue" if handbook.repository and handbook.repository.home else "tell"


def ways(handbook: Handbook) -> frozenset[Way]:
    """Return the ways by which the steps of procedures in use are reported."""
    every = {(one.industry, step.role) for one in handbook.in_use for step in one.steps}
    found = frozenset(way_of(handbook, nearest(handbook, *pair)) for pair in every)
    return found or frozenset({way_of(handbook, handbook.contacts[handbook.report_to])})


def report(handbook: Handbook, messages: Messages, contact: Contact, about: Subject) -> Report:
    """Return how to tell a contact that something is wrong."""
    way = way_of(handbook, contact)
    what = _what(messages, about)
    title = messages("page.report-subject", what=what)
    href = ""
    if way == "form":
        href = filled(contact.set_form, about)
    elif way == "mail":
        href = mail(contact.set_mail, title, _body(messages, about))
    elif way == "issue" and handbook.repository:
        calm = replace(about, page=quiet(about.page), step=quiet(about.step))
        title = messages("page.report-subject", what=_what(messages, calm))
        href = issue_address(handbook.repository, title, _body(messages, calm))
    return Report(way=way, href=href, what=what, whom=whom(messages, contact))


def whom(messages: Messages, contact: Contact) -> str:
    """Return whom to tell by word of mouth: the contact, if it can be reached so, or the leader."""
    reached = [way for way in (contact.phone, contact.chat) if way]
    if not reached:
        return messages("page.report-leader")
    return messages("page.report-whom", who=contact.label, ways="，".join(reached))


def questions_address(handbook: Handbook, messages: Messages) -> tuple[Way, str]:
    """Return where questions without an answer are sent, and by which way; "" if nowhere.

    `{questions}` stands in the address where they go, encoded.
    """
    contact = handbook.contacts[handbook.report_to]
    way = way_of(handbook, contact)
    title, blank = messages("page.questions"), "{questions}"
    if way == "form":
        return way, _fill(contact.set_form, {"page": quote(title, safe=""), "step": blank})
    if way == "mail":
        return way, f"{_to(contact.set_mail)}?subject={quote(title, safe='')}&body={blank}"
    if way == "issue" and handbook.repository:
        return way, issue_address(handbook.repository, title, "") + blank
    return way, ""


def filled(form: str, about: Subject) -> str:
    """Return the address of a form, its blanks filled in with what a report is about."""
    told = {name: getattr(about, name) for name in ("page", "step", "number", "edition")}
    return _fill(form, {name: quote(value, safe="") for name, value in told.items()})


def mail(address: str, subject: str, body: str) -> str:
    """Return a mailto: address with subject and body; line ends are CRLF (RFC 6068)."""
    lines = "\r\n".join(body.splitlines())
    return f"{_to(address)}?subject={quote(_line(subject), safe='')}&body={quote(lines, safe='')}"


def _to(address: str) -> str:
    return f"mailto:{quote(address, safe='@')}"


def _fill(form: str, values: dict[str, str]) -> str:
    return _BLANK.sub(lambda blank: values.get(blank[1], ""), form)


def _line(text: str) -> str:
    """Return a text in one line: a line break in a subject would begin another header."""
    return " ".join(text.split())


def _what(messages: Messages, about: Subject) -> str:
    told = {"number": about.number, "edition": about.edition, "page": about.page}
    if about.step:
        return messages("page.report-step", step=about.step, **told)
    return messages("page.report-procedure", **told)


def _body(messages: Messages, about: Subject) -> str:
    told = [about.page, about.address] if about.step else [about.address]
    return messages("page.report-body", facts="\n".join(filter(None, told)))
