"""Whom readers turn to can be reached, and what leads to them is written so that it does."""

import re
from collections.abc import Iterator
from datetime import date

from sop_handbook.findings import Finding
from sop_handbook.model import Handbook
from sop_handbook.model.contacts import BLANKS, is_set
from sop_handbook.sources.places import Places
from sop_handbook.sources.validate import nearest

_BLANK = re.compile(r"\{([^{}]*)\}")


def contacts(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A real handbook has real addresses, and one of its own; a contact that it names is of use."""
    named = {one.report_to for one in handbook.industries.values()} | {handbook.report_to}
    for index, contact in enumerate(handbook.contacts.values()):
        for way in ("mail", "form"):
            written = getattr(contact, way)
            if written and not is_set(written):
                place = places.single("handbook", "contacts", index, way)
                yield Finding(place, "example-address", {"value": written})
        if contact.id not in named and not contact.reachable and (contact.mail or contact.form):
            place = places.single("handbook", "contacts", index, "id")
            yield Finding(place, "unused", {"value": contact.id})
    if handbook.repository and not is_set(handbook.repository.url):
        place = places.single("handbook", "repository", "url")
        yield Finding(place, "example-address", {"value": handbook.repository.url})
    if handbook.example_url:
        place = places.single("handbook", "base_url")
        yield Finding(place, "example-address", {"value": handbook.example_url})
    elif handbook.contacts and not handbook.base_url:
        yield Finding(places.single("handbook"), "no-base-url")


def reached(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A contact has at least one way that leads to it."""
    for index, one in enumerate(handbook.contacts.values()):
        if not (one.phone or one.mail or one.chat or one.form):
            place = places.single("handbook", "contacts", index, "id")
            yield Finding(place, "unreachable-contact", {"label": one.label})


def blanks(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What is to be filled in the address of a form is known here."""
    names = dict.fromkeys(BLANKS, "")
    for index, contact in enumerate(handbook.contacts.values()):
        for name in _BLANK.findall(contact.form or ""):
            if name not in BLANKS:
                place = places.single("handbook", "contacts", index, "form")
                yield Finding(place, "unknown-blank", {"value": name}, nearest(name, names))


def platform(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """What the repository's platform is, is known: its addresses depend on it."""
    repository = handbook.repository
    if repository and not repository.kind:
        place = places.single("handbook", "repository", "url")
        yield Finding(place, "no-platform", {"value": repository.url})
