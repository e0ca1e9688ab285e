"""A handbook that asks much of paper.

One procedure says as little as it may, one very much, one is as dangerous as it may be, one has
more than words (tests/laden.py). All can be
in every state in which something is printed, with an address and without.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sop_handbook.model import (
    UNSPECIFIED,
    Action,
    Avoid,
    Brand,
    Control,
    Copy,
    Decision,
    Document,
    ExceptionRule,
    Family,
    Field,
    Form,
    Handbook,
    KeyPoint,
    Outcome,
    Owner,
    Phrase,
    Procedure,
    Provenance,
    Quantity,
    Reason,
    Receive,
    Role,
    RuleTable,
    Scenario,
    Status,
    Step,
    Training,
    Trigger,
    Value,
)
from sop_handbook.model.before import Before, Hazard, Level
from sop_handbook.model.readings import Outside, Reading
from tests import brands
from tests.laden import laden
from tests.support import DAY, procedure, text

SHORT, LONG, PERIL = "short", "long", "peril"
BASE = "https://handbook.internal/a-long-way-down-to-where-it-is/sop/"
LONG_TITLE = "从接到电话到把人交给医院的全过程中车上的人和坐席怎么分工、怎么交接、怎么记录和复核"
WORD = "Extrakorporalmembranoxygenierungsgeraetebeauftragter"  # 52 letters
NUMBER = "310112199001011234567890123456789012"
HOTLINE = "4008185050"
ACTIONS = 25
# How often some steps are done, by their numbers: at their times, so often that boxes find no room,
# on some days, and seldom.
OFTEN = {
    2: "daily 06:00, 12:00, 18:00",
    3: "every 30min",
    4: "weekly tuesday, friday",
    6: "twice monthly",
}

_FORMER, _LATER = DAY - timedelta(days=40), DAY + timedelta(days=40)


def _control(status: Status, start: date | None = None, review: date | None = None) -> Control:
    owner = Owner(role="crew", deputy="desk")
    return Control(
        status=status, owner=owner, approver="desk", effective_from=start, review_by=review
    )


CONTROLS = {
    "draft": Control(),
    "review": _control(Status.REVIEW),
    "current": _control(Status.CURRENT, _FORMER, _LATER),
    "overdue": _control(Status.CURRENT, _FORMER, DAY - timedelta(days=3)),
    "future": _control(Status.CURRENT, _LATER, _LATER + timedelta(days=300)),
}


@dataclass(frozen=True)
class Case:
    """A state, and whether the handbook has an address."""

    state: str
    address: bool

    def __str__(self) -> str:
        return f"{self.state}{'-with-address' if self.address else ''}"


def cases() -> Iterator[Case]:
    """Yield every state with an address and without."""
    for state in CONTROLS:
        yield Case(state, True)
        yield Case(state, False)


def stressed(real: Handbook, case: Case) -> Handbook:
    """Return the handbook of these procedures; `real` lends what every handbook has."""
    made = (_short(), _long(), _peril(), laden())
    every = {one.id: replace(one, control=CONTROLS[case.state]) for one in made}
    trade = replace(next(iter(real.industries.values())), id="trade", title="急救", emergency=True)
    form = _form()
    return replace(
        real,
        base_url=BASE if case.address else None,
        industries={"trade": trade},
        roles={name: _role(name, title) for name, title in ROLES.items()},
        documents={"book": Document(id="book", title="手册")},
        terms={},
        families={"family": _family()},
        procedures=every,
        forms={form.id: form},
        origins=(),
        editions=(),
        brand=_brand(case),
        report_to=next(iter(real.contacts)),
    )


def _brand(case: Case) -> Brand:
    """A logo and a long name that has no short one, or a short one alone, or nothing."""
    if case.address:
        return brands.brand(brands.LONG, None)
    return Brand(short_name=brands.SHORT) if case.state == "overdue" else Brand()


ROLES = {
    "crew": "车上的人",
    "desk": "负责电话、派车、登记和回访的总值班坐席",
    "nurse": "护士",
    "lineman": "登高的人",
}


def _role(name: str, title: str) -> Role:
    return Role(id=name, title=title, industry="trade", summary=text(f"{title}做的事"))


def _short() -> Procedure:
    step = Step(id="a", title="看看", role="nurse")
    return replace(procedure("a"), id=SHORT, number="A-1", title="巡视", steps=(step,))


def _sentence(number: int, about: str = "件事") -> str:
    return f"第{number}{about}要看准了再做，做完了说一声，让旁边的人知道做到哪里、下面由谁接着做"


def _long() -> Procedure:
    crowded = Step(
        id="s0",
        title="到了现场以后先把该看的都看一遍再动手做该做的事",
        role="crew",
        with_=("desk", "nurse"),
        time_limit=Value(literal="2min", op="le"),
        receives=(Receive(item=text("患者的姓名和会员号"), from_="desk"),),
        actions=tuple(Action(do=text(_sentence(n))) for n in range(1, ACTIONS + 1)),
        key_points=tuple(_point(number) for number in range(1, 13)),
        phrases=tuple(
            Phrase(say=text(f"您好，我是第{n}车的，请您别着急，我们马上就到"), when=text("接通时"))
            for n in range(1, 9)
        ),
        avoid=(Avoid(text=text("边走边打电话"), instead=text("停下来再打")),),
        tools=(text("担架"), text("氧气瓶")),
        records=(text("出车记录"),),
        errors=(text("没有核对姓名"), text("没有说清地址")),
        done_when=text(_sentence(1, "个人")),
        uses_form="letter",
        uses_rules=("limits",),
    )
    asks = Step(
        id="s1",
        title="核对",
        role="desk",
        actions=(
            Action(do=text(f"在系统里打开 {WORD} 这一页"), when=text("系统是好的")),
            Action(do=text(f"把证件号 {NUMBER} 念两遍")),
        ),
        key_points=(KeyPoint(text=text(f"证件号 {NUMBER} 一位不能错"), critical=True),),
        avoid=(Avoid(text=text("凭记忆填写")),),
        decision=Decision(
            question=text("证件和会员资料是不是同一个人？"),
            outcomes=(
                Outcome(answer=text("是"), go="s2"),
                Outcome(answer=text("不是，或者一时查不清楚"), go="s4"),
                Outcome(answer=text("患者没有带证件"), go="s0"),
            ),
        ),
    )
    others = tuple(_plain_step(number) for number in range(2, 12))
    return replace(
        procedure("a"),
        id=LONG,
        number="LONG-12",
        title=LONG_TITLE,
        family="family",
        revision=12,
        changes=(replace(procedure("a").changes[0], revision=12),),
        principles=tuple(text(f"第{n}条总要求：先救人，再问钱的事，谁也不许等") for n in (1, 2, 3)),
        quantities=(Quantity(id="hotline", label="热线", kind="contact", value=HOTLINE),),
        triggers=(Trigger(text=text("接到电话")), Trigger(text=text("医院来找"))),
        steps=(crowded, asks, *others),
        exceptions=tuple(_exceptions()),
        training=Training(scenarios=(_scenario(),)),
    )


def _told(signs: int, about: str) -> str:
    """A text of so many signs, in clauses."""
    return (f"{about}：" + "手脚要稳眼睛要看着别人也要看着，" * 20)[: signs - 1] + "。"


def _peril() -> Procedure:
    """Every hazard there may be, some as long as they may be; what a plate has to hold is short."""
    before = Before(
        hazards=(
            Hazard(text=text("梯子滑倒会摔伤"), level="warning", avoid=text("一人扶梯")),
            Hazard(text=text(_told(60, "长时间仰头会头晕")), level="caution"),
            Hazard(
                text=text("线路带电，触电会死人"), level="danger", avoid=text(_told(200, "验电"))
            ),
        ),
        ppe=tuple(text(f"第{n}样绝缘用品") for n in range(1, 7)),
        conditions=(text(_told(90, "天气")), text("监护人到场")),
        equipment=tuple(text(f"{n}号{WORD[:20]}验电器") for n in range(1, 10)),
        materials=(text("封条"),),
    )
    down = Step(id="p2", title="收梯", role="lineman", actions=(Action(do=text("下来")),))
    steps = (_wordy(), _climb(), down)
    return replace(
        procedure("a"),
        id=PERIL,
        number="P-3",
        title="登杆验电",
        before=before,
        steps=steps,
        exceptions=(
            ExceptionRule(when=text("有人触电"), method=text("拉闸，打 120"), then="resume"),
        ),
        training=Training(
            scenarios=(
                Scenario(
                    title="带电的杆",
                    situation=text("杆上还有电"),
                    trainee="lineman",
                    tasks=(text("验电"),),
                    steps=("p0", "p1", "p2"),
                ),
            )
        ),
    )


def _wordy() -> Step:
    """All of it as long as it may be. Nobody is named to do it, so no plate has to hold it."""
    levels: tuple[Level, ...] = ("caution", "danger", "warning")
    return Step(
        id="p0",
        title="验电",
        role=UNSPECIFIED,
        hazards=tuple(
            Hazard(
                text=text(_told(200, f"第{n}种伤害")),
                level=levels[n % 3],
                avoid=text(_told(200, f"避开第{n}种")),
            )
            for n in range(1, 10)
        ),
        actions=(Action(do=text("戴手套")),),
        readings=(
            Reading(
                id="volts",
                label="十六个字那么长的读数的名称在此啊",
                unit="千伏每毫米",
                at_least=Value(op="ge", literal="-12345.678"),
                at_most=Value(op="le", literal="999999.999"),
                outside=Outside(do=text(_told(200, "退开")), go="p2"),
            ),
            Reading(
                id="look",
                label="外观",
                kind="choice",
                options=tuple(text(_told(60, f"第{n}样")) for n in range(1, 10)),
            ),
            Reading(id="serial", label="编号", kind="text", personal=True),
        ),
    )


def _climb() -> Step:
    return Step(
        id="p1",
        title="登杆",
        role="lineman",
        with_=("nurse",),
        hazards=(
            Hazard(text=text("坠落会死人"), level="danger", avoid=text("先挂安全带再松手")),
            Hazard(text=text("铁件会划手"), level="caution"),
        ),
        key_points=(KeyPoint(text=text("脱手之前先挂好"), critical=True, kind="safety"),),
        actions=(Action(do=text("检查脚扣")), Action(do=text("一步一步上"))),
        readings=(
            Reading(
                id="height",
                label="离地高度",
                unit="米",
                below=Value(op="lt", literal="12"),
                outside=Outside(do=text("下来，换车")),
            ),
            Reading(id="since", label="登杆时刻", kind="time"),
        ),
    )


def _point(number: int) -> KeyPoint:
    critical = number <= 2  # short: a plate must hold all of them
    said = f"第{number}样看准了再动手" if critical else f"要点{number}：{_sentence(number)}"
    return KeyPoint(
        text=text(said),
        critical=critical,
        kind="safety" if number == 1 else "quality",
        reason=Reason(text=text(f"理由{number}：不然会出事"), origin="editorial"),
    )


def _plain_step(number: int) -> Step:
    often = OFTEN.get(number)
    return Step(
        id=f"s{number}",
        title=f"第{number}段路上的事",
        role=("crew", "nurse")[number % 2],
        schedule=(Value(literal=often, op="eq"),) if often else (),
        actions=(Action(do=text(_sentence(number))),),
        key_points=(KeyPoint(text=text(f"第{number}段不许停车"), critical=number == 3),),
    )


def _exceptions() -> Iterator[ExceptionRule]:
    for number in range(1, 7):
        yield ExceptionRule(
            when=text(f"第{number}种意外：对方不认、不接、不签"),
            at=(f"s{number % 3}",) if number > 2 else (),
            within=Value(literal="5min", op="le"),
            method=text(f"打热线 {HOTLINE}，说清楚是第{number}种情况，等回话再走"),
            role=("crew", "desk", "nurse")[number % 3],
            then="resume",
        )


def _scenario() -> Scenario:
    return Scenario(
        title="路上堵车",
        situation=text("车在高架上，前后都动不了，患者说胸口闷，家属一直在催"),
        trainee="crew",
        tasks=(text("打电话"), text("安抚家属")),
        steps=("s0", "s1"),
        trainer=(text("看着表，二十分钟到了就停"),),
        actor=(text("扮演家属，每分钟催一次"), text(_sentence(2, "次催"))),
        minutes=20,
        pass_mark=85,
    )


def _family() -> Family:
    rows = (("意外伤害", "1000元"), ("急性病", "5000元"))
    table = RuleTable(
        id="limits",
        title="首期额度",
        columns=("情形", "额度"),
        rows=tuple(tuple(text(cell) for cell in row) for row in rows),
    )
    return Family(
        id="family",
        title="急救担保",
        industry="trade",
        summary=text("几份流程共用的规则"),
        members=(LONG,),
        sources=(Provenance(part="全部", document="book", place="第1章"),),
        rules=(table,),
    )


def _form() -> Form:
    return Form(
        id="letter",
        title="担保函",
        purpose=text("担保患者的首期费用"),
        filled_by="crew",
        fields=(Field(label="担保函号"),),
        signatures=(text("患者或家属"), text("车上的人")),
        copies=tuple(Copy(to=text(to)) for to in ("医院收费处", "患者", "坐席", "财务")),
        validity=text("两处签字都有才有效"),
        rules=(text("一笔一画写清楚"), text("写错了作废重写")),
    )
