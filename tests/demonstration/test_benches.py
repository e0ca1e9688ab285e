"""Every bench runs as the Makefile writes it, at its smallest size; what it measured is no test."""

import re
import subprocess
import sys
from collections.abc import Mapping

import pytest

from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.bench import EDITS
from tests.bench_prints.table import EDITED, _jobs, _subjects
from tests.benches import need
from tests.contexts import bare
from tests.sites import Built, environment
from tests.support import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
RUNS = re.findall(r"^\t@(.*-m (tests\.\S*bench\S*))", MAKEFILE, re.MULTILINE)
COMMANDS = {name: line.strip() for line, name in RUNS}
FIGURE = r" +\d+\.\d+"
WHOLE = 43  # procedures: with fewer, some refer to what is not there
# The smallest size of each, and a row for every stage.
SMALLEST: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "tests.bench": (
        WHOLE,
        (
            f"{WHOLE} procedures",
            *(rf"{name} *{FIGURE * 9} +\d+" for name in ("cold", "nothing changed", *EDITS)),
            *(rf"{name}{FIGURE * 9} +\d+" for name in ("another .* store +", r"Word, .*\)  +")),
            rf"prints, .*\) +{FIGURE * 9} +\d+",
        ),
    ),
    "tests.bench_serve": (WHOLE, (f"{WHOLE} procedures, shown after", rf"edit 3 *{FIGURE * 3}$")),
    "tests.bench_diagrams": (1, (rf"\S+ \(\d+ nodes, \d+ lanes\){FIGURE * 4}",)),
    "tests.bench_prints": (
        1,
        (
            *(rf"{kind} +1{FIGURE * 2}" for kind in ("cards", "checklist", "twi", "handbook")),
            rf"all but the books +\d+{FIGURE}",
            rf"all, books included +\d+{FIGURE}",
            r"one step edited, without books: \d+ of \d+ made anew in \d",
            r"one step edited, with the books: \d of \d+ made anew in \d",
            rf"all, as a build does it +\d+{FIGURE}",
        ),
    ),
    "tests.bench_paint": (1, (r"home( +\d+){4}",)),
    "tests.demonstration.search.bench": (
        10,
        (
            rf"ours +10 +\d+ {FIGURE * 6}",
            r"    a keystroke: \d+ ms",
            rf"(MiniSearch +10 +\d+ {FIGURE * 6}|    MiniSearch left out: .*npm)",
            rf"(Pagefind +10 +\d+ {FIGURE * 6}|    Pagefind left out: .*make bench-search)",
        ),
    ),
}
BROWSER = "tests.demonstration.search.bench"
# What a bench measures takes seconds even at its smallest; `make test` runs the quickest of them.
MARKS = {
    "tests.bench": [pytest.mark.slow],
    "tests.bench_serve": [pytest.mark.slow],
    "tests.bench_prints": [pytest.mark.slow],
    BROWSER: [pytest.mark.browser, pytest.mark.slow],
    "tests.bench_paint": [pytest.mark.browser, pytest.mark.slow],
}


def run(name: str, size: object, more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a bench as the Makefile does, with a size. Nothing is fetched for it."""
    command = COMMANDS[name].replace("$(BIN)/python", sys.executable).replace("$(VENV)", ".venv")
    return subprocess.run(
        ["bash", "-c", f"{command} {size}"],
        cwd=ROOT,
        env=environment({"npm_config_offline": "true", **more}),
        capture_output=True,
        text=True,
        timeout=1500,
    )


def test_every_bench_of_the_makefile_is_tried() -> None:
    assert COMMANDS.keys() == SMALLEST.keys()


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=MARKS.get(name, ())) for name in SMALLEST],
)
def test_a_bench_of_the_smallest_size_has_a_row_for_every_stage(name: str, real: Built) -> None:
    size, rows = SMALLEST[name]
    ran = run(name, size, {"SITE": str(real.site)})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [row for row in rows if not re.search(f"^{row}", ran.stdout, re.MULTILINE)] == []


def test_what_the_benches_are_made_of_is_there(project: Project) -> None:
    handbook = examine(project).handbook
    assert [name for name, (path, old, _) in EDITS.items() if not _says(path, old)] == []
    assert EDITED in handbook.procedures
    assert [job for job in _jobs(handbook, bare(), _subjects(handbook, 1)) if job.of == "procedure"]


def _says(path: str, text: str) -> bool:
    return text in (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("size", ["0", "many"])
def test_a_wrong_size_is_answered_in_words(size: str) -> None:
    ran = run("tests.bench", size, {})
    assert ran.returncode == 2
    assert "size" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_bench_that_misses_something_says_so(real: Built) -> None:
    ran = run(BROWSER, 10, {"CHROMIUM": "/no/such/browser", "SITE": str(real.site)})
    assert ran.returncode == 1
    assert "No Chromium at /no/such/browser" in ran.stderr
    assert "Traceback" not in ran.stderr
    with pytest.raises(SystemExit, match=r"lacks \['b'\]"):
        need(["a", "b"], {"a": 1})
