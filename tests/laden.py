"""A procedure with as much as there may be beside words.

Pictures of every shape with marks up to their corners, a table of seven columns with long cells,
commands with lines that are too long, addresses of every length, steps that are done at the same
time, again and again, and by deadlines from elsewhere.
"""

from dataclasses import replace

from sop_handbook.model import (
    Action,
    Anchor,
    ExceptionRule,
    Procedure,
    RuleTable,
    Scenario,
    Step,
    Training,
    Value,
)
from sop_handbook.model.readings import Reading
from sop_handbook.model.timing import Repeat
from tests.shelves import clip, picture
from tests.support import procedure, text

LADEN = "laden"
COMMAND = "kubectl get pvc  --all-namespaces | grep -v 'Bound'\n"
SCRIPT = (
    "spec:\n  storage:\n    - name: data\n      path: /var/lib/a-rather-long-name/of-folders/data\n"
    + "".join(f"    - name: n{number}\n" for number in range(30))
)
HIGH = "\n".join(f"echo {number}" for number in range(1, 121))
UNBROKEN = "\n".join(("x" * 200, "--long-option=" * 12, "a-" * 90 + "z"))
HYPHENS = "https://example.org/a-b/c-d-e/storage-classes/#allow-volume-expansion-of-a-disk"
SHORT_ADDRESS, LONG_ADDRESS = "https://example.org/p?a=1", f"https://example.org/{'long/' * 50}end"
IN_TROUBLE = "https://example.org/trouble"
TOO_LONG = f"https://example.org/{'q' * 300}"
COLUMNS = ("组分", "存放", "终浓度", "单管（μl）", "8 管（μl）", "12 管（μl）", "加样顺序")


def laden() -> Procedure:
    """The procedure; nobody is named to do its steps, so no plate has to hold them."""
    steps = (_shown(), _typed(), *_together(), _again(), _linked())
    return replace(
        procedure("a"),
        id=LADEN,
        number="M-4",
        title="做多重扩增",
        steps=steps,
        schedule=(Value(literal="daily 08:30, 14:50", op="eq"), Value(literal="every 2h", op="eq")),
        pictures=(picture("房间", said="客人走后的房间，" + "要看的地方很多，" * 8),),
        clips=(clip("进门"),),
        rules=(_table(), _small_table()),
        exceptions=(_lost(),),
        training=Training(scenarios=(_scenario(),)),
    )


def _lost() -> ExceptionRule:
    return ExceptionRule(when=text("断网"), method=text(f"照 {IN_TROUBLE} 做"), then="resume")


def _scenario() -> Scenario:
    return Scenario(
        title="卷满了",
        situation=text("夜里告警"),
        trainee="nurse",
        tasks=(text("扩容"),),
        steps=("typed", "left", "linked"),
    )


def _step(name: str, title: str, **more: object) -> Step:
    return replace(Step(id=name, title=title, role="unspecified"), **more)  # type: ignore[arg-type]


def _shown() -> Step:
    """A pair of very different shapes, a very wide and a very high picture, a tiny one."""
    return _step(
        "shown",
        "铺床",
        pictures=(
            picture("铺好的床", shows="right", marks=9),
            picture("没铺好的床", (600, 3000), shows="wrong", marks=2),
            picture("长条", (4000, 300), shows="detail", marks=9),
            picture("小的", (60, 40)),
        ),
        clips=(clip("铺床"), clip("叠被")),
        actions=(Action(do=text("铺平")),),
    )


def _typed() -> Step:
    """Commands that are short, long in lines, and long in one line."""
    runs = (COMMAND, SCRIPT, UNBROKEN, HIGH)
    actions = tuple(Action(do=text(f"第{n}条"), run=run) for n, run in enumerate(runs, 1))
    reading = Reading(id="count", label="副本数")
    first = replace(actions[0], when=text("卷满了"), role="nurse")
    return _step("typed", "运行", actions=(first, *actions[1:]), readings=(reading,))


def _together() -> tuple[Step, ...]:
    since = Anchor(step="shown", at="done", visit="latest", title="铺床，铺完再看一遍四角平不平")
    limit = Value(literal="6h", op="le", anchor=since)
    return (
        _step("left", "左边的人拉", together="both", time_limit=limit, uses_rules=("mix",)),
        _step("right", "右边的人拉", together="both", uses_rules=("mix", "small")),
    )


def _again() -> Step:
    often = (Value(literal="weekly monday", op="eq"), Value(literal="monthly last", op="eq"))
    return _step("again", "再做", repeat=Repeat(times=12), schedule=often)


def _linked() -> Step:
    said = (f"先看 {SHORT_ADDRESS}，再看 {HYPHENS}", LONG_ADDRESS, TOO_LONG)
    return _step(
        "linked",
        "查办法",
        repeat=Repeat(for_each=text("每一份样品，不管是谁送来的，也不管有没有编号")),
        actions=tuple(Action(do=text(one)) for one in said),
    )


def _table() -> RuleTable:
    """Seven columns: short cells, then a row in which every cell is long."""
    rows = [[f"{row}行{column}列" for column in range(7)] for row in range(1, 25)]
    rows[1] = [
        "这一格里写了很多字，" * 9,
        *["一格里写了不少字，" * 4] * 5,
        "Deoxynucleotidetriphosphate",
    ]
    return RuleTable(
        id="mix",
        title="反应体系",
        columns=COLUMNS,
        rows=tuple(tuple(text(cell) for cell in row) for row in rows),
        remarks=(text("多配一成，免得不够分。"),),
    )


def _small_table() -> RuleTable:
    rows = (("预变性", "95", "5 分钟"), ("变性", "94", "30 秒"))
    return RuleTable(
        id="small",
        title="循环条件",
        columns=("阶段", "温度（℃）", "时间"),
        rows=tuple(tuple(text(cell) for cell in row) for row in rows),
    )
