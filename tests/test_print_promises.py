"""What the table of promises says is on a print is there; what a print leaves out, it names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.editions.content import step_content
from sop_handbook.language.messages import messages
from sop_handbook.language.values import quantity_display, reads
from sop_handbook.model import (
    UNSPECIFIED,
    Action,
    Avoid,
    Gap,
    Handbook,
    KeyPoint,
    Phrase,
    Procedure,
    Reason,
    Step,
)
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.print import plan_prints
from sop_handbook.render.print.cards import cards
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.handbooks import handbooks
from sop_handbook.render.print.jobs import Print
from sop_handbook.render.print.promises import PROMISES, Promise, is_extract, may_be_missing
from sop_handbook.render.print.twi import twi_sheets
from sop_handbook.render.print.typeset import typeset_all
from tests.ink import body, leaves
from tests.promises import examples, kept
from tests.random_procedures import SIGNS, random_procedure
from tests.sites import Built
from tests.support import text

MAKERS = (checklists, cards, twi_sheets)
FILE = {"cards": "cards-single", "cards-small": "cards-small-single"}  # one card after another
EXTRACT = "节选"
WHOLE = [kind for kind in PROMISES if kind not in ("plate", "roleplay")]  # of all steps


@pytest.fixture(scope="module")
def examination(project: Project) -> Examination:
    return examine(project)


def _prints(
    project: Project, handbook: Handbook, examination: Examination, *more: object
) -> Mapping[str, bytes]:
    context = context_of(project, examination)
    wanted = {FILE.get(kind, kind) for kind in WHOLE}
    makers = (*MAKERS, *((handbooks,) if "book" in more else ()))
    jobs = [job for make in makers for job in make(handbook, context) if job.kind in wanted]
    made = typeset_all(jobs, handbook, context)
    assert made.findings == ()
    return {artifact.path: artifact.content for artifact in made.artifacts}


@lru_cache(maxsize=64)
def _text(pdf: bytes, kind: str) -> str:
    """The text between head and foot of all pages; of cards, all there is."""
    found = []
    for leaf in leaves(pdf):
        _, low, _, high = body(leaf, kind)
        inside = [
            one.text for one in leaf.signs if kind.startswith("cards") or low < one.middle[1] < high
        ]
        found += inside
    return _plain("".join(found))


def _plain(told: object) -> str:
    return "".join(re.sub("[\u200b\u2060]", "", str(told)).split())


def _facts(handbook: Handbook, procedure: Procedure) -> dict[str, list[str]]:
    """Every text of a procedure by the fact that it is, as in the table."""
    steps = procedure.steps
    points = [point for step in steps for point in step.key_points]
    family = handbook.families.get(procedure.family or "")
    used = {name for step in steps for name in step.uses_rules}
    tables = [table for table in (family.rules if family else ()) if table.id in used]
    decisions = [step.decision for step in steps if step.decision]
    facts: dict[str, Iterable[object]] = {
        "title": [procedure.title],
        "number": [procedure.number],
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
    return {name: [_plain(one) for one in told] for name, told in facts.items()}


def _limit(step: Step) -> tuple[str, str] | None:
    return (step.time_limit.literal, step.time_limit.op) if step.time_limit else None


def _may_harm(gap: Gap, step: Step) -> bool:
    risky = any(point.critical or point.kind == "safety" for point in step.key_points)
    return risky if gap.critical is None else gap.critical


def _there(told: str, found: str) -> bool:
    """Whether words stand there, perhaps over the end of one page or one side of a card."""
    told = told.rstrip("。")
    return told in found or any(
        told[:at] in found and told[at:] in found for at in range(1, len(told))
    )


def _essence(told: str) -> list[str]:
    """How it begins, and its long numbers."""
    return [told[:4], *re.findall("[0-9]{3,}", told)]


def _lost(handbook: Handbook, procedure: Procedure, kind: str, found: str) -> list[str]:
    facts = _facts(handbook, procedure)
    lost = []
    for fact, promise in PROMISES[kind].items():
        for told in facts.get(fact, ()):
            whole = promise is Promise.FULL or (promise is Promise.SHORT and fact == "left-open")
            if whole and not _there(told, found):
                lost.append(f"{kind} of {procedure.id}, {fact}: {told}")
            elif promise is Promise.SHORT and fact == "exceptions":
                when = {_plain(rule.when) for rule in procedure.exceptions}
                whole = told in when
                missing = [
                    part for part in _essence(told)[0 if whole else 1 :] if part not in found
                ]
                lost += [f"{kind} of {procedure.id}, {fact}: {part}" for part in missing]
    for fact, names in _names(handbook, procedure).items():
        if PROMISES[kind][fact] is not Promise.NOTHING:
            lost += [f"{kind} of {procedure.id}, {fact}: {n}" for n in names if n not in found]
    return lost


def _names(handbook: Handbook, procedure: Procedure) -> dict[str, list[str]]:
    """What forms and tables of rules are called: a pointer names them, and all else does, too."""
    told = [step_content(handbook.resolved(procedure).step(step.id)) for step in procedure.steps]
    return {
        "forms": [_plain(step["uses_form"]) for step in told if "uses_form" in step],
        "rules": [_plain(name) for step in told for name in step.get("uses_rules", ())],
    }


@pytest.fixture(scope="module")
def prints(examination: Examination, trades: Built, project: Project) -> Mapping[str, bytes]:
    return _prints(project, examination.handbook, examination, "book")


@pytest.fixture(scope="module")
def procedures(examination: Examination) -> Sequence[Procedure]:
    """Those of which the prints are read."""
    return examination.handbook.in_use


@pytest.mark.parametrize("kind", WHOLE)
def test_nothing_that_a_kind_promises_is_lost(
    kind: str,
    examination: Examination,
    prints: Mapping[str, bytes],
    procedures: Sequence[Procedure],
) -> None:
    handbook = examination.handbook
    lost: list[str] = []
    assert len(procedures) > 5
    for procedure in procedures:
        name = procedure.industry if kind == "handbook" else procedure.id
        pdf = prints[f"prints/{name}-{FILE.get(kind, kind)}.pdf"]
        lost += _lost(handbook, procedure, kind, _text(pdf, kind))
    assert lost == []


@pytest.mark.parametrize("kind", [kind for kind in WHOLE if kind != "handbook"])
def test_a_print_that_leaves_something_out_names_where_all_of_it_is(
    kind: str, prints: Mapping[str, bytes], procedures: Sequence[Procedure]
) -> None:
    for procedure in procedures:
        found = _text(prints[f"prints/{procedure.id}-{FILE.get(kind, kind)}.pdf"], kind)
        if is_extract(kind):
            assert EXTRACT in found, procedure.id
            assert procedure.number in found[found.index(EXTRACT) :], procedure.id


def test_a_print_says_that_it_is_an_extract_exactly_when_the_table_leaves_something_out(
    examination: Examination, store: Path, project: Project
) -> None:
    handbook = examination.handbook
    context = context_of(project, examination)
    planned: dict[str, list[Print]] = {}
    for job in plan_prints(handbook, context):
        planned.setdefault(job.kind, []).append(job)
    jobs = [job for same in planned.values() for job in (same[0], same[-1])]
    made = {one.path: one.content for one in typeset_all(jobs, handbook, context).artifacts}
    told: set[str] = set()
    silent: set[str] = set()
    for job in jobs:
        kind = job.kind.removesuffix("-single")
        pages = ["".join(sign.text for sign in leaf.signs) for leaf in leaves(made[job.path])]
        found = _plain("".join(pages))
        said = re.search("节选，全文见|节选：[^。]*见全文", found) is not None
        assert said == is_extract(kind), job.path
        (told if said else silent).add(kind)
    assert told == {"cards-small", "checklist", "plate", "roleplay"}
    assert {"cards", "twi", "handbook", "form", "signoff"} <= silent


def test_sheets_to_work_with_have_a_line_where_the_document_names_no_role(
    examination: Examination, store: Path, project: Project
) -> None:
    handbook = examination.handbook
    (waiter,) = {step.role for step in handbook.procedures["restaurant-six-steps"].steps[:1]}
    known = handbook.procedures["restaurant-six-steps"]
    helped = replace(known.steps[-1], role=UNSPECIFIED, with_=(waiter,))
    point = KeyPoint(text=text("要看清"), critical=True)
    steps = (*known.steps[:-1], replace(helped, key_points=(point, *helped.key_points)))
    changed = {**handbook.procedures, known.id: replace(known, steps=steps)}
    handbook = replace(handbook, procedures=changed)
    context = context_of(project, examination)
    about = (waiter, known.id, "ideal-eight-steps")  # the last names no role at all
    kinds = {"plate", "twi", "checklist", "cards", "cards-small"}
    planned = plan_prints(handbook, context)
    jobs = [job for job in planned if job.subject in about and job.kind in kinds]
    assert {job.kind for job in jobs} == kinds
    made = typeset_all(jobs, handbook, context)
    assert made.findings == ()
    for artifact in made.artifacts:
        pages = ["".join(sign.text for sign in leaf.signs) for leaf in leaves(artifact.content)]
        assert "原文未指定岗位" not in _plain("".join(pages)), artifact.path


def test_a_checklist_names_what_its_procedure_has_and_the_sheet_leaves_out(
    examination: Examination, prints: Mapping[str, bytes], project: Project
) -> None:
    messages = context_of(project, examination).messages
    handbook = examination.handbook
    seen: set[str] = set()
    for procedure in handbook.in_use:
        had = _facts(handbook, procedure)
        found = _text(prints[f"prints/{procedure.id}-checklist.pdf"], "checklist")
        names = [
            messages(f"print.facts.{fact}")
            for fact in may_be_missing("checklist", procedure)
            if PROMISES["checklist"][fact] is Promise.NOTHING
            or any(not _there(text, found) for text in had[fact])
        ]
        assert "节选：" + "、".join(names) + "不在这张表上" in found, procedure.id
        seen.add("、".join(names))
    assert len(seen) > 3
    assert any("动作" in names and "理由" in names for names in seen)
    assert any("话术" in names for names in seen), "where there was no room"


def _told(procedure: Procedure, seed: int) -> Procedure:
    """Let every step of a random procedure have something to say."""
    random = Random(seed)

    def messages(longest: int) -> str:
        return "".join(random.choices(SIGNS, k=random.randint(5, longest)))

    def step(one: Step) -> Step:
        reason = Reason(text=text(messages(20)), origin="document")
        return replace(
            one,
            actions=tuple(Action(do=text(messages(60))) for _ in range(random.randint(0, 5))),
            key_points=tuple(
                KeyPoint(text=text(messages(30)), critical=random.random() < 0.4, reason=reason)
                for _ in range(random.randint(0, 3))
            ),
            phrases=tuple(Phrase(say=text(messages(30))) for _ in range(random.randint(0, 2))),
            avoid=tuple(Avoid(text=text(messages(20))) for _ in range(random.randint(0, 1))),
            records=tuple(text(messages(10)) for _ in range(random.randint(0, 1))),
        )

    return replace(procedure, steps=tuple(step(one) for one in procedure.steps))


@kept
@given(st.integers(0, 10**6))
@examples(2)
def test_every_text_that_a_kind_promises_is_on_its_print(
    examination: Examination, project: Project, seed: int
) -> None:
    real = examination.handbook
    roles = tuple(real.roles)[:3]
    industry = real.roles[roles[0]].industry
    made = replace(_told(random_procedure(seed, roles, ()), seed), industry=industry)
    handbook = replace(real, procedures={made.id: made}, base_url=None)
    prints = _prints(project, handbook, examination)
    for kind in ("cards", "cards-small", "checklist", "twi"):
        found = _text(prints[f"prints/{made.id}-{FILE.get(kind, kind)}.pdf"], kind)
        assert _lost(handbook, made, kind, found) == []


def test_what_is_lost_is_found(examination: Examination, prints: Mapping[str, bytes]) -> None:
    handbook = examination.handbook
    procedure = handbook.procedures["restaurant-six-steps"]
    found = _text(prints[f"prints/{procedure.id}-twi.pdf"], "twi")
    actions = [str(item.do) for step in procedure.steps for item in step.actions]
    phrases = [str(item.say) for step in procedure.steps for item in step.phrases]
    assert _lost(handbook, procedure, "twi", found) == []
    for told in (_plain(max(texts, key=len)) for texts in (actions, phrases)):
        assert _lost(handbook, procedure, "twi", found.replace(told, "")) != []
