"""Text that tries to be code, in a real browser: nothing of it runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PATIENCE, PHONE, Watched
from tests.browser.test_search import results
from tests.sites import served

SEARCHES = ("script", "onerror", "onclick", "javascript", "平常的字")


@pytest.fixture
def hostile(chromium: Browser, attacked_site: Path) -> Iterator[Watched]:
    context = chromium.new_context(viewport=PHONE)
    context.set_default_timeout(PATIENCE)
    with served(attacked_site) as start:
        watched = Watched(context.new_page(), start)
        watched.listen()
        yield watched
        context.close()
    assert watched.trouble == []


def _pages(site: Path) -> list[str]:
    """The shared pages, and the procedures of the attacks that would run something."""
    shared = ["", "handbook/industries/", "handbook/roles/", "handbook/forms/"]
    shared += ["handbook/glossary/", "handbook/standards/", "handbook/maintain/worklist/"]
    procedures = sorted(site.glob("handbook/industry-*/procedure-*"))
    own = [path.relative_to(site).as_posix() + "/" for path in procedures]
    return shared + [path for path in own if _is_code(path)]


def _is_code(path: str) -> bool:
    kinds = ("script", "error", "svg", "tag", "close", "quotes", "javascript", "jinja", "attribut")
    return any(kind in path for kind in kinds)


def test_nothing_of_a_hostile_text_runs(hostile: Watched, attacked_site: Path) -> None:
    for path in _pages(attacked_site):
        hostile.open(path)
        assert hostile.page.evaluate("window.pwned") is None, path
        assert "49" not in hostile.page.title(), path


def test_nothing_of_a_hostile_text_runs_in_search_results(hostile: Watched) -> None:
    hostile.open("")
    listed = hostile.page.locator("#sop-search-list")
    for words in SEARCHES:
        assert results(hostile.page, words)
        assert listed.locator("script, img, iframe, style, [onclick], [onerror]").count() == 0
        assert listed.locator("a[href^='javascript']").count() == 0
        assert hostile.page.evaluate("window.pwned") is None, words
