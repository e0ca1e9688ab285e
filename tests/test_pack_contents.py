"""What a training pack holds, by its data: the order, the words, the tables, what is left open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sop_handbook.model import Action, Handbook, Phrase, Scenario, Status, Training
from sop_handbook.model.learning import lessons, persons_near, why_in_this_order
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import context_of
from sop_handbook.project import Project
from sop_handbook.render.base import Context
from sop_handbook.render.print import plan_prints
from sop_handbook.render.print.contacts import contacts
from sop_handbook.render.print.jobs import Print
from tests.foreign import foreign_project
from tests.support import text

LEADS, HELPS, ANSWERS = "crew", "waiter", "call-centre"
FOR_TRAINER = ("coaching", "certificate", "roleplay")
FAREWELL = "欢迎下次光临"


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.fixture(scope="module")
def context(project: Project) -> Context:
    return context_of(project, examine(project))


@pytest.fixture(scope="module")
def packs(handbook: Handbook, context: Context) -> Mapping[str, Print]:
    return _packs(handbook, context)


def _packs(handbook: Handbook, context: Context) -> dict[str, Print]:
    return {job.subject: job for job in plan_prints(handbook, context) if job.kind == "pack"}


def test_why_lessons_are_in_their_order(handbook: Handbook) -> None:
    crew = lessons(handbook, LEADS)
    assert why_in_this_order(crew) == ("emergency", ("own",), "flow")
    assert why_in_this_order(crew[:1]) == ("one", (), "none")
    assert why_in_this_order(lessons(handbook, "cs-agent")) == ("usual", ("own",), "listed")
    calm = tuple(replace(one, urgency="usual") for one in crew[1:])
    assert why_in_this_order((crew[0], *calm))[0] == "mixed"


def test_a_pack_says_why_it_is_in_its_order(packs: Mapping[str, Print]) -> None:
    assert (packs[LEADS].content["why"], packs[LEADS].content["order"]) == ("emergency", "flow")
    assert (packs["waiter"].content["why"], packs["waiter"].content["order"]) == ("one", "none")


def test_what_is_said_in_steps_that_a_role_helps_with_is_there(packs: Mapping[str, Print]) -> None:
    (one,) = packs[HELPS].content["phrases"]
    helped = [step for step in one["steps"] if "whom" in step]
    assert [step["whom"] for step in helped] == ["收银员"]
    assert FAREWELL in [phrase["say"] for step in helped for phrase in step["phrases"]]


def test_a_pack_has_the_words_that_its_role_says(packs: Mapping[str, Print]) -> None:
    """Whose step it is does not learn what somebody else says there, nor the other way round."""
    last = "结账，感谢光临"
    helper, cashier = packs[HELPS].content, packs["cashier"].content
    (learnt,) = (
        [phrase["say"] for phrase in step["phrases"]]
        for procedure in helper["phrases"]
        for step in procedure["steps"]
        if step["title"] == last
    )
    assert learnt == [FAREWELL, "谢谢惠顾", "祝您愉快", "一路平安"]
    assert cashier["phrases"] == []  # others lead: it stands in the step, with who says what
    (shown,) = (step for it in cashier["shared"] for step in it["steps"] if step["title"] == last)
    own = [one["say"][:2] for one in shown["phrases"] if "role" not in one]
    assert own == ["您好"]
    assert {one["role"] for one in shown["phrases"] if "role" in one} == {"服务员"}


def test_who_is_named_in_an_action_helps_with_its_step(handbook: Handbook) -> None:
    served = handbook.procedures["restaurant-six-steps"]
    *others, last = served.steps
    alone = replace(others[0], with_=())
    named = Action(do=text("擦桌子"), role="cashier")
    spoken = Phrase(say=text("里边请"), role="cashier")
    for greet in (
        replace(alone, actions=(*alone.actions, named)),
        replace(alone, phrases=(*alone.phrases, spoken)),
    ):
        changed = replace(served, steps=(greet, *others[1:], last))
        after = replace(handbook, procedures={**handbook.procedures, served.id: changed})
        (lesson,) = (one for one in lessons(after, "cashier") if one.procedure.id == served.id)
        assert greet.id in [told.step.id for told in lesson.helped]


def test_what_is_for_the_trainer_comes_last(packs: Mapping[str, Print]) -> None:
    for job in packs.values():
        kinds = [part.kind for part in job.parts]
        first = kinds.index("coaching")
        assert not {*kinds[:first]} & {*FOR_TRAINER}
        assert {*kinds[first:]} <= {*FOR_TRAINER}
        told = ["trainer" in part for part in job.content["parts"]]
        assert told == [at >= first for at in range(len(kinds))]


def test_forms_that_a_role_fills_in_are_in_its_pack(
    packs: Mapping[str, Print], handbook: Handbook
) -> None:
    forms = {
        name: {p.subject for p in job.parts if p.kind == "form"} for name, job in packs.items()
    }
    assert any(forms.values())
    for name, found in forms.items():
        for form in found:
            assert handbook.forms[form].filled_by in (None, name)
        own = [s for p in handbook.in_use for s in p.steps if s.role == name]
        used = {form for step in own for form in step.forms}
        assert {form for form in used if handbook.forms[form].filled_by in (None, name)} <= found


def test_what_hangs_on_the_wall_is_named(packs: Mapping[str, Print]) -> None:
    wall = packs[LEADS].content["wall"]
    assert [one["numbers"] for one in wall] == [["DB-02", "DB-03", "DB-07"]] * 2
    assert not any(part.kind in ("poster", "stand") for part in packs[LEADS].parts)


def test_a_table_is_there_or_it_is_said_where(
    packs: Mapping[str, Print], handbook: Handbook
) -> None:
    seen = set()
    for name, job in packs.items():
        known = {table["title"]: table for table in job.content["tables"]}
        for one in lessons(handbook, name):
            for told in one.steps:
                for ref in told.rules:
                    table = known[ref.title]
                    used = {"of": one.procedure.number, "number": told.number}
                    assert used in table["used"]
                    seen.add("on_cards" if "on_cards" in table else "table" in table)
                    if one.leads:
                        number = table["on_cards"]
                        kinds = [p.kind for p in job.parts if p.content.get("number") == number]
                        assert "cards" in kinds
    assert {"on_cards", True} <= seen


def test_what_is_left_open_is_told_as_on_the_page(
    packs: Mapping[str, Print], handbook: Handbook
) -> None:
    for name, job in packs.items():
        texts = _strings(job.content)
        for one in lessons(handbook, name):
            mine = {told.step.id for told in one.steps}
            for gap in one.procedure.gaps:
                if one.leads or gap.at is None or gap.at in mine:
                    assert str(gap.text) in texts, (name, one.procedure.id)


def test_what_a_family_leaves_open_is_told_once(
    packs: Mapping[str, Print], handbook: Handbook
) -> None:
    known = handbook.families["guarantee-letter"]
    texts = [str(gap.text) for gap in known.gaps]
    assert texts
    for name, job in packs.items():
        families = [one.procedure.family for one in lessons(handbook, name)]
        told = [one for one in job.content["open"] if one["title"] == known.title]
        assert [[gap["text"] for gap in one["gaps"]] for one in told] == (
            [texts] if known.id in families else []
        ), name
    assert any(one["title"] == known.title for one in packs[LEADS].content["open"])


def test_what_is_said_stands_once(packs: Mapping[str, Print], handbook: Handbook) -> None:
    """In the steps of what others lead, and else among the words to learn."""
    both = 0
    for name, job in packs.items():
        led = {one.procedure.number for one in lessons(handbook, name) if one.leads}
        assert {one["number"] for one in job.content["phrases"]} <= led
        said = {
            phrase["say"]
            for it in job.content["phrases"]
            for step in it["steps"]
            for phrase in step["phrases"]
        }
        for one in lessons(handbook, name):
            own = {str(p.say) for told in one.own for p in told.step.phrases if not p.role}
            (part,) = [it for it in job.content["shared"] if it["id"] == one.procedure.id] or [None]
            assert one.leads or not own or own <= _strings(part), (name, one.procedure.id)
            assert not one.leads or own <= said
            both += bool(own) and not one.leads
    assert both


def test_whose_the_other_steps_on_cards_are_is_said(packs: Mapping[str, Print]) -> None:
    (lesson,) = packs["waiter"].content["lessons"]
    assert lesson["others"] == [{"role": "收银员", "numbers": ["6"]}]


def test_packs_of_foreign_trades_say_the_same() -> None:
    project = foreign_project()
    examination = examine(project)
    packs = _packs(examination.handbook, context_of(project, examination))
    assert packs["rescuer"].content["why"] == "one"
    assert all(
        job.content["tables"] or not _uses_tables(examination.handbook, name)
        for name, job in packs.items()
    )


def _uses_tables(handbook: Handbook, role: str) -> bool:
    return any(told.rules for one in lessons(handbook, role) for told in one.steps)


def _strings(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        return {found for one in value for found in _strings(one)}
    return {value} if isinstance(value, str) else set()


def test_nobody_is_told_to_call_himself(handbook: Handbook, context: Context) -> None:
    jobs = {(job.kind, job.subject): job for job in plan_prints(handbook, context)}
    for kind in ("plate", "trouble-role"):
        assert [one.get("own") for one in jobs[kind, ANSWERS].content["contacts"]] == [True]
        assert "own" not in str(jobs[kind, LEADS].content["contacts"])
    told = [c for g in jobs["trouble-role", ANSWERS].content["groups"] for c in g["conditions"]]
    assert told and all(one["answered"] for one in told)
    others = jobs["trouble-role", LEADS].content["groups"]
    assert not any("answered" in one for group in others for one in group["conditions"])


def test_a_pack_says_the_true_reason_why_something_is_not_in_it() -> None:
    project = foreign_project()
    examination = examine(project)
    handles = _packs(examination.handbook, context_of(project, examination))["estate-lead"]
    assert [one["what"] for one in handles.content["lacking"]] == ["all", "certificate-for-none"]


def test_what_others_handle_is_not_said_to_be_unsaid(packs: Mapping[str, Print]) -> None:
    told = packs["finance"].content["lacking"]
    assert {"what": "trouble-of-others"} in told and {"what": "trouble"} not in told


def test_who_does_something_without_a_drill_is_told_so(
    handbook: Handbook, context: Context
) -> None:
    known = handbook.procedures["restaurant-six-steps"]
    first, *_ = known.steps
    scenario = Scenario(
        title="忙时", situation=text("客满"), trainee="waiter", tasks=(), steps=(first.id,)
    )
    played = replace(known, training=Training(scenarios=(scenario,)))
    after = replace(handbook, procedures={**handbook.procedures, known.id: played})
    for role, undrilled in (("waiter", False), ("cashier", True)):
        pack = _packs(after, context)[role]
        told = {"what": "drills", "numbers": [known.number]} in pack.content["lacking"]
        (sheet,) = (part for part in pack.parts if part.kind == "coaching")
        rows = {one["number"]: one for one in sheet.content["procedures"]}
        assert told is undrilled
        assert ("undrilled" in rows[known.number]) is undrilled


def test_a_job_sheet_is_named_for_who_trains(packs: Mapping[str, Print]) -> None:
    assert packs["waiter"].content["shown"] == ["CY-01"]


def test_what_is_for_the_editors_of_a_form_is_in_no_pack(packs: Mapping[str, Print]) -> None:
    forms = [part for job in packs.values() for part in job.parts if part.handed_out]
    open_ = [form for form in forms if "gaps" in form.content]
    assert open_
    assert all(form.options["annex"] == "no" for form in open_)


def test_a_pack_says_that_its_certificate_cannot_be_issued_today(
    handbook: Handbook, context: Context
) -> None:
    known = handbook.procedures["restaurant-six-steps"]
    late = context.today - timedelta(days=1)
    for review, void in ((None, {}), (late, {"void": "certificate"})):
        control = replace(known.control, status=Status.CURRENT, review_by=review)
        settled = replace(known, control=control)
        after = replace(handbook, procedures={**handbook.procedures, known.id: settled})
        assert _packs(after, context)["waiter"].options == void


def test_what_is_for_trouble_itself_sends_nobody_to_ask(
    handbook: Handbook, context: Context
) -> None:
    jobs = {
        job.subject: job for job in plan_prints(handbook, context) if job.kind == "trouble-role"
    }
    helped = [job.content for job in jobs.values() if "help" in job.content]
    assert any("DB-07 处理非标准情况" in one["help"] for one in helped)
    quiet = {name for job in jobs.values() for name in job.content.get("quiet", ())}
    assert "DB-07 处理非标准情况" not in quiet


def test_who_answers_is_told_so_in_its_pack(handbook: Handbook, context: Context) -> None:
    known = handbook.families["guarantee-letter"]
    hotline, *rest = known.quantities
    family = replace(known, quantities=(replace(hotline, answered_by=LEADS), *rest))
    after = replace(handbook, families={**handbook.families, known.id: family})
    (told,) = _packs(after, context)[LEADS].content["answers"]
    assert told["label"] == hotline.label


def test_persons_who_work_beside_a_team_share_its_procedures(handbook: Handbook) -> None:
    for name in ("emergency-centre", ANSWERS):
        team = handbook.roles[name]
        for role in persons_near(handbook, team):
            assert (role.kind, role.industry) == ("person", team.industry)
            assert {*handbook.concerning[role.id]} & {*handbook.concerning[team.id]}
    assert LEADS in [role.id for role in persons_near(handbook, handbook.roles[ANSWERS])]


def test_a_number_that_two_say_is_ones_own_if_either_says_so(handbook: Handbook) -> None:
    known = handbook.families["guarantee-letter"]
    hotline, *rest = known.quantities
    both = (replace(hotline, answered_by=LEADS), replace(hotline, id="again"), *rest)
    after = replace(
        handbook, families={**handbook.families, known.id: replace(known, quantities=both)}
    )
    of_it = [one for one in after.procedures.values() if one.family == known.id]
    own = [one for one in contacts(after, of_it, LEADS) if one.get("own")]
    assert len(own) == 1
