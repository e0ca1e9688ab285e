"""Drills: who gets which part, what a trainee is judged by, and what they are not to see."""

import ctypes
import io
import re
from collections import Counter
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
    ExceptionRule,
    Handbook,
    KeyPoint,
    Phrase,
    Procedure,
    Repeat,
    Status,
    Step,
    Text,
    Training,
    routes,
)
from sop_handbook.model.criteria import criteria
from sop_handbook.model.drills import Drill
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.print.rehearsals import for_person, rehearsals
from sop_handbook.render.print.typeset import typeset_all
from sop_handbook.render.views.rehearsed import drills_of
from tests.contexts import bare
from tests.foreign import foreign_examination
from tests.ink import LEFT_BLANK, leaves
from tests.promises import examples, kept
from tests.random_procedures import random_procedure
from tests.sites import Built
from tests.stress import PERIL, Case, stressed
from tests.support import DAY, text
from tests.told import lost_of, plain, played

BARS = {
    "扮演人扮演对方的人拿不给学员看": "actor",
    "学员来练的人拿": "trainee",
    "观察员看、打分的人拿不给学员看": "observer",
}
PARTS = list(BARS.values())
SECRET = "不给学员看"
NOTHING_TO_PLAY = "流程没有写对方会说什么、给什么，也没有写异常、分支"


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
    bare_step = replace(known.steps[0], actions=(), key_points=(), avoid=(), done_when=None)
    first = replace(bare_step, phrases=phrases)
    made = replace(known, steps=(first,), training=None, exceptions=())
    (drill,) = drills_of(handbook, made)
    judged = [tuple(map(str, one.texts)) for one in drill.steps[0].criteria]
    assert judged == [("请慢走", "再来啊"), ("一共八十",), ("请点菜",)]
    observer = _told(_alone(handbook, made, store), "observer")
    assert "共3项" in observer
    assert observer.count("说了其中一句，算做到") == 1


def test_the_trainee_sees_all_of_their_own_steps_and_of_others_those_that_always_come(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    seen = 0
    for name, pdf in kits.items():
        parts = _parts(pdf)
        for at, drill in enumerate(drills_of(handbook, handbook.procedures[name])):
            actor, trainee, _ = ("".join(p) for _, p in parts[3 * at : 3 * at + 3])
            told = trainee.partition("要走的步骤")[2]
            for watched in drill.steps:
                step = watched.told
                line = plain(f"{step.number}{step.step.title}")
                assert line in actor or NOTHING_TO_PLAY in actor
                sometimes = step.left_out is not None and step.procedure.order == "sequence"
                hidden = sometimes and not watched.criteria
                assert (line in told) is not hidden, (name, line)
                assert sometimes or not step.answers
                for answer in watched.only_if if watched.criteria else ():
                    assert plain(answer) in told, (name, answer)
                    seen += 1
            some = any(one.sometimes and not one.criteria for one in drill.steps)
            assert ("别人做的，只写每次都走的" in trainee) is (some and "要走的步骤" in trainee)
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


def test_who_learns_and_who_observes_see_where_a_step_leads_if_not_to_the_next(
    store: Path,
) -> None:
    """Reading on below, they would earth a line that is live."""
    handbook = foreign_examination().handbook
    parts = _parts(_alone(handbook, handbook.procedures["switch-off"], store))
    for part in ("trainee", "observer"):
        assert any("接下来第4步验电" in "".join(pages) for name, pages in parts if name == part)
    known = handbook.procedures["infusion"]
    by_other = replace(known, steps=(replace(known.steps[0], use="lift-rescue"), *known.steps[1:]))
    both = {one.id: one for one in (by_other, handbook.procedures["lift-rescue"])}
    told = "".join(_pages(_kits(replace(handbook, procedures=both), store)["infusion"]))
    assert "按此流程执行WY-01" in told and "解救电梯里的被困人员" in told


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
    assert seen > 5


def _secrets(drill: Drill) -> Iterator[str]:
    """What whoever acts may choose, if it is long enough not to stand anywhere else."""
    told: list[object] = [one.rule.when for one in drill.troubles]
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
    assert f"通过：至少80%（{drill.most}项中{drill.enough}项）" in observer
    assert drill.enough == -(-drill.most * 4 // 5)
    assert "最多15分钟" in observer
    assert "最多15分钟" in _told(kits[known.id], "trainee")
    open_ended = replace(scenario, minutes=None, pass_mark=None)
    freed = replace(known, training=Training(scenarios=(open_ended,)))
    observer = _told(_alone(handbook, freed, store), "observer")
    assert "通过" not in observer
    assert "再练一次" in observer
    assert "分钟" not in observer
    assert f"共{drill.most}项" in observer


def test_each_point_has_three_boxes_below_three_heads(handbook: Handbook, store: Path) -> None:
    known = handbook.procedures["scenario-training"]
    avoid = (Avoid(text=text("打断对方")), Avoid(text=text("当众批评"), instead=text("私下说")))
    _, second, *rest = known.steps  # whoever learns does these
    whole = replace(known, steps=(replace(second, avoid=avoid), *rest), training=None)
    (drill,) = drills_of(handbook, whole)
    pdf = _alone(handbook, whole, store)
    observer = _told(pdf, "observer")
    assert "不要：打断对方（没有这样做，算做到）" in observer
    assert "不要：当众批评（改为：私下说）（没有这样做，算做到）" in observer
    assert f"共{drill.most}项" in observer
    bar = next(bar for bar, part in BARS.items() if part == "observer")
    last = next(at for at, page in enumerate(_pages(pdf)) if page.startswith(bar))
    found = [box for page in list(pypdfium2.PdfDocument(pdf))[last:] for box in _boxes(page)]
    columns = Counter(round((x0 + x1) / 2) for x0, _, x1, _ in found)
    assert [count for _, count in columns.most_common(3)] == [drill.most] * 3


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
    own = [step["title"] for step in drill["steps"] if "other" not in step]
    assert own == [known.steps[0].title]


@kept
@given(st.integers(0, 10**6))
@examples(12)
def test_whatever_a_procedure_holds_is_judged_once_and_its_troubles_stay_secret(
    handbook: Handbook, store: Path, seed: int
) -> None:
    roles = tuple(handbook.roles)[:3]
    made = _judged(random_procedure(seed, roles, ()), seed)
    made = replace(made, industry=handbook.roles[roles[0]].industry)
    every = drills_of(handbook, made)
    assert {step.role for step in made.steps} == {one.trainees[0].id for one in every}
    parts = _parts(_alone(handbook, made, store))
    for at, drill in enumerate(every):
        mine = [step for step in made.steps if step.role == drill.trainees[0].id]
        wanted = [one for step in mine for one in _to_judge(step)]
        judged = [plain(c.texts[0]) for step in drill.steps for c in step.criteria if c.texts]
        assert sorted(judged) == sorted(wanted)
        actor, trainee, observer = ("".join(pages) for _, pages in parts[3 * at : 3 * at + 3])
        table, _, troubles = observer.partition("出的难题")
        assert f"共{drill.most}项" in observer
        for one in (one for one in wanted if "判" in one):
            assert table.count(one) == 1, one
            assert one not in trainee
            assert one not in actor
        secrets = re.findall("(?:难题|分岔)[0-9]+号", actor)
        assert len(secrets) == len(drill.troubles) + len(drill.branches) + len(drill.off_limits)
        assert "难题" not in trainee.replace("出难题", "")
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
        asked = text(f"分岔{at}号是哪一种？")
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
    found += [one.do for one in step.actions]
    found += [one.text for one in step.avoid]
    found += [step.done_when] if step.done_when else []
    occasions = {str(phrase.when): phrase.say for phrase in reversed(step.phrases)}
    found += occasions.values()
    found += [one.label for one in step.readings[:1]]  # it stands for all of them
    again = step.repeat and (step.repeat.times or step.repeat.for_each)
    return [plain(one) for one in found] or ([] if again else [plain(step.title)])


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


def test_a_trainee_is_judged_by_what_they_do_and_what_others_do_is_named(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    known = handbook.procedures["restaurant-six-steps"]
    waiter, cashier = drills_of(handbook, known)
    assert [one.title for one in (*waiter.trainees, *cashier.trainees)] == ["服务员", "收银员"]
    observers = ["".join(p) for name, p in _parts(kits[known.id]) if name == "observer"]
    for drill, observer in zip((waiter, cashier), observers, strict=True):
        role = drill.trainees[0]
        for step in known.steps:
            for action in step.actions:
                does = plain(action.do).rstrip("。")
                when = plain(action.when) + "：" if action.when else ""
                named = f"别人做：{handbook.roles[step.role].title}{when}{does}"
                judged = does in observer.replace(named, "")
                assert judged is (step.role == role.id), does
            other = "收银员" if role.id == "waiter" else "服务员"
            helps = role.id in step.with_
            line = plain(step.title) + ("学员协同，主做：" if helps else "别人做：") + other
            if not any(one.role for one in step.phrases):  # in which both have a part
                assert (line in observer) is (step.role != role.id), line
    assert waiter.most + cashier.most > 25


def test_what_others_do_within_a_step_is_told_and_not_judged(
    handbook: Handbook, store: Path
) -> None:
    known = handbook.procedures["restaurant-six-steps"]
    last = known.steps[-1]
    first, second = last.actions
    shared = replace(last, actions=(first, replace(second, role="waiter")))
    made = replace(known, steps=(shared,))
    cashier, waiter = drills_of(handbook, made)
    assert [one.trainees[0].id for one in (cashier, waiter)] == ["cashier", "waiter"]
    done, said = waiter.steps[0].criteria
    assert (done.kind, plain(done.texts[0])) == ("do", "服务员真诚感谢顾客光临")
    assert (said.kind, plain(said.texts[0])) == ("say", "欢迎下次光临")
    assert plain(second.do) not in [plain(one.texts[0]) for one in cashier.steps[0].criteria]
    observers = [
        "".join(p) for name, p in _parts(_alone(handbook, made, store)) if name == "observer"
    ]
    assert "别人做：服务员顾客离店：服务员真诚感谢顾客光临" in observers[0]
    assert "别人做：收银员顾客结账：唱收唱付" in observers[1]


def test_words_are_judged_of_who_says_them(handbook: Handbook, store: Path) -> None:
    """Those of somebody who helps are theirs: of whose step it is, nobody expects them."""
    known = handbook.procedures["restaurant-six-steps"]
    made = replace(known, steps=(known.steps[-1],))
    cashier, waiter = drills_of(handbook, made)
    asked, *farewells = made.steps[0].phrases
    assert [one.role for one in (asked, *farewells)] == [None, *["waiter"] * 4]
    for drill, phrases in ((cashier, [asked]), (waiter, farewells)):
        said = [one for one in drill.steps[0].criteria if one.kind == "say"]
        assert [one.texts for one in said] == [tuple(phrase.say for phrase in phrases)]
    observers = [
        "".join(p) for name, p in _parts(_alone(handbook, made, store)) if name == "observer"
    ]
    quoted = "".join(f"“{plain(one.say)}”" for one in farewells)
    assert f"别人做：服务员送客：{quoted}" in observers[0]
    assert "服务员：送客：" not in observers[0]
    assert f"服务员：送客：{quoted}" in observers[1]
    assert f"别人做：收银员{plain(asked.when)}：“{plain(asked.say)}”" in observers[1]


def test_several_who_learn_say_what_each_says(handbook: Handbook) -> None:
    """At one occasion, too: what one says does not stand for what the other says."""
    known = handbook.procedures["restaurant-six-steps"]
    step = known.steps[-1]
    both = (Phrase(say=text("慢走")), Phrase(say=text("再来"), role="waiter"))
    made = replace(known, steps=(replace(step, phrases=both),))
    (told,) = handbook.resolved(made).steps
    found = [one.texts for one in criteria(told, ("cashier", "waiter")) if one.kind == "say"]
    assert found == [(both[0].say,), (both[1].say,)]


def test_nothing_is_judged_twice_and_nothing_is_guessed_to_be_the_same(
    handbook: Handbook,
) -> None:
    known = handbook.procedures["complaint-role-play"]
    said = ("先关 总闸", "加药 1.5 ml", "关阀门", "打开门", "关闸", "先关总闸")
    actions = (
        *(Action(do=text(one)) for one in said),
        Action(do=text("先关总闸"), when=text("两个人")),
    )
    warned = ("先关总闸。", "加药15 ml 会死人", "不要自己关阀门", "没有人打开门", "先关闸")
    points = tuple(KeyPoint(text=text(one), critical=True) for one in warned)
    step = replace(
        known.steps[0],
        actions=actions,
        key_points=points,
        avoid=(Avoid(text=text("关闸")),),
        phrases=(),
        done_when=None,
    )
    (drill,) = drills_of(handbook, replace(known, steps=(step,), training=None))
    judged = [(one.kind, str(one.texts[0])) for one in drill.steps[0].criteria]
    assert judged == [
        *(("critical", one) for one in warned),
        *(("do", one) for one in ("加药 1.5 ml", "关阀门", "打开门", "关闸", "先关总闸")),
        ("avoid", "关闸"),
    ]


def test_what_is_critical_leads_the_result_and_no_mark_hides_it(
    handbook: Handbook, kits: Mapping[str, bytes], store: Path
) -> None:
    for name, pdf in kits.items():
        observers = ["".join(p) for part, p in _parts(pdf) if part == "observer"]
        every = drills_of(handbook, handbook.procedures[name])
        for drill, observer in zip(every, observers, strict=True):
            grave = any(one.kind == "critical" for step in drill.steps for one in step.criteria)
            assert ("关键的有没有漏" in observer) is grave, name
            last = observer.rpartition("关键的有没有漏")[2]
            assert not grave or f"共{drill.most}项" in last
    known = handbook.procedures["complaint-role-play"]
    assert known.training
    (scenario,) = known.training.scenarios
    at = next(n for n, one in enumerate(known.steps) if one.id == scenario.steps[0])
    points = (KeyPoint(text=text("先报警"), critical=True),)
    steps = [*known.steps]
    steps[at] = replace(steps[at], key_points=points)
    observer = _told(_alone(handbook, replace(known, steps=tuple(steps)), store), "observer")
    assert observer.index("漏了关键的，不算通过") < observer.index("再练一次")


def test_no_mark_hides_a_trouble_that_was_not_met(handbook: Handbook, store: Path) -> None:
    known = handbook.procedures["complaint-role-play"]
    (drill,) = drills_of(handbook, known)
    assert known.training
    assert not (drill.branches or drill.troubles or drill.off_limits)
    found = ExceptionRule(when=text("对方要走"), then="resume", method=text("先留住"))
    troubled = replace(known, exceptions=(found,))
    observer = _told(_alone(handbook, troubled, store), "observer")
    says = "出的难题有没做到的，不算通过"
    assert observer.index("另：难题") < observer.index(says) < observer.index("再练一次")
    unmarked = replace(known.training.scenarios[0], pass_mark=None)
    freed = replace(troubled, training=Training(scenarios=(unmarked,)))
    assert says not in _told(_alone(handbook, freed, store), "observer")


def test_every_part_says_to_stop_when_something_happens_and_that_nobody_calls_a_number(
    kits: Mapping[str, bytes],
) -> None:
    """Whether or not the procedure names one: texts have numbers, too, and everybody knows some."""
    for name, pdf in kits.items():
        for part, pages in _parts(pdf):
            stop = "真的出了事，由你喊停：" if part == "observer" else "真的出了事就"
            assert (
                f"演练里提到的电话都不真打，说出打给谁就行。{stop}停下演练，先处理真事"
                in (pages[0])
            ), name


def test_what_one_is_free_to_do_is_told_and_not_judged(handbook: Handbook, store: Path) -> None:
    known = handbook.procedures["complaint-role-play"]
    point = KeyPoint(text=text("可见出血时压住"))
    free = replace(
        known.steps[0],
        actions=(
            Action(do=text("可以直接问")),
            Action(do=text("也可以拨打总台")),
            Action(do=text("自己也可随时问总台")),
            Action(do=text("记下来")),
        ),
        key_points=(point, KeyPoint(text=text("可致电总台"))),
        avoid=(),
        phrases=(),
        done_when=None,
    )
    only = replace(free, id="only", title="直接问", actions=free.actions[:1], key_points=())
    made = replace(known, steps=(free, only), training=None, exceptions=())
    (drill,) = drills_of(handbook, made)
    judged = [[str(one.texts[0]) for one in step.criteria] for step in drill.steps]
    assert judged == [["记下来", "可见出血时压住"], ["直接问"]]
    observer = _told(_alone(handbook, made, store), "observer")
    for permitted in ("可以直接问", "也可以拨打总台", "自己也可随时问总台", "可致电总台"):
        assert "可以做，不判" + permitted in observer


def test_a_long_role_does_not_break_the_sentence_beside_it(handbook: Handbook, store: Path) -> None:
    known = handbook.procedures["restaurant-six-steps"]
    title = "片区综合服务中心夜间及节假日联合值班负责人（含代班人员）"
    roles = {**handbook.roles, "waiter": replace(handbook.roles["waiter"], title=title)}
    pdf = _alone(replace(handbook, roles=roles), known, store)
    *_, actor = ("".join(pages) for part, pages in _parts(pdf) if part == "actor")
    assert f"别人做：{title}由你演，或说一声做完了" in actor


def test_what_is_done_several_times_says_so_to_the_observer(
    handbook: Handbook, store: Path
) -> None:
    known = handbook.procedures["complaint-role-play"]
    again = replace(known.steps[0], repeat=Repeat(times=3))
    made = replace(known, steps=(again,), training=None, exceptions=())
    assert "连做3次" in _told(_alone(handbook, made, store), "observer")


def test_an_answer_says_which_steps_it_leads_past_and_troubles_have_numbers_of_their_own(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    (drill,) = drills_of(handbook, handbook.procedures["egl-seat"])
    (branch,) = drill.branches
    assert [[one.number for one in gone] for gone in branch.gone] == [[], ["4"], ["4"]]
    assert branch.again == (False, False, False)
    infusion = foreign_examination().handbook.procedures["infusion"]
    (drill,) = drills_of(foreign_examination().handbook, infusion)
    assert [(one.gone, one.again) for one in drill.branches] == [(((), ()), (False, True))]
    observer = _told(kits["egl-seat"], "observer")
    assert observer.count("（没走第4步，算不适用）") == 2
    assert "，算不适用" not in _told(kits["egl-seat"], "actor")
    assert "另：难题做到" in observer
    calm = drills_of(handbook, handbook.procedures["restaurant-six-steps"])
    told = "".join(page for _, pages in _parts(kits["restaurant-six-steps"]) for page in pages)
    assert ("另：难题" in told) is any(
        one.troubles or one.branches or one.off_limits for one in calm
    )


def test_persons_learn_and_where_there_are_none_somebody_acts_for_the_bodies(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    seen = 0
    for name, pdf in kits.items():
        parts = _parts(pdf)
        for at, drill in enumerate(drills_of(handbook, handbook.procedures[name])):
            told = "".join(page for _, pages in parts[3 * at : 3 * at + 3] for page in pages)
            kinds = {
                handbook.roles[one.id].kind if one.id in handbook.roles else "person"
                for one in drill.trainees
            }
            assert kinds == ({"team"} if drill.for_bodies else {"person"}), name
            assert ("学员代表：" in told) is drill.for_bodies, name
            seen += drill.for_bodies
    assert 0 < seen < len(kits)


def test_whoever_plays_gets_what_the_procedure_gives_them_and_is_told_if_that_is_nothing(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    cues = nothing = 0
    for name, pdf in kits.items():
        actors = [p for part, p in _parts(pdf) if part == "actor"]
        every = drills_of(handbook, handbook.procedures[name])
        for drill, pages in zip(every, actors, strict=True):
            given = [drill.cues(watched) for watched in drill.steps]
            told = "".join(pages)
            for case, met in (pair for one in given for pair in one.cases):
                assert f"{plain(case)}→{plain(met.do).rstrip('。')}" in told, name
                cues += 1
            for item, giver in (pair for one in given for pair in one.handed):
                assert f"给学员：{plain(item)}" in told, name
                assert plain(giver.title) in told, name
                cues += 1
            played = drill.branches or drill.troubles or drill.off_limits
            wrote = drill.scenario and (drill.scenario.actor or drill.scenario.trainer)
            none = not (played or wrote or any(one.cases or one.handed for one in given))
            assert (NOTHING_TO_PLAY in told) is none, name
            assert ("照情境演" in told) is (none and bool(drill.situation)), name
            assert ("流程没有写从哪里开始" in told) is not bool(drill.situation), name
            assert ("想演的打勾" in told) is any(one.cases or one.handed for one in given), name
            assert not none or len(pages) == 1
            nothing += none
    assert cues > 20
    assert nothing > 0


def test_steps_that_are_not_rehearsed_are_named(
    handbook: Handbook, kits: Mapping[str, bytes]
) -> None:
    known = handbook.procedures["complaint-role-play"]
    (drill,) = drills_of(handbook, known)
    observer = _told(kits[known.id], "observer")
    _, _, told = observer.partition("这次不练的步骤：")
    left = [
        one for one in handbook.resolved(known).steps if one not in [w.told for w in drill.steps]
    ]
    assert left
    assert told.startswith("、".join(plain(one.called) for one in left))
    assert "这次不练的步骤" not in _told(kits["answer-inquiries"], "observer")


def test_parts_are_told_apart_on_every_page_and_those_that_are_secret_say_so(
    kits: Mapping[str, bytes],
) -> None:
    further = 0
    for name, pdf in kits.items():
        part = ""
        for page, words in zip(pypdfium2.PdfDocument(pdf), _pages(pdf), strict=True):
            if words.startswith(LEFT_BLANK):
                continue
            begins = next((one for bar, one in BARS.items() if words.startswith(bar)), "")
            part = begins or part
            further += not begins
            assert (SECRET in words) is (part != "trainee"), (name, part)
            assert (
                _band(page)
                == {"actor": (True, 1), "trainee": (False, 1), "observer": (False, 2)}[part]
            )
    assert further > 5


def _band(page: pypdfium2.PdfPage) -> tuple[bool, int]:
    """Whether the band at the edge is filled, and of how many pieces it is."""
    drawn = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=9)
    edge = [one for one in drawn if one.get_bounds()[2] < 13 * 72 / 25.4]
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    filled = False
    for one in edge:
        pdfium.FPDFPath_GetDrawMode(one, mode, stroked)
        filled |= bool(mode.value)
    return filled, len(edge)


def test_a_pack_holds_the_drill_of_its_own_person_only(handbook: Handbook, store: Path) -> None:
    known = handbook.procedures["restaurant-six-steps"]
    alone, context = replace(handbook, procedures={known.id: known}, base_url=None), bare(store)
    (kit,) = rehearsals(alone, context)
    made = for_person(kit, alone, "cashier")
    assert made is not None
    (print_of_one,) = typeset_all([made], alone, context).artifacts
    parts = _parts(bytes(print_of_one.content))
    assert [part for part, _ in parts] == PARTS
    assert all("学员岗位：收银员" in pages[0] for _, pages in parts)
    assert made.code == kit.code
    assert made.path != kit.path
    assert for_person(kit, alone, "nurse") is None
    one = handbook.procedures["complaint-role-play"]
    (kit,) = rehearsals(replace(alone, procedures={one.id: one}), context)
    (drill,) = drills_of(handbook, one)
    assert for_person(kit, handbook, drill.trainees[0].id) is kit
