"""The box that narrows a long list, in an industry of hundreds of procedures."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.accessible import small_targets, violations
from tests.browser.fixtures import Watched
from tests.browser.test_every_page import SIDEWAYS, troubles
from tests.sites import Built, served
from tests.test_crowds import COUNT

PAGE = "handbook/general/"
LISTS = (PAGE, "handbook/roles/crew/", "handbook/prints/general/")
NAME = f"在这里的 {COUNT} 份流程里找"


@pytest.fixture(scope="module")
def address(crowd: Built) -> Iterator[str]:
    with served(crowd.site) as start:
        yield start


def _rows(site: Watched) -> Locator:
    return site.page.locator("[data-sop-sound]:visible")


def _box(site: Watched) -> Locator:
    """The box, once it listens."""
    site.open(PAGE)
    box = site.page.get_by_role("searchbox", name=NAME)
    box.fill("门禁卡")
    expect(_rows(site)).to_have_count(20)
    return box


def _told(site: Watched) -> Locator:
    return site.page.locator(".sop-narrow [role=status]")


def test_words_sounds_and_numbers_narrow_the_list(site: Watched) -> None:
    box = _box(site)
    for typed, first in (
        ("重置钥匙", "重置钥匙"),
        ("czys", "重置钥匙"),
        ("chongzhiyaos", "重置钥匙"),
        ("CHONGZYS", "重置钥匙"),
        ("ＧＬ－１４－３", ""),
        ("钥匙 重置", "重置钥匙"),
        ("yshi 重置", "重置钥匙"),
    ):
        box.fill("潜水艇")
        expect(_rows(site)).to_have_count(0)
        box.fill(typed)
        expect(_rows(site)).to_have_count(1)
        expect(_rows(site).first).to_contain_text(first)
        expect(_told(site)).to_have_text("列出 1 份")


def test_groups_without_a_row_go_and_come_back(site: Watched) -> None:
    box = _box(site)
    expect(site.page.locator("#family-guarantee-letter")).to_be_hidden()
    expect(site.page.locator("[data-sop-jumps]")).to_be_hidden()
    expect(site.page.locator("#roles")).to_be_visible()
    box.press("Escape")
    expect(box).to_have_value("")
    expect(_rows(site)).to_have_count(COUNT)
    expect(site.page.locator("#family-guarantee-letter")).to_be_visible()
    expect(site.page.locator("[data-sop-jumps]")).to_be_visible()
    expect(_told(site)).to_have_text("")


def test_the_return_key_goes_to_the_first_row(site: Watched) -> None:
    box = _box(site)
    first = _rows(site).first
    box.press("Enter")
    expect(first).to_be_focused()


def test_what_is_not_here_can_be_searched_for_everywhere(site: Watched) -> None:
    site.expects("404|handbook/search/")  # this site has the pages of industries only
    _box(site).fill("潜水艇")
    expect(_rows(site)).to_have_count(0)
    expect(_told(site)).to_have_text("这里没有“潜水艇”。")
    site.page.get_by_role("button", name="到整本手册里搜").click()
    expect(site.page.locator("#sop-search-input")).to_have_value("潜水艇")


@pytest.mark.parametrize(
    ("path", "enlarged"),
    [
        (PAGE, False),
        *(pytest.param(path, False, marks=pytest.mark.slow) for path in LISTS[1:]),
        *(pytest.param(path, True, marks=pytest.mark.slow) for path in LISTS),
    ],
)
def test_a_long_list_serves_everybody_on_a_small_phone(
    path: str, enlarged: bool, site: Watched
) -> None:
    page = site.page
    page.set_viewport_size({"width": 360, "height": 740})
    site.open(path)
    assert page.evaluate(SIDEWAYS) == []
    assert small_targets(page) == []
    # Hundreds of rows are alike: with some of them hidden, the rest of the page is judged.
    assert violations(page, "contrast") == []
    if enlarged:
        assert troubles(page) == []
    page.get_by_role("searchbox", name="份流程里找").fill("门禁卡")
    expect(_told(site)).to_contain_text("列出")
    assert troubles(page) == []
    page.get_by_role("searchbox", name="份流程里找").fill("潜水艇")
    expect(_told(site)).to_have_text("这里没有“潜水艇”。")
    assert small_targets(page) == []
    if path == PAGE:
        assert troubles(page) == []


def test_without_scripts_there_is_the_whole_list_and_no_box(
    address: str, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    expect(page.locator("[data-sop-sound]")).to_have_count(COUNT)
    expect(page.locator(".sop-narrow")).to_be_hidden()
    context.close()
