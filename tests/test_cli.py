"""The command line: what it prints, how it exits, and that no mistake shows a traceback."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from socket import socket

import click
import pytest
from click.testing import CliRunner, Result

from sop_handbook.cli import sop as command_line
from sop_handbook.commands.support import preview
from sop_handbook.findings import CODES, has_errors
from sop_handbook.language.messages import LANGUAGES, messages
from sop_handbook.pipeline import build as building
from sop_handbook.pipeline.examine import examine
from sop_handbook.pipeline.prints import printed
from sop_handbook.project import Project
from sop_handbook.scaffold.managed import NAME as MANAGED
from sop_handbook.scaffold.managed import Managed
from tests.blank import WITHOUT_PAPERS
from tests.case_files import lay_out
from tests.conftest import MakeProject
from tests.pdfs import codes_to_scan
from tests.previews import PATIENCE, Served, free_port
from tests.sites import command, copy_engine, environment, plain_pages, sop
from tests.support import DAY, ROOT
from tests.trades import trades_project

BOUND = ("-pack.pdf", "-booklet.pdf")  # made where their kind is named
SERVE = "sop_sources/procedures/restaurant/serve.yaml"


def run(root: Path, *args: str, env: Mapping[str, str] | None = None) -> Result:
    """Run the command line in this process; with a Chinese locale unless a test sets another."""
    no_locale = dict.fromkeys(("LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH"))
    settings: dict[str, str | None] = {**no_locale, "LANG": "zh_CN.UTF-8", **(env or {})}
    return CliRunner().invoke(command_line, ["--root", str(root), *args], env=settings)


def test_print_makes_what_it_is_asked_for(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    kinds = ("--kind", "checklist", "--kind", "twi")
    result = run(sound, "print", "serve", "pay", *kinds, "--to", str(folder))
    assert result.exit_code == 0
    made = sorted(path.name for path in folder.iterdir())
    assert made == ["pay-checklist.pdf", "pay-twi.pdf", "serve-checklist.pdf", "serve-twi.pdf"]
    assert all(str(folder / name) in result.stdout for name in made)


@pytest.mark.parametrize(
    ("asked", "kinds", "made"),
    [
        (["CY-01"], ["检查表"], ["serve-checklist"]),
        (["cy-01", "上菜", "serve"], ["作业分解表"], ["serve-twi"]),
        (["收银员"], ["plate", "twi", "表单"], ["pay-twi", "guarantee-letter-form"]),
        (["role:waiter"], ["checklist"], ["serve-checklist"]),
        (["挂账单"], [], ["guarantee-letter-form"]),
        (["结账"], ["培训卡"], ["pay-cards", "pay-cards-single"]),
        (["CY-02"], ["word"], ["pay"]),
    ],
    ids=" ".join,
)  # fmt: skip
def test_print_understands_what_people_call_things(
    sound: Path, tmp_path: Path, asked: list[str], kinds: list[str], made: list[str]
) -> None:
    options = [option for kind in kinds for option in ("--kind", kind)]
    result = run(sound, "print", *asked, *options, "--to", str(tmp_path / "paper"))
    assert result.exit_code == 0, result.output
    assert {path.stem for path in Path(tmp_path / "paper").rglob("*.*")} == set(made)


def test_print_makes_everything_of_an_industry_and_names_what_it_makes(
    sound: Path, tmp_path: Path
) -> None:
    of_all = ("handbook-duplex-test.pdf", "handbook-print-style.pdf")
    known = {path for path in printed_paths(sound) if not path.endswith((*BOUND, *of_all))}
    result = run(sound, "print", "restaurant", "--to", str(tmp_path / "paper"))
    assert result.exit_code == 0
    assert {f"prints/{path.name}" for path in (tmp_path / "paper").iterdir()} == known
    titles = {"CY-01 上菜", "CY-02 结账", "挂账单", "餐饮", "服务员", "收银员"}
    told = [line for line in result.stderr.splitlines() if line.startswith("排版：")]
    assert len(told) == len(known)
    assert {line.removeprefix("排版：").partition(" · ")[0] for line in told} == titles


def printed_paths(root: Path) -> set[str]:
    project = Project(root=root, today=DAY)
    return {one.path for one in printed(project, examine(project))}


@pytest.mark.parametrize("args", [(), ("print",), ("explain",)])
def test_help_has_its_heads_in_both_languages(args: tuple[str, ...], tmp_path: Path) -> None:
    told = run(tmp_path, *args, "--help").output
    assert told.startswith("用法 Usage: ")
    assert "\n选项 Options:\n" in told
    assert ("\n命令 Commands:\n" in told) == (not args)
    wrong = run(tmp_path, *args, "--nonsense")
    assert wrong.exit_code == 2 and wrong.output.startswith("用法 Usage: ")


def test_the_help_of_print_lists_every_kind_there_is(tmp_path: Path) -> None:
    project = trades_project()
    kinds = {one.kind for one in printed(project, examine(project))}
    for language in LANGUAGES:
        told = messages(language).branch("cli.print.kinds")
        assert told.keys() == kinds | {"docx", "stickers"}  # this handbook has no address
        result = run(tmp_path, "--lang", language, "print", "--help")
        assert [kind for kind in told if f"\n  {kind} " not in result.output] == []
        assert [kind for kind, meaning in told.items() if meaning[:8] not in result.output] == []


def test_print_says_all_that_it_does_not_understand_and_makes_nothing(
    sound: Path, tmp_path: Path
) -> None:
    roles = sound / "sop_sources" / "roles.yaml"
    roles.write_text(roles.read_text("utf-8").replace("title: 服务员", "title: 上菜"), "utf-8")
    asked = ("上菜", "CY-03", "挂账", "CY-01", "--kind", "检查", "--to", str(tmp_path / "paper"))
    result = run(sound, "print", *asked)
    assert result.exit_code == 2
    told = result.stderr.splitlines()[1:]
    rest = f"CY-03 挂账 CY-01 --kind 检查 --to {tmp_path / 'paper'}"
    assert told[0] == "“上菜”不止一样东西叫这个。要哪一样，就打哪一行："
    assert told[1] == f"  流程“CY-01 上菜”　sop print 流程:serve {rest}"
    assert told[2] == f"  岗位“上菜”　sop print 岗位:waiter {rest}"
    assert told[3].startswith("“CY-03”没有打印件。是不是“CY-0")
    assert told[4].startswith("“挂账”没有打印件。是不是“挂账单”？")
    assert told[5] == "其余的没有问题：流程“CY-01 上菜”"
    assert told[6].startswith("没有“检查”这种打印件。是不是“检查表”？")
    assert not (tmp_path / "paper").exists()
    one = run(sound, "print", "岗位:waiter", "--kind", "signoff", "--to", str(tmp_path / "paper"))
    assert one.exit_code == 0


def test_a_kind_may_stand_among_the_names_but_not_alone(sound: Path, tmp_path: Path) -> None:
    asked = run(sound, "print", "CY-01", "检查表", "--to", str(tmp_path))
    assert asked.exit_code == 0
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["serve-checklist.pdf"]
    alone = run(sound, "print", "检查表")
    assert alone.exit_code == 2
    assert alone.stderr.splitlines()[-1].endswith("sop print CY-01 --kind 检查表")


def test_print_says_when_something_has_no_print_of_a_kind(sound: Path, tmp_path: Path) -> None:
    result = run(sound, "print", "挂账单", "--kind", "plate", "--to", str(tmp_path))
    assert result.exit_code == 2
    assert "“挂账单”没有要的这种打印件" in result.stderr


@pytest.mark.parametrize("name", ["handbook", "手册:handbook"])
def test_the_whole_of_a_handbook_of_one_industry_is_its_volume(
    name: str, sound: Path, tmp_path: Path
) -> None:
    assert run(sound, "print", name, "--to", str(tmp_path)).exit_code == 0
    assert (tmp_path / "restaurant-handbook.pdf").is_file()


def test_print_tells_a_kind_it_does_not_know_from_what_is_never_printed(
    sound: Path, tmp_path: Path
) -> None:
    asked = run(sound, "print", "服务员", "提醒牌", "--to", str(tmp_path))
    assert asked.exit_code == 2
    assert "说的是哪一种打印件的话，是不是“重点工作提醒牌”？" in asked.stderr
    roles = sound / "sop_sources" / "roles.yaml"
    roles.write_text(f"{roles.read_text('utf-8')}  - id: idle\n    title: 值班经理\n"
                     "    industry: restaurant\n    summary: 值班。\n", "utf-8")  # fmt: skip
    idle = run(sound, "print", "值班经理", "--to", str(tmp_path))
    assert idle.exit_code == 2
    assert "“值班经理”没有什么可打印" in idle.stderr
    kinds = run(sound, "print", "挂账单", "--kind", "plate", "--to", str(tmp_path))
    assert "没有要的这种打印件（plate）" in kinds.stderr


def test_two_projects_share_what_is_dear_to_make(sound: Path, tmp_path: Path) -> None:
    store, other = tmp_path / "store", tmp_path / "other"
    shutil.copytree(sound, other)
    made, states = [], []
    for root in (sound, other):
        folder = tmp_path / f"paper-{root.name}"
        result = run(root, "--store", str(store), "print", "serve", "--to", str(folder))
        assert result.exit_code == 0
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
        states.append({path: path.stat().st_mtime_ns for path in store.rglob("*")})
    assert len(states[0]) > 5
    assert states[0] == states[1]
    assert made[0] == made[1]
    assert not (sound / ".cache").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("serv",), "“serv”没有打印件。是不是“serve”？"),
        (("serve", "--kind", "check"), "没有“check”这种打印件。是不是“checklist”？"),
        (("serve", "--kind", "卡"), "没有“卡”这种打印件。是不是“培训卡”？"),
    ],
)
def test_print_names_what_comes_closest(sound: Path, args: tuple[str, ...], said: str) -> None:
    result = run(sound, "print", *args)
    assert result.exit_code == 2
    assert said in result.output
    assert not Path("prints").exists()


@pytest.fixture
def sound(make_project: MakeProject) -> Path:
    """The minimal handbook, without any finding."""
    return make_project().root


@pytest.fixture
def wrong(sound: Path) -> Path:
    """The same with one mistake, in a known place."""
    source = sound / SERVE
    source.write_text(source.read_text("utf-8").replace("role: waiter", "role: waitor", 1), "utf-8")
    return sound


# Exit codes and formats -------------------------------------------------------------------------


def test_sound_sources_exit_with_0(sound: Path) -> None:
    result = run(sound, "validate")
    assert result.exit_code == 0
    assert result.stdout == "校验：0 个错误，0 个警告，0 条建议\n"


def test_advice_exits_with_0(sound: Path) -> None:
    handbook = sound / "sop_sources" / "handbook.yaml"
    handbook.write_text(handbook.read_text("utf-8").replace("base_url", "note"), "utf-8")
    result = run(sound, "validate")
    assert result.exit_code == 0
    assert "[no-base-url]" in result.stdout


def test_mistakes_exit_with_1(wrong: Path) -> None:
    assert run(wrong, "validate").exit_code == 1
    assert run(wrong, "build").exit_code == 1


@pytest.mark.parametrize(
    "args",
    [
        ["publish"],
        ["validate", "--format", "xml"],
        ["validate", "--loud"],
        ["--lang", "fr", "validate"],
        ["--date", "tomorrow", "validate"],
        ["build", "--base-url", "javascript:alert(1)"],
        ["build", "--base-url", "https://sop.example.org/"],
        ["build", "--base-url", "http://[::1/"],
        ["new"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_exits_with_2(sound: Path, args: list[str]) -> None:
    result = run(sound, *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_a_folder_that_is_no_project_exits_with_2_and_is_named(tmp_path: Path) -> None:
    result = run(tmp_path, "validate")
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr
    assert "--root" in result.stderr


def test_text_names_place_severity_and_code_and_says_what_to_do(wrong: Path) -> None:
    head, hint, *_ = run(wrong, "validate").stdout.splitlines()
    assert head.startswith(f"{SERVE}:10:11  错误  ")
    assert head.endswith("[unknown-role]")
    assert hint.startswith("    → 是不是“waiter”？")


def test_json_can_be_read_by_programs_and_holds_nothing_else(wrong: Path) -> None:
    (wrong / "mkdocs.yml").write_text("INHERIT: .cache/sop/mkdocs.yml\n", "utf-8")
    for args in (["validate"], ["build"]):
        (record,) = json.loads(run(wrong, *args, "--format", "json").stdout)
        assert record.pop("message")
        assert record.pop("hint")
        assert record == {
            "code": "unknown-role",
            "severity": "error",
            "file": SERVE,
            "line": 10,
            "column": 11,
            "nearest": "waiter",
        }


def test_json_of_sound_sources_is_an_empty_list(sound: Path) -> None:
    assert json.loads(run(sound, "validate", "--format", "json").stdout) == []


def test_github_gets_annotations_of_the_changed_line(wrong: Path) -> None:
    (line,) = run(wrong, "validate", "--format", "github").stdout.splitlines()
    assert line.startswith(f"::error file={SERVE},line=10,col=11,title=unknown-role::")


def test_github_gets_nothing_when_all_is_well(sound: Path) -> None:
    assert run(sound, "validate", "--format", "github").stdout == ""


# Language and colour ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ({}, "校验"),
        ({"LANG": "en_US.UTF-8"}, "Checked"),
        ({"LANG": "de_DE.UTF-8"}, "Checked"),
        ({"LANG": "zh_TW.UTF-8"}, "校验"),
        ({"LANG": "C.UTF-8"}, "校验"),
        ({"LANG": "POSIX"}, "校验"),
        ({"LANG": ""}, "校验"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "Checked"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "校验"),
    ],
)
def test_messages_are_chinese_unless_the_locale_is_another(
    sound: Path, locale: dict[str, str], expected: str
) -> None:
    assert run(sound, "validate", env=locale).stdout.startswith(expected)


@pytest.mark.parametrize(("begun", "other"), [("zh", "en"), ("en", "zh")])
def test_a_handbook_speaks_the_language_it_was_begun_in_unless_told_otherwise(
    sound: Path, begun: str, other: str
) -> None:
    says = {"zh": "校验", "en": "Checked"}
    record = Managed(engine="1.0.0", platform="none", language=begun, files={})
    (sound / MANAGED).write_text(record.text, "utf-8")
    for locale in ("C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8"):
        spoken = {"LANG": locale}
        assert run(sound, "validate", env=spoken).stdout.startswith(says[begun])
        told = run(sound, "validate", env={**spoken, "SOP_LANG": other})
        assert told.stdout.startswith(says[other])
        told = run(sound, "--lang", begun, "validate", env={**spoken, "SOP_LANG": other})
        assert told.stdout.startswith(says[begun])


@pytest.mark.parametrize("record", ["{", '{"language": "xx"}', "[]", "\xff"])
def test_a_record_that_cannot_be_read_leaves_the_language_to_the_locale(
    sound: Path, record: str
) -> None:
    (sound / MANAGED).write_bytes(record.encode("latin-1"))
    assert run(sound, "validate", env={"LANG": "en_US.UTF-8"}).stdout.startswith("Checked")


@pytest.mark.parametrize(("language", "expected"), [("zh", "校验"), ("en", "Checked")])
def test_an_option_chooses_the_language_whatever_the_locale_says(
    sound: Path, language: str, expected: str
) -> None:
    for locale in ("zh_CN.UTF-8", "en_US.UTF-8"):
        shown = run(sound, "--lang", language, "validate", env={"LANG": locale})
        assert shown.stdout.startswith(expected)


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
    ids=["to a file", "asked for", "refused"],
)
def test_colour_is_for_those_who_want_it(
    wrong: Path, env: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    assert ("\x1b[31m" in run(wrong, "validate", env=env).stdout) is coloured


def test_square_brackets_in_sources_are_no_markup_of_the_terminal(sound: Path) -> None:
    source = sound / SERVE
    source.write_text(
        source.read_text("utf-8").replace("role: waiter", "role: '[bold]x[/]'", 1), "utf-8"
    )
    assert "[bold]x[/]" in run(sound, "validate").stdout


# The day ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "env", "overdue"),
    [
        (["--date", "2026-12-31"], {}, False),
        (["--date", "2027-01-02"], {}, True),
        ([], {"SOURCE_DATE_EPOCH": "1798675200"}, False),  # 2026-12-31
        ([], {"SOURCE_DATE_EPOCH": "1798848000"}, True),  # 2027-01-02
        (["--date", "2026-12-31"], {"SOURCE_DATE_EPOCH": "1798848000"}, False),
    ],
)
def test_the_day_is_an_input(
    sound: Path, args: list[str], env: dict[str, str], overdue: bool
) -> None:
    source = sound / SERVE
    source.write_text(source.read_text("utf-8") + "review_by: 2027-01-01\n", "utf-8")
    assert ("[review-overdue]" in run(sound, *args, "validate", env=env).stdout) is overdue


# Explain ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str, language: str, tmp_path: Path) -> None:
    """Also outside a project."""
    result = run(tmp_path, "--lang", language, "explain", code)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{code} · ")
    assert len(result.stdout.splitlines()) > 2


@pytest.mark.parametrize(
    ("asked", "meant"), [("unknown-rule", "unknown-role"), ("duplicate_key", "duplicate-key")]
)
def test_a_mistyped_code_is_answered_with_the_nearest(
    asked: str, meant: str, tmp_path: Path
) -> None:
    result = run(tmp_path, "explain", asked)
    assert result.exit_code == 2
    assert asked in result.stderr
    assert meant in result.stderr or meant == "unknown-role"


def test_a_code_unlike_any_other_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path, "explain", "量子力学")
    assert result.exit_code == 2
    assert "量子力学" in result.stderr


@pytest.mark.parametrize(
    ("args", "epoch"),
    [
        (["--date", "0001-01-01"], ""),
        (["--date", "1979-12-31"], ""),
        (["--date", "9999-12-31"], ""),
        ([], "²"),
        ([], "9" * 400),
        ([], "253402300800"),
        ([], "9999999999"),
        ([], "-1"),
        ([], "0"),
        ([], "yesterday"),
    ],
)
def test_a_day_out_of_bounds_is_refused(sound: Path, args: list[str], epoch: str) -> None:
    result = run(sound, *args, "validate", env={"SOURCE_DATE_EPOCH": epoch})
    assert result.exit_code == 2
    assert "1980" in result.stderr


@pytest.mark.parametrize("port", ["0", "-1", "65536", "99999", "x"])
def test_a_port_that_cannot_be_is_refused(sound: Path, port: str) -> None:
    assert run(sound, "serve", "--port", port).exit_code == 2


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        "a b",
        "nowhere.invalid",
        "http://127.0.0.1",
        "a" * 300,
        "手册",
        "..",
        "[::1",
        "300.1.1.1",
    ],
)
def test_an_odd_host_is_told_in_a_line_before_anything_is_built(host: str, sound: Path) -> None:
    result = run(sound, "serve", "--host", host, "--port", "8000")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_what_is_complained_of_does_nothing_to_a_terminal(sound: Path) -> None:
    told = run(sound, "new", "restaurant/\x1b[31m\n::error::x").stderr
    assert "\\x1b[31m\\n::error::x" in told
    assert "\x1b" not in told


def test_a_name_that_is_no_text_is_spelt_out_where_the_system_refuses(sound: Path) -> None:
    odd = os.fsdecode(b"x\xff\x1b[31m")
    (sound / odd).write_text("", "utf-8")
    result = run(sound, "print", "serve", "--to", str(sound / odd / "there"))
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert "\\udcff\\x1b[31m" in result.stderr


# New --------------------------------------------------------------------------------------------


def test_a_new_draft_is_valid_at_once(sound: Path) -> None:
    result = run(sound, "--date", "2026-12-01", "new", "restaurant/clear-table")
    assert result.exit_code == 0
    path = "sop_sources/procedures/restaurant/clear-table.yaml"
    assert path in result.stdout
    examination = examine(Project(root=sound, today=DAY))
    assert not has_errors(examination.findings)
    draft = examination.handbook.procedures["clear-table"]
    assert draft.changes[0].date.isoformat() == "2026-12-01"
    assert draft.number not in {"CY-01", "CY-02"}
    assert draft.steps[0].role == "waiter"


def test_blanks_around_a_name_are_nothing(sound: Path) -> None:
    assert run(sound, "new", " restaurant / clear-table ").exit_code == 0
    assert (sound / "sop_sources/procedures/restaurant/clear-table.yaml").is_file()


def test_a_second_draft_gets_another_number(sound: Path) -> None:
    for name in ("first", "second"):
        assert run(sound, "new", f"restaurant/{name}").exit_code == 0
    assert not has_errors(examine(Project(root=sound, today=DAY)).findings)


@pytest.mark.parametrize(
    "name",
    [
        "restaurant",
        "restaurant/",
        "/x",
        "restaurant/Clear",
        "restaurant/2nd",
        "restaurant/清台",
        "restaurant/a b",
        "restaurant/a/b",
        "restaurant/../x",
        "restaurant/index",
        "restaurant/'z'",
        "restaurant/x # y",
        "restaurant/roles",
        "restaurant/prints",
        "restaurant/con",
        "restaurant/lpt1",
        "restaurant/" + "a" * 61,
        "restaurant/" + "a" * 300,
        "resturant/clear-table",
        "../restaurant/x",
        "restaurant/serve",
        "restaurant/letter",
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_written(sound: Path, name: str) -> None:
    before = sorted(sound.rglob("*"))
    result = run(sound, "new", name)
    assert result.exit_code == 2
    assert result.stderr
    assert sorted(sound.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "told"),
    [("prints", "prints-list"), ("con", "con-list"), ("a" * 61, "60"), ("清台", "小写英文字母")],
)
def test_an_id_that_cannot_be_used_is_refused_for_what_is_wrong_with_it(
    name: str, told: str, sound: Path
) -> None:
    assert told in run(sound, "new", f"restaurant/{name}").stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "make new NAME=restaurant/my-procedure"), (" ", "没有写明是哪一份"),
     ("clear-table", "例如 restaurant/clear-table"), ("restaurant", "例如 restaurant/my-procedure"),
     ("restaurant/", "“restaurant”只写了一半")],
)  # fmt: skip
def test_a_name_that_is_not_whole_is_answered_with_one_that_is(
    name: str, told: str, sound: Path
) -> None:
    result = run(sound, "new", name)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "restaurant（餐饮" in result.stderr


def test_an_error_in_the_handbook_is_told_where_a_draft_needs_its_industries(sound: Path) -> None:
    path = sound / "sop_sources" / "handbook.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("base_url: https://", "base_url: "), "utf-8")
    result = run(sound, "new", "restaurant/clear-table")
    assert result.exit_code == 1
    assert "[bad-url]" in result.stdout
    assert "没有行业" not in result.output


def test_an_industry_that_does_not_exist_is_answered_with_those_that_do(sound: Path) -> None:
    assert "restaurant" in run(sound, "new", "hotel/check-in").stderr


# No traceback -----------------------------------------------------------------------------------


def _folder_for_a_file(root: Path) -> None:
    (root / "sop_sources" / "handbook.yaml").unlink()
    (root / "sop_sources" / "handbook.yaml").mkdir()


def _broken_yaml(root: Path) -> None:
    (root / SERVE).write_text("id: [serve\nnumber: }", "utf-8")


def _not_utf8(root: Path) -> None:
    (root / SERVE).write_bytes("标题：上菜".encode("gbk"))


def _empty_handbook(root: Path) -> None:
    (root / "sop_sources" / "handbook.yaml").write_text("", "utf-8")


def _no_sources(root: Path) -> None:
    for name in ("procedures", "shared"):
        shutil.rmtree(root / "sop_sources" / name)


def _a_list_for_a_file(root: Path) -> None:
    (root / "sop_sources" / "roles.yaml").write_text("- a\n- b\n", "utf-8")


MISTAKES: dict[str, Callable[[Path], None]] = {
    "handbook.yaml is a folder": _folder_for_a_file,
    "broken YAML": _broken_yaml,
    "another encoding": _not_utf8,
    "empty handbook.yaml": _empty_handbook,
    "no procedures": _no_sources,
    "a list for a mapping": _a_list_for_a_file,
}


@pytest.mark.parametrize("args", [["validate"], ["build"], ["new", "restaurant/x"]], ids=" ".join)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_no_mistake_in_the_sources_shows_a_traceback(
    mistake: str, args: list[str], sound: Path
) -> None:
    MISTAKES[mistake](sound)
    result = run(sound, *args)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code in {0, 1, 2}
    assert result.stdout or result.stderr


def test_a_project_without_settings_for_the_site_engine_is_told_so(sound: Path) -> None:
    result = run(sound, "build", "--format", "json")
    assert result.exit_code == 1
    assert [(f["file"], f["code"]) for f in json.loads(result.stdout)] == [
        ("mkdocs.yml", "not-inherited")
    ]


# As a person runs it ----------------------------------------------------------------------------


def test_the_console_script_and_the_module_do_the_same(wrong: Path) -> None:
    script = [str(Path(sys.executable).with_name("sop")), "--root", str(wrong), "validate"]
    done = subprocess.run(script, capture_output=True, text=True, env=environment())
    assert (done.returncode, done.stdout) == (1, sop(wrong, "validate").stdout)
    assert "[unknown-role]" in done.stdout


def test_a_project_is_found_in_the_folder_one_is_in(sound: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sop_handbook", "validate"],
        capture_output=True,
        text=True,
        env=environment({"PYTHONPATH": str(ROOT / "generators")}),
        cwd=sound,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def buildable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minimal handbook with everything a site needs."""
    root = copy_engine(tmp_path_factory.mktemp("cli") / "project")
    plain_pages(root)
    lay_out(root)
    return root


@pytest.fixture(scope="module")
def built(buildable: Path) -> subprocess.CompletedProcess[str]:
    """Its first build."""
    return sop(buildable, "build")


def test_build_tells_what_it_did_and_progress_goes_elsewhere(
    built: subprocess.CompletedProcess[str],
) -> None:
    assert built.returncode == 0, built.stdout + built.stderr
    assert "2 份流程，4 个步骤" in built.stdout
    assert "…" not in built.stdout
    assert len(built.stderr.splitlines()) == 4
    assert "Traceback" not in built.stderr


@pytest.mark.usefixtures("built")
def test_the_missing_page_finds_its_style_below_the_base_url(buildable: Path) -> None:
    missing = (buildable / "site" / "404.html").read_text("utf-8")
    assert '"/sop/assets/' in missing
    project = Project(root=buildable, today=DAY)
    done = building.build(project, lambda _: None, "https://other.test/", renderers=WITHOUT_PAPERS)
    assert not done.failed
    assert '"/assets/' in (buildable / "site" / "404.html").read_text("utf-8")


def test_nothing_leads_to_an_address_kept_for_examples(buildable: Path, tmp_path: Path) -> None:
    root = shutil.copytree(buildable, tmp_path / "project", ignore=shutil.ignore_patterns("site"))
    settings = root / "sop_sources" / "handbook.yaml"
    text = settings.read_text("utf-8").replace("handbook.internal", "sop.example.org")
    settings.write_text(text, "utf-8")
    done = sop(root, "build")
    assert done.returncode == 0
    assert "handbook.yaml:3:11  建议  “https://sop.example.org/sop/”是示例地址" in done.stdout
    site = [path for path in (root / "site").rglob("*") if path.is_file()]
    site.remove(root / "site" / "handbook" / "maintain" / "worklist" / "index.html")  # tells of it
    assert not [path for path in site if b"sop.example.org" in path.read_bytes()]
    sheets = [path for path in site if path.name.endswith("-checklist.pdf")]
    assert sheets
    assert [code for path in sheets for code in codes_to_scan(path.read_bytes())] == []


# Serve ------------------------------------------------------------------------------------------


@pytest.fixture
def server(buildable: Path, tmp_path: Path) -> Iterator[Served]:
    port = free_port()
    call = command(buildable, "serve", "--port", str(port))
    running = Served(call, port, tmp_path / "log", environment(), cwd=ROOT)
    yield running
    running.stop()


def test_serve_shows_edits_keeps_the_last_correct_pages_and_recovers(
    buildable: Path, server: Served
) -> None:
    page = "/handbook/restaurant/serve/"
    source = buildable / SERVE
    good = source.read_text("utf-8")
    server.until(lambda: "把菜完好地送到" in server.page(page))

    source.write_text(good.replace("把菜完好地送到", "把菜稳稳地送到"), "utf-8")
    server.until(lambda: "把菜稳稳地送到" in server.page(page))

    source.write_text(good.replace("role: waiter", "role: waitor", 1), "utf-8")
    server.until(lambda: "[unknown-role]" in server.output)
    server.until(lambda: "仍显示上一次正确的页面" in server.output)
    assert "把菜稳稳地送到" in server.page(page)

    source.write_text(good, "utf-8")
    server.until(lambda: "把菜完好地送到" in server.page(page))
    assert server.page("/%00") == ""  # and no traceback
    assert server.stop() == 0
    assert "Traceback" not in server.output


@pytest.mark.parametrize(
    ("number", "reason"), [(28, "磁盘满了"), (30, "只能读"), (5, "Input/output error")]
)
def test_a_disk_that_takes_nothing_leaves_the_preview_up(
    number: int, reason: str, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at on real disks as well, once: a full one and one that became read-only."""

    def refuse(*_: object, check: object) -> None:
        raise OSError(number, os.strerror(number))

    def follow(shown: preview.Preview) -> None:
        monkeypatch.setattr(preview, "build", refuse)
        source = sound / SERVE
        source.write_text(source.read_text("utf-8") + "\n", "utf-8")
        shown.keep_up(PATIENCE)
        click.echo("还在")

    def build(project: Project, *_: object, check: object) -> building.Result:
        project.preview.mkdir(parents=True)
        project.docs.mkdir(exist_ok=True)
        examination = examine(project)
        return building.Result(examination, examination.findings)

    monkeypatch.setattr(preview, "build", build)
    monkeypatch.setattr(preview.Preview, "follow", follow)
    result = run(sound, "serve", "--port", str(free_port()))
    assert result.exit_code == 0, result.output
    assert f"{sound}：{reason}" in result.stderr.replace("\n", "")
    assert "还在" in result.stdout


def test_serve_says_so_when_the_port_is_taken(buildable: Path) -> None:
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = sop(buildable, "serve", "--port", str(other.getsockname()[1]))
    assert done.returncode == 2
    assert "PORT=" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_stops_at_once_when_there_is_nothing_to_show(wrong: Path) -> None:
    done = sop(wrong, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "[unknown-role]" in done.stdout
