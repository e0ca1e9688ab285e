"""What is to be printed: the data of one print, before it is typeset."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sop_handbook.adapters.source import KeyPath
from sop_handbook.editions.content import canonical, edition_code, plain, step_content
from sop_handbook.editions.facts import reached_by
from sop_handbook.language.wording import Numbered, word
from sop_handbook.model import Handbook, Procedure, Role, Standard, routes
from sop_handbook.model.before import TICKED, gravest_first
from sop_handbook.model.resolved import Ref, ResolvedStep
from sop_handbook.model.safeguards import calls, is_long, left_open, measures, warnings
from sop_handbook.render.base import Context, Download, Subject
from sop_handbook.render.print.links import links_of
from sop_handbook.render.print.papers import PAPERS
from sop_handbook.render.print.photos import Photo, only_shown
from sop_handbook.render.views.standing import badge_of, notices, standing

TRUE_SIZE = "100%"  # the option `scale` of what must not be printed smaller


@dataclass(frozen=True, kw_only=True)
class Print:
    """One print. `kind` names its offer and, unless `template` is given, its template.

    `content` is everything it shows, plain data with `title` and facts that are worded when it is
    typeset (language.wording); the code printed on it is made of exactly this, without the words.
    `pictures` draws what is drawn from it, by the template's keys, and `options` say how it lies on
    the paper, which are no part of the code; `edition` replaces the kind in the code, for several
    layouts of the same thing. `photos` says how the pictures in it are printed, by digest.

    `addresses` are the pages its QR codes lead to, below the site's address, by the key under which
    the template asks for them; "" is the page of the whole.

    `origins` are the places of what may turn out too long, each the id of a procedure and a path in
    it, by the template's key.

    `notices` say what is true on the day of printing only, so the code leaves them out, too;
    `notices_of` the same of each procedure of several, by its id in a book and by its number on one
    sheet, and `standing` in a word, for the foot, whether it may be used today.

    `dated` goes into the PDF as its date, so it must not depend on the day of the build.
    `may_choose` says that the template can leave something out and say so, if asked by the option
    `choose`: better than no print of what does not fit. `duplex` tells the printer to print both
    sides and not to scale. `parts` are prints of their own that follow its pages, each from the
    front of a sheet on; `content["parts"]` says of each what it is (see `planned.named`), `binding`
    by how many millimetres they are moved away from the edge that is bound. What is
    `handed_out` goes to others than those who keep the rest. A part that is printed otherwise than
    alone says how, in `as_part`: it is published nowhere else.
    """

    kind: str
    of: Subject
    subject: str
    content: Mapping[str, Any]
    dated: date
    pictures: Callable[[], Mapping[str, Any]] = dict
    template: str = ""
    edition: str = ""
    photos: Mapping[str, Photo] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, tuple[str, KeyPath]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    notices_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    standing: str = ""
    may_choose: bool = False
    duplex: bool = False
    parts: "tuple[Print, ...]" = ()
    binding: int = 0
    handed_out: bool = False
    as_part: str = ""

    @property
    def path(self) -> str:
        """Where it is published, below docs/handbook/."""
        kind = f"{self.kind}-{self.as_part}" if self.as_part else self.kind
        return routes.sheet(self.subject, kind).path

    @property
    def code(self) -> str:
        """The edition code of what it shows.

        The kind is hashed, too, so that no two prints share one.
        """
        return edition_code(canonical({"kind": self.edition or self.kind, **self.content}))

    def offer(self, pages: int | None = None) -> Download:
        """Return what a page needs to know of it; how many pages it has is known once it is set."""
        return Download(
            kind=self.kind,
            of=self.of,
            subject=self.subject,
            pages=pages,
            code=self.code,
            paper=PAPERS[self.kind],
            standing=self.standing,
        )


def in_large(job: Print) -> Print:
    """Return the same in large type: another layout of the same content, with the same code."""
    return replace(
        job,
        kind=f"{job.kind}-large",
        template=job.template or job.kind,
        edition=job.edition or job.kind,
        options={**job.options, "type": "large"},
    )


def of_role(
    role: Role,
    used: Sequence[Procedure],
    handbook: Handbook,
    context: Context,
    *,
    kind: str,
    content: Mapping[str, Any],
    **more: Any,
) -> Print:
    """Return a print about what a role has to do with the procedures that are `used`.

    Its `content` also has the role as `title`, its `industry` and, where not all of them are
    approved, the `badge`. `more` are other fields of the print, instead of the usual ones.
    """
    badge = badge_of(used)
    shown = {"title": role.title, "industry": handbook.industries[role.industry].title, **content}
    usual: dict[str, Any] = {
        "addresses": {"": routes.role(role.id).url},
        "dated": max(map(dated, used)),
        "notices": notices(used, context),
        "standing": standing(used, context),
    }
    return Print(
        kind=kind,
        of="role",
        subject=role.id,
        content=shown | ({"badge": badge} if badge else {}),
        **usual | more,
    )


def up_to(used: Sequence[Procedure]) -> dict[str, str]:
    """Return until when changes are in a print about several procedures, under `up_to`."""
    return {"up_to": max(map(dated, used)).isoformat()}


def control(procedure: Procedure, handbook: Handbook) -> dict[str, Any]:
    """Return the document control that every print of a procedure shows.

    What is not settled is left out, except the status: an unapproved print says so, and the day of
    its content stands where an approved one has who approved it and from when to when. It also
    stands where the practice changed after the day that is given for taking effect. The keys are
    `title`, `number`, `revision`, `industry`, `effective`, `review`, `up_to` (dates in ISO 8601),
    `approver`, `owner` and `badge`.
    """
    settled = procedure.control
    badge = badge_of([procedure])
    approved = not badge
    told = {
        "title": procedure.title,
        "number": procedure.number,
        "revision": word("page.revision", revision=procedure.revision),
        "industry": handbook.industries[procedure.industry].title,
        "effective": procedure.effective.isoformat() if procedure.effective else "",
        "review": settled.review_by.isoformat() if settled.review_by else "",
        "up_to": dated(procedure).isoformat() if not approved or procedure.changed_since else "",
        "approver": _title(handbook, settled.approver) if approved else "",
        "owner": _title(handbook, settled.owner.role) if settled.owner else "",
        "badge": badge,
    }
    return {key: value for key, value in told.items() if value}


def _title(handbook: Handbook, role: str | None) -> str:
    found = handbook.roles.get(role or "")
    return found.title if found else ""


def sheet_content(told: ResolvedStep) -> dict[str, Any]:
    """Return what sheets say of a step; no `role` where the document names none.

    The other keys are those of `step_content`; pictures and clips only if they can be shown. Sheets
    to work with have a line to write the role on. They also have what is `measured`, safety points
    as `warnings`, the actions that are `calls`, the addresses in its texts as `links`, and what is
    `left_open`: lists, left out if empty; an empty text in `left_open` is too long to be shown.
    """
    procedure, step = told.procedure, told.step
    content = only_shown(step_content(told))
    if aside := reached_by(told):
        content["only_if"] = aside
    for key, other in (("use", told.use), ("starts", told.starts)):
        if other:
            content[key] = Numbered(other.number, other.title)
    if isinstance(content["role"], Ref):
        content.pop("role")
    beside = {
        "measured": [_measured(standard) for standard in measures(procedure, step)],
        "warnings": [str(point.text) for point in warnings(step)],
        "calls": [
            told
            for action, told in zip(step.actions, content.get("actions", ()), strict=True)
            if action in calls(step)
        ],
        "left_open": [
            "" if is_long(gap) else str(gap.text) for _, gap in left_open(procedure, step)
        ],
    }
    return content | {key: value for key, value in beside.items() if value} | links_of(content)


def schedule(procedure: Procedure) -> dict[str, Any]:
    """Return how often a procedure is done, under `schedule`; {} where that is not said."""
    return {"schedule": list(procedure.schedule)} if procedure.schedule else {}


def of_all_steps(procedure: Procedure) -> dict[str, Any]:
    """Return the standards that are bound to no step, under `measured`; {} if there are none."""
    found = [_measured(standard) for standard in procedure.standards if not standard.steps]
    return {"measured": found} if found else {}


def _measured(standard: Standard) -> dict[str, Any]:
    told = {"metric": standard.metric, "value": standard.value}
    return told | ({"how": str(standard.how)} if standard.how else {})


def before(procedure: Procedure) -> dict[str, Any]:
    """Return what is to be known and at hand before the first step; {} if there is nothing.

    Else it is under `before`: `hazards`, each with `text`, `level` and perhaps `avoid`, the gravest
    first, and lists of texts `ppe`, `conditions`, `equipment` and `materials`; empty ones left out.
    """
    if procedure.before is None:
        return {}
    parts = {"hazards": plain(gravest_first(procedure.before.hazards))}
    parts |= {name: plain(getattr(procedure.before, name)) for name in TICKED}
    told = {name: texts for name, texts in parts.items() if texts}
    return {"before": told} if told else {}


def system_of(handbook: Handbook, told: ResolvedStep) -> str:
    """Return the name of the system that does a step by itself; "" where people do it."""
    role = handbook.roles.get(told.role.id)
    return role.title if role and not role.reads else ""


def is_for_people(handbook: Handbook, procedure: Procedure) -> bool:
    """Tell whether there is a step that somebody can learn: systems do not."""
    return not all(system_of(handbook, told) for told in handbook.resolved(procedure).steps)


def order(procedure: Procedure) -> dict[str, Any]:
    """Return what a print says of the order of steps: none, one to be chosen, or nothing.

    {} is for a sequence; else there is `any_order`, for one to be chosen also `one_of`, and
    `choose_by` where the procedure says whom it is for.
    """
    if procedure.order == "sequence":
        return {}
    if procedure.order == "any":
        return {"any_order": True}
    scope = {"choose_by": str(procedure.scope)} if procedure.scope else {}
    return {"any_order": True, "one_of": True} | scope


def dated(procedure: Procedure) -> date:
    """Return the day of a procedure's newest change; it may take effect much later."""
    return max(change.date for change in procedure.changes)


def addresses(procedure: Procedure) -> dict[str, str]:
    """Return the address of a procedure's page under "", and of its steps by step id.

    They are relative to that of the site.
    """
    page = routes.procedure(procedure)
    steps = {step.id: page.at(routes.step_anchor(step.id)) for step in procedure.steps}
    return {"": page.url} | steps
