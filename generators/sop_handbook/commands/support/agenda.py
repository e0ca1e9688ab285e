"""The faces of what is due: lines for a person, Markdown for an issue, a record for programs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sop_handbook.language.messages import Messages
from sop_handbook.model import Handbook
from sop_handbook.model.reviews import Due
from sop_handbook.templating.environment import render_plain
from sop_handbook.templating.markdown import quiet


def record(handbook: Handbook, found: Iterable[Due], today: date, within: int) -> dict[str, Any]:
    """Return what is due as plain data; its shape is in reviews.schema.json.

    `within` is in days, and is only said in it: `found` has been chosen by it.
    """
    return {
        "format": "sop-reviews",
        "version": 1,
        "date": today.isoformat(),
        "within": within,
        "reviews": [_entry(handbook, one) for one in found],
    }


def as_lines(data: Mapping[str, Any], messages: Messages) -> Iterator[str]:
    """Yield a record (see `record`) as lines: what is overdue, then what comes, each by date."""
    if not data["reviews"]:
        yield messages("reviews.none", days=data["within"])
    for title, entries in _groups(data, messages):
        yield title
        for one in entries:
            facts = (one["date"], one["left"], one["kind"], one["number"], one["title"], one["who"])
            yield "  " + "  ".join(facts)


def as_markdown(data: Mapping[str, Any], messages: Messages) -> str:
    """Return a `record` as the body of an issue, in which the accounts of owners are called.

    No other text of the sources is markup in it, calls somebody or links somewhere.
    """
    groups = [
        {"title": title, "entries": [{**quiet(one), "calls": one["calls"]} for one in entries]}
        for title, entries in _groups(data, messages)
    ]
    nothing = messages("reviews.none", days=data["within"])
    text = render_plain(
        "reviews.md.j2", t=messages.branch("reviews"), groups=groups, nothing=nothing
    )
    return text.strip() + "\n"


def _groups(
    data: Mapping[str, Any], messages: Messages
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    late = [_shown(one, messages) for one in data["reviews"] if one["overdue"]]
    soon = [_shown(one, messages) for one in data["reviews"] if not one["overdue"]]
    if late:
        yield messages("reviews.late"), late
    if soon:
        yield messages("reviews.soon", days=data["within"]), soon


def _shown(one: Mapping[str, Any], messages: Messages) -> dict[str, Any]:
    owner, deputy = one["owner"], one["deputy"]
    return {
        "date": one["date"],
        "left": _left(one["days"], messages),
        "kind": messages(f"reviews.kinds.{one['kind']}"),
        "number": one["number"],
        "title": one["title"],
        "who": messages("reviews.owner", owner=owner["title"], deputy=deputy["title"])
        if owner
        else messages("reviews.no-owner"),
        "calls": " ".join(dict.fromkeys([*owner["accounts"], *deputy["accounts"]]))
        if owner
        else "",
    }


def _left(days: int, messages: Messages) -> str:
    """Return how long there is until a day, or since when it has passed."""
    if days == 0:
        return messages("reviews.today")
    return (
        messages("reviews.overdue", days=-days) if days < 0 else messages("reviews.left", days=days)
    )


def _entry(handbook: Handbook, one: Due) -> dict[str, Any]:
    procedure, owner = one.procedure, one.procedure.control.owner
    return {
        "kind": one.kind,
        "date": one.date.isoformat(),
        "days": one.days,
        "overdue": one.overdue,
        "procedure": procedure.id,
        "number": procedure.number,
        "title": procedure.title,
        "industry": procedure.industry,
        "owner": _role(handbook, owner.role) if owner else None,
        "deputy": _role(handbook, owner.deputy) if owner else None,
    }


def _role(handbook: Handbook, name: str) -> dict[str, Any]:
    role = handbook.roles[name]
    return {"id": role.id, "title": role.title, "accounts": list(role.accounts)}
