"""Checklists: where people pause, what else the sheet has room for, what stays together."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from sop_handbook.model import Handbook, Procedure, numbering
from sop_handbook.model.checklists import MOST_ITEMS, checklist, precautions
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.checklists import checklists
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare
from tests.ink import Leaf, body, fill, leaves
from tests.states import lay_out_now
from tests.support import DAY

FULL_ENOUGH = 0.5  # what is to be read may go along to the last page
MOST_SIGNS = 250  # of a step with its critical key points; more may need a page of its own
BEGINS = "何时开始：急救中心坐席告知患者是“绿色通道救援联盟会员”，需现场核实身份及伤病"
LINE = 9  # points; signs of one line are no further apart
PARTS = 4  # sheets without all of that are set in so many parts, the first of them in `make test`
BRIEF = 80  # signs; what is longer is not for a checklist


@pytest.fixture(scope="module")
def handbooks(project: Project, tmp_path_factory: pytest.TempPathFactory) -> list[Handbook]:
    """Several trades, and the handbook in every state."""
    root = tmp_path_factory.mktemp("states") / "now"
    lay_out_now(root)
    return [examine(Project(root=one, today=DAY)).handbook for one in (project.root, root)]


@pytest.fixture(scope="module")
def sheets(handbooks: list[Handbook], store: Path) -> list[tuple[Procedure, list[Leaf], str]]:
    """Every checklist of both: its procedure, its pages, and all its text without blanks."""
    return [found for handbook in handbooks for found in made(handbook, store)]


def made(
    handbook: Handbook, store: Path, part: slice = slice(None)
) -> Iterator[tuple[Procedure, list[Leaf], str]]:
    context = bare(store, today=DAY)
    jobs = [job for job in checklists(handbook, context) if job.kind == "checklist"]
    rendered = typeset_all(jobs[part], handbook, context)
    assert rendered.findings == ()
    for artifact in rendered.artifacts:
        assert artifact.offer
        pages = leaves(artifact.content)
        text = "".join(text_of(page) for page in pages)
        yield handbook.procedures[artifact.offer.subject], pages, text


def text_of(page: Leaf) -> str:
    """What stands between head and foot, without blanks."""
    _, low, _, high = body(page, "checklist")
    return plain("".join(sign.text for sign in page.signs if low < sign.middle[1] < high))


def plain(words: object) -> str:
    return "".join(str(words).split())


def derived(handbooks: list[Handbook]) -> list[Procedure]:
    found = [one for handbook in handbooks for one in handbook.in_use]
    return [one for one in found if not one.checklists]


def test_a_pause_stands_where_work_changes_hands_or_beside_what_must_not_go_wrong(
    handbooks: list[Handbook],
) -> None:
    stopped = 0
    for procedure in derived(handbooks):
        points = checklist(procedure)
        few = sum(len(point.items) for point in points) <= MOST_ITEMS
        for one, two in pairwise(points):
            if procedure.order == "sequence" and few and one.done:
                before, after = one.done[-1], two.done[0]
                shown = before.done_when or any(one.limits for one in before.readings)
                careful = precautions(after) or (precautions(before) and shown)
                assert before.role != after.role or careful, procedure.id
                assert not (
                    numbering.is_branch(procedure, before) and numbering.is_branch(procedure, after)
                )
                stopped += 1
    assert stopped > 9


def test_what_must_not_go_wrong_is_asked_for_once_before_its_step_and_every_step_once_after(
    handbooks: list[Handbook],
) -> None:
    asked = 0
    for procedure in derived(handbooks):
        points = checklist(procedure)
        items = [item for point in points for item in point.items]
        assert [item.step for item in items if item.of_step] == list(procedure.steps)
        wanted = [precaution for step in procedure.steps for precaution in precautions(step)]
        assert [item for item in items if item.ahead] == wanted, procedure.id
        for step in {item.step for item in wanted}:
            (before,) = [at for at, point in enumerate(points) if step in point.ahead]
            (after,) = [at for at, point in enumerate(points) if step in point.done]
            assert before < after, procedure.id
            asked += 1
    assert asked > 15


def test_steps_in_no_order_are_not_parted_by_a_pause(handbooks: list[Handbook]) -> None:
    for handbook in handbooks:
        for one in handbook.in_use:
            if one.order != "sequence" and not one.checklists:
                assert len([point for point in checklist(one) if point.done]) == 1


def test_a_pause_comes_before_harm_and_before_another_role_takes_money(
    handbooks: list[Handbook],
) -> None:
    first, second, last = checklist(handbooks[0].procedures["restaurant-six-steps"])
    assert [step.title for step in first.done][-1] == "准备菜品，等待上菜"
    assert [step.title for step in first.ahead] == ["上菜"]
    assert [step.title for step in second.ahead] == ["结账，感谢光临"]
    assert last.done == second.ahead


def test_a_rule_that_is_named_says_what_it_is_or_where_that_is(
    handbooks: list[Handbook], sheets: list[tuple[Procedure, list[Leaf], str]]
) -> None:
    families = {name: one for handbook in handbooks for name, one in handbook.families.items()}
    full = 0
    for procedure, _, found in sheets:
        used = {name for step in procedure.steps for name in step.uses_rules}
        tables = families[procedure.family].rules if procedure.family else ()
        for table in (table for table in tables if table.id in used):
            cells = [plain(cell) for row in table.rows for cell in row if str(cell)]
            left = [cell for cell in cells if cell.rstrip("。") not in found]
            assert not left or f"（共{len(table.rows)}条，见全文{procedure.number}）" in found
            full += not left
    assert full > 8, "there is room for most of them"


def test_points_and_phrases_are_all_there_or_named_as_missing(
    sheets: list[tuple[Procedure, list[Leaf], str]],
) -> None:
    there = 0
    for procedure, _, found in sheets:
        named, _, _ = found.partition("见全文")
        named = named[named.index("节选") :]
        asked = {step.id for point in checklist(procedure) for step in point.steps}
        steps = [step for step in procedure.steps if step.id in asked]
        points = [str(p.text) for s in steps for p in s.key_points if not p.critical]
        phrases = [str(phrase.say) for step in steps for phrase in step.phrases]
        for word, texts in (("其他要点", points), ("怎么说", phrases)):
            left = [text for text in texts if plain(text).rstrip("。") not in found]
            if word not in named:
                assert left == [], procedure.id
                assert all(len(text) <= BRIEF for text in texts)
                there += len(texts)
    assert there > 40


@pytest.mark.parametrize(
    "part", [pytest.param(at, marks=pytest.mark.slow if at else ()) for at in range(PARTS)]
)
def test_points_phrases_and_rules_cost_no_sheet(
    part: int,
    handbooks: list[Handbook],
    sheets: list[tuple[Procedure, list[Leaf], str]],
    store: Path,
) -> None:
    pages = {procedure.id: len(found) for procedure, found, _ in sheets}
    for handbook in handbooks:
        bared = {name: _bare(one) for name, one in handbook.procedures.items()}
        others = replace(handbook, procedures=bared)
        for procedure, found, _ in made(others, store, slice(part, None, PARTS)):
            assert pages[procedure.id] == len(found), procedure.id


def _bare(procedure: Procedure) -> Procedure:
    steps = tuple(
        replace(
            step,
            phrases=(),
            key_points=tuple(
                point for point in step.key_points if point.critical or point.kind == "safety"
            ),
        )
        for step in procedure.steps
    )
    return replace(procedure, steps=steps)


def test_a_step_stays_on_one_page_with_what_is_critical_in_it(
    sheets: list[tuple[Procedure, list[Leaf], str]],
) -> None:
    for procedure, pages, _ in sheets:
        texts = [text_of(page) for page in pages]
        for step in procedure.steps:
            critical = [plain(point.text) for point in step.key_points if point.critical]
            if critical and sum(map(len, critical)) + len(step.title) < MOST_SIGNS:
                wanted = [plain(step.title), *critical]
                assert any(all(one in text for one in wanted) for text in texts), step.id


def test_pages_before_the_last_are_well_filled(
    sheets: list[tuple[Procedure, list[Leaf], str]],
) -> None:
    for procedure, pages, _ in sheets:
        for page in pages[:-1]:
            assert fill(page, "checklist") > FULL_ENOUGH, (procedure.id, page.number)


def test_the_head_of_a_checklist_breaks_no_line_that_has_room(
    sheets: list[tuple[Procedure, list[Leaf], str]],
) -> None:
    (page, *_) = next(pages for procedure, pages, _ in sheets if procedure.id == "egl-crew")
    signs = [sign for sign in page.signs if sign.text.strip()]
    start = "".join(sign.text for sign in signs).index(BEGINS)
    middles = [sign.middle[1] for sign in signs[start : start + len(BEGINS)]]
    assert max(middles) - min(middles) < LINE


@pytest.mark.parametrize("kind", ["checklist", "checklist-large"])
def test_whom_to_call_is_in_the_head_of_a_checklist(
    kind: str, handbooks: list[Handbook], store: Path
) -> None:
    handbook, _ = handbooks
    jobs = [
        job
        for job in checklists(handbook, bare(store, today=DAY))
        if job.kind == kind and job.subject in ("egl-seat", "restaurant-six-steps")
    ]
    made = typeset_all(jobs, handbook, bare(store, today=DAY)).artifacts
    told = {one.offer.subject: text_of(leaves(one.content)[0]) for one in made if one.offer}
    head, _, _ = told["egl-seat"].partition("核对点1")
    assert "联盟服务热线400-818-5050" in head
    assert "热线" not in told["restaurant-six-steps"]
