"""Fixtures and options for all tests."""

import os
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Protocol

import pytest

from sop_handbook.project import Project
from sop_handbook.site import minify as scripts
from tests import promises
from tests.case_files import lay_out
from tests.crowds import build_crowd
from tests.foreign import make_foreign
from tests.frozen import VERSIONS, Frozen, build_at
from tests.hostile import build_attacked_site
from tests.moved import build_moved_site
from tests.own import Engine, make_engine
from tests.sites import Built, Shared
from tests.states import States, make_states
from tests.support import ROOT
from tests.trades import make_stick, make_trades, trades_project

promises.register()
pytest_plugins = ("tests.browser.fixtures",)
# What takes a process longest begins first, or the others wait for it at the end: pytest-xdist
# hands out whole files in their order. `test_prints` builds the site of several trades meanwhile,
# which others then find; so does the first of the demonstration's with its site.
LONG = (
    "tests/test_fuzz.py",
    "tests/test_prints.py",
    "tests/test_states_prints.py",
    "tests/test_documented.py",
    "tests/test_stories.py",
    "tests/test_recipes.py",
    "tests/demonstration/browser/test_weight.py",
)


class MakeProject(Protocol):
    """Makes a project folder of the minimal handbook with an overlay."""

    def __call__(self, overlay: Path | None = None, remove: Iterable[str] = ()) -> Project: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-goldens", action="store_true", help="write the expected outputs anew"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {ROOT / name: at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path, len(LONG)))


@pytest.fixture(scope="session", autouse=True)
def store(shared: Shared) -> Iterator[Path]:
    """Slow work is done once for all sites, except where doing it is what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        # Stores of their own begin without the scripts, of which each build has the same.
        patch.setattr(scripts, "minify", cache(scripts.minify))
        folder = Path(os.environ.get("SOP_STORE") or shared.folder / "store")
        patch.setenv("SOP_STORE", str(folder))
        yield folder


@pytest.fixture
def refresh_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--refresh-goldens"))


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    def make(overlay: Path | None = None, remove: Iterable[str] = ()) -> Project:
        return lay_out(tmp_path / "project", overlay, remove)

    return make


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """What one test process has made is there for the others."""
    own = tmp_path_factory.getbasetemp()
    return Shared(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def engine(shared: Shared) -> Engine:
    """The engine as others have it: its wheel, installed without the checkout."""
    return shared.once("engine", make_engine)


@pytest.fixture(scope="session")
def project(store: Path) -> Project:
    """The sources of the handbook of several trades, never released. Not to be changed.

    `tests/demonstration` asks some of the same questions of the demonstration's.
    """
    return trades_project()


@pytest.fixture(scope="session")
def trades(shared: Shared) -> Built:
    """The handbook of several trades, released once and built. Not to be changed.

    What reads all of its prints asks for it first: then they lie in the store, and no other
    process makes them at the same time.
    """
    return shared.once("trades", make_trades)


@pytest.fixture(scope="session")
def foreign(shared: Shared) -> Built:
    """The handbook of other people's trades, built once. Not to be changed."""
    return shared.once("foreign", make_foreign)


@pytest.fixture(scope="session")
def stick(shared: Shared, trades: Built) -> Path:
    """The edition of that handbook for USB sticks, as somebody unpacks it. Not to be changed."""
    return shared.once("stick", lambda root: make_stick(root, trades))


@pytest.fixture(scope="session")
def crowd(shared: Shared) -> Built:
    """The lists of a handbook with 304 procedures in one industry. Not to be changed."""
    return shared.once("crowd", build_crowd)


@pytest.fixture(scope="session")
def moved(shared: Shared) -> Built:
    """A small handbook in which much was somewhere else before. Not to be changed."""
    return shared.once("moved", lambda root: build_moved_site(root / "project"))


@pytest.fixture(scope="session")
def attacked_site(shared: Shared) -> Path:
    """The site of a handbook in which every text is an attack. Not to be changed."""
    return shared.once("attacked", lambda root: build_attacked_site(root / "project"))


@pytest.fixture(scope="session")
def frozen_sites(shared: Shared) -> dict[str, Built]:
    """The handbook that each version froze, as today's engine builds it. Not to be changed."""
    return {
        name: shared.once(f"frozen-{name}", partial(build_at, Frozen(name))) for name in VERSIONS
    }


@pytest.fixture(scope="session")
def states(shared: Shared) -> States:
    """A small handbook with a procedure in every state, built in two ways. Not to be changed."""
    return shared.once("states", make_states)


@pytest.fixture(params=["twice", "once"])
def state_build(request: pytest.FixtureRequest, states: States) -> Built:
    """Each of the two builds in turn: released twice with an address, once without one."""
    return states.builds()[request.param]
