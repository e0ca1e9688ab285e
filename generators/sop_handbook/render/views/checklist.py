"""The checklist of a page: boxes to tick, grouped by the moments at which one stops."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sop_handbook.editions.content import DIGEST, step_digest
from sop_handbook.model import UNSPECIFIED, Action, Avoid, Handbook, Procedure, Step, Text
from sop_handbook.model.checklists import ChecklistItem, PausePoint, checklist
from sop_handbook.model.item_ids import item_ids
from sop_handbook.model.safeguards import calls, left_open, measures, warnings
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.models import StepView


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One box. `key` names it for ever, `digest` changes with what its step says.

    `owner` is the id of the role that does the step, `role` its name where it is shown; `signing`
    are the names of those that help and sign. `limit` is worded, "" if there is none. `ways` are
    the answers to its `question` and where each leads, said again if it `repeats`; an `optional`
    one may not apply, as after the answers `without` it. `calls`, `measured`, `avoid`, `warnings`
    and `left_open` are to be read beside it, not ticked.
    What else a sheet says of a step is in `view`.
    """

    key: str
    digest: str
    text: str
    critical: bool
    number: str
    role: str
    owner: str
    limit: str
    limit_name: str
    conditions: tuple[str, ...]
    question: str = ""
    ways: tuple[str, ...] = ()
    optional: bool = False
    without: tuple[Text, ...] = ()
    repeats: bool = False
    safety: bool = False
    calls: tuple[Action, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    measured: tuple[str, ...] = ()
    warnings: tuple[Text, ...] = ()
    left_open: tuple[Text, ...] = ()
    view: StepView | None = None
    signing: Sequence[str] = ()
    next: str = ""


@dataclass(frozen=True, kw_only=True)
class BoxGroup:
    """The boxes of one pause point; `mode` is empty for one that was derived."""

    number: int
    moment: str
    mode: str
    ticks: tuple[Tick, ...]


def checklist_view(procedure: Procedure, viewer: ViewBuilder) -> tuple[BoxGroup, ...]:
    """Return the checklist of a procedure as the A4 print groups it."""
    seen: Counter[str] = Counter()
    return tuple(
        BoxGroup(
            number=number,
            moment=_moment(procedure, point, viewer),
            mode=("read-do" if point.read_do else "do-confirm") if point.moment else "",
            ticks=tuple(_ticks(procedure, point, viewer, seen)),
        )
        for number, point in enumerate(checklist(procedure), 1)
    )


def cosigners(handbook: Handbook, procedure: Procedure) -> list[str]:
    """Return who signs at the foot: who only helps with steps that have no row to sign in."""
    asked = {step.id for point in checklist(procedure) for step in point.steps}
    in_rows = {
        who for step in procedure.steps if step.id in asked for who in (step.role, *step.with_)
    }
    helpers = dict.fromkeys(one for step in procedure.steps for one in step.with_)
    doers = {step.role for step in procedure.steps}
    others = (handbook.roles[one] for one in helpers if one not in in_rows | doers)
    return [role.title for role in others if role.reads]


def signing(handbook: Handbook, step: Step) -> list[str]:
    """Return who signs in the row of a step besides who does it."""
    return [handbook.roles[one].title for one in step.with_ if handbook.roles[one].reads]


def _moment(procedure: Procedure, point: PausePoint, viewer: ViewBuilder) -> str:
    if point.moment:
        return str(point.moment)
    numbers = viewer.handbook.resolved(procedure).numbers
    first, last = (numbers[point.steps[at].id] for at in (0, -1))
    what = "after" if procedure.order == "sequence" else "about"
    if first == last:
        return viewer.messages(f"page.ticks.{what}-step", number=first)
    what = "one-of" if procedure.order == "one" else what
    return viewer.messages(f"page.ticks.{what}-steps", first=first, last=last)


def _ticks(
    procedure: Procedure, point: PausePoint, viewer: ViewBuilder, seen: Counter[str]
) -> Iterator[Tick]:
    for item in point.items:
        key = _key(item)
        seen[key] += 1  # the same step may be asked for at several moments
        yield _tick(procedure, item, viewer, key if seen[key] == 1 else f"{key}~{seen[key]}")


def _key(item: ChecklistItem) -> str:
    if item.step is None:
        return f"text.{_digest(str(item.text))}"
    if item.point is None:
        return item.step.id
    points = item.step.key_points
    return f"{item.step.id}.{item_ids(points)[points.index(item.point)]}"


def _tick(procedure: Procedure, item: ChecklistItem, viewer: ViewBuilder, key: str) -> Tick:
    if item.step is None:
        text = str(item.text)
        return Tick(
            key=key, digest=_digest(text), text=text, critical=False, number="",
            role="", owner="", limit="", limit_name="", conditions=(),
        )  # fmt: skip
    view = viewer.step(procedure, item.step.id)
    digest = step_digest(viewer.handbook.resolved(procedure).step(item.step.id))
    point = item.point
    return Tick(
        key=key,
        digest=_digest(digest + str(item.text)) if item.text else digest,
        text=str(point.text if point else item.text or item.step.title),
        critical=point is not None,
        safety=point is not None and point.kind == "safety",
        number="" if point else view.number,
        role="" if point else view.role.text,
        owner="" if item.step.role == UNSPECIFIED else item.step.role,
        limit="" if point else view.limit,
        limit_name=view.limit_name,
        conditions=() if point else tuple(str(one) for one in view.conditions),
        optional=viewer.handbook.resolved(procedure).step(item.step.id).optional,
        **({} if point else _besides(procedure, view, viewer)),
    )


def _besides(procedure: Procedure, view: StepView, viewer: ViewBuilder) -> dict[str, Any]:
    """Return what stands beside the box of a step itself."""
    decision = view.step.decision
    told = viewer.handbook.resolved(procedure).step(view.step.id)
    return _to_read(procedure, view, viewer) | {
        "question": str(decision.question) if decision else "",
        "ways": tuple(f"{way.answer} → {way.target.text}" for way in view.outcomes),
        "without": told.answers_without,
        "repeats": told.repeats,
        "view": view,
        "signing": signing(viewer.handbook, view.step),
        "next": view.next.text if view.next and told.leaves_order else "",
    }


def _to_read(procedure: Procedure, view: StepView, viewer: ViewBuilder) -> dict[str, Any]:
    return {
        "calls": calls(view.step),
        "avoid": view.avoid,
        "measured": tuple(
            f"{one.metric}：{viewer.value(one.value)}" + (f"（{one.how}）" if one.how else "")
            for one in measures(procedure, view.step)
        ),
        "warnings": tuple(point.text for point in warnings(view.step)),
        "left_open": tuple(gap.text for _, gap in left_open(procedure, view.step)),
    }


def unasked(procedure: Procedure, viewer: ViewBuilder) -> tuple[Tick, ...]:
    """Return steps that no pause point asks for, if there is something to be read of them."""
    asked = {step.id for point in checklist(procedure) for step in point.steps}
    rest = [ChecklistItem(step=step) for step in procedure.steps if step.id not in asked]
    found = [_tick(procedure, item, viewer, _key(item)) for item in rest]
    told = ("calls", "avoid", "measured", "warnings", "left_open")
    return tuple(one for one in found if any(getattr(one, name) for name in told))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]
