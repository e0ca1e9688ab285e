"""The checklist of a page: boxes to tick, grouped by the moments at which one stops."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sop_handbook.editions.content import DIGEST, step_digest
from sop_handbook.language.wording import Word, word, worded
from sop_handbook.model import UNSPECIFIED, Action, Avoid, Hazard, Procedure, Step, Text
from sop_handbook.model.before import TICKED, gravest_first
from sop_handbook.model.checklists import (
    ChecklistItem,
    PausePoint,
    checklist,
    pauses_before,
    precautions,
    unasked_steps,
)
from sop_handbook.model.item_ids import item_ids
from sop_handbook.model.safeguards import calls, left_open, measures, warnings
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.left_out import box_left_out
from sop_handbook.render.views.models import ReadingView, StepView
from sop_handbook.render.views.moments import moment_words
from sop_handbook.render.views.passes import further_rounds
from sop_handbook.render.views.signing import signing


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One box. `key` names it for ever, `digest` changes with what its step says.

    `text` is what must be true; where that is not what a step is called, `lead` is. One with
    `answers` is answered by one of them instead of a tick. `owner` is the id of the role that does
    the step or says the item aloud, `role` who that is where it is shown; `signing`
    are the names of those that help and sign. `limit` is worded, "" if there is none. `ways` are
    the answers to its `question` and where each leads, said again in `further` rounds; `optional`
    one may not apply, as after the answers `without` it. `hazard` is the one it is about. `calls`,
    `measured`, `avoid`, `warnings`, `left_open`, `hazards`, `readings` and `choices` are to be read
    beside it, not ticked. One that is `ahead` is asked for before its step begins.
    What else a sheet says of a step is in `view`.
    """

    key: str
    digest: str
    text: str
    critical: bool = False
    number: str = ""
    lead: str = ""
    role: str = ""
    owner: str = ""
    limit: str = ""
    limit_name: str = ""
    conditions: tuple[str, ...] = ()
    answers: tuple[Text, ...] = ()
    hazard: Hazard | None = None
    ahead: bool = False
    question: str = ""
    ways: tuple[str, ...] = ()
    optional: bool = False
    without: tuple[Text, ...] = ()
    further: tuple[int, ...] = ()
    safety: bool = False
    calls: tuple[Action, ...] = ()
    avoid: tuple[Avoid, ...] = ()
    measured: tuple[str, ...] = ()
    warnings: tuple[Text, ...] = ()
    left_open: tuple[Text, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    readings: tuple[ReadingView, ...] = ()
    choices: tuple[Text, ...] = ()
    view: StepView | None = None
    signing: Sequence[str] = ()
    next: str = ""


@dataclass(frozen=True, kw_only=True)
class BoxGroup:
    """The boxes of one pause point; `mode` is empty for one that was derived.

    What comes before the first step has the number 0, and perhaps `hazards`, the gravest first.
    """

    number: int
    moment: str
    mode: str
    ticks: tuple[Tick, ...]
    hazards: tuple[Hazard, ...] = ()


def before_view(procedure: Procedure, viewer: ViewBuilder) -> tuple[BoxGroup, ...]:
    """Return what is gone through before the first step, () if that is nothing."""
    before = procedure.before
    if before is None:
        return ()
    ticks = (
        Tick(
            key=f"text.{_digest(part + str(text))}",
            digest=_digest(str(text)),
            text=str(text),
            lead=viewer.messages(f"page.before-parts.{part}") if at == 0 else "",
        )
        for part in TICKED
        for at, text in enumerate(getattr(before, part))
    )
    moment = viewer.messages("page.before")
    hazards = gravest_first(before.hazards)
    return (BoxGroup(number=0, moment=moment, mode="", ticks=tuple(ticks), hazards=hazards),)


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


def _moment(procedure: Procedure, point: PausePoint, viewer: ViewBuilder) -> str:
    numbers = viewer.handbook.resolved(procedure).numbers
    return str(worded(moment_words(point, procedure.order, numbers), viewer.messages))


def _ticks(
    procedure: Procedure, point: PausePoint, viewer: ViewBuilder, seen: Counter[str]
) -> Iterator[Tick]:
    for item in point.items:
        key = _key(item)
        seen[key] += 1  # the same step may be asked for at several moments
        name = key if seen[key] == 1 else f"{key}~{seen[key]}"
        yield _tick(procedure, item, viewer, name, leads=leads(item, point))


def asked_for(item: ChecklistItem) -> str | Word:
    """Return what a box asks for; of a hazard that nobody says how to avoid, to have seen it."""
    if item.hazard and not item.hazard.avoid:
        return word("page.ticks.seen", hazard=str(item.hazard.text))
    return item.says


def leads(item: ChecklistItem, point: PausePoint) -> bool:
    """Whether an item has to say which step it is about: the first of those ahead of a step does.

    So does a step where it is not called by its title.
    """
    if item.of_step:
        return item.says != str(item.step and item.step.title)
    return item.ahead and next(o for o in point.items if o.ahead and o.step is item.step) is item


def _key(item: ChecklistItem) -> str:
    if item.step is None:
        return f"text.{_digest(str(item.text))}"
    if item.hazard:
        return f"{item.step.id}.hazard-{_digest(str(item.hazard.text))}"
    if item.point is None:
        return item.step.id
    points = item.step.key_points
    return f"{item.step.id}.{item_ids(points)[points.index(item.point)]}"


def _tick(
    procedure: Procedure, item: ChecklistItem, viewer: ViewBuilder, key: str, *, leads: bool
) -> Tick:
    step = viewer.handbook.resolved(procedure).step(item.step.id) if item.step else None
    after = box_left_out(item, step)
    told: dict[str, Any] = {
        "key": key,
        "text": worded(asked_for(item), viewer.messages),
        "digest": _tick_digest(procedure, item, viewer),
        "answers": item.answers,
        "optional": after is not None,
        "without": after or (),
    }
    if item.step:
        told |= _of_step(procedure, item, item.step, viewer, leads=leads)
    if item.asks and item.point is None:
        told |= {"owner": item.asks, "role": _speaker(item, viewer)}
    return Tick(**told)


def _tick_digest(procedure: Procedure, item: ChecklistItem, viewer: ViewBuilder) -> str:
    """Return what changes with what a box says; its answers count where there are any."""
    said = "".join(map(str, (item.text or "", *item.answers)))
    if item.step is None:
        return _digest(said)
    digest = step_digest(viewer.handbook.resolved(procedure).step(item.step.id))
    return _digest(digest + said) if said else digest


def _speaker(item: ChecklistItem, viewer: ViewBuilder) -> str:
    """Return who says an item aloud, and who does its step if that is somebody else."""
    asks = viewer.messages("page.ticks.asks", role=viewer.role(item.asks or "").text)
    if item.step is None or item.step.role in (item.asks, UNSPECIFIED):
        return asks
    return f"{asks} · {viewer.role(item.step.role).text}"


def _of_step(
    procedure: Procedure, item: ChecklistItem, step: Step, viewer: ViewBuilder, *, leads: bool
) -> dict[str, Any]:
    """Return what a box says of the step it is about."""
    view = viewer.step(procedure, step.id)
    shown = {
        "critical": item.point is not None,
        "safety": item.point is not None and item.point.kind == "safety",
        "hazard": item.hazard,
        "ahead": item.ahead,
        "owner": "" if step.role == UNSPECIFIED else step.role,
        "limit_name": view.limit_name,
        "lead": step.title if leads else "",
    }
    if item.of_step:
        return shown | _besides(procedure, view, viewer)
    return shown | ({"number": view.number, "role": view.role.text} if leads else {})


def _besides(procedure: Procedure, view: StepView, viewer: ViewBuilder) -> dict[str, Any]:
    """Return what stands beside the box of a step itself."""
    decision = view.step.decision
    told = viewer.handbook.resolved(procedure).step(view.step.id)
    return _to_read(procedure, view, viewer) | {
        "number": view.number,
        "role": view.role.text,
        "limit": view.limit,
        "conditions": tuple(str(one) for one in view.conditions),
        "choices": chosen_from(view.step),
        "question": str(decision.question) if decision else "",
        "ways": tuple(f"{way.answer} → {way.target.text}" for way in view.outcomes),
        "further": further_rounds(told),
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
        "hazards": beside_step(procedure, view.step),
        "readings": view.readings,
    }


def beside_step(procedure: Procedure, step: Step) -> tuple[Hazard, ...]:
    """Return the hazards that stand at a step itself: others have boxes of their own before it."""
    asked = [] if procedure.checklists else [item.hazard for item in precautions(step)]
    return tuple(hazard for hazard in gravest_first(step.hazards) if hazard not in asked)


def chosen_from(step: Step) -> tuple[Text, ...]:
    """Return what is chosen from at a step: which one it was is written down."""
    return step.choices if step.flexibility == "choice" else ()


def unasked(procedure: Procedure, viewer: ViewBuilder) -> list[list[Tick]]:
    """Return steps no pause asks for that say something, by how many pauses are over before."""
    asked = checklist(procedure)
    found: list[list[Tick]] = [[] for _ in range(len(asked) + 1)]
    for step in unasked_steps(procedure, asked):
        item = ChecklistItem(step=step)
        told = _tick(procedure, item, viewer, _key(item), leads=False)
        if _is_to_be_read(told):
            found[pauses_before(procedure, asked, step)].append(told)
    return found


_BESIDE = ("calls", "avoid", "measured", "warnings", "left_open", "hazards", "readings")
_OF_STEP = ("conditions", "limit", "choices", "question", "next")
_OF_VIEW = ("facts", "forms", "use", "starts", "rules")


def _is_to_be_read(one: Tick) -> bool:
    """Tell whether a step says more than what it is called and who does it."""
    view = one.view
    beside = any(getattr(one, name) for name in (*_BESIDE, *_OF_STEP))
    told = view and (
        view.critical or view.step.records or any(getattr(view, name) for name in _OF_VIEW)
    )
    return beside or bool(told)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]
