"""What a first visit costs in bytes: of what the browser asks for, compressed as a host does."""

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.browser.conftest import Watched
from tests.sites import Built
from tests.support import ROOT

PAGE = "handbook/emergency/egl-docking/"
MOST, MOST_OF_OURS = 150 * 1024, 40 * 1024
SCRIPTS = ROOT / "docs" / "assets"
# The search has a budget of its own, what a first query costs; the worker runs beside the pages.
NOT_OF_PAGES = (SCRIPTS / "search", SCRIPTS / "offline" / "worker")


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


def test_a_first_visit_to_any_procedure_is_light(site: Watched, real: Built) -> None:
    asked = _asked(site, real.site)
    assert {"assets/handbook.css", "assets/handbook.js", PAGE} <= asked.keys()
    around = sum(_packed(path) for name, path in asked.items() if name != PAGE)
    pages = real.site.glob("handbook/*/*/index.html")
    weights = {page.parent.name: around + _packed(page) for page in pages}
    assert len(weights) > 40
    assert {name: weight for name, weight in weights.items() if weight > MOST} == {}


def test_all_our_scripts_of_pages_together_are_light() -> None:
    ours = [path for path in SCRIPTS.rglob("*.js") if not set(NOT_OF_PAGES) & set(path.parents)]
    assert len(ours) > 10
    assert sum(map(_packed, ours)) <= MOST_OF_OURS
