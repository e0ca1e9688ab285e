"""Searching as people do: by name, nickname, amount, pinyin, traditional characters."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched

FIRST = 3  # pages; what fits on a phone without scrolling far
LETTER = ("/emergency/guarantee-letter/", "/forms/egl-letter/", "#term-guarantee-letter")

# What is typed, and where one of the first results must lead.
SEARCHES: dict[str, tuple[str, ...]] = {
    "唱收唱付": ("#step-pay-and-farewell", "#term-changshou-changfu", "/restaurant-six-steps/"),
    "担保函": LETTER,
    "5000元": ("/emergency/guarantee-letter/", "/egl-top-up/", "/standards/"),
    "四联": ("/egl-docking/#step-deliver-copies", "/forms/egl-letter/"),
    "打招呼": ("/restaurant-six-steps/#step-greet",),
    "买单": ("/restaurant-six-steps/#step-pay-and-farewell",),
    "擔保函": LETTER,
    "danbaohan": LETTER,
    "changshouchangfu": ("#term-changshou-changfu", "/restaurant-six-steps/"),
    "dazhaohu": ("/restaurant-six-steps/#step-greet",),
}


def results(page: Page, words: str) -> list[list[str]]:
    """Type into the search box; Material's search listens to keys.

    Returns, best first, the addresses of a page and of the places on it that were found.
    """
    if not page.locator("#__search").is_checked():
        page.locator("label[for='__search']:visible").first.click()
    box = page.locator("[data-md-component='search-query']")
    box.fill(words)
    box.press("End")
    items = page.locator(".md-search-result__item")
    expect(items.first).to_be_visible()
    found: list[list[str]] = items.evaluate_all(
        "items => items.map(item => [...item.querySelectorAll('a')].map(link => link.href))"
    )
    return [[_without_highlight(link) for link in links] for links in found]


def _without_highlight(link: str) -> str:
    """The address without the words to highlight."""
    return urlsplit(link)._replace(query="").geturl()


@pytest.mark.parametrize("words", SEARCHES)
def test_a_search_lists_the_right_page_among_the_first(words: str, searchable: Watched) -> None:
    searchable.open("")
    first = [link for links in results(searchable.page, words)[:FIRST] for link in links]
    assert any(target in link for link in first for target in SEARCHES[words]), first


def test_a_result_leads_to_its_page(searchable: Watched) -> None:
    searchable.open("")
    ((first, *_), *_) = results(searchable.page, "买单")
    searchable.page.locator(".md-search-result__item a").first.click()
    expect(searchable.page.locator("article h1")).to_have_text("接待堂食顾客")
    assert _without_highlight(searchable.page.url).partition("#")[0] == first.partition("#")[0]


def test_a_search_without_result_says_so(searchable: Watched) -> None:
    searchable.open("")
    searchable.page.locator("label[for='__search']:visible").first.click()
    box = searchable.page.locator("[data-md-component='search-query']")
    box.fill("qqqqzzzz")
    box.press("End")
    expect(searchable.page.locator(".md-search-result__meta")).to_contain_text("没有")


def test_the_search_hears_words_that_came_without_a_key(searchable: Watched) -> None:
    """Voice, paste and handwriting fire `input` only."""
    searchable.open("")
    searchable.page.locator("label[for='__search']:visible").first.click()
    searchable.page.locator("[data-md-component='search-query']").fill("买单")
    expect(searchable.page.locator(".md-search-result__item").first).to_be_visible()
