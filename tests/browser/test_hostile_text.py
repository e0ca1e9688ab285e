"""Text that tries to be code, in a real browser: nothing of it runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import Phones, Watched
from tests.browser.test_search import results
from tests.sites import served

SEARCHES = ("script", "onerror", "onclick", "javascript", "平常的字")


@pytest.fixture
def hostile(phones: Phones, attacked_site: Path) -> Iterator[Watched]:
    with served(attacked_site) as start:
        yield from phones.lend(start)


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


def test_nothing_of_a_hostile_text_runs_while_it_is_carried_out(
    hostile: Watched, attacked_site: Path
) -> None:
    procedures = sorted(attacked_site.glob("handbook/industry-*/procedure-*"))
    names = [path.name for path in procedures if _is_code(path.as_posix())]
    assert names
    shown = hostile.page.locator(".sop-run")
    for name in names:
        hostile.open(f"handbook/run/?p={name}")
        for _ in range(9):
            expect(shown.locator(".sop-run__title")).to_be_visible()
            assert shown.locator("script, img, iframe, style, [onclick], [onerror]").count() == 0
            assert shown.locator("a[href^='javascript']").count() == 0
            on = shown.locator(".sop-run__next:enabled, .sop-run__way:enabled").or_(
                shown.locator(".sop-record")
            )
            expect(on.first).to_be_visible()
            if shown.locator(".sop-record").count():
                break
            on.last.click()
        assert hostile.page.evaluate("window.pwned") is None, name
