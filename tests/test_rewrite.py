"""The canonical style: nothing is lost, a second run changes nothing, and what it looks like."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.adapters.yaml_file import parse, remarks
from sop_handbook.cli import sop
from sop_handbook.editions.content import canonical as canonical_content
from sop_handbook.editions.content import step_content
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from sop_handbook.sources.collect import SourceDocument, collect, collect_as_written
from sop_handbook.sources.format.canonical import canonical
from sop_handbook.sources.format.frequencies import with_one_schedule
from sop_handbook.sources.format.mending import mended
from sop_handbook.sources.format.project import rewrite
from sop_handbook.sources.schemas import Schemas
from tests.case_files import SCHEMAS
from tests.conftest import MakeProject
from tests.promises import examples, kept
from tests.support import DAY
from tests.trades import trades_root

SCHEMA = Schemas(SCHEMAS)
SOURCES = collect(Project(root=trades_root(), today=DAY)).documents

WORDS = st.text(
    st.sampled_from("菜单ab1 0:#-{}[],'\"\\&*!|>%@`~?=\n\t\u2028\x85\xa0，。"), max_size=12
)
PLAIN = st.sampled_from(
    ["是", "no", "true", "null", "12:30", "0123", "1e3", "0o7", "2026-11-22", "~", "7x24", ".5", ""]
)
KEYS = st.sampled_from(["id", "title", "steps", "role", "note", "revision", "x", "goal", "text"])
DATA = st.recursive(
    st.one_of(WORDS, PLAIN, st.booleans(), st.none()),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=4),
    max_leaves=12,
)


def formatted(text: str, kind: str = "procedure") -> str:
    """The canonical form of a text that reads well."""
    source, findings = parse(text, "a.yaml")
    assert source, findings
    result = canonical(text, source, kind, SCHEMA)
    assert result is not None
    return result


def comments(text: str) -> list[str]:
    return sorted(words for _, _, words, _ in remarks(text))


def assert_kept(text: str, kind: str = "procedure") -> None:
    """What was formatted says the same, and formatting it again changes nothing."""
    result = formatted(text, kind)
    before, after = parse(text, "a.yaml")[0], parse(result, "a.yaml")[0]
    assert before
    assert after
    assert after.data == before.data
    assert comments(result) == comments(text)
    assert formatted(result, kind) == result


@st.composite
def written(draw: st.DrawFn) -> str:
    """A mapping written down in one of many hands, with comments and gaps anywhere."""
    data = draw(st.dictionaries(KEYS, DATA, min_size=1, max_size=5))
    lines = list(_lines(data, 0, draw))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(lines)))
        indent = " " * draw(st.integers(0, 8))
        lines.insert(
            place, draw(st.sampled_from(["", f"{indent}# 注", f"{indent}# b", f"{indent}#c"]))
        )
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        lines[place] += draw(st.sampled_from(["  # 行尾", " # d", "   "]))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines) + "\n"


def _lines(value: object, indent: int, draw: st.DrawFn) -> list[str]:
    pad = " " * indent
    step = draw(st.sampled_from([2, 2, 2, 4]))
    found: list[str] = []
    if isinstance(value, dict) and value and draw(st.integers(0, 4)):
        for key, below in value.items():
            found += _hung(f"{pad}{key}:", below, indent + step, draw)
        return found
    if isinstance(value, list) and value and draw(st.integers(0, 3)):
        for below in value:
            found += _hung(f"{pad}-", below, indent + 2, draw)
        return found
    return [f"{pad}{part}" for part in _flow(value, draw).split("\n")]


def _hung(head: str, value: object, indent: int, draw: st.DrawFn) -> list[str]:
    """The lines of a value behind its key or dash: on the same line, or below."""
    below = _lines(value, indent, draw)
    if head.endswith("-") and draw(st.booleans()):
        return [f"{head} {below[0].strip()}", *below[1:]]
    if len(below) == 1 and ": " not in below[0] and not below[0].strip().startswith("- "):
        return [f"{head} {below[0].strip()}"]
    return [head, *below]


def _flow(value: object, draw: st.DrawFn) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    if isinstance(value, str):
        return _scalar(value, draw)
    parts = [_flow(item, draw) for item in value] if isinstance(value, list) else []
    if isinstance(value, dict):
        parts = [f"{key}: {_flow(below, draw)}" for key, below in value.items()]
    comma = draw(st.sampled_from([", ", ",\n  ", ", # 中\n  "]))
    start, end = "[]" if isinstance(value, list) else "{}"
    return start + comma.join(parts) + end


def _scalar(value: str, draw: st.DrawFn) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    for character in "\t\x85\u2028\xa0":
        escaped = escaped.replace(character, f"\\u{ord(character):04x}")
    double = f'"{escaped}"'
    simple = value and not set(value) & set("\n\t\u2028\x85") and value == value.strip()
    single = "'" + value.replace("'", "''") + "'" if simple else double
    bare = value if value and value.isalnum() else single
    return draw(st.sampled_from([double, single, bare]))


@kept
@given(written())
@examples(50)
def test_nothing_is_lost_whatever_hand_it_was_written_in(text: str) -> None:
    if parse(text, "a.yaml")[0] is not None:
        assert_kept(text)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, str]:
    """The kind of a real source, and its text with comments and gaps anywhere."""
    document = draw(st.sampled_from(SOURCES))
    lines = (trades_root() / document.source.file).read_text("utf-8").splitlines()
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(lines)))
        indent = " " * draw(st.integers(0, 10))
        lines.insert(place, draw(st.sampled_from(["", f"{indent}# 注", f"{indent}# 另一条"])))
    place = draw(st.integers(0, len(lines) - 1))
    lines[place] += "  # 行尾"
    return document.kind, "\n".join(lines) + "\n"


@kept
@given(annotated())
@examples(8)
def test_comments_and_gaps_anywhere_in_a_real_source_survive(case: tuple[str, str]) -> None:
    kind, text = case
    if parse(text, "a.yaml")[0] is not None:
        assert_kept(text, kind)


@pytest.mark.parametrize("document", SOURCES, ids=lambda document: document.source.file)
def test_a_real_source_upside_down_comes_back_as_it_was(document: SourceDocument) -> None:
    text = (trades_root() / document.source.file).read_text("utf-8")
    assert formatted(text, document.kind) == text
    assert formatted(_upside_down(text), document.kind) == text


def _upside_down(text: str) -> str:
    """The keys of the top level in reverse, each with what hangs from it."""
    groups: list[list[str]] = []
    for line in text.splitlines():
        if line[0] not in " #":
            groups.append([])
        groups[-1].append(line)
    return "\n".join("\n".join(group) for group in reversed(groups)) + "\n"


MESSY = """\
# 开头的话


title: '上菜'   # 动词加对象
id:   serve
# 为什么要
# 这样写
steps:
- role: waiter
  # 编号不改

  id: "serve-dishes"
  actions: [ "放好",   # 先放
    '说 "请慢用"' ]
  # 还要补

- {role: waiter, id: clear, note: "一行\\n两行\\n"}
revision: "2"
number: 'CY-01'
changes:
    - date: "2026-11-22"
      summary: "第一句。

        第二句。"
      note:
x-own: "no"
aliases: ["120", 上菜: , 12:30]
# 末尾的话
"""
TIDY = """\
# 开头的话

id: serve
number: CY-01
title: 上菜  # 动词加对象
aliases: ["120", {上菜: null}, "12:30"]
revision: 2
# 为什么要
# 这样写
steps:
  # 编号不改

  - id: serve-dishes
    role: waiter
    actions:
      - 放好  # 先放
      - 说 "请慢用"
    # 还要补

  - {id: clear, role: waiter, note: "一行\\n两行\\n"}
changes:
  - date: 2026-11-22
    summary: |-
      第一句。
      第二句。
    note:
x-own: "no"
# 末尾的话
"""


def test_a_messy_source_becomes_a_tidy_one() -> None:
    assert formatted(MESSY) == TIDY


@pytest.mark.parametrize("slip", ["id: b\n", "id: a  # 多了\n", "id: [\n"])
def test_what_would_not_be_the_same_is_not_written(
    slip: str, messy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sop_handbook.sources.format.canonical.emit", lambda *_: slip)
    before = (messy.root / SERVE).read_bytes()
    assert {finding.code for finding in rewrite(messy, write=True).findings} == {"cannot-format"}
    assert (messy.root / SERVE).read_bytes() == before


# The command ------------------------------------------------------------------------------------

SERVE = "sop_sources/procedures/restaurant/serve.yaml"
PAY = "sop_sources/procedures/restaurant/pay.yaml"


def run(root: Path, *args: str) -> Result:
    return CliRunner().invoke(sop, ["--root", str(root), "--lang", "zh", "fmt", *args])


@pytest.fixture
def messy(make_project: MakeProject) -> Project:
    """The minimal handbook with one file that is not in canonical style."""
    project = make_project()
    run(project.root)
    serve = project.root / SERVE
    serve.write_text(serve.read_text("utf-8").replace("title: ", "title:   ", 1), "utf-8")
    serve.chmod(0o640)
    return project


def test_checking_names_file_and_line_and_changes_nothing(messy: Project) -> None:
    before = (messy.root / SERVE).read_bytes()
    result = run(messy.root, "--check")
    assert result.exit_code == 1
    assert f"{SERVE}:3:1  警告  这一行不是规范写法：现在是“title:   上菜”" in result.output
    assert (messy.root / SERVE).read_bytes() == before
    annotation = run(messy.root, "--check", "--format", "github").output
    assert annotation.startswith(f"::warning file={SERVE},line=3,col=1,title=not-canonical::")


def test_what_cannot_be_read_is_not_called_canonical(messy: Project) -> None:
    (messy.root / SERVE).write_text("id: [", "utf-8")
    result = run(messy.root, "--check")
    assert result.exit_code == 1
    assert "1 个文件读不出来，没有看写法" in result.output
    alone = run(messy.root, "--check", str(messy.root / SERVE))
    assert alone.output.count("个文件") == 1
    assert "规范写法" not in alone.output


def test_rewriting_touches_only_what_it_must_and_keeps_the_mode(messy: Project) -> None:
    pay = (messy.root / PAY).stat().st_mtime_ns
    result = run(messy.root)
    assert result.exit_code == 0
    assert result.output.startswith(f"已改写：{SERVE}\n1 个文件已改写")
    assert (messy.root / SERVE).stat().st_mode & 0o777 == 0o640
    assert (messy.root / PAY).stat().st_mtime_ns == pay
    assert run(messy.root, "--check").output.endswith("个文件都是规范写法\n")
    assert not list(messy.root.rglob("*.part"))


def test_files_can_be_named(messy: Project) -> None:
    assert run(messy.root, "--check", str(messy.root / PAY)).exit_code == 0
    assert run(messy.root, "--check", str(messy.root / SERVE)).exit_code == 1
    assert run(messy.root, str(messy.root)).exit_code == 2


def test_a_broken_file_is_refused_with_the_loaders_finding_and_the_others_are_done(
    messy: Project,
) -> None:
    broken = "id: pay\ntitle：结账\n"
    (messy.root / PAY).write_text(broken, "utf-8")
    result = run(messy.root)
    assert result.exit_code == 1
    assert "[full-width-colon]" in result.output
    assert (messy.root / PAY).read_text("utf-8") == broken
    assert rewrite(messy, write=False).changed == ()


@pytest.mark.parametrize("odd", ["\ufeff", "\r"])
def test_marks_nobody_sees_are_shown_by_name(odd: str, messy: Project) -> None:
    run(messy.root)
    path = messy.root / SERVE
    text = path.read_text("utf-8")
    changed = odd + text if odd == "\ufeff" else text.replace("\n", "\r\n")
    path.write_bytes(changed.encode())
    (finding,) = rewrite(messy, write=True).findings
    assert (finding.place.line, finding.args["line"] != finding.args["canonical"]) == (1, True)
    assert odd not in finding.args["line"]
    assert path.read_text("utf-8") == text


def test_a_new_draft_is_in_canonical_style(make_project: MakeProject) -> None:
    project = make_project()
    CliRunner().invoke(sop, ["--root", str(project.root), "new", "restaurant/take-order"])
    (path,) = project.root.rglob("take-order.yaml")
    text = path.read_text("utf-8")
    assert formatted(text) == text


SLIPS = st.text(
    st.sampled_from(
        "菜单车a1 ，。：\n\u00ad\u200b\u200d\ufe0f\u3164\u202e\ufffd\u2ecb\u2f3f🚗葛\U000e0100"
    ),
    max_size=20,
)


@kept
@given(SLIPS)
def test_what_is_mended_stays_mended(text: str) -> None:
    once = mended(text)
    assert mended(once) == once
    assert not re.search("[\u00ad\u200b\u3164\u2ecb\u2f3f]", once)
    assert [c for c in once if c in "\u202e\ufffd"] == [c for c in text if c in "\u202e\ufffd"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("goal: 把菜\u00ad完好\u200b地送到\ufe0f\n", "goal: 把菜完好地送到\n"),
        ("goal: ⻋⻔前的⼿⾥\n", "goal: 车门前的手里\n"),
        ("goal: 把菜完好地\n  送到\n  顾客面前。\n", "goal: 把菜完好地送到顾客面前。\n"),
        ("goal: >\n  把菜送到\n  面前。\n\n  再说。\n", "goal: >\n  把菜送到面前。\n\n  再说。\n"),
        ('goal: "把菜\n  送到"\n', 'goal: "把菜送到"\n'),
        ("goal: 用 IT 系统\n  check 一遍\n", None),
        ("goal: |\n  第一行\n  第二行\n", None),
        ("goal: 👨\u200d👩\u200d👧 葛\U000e0100 ☎\ufe0f\n", None),
        ("goal: 从右\u202e往左\n", None),
        ("# 注释第一行\n# 第二行\ngoal: [坏\n", None),
    ],
)
def test_slips_are_mended_and_what_may_be_meant_is_not(wrong: str, right: str | None) -> None:
    assert mended(wrong) == (wrong if right is None else right)


def test_fmt_mends_slips_and_says_where_only_when_asked(make_project: MakeProject) -> None:
    project = make_project()
    path = next(project.sources.glob("procedures/*/*.yaml"))
    sound = path.read_text("utf-8")
    goal = next(line for line in sound.splitlines() if line.startswith("goal: "))
    path.write_text(sound.replace(goal, goal[:8] + "\u00ad\n  " + goal[8:]), "utf-8")
    assert run(project.root, "--check").exit_code == 1
    asked = run(project.root, "--fix")
    assert asked.exit_code == 0, asked.output
    assert path.name in asked.output
    assert path.read_text("utf-8") == sound
    assert run(project.root, "--fix", "--check").exit_code == 2


OFTEN = """quantities:
  - {id: patrol, label: 巡台, kind: schedule, value: daily}
  - {id: while, label: 多久, kind: duration, value: 5min}
"""


def test_fmt_names_frequencies_and_nothing_that_was_released_changes(
    make_project: MakeProject,
) -> None:
    project = make_project()
    path = next(project.sources.glob("procedures/*/serve.yaml"))
    steps = ("{quantity: patrol}", "weekly:monday", "{quantity: while}", "3min")
    written = "".join(
        f"  - id: more-{n}\n    title: 第{n}样\n    role: waiter\n    time_limit: {limit} # 多久\n"
        for n, limit in enumerate(steps)
    )
    text = path.read_text("utf-8").replace("steps:\n", f"{OFTEN}steps:\n{written}")
    path.write_text(text, "utf-8")
    before = examine(project)
    told = [one.place.line for one in before.findings if one.code == "frequency-as-limit"]
    assert len(told) == 2
    assert run(project.root, "--fix").exit_code == 0
    after = examine(project)
    assert not any(one.code == "frequency-as-limit" for one in after.findings)
    assert path.read_text("utf-8").count("schedule: ") == 2
    assert path.read_text("utf-8").count("# 多久") == 4
    assert after.handbook.procedures == before.handbook.procedures
    for mine, theirs in zip(*(_contents(one) for one in (before, after)), strict=True):
        assert mine == theirs


@pytest.mark.parametrize(
    ("limit", "schedule", "merged"),
    [
        ("weekly", "daily", ["daily", "weekly"]),
        (
            "{quantity: patrol} # 巡",
            "[weekly:monday, yearly] # 大",
            ["weekly:monday", "yearly", {"quantity": "patrol"}],
        ),
        ("quarterly", "daily 08:30, 14:00", ["daily 08:30, 14:00", "quarterly"]),
        ("'weekly:friday'", '"weekly"', ["weekly", "weekly:friday"]),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_fmt_puts_all_of_how_often_under_one_key(
    limit: str, schedule: str, merged: list[object], last: bool, make_project: MakeProject
) -> None:
    project = make_project()
    path = next(project.sources.glob("procedures/*/serve.yaml"))
    keys = [f"    schedule: {schedule}\n", f"    time_limit: {limit}\n"]
    step = "".join(["  - id: more\n    title: 多\n    role: waiter\n", *keys[:: 1 if last else -1]])
    text = path.read_text("utf-8").replace("steps:\n", f"{OFTEN}steps:\n{step}", 1)
    path.write_text(text, "utf-8")
    before = examine(project)
    assert "frequency-apart" in [one.code for one in before.findings]
    assert run(project.root, "--fix").exit_code == 0
    after = examine(project)
    assert "frequency-apart" not in [one.code for one in after.findings]
    (document,) = (one for one in collect(project).documents if one.name == "serve")
    data: Any = document.data
    assert data["steps"][0]["schedule"] == merged
    assert path.read_text("utf-8").count("# ") == text.count("# ")
    assert after.handbook.procedures == before.handbook.procedures
    assert _contents(after) == _contents(before)


@pytest.mark.parametrize("schedule", ["\n      - daily\n", "\n      daily\n", " >-\n      daily\n"])
def test_fmt_leaves_to_people_what_it_cannot_merge(
    schedule: str, make_project: MakeProject
) -> None:
    project = make_project()
    path = next(project.sources.glob("procedures/*/serve.yaml"))
    keys = f"    schedule:{schedule}    time_limit: weekly\n"
    text = path.read_text("utf-8").replace("    role: waiter\n", f"    role: waiter\n{keys}", 1)
    path.write_text(text, "utf-8")
    document = next(o for o in collect_as_written(project).documents if o.name == "serve")
    assert with_one_schedule(text, document, ()) == text


def test_what_says_from_when_stays_a_time_limit(make_project: MakeProject) -> None:
    project = make_project()
    path = next(project.sources.glob("procedures/*/serve.yaml"))
    limit = "    time_limit: {quantity: patrol, since: 开门以后}\n"
    text = path.read_text("utf-8").replace("steps:\n", f"{OFTEN}steps:\n", 1)
    path.write_text(text.replace("    role: waiter\n", f"    role: waiter\n{limit}", 1), "utf-8")
    assert run(project.root, "--fix").exit_code == 0
    assert "time_limit: {quantity: patrol, since: 开门以后}" in path.read_text("utf-8")


def _contents(examination: Examination) -> list[bytes]:
    book = examination.handbook
    told = (book.resolved(one) for one in book.procedures.values())
    return [canonical_content(step_content(step)) for one in told for step in one.steps]


COMMAND = "actions:\n  - do: 接着\there\n    run: |\n      cat <<-X\n      \ttab  two\n      X\n"


def test_a_command_is_what_was_written_tabs_included() -> None:
    source, findings = parse(COMMAND, "a.yaml")
    assert source
    assert not findings
    (action,) = source.data["actions"]
    assert action == {"do": "接着 here", "run": "cat <<-X\n\ttab  two\nX\n"}
    assert "run: |\n      cat <<-X\n      \ttab  two\n      X\n" in formatted(COMMAND)
