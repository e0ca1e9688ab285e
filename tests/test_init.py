"""`sop init`: what it asks, what it makes, what it refuses; and the wheel that is in it."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from sop_handbook.adapters.wheel import NoWheelError, installed_wheel, read_wheel
from sop_handbook.commands.support.answers import checked
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.scaffold.engine_wheel import NAME as DISTRIBUTION
from sop_handbook.scaffold.managed import (
    NAME as RECORD,
)
from sop_handbook.scaffold.managed import BrokenRecordError, State, read_managed
from sop_handbook.scaffold.starter import PLATFORMS, platform_files
from sop_handbook.sources.format.project import rewrite
from tests.own import Engine, Owner, typed
from tests.sites import called, environment, html_pages, served
from tests.spare import waiting
from tests.support import DAY, PACKAGE, ROOT

EXAMPLE = "shift-handover"
# What only the demonstration is about.
FOREIGN = re.compile("急救|担保|CY-01|餐饮|银行|护理|收银|服务员|堂食|酒店")
MANAGED = {
    ".ci/handbook", ".gitattributes", ".gitignore", ".pre-commit-config.yaml", "Makefile",
    ".vscode/extensions.json", ".vscode/settings.json",
    "requirements.txt",
    *(f"sop_sources/schemas/{path.name}" for path in (PACKAGE / "schemas").iterdir()),
}  # fmt: skip
# What this repository's own files say otherwise than those of a handbook, which has no engine.
OURS = {"hashFiles('requirements.txt', 'sop": "hashFiles('generators/**', 'sop"}
ONLY_OURS = {".github/handbook.png", ".github/workflows/program.yml"}


def begin(engine: Engine, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Begin a handbook in this process, without a terminal."""
    options = ["--date", str(DAY), "init", str(folder), "--engine", str(engine.wheel), *args]
    return called(options, environment())


def files_of(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def begun(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook of the defaults. Not to be changed."""
    root = tmp_path_factory.mktemp("begun") / "handbook"
    done = begin(engine, root, "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


# What is made ------------------------------------------------------------------------------------


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_new_handbook_is_sound_for_every_platform(
    platform: str, engine: Engine, tmp_path: Path
) -> None:
    root = tmp_path / "handbook"
    assert begin(engine, root, "--platform", platform).returncode == 0
    project = Project(root=root, today=DAY)
    assert {f.code for f in examine(project).findings} == {"no-base-url", "example-address"}
    assert rewrite(project, write=False).changed == ()
    assert read_managed(root).files.keys() == MANAGED | platform_files(platform).keys()  # type: ignore[union-attr]
    assert files_of(root) == {
        *MANAGED, *platform_files(platform), RECORD, "README.md", "mkdocs.yml", "requirements.txt",
        "docs/index.md", f"vendor/{engine.wheel.name}", "sop_sources/handbook.yaml",
        "sop_sources/roles.yaml", f"sop_sources/procedures/tong-yong/{EXAMPLE}.yaml",
    }  # fmt: skip
    assert not any("dot-" in name or name.endswith(".j2") for name in files_of(root))
    assert os.access(root / ".ci/handbook", os.X_OK)
    assert oct(root.stat().st_mode)[-3:] == "755"


def test_every_question_has_an_option(engine: Engine, tmp_path: Path) -> None:
    root = tmp_path / "handbook"
    done = begin(
        engine, root, "--title", "On-call 手册", "--organisation", "Acme & Söhne", "--industry",
        "运维", "--industry-id", "on-call", "--platform", "none", "--language", "en",
    )  # fmt: skip
    assert "make site" in done.stdout
    handbook = examine(Project(root=root, today=DAY)).handbook
    assert handbook.title == "On-call 手册"
    assert [(one.id, one.title) for one in handbook.industries.values()] == [("on-call", "运维")]
    assert handbook.procedures[EXAMPLE].number == "ON-01"
    assert handbook.procedures[EXAMPLE].control.status == "draft"
    assert "Acme & Söhne" in (root / "sop_sources/handbook.yaml").read_text("utf-8")
    assert "Daily work" in (root / "README.md").read_text("utf-8")
    assert "MESSAGES := en" in (root / "Makefile").read_text("utf-8")
    assert not list(root.glob(".git[hlue]*.yml")) and not (root / ".github").exists()


TITLES = (
    "“星河”: #1 手册", "a: {b} [c]", "- 'x' \\n \"y\" %", "{{ 7*7 }}{% x %}", "<b>*粗*</b>",
    "手" * 60, "null", "2026-12-01", "$(HOME) `id`", "=1+1", "!tag &a *a",
)  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_text_everywhere(title: str, engine: Engine, tmp_path: Path) -> None:
    root = tmp_path / "handbook"
    whose = title.replace("{b}", "b")  # in a sentence that would be a quantity
    done = begin(engine, root, "--title", title, "--organisation", whose, "--industry", whose,
                 "--industry-id", "trade")  # fmt: skip
    assert done.returncode == 0, done.stderr
    project = Project(root=root, today=DAY)
    handbook = examine(project).handbook
    assert handbook.title == title
    assert handbook.industries["trade"].title == whose
    assert rewrite(project, write=False).changed == ()
    readme = (root / "README.md").read_text("utf-8")
    assert "<b>" not in readme and "{{" not in readme


def test_what_is_hashed_is_what_lies_there(begun: Path, engine: Engine) -> None:
    wheel = begun / "vendor" / engine.wheel.name
    assert wheel.read_bytes() == engine.wheel.read_bytes()
    lock = (begun / "requirements.txt").read_text("utf-8")
    assert lock.splitlines()[0].split()[0] == f"./vendor/{wheel.name}"
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() in lock.splitlines()[1]
    assert lock.endswith((PACKAGE / "scaffold/requirements.txt").read_text("utf-8"))


def test_pip_takes_the_engine_by_its_hash_and_no_other(
    begun: Path, tmp_path: Path, engine: Engine
) -> None:
    (tmp_path / "vendor").mkdir()
    content = engine.wheel.read_bytes()
    lock = (begun / "requirements.txt").read_text("utf-8").splitlines(keepends=True)[:2]
    (tmp_path / "requirements.txt").write_text("".join(lock), "utf-8")
    call = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--no-index",
            "--ignore-installed", "--require-hashes", "-r", "requirements.txt"]  # fmt: skip
    for changed, code in ((content, 0), (content[:-1] + b"\x01", 1)):
        (tmp_path / "vendor" / engine.wheel.name).write_bytes(changed)
        done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == code, done.stderr


def test_a_typed_answer_counts_and_a_bad_one_is_asked_for_again(
    engine: Engine, tmp_path: Path
) -> None:
    lines = ("klingon", "zh", "", "星河", "前厅", "Roles!", "", "none", "")
    code, screen = typed(engine, tmp_path, "--lang en init mine", "\n".join(lines))
    assert code == 0, screen
    assert "There is no “klingon”" in screen  # from the next answer on in the language chosen
    assert "编号“Roles!”不能用" in screen
    handbook = examine(Project(root=tmp_path / "mine", today=DAY)).handbook
    assert (handbook.title, [*handbook.industries]) == ("标准作业手册", ["qian-ting"])
    assert "星河" in (tmp_path / "mine" / "README.md").read_text("utf-8")
    assert not (tmp_path / "mine" / ".github").exists()


@pytest.mark.parametrize(
    ("question", "said", "meant"),
    [("platform", "GitLab", "gitlab"), ("platform", "Github ", "github"),
     ("platform", "无", "none"),
     ("platform", "内网", "none"), ("platform", "None", "none"), ("platform", "码云", "gitee"),
     ("platform", "ＧＩＴＥＥ", "gitee"), ("language", "中文", "zh"), ("language", "ZH", "zh"),
     ("language", "English", "en"), ("language", "英文", "en"), ("language", "zh-cn", "zh")],
)  # fmt: skip
def test_a_choice_is_understood_in_either_language_and_any_case(
    question: str, said: str, meant: str
) -> None:
    assert checked(question, said) == meant


def test_the_folder_that_is_to_be_gone_into_is_quoted(engine: Engine, tmp_path: Path) -> None:
    done = begin(engine, tmp_path / "值班 手册 $x", "--platform", "无", "--language", "中文")
    assert done.returncode == 0, done.stderr
    (line,) = (one.strip() for one in done.stdout.splitlines() if one.strip().startswith("cd "))
    there = subprocess.run(["bash", "-c", f"{line} && ls Makefile"], capture_output=True, text=True)
    assert there.stdout == "Makefile\n", there.stderr


def test_who_goes_away_while_asked_leaves_nothing(engine: Engine, tmp_path: Path) -> None:
    code, screen = typed(engine, tmp_path, "init mine", "zh\n\x04")
    assert code == 1
    assert "Traceback" not in screen
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_keeps_its_place(engine: Engine, tmp_path: Path) -> None:
    root = tmp_path / "handbook"
    root.mkdir()
    before = root.stat().st_ino
    assert begin(engine, root).returncode == 0
    assert root.stat().st_ino == before
    assert (root / "Makefile").is_file()
    assert not list(root.glob(".sop-new-*"))


# What is refused ---------------------------------------------------------------------------------

BAD_ANSWERS = {
    "blank title": (["--title", "  "], "“手册叫什么”是空的"),
    "invisible title": (["--title", "\u200b"], "是空的"),
    "control character": (["--title", "手\x1b[31m册"], r"\x1b"),
    "two lines": (["--title", "手册\n二"], r"\n"),
    "turned around": (["--organisation", "星\u202e河"], r"\u202e"),
    "long title": (["--title", "长" * 61], "太长，最多 60"),
    "absurdly long": (["--title", "长" * 100_000], "太长，最多 60"),
    "no type": (["--title", "🏨"], "[no-type]"),
    "bad id": (["--industry-id", "Front Desk"], "编号“Front Desk”不能用"),
    "a way out": (["--industry-id", "../x"], "不能用"),
    "kept id": (["--industry-id", "roles"], "[reserved-id]"),
    "platform": (["--platform", "sourceforge"], "可以写：github、gitlab、gitee、none"),
    "language": (["--language", "fr"], "可以写：zh、en"),
    "a quantity": (["--organisation", "{b}"], "[unknown-quantity]"),
    "no engine": (["--engine", "nowhere.whl"], "找不到“nowhere.whl”"),
    "an option": (["--engine", "--index-url=x"], "找不到"),
    "a version of nowhere": (["--engine", "1.0"], "不知道从哪里取 1.0 版"),
    "an address without a hash": (["--engine", "http://x/sop.whl"], "不是 https"),
    "an index alone": (["--index", "https://x/wheels/"], "“https://x/wheels/”用不了"),
    "an index that is an option": (["--engine", "1.0", "--index", "--pre"], "“--pre”用不了"),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_bad_answer_is_one_plain_line_and_leaves_nothing(
    case: str, engine: Engine, tmp_path: Path
) -> None:
    args, told = BAD_ANSWERS[case]
    done = begin(engine, tmp_path / "handbook", *args)
    assert done.returncode == 2
    assert told in done.stderr
    lines = [line for line in done.stderr.splitlines() if "…" not in line[-1:]]
    assert len(lines) == 1
    assert len(lines[0]) < 300
    assert list(tmp_path.iterdir()) == []


def _file(path: Path) -> None:
    path.write_text("of somebody")


def _full(path: Path) -> None:
    path.mkdir()
    (path / "of-somebody").touch()


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


PLACES = {"file": (_file, "是文件"), "full": (_full, "已经有东西"), "link": (_dangling, "是文件")}


@pytest.mark.parametrize("case", PLACES)
def test_what_is_in_the_way_stays(case: str, engine: Engine, tmp_path: Path) -> None:
    make, told = PLACES[case]
    make(tmp_path / "handbook")
    before = {path.name: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
    done = begin(engine, tmp_path / "handbook")
    assert done.returncode == 2
    assert told in done.stderr
    assert {path.name: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_there_must_be_a_folder_to_put_it_in(engine: Engine, tmp_path: Path) -> None:
    done = begin(engine, tmp_path / "no" / "handbook")
    assert done.returncode == 2
    assert "不存在" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stands", [False, True])
def test_a_full_disk_leaves_nothing(
    stands: bool, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "handbook"
    if stands:
        root.mkdir()
    write, written = Path.write_bytes, []

    def fill(path: Path, content: bytes) -> int:
        written.append(path)
        if path.suffix == ".whl":
            raise OSError(28, "No space left on device", str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill)
    done = begin(engine, root)
    assert done.returncode == 2
    assert "磁盘满了" in done.stderr
    assert len(written) > 20
    assert [path.name for path in tmp_path.rglob("*")] == (["handbook"] if stands else [])


def test_what_stops_half_way_is_taken_back(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def stop(path: Path, target: Path) -> Path:
        if target == tmp_path / "docs":
            raise PermissionError(13, "Permission denied", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stop)
    done = begin(engine, tmp_path)
    assert done.returncode == 2
    assert "没有权限" in done.stderr
    assert list(tmp_path.iterdir()) == []


def foreign_wheel(name: str, version: str) -> bytes:
    """A wheel of somebody else's, such as an index may have under our name."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        facts = f"{name.replace('-', '_')}-{version}.dist-info"
        archive.writestr(f"{facts}/METADATA", f"Name: {name}\nVersion: {version}\n")
        archive.writestr(f"{facts}/WHEEL", "Tag: py3-none-any\n")
    return made.getvalue()


FOREIGN_FILES: Mapping[str, tuple[bytes, str]] = {
    "no archive": (b"not a wheel", "读不出来"),
    "other": (foreign_wheel("other", "1.0"), "other 1.0 不是 sop-handbook 的安装包"),
    "our name": (foreign_wheel(DISTRIBUTION, "9.0"), "sop-handbook 9.0 不是 sop-handbook 的安装包"),
}


@pytest.mark.parametrize("case", FOREIGN_FILES)
def test_a_file_that_is_no_engine_is_refused(case: str, engine: Engine, tmp_path: Path) -> None:
    content, told = FOREIGN_FILES[case]
    file = tmp_path / "some.whl"
    file.write_bytes(content)
    done = begin(engine, tmp_path / "handbook", "--engine", str(file))
    assert done.returncode == 2
    assert told in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["some.whl"]


@pytest.fixture
def index(engine: Engine, tmp_path: Path) -> Iterator[str]:
    """The address of a package index that has the engine, as an organisation runs one."""
    with served(put_index(tmp_path / "ours", engine.wheel.name, engine.wheel.read_bytes())) as at:
        yield at


def put_index(root: Path, name: str, wheel: bytes) -> Path:
    """Lay out a package index with one wheel of our name."""
    folder = root / "simple" / DISTRIBUTION
    folder.mkdir(parents=True)
    (folder / name).write_bytes(wheel)
    (folder / "index.html").write_text(f'<a href="{name}">{name}</a>', "utf-8")
    return root


def test_a_version_is_fetched_from_the_index_that_was_named_and_no_other(
    engine: Engine, index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = "sop_handbook-9.0-py3-none-any.whl"
    foreign = put_index(tmp_path / "foreign", newer, foreign_wheel(DISTRIBUTION, "9.0"))
    settings = tmp_path / "pip.conf"
    settings.write_text(f"[global]\nfind-links = {foreign / 'simple' / DISTRIBUTION}\n", "utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_FIND_LINKS", str(foreign / "simple" / DISTRIBUTION))
    monkeypatch.setenv("PIP_find_links", str(foreign / "simple" / DISTRIBUTION))
    version = engine.wheel.name.split("-")[1]
    named = ("--index", f"{index}simple/")
    assert begin(engine, tmp_path / "mine", "--engine", version, *named).returncode == 0
    kept = tmp_path / "mine" / "vendor" / engine.wheel.name
    assert kept.read_bytes() == engine.wheel.read_bytes()
    for missing in ("0.0.0", "9.0"):
        done = begin(engine, tmp_path / "other", "--engine", missing, *named)
        assert done.returncode == 2
        assert "pip 做不出或取不到" in done.stderr
        assert not (tmp_path / "other").exists()


def test_an_address_that_says_its_hash_brings_that_wheel_or_none(
    engine: Engine, index: str, tmp_path: Path
) -> None:
    address = f"{index}simple/{DISTRIBUTION}/{engine.wheel.name}"
    hashed = hashlib.sha256(engine.wheel.read_bytes()).hexdigest()
    right, wrong = (f"{address}#sha256={one}" for one in (hashed, "0" * 64))
    assert begin(engine, tmp_path / "mine", "--engine", right).returncode == 0
    done = begin(engine, tmp_path / "other", "--engine", wrong)
    assert done.returncode == 2
    assert "pip 做不出或取不到" in done.stderr


# The wheel ---------------------------------------------------------------------------------------


def test_an_installed_engine_packs_itself_as_it_was_released(engine: Engine) -> None:
    facts = next(engine.home.glob("*.dist-info"))
    assert (facts / "INSTALLER").is_file()  # pip adds to what it installs
    packed = installed_wheel(engine.home, DISTRIBUTION)
    assert packed is not None
    assert packed.filename == engine.wheel.name
    assert packed.content == engine.wheel.read_bytes()


def test_a_wheel_read_and_written_again_is_the_same(engine: Engine) -> None:
    assert read_wheel(engine.wheel.read_bytes()).content == engine.wheel.read_bytes()


def test_a_wheel_has_one_order_one_date_and_no_compression(engine: Engine) -> None:
    with ZipFile(engine.wheel) as archive:
        entries = archive.infolist()
        record = archive.read(next(n for n in archive.namelist() if n.endswith("/RECORD")))
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert {(e.date_time, e.compress_type, e.external_attr) for e in entries} == {
        ((1980, 1, 1, 0, 0, 0), 0, 0o100644 << 16)
    }
    assert {line.rsplit(",", 2)[0] for line in record.decode().splitlines()} == set(names)


def test_an_engine_that_somebody_changed_is_not_passed_on(engine: Engine, tmp_path: Path) -> None:
    facts = next(engine.home.glob("*.dist-info"))
    (tmp_path / facts.name).mkdir()
    for file in ("RECORD", "METADATA", "WHEEL"):
        (tmp_path / facts.name / file).write_bytes((facts / file).read_bytes())
    with pytest.raises(NoWheelError):
        installed_wheel(tmp_path, DISTRIBUTION)


# What is the engine's ----------------------------------------------------------------------------


def test_what_became_of_the_engines_files_is_known(engine: Engine, tmp_path: Path) -> None:
    root = tmp_path / "handbook"
    assert begin(engine, root).returncode == 0
    managed = read_managed(root)
    assert managed is not None
    assert set(managed.states(root).values()) == {State.UNTOUCHED}
    turned = root / "Makefile"
    turned.write_bytes(turned.read_bytes().replace(b"\n", b"\r\n"))
    (root / ".gitignore").write_text("mine\n", "utf-8")
    (root / ".ci/handbook").unlink()
    states = managed.states(root)
    assert [(n, s.value) for n, s in states.items() if s is not State.UNTOUCHED] == [
        (".ci/handbook", "missing"),
        (".gitignore", "edited"),
    ]


BELIEVED = '{"engine": "1", "files": {"%s": "0"}}'
BROKEN = (
    "", "[]", '{"engine": 1, "files": {}}', '{"engine": "1", "files": {"Makefile": 0}}', "\udcff",
    *(BELIEVED % name for name in ("../x", ".github/../../x", "/etc/x", "sop_sources/roles.yaml")),
)  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_a_record_that_names_anything_else_is_not_believed(text: str, tmp_path: Path) -> None:
    (tmp_path / RECORD).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BrokenRecordError):
        read_managed(tmp_path)


def test_the_recipes_of_this_repository_are_those_of_every_handbook() -> None:
    common = ("common", "github", "gitlab", "gitee")
    files = {name: one for room in common for name, one in platform_files(room).items()}
    shared = {n: c for n, c in files.items() if n.startswith((".ci/", ".g", ".vscode/", ".pre-"))}
    del shared[".gitignore"], shared[".gitattributes"]  # this repository has more to say there
    for name, content in shared.items():
        text = content.decode()
        for theirs, ours in OURS.items():
            text = text.replace(theirs, ours)
        assert (ROOT / name).read_text("utf-8") == text, name
    for folder in (".github", ".gitlab", ".gitee", ".vscode"):
        here = {f"{folder}/{name}" for name in files_of(ROOT / folder)}
        assert here - shared.keys() == (ONLY_OURS if folder == ".github" else set())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_menu_that_is_offered_holds_all_that_the_engines_does(language: str) -> None:
    offered = (
        (PACKAGE / "scaffold/templates" / language / "mkdocs.yml")
        .read_text("utf-8")
        .partition("# nav:")[2]
    )
    menu = [line.removeprefix("# ") for line in offered.splitlines() if "rules.md" not in line]
    of_engine = yaml.safe_load((PACKAGE / "theme/mkdocs.yml").read_text("utf-8"))["nav"]
    assert yaml.safe_load("\n".join(menu)) == of_engine


def test_git_leaves_out_what_is_generated(begun: Path) -> None:
    ours = set((ROOT / ".gitignore").read_text("utf-8").split())
    theirs = set((begun / ".gitignore").read_text("utf-8").split())
    assert theirs - ours == {"/preview/", "/sop_handbook-*.whl"}
    assert {"/.venv", "/.cache/", "/site/", "/prints/"} <= theirs
    merged = "sop_sources/editions.json merge=union"
    assert merged in (begun / ".gitattributes").read_text("utf-8")
    assert merged in (ROOT / ".gitattributes").read_text("utf-8")


# With the wheel alone ----------------------------------------------------------------------------


APPROVED = {
    "approver": "manager", "effective_from": "2026-11-22", "review_by": "2027-11-22",
}  # fmt: skip


def _approve(owner: Owner, source: str) -> None:
    """Do what the comment beside the state says."""
    text = (owner.root / source).read_text("utf-8")
    state = next(line for line in text.splitlines() if line.startswith("status: "))
    assert all(key in state for key in APPROVED)
    said = "\n".join(f"{key}: {value}" for key, value in APPROVED.items())
    owner.edit(source, state, f"status: current\n{said}")


def test_a_handbook_made_from_the_wheel_alone_lives(engine: Engine, tmp_path: Path) -> None:
    """From nothing to the second release, with `make` as the README says; no network."""
    with waiting(engine.home) as sop:
        _lives(Owner(engine, tmp_path, sop))


def _lives(owner: Owner) -> None:
    owner.must("tools/bin/sop init ward --title 病房手册 --industry 病房 --industry-id ward")
    owner.enter("ward")
    source = f"sop_sources/procedures/ward/{EXAMPLE}.yaml"
    owner.must("git init --quiet -b main && git add . && git commit --quiet -m First")
    assert owner.run("git check-ignore vendor/* requirements.txt .sop-managed.json").returncode == 1
    assert "0 个错误，0 个警告" in owner.must("make validate")
    assert "网站已生成" in owner.must("make site")
    assert owner.run("git status --porcelain").stdout == ""
    _nothing_foreign(owner.root)
    owner.must("make fmt && bash .ci/handbook check HEAD")
    _approve(owner, source)
    assert "已发布" in owner.must(".venv/bin/sop release")
    owner.must("git add . && git commit --quiet -m Released")
    owner.must("make new NAME=ward/wash-hands")
    owner.edit(source, "写下要留意的事", "写下要留意的每一件事")
    assert "[revision-not-raised]" in owner.run("make validate").stdout
    owner.must(f".venv/bin/sop bump {EXAMPLE}")
    owner.edit(source, "（待填）一句话：改了什么，为什么", "说得更清楚。")
    (owner.root / "sop_sources/procedures/ward/wash-hands.yaml").unlink()
    assert "版次 2" in owner.must(".venv/bin/sop release")
    assert f"{EXAMPLE}-checklist.pdf" in owner.must(f".venv/bin/sop print {EXAMPLE} 检查表")
    assert json.loads((owner.root / RECORD).read_text("utf-8"))["files"]


def _nothing_foreign(root: Path) -> None:
    """No word of the demonstration: not in the files, nor on a page that staff read."""
    own = [
        p for p in root.rglob("*") if p.is_file() and not {".venv", ".cache", "site"} & {*p.parts}
    ]
    told = {
        p.name: FOREIGN.findall(p.read_text("utf-8"))
        for p in own
        if p.suffix not in {".whl", ".json"} and ".git" not in p.parts
    }
    site = [p for p in html_pages(root / "site") if "maintain" not in p.parts]
    assert len(site) > 15
    told |= {str(p): FOREIGN.findall(p.read_text("utf-8")) for p in site}
    assert {name: found for name, found in told.items() if found} == {}
