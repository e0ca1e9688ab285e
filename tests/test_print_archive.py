"""The archive that a browser makes of prints, opened by Python; what the files in it are called."""

import base64
import io
import json
import zipfile
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

from hypothesis import given
from hypothesis import strategies as st

from tests.node import run_node
from tests.promises import examples, kept
from tests.support import THEME

SCRIPTS = THEME / "docs" / "assets" / "prints"
MAKE = f"""
import {{ zip }} from "{(SCRIPTS / "zip.js").as_uri()}";
const [day, files] = JSON.parse(process.argv[1]);
const entries = files.map(([name, content]) => ({{ name, content: Uint8Array.from(content) }}));
process.stdout.write(Buffer.concat(zip(entries, day)).toString("base64"));
"""
NAME = f"""
import {{ nameOf }} from "{(SCRIPTS / "names.js").as_uri()}";
const taken = new Set();
const name = ([about, kind]) => nameOf(about, kind, ".pdf", taken);
process.stdout.write(JSON.stringify(JSON.parse(process.argv[1]).map(name)));
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
@examples(20)
def test_every_system_unpacks_the_names(pairs: list[tuple[str, str]]) -> None:
    names = json.loads(_run(NAME, pairs))
    assert len({name.lower() for name in names}) == len(pairs)
    for name in names:
        assert name.endswith(".pdf") and len(name) > len(".pdf")
        assert not FORBIDDEN & set(name)
        assert name.isprintable()
        assert len(name.encode()) <= MOST
        assert not name.startswith((" ", "."))
        assert not PureWindowsPath(name).is_reserved()
        assert PurePosixPath(name).name == PureWindowsPath(name).name == name


def test_a_name_says_number_title_and_kind() -> None:
    pairs = [
        ["CY-01 接待 顾客", "检查表"],
        ["CY-01 接待 顾客", "检查表"],
        ["长" * 200, "培训卡（A6）"],
    ]
    first, second, third = json.loads(_run(NAME, pairs))
    assert first == "CY-01 接待 顾客 检查表.pdf"
    assert second == "CY-01 接待 顾客 检查表 (2).pdf"
    assert third.endswith("… 培训卡（A6）.pdf")
