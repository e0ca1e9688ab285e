"""What browsers keep of a finished site: every file once, by industry, a bounded core."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.site import offline
from tests.icons import FOLDER, ICONS, draw
from tests.sites import Built
from tests.support import DAY

PARTS = [f"assets/offline/worker/{part}.js" for part in ("edition", "answers", "duties")]


@pytest.fixture(scope="module")
def handbook(trades: Built) -> Handbook:
    return examine(Project(root=trades.root, today=DAY)).handbook


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A site of a few files."""
    for name in (
        "index.html",
        "assets/a.css",
        "assets/a.css.map",
        *PARTS,
        "offline/index.html",
        "handbook/hotel/index.html",
        "handbook/hotel/some/index.html",
        "handbook/run/egl-crew.json",
        "handbook/search/table.json",
        "handbook/search/k3w7ad.json",
        "handbook/currency/2.json",
        "handbook/prints/some.pdf",
        "handbook/prints/index.html",
        "handbook/flows/some.json",
        "handbook/glossary/index.html",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return tmp_path


def _placed(site: Path, handbook: Handbook) -> dict[str, str]:
    found = offline.groups(site, handbook).items()
    return {path: group for group, files in found for path in files}


def test_files_go_with_those_who_need_them(tiny: Path, handbook: Handbook) -> None:
    assert _placed(tiny, handbook) == {
        "index.html": "core",
        "assets/a.css": "core",
        "offline/index.html": "core",
        "handbook/hotel/index.html": "core",
        "handbook/search/table.json": "core",
        "handbook/search/k3w7ad.json": "core",
        "handbook/currency/2.json": "core",
        "handbook/hotel/some/index.html": "hotel",
        "handbook/run/egl-crew.json": "emergency",
        "handbook/glossary/index.html": "common",
        "handbook/prints/index.html": "more",
    }


def test_a_search_too_large_for_every_device_goes_with_industries_but_for_its_table(
    tiny: Path, handbook: Handbook
) -> None:
    (tiny / "handbook/search/k3w7ad.json").write_bytes(b"x" * offline.CORE_LIMIT)
    placed = _placed(tiny, handbook)
    assert placed["handbook/search/k3w7ad.json"] == "common"
    assert placed["handbook/search/table.json"] == "core"
    assert placed["handbook/currency/2.json"] == "core"


def test_the_version_is_that_of_the_list_and_the_worker_bears_it(
    tiny: Path, handbook: Handbook
) -> None:
    made = {file.path: file.content for file in offline.offline_files(tiny, handbook, DAY)}
    edition = json.loads(made["offline/edition.json"])
    digest = hashlib.sha256(made["offline/files.json"]).hexdigest()
    assert edition == {"version": digest[:16], "date": str(DAY)}
    first, *rest = made["sw.js"].decode().splitlines()
    assert first == f"self.EDITION = {made['offline/edition.json'].decode()};"
    assert rest == PARTS
    (tiny / "assets/a.css").write_text("changed")
    again = {file.path: file.content for file in offline.offline_files(tiny, handbook, DAY)}
    assert json.loads(again["offline/edition.json"])["version"] != edition["version"]


def test_the_finished_site_lists_itself(trades: Built, handbook: Handbook) -> None:
    made = offline.offline_files(trades.site, handbook, DAY)
    assert {file.path: file.content for file in made} == {
        file.path: (trades.site / file.path).read_bytes() for file in made
    }
    placed = _placed(trades.site, handbook)
    pages = {path.relative_to(trades.site).as_posix() for path in trades.site.rglob("*.html")}
    assert pages - set(placed) == {"404.html"}  # its links fit one address only
    assert set(placed.values()) == {"core", "common", "more", *handbook.industries}


def test_what_every_device_keeps_is_bounded(trades: Built, handbook: Handbook) -> None:
    core = offline.groups(trades.site, handbook)["core"]
    packed = sum(len(gzip.compress((trades.site / path).read_bytes())) for path in core)
    assert sum(size for _, size, *_ in core.values()) <= 2_200_000 < offline.CORE_LIMIT
    assert packed <= 800_000


def test_a_preview_says_its_date_and_is_not_kept() -> None:
    (file,) = offline.preview_files(DAY)
    assert (file.path, json.loads(file.content)) == ("offline/edition.json", {"date": str(DAY)})


@pytest.mark.parametrize("name", ICONS)
def test_the_icons_are_what_their_drawing_gives(name: str) -> None:
    assert (FOLDER / name).read_bytes() == draw(*ICONS[name])
