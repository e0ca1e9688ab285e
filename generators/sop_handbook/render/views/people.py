"""Whom readers of a page can turn to: those for their role, for their industry, for all."""

from collections.abc import Iterator
from dataclasses import dataclass

from sop_handbook.language import phones
from sop_handbook.model import Contact, Handbook
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.reports import Subject, filled


@dataclass(frozen=True, kw_only=True)
class Person:
    """A contact as a page shows it; `phone` are the pieces of its number, "" leading nowhere."""

    who: str
    phone: tuple[Link, ...]
    mail: Link | None
    chat: str
    form: str


def people(handbook: Handbook, page: str, industry: str, role: str = "") -> tuple[Person, ...]:
    """Return whom to turn to on the page of an industry or a role, the nearest first.

    `page` is its title; contacts that nobody can reach are left out.
    """
    return tuple(_person(one, page) for one in _nearest(handbook, industry, role) if one.reachable)


def _nearest(handbook: Handbook, industry: str, role: str) -> Iterator[Contact]:
    every = handbook.contacts.values()
    of_role = [one for one in every if role in one.roles]
    of_industry = [one for one in every if industry in one.industries and one not in of_role]
    yield from (*of_role, *of_industry, *(one for one in every if one.for_all))


def _person(contact: Contact, page: str) -> Person:
    mail = contact.set_mail
    form = contact.set_form
    return Person(
        who=contact.label,
        phone=tuple(Link(*part) for part in phones.parts(contact.phone or "") if part.text),
        mail=Link(mail, f"mailto:{mail}") if mail else None,
        chat=contact.chat or "",
        form=filled(form, Subject(page=page, number="", edition="")) if form else "",
    )
