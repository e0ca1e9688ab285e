"""Odd but right sources: what was written comes out as it was written."""

from typing import Any

import pytest

from sop_handbook.findings import has_errors
from sop_handbook.pipeline.examine import examine
from tests.case_files import Case, cases
from tests.conftest import MakeProject


@pytest.mark.parametrize("case", cases("valid"), ids=lambda case: case.folder.name)
def test_what_was_written_comes_out_as_written(case: Case, make_project: MakeProject) -> None:
    examination = examine(make_project(case.files, case.remove))
    found = [f"{finding.place} {finding.code}" for finding in examination.findings]
    assert found == case.settings.get("advice", [])
    assert not has_errors(examination.findings)
    for path, expected in case.settings["expect"].items():
        assert str(at(examination.handbook, path)) == expected, path


def at(value: Any, path: str) -> Any:
    """Follow a dotted path through attributes, mappings and tuples of the model."""
    for part in path.split("."):
        if isinstance(value, tuple):
            value = value[int(part)]
        else:
            value = value[part] if hasattr(value, "keys") else getattr(value, part)
    return value
