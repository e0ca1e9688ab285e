"""Whom to call: the numbers of an industry, for the head of each of its pages and its runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from sop_handbook.language import phones
from sop_handbook.model import Family, Handbook, Procedure, routes
from sop_handbook.templating.markdown import front

_PRINTS = "prints"  # the folder of the pages that list what an industry prints


@dataclass(frozen=True)
class Call:
    """Somebody to call: who it is, the number as it is spoken, and its `tel:` address.

    What is no number, such as a chat group, is shown and has "" for its address. `industry` is an
    id.
    """

    industry: str
    who: str
    number: str
    href: str


def calls(handbook: Handbook) -> Iterator[Call]:
    """Yield whom one can call, each number of an industry once."""
    known: set[tuple[str, str]] = set()
    for industry, who, written in _written(handbook):
        for number in phones.numbers(written) or phones.parts(written):
            key = (industry, number.address or number.text)
            if key not in known:
                known.add(key)
                yield Call(industry, who, number.text, number.address)


def _written(handbook: Handbook) -> Iterator[tuple[str, str, str]]:
    """Yield the industry, whom to call and the number as it is written.

    Those of procedures come first, then contacts that are there for an industry.
    """
    owners: tuple[Family | Procedure, ...] = (
        *handbook.families.values(),
        *handbook.procedures.values(),
    )
    for owner in owners:
        for item in owner.quantities:
            if item.kind == "contact":
                yield owner.industry, item.label, item.value
    for contact in handbook.contacts.values():
        if contact.phone:
            for industry in contact.industries:
                yield industry, contact.label, contact.phone


class Callers:
    """Puts whom to call into the front matter of pages; the site's header shows it."""

    def __init__(self, handbook: Handbook) -> None:
        self._calls: dict[str, list[Call]] = {}
        for call in filter(lambda one: one.href, calls(handbook)):
            self._calls.setdefault(call.industry, []).append(call)
        roles = {routes.role(role.id): role.industry for role in handbook.roles.values()}
        forms = dict(_forms(handbook))
        self._industries = {**roles, **forms}

    def told(self, page: routes.Route, text: str) -> str:
        """Return a page, with the numbers of its industry in the front matter it begins with.

        The page of all runs gets those of all industries; its script shows the right ones.
        """
        everyone = [call for own in self._calls.values() for call in own]
        found = everyone if page == routes.RUN else self._calls.get(self._industry(page), [])
        head, rule, rest = text.lstrip().partition("---\n")
        if not found or head or not rule:
            return text
        return "".join([rule, "calls:\n", *map(_line, found), rest])

    def _industry(self, page: routes.Route) -> str:
        known = self._industries.get(page)
        if known is not None:
            return known
        _, *folders = PurePosixPath(page.name).parts
        return folders[1] if folders[0] == _PRINTS and len(folders) > 1 else folders[0]


def _line(call: Call) -> str:
    told = ("industry", "who", "number", "href")
    values = ", ".join(f"{name}: {front(getattr(call, name))}" for name in told)
    return f"- {{{values}}}\n"


def _forms(handbook: Handbook) -> Iterator[tuple[routes.Route, str]]:
    """Yield the page of each form and its industry: of who fills it in, or of its first user."""
    users = {
        form: procedure.industry
        for procedure in reversed(tuple(handbook.procedures.values()))
        for step in procedure.steps
        for form in step.forms
    }
    for form in handbook.forms.values():
        role = handbook.roles.get(form.filled_by or "")
        yield routes.form(form.id), role.industry if role else users.get(form.id, "")
