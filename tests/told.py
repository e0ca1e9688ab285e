"""What a procedure says, by the facts of the table of promises, and what of it is not in a text."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from sop_handbook.language.mentions import quoting
from sop_handbook.language.messages import messages
from sop_handbook.language.values import quantity_display, reads
from sop_handbook.language.web_links import addresses
from sop_handbook.model import Clip, Gap, Handbook, Picture, Procedure, Scenario, Step, Text
from sop_handbook.model.before import Hazard
from sop_handbook.model.groups import groups
from sop_handbook.model.readings import Reading
from sop_handbook.model.timing import Repeat
from sop_handbook.render.print.promises import OUTPUTS, Promise

_BESIDE = 40  # signs between a hazard and how grave it is


def plain(told: object) -> str:
    """A text without blanks and marks that only help to break lines, and lines to write on.

    Paper sets a negative value with a true minus, “−2 ℃” where the sources say “-2℃”.
    """
    text = re.sub("[\u200b\u2060_]", "", str(told))
    return "".join(re.sub("\u2212(?=[0-9])", "-", text).split())


def facts_of(handbook: Handbook, procedure: Procedure) -> dict[str, list[str]]:
    """Every text of a procedure by the fact that it is, as in the table."""
    steps = procedure.steps
    points = [point for step in steps for point in step.key_points]
    family = handbook.families.get(procedure.family or "")
    used = {name for step in steps for name in step.uses_rules}
    shared = family.rules if family else ()
    tables = [table for table in (*shared, *procedure.rules) if table.id in used]
    decisions = [step.decision for step in steps if step.decision]
    facts: dict[str, Iterable[object]] = {
        "title": [procedure.title],
        "number": [procedure.number],
        "goal": [procedure.goal] if procedure.goal else [],
        "ends": [end.text for end in procedure.ends],
        "hazards": [
            word for one in hazards_of(procedure) for word in (one.text, one.avoid) if word
        ],
        "before": list(_needed(procedure)),
        "readings": [word for one in _readings(procedure) for word in _words(one, whole=True)],
        "steps": [step.title for step in steps],
        "roles": [handbook.roles[s.role].title for s in steps if s.role in handbook.roles],
        "critical": [point.text for point in points if point.critical],
        "points": [point.text for point in points if not point.critical],
        "safety": [point.text for point in points if point.kind == "safety"],
        "standards": [
            reads(one.value, messages("zh"))
            for one in procedure.standards
            for step in steps
            if step.id in one.steps and (one.value.literal, one.value.op) != _limit(step)
        ],
        "calls": [
            quantity_display(quantity, messages("zh"))
            for step in steps
            for action in step.actions
            for quantity in action.do.quantities
            if quantity.kind == "contact"
        ],
        "left-open": [
            str(gap.text) if len(str(gap.text)) <= 120 else "原文有没有写清的，见全文"
            for gap in procedure.gaps
            for step in steps
            if gap.at == step.id and _may_harm(gap, step)
        ],
        "avoid": [word for s in steps for a in s.avoid for word in (a.text, a.instead) if word],
        "principles": procedure.principles,
        "actions": [w for s in steps for a in s.actions for w in (a.when, a.do) if w],
        "exceptions": [
            word
            for rule in procedure.exceptions
            for word in (rule.when, rule.requirement, rule.method)
            if word
        ],
        "rules": [cell for table in tables for row in table.rows for cell in row if str(cell)],
        "phrases": [phrase.say for step in steps for phrase in step.phrases],
        "reasons": [point.reason.text for point in points if point.reason],
        "errors": [word for step in steps for word in step.errors],
        "facts": [word for step in steps for word in (step.done_when,) if word],
        "records": [word for step in steps for word in step.records],
        "tools": [word for step in steps for word in step.tools],
        "decisions": [
            word
            for asked in decisions
            for word in (asked.question, *(way.answer for way in asked.outcomes))
        ],
        "time-limits": [
            reads(step.time_limit, messages("zh")) for step in steps if step.time_limit
        ],
    }
    facts |= _of_steps(procedure)
    return {name: [plain(one) for one in told] for name, told in facts.items()}


def _of_steps(procedure: Procedure) -> dict[str, Iterable[object]]:
    """What steps are done by, how often, with what, and what is to be seen of them."""
    steps, zh = procedure.steps, messages("zh")
    pictures, clips = shown_of(procedure)
    often = [*procedure.schedule, *(one for step in steps for one in step.schedule)]
    return {
        "commands": [
            line for s in steps for a in s.actions if a.run for line in a.run.split("\n") if line
        ],
        "links": addresses(words_of(steps)),
        "schedule": [reads(one, zh) for one in often],
        "together": [zh("page.step-facts.together")] if groups(procedure) else [],
        "repeat": [word for step in steps if step.repeat for word in _repeats(step.repeat)],
        "pictures": [w for one in pictures for w in (one.text, *(m.text for m in one.marks))],
        "clips": [one.text for one in clips],
    }


def played(handbook: Handbook, procedure: Procedure) -> Procedure:
    """A procedure with nothing in it but what its drills tell, by its sources alone.

    Persons and bodies learn. Of steps of systems, and of those that an author leaves out, drills
    tell no more than what they are and what nobody may get wrong.
    """
    written = procedure.training.scenarios if procedure.training else ()
    chosen = {name for one in written for name in one.steps}
    own = {
        step.id
        for step in procedure.steps
        if (step.id in chosen and _learns(step, written))
        or (not written and _is_done(handbook, step))
    }
    steps = tuple(
        step
        if step.id in own
        else Step(
            id=step.id,
            title=step.title,
            role=step.role,
            hazards=step.hazards if step.id in chosen or not written else (),
            key_points=tuple(one for one in step.key_points if one.critical),
            avoid=step.avoid,
        )
        for step in procedure.steps
    )
    return replace(
        procedure,
        steps=tuple(_typed_by(handbook, step) for step in steps),
        gaps=tuple(one for one in procedure.gaps if one.at is None or one.at in own),
        standards=tuple(one for one in procedure.standards if own & {*one.steps}),
    )


def _learns(step: Step, written: Collection[Scenario]) -> bool:
    """Whether whoever learns in some scenario does a step; who does none learns all of them."""
    return any(
        step.role == one.trainee or one.trainee in {action.role for action in step.actions}
        for one in written
    )


def _is_done(handbook: Handbook, step: Step) -> bool:
    """Whether people do a step: one that the document leaves open is somebody's."""
    return step.role not in handbook.roles or handbook.roles[step.role].kind != "system"


def _typed_by(handbook: Handbook, step: Step) -> Step:
    """A step without the commands that systems type."""
    kept = (
        one
        if (name := one.role or step.role) not in handbook.roles
        or handbook.roles[name].kind != "system"
        else replace(one, run=None)
        for one in step.actions
    )
    return replace(step, actions=tuple(kept))


def shown_of(procedure: Procedure) -> tuple[list[Picture], list[Clip]]:
    """The pictures and clips of a procedure and its steps that can be shown."""
    owners: tuple[Procedure | Step, ...] = (procedure, *procedure.steps)
    pictures = [one for owner in owners for one in owner.pictures if one.digest]
    return pictures, [one for owner in owners for one in owner.clips if one.digest]


def words_of(value: object) -> Iterator[str]:
    """Every text in a part of the model."""
    if isinstance(value, Text):
        yield str(value)
    elif isinstance(value, tuple):
        yield from (word for one in value for word in words_of(one))
    elif is_dataclass(value):
        yield from (word for one in fields(value) for word in words_of(getattr(value, one.name)))


def _repeats(repeat: Repeat) -> list[object]:
    """How often: the words before and behind what is counted."""
    if repeat.times:
        return [f"连做{repeat.times}次"]
    return [repeat.for_each] if repeat.for_each else [f"最多做{repeat.most}次"]


def hazards_of(procedure: Procedure) -> list[Hazard]:
    """Every hazard of a procedure, before it begins and at its steps."""
    before = procedure.before.hazards if procedure.before else ()
    return [*before, *(one for step in procedure.steps for one in step.hazards)]


def _needed(procedure: Procedure) -> Iterable[object]:
    if before := procedure.before:
        yield from (*before.ppe, *before.conditions, *before.equipment, *before.materials)


def _readings(procedure: Procedure) -> list[Reading]:
    return [one for step in procedure.steps for one in step.readings]


def _words(one: Reading, *, whole: bool) -> list[object]:
    """What is written down, within which limits, and what to do where it is out of them."""
    told: list[object] = [one.label, *(reads(limit, messages("zh")) for limit in one.limits)]
    if not whole:
        return told if one.limits else []
    return [*told, *one.options, *([one.outside.do] if one.outside else [])]


def essences_of(procedure: Procedure) -> dict[str, list[str]]:
    """The same where an output tells it in short; of the facts of which that is a part of it."""
    ppe = procedure.before.ppe if procedure.before else ()
    found: dict[str, Iterable[object]] = {
        "hazards": [one.text for one in hazards_of(procedure)],
        "before": ppe,
        "readings": [w for one in _readings(procedure) for w in _words(one, whole=False)],
        "critical": [p.text for s in procedure.steps for p in s.key_points if p.critical],
    }
    return {name: [plain(one) for one in told] for name, told in found.items()}


def unmarked(procedure: Procedure, found: str) -> list[str]:
    """Return the hazards in a text beside which it does not stand how grave they are."""
    lost = []
    for one in hazards_of(procedure):
        told, words = plain(one.text), (messages("zh")(f"print.levels.{one.level}"), one.level)
        places = [spot.start() for spot in re.finditer(re.escape(told), found)]
        around = [found[max(0, at - _BESIDE) : at + len(told) + _BESIDE] for at in places]
        if places and not any(word in near for near in around for word in words):
            lost.append(told)
    return lost


def _limit(step: Step) -> tuple[str, str] | None:
    return (step.time_limit.literal, step.time_limit.op) if step.time_limit else None


def _may_harm(gap: Gap, step: Step) -> bool:
    risky = any(point.critical or point.kind == "safety" for point in step.key_points)
    return risky if gap.critical is None else gap.critical


def is_there(told: str, found: str) -> bool:
    """Whether words stand there, perhaps over the end of one page or one side of a card."""
    told = told.rstrip("。")
    return told in found or any(
        told[:at] in found and told[at:] in found for at in range(1, len(told))
    )


def _essence(told: str) -> list[str]:
    """How it begins, and its long numbers."""
    return [told[:4], *re.findall("[0-9]{3,}", told)]


def lost_of(handbook: Handbook, procedure: Procedure, kind: str, found: str) -> list[str]:
    """Return what an output of this kind promises of a procedure and does not say."""
    facts, essences = facts_of(handbook, procedure), essences_of(procedure)
    alone = replace(handbook, procedures={procedure.id: procedure})
    quoting_it = quoting(alone, (procedure,))
    quoted = facts_of(handbook, quoting_it.procedures[procedure.id])
    reads = {told: q for name in facts for told, q in zip(facts[name], quoted[name], strict=True)}
    promises = OUTPUTS[kind]
    lost = []
    if promises["hazards"] is not Promise.NOTHING:
        lost += [f"{kind} of {procedure.id}, how grave: {n}" for n in unmarked(procedure, found)]
    for fact, promise in promises.items():
        if promise is Promise.SHORT and fact in essences:
            short = [told for told in essences[fact] if not is_there(told, found)]
            lost += [f"{kind} of {procedure.id}, {fact}: {told}" for told in short]
        for told in facts.get(fact, ()):
            whole = promise is Promise.FULL or (promise is Promise.SHORT and fact == "left-open")
            if whole and not (is_there(told, found) or is_there(reads[told], found)):
                lost.append(f"{kind} of {procedure.id}, {fact}: {told}")
            elif promise is Promise.SHORT and fact == "exceptions":
                when = {plain(rule.when) for rule in procedure.exceptions}
                whole = told in when
                missing = [
                    part for part in _essence(told)[0 if whole else 1 :] if part not in found
                ]
                lost += [f"{kind} of {procedure.id}, {fact}: {part}" for part in missing]
    for fact, names in names_of(handbook, procedure).items():
        if promises[fact] is not Promise.NOTHING:
            lost += [f"{kind} of {procedure.id}, {fact}: {n}" for n in names if n not in found]
    return lost


def names_of(handbook: Handbook, procedure: Procedure) -> Mapping[str, list[str]]:
    """What forms and tables of rules are called: a pointer names them, and all else does, too."""
    resolved = handbook.resolved(handbook.procedures[procedure.id])
    told = [resolved.step(step.id) for step in procedure.steps]
    return {
        "forms": [plain(form.title) for step in told for form in step.forms],
        "rules": [plain(table.title) for step in told for table in step.rules],
        "pictures": [plain(one.text) for one in shown_of(procedure)[0]],
        "clips": [plain(one.text) for one in shown_of(procedure)[1]],
    }
