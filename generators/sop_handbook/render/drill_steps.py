"""Steps of drills as the phone has them: what is judged, what is told, what may be played."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sop_handbook.editions.facts import readable, repeated
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import reads
from sop_handbook.language.wording import role_name, target_name, worded
from sop_handbook.model import Text
from sop_handbook.model.criteria import Criterion
from sop_handbook.model.drills import Drill
from sop_handbook.model.resolved import ResolvedReading, ResolvedStep
from sop_handbook.model.safeguards import is_long, left_open
from sop_handbook.model.step_parts import Phrase
from sop_handbook.model.watched import Watched

Json = dict[str, Any]  # plain data with the words of one language, as JSON can hold it


def step_json(watched: Watched, drill: Drill, messages: Messages) -> Json:
    """Return a step; without criteria others do it, and of it is told what nobody may get wrong."""
    told = watched.told
    decision = told.step.decision
    offered = [one.reading for one in drill.off_limits if one.told is told]
    content = {
        "id": told.step.id,
        "number": told.number,
        "title": told.step.title,
        "role": role_name(told.role, messages),
        "criteria": [_criterion(one, told, messages) for one in watched.criteria],
        **filled(
            {
                "branch": watched.sometimes,
                "comes": comes(watched, messages),
                "helps": watched.helps,
                "asked": bool(decision) and not watched.leads,
                "together": [target_name(one, messages) for one in told.together],
                "known": [_criterion(one, told, messages) for one in watched.known],
                "readings": [
                    _reading(one, messages, played=one in offered) for one in told.readings
                ],
                "question": str(decision.question) if decision else "",
                "ways": list(_ways(told, drill, messages)),
            }
        ),
    }
    return content | (filled(_own(watched, drill, messages)) if watched.criteria else {})


def _ways(told: ResolvedStep, drill: Drill, messages: Messages) -> Iterator[Json]:
    """Yield each answer at a step: where it leads, and the steps that are `off` after it."""
    own = [one for one in drill.branches if one.told is told]
    ways = (way for one in own for way in zip(one.outcomes, one.gone, one.again, strict=True))
    for (answer, to), gone, again in ways:
        found = {"off": [one.step.id for one in gone], "again": again}
        yield {"answer": str(answer), "to": target_name(to, messages), **filled(found)}


def _own(watched: Watched, drill: Drill, messages: Messages) -> Json:
    """Return what else is told of a step that is judged."""
    told, cues = watched.told, drill.cues(watched)
    gaps = [gap for _, gap in left_open(told.procedure, told.step)]
    return {
        "repeat": _repeated(told, messages),
        "allowed": plain_texts(watched.permitted),
        "rules": [one.title for one in told.rules],
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


def _repeated(told: ResolvedStep, messages: Messages) -> str:
    return "；".join(worded(list(map(readable, repeated(told))), messages))


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
    texts = plain_texts(criterion.texts)
    if criterion.phrases:
        texts = [_phrase(told.step.phrases[at], messages) for at in criterion.phrases]
    elif criterion.kind == "readings":
        texts = ["、".join(texts)]
    elif criterion.kind == "repeat":
        texts = [_repeated(told, messages)]
    elif criterion.kind == "time" and told.step.time_limit:
        texts = [reads(told.step.time_limit, messages)]
    run = None if criterion.action is None else told.step.actions[criterion.action].run
    more = {"safety": criterion.safety, "when": str(criterion.when or ""), "run": run}
    return {"kind": criterion.kind, "texts": texts, **filled(more)}


def _phrase(phrase: Phrase, messages: Messages) -> str:
    """Return words to say, marked where they are ours."""
    return f"{phrase.say}{_drafted(phrase, messages)}"


def _drafted(phrase: Phrase, messages: Messages) -> str:
    return messages("page.drill.drafted") if phrase.origin == "editorial" else ""


def _reading(one: ResolvedReading, messages: Messages, *, played: bool) -> Json:
    """Return what is written down at a step, its limits, and if it is `played` what to do then."""
    reading = one.reading
    return {
        "label": reading.label,
        **filled(
            {
                "limit": "，".join(reads(value, messages) for value in reading.limits),
                "do": str(reading.outside.do) if reading.outside and played else "",
                "then": target_name(one.go, messages) if one.go and played else "",
            }
        ),
    }


def plain_texts(texts: Iterable[Text | str]) -> list[str]:
    """Return texts as plain words."""
    return list(map(str, texts))


def filled(content: Json) -> Json:
    """Return what says something: empty keys are left out."""
    return {key: value for key, value in content.items() if value not in (None, [], "", False)}


def comes(watched: Watched, messages: Messages) -> str:
    """Return when a step comes to which not every run does."""
    for key, answers in (("only-if", watched.only_if), ("unless", watched.unless)):
        if answers and watched.sometimes:
            return f"{messages(f'page.drill.{key}')}：{messages('page.or').join(answers)}"
    return messages("page.drill.sometimes") if watched.sometimes else ""
