"""Style, on request: words as GB/T 1.1 uses them, and amounts that people can remember.

GB/T 1.1—2020, appendix C: 应 and 不应 require, 宜 recommends, 可 permits, 能 is ability; 必须 does
not stand in for 应. Training Within Industry, job instruction: five to nine important
steps, three to five key points a step; what is more is not kept in mind.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from sop_handbook.findings import Finding, Place
from sop_handbook.model import Handbook, Procedure, Step, Text, numbering
from sop_handbook.model.numbering import counted
from sop_handbook.model.texts import iter_texts
from sop_handbook.sources.places import Places

STEPS, KEY_POINTS = (5, 9), (3, 5)
PREFERRED = {
    "必须": "应", "务必": "应", "应当": "应", "应该": "应",
    "不得": "不应", "不准": "不应", "不许": "不应", "严禁": "不应", "禁止": "不应",
    "最好": "宜", "可以": "可", "能够": "能",
}  # fmt: skip
VAGUE = (
    "尽量", "尽快", "尽可能", "尽早", "适当", "适时", "及时", "酌情", "定期", "若干", "妥善",
)  # fmt: skip
_MODAL = re.compile("|".join(PREFERRED))
_VAGUE = re.compile("|".join(VAGUE))
_QUOTED = re.compile("“[^”]*”|《[^》]*》|「[^」]*」")
_SENTENCE = re.compile("[^。！？；\n]+")
_FIGURE = re.compile(
    "[0-9一二三四五六七八九十两]+ ?(?:秒|分钟|小时|天|日|周|月|年|次|%|元|个工作日)"
)
# Words to say and questions read as people speak; the rest is written by or for maintainers.
_FREE = {"phrases", "decision", "sources", "changes", "gaps", "waivers", "quantities"}


def step_count(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A procedure has five to nine steps; branches count with the step they belong to."""
    for procedure in handbook.procedures.values():
        count = len(set(map(counted, _labels(procedure))))
        if not STEPS[0] <= count <= STEPS[1]:
            place = places.procedure(procedure.id, "steps")
            yield Finding(place, "step-count", {"count": str(count)})


def key_point_count(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """A step has three to five key points; what lacks some is said once for a procedure."""
    for procedure in handbook.procedures.values():
        for index, step in enumerate(procedure.steps):
            if len(step.key_points) > KEY_POINTS[1]:
                place = places.procedure(procedure.id, "steps", index, "key_points")
                args = {"step": step.title, "count": str(len(step.key_points))}
                yield Finding(place, "many-key-points", args)
        few = [step.title for step in procedure.steps if len(step.key_points) < KEY_POINTS[0]]
        if few:
            place = places.procedure(procedure.id, "steps")
            yield Finding(
                place, "few-key-points", {"count": str(len(few)), "steps": "、".join(few)}
            )


def vague_words(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Where a sentence says 及时 or 适当, it also says how soon or how much."""
    for place, text in _instructions(handbook, places):
        if found := [word for part in _sentences(text) for word in _VAGUE.findall(part)]:
            yield Finding(place, "vague-word", {"words": "、".join(dict.fromkeys(found))})


def modal_verbs(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """Requirements, recommendations and permissions are worded as GB/T 1.1 words them."""
    for place, text in _instructions(handbook, places):
        for word in dict.fromkeys(_MODAL.findall(_QUOTED.sub("", _literal(text)))):
            yield Finding(place, "modal-verb", {"value": word, "preferred": PREFERRED[word]})


def foreign_aliases(handbook: Handbook, places: Places, _today: date) -> Iterator[Finding]:
    """An alias has a character in common with what its place says, or with a synonym of that."""
    for procedure in handbook.procedures.values():
        for index, step in enumerate(procedure.steps):
            said = _said(step, procedure, handbook)
            if strange := [alias for alias in step.aliases if said.isdisjoint(alias.casefold())]:
                place = places.procedure(procedure.id, "steps", index, "aliases")
                args = {"words": "、".join(strange), "step": step.title}
                yield Finding(place, "foreign-alias", args)


def _said(step: Step, procedure: Procedure, handbook: Handbook) -> set[str]:
    """Return the characters of a step, of what it belongs to, uses and may go wrong at it."""
    rules = [rule for rule in procedure.exceptions if not rule.at or step.id in rule.at]
    read = [text for _, text in (*iter_texts(step), *chain.from_iterable(map(iter_texts, rules)))]
    known = handbook.tables_of(procedure)
    tables = [known[name] for name in step.uses_rules if name in known]
    read += [text for _, text in chain.from_iterable(map(iter_texts, tables))]
    named = [step.title, procedure.title, *(handbook.terms[name].term for name in procedure.terms)]
    doers = (handbook.roles.get(name) for name in (step.role, *step.with_))
    named += [doer.title for doer in doers if doer]
    named += [handbook.forms[form].title for form in step.forms]
    whole = " ".join((*named, *map(str, read))).casefold()
    alike = (group for group in handbook.synonyms if any(word in whole for word in group))
    return set(whole) | set("".join(chain.from_iterable(alike)))


def _labels(procedure: Procedure) -> Iterator[str]:
    return iter(numbering.numbers(procedure).values())


def _instructions(handbook: Handbook, places: Places) -> Iterator[tuple[Place, Text]]:
    """The texts that tell what to do: not what is said aloud, nor remarks for maintainers."""
    for family in handbook.families.values():
        for path, text in iter_texts(family):
            if _FREE.isdisjoint(path):
                yield places.family(family.id, *path), text
    for procedure in handbook.procedures.values():
        for path, text in iter_texts(procedure):
            if _FREE.isdisjoint(path):
                yield places.procedure(procedure.id, *path), text


def _sentences(text: Text) -> Iterator[str]:
    """Sentences without quotations and without any figure, a quantity's included."""
    for part in _SENTENCE.findall(_QUOTED.sub("", _literal(text, figure="1次"))):
        if not _FIGURE.search(part):
            yield part


def _literal(text: Text, figure: str = "") -> str:
    return "".join(part if isinstance(part, str) else figure for part in text.parts)
