"""Drills on paper: a part for who acts, one for who learns, one for who observes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sop_handbook.editions.content import (
    exception_content,
    phrases_content,
    plain,
    reading_content,
)
from sop_handbook.editions.facts import readable, repeated
from sop_handbook.language.wording import word
from sop_handbook.model import Handbook
from sop_handbook.model.criteria import Criterion
from sop_handbook.model.drills import Branch, Drill, deadly
from sop_handbook.model.resolved import ResolvedStep
from sop_handbook.model.watched import Watched
from sop_handbook.render.base import Context
from sop_handbook.render.print.jobs import (
    Print,
    addresses,
    before,
    control,
    dated,
    order,
    sheet_content,
)
from sop_handbook.render.views.rehearsed import drills_of
from sop_handbook.render.views.standing import notices, standing

KIND = "roleplay"
_BESIDE = (
    *("hazards", "readings", "measured", "left_open", "time_limit", "frequency"),
    "uses_rules",
)


def rehearsals(handbook: Handbook, context: Context) -> Iterator[Print]:
    """Yield the drills of every procedure that people do."""
    for procedure in context.wanted_in_use(handbook):
        if played := drills_of(handbook, procedure):
            deaths = [str(one) for one in deadly(procedure)]
            yield Print(
                kind=KIND,
                of="procedure",
                subject=procedure.id,
                content=control(procedure, handbook)
                | before(procedure)
                | order(procedure)
                | ({"deadly": deaths} if deaths else {})
                | ({"principles": plain(procedure.principles)} if procedure.principles else {})
                | {"drills": [_drill(one) for one in played]},
                addresses={"": addresses(procedure)[""]},
                dated=dated(procedure),
                notices=notices([procedure], context),
                standing=standing([procedure], context),
                duplex=True,
            )


def for_person(kit: Print, handbook: Handbook, role: str) -> Print | None:
    """Return a kit with only those drills in which somebody in a role learns; None without any.

    Its code stays that of the whole: the same is told, only less of it.
    """
    every = drills_of(handbook, handbook.procedures[kit.subject])
    own = [at for at, one in enumerate(every) if role in {ref.id for ref in one.trainees}]
    if len(own) == len(every):
        return kit
    only = {"only": ",".join(map(str, own))}
    return replace(kit, as_part=f"of-{role}", options={**kit.options, **only}) if own else None


def _drill(drill: Drill) -> dict[str, Any]:
    """Return a drill; what is empty is left out, and `title` where it is that of the procedure."""
    told, scenario = drill.resolved, drill.scenario
    content: dict[str, Any] = {
        "situation": plain(drill.situation),
        "trainees": [role.title for role in drill.trainees if role.title],
        "for_bodies": drill.for_bodies or None,
        "tasks": plain(drill.tasks),
        "duties": [_duty(one) for one in drill.own if one.told in drill.duties],
        "goal": str(drill.goal) if drill.goal else None,
        "branches": [
            {
                "number": one.told.number,
                "question": str(one.question),
                "outcomes": list(_outcomes(one)),
            }
            | ({"other": True, "role": one.told.role.title} if one.other else {})
            for one in drill.branches
        ],
        "troubles": [
            exception_content(one) | ({} if drill.handles(one) else {"other": True})
            for one in drill.troubles
        ],
        "off_limits": [
            {"number": one.told.number} | reading_content(one.reading) for one in drill.off_limits
        ],
        "steps": [_step(one, drill) for one in drill.steps],
        "left_out": [
            {"number": one.told.number, "title": one.told.step.title} | _known(one)
            for one in drill.left_out
        ],
        "most": drill.most,
        "critical": drill.critical or None,
    }
    if scenario:
        content |= {
            "title": drill.title if drill.title != told.procedure.title else "",
            "actor": plain(scenario.actor),
            "trainer": plain(scenario.trainer),
            "minutes": scenario.minutes,
            "pass_mark": scenario.pass_mark,
            "enough": drill.enough,
        }
    return {key: value for key, value in content.items() if value not in (None, "", [])}


def _outcomes(branch: Branch) -> Iterator[dict[str, Any]]:
    """Yield each answer of a decision, where it leads and the steps that are `gone` after it."""
    for (answer, go), gone in zip(branch.outcomes, branch.gone, strict=True):
        yield {"answer": str(answer), "go": go} | (
            {"gone": [one.number for one in gone]} if gone else {}
        )


def _duty(watched: Watched) -> dict[str, Any]:
    """Return a step that is the trainee's, and in which case where not every run comes to it."""
    return {"number": watched.told.number, "title": watched.told.step.title} | _only_if(watched)


def _only_if(watched: Watched) -> dict[str, Any]:
    """Return with `branch` that not every run comes to a step, and after which answers or not."""
    answers = {"only_if": list(watched.only_if), "unless": list(watched.unless)}
    told = {key: value for key, value in answers.items() if value}
    return {"branch": True} | told if watched.sometimes else {}


def _step(watched: Watched, drill: Drill) -> dict[str, Any]:
    """Return a step: what is told of it, and what the trainee is watched for.

    `role` says who does it, `other` that this is not who learns, `helps` that they do it together.
    `others` are actions that others do in it, `known`
    what nobody may get wrong where others answer for it, `cues` what whoever plays gives there.
    """
    told = watched.told
    sheet = sheet_content(told)
    named = len(drill.trainees) > 1 or told.role not in drill.trainees
    here = (
        {"number": told.number, "title": told.step.title}
        | ({"role": told.role.title} if named and told.role.title else {})
        | ({"helps": True} if watched.helps else {})
        | _only_if(watched)
        | _around(told, sheet)
        | _known(watched)
    )
    if not watched.criteria:
        grave = {"hazards": sheet["hazards"]} if "hazards" in sheet else {}
        return here | {"other": True} | grave
    others = [
        *(_by_others(sheet["actions"][at], told) for at in watched.others),
        *(_said_by_others(told, places) for places in watched.others_say),
    ]
    cues = _cues(watched, drill)
    return (
        here
        | {key: sheet[key] for key in _BESIDE if key in sheet}
        | ({"others": others} if others else {})
        | ({"repeat": list(map(readable, again))} if (again := list(repeated(told))) else {})
        | ({"permitted": plain(watched.permitted)} if watched.permitted else {})
        | ({"cues": cues} if cues else {})
        | {"criteria": [_criterion(one, told) for one in watched.criteria]}
    )


def _around(told: ResolvedStep, sheet: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is done with a step, by what and where it leads if not to the next, by name."""
    found = [one for one in sheet.get("facts", ()) if one["field"] == "together"]
    ways = ("use", *(("next",) if told.leaves_order else ()))
    found += [{"name": word(f"page.{key}"), "texts": [sheet[key]]} for key in ways if key in sheet]
    return {"around": found} if found else {}


def _known(watched: Watched) -> dict[str, Any]:
    found = [_criterion(one, watched.told) for one in watched.known]
    return {"known": found} if found else {}


def _by_others(action: Mapping[str, Any], told: ResolvedStep) -> dict[str, Any]:
    """Return an action of somebody else with their `role`; what they type nobody here needs."""
    doer = {"role": told.role.title} if told.role.title else {}
    return doer | {key: value for key, value in action.items() if key != "run"}


def _said_by_others(told: ResolvedStep, places: Sequence[int]) -> dict[str, Any]:
    """Return what somebody else says at one occasion, as `phrases`, with their `role`."""
    shown = phrases_content(told)
    who = told.speakers[places[0]] or told.role
    said = [{key: shown[at][key] for key in shown[at] if key != "role"} for at in places]
    return ({"role": who.title} if who.title else {}) | {"phrases": said}


def _cues(watched: Watched, drill: Drill) -> list[dict[str, Any]]:
    """Return what whoever plays gives at a step: a `case` and what to `do` then, or an `item`."""
    cues = drill.cues(watched)
    return [
        *({"case": str(case), "do": str(met.do)} for case, met in cues.cases),
        *(
            {"item": str(item)} | ({"role": giver.title} if giver.title else {})
            for item, giver in cues.handed
        ),
    ]


def _criterion(one: Criterion, told: ResolvedStep) -> dict[str, Any]:
    """Return a criterion: its `kind`, and the `text`, `phrases` or `action` that is judged."""
    content: dict[str, Any] = {"kind": one.kind}
    if one.kind == "say":
        shown = phrases_content(told)
        return content | {"phrases": [shown[at] for at in one.phrases]}
    if one.action is not None:
        return content | {"action": sheet_content(told)["actions"][one.action]}
    if one.kind in ("step", "repeat", "time"):
        return content  # it stands at the step, once
    if one.kind == "readings":
        return content | {"labels": list(one.texts)}
    more = {
        "safety": one.safety or None,
        "reason": plain(one.reason) if one.reason else None,
        "instead": str(one.instead) if one.instead else None,
    }
    return (
        content
        | {"text": str(one.texts[0])}
        | {key: value for key, value in more.items() if value is not None}
    )
