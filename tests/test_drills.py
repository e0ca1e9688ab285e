"""Drills: who gets which part, what a trainee is judged by, and what they are not to see."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.model import (
    Action,
    Avoid,
    Handbook,
    KeyPoint,
    Phrase,
    Procedure,
    Status,
    Step,
    Text,
    Training,
    routes,
)
from sop_handbook.model.drills import Drill
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.rehearsals import rehearsals
from sop_handbook.render.print.typeset import typeset_all
from tests.contexts import bare
from tests.ink import LEFT_BLANK, leaves
from tests.promises import examples, kept
from tests.random_procedures import random_procedure
from tests.sites import Built
from tests.stress import PERIL, Case, stressed
from tests.support import DAY, text
from tests.told import drills_of, lost_of, plain, played

BARS = {
    "扮演人扮演对方的人拿，不给学员看": "actor",
    "学员来练的人拿": "trainee",
    "观察员看、打分的人拿，不给学员看": "observer",
}
PARTS = list(BARS.values())


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


@pytest.fixture(scope="module")
def kits(handbook: Handbook, store: Path) -> Mapping[str, bytes]:
    return _kits(handbook, store)


def _kits(handbook: Handbook, store: Path) -> Mapping[str, bytes]:
    """The role plays of a handbook by procedure."""
    context = bare(store)
    made = typeset_all(list(rehearsals(handbook, context)), handbook, context)
    assert made.findings == ()
    return {one.offer.subject: bytes(one.content) for one in made.artifacts if one.offer}


def _alone(handbook: Handbook, one: Procedure, store: Path) -> bytes:
    return _kits(replace(handbook, procedures={one.id: one}, base_url=None), store)[one.id]


def _parts(pdf: bytes) -> list[tuple[str, list[str]]]:
    """Each part of a kit, and the text of its pages; a back that is left blank is none."""
    found: list[tuple[str, list[str]]] = []
    for page in _pages(pdf):
        if page.startswith(LEFT_BLANK):
            continue
        part = next((part for bar, part in BARS.items() if page.startswith(bar)), None)
        if part:
            found.append((part, []))
        found[-1][1].append(page)
    return found


def _pages(pdf: bytes) -> list[str]:
    return [plain("".join(sign.text for sign in leaf.signs)) for leaf in leaves(pdf)]


def _told(pdf: bytes, part: str) -> str:
    """All that one part of the only drill of a kit says."""
    (pages,) = (pages for name, pages in _parts(pdf) if name == part)
    return "".join(pages)


def test_every_procedure_of_people_has_a_kit_of_three_parts_each_on_pages_of_its_own(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    by_people = [
        one.id
        for one in handbook.in_use
        if any(s.role not in handbook.roles or handbook.roles[s.role].reads for s in one.steps)
    ]
    assert list(kits) == by_people
    assert len(by_people) > 10
    for name, pdf in kits.items():
        count = len(drills_of(handbook, handbook.procedures[name]))
        assert [part for part, _ in _parts(pdf)] == PARTS * count, name


def test_no_two_parts_share_a_leaf_however_many_scenarios_there_are(
    handbook: Handbook, kits: Mapping[str, bytes], store: Path
) -> None:
    known = handbook.procedures["complaint-role-play"]
    assert known.training
    (scenario,) = known.training.scenarios
    several = tuple(replace(scenario, title=f"第{n}场") for n in range(3))
    thrice = _alone(handbook, replace(known, training=Training(scenarios=several)), store)
    backs = 0
    for pdf in (*kits.values(), thrice):
        pages = _pages(pdf)
        begins = [at for at, page in enumerate(pages) if page.startswith(tuple(BARS))]
        assert all(at % 2 == 0 for at in begins)
        blank = [at for at, page in enumerate(pages) if page.startswith(LEFT_BLANK)]
        assert all(at % 2 and at + 1 in begins for at in blank)
        backs += len(blank)
        for at in blank:
            assert not any(one in pages[at] for one in ("扮演人", "学员", "观察员")), pages[at]
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert document.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
    assert [part for part, _ in _parts(thrice)] == PARTS * 3
    assert backs > len(kits)


def test_what_is_said_at_one_occasion_does_not_stand_for_another(
    handbook: Handbook, store: Path
) -> None:
    known = handbook.procedures["complaint-role-play"]
    phrases = (
        Phrase(say=text("请慢走"), when=text("客人走")),
        Phrase(say=text("一共八十")),
        Phrase(say=text("再来啊"), when=text("客人走")),
        Phrase(say=text("请点菜"), when=text("客人坐下")),
    )
    first = replace(known.steps[0], phrases=phrases, key_points=(), avoid=(), done_when=None)
    made = replace(known, steps=(first,), training=None, exceptions=())
    (drill,) = drills_of(handbook, made)
    judged = [tuple(map(str, one.texts)) for one in drill.steps[0].criteria]
    assert judged == [("请慢走", "再来啊"), ("一共八十",), ("请点菜",)]
    observer = _told(_alone(handbook, made, store), "observer")
    assert "共3项" in observer
    assert observer.count("说了其中一句，算做到") == 1


def test_the_trainee_does_not_see_what_only_some_answers_lead_to(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    seen = 0
    for name, pdf in kits.items():
        parts = _parts(pdf)
        for at, drill in enumerate(drills_of(handbook, handbook.procedures[name])):
            actor, trainee, _ = ("".join(p) for _, p in parts[3 * at : 3 * at + 3])
            told = trainee.partition("要走的步骤")[2]
            for step in (one.told for one in drill.steps):
                line = plain(f"{step.number}{step.step.title}")
                assert line in actor
                assert (line in told) is not bool(step.answers), (name, line)
                seen += bool(step.answers)
    assert seen > 5


def test_whom_to_play_stands_on_the_actors_sheet_though_it_was_told_the_trainer(
    handbook: Handbook, store: Path
) -> None:
    known = handbook.procedures["complaint-role-play"]
    assert known.training
    (scenario,) = known.training.scenarios
    scenario = replace(scenario, trainer=(text("扮一位耳背的老人"),), actor=())
    for told in ((), (text("一直插话"),)):
        written = Training(scenarios=(replace(scenario, actor=told),))
        pdf = _alone(handbook, replace(known, training=written), store)
        assert ("扮一位耳背的老人" in _told(pdf, "actor")) is (not told)
        assert ("一直插话" in _told(pdf, "actor")) is bool(told)
        assert "扮一位耳背的老人" in _told(pdf, "observer")
        assert "扮一位耳背的老人" not in _told(pdf, "trainee")


def test_nothing_that_a_drill_promises_is_lost(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    lost: list[str] = []
    for name, pdf in kits.items():
        found = "".join(page for _, pages in _parts(pdf) for page in pages)
        lost += lost_of(handbook, played(handbook, handbook.procedures[name]), "roleplay", found)
    assert lost == []


def test_a_kit_is_short(kits: Mapping[str, bytes]) -> None:
    pages = {part: len(pages) for part, pages in _parts(kits["restaurant-six-steps"])}
    assert pages["actor"] == pages["trainee"] == 1
    assert pages["observer"] <= 2


def test_the_trainee_does_not_see_what_the_others_will_do(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    seen = 0
    for name, pdf in kits.items():
        parts = _parts(pdf)
        for at, drill in enumerate(drills_of(handbook, handbook.procedures[name])):
            actor, trainee, observer = ("".join(p) for _, p in parts[3 * at : 3 * at + 3])
            for task in (*drill.tasks, *drill.situation):
                assert plain(task).rstrip("。") in trainee, name
            for secret in _secrets(drill):
                seen += 1
                assert secret not in trainee, (name, secret)
                assert secret in actor, (name, secret)
            if drill.scenario:
                for told in map(plain, drill.scenario.trainer):
                    assert told not in trainee
                    assert told in observer
    assert seen > 10


def _secrets(drill: Drill) -> Iterator[str]:
    """What whoever acts may choose, if it is long enough not to stand anywhere else."""
    told: list[object] = [one.rule.when for one in drill.troubles]
    told += [one.question for one in drill.branches]
    told += [
        one.reading.reading.outside.do for one in drill.off_limits if one.reading.reading.outside
    ]
    told += drill.scenario.actor if drill.scenario else ()
    yield from (one for one in (plain(one).rstrip("。") for one in told) if len(one) > 7)


def test_a_pass_is_told_in_points_and_only_where_the_author_sets_a_mark(
    handbook: Handbook, kits: Mapping[str, bytes], store: Path
) -> None:
    known = handbook.procedures["complaint-role-play"]
    assert known.training
    (scenario,) = known.training.scenarios
    (drill,) = drills_of(handbook, known)
    assert (scenario.minutes, scenario.pass_mark) == (15, 80)
    observer = _told(kits[known.id], "observer")
    assert f"合格：至少80%（{drill.most}项中{drill.enough}项）" in observer
    assert drill.enough == -(-drill.most * 4 // 5)
    assert "最多15分钟" in observer
    assert "最多15分钟" in _told(kits[known.id], "trainee")
    open_ended = replace(scenario, minutes=None, pass_mark=None)
    freed = replace(known, training=Training(scenarios=(open_ended,)))
    observer = _told(_alone(handbook, freed, store), "observer")
    assert "合格" not in observer
    assert "分钟" not in observer
    assert f"共{drill.most}项" in observer


def test_each_point_has_three_boxes_below_three_heads(handbook: Handbook, store: Path) -> None:
    known = handbook.procedures["scenario-training"]
    avoid = (Avoid(text=text("打断对方")), Avoid(text=text("当众批评"), instead=text("私下说")))
    first = replace(known.steps[0], avoid=avoid)
    whole = replace(known, steps=(first, *known.steps[1:]), training=None)
    (drill,) = drills_of(handbook, whole)
    pdf = _alone(handbook, whole, store)
    observer = _told(pdf, "observer")
    assert "不要：打断对方（没有这样做，算做到）" in observer
    assert "不要：当众批评（改为：私下说）（没有这样做，算做到）" in observer
    assert f"共{drill.most}项" in observer
    bar = next(bar for bar, part in BARS.items() if part == "observer")
    last = next(at for at, page in enumerate(_pages(pdf)) if page.startswith(bar))
    found = [box for page in list(pypdfium2.PdfDocument(pdf))[last:] for box in _boxes(page)]
    assert len(found) == 3 * drill.most
    assert len({round((x0 + x1) / 2) for x0, _, x1, _ in found}) == 3


def _boxes(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """What is drawn as high as it is wide and as large as a box to tick."""
    drawn = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=9)
    edges = [one.get_bounds() for one in drawn]
    return [
        (x0, y0, x1, y1)
        for x0, y0, x1, y1 in edges
        if abs((x1 - x0) - (y1 - y0)) < 0.5 and 10 < x1 - x0 < 16
    ]


def test_a_kit_tells_its_state(handbook: Handbook, store: Path) -> None:
    draft = handbook.procedures["complaint-role-play"]
    until = DAY.replace(year=DAY.year + 1)
    settled = replace(
        draft.control,
        status=Status.CURRENT,
        approver="nurse",
        effective_from=DAY,
        review_by=until,
    )
    for control in (draft.control, replace(draft.control, status=Status.REVIEW), settled):
        parts = _parts(_alone(handbook, replace(draft, control=control), store))
        heads = [pages[0] for _, pages in parts]
        assert all("学员岗位：银行新员工" in page for page in heads)
        approver = f"批准人：{handbook.roles['nurse'].title}"
        assert all((approver in page) == (control is settled) for page in heads)
        assert all(("未批准" in page) == (control is not settled) for page in heads)


def test_nobody_plays_without_knowing_what_is_deadly(handbook: Handbook, store: Path) -> None:
    peril = stressed(handbook, Case("draft", address=False)).procedures[PERIL]
    pdf = _kits(stressed(handbook, Case("draft", address=False)), store)[peril.id]
    for part in PARTS:
        told = _told(pdf, part)
        assert "坠落会死人" in told, part
        assert "线路带电，触电会死人" in told, part
    trainee = _told(pdf, "trainee")
    assert "2登杆危险坠落会死人3收梯" in trainee
    assert "铁件会划手" not in trainee, "a caution"
    assert "先挂安全带再松手" not in trainee, "in short"
    assert "铁件会划手" in _told(pdf, "observer")


def test_what_editors_drafted_stays_marked(handbook: Handbook, kits: Mapping[str, bytes]) -> None:
    said = [
        phrase
        for step in handbook.procedures["complaint-role-play"].steps
        for phrase in step.phrases
        if phrase.origin == "editorial"
    ]
    assert len(said) == 3
    observer = _told(kits["complaint-role-play"], "observer")
    for phrase in said:
        assert f"“{plain(phrase.say)}”（编者拟）" in observer


def test_what_a_system_does_is_not_drilled(handbook: Handbook, store: Path) -> None:
    (system, *_) = (name for name, role in handbook.roles.items() if not role.reads)
    known = handbook.procedures["complaint-role-play"]
    steps = tuple(replace(step, role=system) for step in known.steps)
    idle = replace(known, steps=steps, training=None)
    context = bare(store)
    assert list(rehearsals(replace(handbook, procedures={known.id: idle}), context)) == []
    helped = replace(idle, steps=(known.steps[0], *steps[1:]))
    (kit,) = rehearsals(replace(handbook, procedures={known.id: helped}), context)
    (drill,) = kit.content["drills"]
    assert [step["title"] for step in drill["steps"]] == [known.steps[0].title]


@kept
@given(st.integers(0, 10**6))
@examples(12)
def test_whatever_a_procedure_holds_is_judged_once_and_its_troubles_stay_secret(
    handbook: Handbook, store: Path, seed: int
) -> None:
    roles = tuple(handbook.roles)[:3]
    made = _judged(random_procedure(seed, roles, ()), seed)
    made = replace(made, industry=handbook.roles[roles[0]].industry)
    (drill,) = drills_of(handbook, made)
    wanted = [one for step in made.steps for one in _to_judge(step)]
    judged = [plain(one.texts[0]) for step in drill.steps for one in step.criteria]
    assert sorted(judged) == sorted(wanted)
    pdf = _alone(handbook, made, store)
    actor, trainee, observer = (_told(pdf, part) for part in PARTS)
    table, _, troubles = observer.partition("出的难题")
    assert f"共{drill.most}项" in table
    for one in (one for one in wanted if "判" in one):
        assert table.count(one) == 1, one
        assert one not in trainee
        assert one not in actor
    secrets = re.findall("难题[0-9]+号", actor)
    assert len(secrets) == len(drill.troubles) + len(drill.branches) + len(drill.off_limits)
    assert "难题" not in trainee
    assert all(one in troubles for one in secrets)


def _judged(bare: Procedure, seed: int) -> Procedure:
    """A procedure with points, results, phrases and troubles that are known by their numbers."""
    dice = Random(f"judged {seed}")
    steps = tuple(_watched(step, at, dice) for at, step in enumerate(bare.steps))
    rules = tuple(
        replace(rule, when=text(f"难题{at}号来了"), method=text(f"办法{at}号"))
        for at, rule in enumerate(bare.exceptions, 100)
    )
    return replace(
        bare, steps=steps, exceptions=rules, title="演一遍", goal=text("练会"), triggers=()
    )


def _watched(step: Step, at: int, dice: Random) -> Step:
    def some(name: str, most: int) -> list[Text]:
        return [text(f"{name}{at}.{n}判") for n in range(dice.randint(0, most))]

    decision = step.decision
    if decision:
        ways = [
            replace(way, answer=text(f"答{at}之{n}")) for n, way in enumerate(decision.outcomes)
        ]
        asked = text(f"难题{at}号是哪一种？")
        decision = replace(decision, question=asked, outcomes=tuple(ways))
    readings = tuple(
        replace(one, label=f"难题{at}{n}7号", outside=replace(one.outside, do=text("退回")))
        for n, one in enumerate(step.readings)
        if one.outside
    )
    return replace(
        step,
        title=f"第{at}样事",
        actions=tuple(Action(do=one) for one in some("动作", 2)),
        key_points=tuple(
            KeyPoint(text=one, critical=dice.random() < 0.5, kind=dice.choice(("safety", "knack")))
            for one in some("要点", 3)
        ),
        avoid=tuple(Avoid(text=one) for one in some("忌", 2)),
        phrases=tuple(
            Phrase(say=one, when=dice.choice((None, text("来了"), text("走了"))))
            for one in some("话", 3)
        ),
        done_when=next(iter(some("成", 1)), None),
        decision=decision,
        readings=readings,
    )


def _to_judge(step: Step) -> list[str]:
    """Every text that is judged: of phrases the first of an occasion stands for all of it."""
    found: list[object] = [point.text for point in step.key_points]
    found += [one.text for one in step.avoid]
    found += [step.done_when] if step.done_when else []
    occasions = {str(phrase.when): phrase.say for phrase in reversed(step.phrases)}
    found += occasions.values()
    return [plain(one) for one in found] or [plain(step.title)]


def test_every_page_of_a_procedure_leads_to_its_kit_and_says_what_the_author_wrote(
    handbook: Handbook, trades: Built, kits: Mapping[str, bytes]
) -> None:
    for name in kits:
        page = trades.site / routes.procedure(handbook.procedures[name]).url / "index.html"
        assert f"prints/{name}-roleplay.pdf" in page.read_text("utf-8"), name
    known = handbook.procedures["complaint-role-play"]
    page = trades.site / routes.procedure(known).url / "index.html"
    told = plain(re.sub("<[^>]*>", "", page.read_text("utf-8")))
    assert known.training
    for line in known.training.scenarios[0].actor:
        assert f"扮演人要做的{plain(line)}" in told
    assert "时长最多15分钟" in told
    assert "合格线评分项做到80%" in told
