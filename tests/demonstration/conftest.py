"""What is asked of the demonstration only: its words, its size, its ledger.

Whoever puts another handbook in its place deletes this folder; no other test reads `sop_sources`
beyond the schemas.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sop_handbook.project import Project
from tests.blank import build_without_papers
from tests.sites import Built, Shared, copy_project, served
from tests.support import DAY, ROOT


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.demonstration)


@pytest.fixture(scope="session")
def project(store: Path) -> Project:
    """The sources of the demonstration, with its ledger."""
    return Project(root=ROOT, today=DAY, store=store)


@pytest.fixture(scope="session")
def real(shared: Shared) -> Built:
    """The demonstration, built in a copy of the project. Not to be changed.

    Its prints are blank here: of those of several trades `make test` draws and reads each, and
    `make check-slow` reads those of the demonstration.
    """
    return shared.once("real", lambda root: build_without_papers(copy_project(root / "project")))


@pytest.fixture(scope="session")
def trades(real: Built) -> Built:
    """The demonstration, where a test asks the handbook of several trades elsewhere."""
    return real


@pytest.fixture(scope="session")
def address(real: Built) -> Iterator[str]:
    """Where the demonstration is served, below a folder of the host."""
    with served(real.site) as start:
        yield start
