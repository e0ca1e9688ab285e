"""Steps of drills as the phone has them: what is judged, what is told, what may be played."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sop_handbook.editions.facts import readable, repeated
from sop_handbook.language.messages import Messages
from sop_handbook.language.values import limit_name
from sop_handbook.language.wording import role_name, target_name, worded
from sop_handbook.model import Text
from sop_handbook.model.criteria import Criterion
from sop_handbook.model.drills import Drill
from sop_handbook.model.resolved import ResolvedReading, ResolvedStep, Target
from sop_handbook.model.safeguards import is_long, left_open, measures
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
                "around": list(_around(told, messages)),
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


def _around(told: ResolvedStep, messages: Messages) -> Iterator[Json]:
    """Yield what is done with a step, by what, and where it leads if not to the next."""
    if told.together:
        others = "、".join(leads_to(one, messages) for one in told.together)
        yield fact(messages("page.drill.together"), others)
    if told.use:
        yield fact(messages("page.use"), f"{told.use.number} {told.use.title}")
    if told.next and told.leaves_order:
        yield fact(messages("page.next"), leads_to(told.next, messages))


def _ways(told: ResolvedStep, drill: Drill, messages: Messages) -> Iterator[Json]:
    """Yield each answer at a step: where it leads, and the steps that are `off` after it."""
    own = [one for one in drill.branches if one.told is told]
    ways = (way for one in own for way in zip(one.outcomes, one.gone, one.again, strict=True))
    for (answer, to), gone, again in ways:
        found = {"off": [one.step.id for one in gone], "again": again}
        yield {"answer": str(answer), "to": leads_to(to, messages), **filled(found)}


def _own(watched: Watched, drill: Drill, messages: Messages) -> Json:
    """Return what else is told of a step that is judged."""
    told, cues = watched.told, drill.cues(watched)
    gaps = [gap for _, gap in left_open(told.procedure, told.step)]
    return {
        "repeat": _repeated(told, messages),
        "allowed": plain_texts(watched.permitted),
        "facts": list(_facts(told, messages)),
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


def _facts(told: ResolvedStep, messages: Messages) -> Iterator[Json]:
    """Yield what whoever observes must have before their eyes: rules, readings, measures."""
    if told.rules:
        titles = "、".join(one.title for one in told.rules)
        yield fact(messages("page.rules"), titles + messages("page.drill.in-full"))
    for one in told.readings:
        yield fact(messages("page.readings"), _reading_text(one, messages))
    for standard in measures(told.procedure, told.step):
        how = f"（{_ended(standard.how)}）" if standard.how else ""
        value = f"{standard.metric}：{reads_as(standard.value, messages)}"
        yield fact(messages("page.standards"), value + how)
    if told.step.timing and limit_name(told.step.timing) == "frequency":
        yield fact(messages("page.frequency"), reads_as(told.step.timing, messages))


def _reading_text(one: ResolvedReading, messages: Messages) -> str:
    """Return a reading as paper has it: 滴速（40~60滴/分）；超出时：重新调 → 第3步 消毒穿刺."""
    reading = one.reading
    bounds = "，".join(reads_as(value, messages) for value in reading.limits) or reading.unit
    asides = [bounds, messages("page.personal") if reading.personal else ""]
    options = " / ".join(map(str, reading.options))
    parts = [reading.label, *(f"（{aside}）" for aside in asides if aside)]
    parts += [f"：{options}"] if options else []
    if reading.outside:
        parts.append(f"；{messages('page.outside')}：{_ended(reading.outside.do)}")
        parts += [f" → {leads_to(one.go, messages)}"] if one.go else []
    return "".join(parts)


def _ended(text: Text | str) -> str:
    """Return a text without the stop that ends it: something goes on after it."""
    return str(text).rstrip("。")


def _repeated(told: ResolvedStep, messages: Messages) -> str:
    return "；".join(reads_as(list(map(readable, repeated(told))), messages))


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
        texts = [reads_as(told.step.time_limit, messages)]
    run = None if criterion.action is None else told.step.actions[criterion.action].run
    more = {
        "safety": criterion.safety,
        "when": str(criterion.when or ""),
        "run": run,
        "aside": aside(criterion, messages),
    }
    return {"kind": criterion.kind, "texts": texts, **filled(more)}


def aside(criterion: Criterion, messages: Messages) -> str:
    """Return what stands behind what is judged, as on paper: why, or what is done instead."""
    if criterion.instead:
        return f"（{messages('page.instead')}：{criterion.instead}）"
    if criterion.reason is None:
        return ""
    ours = criterion.reason.origin == "editorial"
    by_editors = f"〔{messages('page.editorial')}〕" if ours else ""
    return f"（{messages('page.reason')}：{criterion.reason.text}{by_editors}）"


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
                "limit": "，".join(reads_as(value, messages) for value in reading.limits),
                "do": str(reading.outside.do) if reading.outside and played else "",
                "then": leads_to(one.go, messages) if one.go and played else "",
            }
        ),
    }


def fact(name: str, text: str) -> Json:
    """Return something that is told under a name."""
    return {"name": name, "text": text}


def reads_as(told: Any, messages: Messages) -> Any:
    """Return facts in the words and the spacing of the same drill on paper."""
    return worded(told, messages, on_paper=True)


def leads_to(target: Target, messages: Messages) -> str:
    """Return where something leads, as paper says it: no link tells which procedure is meant."""
    return target_name(target, messages, on_paper=True)


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
