"""What concerns one role, in a file small enough for a phone: its procedures, what is new."""

import json
from collections.abc import Iterator
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook, Procedure, Role, routes
from sop_handbook.model.learning import learns
from sop_handbook.render.base import Artifact, Context, Rendered
from sop_handbook.render.views.history import News, news

_MOST = 40  # entries of a role; nobody stays away for longer


def render_role_data(handbook: Handbook, context: Context) -> Rendered:
    """Return one JSON file for every role one can have, for the home page and the search.

    It has `title`, `page`, `procedures` (`title`, `number`, `page`), `news` and, as a place in the
    print centre, what is printed for it (`prints`): the set for somebody new in it if there is one.
    """
    told = [
        one
        for one in news(handbook, context.messages)
        if one.released and one.change.class_ != "editorial"
    ]
    return Rendered(
        tuple(
            Artifact(
                routes.role(role.id).data("job").path,
                _json(_job(handbook, role, told, context.messages)),
                offline=role.industry,
            )
            for role in handbook.roles.values()
            if role.reads
        )
    )


def _job(handbook: Handbook, role: Role, told: list[News], messages: Messages) -> dict[str, Any]:
    mine = [one for one in told if role.id in one.roles][:_MOST]
    return {
        "title": role.title,
        "page": routes.role(role.id).name,
        "procedures": [
            {
                "title": procedure.title,
                "number": procedure.number,
                "page": routes.procedure(procedure).name,
            }
            for procedure in _procedures(handbook, role.id)
        ],
        "prints": routes.prints_anchor("set" if learns(handbook, role.id) else "role", role.id),
        "news": [_entry(one, messages) for one in mine],
    }


def _procedures(handbook: Handbook, role: str) -> Iterator[Procedure]:
    """Yield the procedures in use that a role takes part in, its own work first."""
    mine = handbook.concerning.get(role, ())
    own = [any(step.role == role for step in procedure.steps) for procedure in mine]
    yield from (procedure for procedure, does in zip(mine, own, strict=True) if does)
    yield from (procedure for procedure, does in zip(mine, own, strict=True) if not does)


def _entry(one: News, messages: Messages) -> dict[str, str]:
    """`key` stays the same in every build, so that a device knows what it has shown."""
    what = "status" if one.status else str(one.change.revision)
    known = [step.id for step in one.procedure.steps if step.id in one.change.steps]
    return {
        "key": f"{one.procedure.id} {what} {one.change.date.isoformat()}",
        "day": one.day.isoformat(),
        "kind": one.kind(messages),
        "title": one.procedure.title,
        "revision": messages("page.revision", revision=one.change.revision),
        "summary": str(one.change.summary),
        "page": routes.procedure(one.procedure).name,
        "anchor": routes.step_anchor(known[0]) if known else "",
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
