"""Every command that the pages show, and the stories in which tests run them as written.

A story is played in one clone from top to bottom. What no story runs stands in NOT_RUN with the
reason; a row there that no page shows, or that a story runs, is one too many.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from tests.clones import Clone
from tests.own import Owner
from tests.support import ROOT, THEME

READMES = ("README.md", "README.zh-CN.md")
DRAFT = "sop_sources/procedures/restaurant/pack-leftovers.yaml"
SERVE = "sop_sources/procedures/restaurant/serve.yaml"
PAY = "sop_sources/procedures/restaurant/pay.yaml"
HANDBOOK = "sop_sources/handbook.yaml"
EXAMPLE = "sop_sources/procedures/tong-yong/shift-handover.yaml"  # of a handbook just begun
OWN_PAGE = THEME / "docs" / "maintain" / "own-handbook.md"
DOCUMENT = "documents:\n  - {id: service-spec, title: 服务规范}\n"  # what the READMEs' draft names

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_REMARK = re.compile(r"\s+#.*")
_COMMAND = re.compile(
    r"(?:\w+=\S+ )*(?:make$|"
    r"(?:make|sop|bash|git|node|npm|npx|apt|pip|rsync|pre-commit|\.venv/\S+) )"
)
_OPTIONAL = re.compile(r" (?:\[.*\]|\S*…)$")  # what a reader may add: [FILES], 文件…
_ROW = re.compile(r"^\| `sop ([a-z-]+)[^`]*` \| (.*) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A command line as written; `before` is what a reader has done by then."""

    run: str
    says: str = ""
    code: int = 0
    before: Callable[[Any], object] = lambda clone: None


def pages() -> list[Path]:
    """Both READMEs and the hand-written pages."""
    ours = (*(ROOT / "docs").rglob("*.md"), *(THEME / "docs").rglob("*.md"))
    return [*(ROOT / name for name in READMES), *sorted(ours)]


def shown(page: Path) -> set[str]:
    """The command lines of a page, in its shell examples and in its sentences, as `bare` ones."""
    text = page.read_text("utf-8")
    found = {span for span in _SPAN.findall(_FENCE.sub("", text)) if _COMMAND.match(span)}
    for language, code in _FENCE.findall(text):
        if language == "sh":
            found |= {line for line in code.splitlines() if _REMARK.sub("", line).strip()}
    return {bare(line) for line in found}


def bare(line: str) -> str:
    """A command line without its remark, the path to `sop`, and what a reader may add."""
    line = _OPTIONAL.sub("", _REMARK.sub("", line).strip())
    return line.removeprefix(".venv/bin/")  # sentences call it `sop`


def told(readme: str) -> list[tuple[str, str]]:
    """Command and option, for every row of the table of commands."""
    return [
        (command, option)
        for command, cells in _ROW.findall((ROOT / readme).read_text("utf-8"))
        for span in _SPAN.findall(cells)
        for option in re.findall(r"^--[a-z-]+", span)
    ]


def source_shown(readme: str, name: str) -> str:
    """The source file that a README shows."""
    blocks = _FENCE.findall((ROOT / readme).read_text("utf-8"))
    return next(str(code) for _, code in blocks if code.startswith(f"# file: {name}\n"))


def approval_shown() -> str:
    """What the page about a handbook of one's own puts in the place of a draft's state."""
    blocks = _FENCE.findall(OWN_PAGE.read_text("utf-8"))
    return next(str(code) for language, code in blocks if language == "text")


def finding_shown(readme: str) -> str:
    """The first line of what a README says about a misspelt word."""
    found = re.search(rf"^{DRAFT}:.*titel.*$", (ROOT / readme).read_text("utf-8"), re.MULTILINE)
    assert found
    return found[0]


def _write_the_draft(clone: Clone) -> None:
    (clone.root / DRAFT).write_text(source_shown("README.md", DRAFT), "utf-8")


def _misspell(clone: Clone) -> None:
    clone.edit(DRAFT, "    title: 装盒交给顾客", "    titel: 装盒交给顾客")


def _mend(clone: Clone) -> None:
    clone.edit(DRAFT, "    titel: 装盒交给顾客", "    title: 装盒交给顾客")


# From the README's first line to the first procedure; the handbook is small, and released.
NEWCOMER = (
    Step("make", says="make site"),
    Step("make help", says="make serve"),
    Step("make setup"),
    Step("make site", says="网站已生成"),
    Step(".venv/bin/sop --help", says="validate"),
    Step(".venv/bin/sop new restaurant/pack-leftovers", says=DRAFT),
    Step("make validate", says="校验：0 个错误"),
    Step("make validate", says="校验：0 个错误", before=_write_the_draft),
    Step("make validate", says=finding_shown("README.zh-CN.md"), code=2, before=_misspell),
    Step(".venv/bin/sop --lang en validate", says="unknown-key", code=1),
    Step(".venv/bin/sop explain unknown-key", says="unknown-key"),
    Step(".venv/bin/sop explain", says="unknown-key"),
    Step("make new NAME=restaurant/my-procedure", says="my-procedure.yaml", before=_mend),
    Step("make fmt", says="0 个文件已改写"),
    Step("make owners"),
    Step(".venv/bin/sop validate --style", says="校验：0 个错误"),
    Step(".venv/bin/sop --date 2027-12-31 validate", says="校验：0 个错误"),
    Step(".venv/bin/python -m tests.icons"),
)


def _reword(clone: Clone) -> None:
    clone.edit(SERVE, "请慢用", "请慢慢用")


def _word_the_change(clone: Clone) -> None:
    clone.edit(SERVE, "（待填）一句话：改了什么，为什么", "话说得更自然。")


def _take_back(clone: Clone) -> None:
    clone.git("restore", "sop_sources")


def _keep_the_former(clone: Clone) -> None:
    clone.git("worktree", "add", "--quiet", "--detach", "../former", "main")


def _make_room(clone: Clone) -> None:
    (clone.root.parent / "www").mkdir()


def _photograph(clone: Clone) -> None:
    Image.new("RGB", (600, 400), (120, 90, 60)).save(clone.root.parent / "tray.jpg")


def _take_the_picture_away(clone: Clone) -> None:
    clone.git("checkout", "sop_sources")
    shutil.rmtree(clone.root / "sop_sources" / "media")


# A change, its release and what is made of it, again and again; the handbook is a small one.
MAINTAINER = (
    Step(".venv/bin/sop release", says="已发布"),
    Step("git add sop_sources"),
    Step('git commit -m "发布：上菜避开孕妇"'),
    Step(".venv/bin/sop diff", says="最高级别：澄清", before=_reword),
    Step("make validate", says="[revision-not-raised]", code=2),
    Step(".venv/bin/sop diff main --check", says="[revision-not-raised]", code=1),
    Step(".venv/bin/sop bump CY-01", says="版次 1 → 2"),
    Step(".venv/bin/sop diff main", says="请慢{+慢+}用", before=_word_the_change),
    Step(
        ".venv/bin/sop diff ../former . --check --format markdown",
        says="慢",
        before=_keep_the_former,
    ),
    Step(".venv/bin/sop validate --format gitlab", says="["),
    Step(".venv/bin/sop fmt --check", says="都是规范写法"),
    Step(".venv/bin/sop fmt --check --format github"),
    Step(".venv/bin/sop fmt --fix", says="0 个文件已改写"),
    Step(".venv/bin/sop owners"),
    Step(".venv/bin/sop owners --check"),
    Step(".venv/bin/sop release", says="版次 2"),
    Step("git add sop_sources"),
    Step('git commit -m "发布：上菜避开孕妇"'),
    Step("SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) make site", says="网站已生成"),
    Step("make offline-zip", says="U 盘版已做好"),
    Step(".venv/bin/sop offline-zip --to ../stick.zip", says="../stick.zip"),
    Step(".venv/bin/sop release --repair", says="台账已整理"),
    Step("bash .ci/handbook check origin/main", says="慢", before=_take_back),
    Step("bash .ci/handbook preview ../preview", says="U 盘版已做好"),
    Step("bash .ci/handbook reviews", says="没有过期的复审"),
    Step(".venv/bin/sop reviews --owner waiter --within 30 --check", says="没有过期的复审"),
    Step(".venv/bin/sop reviews --format ics > reviews.ics"),
    Step("bash .ci/handbook build https://sop.acme.internal/", says="网站已生成"),
    Step("bash .ci/handbook publish ../www/sop", before=_make_room),
    Step(".venv/bin/sop publish ../www/sop", says="网站已经换到"),
    Step(".venv/bin/sop build --base-url https://sop.acme.internal/ --format json"),
    Step(
        ".venv/bin/sop --root . --store ../store print CY-01 检查表 --kind docx --to prints",
        says="prints/serve-checklist.pdf",
    ),
    Step(".venv/bin/sop print --pack 服务员 --zip", says="服务员 新人培训包-"),
    Step(
        ".venv/bin/sop print handbook --kind print-style --to prints",
        says="prints/handbook-print-style.pdf",
    ),
    Step(
        ".venv/bin/sop media add ../tray.jpg CY-01/1",
        says="sop_sources/media/serve/carry-1.",
        before=_photograph,
    ),
    Step(".venv/bin/sop print --help", says="checklist", before=_take_the_picture_away),
)


def _put_index(owner: Owner) -> None:
    wheel = owner.engine.wheel
    folder = owner.root / "index" / "sop-handbook"
    folder.mkdir(parents=True)
    (folder / wheel.name).write_bytes(wheel.read_bytes())
    (folder / "index.html").write_text(f'<a href="{wheel.name}">{wheel.name}</a>', "utf-8")


def _enter(owner: Owner) -> None:
    owner.enter()


def _approve(owner: Owner) -> None:
    (owner.root / EXAMPLE).with_name("open-up.yaml").unlink()  # a draft that nobody filled in
    text = (owner.root / EXAMPLE).read_text("utf-8")
    state = re.search(r"^status: .*\n^owner: .*\n", text, re.MULTILINE)
    assert state
    owner.edit(EXAMPLE, state[0], approval_shown())


# Somebody with the wheel alone begins a handbook, up to its first release.
OWN = (
    Step("tools/bin/sop init my-handbook", says="手册建好了"),
    Step(
        "tools/bin/sop init front-desk --title 前厅手册 "
        "--industry 前厅 --industry-id front-desk --yes",
        says="front-desk",
    ),
    Step(
        "tools/bin/sop init on-call --organisation 星河 --platform gitlab --language en "
        "--engine sop_handbook-*.whl",
        says="make site",
    ),
    Step(
        "tools/bin/sop init night --engine $(ls *.whl | cut -d- -f2) --index file://$PWD/index/",
        says="night",
        before=_put_index,
    ),
    Step("cd my-handbook"),
    Step("git init -b main", before=_enter),
    Step("make new NAME=tong-yong/open-up", says="open-up.yaml"),
    Step("git add ."),
    Step('git commit -m "手册"'),
    Step(".venv/bin/sop release", says="已发布", before=_approve),
    Step("git add sop_sources"),
    Step('git commit -m "发布第一版"'),
)


def _enter_new(owner: Owner) -> None:
    owner.enter("new-handbook")


def _take_over_the_menu(owner: Owner) -> None:
    settings = owner.root / "mkdocs.yml"
    menu = "nav:\n  - 首页: index.md\n  - 本馆规矩: reference/house-rules.md\n"
    settings.write_text(f"{settings.read_text('utf-8')}\n{menu}", "utf-8")


# Somebody moves out of a fork, which lies beside the wheel.
FORK = (
    Step("tools/bin/sop init new-handbook --yes", says="手册建好了"),
    Step("cd new-handbook"),
    Step("git init -b main", before=_enter_new),
    Step("git add ."),
    Step('git commit -m "空的手册"'),
    Step("rm -r sop_sources/procedures sop_sources/*.yaml docs/index.md"),
    Step("cp -r ../fork/sop_sources/. sop_sources/"),
    Step("rm -r sop_sources/schemas"),
    Step("git checkout sop_sources/schemas"),
    Step("cp -r ../fork/docs/reference docs/"),
    Step("cp ../fork/docs/index.md docs/"),
    Step("git add .", before=_take_over_the_menu),
    Step('git commit -m "自己的内容"'),
    Step("make setup"),
    Step(".venv/bin/sop --version", says="format 2"),
    Step("make validate", says="[old-format]"),
    Step(".venv/bin/sop upgrade --dry-run", says="什么也没有动"),
    Step(".venv/bin/sop upgrade", says="sop_sources/handbook.yaml"),
    Step("make validate", says="0 个错误"),
    Step("make site", says="网站已生成"),
)
FAREWELL = Step("make clean")
# Servers: they are started, asked, and interrupted.
PREVIEW = "make serve PORT={port}"
SMALL_PREVIEW = ".venv/bin/sop serve --port {port} --host 127.0.0.1"
FILE_SERVER = ".venv/bin/python -m http.server {port} --bind 127.0.0.1 -d site"

# What a page leaves open, and how the stories fill it.
FILLED_IN = {
    "make serve": PREVIEW,
    "make serve PORT=8001": PREVIEW,
    "sop serve": SMALL_PREVIEW,
    "python -m http.server 8000 --bind 127.0.0.1 -d site": FILE_SERVER,
    "sop publish": "sop publish ../www/sop",
    "sop publish FOLDER": "sop publish ../www/sop",
    "sop publish 文件夹": "sop publish ../www/sop",
    "sop publish /var/www/sop": "sop publish ../www/sop",
    "bash .ci/handbook publish /var/www/sop": "bash .ci/handbook publish ../www/sop",
    "bash .ci/handbook preview /tmp/preview": "bash .ci/handbook preview ../preview",
    "bash .ci/handbook build https://sop.example.com/": (
        "bash .ci/handbook build https://sop.acme.internal/"
    ),
    "sop bump": "sop bump CY-01",
    "sop media add IMG_0001.jpg JD-95/1": "sop media add ../tray.jpg CY-01/1",
    "sop media add sop_sources/media/文件": "sop media add ../tray.jpg CY-01/1",
    "sop media add": "sop media add ../tray.jpg CY-01/1",
    "sop media add FILE STEP": "sop media add ../tray.jpg CY-01/1",
    "sop media add 文件 步骤": "sop media add ../tray.jpg CY-01/1",
    "sop reviews": "sop reviews --owner waiter --within 30 --check",
    "sop reviews --owner duty-manager": "sop reviews --owner waiter --within 30 --check",
    "sop new": "sop new restaurant/pack-leftovers",
    "sop new INDUSTRY/ID": "sop new restaurant/pack-leftovers",
    "sop new 行业编号/流程编号": "sop new restaurant/pack-leftovers",
    "sop diff 旧文件夹 新文件夹": "sop diff ../former . --check --format markdown",
    "sop fmt": "sop fmt --check",
    "sop build": "sop build --base-url https://sop.acme.internal/ --format json",
    "sop build --base-url https://preview.example.org/sop/": (
        "sop build --base-url https://sop.acme.internal/ --format json"
    ),
    "sop offline-zip": "sop offline-zip --to ../stick.zip",
    "sop print": "sop --root . --store ../store print CY-01 检查表 --kind docx --to prints",
    "sop print handbook --kind print-style": "sop print handbook --kind print-style --to prints",
    "sop print CY-01 检查表": (
        "sop --root . --store ../store print CY-01 检查表 --kind docx --to prints"
    ),
    "sop validate": "sop --lang en validate",
    "sop init": "tools/bin/sop init my-handbook",
    "sop init FOLDER": "tools/bin/sop init my-handbook",
    "sop init 文件夹": "tools/bin/sop init my-handbook",
    "sop init my-handbook": "tools/bin/sop init my-handbook",
    "make -C my-handbook site": "make site",
}
# Why no story runs it, and what covers it instead.
NOT_RUN = {
    "make release": "commits and tags; tests/test_engine_release.py does it in a clone",
    "make release VERSION=1.2.0": "the same",
    "make test": "runs the tests within the tests",
    "make check": "ruff and mypy are the first steps of make test, see tests/run.sh",
    "make goldens": "writes what tests/test_goldens.py and tests/test_invalid.py compare",
    "make check-slow": "takes minutes; runs the tests that are marked slow",
    "make check-engines": "downloads other engines",
    "make bench": "measures for minutes; test_benches.py runs its smallest size",
    "python -m tests.bench 43": "measures; test_benches.py runs its smallest size",
    "make bench-large": "measures for an hour; the same bench runs at its smallest size",
    "make bench-paint": "measures for minutes; its smallest size runs with the other benches",
    "make bench-search": "downloads another engine and measures for minutes",
    "make audit": "downloads Lighthouse; tests/browser looks at accessibility",
    "make lock": "asks the package index",
    "make site PYTHON=python3.12": "downloads the packages for another Python; see the dry run",
    "pytest tests/test_scripts.py": "is a part of make test",
    "npm install --prefix tests/scripts --package-lock-only --omit-lockfile-registry-resolved": (
        "asks the package registry"
    ),
    "rsync -a --delete site/ user@host:/var/www/sop/": "needs a server",
    "apt install python3 python3-venv make": "installs packages of the machine",
    "pip install sop_handbook-*.whl": "asks the package index; tests/own.py installs it without",
    "tools/bin/pip install sop_handbook-*.whl": "asks the package index, see above",
    "python3 -m venv tools": "the stories find it made, see tests/own.py",
    "make wheel": "builds what tests/own.py builds; tests/test_init.py compares its bytes",
    "pre-commit install": "a tool of its own; tests/test_recipes.py runs the hooks",
}


def played() -> list[str]:
    """Every command line that the stories run."""
    steps = [step.run for step in (*NEWCOMER, *MAINTAINER, *OWN, *FORK, FAREWELL)]
    return [*steps, PREVIEW, SMALL_PREVIEW, FILE_SERVER]
