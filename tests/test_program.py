"""What is kept of earlier runs goes by what makes it, and by nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import environment
from tests.support import PACKAGE

PRINTS, DIAGRAMS, WORD, BPMN, PAGES = (
    f"sop_handbook.render.{name}"
    for name in ("print.breaks", "svg.diagrams", "office", "exchange", "pages.roles")
)
ALL = (PRINTS, DIAGRAMS, WORD, BPMN, PAGES)
TELL = """
import sys
from sop_handbook.pipeline.program import maker
print(*map(maker, sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, to be edited."""
    copy = tmp_path_factory.mktemp("program") / PACKAGE.name
    return Path(shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__")))


def _makers(package: Path) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", TELL, *ALL],
        env=environment({"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(ALL, done.stdout.split(), strict=True))


@pytest.fixture(scope="module")
def before(package: Path) -> dict[str, str]:
    """What it is before an edit; each edit is taken back."""
    return _makers(package)


@pytest.mark.parametrize(
    ("edited", "anew"),
    [
        ("cli.py", ()),
        ("commands/menu.py", ()),
        ("site/engine/server.py", ()),
        ("render/search/tokens.py", ()),
        ("render/templates/pages/parts.md.j2", (PAGES,)),
        ("render/print/plates.py", ()),  # what it says is among what a sheet is made of
        ("typesetting/layouts.py", (PRINTS,)),
        ("render/print/breaks.py", (PRINTS,)),
        ("typesetting/sheet.py", (PRINTS,)),
        ("render/templates/print/lib.typ", (PRINTS, WORD)),
        ("language/segments.py", (PRINTS, DIAGRAMS, WORD, BPMN, PAGES)),  # figures keep their units
        ("diagrams/route.py", (DIAGRAMS, WORD, BPMN)),
        ("render/templates/office/reference/word/styles.xml.j2", (DIAGRAMS, WORD, BPMN, PAGES)),
        ("adapters/pandoc.py", (WORD,)),
        ("adapters/lua/documents.lua", (WORD,)),
        ("render/exchange/buses.py", (BPMN,)),
        ("model/flow.py", ALL),
    ],
)
def test_an_edit_makes_anew_what_depends_on_it(
    edited: str, anew: tuple[str, ...], package: Path, before: dict[str, str]
) -> None:
    path = package / edited
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    try:
        after = _makers(package)
    finally:
        path.write_bytes(content)
    assert {one for one in ALL if before[one] != after[one]} == set(anew)
