"""Every procedure of the demonstration as a BPMN file: it passes the gates and runs to its ends."""

import pytest

from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.bpmn_gates import complaints
from tests.support import DAY, ROOT
from tests.test_bpmn import export, walk_everywhere

HANDBOOK = examine(Project(root=ROOT, today=DAY)).handbook
ORDERED = [name for name, found in HANDBOOK.procedures.items() if found.order == "sequence"]


@pytest.mark.parametrize("name", HANDBOOK.procedures)
def test_every_procedure_passes_the_gates(name: str) -> None:
    assert complaints(export(HANDBOOK.procedures[name], HANDBOOK)) == []


@pytest.mark.parametrize("name", ORDERED)
def test_every_way_through_a_procedure_runs_to_its_end(name: str) -> None:
    found = HANDBOOK.procedures[name]
    walk_everywhere(found, export(found, HANDBOOK), HANDBOOK)
