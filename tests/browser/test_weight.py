"""What a first visit costs in bytes: of what the browser asks for, compressed as a host does."""

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.browser.fixtures import Watched
from tests.sites import Built
from tests.support import THEME

PAGE = "handbook/emergency/egl-docking/"
MOST, MOST_OF_OURS = 150 * 1024, 103 * 512  # what it bought: docs/maintain/scripts.md
MOST_ASKED = 12 * 1024  # for carrying out what asks for values, checks and things at hand
MOST_EXTRAS = 9 * 1024 + 512  # for what only some have: groups, repeats, commands, tables, pictures
MOST_PRINTS = 9 * 1024 + 512  # for finding prints and packing them
MOST_DRILL = 16 * 1024  # for rehearsing: whom, by what, what was played and how that was met
SCRIPTS = THEME / "docs" / "assets"
# The search engine has a budget of its own, what a first query costs (bench-search); its window
# counts here. The last one is only in the copy for USB sticks.
ENGINE = ["answer", "engine", "rank", "match", "parts", "query", "sounds", "text", "score"]
# Only fetched for such a procedure; the last by a device that has runs, to wipe what is personal.
_ASKED = ["asked", "asked_state", "asked_record", "before", "field", "answers", "gate", "hazard"]
ASKED = {f"assets/run/{name}.js" for name in [*_ASKED, "value", "personal"]}
# Only fetched for a procedure that has what only some have.
_EXTRAS = ["extras", "extras_state", "extras_shape", "group", "repeat", "until"]
EXTRAS = {f"assets/run/{name}.js" for name in [*_EXTRAS, "mention", "said", "table", "figures"]}
# Only fetched in the print centre.
_PRINTS = ["centre", "choice", "find", "words", "bring", "names", "set", "zip"]
PRINTS = {f"assets/prints/{name}.js" for name in _PRINTS}
# Only fetched by the page of drills.
DRILL = {path.relative_to(THEME / "docs").as_posix() for path in (SCRIPTS / "drill").glob("*.js")}
NOT_COUNTED = {*(f"assets/search/{name}.js" for name in ENGINE), "assets/portable.js"}


def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def _asked(site: Watched, root: Path) -> dict[str, Path]:
    """What one visit to a procedure asks for, by address below the site, and the files."""
    found: dict[str, Path] = {}

    def note(url: str) -> None:
        name = unquote(urlsplit(url).path).removeprefix(urlsplit(site.address).path)
        path = root / name
        found[name] = path / "index.html" if path.is_dir() else path

    site.page.on("request", lambda request: note(request.url))
    site.open(PAGE)
    site.page.wait_for_load_state("networkidle")
    return found


def test_a_first_visit_to_any_procedure_is_light(site: Watched, trades: Built) -> None:
    asked = _asked(site, trades.site)
    assert {"assets/handbook.css", "assets/handbook.js", PAGE} <= asked.keys()
    around = sum(_packed(path) for name, path in asked.items() if name != PAGE)
    pages = trades.site.glob("handbook/*/*/index.html")
    weights = {page.parent.name: around + _packed(page) for page in pages}
    assert len(weights) > 15
    assert {name: weight for name, weight in weights.items() if weight > MOST} == {}


def test_all_our_scripts_together_are_light(trades: Built) -> None:
    names = {path.relative_to(THEME / "docs").as_posix() for path in SCRIPTS.rglob("*.js")}
    assert names > NOT_COUNTED
    ours = names - NOT_COUNTED - ASKED - EXTRAS - PRINTS - DRILL
    assert sum(_packed(trades.site / name) for name in ours) <= MOST_OF_OURS
    assert sum(_packed(trades.site / name) for name in ASKED) <= MOST_ASKED
    assert sum(_packed(trades.site / name) for name in EXTRAS) <= MOST_EXTRAS
    assert sum(_packed(trades.site / name) for name in PRINTS) <= MOST_PRINTS
    assert sum(_packed(trades.site / name) for name in DRILL) <= MOST_DRILL


def test_what_only_some_runs_need_is_fetched_by_no_other(trades: Built) -> None:
    """Nothing that every run loads names one of these, but in an import of its own time."""
    for some in (ASKED | EXTRAS, EXTRAS):
        files = (trades.site / "assets/run").glob("*.js")
        others = [path for path in files if f"assets/run/{path.name}" not in some]
        named = {
            (path.name, found)
            for path in others
            for found in re.findall(r'from ?"\./([a-z_]+)\.js"', path.read_text("utf-8"))
        }
        assert len(named) > 20
        assert [pair for pair in named if f"assets/run/{pair[1]}.js" in some] == []
