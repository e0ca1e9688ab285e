"""What browsers keep of a finished site: every file once, by industry, a bounded core."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from sop_handbook.model import Handbook, routes
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.base import Artifact, OfflineGroup
from sop_handbook.site import offline
from tests.case_files import SCHEMAS
from tests.icons import FOLDER, ICONS, draw
from tests.node import run_node
from tests.sites import Built
from tests.support import DAY, THEME

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


MADE = (
    Artifact("hotel/index.md", b"", offline=OfflineGroup.CORE, title="酒店"),
    Artifact("hotel/some.md", b"", offline="hotel"),
    Artifact("run/egl-crew.json", b"", offline="emergency"),
    Artifact("search/table.json", b"", offline=OfflineGroup.CORE),
    Artifact("search/k3w7ad.json", b"", offline=OfflineGroup.IF_ROOM),
    Artifact("currency/2.json", b"", offline=OfflineGroup.IF_ROOM),
    Artifact("prints/some.pdf", b""),
    Artifact("prints/index.md", b"", offline=OfflineGroup.VISITED),
    Artifact("flows/some.json", b""),
    Artifact("glossary.md", b"", offline=OfflineGroup.COMMON),
)


# The part of the worker that looks whether a file is the one that is listed.
LOOKS = """
const { readFileSync } = require("node:fs");
const { runInNewContext } = require("node:vm");
const [part, content, ...hashes] = process.argv.slice(2);
const location = { href: "https://handbook.internal/sw.js" };
const got = () => new Response(content);
const self = { EDITION: { version: "x", date: "2026-11-22" } };
const stage = { location, self, crypto, fetch: got, URL, Response, Uint8Array, Reflect };
runInNewContext(`${readFileSync(part)}; self.fetched = fetched;`, stage);
Promise.all(hashes.map((hash) => self.fetched("a.txt", hash))).then((found) => (
  console.log(found.map(({ ours }) => Number(ours)).join(""))));
"""


def test_the_worker_knows_a_file_by_as_much_of_its_hash_as_is_listed(tmp_path: Path) -> None:
    (tmp_path / "looks.cjs").write_text(LOOKS, "utf-8")
    whole = hashlib.sha256("内容".encode()).hexdigest()
    listed = offline._hash("内容".encode())
    assert whole.startswith(listed)
    other = hashlib.sha256(b"other").hexdigest()[: len(listed)]
    asked = [listed, whole, whole[:8], other, whole[1:], ""]
    part = THEME / "docs" / "assets" / "offline" / "worker" / "edition.js"
    run = run_node(tmp_path / "looks.cjs", part, "内容", *asked)
    assert (run.stdout, run.stderr) == ("111000\n", "")


def _placed(site: Path, handbook: Handbook) -> dict[str, str]:
    found = offline.groups(site, handbook, MADE).items()
    return {path: group for group, files in found for path in files}


def _listed(site: Path) -> offline.Groups:
    found: offline.Groups = json.loads((site / "offline/files.json").read_text("utf-8"))
    return found


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
    made = {file.path: file.content for file in offline.offline_files(tiny, handbook, MADE, DAY)}
    edition = json.loads(made["offline/edition.json"])
    digest = hashlib.sha256(made["offline/files.json"]).hexdigest()
    assert edition == {"version": digest[:16], "date": str(DAY)}
    first, *rest = made["sw.js"].decode().splitlines()
    assert first == f"self.EDITION = {made['offline/edition.json'].decode()};"
    assert rest == PARTS
    (tiny / "assets/a.css").write_text("changed")
    again = {file.path: file.content for file in offline.offline_files(tiny, handbook, MADE, DAY)}
    assert json.loads(again["offline/edition.json"])["version"] != edition["version"]


def test_the_finished_site_lists_itself(trades: Built, handbook: Handbook) -> None:
    listed = _listed(trades.site)
    assert set(listed) == {"core", "common", "more", *handbook.industries}
    files = {name: facts for group in listed.values() for name, facts in group.items()}
    assert len(files) == sum(map(len, listed.values()))
    for name, (digest, size, *_) in files.items():
        content = (trades.site / name).read_bytes()
        assert (hashlib.sha256(content).hexdigest()[:16], len(content)) == (digest, size), name
    pages = {path.relative_to(trades.site).as_posix() for path in trades.site.rglob("*.html")}
    assert pages - set(files) == {"404.html"}  # its links fit one address only


def test_what_is_made_and_not_listed_is_for_downloading(trades: Built) -> None:
    listed = {name for group in _listed(trades.site).values() for name in group}
    made = {path for path in (trades.site / "handbook").rglob("*") if path.is_file()}
    others = {path for path in made if path.relative_to(trades.site).as_posix() not in listed}
    kinds = {path.suffix for path in others if path.parent.name != "flows"}
    assert kinds <= {".pdf", ".docx", ".csv", ".xml", ".ics"}, "say with whom browsers keep it"


def test_readers_see_the_titles_of_what_they_keep(trades: Built, handbook: Handbook) -> None:
    titles = {name: facts[2:] for g in _listed(trades.site).values() for name, facts in g.items()}
    for industry in handbook.industries.values():
        assert titles[routes.industry(industry.id).file] == [industry.title]
    for procedure in handbook.procedures.values():
        assert titles[routes.procedure(procedure).file] == [procedure.title]
    assert titles[routes.RUN.file] == titles[routes.GLOSSARY.file] == []


def test_no_industry_bears_the_name_of_another_group(tiny: Path, handbook: Handbook) -> None:
    schema = json.loads((SCHEMAS / "handbook.schema.json").read_text("utf-8"))
    reserved = schema["$defs"]["industry"]["properties"]["id"]["not"]["enum"]
    others = set(offline.groups(tiny, handbook, MADE)) - set(handbook.industries)
    assert others == {"core", "common", "more"} <= set(reserved)


def test_what_every_device_keeps_is_bounded(trades: Built) -> None:
    core = _listed(trades.site)["core"]
    packed = sum(len(gzip.compress((trades.site / path).read_bytes())) for path in core)
    assert sum(size for _, size, *_ in core.values()) <= 2_650_000 < offline.CORE_LIMIT
    assert packed <= 920_000


def test_a_preview_says_its_date_and_is_not_kept() -> None:
    (file,) = offline.preview_files(DAY)
    assert (file.path, json.loads(file.content)) == ("offline/edition.json", {"date": str(DAY)})


@pytest.mark.parametrize("name", ICONS)
def test_the_icons_are_what_their_drawing_gives(name: str) -> None:
    assert (FOLDER / name).read_bytes() == draw(*ICONS[name])
