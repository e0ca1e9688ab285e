"""The window that most tests look through: what one test leaves in it, the next does not find."""

import pytest
from playwright.sync_api import Browser

from tests.browser.fixtures import PHONE, Phones, Watched

PAGE = "handbook/industries/"
STATE = """() => [
  Object.keys(localStorage).filter((key) => key.startsWith("left")).length,
  Object.keys(sessionStorage).filter((key) => key.startsWith("left")).length,
  innerWidth, matchMedia("print").matches, matchMedia("(prefers-color-scheme: dark)").matches,
  matchMedia("(prefers-reduced-motion: reduce)").matches, "left" in window,
]"""
FRESH = [0, 0, PHONE["width"], False, False, False, False]


def _spoil(site: Watched) -> None:
    """Leave behind whatever a test may leave."""
    page = site.page
    site.at_start("window.left = 1")
    site.open(PAGE)
    page.evaluate("() => { localStorage.left = sessionStorage.left = 1; }")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.route("**/*.css", lambda route: route.abort())
    page.context.new_page()
    page.reload()
    page.emulate_media(media="print", color_scheme="dark", reduced_motion="reduce")
    site.expects("ERR_FAILED")
    assert page.evaluate(STATE) == [1, 1, 1280, True, True, True, True]


def test_nothing_stays_in_the_window(chromium: Browser, address: str) -> None:
    phones = Phones(chromium)
    for site in phones.lend(address):
        _spoil(site)
        window = site.page
    for site in phones.lend(address):
        assert site.page is window
        site.open(PAGE)  # with its styles, or they are missed
        assert site.page.evaluate(STATE) == FRESH
        assert len(site.page.context.pages) == 1
    phones.close()


def test_what_is_missing_and_what_is_asked_of_others_is_found(
    chromium: Browser, address: str
) -> None:
    with pytest.raises(AssertionError):  # whoever gives it back is told
        for site in Phones(chromium).lend(address):
            site.open("offline/edition.json")
            for one in ("https://example.org/a.css", "nothing-there.css"):
                site.page.evaluate("one => fetch(one, { mode: 'no-cors' }).catch(() => 0)", one)
            site.page.wait_for_timeout(100)
            told = "\n".join(site.trouble)
    assert "example.org" in told
    assert "404" in told


def test_a_window_whose_clock_was_set_is_not_used_again(chromium: Browser, address: str) -> None:
    phones = Phones(chromium)
    windows = []

    def look(*, spoilt: bool) -> None:
        for site in phones.lend(address):
            windows.append(site.page)
            site.open(PAGE)
            if spoilt:
                site.page.clock.set_fixed_time("2026-11-19T08:00:00")

    with pytest.raises(AssertionError, match="clocked"):
        look(spoilt=True)
    look(spoilt=False)
    assert windows[0] is not windows[1]
    phones.close()
