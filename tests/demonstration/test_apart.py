"""No other test knows the demonstration: whoever replaces it deletes this folder, and all passes.

Benches stay outside: they measure the demonstration on demand and are no tests.
"""

import re
from pathlib import Path

import pytest

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.support import ROOT

TESTS = ROOT / "tests"
HANDBOOKS = TESTS / "handbooks"
DATA = ("handbooks", "golden", "cases")  # what tests read instead
# A module that may read the sources that are here, and why.
ALLOWED = {
    "sites.py": "copies the project for tests of its engine and of the demonstration",
    "test_docs.py": "asks of whatever sources are here whether the editor knows their schema",
    "test_preview.py": "copies the handbook of several trades",
    "test_site.py": "copies the handbook of several trades",
}
READS = re.compile(
    r"root=ROOT\b|\bcopy_project\(|\breal: Built|tests\.demonstration"
    r'|ROOT / "sop_sources"|ROOT / "docs" / "reference"|ROOT / document'
)


def _others() -> list[Path]:
    """Every module of the tests outside this folder but the benches."""
    here = Path(__file__).parent
    found = [path for path in TESTS.rglob("*.py") if here not in path.parents]
    inside = [path.relative_to(TESTS) for path in found]
    return [p for p in inside if p.parts[0] not in DATA and not p.parts[0].startswith("bench")]


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


def test_no_other_test_reads_the_sources_that_are_here() -> None:
    found = {
        path.as_posix(): READS.findall((TESTS / path).read_text("utf-8")) for path in _others()
    }
    assert {name: hits for name, hits in found.items() if hits and name not in ALLOWED} == {}
    assert set(ALLOWED) - {name for name, hits in found.items() if hits} == set()


def test_no_other_test_names_what_only_the_demonstration_has(handbook: Handbook) -> None:
    known = {path.stem for path in HANDBOOKS.rglob("*.yaml")}
    own = (handbook.procedures.keys() | handbook.families.keys()) - known
    assert len(own) > 20
    named = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(own))})(?![\w-])")
    found = {
        path.as_posix(): named.findall((TESTS / path).read_text("utf-8")) for path in _others()
    }
    assert {name: hits for name, hits in found.items() if hits} == {}
