"""One page a role: everything it does, across procedures."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from sop_handbook.model import Handbook, Procedure, routes
from sop_handbook.model.duties import duties, duties_of
from sop_handbook.render.base import Context, OfflineGroup, Page
from sop_handbook.render.kept import Keeper
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.calendars import calendar_view
from sop_handbook.render.views.downloads import downloads
from sop_handbook.render.views.duties import duty_lists
from sop_handbook.render.views.for_new import for_new
from sop_handbook.render.views.letters import MANY, by_letter
from sop_handbook.render.views.links import Link
from sop_handbook.render.views.models import ActionView, PhraseView, StepView
from sop_handbook.render.views.needed import beforehand_view
from sop_handbook.render.views.people import people
from sop_handbook.render.views.recorded import with_links
from sop_handbook.render.views.rehearsed import drills_of
from sop_handbook.render.views.rows import Row, row
from sop_handbook.templating.environment import render

_Said = TypeVar("_Said", ActionView, PhraseView)  # what may bear the name of who does it


def role_pages(handbook: Handbook, context: Context) -> Iterator[Page]:
    """Yield a page for each role, and the index of them."""
    wanted = context.wanted("role", handbook.roles)
    makes = {one.id: partial(_role_text, one.id) for one in wanted}
    for name, text in Keeper(handbook, context).texts(__name__, makes).items():
        role = handbook.roles[name]
        yield Page(routes.role(name), text, role.industry, role.title)
    yield _index(handbook, context)


def _index(handbook: Handbook, context: Context) -> Page:
    here = routes.ROLES
    viewer = ViewBuilder(handbook, context.messages, here)
    groups = [
        {
            "id": industry.id,
            "title": industry.title,
            "roles": [
                {
                    "link": viewer.role(role.id),
                    "summary": role.summary,
                }
                for role in handbook.roles_of[industry.id]
            ],
        }
        for industry in handbook.industries.values()
    ]
    messages = context.messages
    text = render(
        "pages/roles.md.j2",
        w=messages.branch("page"),
        description=messages("page.roles-intro"),
        duties=viewer.pages.to(routes.DUTIES) if duties(handbook) else "",
        groups=[group for group in groups if group["roles"]],
    )
    return Page(here, text, OfflineGroup.CORE)


def _role_text(name: str, handbook: Handbook, context: Context) -> str:
    """Return the page of a role: all it does, or in which procedures, where those are many."""
    role = handbook.roles[name]
    viewer = ViewBuilder(handbook, context.messages, routes.role(name))
    concerned = handbook.concerning.get(role.id, ())
    many = len(concerned) > MANY
    messages = context.messages
    offers = downloads(context, viewer.pages, "role", role.id)
    centre = viewer.pages.to(routes.PRINTS, routes.prints_anchor("role", role.id))
    return render(
        "pages/role.md.j2",
        role=role,
        w=messages.branch("page"),
        offers=offers,
        starting=for_new(handbook, name, viewer, context),
        prints=Link(messages("page.prints.of-role"), centre) if offers or concerned else None,
        crumbs=[
            Link(messages("page.roles"), viewer.pages.to(routes.ROLES)),
            viewer.pages.industry(role.industry),
        ],
        many=len(concerned) if many else None,
        parts_of=[] if many else _parts(concerned, role.id, viewer, context),
        letters=by_letter(
            [_in_brief(procedure, role.id, viewer, context) for procedure in concerned],
            lambda one: one.link.text,
        )
        if many
        else (),
        **_regularly(role.id, handbook, viewer, context),
        people=people(handbook, role.title, role.industry, role.id),
        forms=[viewer.pages.form(f.id) for f in handbook.forms.values() if f.filled_by == role.id],
    )


def _regularly(
    role: str, handbook: Handbook, viewer: ViewBuilder, context: Context
) -> dict[str, Any]:
    """Return what a role does again and again, and how to put that into a calendar."""
    found = duties_of(handbook, role)
    return {
        "duties": duty_lists(found, viewer, context) if found else None,
        "days": list(context.messages.branch("days").values()),
        "calendar": calendar_view(handbook, role, found, viewer.pages),
        "all_duties": viewer.pages.to(routes.DUTIES),
    }


def _parts(
    concerned: Iterable[Procedure], role: str, viewer: ViewBuilder, context: Context
) -> list[dict[str, Any]]:
    parts = [_part(procedure, role, viewer, context) for procedure in concerned]
    return sorted(parts, key=lambda part: all(duty["helps"] for duty in part["steps"]))  # own first


def _in_brief(procedure: Procedure, role: str, viewer: ViewBuilder, context: Context) -> Row:
    """Return a procedure as a row that names the steps a role does instead of counting all."""
    numbers = viewer.handbook.resolved(procedure).numbers
    messages = context.messages
    does = "、".join(numbers[step.id] for step in procedure.steps if step.role == role)
    helps = "、".join(numbers[step.id] for step in procedure.steps if role in step.with_)
    told = [messages("page.role-does", numbers=does)] if does else []
    told += [messages("page.role-helps", numbers=helps)] if helps else []
    beside = messages("page.role-beside")
    return replace(row(viewer, procedure, context), steps=" · ".join(told) or beside)


def _duty(view: StepView, *, helps: bool) -> dict[str, Any]:
    """Return a step of a role; for who helps, what is not marked as his says whose it is."""
    if helps:
        owner = view.role.text
        view = replace(
            view, actions=_marked(view.actions, owner), phrases=_marked(view.phrases, owner)
        )
    return {"view": view, "helps": helps}


def _marked(items: tuple[_Said, ...], owner: str) -> tuple[_Said, ...]:
    """Return items with the name of whose step it is, if others of them have another name."""
    if not any(one.role for one in items):
        return items
    return tuple(replace(one, role=one.role or owner) for one in items)


def _part(procedure: Procedure, role: str, viewer: ViewBuilder, context: Context) -> dict[str, Any]:
    """Return what a role has to do with one procedure."""
    procedure = with_links(procedure, viewer.pages)
    steps = [
        _duty(viewer.step(procedure, step.id), helps=step.role != role)
        for step in procedure.steps
        if role == step.role or role in step.with_
    ]
    gives = [
        {
            "item": item.item,
            "to": viewer.role(step.role),
            "step": viewer.pages.step(procedure, step.id),
        }
        for step in procedure.steps
        for item in step.receives
        if item.from_ == role
    ]
    return {
        "id": procedure.id,
        "link": viewer.pages.procedure(procedure.id),
        "badge": viewer.control(procedure, context.today).notice,
        "goal": procedure.goal,
        "drill": f"{viewer.pages.to(routes.DRILL)}?p={procedure.id}"
        if drills_of(viewer.handbook, procedure)
        else "",
        "before": beforehand_view(procedure.before, context.messages) if steps else None,
        "steps": steps,
        "gives": gives,
        "exceptions": [view for view in viewer.exceptions(procedure) if view.rule.role == role],
    }
