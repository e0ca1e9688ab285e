"""The large handbook that benches measure: the real mix, without an error, no two alike."""

from pathlib import Path

import pytest

from sop_handbook.findings import Severity
from sop_handbook.pipeline.examine import Examination, examine
from sop_handbook.project import Project
from tests.bench_large import large_handbook
from tests.sites import fingerprints

SIZE = 50  # the demonstration once, and a part of it in other words


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return large_handbook(tmp_path_factory.mktemp("large") / "handbook", SIZE)


@pytest.fixture(scope="module")
def examined(large: Project) -> Examination:
    return examine(large)


def test_it_is_as_large_as_asked_and_sound(examined: Examination) -> None:
    assert [f for f in examined.findings if f.severity is not Severity.ADVICE] == []
    assert len(examined.handbook.procedures) == SIZE


def test_no_two_procedures_are_alike(examined: Examination) -> None:
    procedures = examined.handbook.procedures.values()
    for name in ("number", "title"):
        assert len({getattr(one, name) for one in procedures}) == SIZE
    assert len({repr([step.actions for step in one.steps]) for one in procedures}) == SIZE


def test_the_same_seed_gives_the_same_bytes(large: Project, tmp_path: Path) -> None:
    again = large_handbook(tmp_path / "again", SIZE)
    other = large_handbook(tmp_path / "other", SIZE, seed=1)
    assert fingerprints(again.sources) == fingerprints(large.sources)
    assert fingerprints(other.sources) != fingerprints(large.sources)
