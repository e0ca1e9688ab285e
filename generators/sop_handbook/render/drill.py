"""Drills on a phone: one small JSON file a procedure, fetched when wanted.

A file holds the drills of a procedure as `model.drills` has them, the dangers and whatever may go
wrong. Addresses are those the page handbook/drill/ needs. Where systems do every step, or nobody
is to work by it any more, there is nothing to rehearse and no file.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sop_handbook.editions.content import canonical, edition_code, exception_content
from sop_handbook.editions.facts import readable, repeated
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import reads
from sop_handbook.language.wording import role_name, target_name, worded
from sop_handbook.model import Handbook, Procedure, Quantity, Scenario, Text, routes
from sop_handbook.model.before import Hazard, gravest_first
from sop_handbook.model.criteria import Criterion
from sop_handbook.model.drills import Drill
from sop_handbook.model.resolved import ResolvedReading, ResolvedStep
from sop_handbook.model.safeguards import is_long, left_open
from sop_handbook.model.step_parts import Phrase
from sop_handbook.model.watched import Watched
from sop_handbook.render.base import Artifact, Context, Rendered
from sop_handbook.render.kept import Keeper
from sop_handbook.render.views.builder import ViewBuilder
from sop_handbook.render.views.rehearsed import drills_of

_PRINT = "roleplay"
VERSION = 1  # of the format; counts up when a field goes away or changes its meaning

Json = dict[str, Any]  # plain data with the words of one language, as JSON can hold it


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
    and, where there are any, `code`, that of the same on paper, `hazards` (with the number of the
    `step` at which each is) and `troubles`, of which each drill holds the places of its own.
    """
    messages = context.messages
    viewer = ViewBuilder(handbook, messages, routes.DRILL)
    told = handbook.resolved(procedure)
    quantities = handbook.quantities_of(procedure).values()
    content = {
        "version": VERSION,
        "id": procedure.id,
        "number": procedure.number,
        "title": procedure.title,
        "revision": procedure.revision,
        "page": viewer.pages.address(routes.procedure(procedure)),
        "drills": [_drill(one, quantities, messages) for one in drills_of(handbook, procedure)],
        **_kept(
            {
                "hazards": _hazards(procedure, handbook, messages),
                "troubles": [worded(exception_content(one), messages) for one in told.exceptions],
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
        **_kept({"code": _code(context, procedure)}),
    }


def _code(context: Context, procedure: Procedure) -> str:
    """Return the code of the same on paper, which the check of sheets knows; "" without one."""
    offered = context.by_subject.get(("procedure", procedure.id), ())
    codes = (one.offer.code for one in offered if one.offer and one.offer.kind == _PRINT)
    return next((code for code in codes if code), "")


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
        **_kept({"avoid": str(hazard.avoid or ""), "step": step}),
    }


def _drill(drill: Drill, quantities: Iterable[Quantity], messages: Messages) -> Json:
    """Return a drill of a procedure that names `quantities`."""
    every = drill.resolved.exceptions
    called = any(one.kind == "contact" for one in quantities)
    return {
        "title": drill.title,
        "trainees": [role_name(role, messages) for role in drill.trainees],
        "steps": [_step(watched, drill, messages) for watched in drill.steps],
        **_kept(
            {
                "bodies": drill.for_bodies,
                "calls": called,
                "situation": _texts(drill.situation),
                "tasks": [*_texts(drill.tasks), *(_named(one, messages) for one in drill.duties)],
                "goal": str(drill.goal or ""),
                "troubles": [every.index(one) for one in drill.troubles],
                "left_out": [_left_out(one, messages) for one in drill.left_out],
            }
        ),
        **(_written(drill.scenario) if drill.scenario else {}),
    }


def _named(told: ResolvedStep, messages: Messages) -> str:
    return messages("page.drill.step", number=told.number, title=told.step.title)


def _left_out(watched: Watched, messages: Messages) -> str:
    """Return a step that is not played, and what is critical there."""
    told = [
        f"{messages(f'page.drill.kinds.{one.kind}')} {text}"
        for one in watched.known
        for text in one.texts
    ]
    return "；".join([watched.told.called, *told])


def _written(scenario: Scenario) -> Json:
    """Return what only the author of a scenario says."""
    return _kept(
        {
            "trainer": _texts(scenario.trainer),
            "actor": _texts(scenario.actor),
            "minutes": scenario.minutes,
            "pass_mark": scenario.pass_mark,
        }
    )


def _step(watched: Watched, drill: Drill, messages: Messages) -> Json:
    """Return a step; without criteria others do it, and of it is told what nobody may get wrong."""
    told = watched.told
    decision = told.step.decision
    content = {
        "id": told.step.id,
        "number": told.number,
        "title": told.step.title,
        "role": role_name(told.role, messages),
        "criteria": [_criterion(one, told, messages) for one in watched.criteria],
        **_kept(
            {
                "branch": watched.sometimes,
                "known": [_criterion(one, told, messages) for one in watched.known],
                "readings": [_reading(one, messages) for one in told.readings],
                "question": str(decision.question) if decision else "",
                "ways": list(_ways(told, drill, messages)),
            }
        ),
    }
    return content | (_kept(_own(watched, drill, messages)) if watched.criteria else {})


def _ways(told: ResolvedStep, drill: Drill, messages: Messages) -> Iterator[Json]:
    """Yield each answer at a step: where it leads, and the steps that are `off` after it."""
    own = [one for one in drill.branches if one.told is told]
    ways = (way for one in own for way in zip(one.outcomes, one.gone, one.again, strict=True))
    for (answer, to), gone, again in ways:
        found = {"off": [one.step.id for one in gone], "again": again}
        yield {"answer": str(answer), "to": target_name(to, messages), **_kept(found)}


def _own(watched: Watched, drill: Drill, messages: Messages) -> Json:
    """Return what else is told of a step that is judged."""
    told, cues = watched.told, drill.cues(watched)
    gaps = [gap for _, gap in left_open(told.procedure, told.step)]
    return {
        "repeat": "；".join(worded(list(map(readable, repeated(told))), messages)),
        "allowed": _texts(watched.permitted),
        "others": [
            *(_by_others(told, at, messages) for at in watched.others),
            *(_said_by_others(told, places, messages) for places in watched.others_say),
        ],
        "gaps": ["" if is_long(gap) else str(gap.text) for gap in gaps],
        "cases": [{"when": str(case), "do": str(met.do)} for case, met in cues.cases],
        "handed": [
            {"item": str(item), "role": role_name(giver, messages)} for item, giver in cues.handed
        ],
    }


def _by_others(told: ResolvedStep, at: int, messages: Messages) -> Json:
    """Return an action that somebody else does in a step of the trainee's."""
    role = told.doers[at] or told.role
    return {"role": role_name(role, messages), "text": str(told.step.actions[at].do)}


def _said_by_others(told: ResolvedStep, places: Sequence[int], messages: Messages) -> Json:
    """Return what somebody else says at one occasion in a step of the trainee's."""
    said = [told.step.phrases[at] for at in places]
    role = told.speakers[places[0]] or told.role
    lead = f"{said[0].when}：" if said[0].when else ""
    quoted = "".join(f"“{one.say}”{_drafted(one, messages)}" for one in said)
    return {"role": role_name(role, messages), "text": lead + quoted}


def _criterion(criterion: Criterion, told: ResolvedStep, messages: Messages) -> Json:
    texts = _texts(criterion.texts)
    if criterion.phrases:
        texts = [_phrase(told.step.phrases[at], messages) for at in criterion.phrases]
    run = None if criterion.action is None else told.step.actions[criterion.action].run
    kept = {"safety": criterion.safety, "when": str(criterion.when or ""), "run": run}
    return {"kind": criterion.kind, "texts": texts, **_kept(kept)}


def _phrase(phrase: Phrase, messages: Messages) -> str:
    """Return words to say, marked where they are ours."""
    return f"{phrase.say}{_drafted(phrase, messages)}"


def _drafted(phrase: Phrase, messages: Messages) -> str:
    return messages("page.drill.drafted") if phrase.origin == "editorial" else ""


def _reading(one: ResolvedReading, messages: Messages) -> Json:
    """Return what is written down at a step, its limits, and what to do if it is beyond them."""
    reading = one.reading
    return {
        "label": reading.label,
        **_kept(
            {
                "limit": "，".join(reads(value, messages) for value in reading.limits),
                "do": str(reading.outside.do) if reading.outside else "",
                "then": target_name(one.go, messages) if one.go else "",
            }
        ),
    }


def _texts(texts: Iterable[Text | str]) -> list[str]:
    return list(map(str, texts))


def _kept(content: Json) -> Json:
    return {key: value for key, value in content.items() if value not in (None, [], "", False)}
