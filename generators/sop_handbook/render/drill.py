"""Drills on a phone: one small JSON file a procedure, fetched when wanted.

A file holds the drills of a procedure as `model.drills` has them, the dangers and whatever may go
wrong. Addresses are those the page handbook/drill/ needs. Where systems do every step, or nobody
is to work by it any more, there is nothing to rehearse and no file.
"""

from collections.abc import Iterator
from functools import partial

from sop_handbook.editions.content import canonical, edition_code, exception_content
from sop_handbook.language.mentions import quoting
from sop_handbook.language.messages import Messages
from sop_handbook.language.wording import role_name
from sop_handbook.model import Handbook, Procedure, Scenario, routes
from sop_handbook.model.before import TICKED, Hazard, gravest_first
from sop_handbook.model.drills import Drill
from sop_handbook.model.watched import Watched
from sop_handbook.render.base import Artifact, Context, Rendered
from sop_handbook.render.drill_steps import (
    Json,
    aside,
    comes,
    fact,
    filled,
    plain_texts,
    reads_as,
    step_json,
)
from sop_handbook.render.kept import Keeper
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.rehearsed import drills_of

_PRINT = "roleplay"
VERSION = 1  # of the format; counts up when a field goes away or changes its meaning


def render_drill(handbook: Handbook, context: Context) -> Rendered:
    """Return what rehearsing each procedure needs, at drill/<id>.json."""
    played = [one for one in handbook.procedures.values() if drills_of(handbook, one)]
    makes = {one.id: partial(_drill_text, one.id) for one in played}
    texts = Keeper(handbook, context).texts(__name__, makes)
    return Rendered(
        tuple(
            Artifact(
                routes.procedure(one).data("drill").path,
                texts[one.id].encode(),
                offline=one.industry,
            )
            for one in played
        )
    )


def _drill_text(name: str, handbook: Handbook, context: Context) -> str:
    return canonical(drill_json(handbook, handbook.procedures[name], context)).decode()


def drill_json(handbook: Handbook, procedure: Procedure, context: Context) -> Json:
    """Return the drills of one procedure; `edition` is the short code of all but today's date.

    The other keys are `version`, `id`, `number`, `title`, `revision`, `page`, `badges`, `drills`
    and, where there are any, `code`, that of the same on paper, `order` where steps come in none,
    `before`, what is at hand before the first of them, `principles`, `hazards` (with the number of
    the `step` at which each is) and `troubles`, of which each drill holds the places of its own.
    """
    messages = context.messages
    handbook = quoting(handbook, [procedure])
    procedure = handbook.procedures[procedure.id]
    viewer = ViewBuilder(handbook, messages, routes.DRILL)
    told = handbook.resolved(procedure)
    content = {
        "version": VERSION,
        "id": procedure.id,
        "number": procedure.number,
        "title": procedure.title,
        "revision": procedure.revision,
        "page": viewer.pages.address(routes.procedure(procedure)),
        "drills": [_drill(one, messages) for one in drills_of(handbook, procedure)],
        **filled(
            {
                "order": _order(procedure, messages),
                "before": list(_before(procedure, messages)),
                "principles": plain_texts(procedure.principles),
                "hazards": _hazards(procedure, handbook, messages),
                "troubles": [reads_as(exception_content(one), messages) for one in told.exceptions],
            }
        ),
    }
    control = viewer.control(procedure, context.today)
    overdue = messages("page.overdue", date=control.review) if control.overdue else ""
    badges = [badge for badge in (control.notice, overdue) if badge]
    edition = edition_code(canonical(content))
    return {
        **content,
        "edition": edition,
        "badges": badges,
        **filled({"code": _code(context, procedure)}),
    }


def _code(context: Context, procedure: Procedure) -> str:
    """Return the code of the same on paper, which the check of sheets knows; "" without one."""
    offered = context.by_subject.get(("procedure", procedure.id), ())
    codes = (one.offer.code for one in offered if one.offer and one.offer.kind == _PRINT)
    return next((code for code in codes if code), "")


def _order(procedure: Procedure, messages: Messages) -> str:
    """Return what there is to say of the order of steps; "" for a sequence."""
    words = {"any": "print.any-order", "one": "print.one-of"}
    return messages(words[procedure.order]) if procedure.order in words else ""


def _before(procedure: Procedure, messages: Messages) -> Iterator[Json]:
    """Yield what is worn, at hand and true before the first step, as one line each."""
    for name in TICKED if procedure.before else ():
        # What must be so is said in clauses.
        between = "；" if name == "conditions" else "、"
        if items := [str(one).rstrip("。") for one in getattr(procedure.before, name)]:
            yield fact(messages(f"page.before-parts.{name}"), between.join(items))


def _hazards(procedure: Procedure, handbook: Handbook, messages: Messages) -> list[Json]:
    """Return every hazard of a procedure: those before it, then those of each step."""
    before = procedure.before.hazards if procedure.before else ()
    steps = handbook.resolved(procedure).steps
    return [
        *(_hazard(one, "", messages) for one in gravest_first(before)),
        *(
            _hazard(one, told.number, messages)
            for told in steps
            for one in gravest_first(told.step.hazards)
        ),
    ]


def _hazard(hazard: Hazard, step: str, messages: Messages) -> Json:
    return {
        "level": hazard.level,
        "word": messages(f"page.levels.{hazard.level}"),
        "text": str(hazard.text),
        **filled({"avoid": str(hazard.avoid or ""), "step": step}),
    }


def _drill(drill: Drill, messages: Messages) -> Json:
    """Return a drill of a procedure."""
    every = drill.resolved.exceptions
    return {
        "title": drill.title,
        "trainees": [role_name(role, messages) for role in drill.trainees],
        "steps": [step_json(watched, drill, messages) for watched in drill.steps],
        **filled(
            {
                "bodies": drill.for_bodies,
                "situation": plain_texts(drill.situation),
                "tasks": [*plain_texts(drill.tasks), *_duties(drill, messages)],
                "goal": str(drill.goal or ""),
                "troubles": [every.index(one) for one in drill.troubles],
                "told": [every.index(one) for one in drill.troubles if not drill.handles(one)],
                "left_out": [_left_out(one, messages) for one in drill.left_out],
            }
        ),
        **(_written(drill.scenario) if drill.scenario else {}),
    }


def _duties(drill: Drill, messages: Messages) -> Iterator[str]:
    """Yield the steps that are the trainee's, each with the case in which it comes."""
    for one in (one for one in drill.own if one.told in drill.duties):
        told, case = one.told, comes(one, messages)
        named = messages("page.drill.step", number=told.number, title=told.step.title)
        yield f"{named}（{case}）" if case else named


def _left_out(watched: Watched, messages: Messages) -> str:
    """Return a step that is not played, and what is critical there."""
    told = [
        f"{messages(f'page.drill.kinds.{one.kind}')} {text}{aside(one, messages)}"
        for one in watched.known
        for text in one.texts
    ]
    return "；".join([watched.told.called, *told])


def _written(scenario: Scenario) -> Json:
    """Return what only the author of a scenario says."""
    return filled(
        {
            "trainer": plain_texts(scenario.trainer),
            "actor": plain_texts(scenario.actor),
            "minutes": scenario.minutes,
            "pass_mark": scenario.pass_mark,
        }
    )
