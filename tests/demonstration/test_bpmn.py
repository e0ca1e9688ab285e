"""Every procedure of the demonstration as a BPMN file: it passes the gates and runs to its ends."""

import pytest

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.bpmn_gates import complaints
from tests.support import ROOT
from tests.test_bpmn import export, walk_everywhere

# Their files, not the handbook: every process that collects tests would read all of it.
NAMES = sorted(path.stem for path in (ROOT / "sop_sources" / "procedures").rglob("*.yaml"))


@pytest.fixture(scope="module")
def handbook(project: Project) -> Handbook:
    return examine(project).handbook


def test_there_is_a_case_for_every_procedure(handbook: Handbook) -> None:
    assert sorted(handbook.procedures) == NAMES
    assert sum(found.order == "sequence" for found in handbook.procedures.values()) > 30


# The kinds there are test_bpmn.py draws on purpose; every sixth procedure is asked here, and all of
# them by `make check-slow`.
SOME = NAMES[::6]


@pytest.mark.parametrize(
    "name",
    [name if name in SOME else pytest.param(name, marks=pytest.mark.slow) for name in NAMES],
)
def test_a_procedure_passes_the_gates_and_every_way_through_it_runs_to_its_end(
    name: str, handbook: Handbook
) -> None:
    found = handbook.procedures[name]
    file = export(found, handbook)
    assert complaints(file) == []
    if found.order == "sequence":
        walk_everywhere(found, file, handbook)
