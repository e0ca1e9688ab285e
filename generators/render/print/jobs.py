"""What is to be printed: the data of one print, before it is typeset."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generators.editions import canonical, edition_code
from generators.load import KeyPath
from generators.model import Handbook, Procedure, Status
from generators.render.base import Context, Subject
from generators.render.links import procedure_page, step_anchor


@dataclass(frozen=True, kw_only=True)
class Print:
    """One print. `kind` names its offer and, unless `template` is given, its template.

    `content` is everything it shows, plain data with `title`; the code printed on it is made
    of exactly this. `pictures` draws what is drawn from it and `options` say how it lies on the
    paper, which are no part of the code; `edition` replaces the kind in the code, for several
    layouts of the same thing.
    `addresses` are the pages its QR codes lead to, below the site's address, by the key under
    which the template asks for them; "" is the page of the whole.
    `origins` are the places in procedures of what may turn out too long, by the template's key.
    `notices` say what is true on the day of printing only, so the code leaves them out, too.
    `dated` goes into the PDF as its date, so it must not depend on the day of the build.
    `duplex` tells the printer to print both sides and not to scale.
    """

    kind: str
    of: Subject
    subject: str
    content: Mapping[str, Any]
    dated: date
    pictures: Callable[[], Mapping[str, Any]] = dict
    template: str = ""
    edition: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, tuple[str, KeyPath]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    duplex: bool = False

    @property
    def path(self) -> str:
        """Where it is published, below docs/handbook/."""
        return f"prints/{self.subject}-{self.kind}.pdf"

    @property
    def code(self) -> str:
        """The code of what it shows; the kind is hashed, too, so that no two prints share one."""
        return edition_code(canonical({"kind": self.edition or self.kind, **self.content}))


def control(procedure: Procedure, handbook: Handbook, context: Context) -> dict[str, Any]:
    """Return the document control that every print of a procedure shows.

    What is not settled is left out, except the status: an unapproved print says so.
    """
    words, settled = context.words, procedure.control
    shown = {
        "title": procedure.title,
        "number": procedure.number,
        "revision": words("page.revision", revision=procedure.revision),
        "industry": handbook.industries[procedure.industry].title,
        "effective": settled.effective_from.isoformat() if settled.effective_from else "",
        "review": settled.review_by.isoformat() if settled.review_by else "",
    }
    if settled.status is not Status.CURRENT:
        shown["badge"] = words(f"page.badge.{settled.status}")
    return {key: value for key, value in shown.items() if value}


def order(procedure: Procedure) -> dict[str, Any]:
    """Return what a print says of the order of steps: that there is none, or nothing."""
    return {"any_order": True} if procedure.order == "any" else {}


def notices(procedures: Iterable[Procedure], context: Context) -> tuple[str, ...]:
    """Return what is to be noticed today: a review is overdue, something is not yet in force.

    A print about one procedure gives the date.
    """
    late, early = [], []
    found = list(procedures)
    for procedure in found:
        control, today = procedure.control, context.today
        if control.review_by and control.review_by < today:
            late.append(control.review_by.isoformat())
        if start := procedure.control.starts(today):
            early.append(start.isoformat())
    return tuple(
        context.words(f"print.{key}", date=days[0])
        if len(found) == 1
        else context.words(f"print.some-{key}")
        for key, days in (("overdue", late), ("not-yet", early))
        if days
    )


def dated(procedure: Procedure) -> date:
    """Return the day of a procedure's newest change; it may take effect much later."""
    return max(change.date for change in procedure.changes)


def addresses(procedure: Procedure) -> dict[str, str]:
    """Return the address of a procedure's page under "", and of its steps by step id."""
    page = procedure_page(procedure).removesuffix(".md") + "/"
    return {"": page} | {step.id: f"{page}#{step_anchor(step.id)}" for step in procedure.steps}
