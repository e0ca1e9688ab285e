"""Text that tries to be code, in a real browser: nothing of it runs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import AT_ONCE, Phones, Watched
from tests.browser.test_search import results
from tests.sites import served

# One for each way in which a text could come to run: an element's own event, also of a drawing, an
# attribute, a link, a script. The other codes come in check-slow.
USUAL = ("image-error", "svg-onload", "double-quotes", "javascript-link", "close-title")
ALL_CODES = pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["usual", "every"]
)
# What no page may get out of a text, and how far a run has come.
SCREEN = """() => {
  const shown = document.querySelector(".sop-run");
  const img = "img:not(.sop-run__picture > img)"; // those are ours
  const bad = `script, ${img}, iframe, style, [onclick], [onerror], a[href^='javascript']`;
  return {
    run: window.pwned, bad: shown.querySelectorAll(bad).length,
    over: !!shown.querySelector(".sop-record"),
  };
}"""
SEARCHES = ("script", "onerror", "onclick", "javascript", "平常的字")


@pytest.fixture
def hostile(phones: Phones, attacked_site: Path) -> Iterator[Watched]:
    with served(attacked_site) as start:
        yield from phones.lend(start)


SHARED = (
    "", "handbook/industries/", "handbook/roles/", "handbook/forms/", "handbook/glossary/",
    "handbook/standards/", "handbook/maintain/worklist/",
)  # fmt: skip


def _procedures(site: Path, *, every: bool) -> list[str]:
    """The procedures of the attacks that would run something."""
    found = [
        path.relative_to(site) for path in sorted(site.glob("handbook/industry-*/procedure-*"))
    ]
    usual = {f"procedure-x-{name}" for name in USUAL}
    taken = [one.as_posix() for one in found if _is_code(one.name) and (every or one.name in usual)]
    assert len(taken) > len(USUAL) if every else len(taken) == len(USUAL)
    return taken


def _is_code(path: str) -> bool:
    kinds = ("script", "error", "svg", "tag", "close", "quotes", "javascript", "jinja", "attribut")
    return any(kind in path for kind in kinds)


@ALL_CODES
def test_nothing_of_a_hostile_text_runs(every: bool, hostile: Watched, attacked_site: Path) -> None:
    for path in [*SHARED, *(f"{one}/" for one in _procedures(attacked_site, every=every))]:
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


@ALL_CODES
def test_nothing_of_a_hostile_text_runs_while_it_is_carried_out(
    every: bool, hostile: Watched, attacked_site: Path
) -> None:
    page = hostile.page
    hostile.at_start(AT_ONCE)
    on = page.locator(
        ".sop-run :is(.sop-run__next:enabled, .sop-run__way:enabled), .sop-run .sop-record"
    )
    for path in _procedures(attacked_site, every=every):
        name = path.rpartition("/")[2]
        hostile.open(f"handbook/run/?p={name}")
        for _ in range(9):
            expect(page.locator(".sop-run__title")).to_be_visible()
            expect(on.first).to_be_visible()
            found = page.evaluate(SCREEN)
            assert (found.get("run"), found["bad"]) == (None, 0), name
            if found["over"]:
                break
            on.last.click()


@ALL_CODES
def test_nothing_of_a_hostile_text_runs_while_it_is_rehearsed(
    every: bool, hostile: Watched, attacked_site: Path
) -> None:
    page = hostile.page
    for path in _procedures(attacked_site, every=every):
        name = path.rpartition("/")[2]
        for part in ("观察员", "扮演人", "学员"):
            hostile.open(f"handbook/drill/?p={name}")
            page.get_by_role("button", name=re.compile(f"^{part}")).first.click()
            expect(page.get_by_role("timer")).to_be_visible()
            found = page.evaluate(SCREEN)
            assert (found.get("run"), found["bad"]) == (None, 0), (name, part)
