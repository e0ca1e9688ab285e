"""sop bump: the revision raised, the entry it can compute, and nothing else in the file."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.adapters.yaml_file import parse, remarks
from sop_handbook.cli import sop
from sop_handbook.sources.format.bump import bumped
from tests.conftest import MakeProject
from tests.promises import kept
from tests.support import DAY

SERVE = "sop_sources/procedures/restaurant/serve.yaml"
ENTRY = {"revision": "2", "date": "2026-12-01", "class": "safety", "summary": "（待填）1 端菜"}


def _sop(root: Path, *args: str) -> Result:
    call = ["--root", str(root), "--date", DAY.isoformat(), "--lang", "zh", *args]
    return CliRunner().invoke(sop, call)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def released(make_project: MakeProject) -> Path:
    """The minimal handbook, released."""
    root = make_project().root
    assert _sop(root, "release").exit_code == 0
    return root


def test_it_raises_the_revision_and_writes_class_steps_and_former_people(released: Path) -> None:
    path = released / SERVE
    _edit(path, "    title: 端菜\n    role: waiter", "    title: 端菜\n    role: cashier")
    edited = path.read_text("utf-8")
    result = _sop(released, "bump", "CY-01")
    assert (result.exit_code, result.output.splitlines()[0]) == (
        0, f"{SERVE}：版次 1 → 2，做法，1 端菜；还关系到服务员",
    )  # fmt: skip
    entry = (
        "  - revision: 2\n    date: 2026-11-22\n    class: procedural\n    steps: [carry]\n"
        "    roles: [waiter]\n    summary: （待填）一句话：改了什么，为什么\n"
    )
    wanted = edited.replace("revision: 1\n", "revision: 2\n", 1)
    assert path.read_text("utf-8") == wanted.replace("changes:\n", f"changes:\n{entry}")
    checked = _sop(released, "validate").output
    assert "revision-not-raised" not in checked
    assert "unfilled" in checked
    assert _sop(released, "fmt", "--check").exit_code == 0


def test_what_concerns_the_whole_procedure_names_no_steps(released: Path) -> None:
    _edit(released / SERVE, "goal: 把菜完好地送到顾客面前。", "goal: 把菜趁热送到顾客面前。")
    assert "整份流程" in _sop(released, "bump", "serve").output
    assert "steps: [" not in (released / SERVE).read_text("utf-8").partition("changes:")[2]


def test_without_a_name_it_raises_all_that_are_due_and_only_these(released: Path) -> None:
    _edit(released / SERVE, "say: 请慢用", "say: 请您慢用")
    before = (released / SERVE.replace("serve", "pay")).read_bytes()
    assert _sop(released, "bump").output.count("版次 1 → 2") == 1
    assert (released / SERVE.replace("serve", "pay")).read_bytes() == before
    assert "没有要升版的流程" in _sop(released, "bump").output


@pytest.mark.parametrize(
    ("name", "says", "code"),
    [
        ("serve", "不用升版", 0),
        ("CY-01", "不用升版", 0),
        ("serv", "没有流程“serv”。是不是“serve”？", 2),
        ("restaurant/serve", "不用升版", 0),
        ("上菜", "不用升版", 0),
        ("上午", "没有流程“上午”", 2),
    ],
)
def test_what_is_not_due_or_not_there_is_said(
    name: str, says: str, code: int, released: Path
) -> None:
    result = _sop(released, "bump", name)
    assert says in result.output
    assert result.exit_code == code


def test_before_the_first_release_and_after_raising_there_is_nothing_to_raise(
    make_project: MakeProject,
) -> None:
    root = make_project().root
    assert "还没有发布过" in _sop(root, "bump", "serve").output
    _sop(root, "release")
    _edit(root / SERVE, "say: 请慢用", "say: 请您慢用")
    _sop(root, "bump", "serve")
    assert "已经升过版" in _sop(root, "bump", "serve").output


def test_a_step_under_another_id_is_refused(released: Path) -> None:
    _edit(released / SERVE, "id: carry", "id: bring")
    before = (released / SERVE).read_bytes()
    result = _sop(released, "bump", "serve")
    assert result.exit_code == 1
    assert "step-renamed" in result.output
    assert (released / SERVE).read_bytes() == before


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "revision: 1  # 一\nchanges:\n# 旧的\n- revision: 1\n  date: 2026-11-22\n",
            "revision: 2  # 一\nchanges:\n# 旧的\n- revision: 2\n",
        ),
        ("changes: [{revision: 1}]\nrevision: '1'\n", "changes: [{revision: 2, date: 2026-12-01,"),
        ("revision: 1\r\nchanges:\r\n  - revision: 1\r\n", "revision: 2\r\nchanges:\r\n  - rev"),
    ],
    ids=["remarks", "brackets", "windows"],
)
def test_the_way_a_file_is_written_stays(text: str, wanted: str) -> None:
    source, _ = parse(text, "a.yaml")
    assert source
    assert (bumped(text, source, ENTRY) or "").startswith(wanted)


WORDS = st.text(st.sampled_from("菜ab 1:#-{}[],'\"\n\t，。\u2028"), max_size=8)


@kept
@given(st.dictionaries(st.sampled_from(["id", "goal", "note"]), WORDS), st.lists(WORDS, min_size=1))
def test_nothing_but_revision_and_history_changes(
    more: dict[str, str], summaries: list[str]
) -> None:
    quoted = {
        key: '"' + value.encode("unicode_escape").decode().replace('"', '\\"') + '"'
        for key, value in more.items()
    }
    lines = [f"{key}: {value}  # {key}" for key, value in quoted.items()]
    lines += [
        "revision: 1",
        "changes:",
        *(f"  - summary: s{i}  # {i}" for i, _ in enumerate(summaries)),
    ]
    text = "\n".join(lines) + "\n"
    source, findings = parse(text, "a.yaml")
    if source is None or findings:
        return
    result = bumped(text, source, ENTRY)
    assert result is not None
    again, _ = parse(result, "a.yaml")
    assert again
    assert again.data == {
        **source.data,
        "revision": "2",
        "changes": [ENTRY, *source.data["changes"]],
    }
    kept = [line for line in result.splitlines() if line in lines]
    assert kept == [line for line in lines if line != "revision: 1"]
    assert len(list(remarks(result))) == len(list(remarks(text)))


def test_what_an_entry_lacks_after_another_change_is_said(released: Path) -> None:
    _edit(released / SERVE, "say: 请慢用", "say: 请您慢用")
    _sop(released, "bump")
    _edit(
        released / SERVE, "    title: 揭盖\n    role: waiter", "    title: 揭盖\n    role: cashier"
    )
    result = _sop(released, "bump")
    assert result.exit_code == 1
    assert "class-too-low" in result.output
    assert "step-undeclared" in result.output
