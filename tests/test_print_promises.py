"""What the table of promises says is on a print is there; what a print leaves out, it names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.model import (
    UNSPECIFIED,
    Action,
    Avoid,
    Check,
    Checklist,
    Handbook,
    KeyPoint,
    Phrase,
    Procedure,
    Reason,
    Step,
    Text,
    Value,
)
from sop_handbook.model.before import LEVELS, Before, Hazard
from sop_handbook.model.readings import Outside, Reading
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
from sop_handbook.render.print.wall import wall_prints
from tests.ink import BOUND, body, leaves
from tests.promises import examples, kept
from tests.random_procedures import SIGNS, random_procedure
from tests.sites import Built
from tests.support import text
from tests.told import facts_of, is_there, lost_of, plain

MAKERS = (checklists, cards, twi_sheets, wall_prints)
FILE = {"cards": "cards-single", "cards-small": "cards-small-single"}  # one card after another
EXTRACT = "节选"
OTHERS = (
    "plate",
    "duties",
    "roleplay",
    "form",
    "signoff",
    "signoff-all",
    "coaching",
    "certificate",
    "duplex-test",
    "print-style",
    "trouble",
    "trouble-role",
    "stickers",
    *BOUND,  # these hold others: see test_packs.py
)  # of a role, of no steps, or of what goes wrong alone
WHOLE = [kind for kind in PROMISES if kind not in OTHERS]  # of all steps
# Each with the print that is read for it.
READ = [*((kind, FILE.get(kind, kind)) for kind in WHOLE), ("checklist", "checklist-large")]


@pytest.fixture(scope="module")
def examination(project: Project) -> Examination:
    return examine(project)


def _prints(
    project: Project, handbook: Handbook, examination: Examination, *more: object
) -> Mapping[str, bytes]:
    context = context_of(project, examination)
    wanted = {file for _, file in READ}
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
    return plain("".join(found))


@pytest.fixture(scope="module")
def prints(examination: Examination, trades: Built, project: Project) -> Mapping[str, bytes]:
    return _prints(project, examination.handbook, examination, "book")


@pytest.fixture(scope="module")
def procedures(examination: Examination) -> Sequence[Procedure]:
    """Those of which the prints are read."""
    return examination.handbook.in_use


@pytest.mark.parametrize(("kind", "file"), READ)
def test_nothing_that_a_kind_promises_is_lost(
    kind: str,
    file: str,
    examination: Examination,
    prints: Mapping[str, bytes],
    procedures: Sequence[Procedure],
) -> None:
    handbook = examination.handbook
    lost: list[str] = []
    assert len(procedures) > 5
    for procedure in procedures:
        name = procedure.industry if kind == "handbook" else procedure.id
        pdf = prints[f"prints/{name}-{file}.pdf"]
        lost += lost_of(handbook, procedure, kind, _text(pdf, kind))
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
        kind = job.kind.removesuffix("-single").removesuffix("-large")
        pages = ["".join(sign.text for sign in leaf.signs) for leaf in leaves(made[job.path])]
        found = plain("".join(pages[:1] if job.parts else pages))  # these speak for themselves
        said = re.search("节选，全文见|节选：[^。]*见全文", found) is not None
        assert said == is_extract(kind), job.path
        (told if said else silent).add(kind)
    assert told == {
        *("cards-small", "checklist", "plate", "roleplay"),
        *("trouble", "trouble-role", "poster", "stand", "pack"),
    }
    assert {"cards", "twi", "handbook", "form", "signoff", "booklet"} <= silent


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
        assert "原文未指定岗位" not in plain("".join(pages)), artifact.path


def test_a_checklist_names_what_its_procedure_has_and_the_sheet_leaves_out(
    examination: Examination, prints: Mapping[str, bytes], project: Project
) -> None:
    messages = context_of(project, examination).messages
    handbook = examination.handbook
    seen: set[str] = set()
    for procedure in handbook.in_use:
        had = facts_of(handbook, procedure)
        found = _text(prints[f"prints/{procedure.id}-checklist.pdf"], "checklist")
        names = [
            messages(f"print.facts.{fact}")
            for fact in may_be_missing("checklist", procedure)
            if PROMISES["checklist"][fact] is Promise.NOTHING
            or any(not is_there(text, found) for text in had[fact])
        ]
        assert "节选：" + "、".join(names) + "不在这一张上" in found, procedure.id
        seen.add("、".join(names))
    assert len(seen) > 3
    assert all("目标、怎样算完成、" in names for names in seen)
    assert any("怎么做" in names and "理由" in names for names in seen)
    assert any("怎么说" in names for names in seen), "where there was no room"


def _told(procedure: Procedure, seed: int) -> Procedure:
    """Let every step of a random procedure have something to say."""
    random = Random(seed)

    def messages(longest: int) -> str:
        return "".join(random.choices(SIGNS, k=random.randint(5, longest)))

    def hazards(most: int) -> tuple[Hazard, ...]:
        return tuple(
            Hazard(
                text=text(messages(60)),
                level=random.choice(LEVELS),
                avoid=text(messages(60)) if random.random() < 0.5 else None,
            )
            for _ in range(random.randint(0, most))
        )

    def texts(most: int) -> tuple[Text, ...]:
        return tuple(text(messages(20)) for _ in range(random.randint(0, most)))

    def reading(name: str) -> Reading:
        limit = Value(op="le", literal=f"{random.randint(1, 99)}℃")
        outside = Outside(do=text(messages(60)))
        return Reading(id=name, label=messages(16), at_most=limit, outside=outside)

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
            hazards=hazards(2),
            readings=tuple(reading(f"{one.id}-{n}") for n in range(random.randint(0, 2))),
        )

    before = Before(hazards=hazards(3), ppe=texts(3), conditions=texts(2), materials=texts(3))
    return replace(procedure, steps=tuple(step(one) for one in procedure.steps), before=before)


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
        assert lost_of(handbook, made, kind, found) == []


@kept
@given(st.integers(0, 10**6))
@examples(2)
def test_a_checklist_of_ones_own_tells_what_it_promises_of_steps_it_does_not_ask_for(
    examination: Examination, project: Project, seed: int
) -> None:
    real = examination.handbook
    roles = tuple(real.roles)[:3]
    told = _told(random_procedure(seed, roles, ()), seed)
    decided = [step.id for step in told.steps if step.decision or step.time_limit]
    asked = next((step.id for step in told.steps if step.id not in decided[:2]), None)
    item = Check(step=asked) if asked else Check(check=text("都在了"))
    own = Checklist(pause_point=text("动手之前"), items=(item,))
    made = replace(told, industry=real.roles[roles[0]].industry, checklists=(own,))
    handbook = replace(real, procedures={made.id: made}, base_url=None)
    context = context_of(project, examination)
    for artifact in typeset_all(list(checklists(handbook, context)), handbook, context).artifacts:
        found = _text(bytes(artifact.content), "checklist")
        assert lost_of(handbook, made, "checklist", found) == [], artifact.path


def test_what_is_lost_is_found(examination: Examination, prints: Mapping[str, bytes]) -> None:
    handbook = examination.handbook
    procedure = handbook.procedures["restaurant-six-steps"]
    found = _text(prints[f"prints/{procedure.id}-twi.pdf"], "twi")
    actions = [str(item.do) for step in procedure.steps for item in step.actions]
    phrases = [str(item.say) for step in procedure.steps for item in step.phrases]
    assert lost_of(handbook, procedure, "twi", found) == []
    for told in (plain(max(texts, key=len)) for texts in (actions, phrases)):
        assert lost_of(handbook, procedure, "twi", found.replace(told, "")) != []
