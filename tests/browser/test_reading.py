"""Finding one's way: by industry, by role, by glossary, by keyboard, by day and by night."""

import re

import pytest
from playwright.sync_api import expect

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.browser.fixtures import Watched
from tests.sites import Built
from tests.support import DAY

RESTAURANT = "handbook/restaurant/restaurant-six-steps/"
DOCKING = "handbook/emergency/egl-docking/"


@pytest.fixture(scope="module")
def handbook(trades: Built) -> Handbook:
    return examine(Project(root=trades.root, today=DAY)).handbook


def test_a_reader_gets_from_the_front_page_to_a_step(site: Watched) -> None:
    page = site.page
    site.open("")
    article = page.get_by_role("article")
    article.get_by_role("link", name="餐饮", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/handbook/restaurant/$"))
    article.get_by_role("link", name="接待堂食顾客").first.click()
    expect(page).to_have_url(re.compile(rf"/{RESTAURANT}$"))
    article.get_by_role("table").first.get_by_role("link", name="上菜", exact=True).click()
    expect(page).to_have_url(re.compile(r"#step-serve$"))
    expect(page.locator("#step-serve")).to_be_in_viewport()
    expect(page.locator("#step-serve")).to_contain_text("上菜")


def test_a_shared_link_opens_at_its_step_below_the_header(site: Watched) -> None:
    site.open(f"{RESTAURANT}#step-pay-and-farewell")
    heading = site.page.locator("#step-pay-and-farewell")
    expect(heading).to_be_in_viewport()
    header = site.page.locator(".md-header").bounding_box()
    box = heading.bounding_box()
    assert header and box
    assert box["y"] >= header["y"] + header["height"] - 1


def test_a_role_page_leads_to_every_step_of_the_role(site: Watched, handbook: Handbook) -> None:
    site.open("handbook/roles/")
    site.page.get_by_role("article").get_by_role("link", name="外派车辆人员").first.click()
    expect(site.page.get_by_role("heading", level=1)).to_have_text("外派车辆人员")
    links = (
        site.page.get_by_role("article")
        .locator("a")
        .evaluate_all("links => links.map(link => link.getAttribute('href'))")
    )
    mine = [
        f"{procedure.id}/#step-{step.id}"
        for procedure in handbook.procedures.values()
        for step in procedure.steps
        if step.role == "crew"
    ]
    assert mine
    assert [step for step in mine if not any(link.endswith(step) for link in links)] == []


def test_a_term_of_a_procedure_is_explained_in_the_glossary(site: Watched) -> None:
    site.open(RESTAURANT)
    site.page.locator("#terms ~ ul").get_by_role("link", name="唱收唱付").click()
    expect(site.page).to_have_url(re.compile(r"/handbook/glossary/#term-changshou-changfu$"))
    expect(site.page.locator("#term-changshou-changfu")).to_be_in_viewport()


def test_a_phone_number_can_be_dialled(site: Watched) -> None:
    site.open(DOCKING)
    number = site.page.get_by_role("article").locator('a[href^="tel:"]').first
    expect(number).to_have_attribute("href", "tel:4008185050")


def test_the_copy_button_copies_the_words_without_quotation_marks(
    site: Watched, handbook: Handbook
) -> None:
    site.open(RESTAURANT)
    phrases = [
        str(phrase.say)
        for step in handbook.procedures["restaurant-six-steps"].steps
        for phrase in step.phrases
    ]
    buttons = site.page.locator(".sop-copy")
    expect(buttons).to_have_count(len(phrases))
    for index in (0, len(phrases) - 1):
        buttons.nth(index).click()
        expect(buttons.nth(index)).to_have_text("已复制")
        assert site.page.evaluate("navigator.clipboard.readText()") == phrases[index]


def test_dark_mode_can_be_chosen_and_is_remembered(site: Watched) -> None:
    site.open("")
    body = site.page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    site.page.locator("label[for='__palette_1']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    site.open(RESTAURANT)
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_dark_mode_follows_the_device(site: Watched) -> None:
    site.page.emulate_media(color_scheme="dark")
    site.open("")
    expect(site.page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_the_first_tab_stop_skips_to_the_content(site: Watched) -> None:
    site.page.set_viewport_size({"width": 1280, "height": 800})
    for path in (RESTAURANT, "", "handbook/glossary/"):
        site.open(path)
        site.page.keyboard.press("Tab")
        focused = site.page.locator(":focus")
        expect(focused).to_have_class(re.compile("md-skip"))
        expect(focused).to_be_in_viewport()
        site.page.keyboard.press("Enter")
        target = site.page.evaluate("decodeURIComponent(location.hash.slice(1))")
        expect(site.page.locator(f"[id='{target}']")).to_be_in_viewport()


def test_tabbing_on_reaches_the_steps_in_order(site: Watched) -> None:
    site.page.set_viewport_size({"width": 1280, "height": 800})
    site.open(RESTAURANT)
    site.page.locator("article h1").evaluate("h => { h.tabIndex = -1; h.focus() }")
    reached: list[str] = []
    for _ in range(40):
        site.page.keyboard.press("Tab")
        href = site.page.evaluate("document.activeElement.getAttribute('href') || ''")
        if href.startswith("#step-"):
            reached.append(href)
    in_order = ["greet", "take-order", "prepare", "serve", "table-service", "pay-and-farewell"]
    assert reached[:6] == [f"#step-{name}" for name in in_order]
