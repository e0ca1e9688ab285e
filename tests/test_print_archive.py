"""The archive that a browser makes of prints, opened by Python; what the files in it are called."""

import base64
import io
import json
import zipfile
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_handbook.language.messages import messages
from sop_handbook.model import routes
from sop_handbook.render.entry_names import archive_name, entry_name
from tests.node import run_node
from tests.promises import examples, kept
from tests.sites import Built
from tests.support import THEME

SCRIPTS = THEME / "docs" / "assets" / "prints"
MAKE = f"""
import {{ zip }} from "{(SCRIPTS / "zip.js").as_uri()}";
const [day, files] = JSON.parse(process.argv[1]);
const entries = files.map(([name, content]) => ({{ name, content: Uint8Array.from(content) }}));
process.stdout.write(Buffer.concat(zip(entries, day)).toString("base64"));
"""
ENTRIES = f"""
import {{ archiveOf, entriesOf, inOrder }} from "{(SCRIPTS / "names.js").as_uri()}";
import {{ find, setOf, shelf }} from "{(SCRIPTS / "find.js").as_uri()}";
const [list, wanted, set, words] = JSON.parse(process.argv[1]);
const ready = shelf(list);
const groups = set ? setOf(ready, wanted.role) : find(ready, wanted);
const items = inOrder(list, groups.flatMap((group) => group.items));
const name = archiveOf(list, items, wanted, words);
process.stdout.write(JSON.stringify([entriesOf(list, items), name]));
"""
DAYS = st.dates(date(1980, 1, 1), date(2107, 12, 31))
FILES = st.lists(
    st.tuples(st.text(st.characters(exclude_categories=["C"]), min_size=1), st.binary()),
    max_size=4,
    unique_by=lambda one: one[0],
)
# What systems trip over, beside any text: separators, devices, dots, what is not seen, long ones.
ODD = st.sampled_from(
    [
        "CON",
        "nul.txt",
        "COM1",
        "a/b",
        "..",
        ". ",
        "a\\b",
        "\u202egpj",
        "A:",
        "x" * 300,
        "长" * 300,
        "",
    ]
)
TEXTS = st.text(max_size=40) | ODD | st.builds("{} {}".format, ODD, st.text(max_size=8))
FORBIDDEN = set('<>:"/\\|?*')
MOST = 255  # bytes of a name


def _run(script: str, value: object) -> str:
    run = run_node("--input-type=module", "--eval", script, json.dumps(value))
    assert run.returncode == 0, run.stderr
    return run.stdout


def _archive(day: date, files: list[tuple[str, bytes]]) -> bytes:
    told = [day.isoformat(), [(name, list(content)) for name, content in files]]
    return base64.b64decode(_run(MAKE, told))


@kept
@given(day=DAYS, files=FILES)
@examples(20)  # each starts a Node
def test_python_reads_what_the_browser_packs(day: date, files: list[tuple[str, bytes]]) -> None:
    made = _archive(day, files)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        told = archive.infolist()
        assert [(one.filename, archive.read(one)) for one in told] == files
        assert {one.date_time[:3] for one in told} <= {(day.year, day.month, day.day)}
        assert {one.compress_type for one in told} <= {zipfile.ZIP_STORED}
    assert made == _archive(day, files)


@kept
@given(pairs=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=30))
def test_every_system_unpacks_the_names(pairs: list[tuple[str, str]]) -> None:
    count = len(pairs)
    names = [entry_name(at, count, *pair, ".pdf") for at, pair in enumerate(pairs, 1)]
    assert len({name.casefold() for name in names}) == len(pairs)
    assert sorted(names) == names
    for name in names:
        assert name.endswith(".pdf") and len(name) > len(".pdf")
        assert _fits(name)


def _fits(name: str) -> bool:
    """Whether every system takes a name."""
    same = PurePosixPath(name).name == PureWindowsPath(name).name == name
    sound = name.isprintable() and not FORBIDDEN & set(name) and not name.startswith((" ", "."))
    reserved = PureWindowsPath(name).is_reserved()
    return same and sound and not reserved and len(name.encode()) <= MOST


@kept
@given(what=st.lists(TEXTS, max_size=6), handbook=TEXTS)
def test_every_system_takes_the_name_of_an_archive(what: list[str], handbook: str) -> None:
    assert _fits(archive_name("{what}-{handbook}-{date}.zip", ["x", *what], handbook, "2026-12-01"))


def test_a_name_says_its_place_number_title_and_kind() -> None:
    assert entry_name(3, 12, "CY-01 接待 顾客", "检查表", ".pdf") == "03 CY-01 接待 顾客 检查表.pdf"
    assert entry_name(3, 120, "A/B", "检查表", ".pdf") == "003 A-B 检查表.pdf"
    long = entry_name(1, 1, "长" * 200, "培训卡（A6）", ".pdf")
    assert long.endswith("… 培训卡（A6）.pdf")


@pytest.fixture(scope="module")
def listed(trades: Built) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((trades.site / routes.PRINT_LIST.file).read_text("utf-8"))
    return found


def _packed(listed: dict[str, Any], set_: bool = False, **wanted: str) -> tuple[list[str], str]:
    every = {"q": "", "role": "", "industry": "", "kind": "", **wanted}
    words = messages("zh").branch("page.prints")
    entries, name = json.loads(_run(ENTRIES, [listed, every, set_, words]))
    assert entries
    return entries, name


def test_the_browser_gives_the_names_that_the_command_gives(listed: dict[str, Any]) -> None:
    for asked in ({"role": "waiter"}, {"kind": "plate"}, {"industry": "restaurant"}):
        entries, _ = _packed(listed, set_=False, **asked)
        kinds = [one["title"] for one in listed["kinds"]]
        for at, entry in enumerate(entries, 1):
            stem, _, ending = entry.rpartition(".")
            kind = max((one for one in kinds if stem.endswith(one)), key=len)
            about = stem.removesuffix(kind).split(" ", 1)[1].strip()
            assert entry == entry_name(at, len(entries), about, kind, f".{ending}")
        assert len({entry.casefold() for entry in entries}) == len(entries)
        order = [max((k for k in kinds if k in entry), key=len) for entry in entries]
        assert [kinds.index(one) for one in order] == sorted(kinds.index(one) for one in order)


def test_the_name_of_an_archive_says_whose_it_is_and_of_which_handbook(
    listed: dict[str, Any],
) -> None:
    end = f"-{listed['title']}-{listed['date']}.zip"
    assert _packed(listed, set_=True, role="waiter")[1] == f"服务员 新人要的{end}"
    assert _packed(listed, role="waiter", kind="plate")[1] == f"服务员 重点工作提醒牌{end}"
    entries, name = _packed(listed, role="waiter")
    assert name == f"服务员 打印件{len(entries)}份{end}"
    assert _packed(listed, kind="plate")[1] == f"重点工作提醒牌{end}"
    assert _packed(listed, industry="restaurant", kind="checklist")[1].endswith(f" 检查表{end}")


def test_what_somebody_new_needs_is_the_pack_and_what_it_leaves_out(
    listed: dict[str, Any],
) -> None:
    entries, _ = _packed(listed, set_=True, role="waiter")
    assert entries[0] == "01 服务员 新人培训包.pdf"
    kinds = {one["title"]: one.get("new") for one in listed["kinds"]}
    assert all(any(kind in entry for kind, new in kinds.items() if new) for entry in entries)
    assert any("作业分解表" in entry for entry in entries)
    assert not any("提醒牌" in entry or "检查表" in entry for entry in entries)
