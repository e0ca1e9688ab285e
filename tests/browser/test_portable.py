"""The edition for USB sticks in a browser that has neither server nor network."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.fixtures import PATIENCE


@pytest.fixture(scope="module")
def tablet(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 820, "height": 1180}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(tablet: BrowserContext) -> Iterator[Page]:
    """A page of a tablet; afterwards nothing may have gone wrong."""
    page = tablet.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda told: trouble.append(told.text) if told.type == "error" else None)
    page.on("requestfailed", lambda request: trouble.append(f"{request.url} {request.failure}"))
    yield page
    page.close()
    # Leaving a page while something is still loading is no failure.
    assert [told for told in trouble if not told.endswith("net::ERR_ABORTED")] == []


def test_pages_lead_to_each_other(page: Page, stick: Path) -> None:
    page.goto((stick / "index.html").as_uri())
    page.locator("article").get_by_role("link", name="院前急救").first.click()
    expect(page).to_have_url(re.compile(r"/handbook/emergency/index\.html(#.*)?$"))
    page.locator("article").get_by_role("link", name="送医院，凭担保函交接患者").first.click()
    expect(page.locator("h1")).to_contain_text("送医院")
    expect(page.locator("[data-sop-edition]")).to_contain_text("手册 2026-11-22 版")
    expect(page.locator("[data-sop-away]")).to_be_hidden()
    page.locator(".sop-crumbs").get_by_role("link", name="院前急救").click()
    expect(page).to_have_url(re.compile(r"/handbook/emergency/index\.html$"))


def test_the_search_finds_a_step_and_leads_to_it(page: Page, stick: Path) -> None:
    page.goto((stick / "index.html").as_uri())
    page.locator("[data-sop-search]").first.click()
    page.locator("#sop-search-input").fill("yutouchaonabian")
    hit = page.locator(".sop-hit").first
    expect(hit).to_contain_text("鱼")
    hit.click()
    expect(page).to_have_url(re.compile(r"/restaurant-six-steps/index\.html#step-"))


def test_a_procedure_is_carried_out(page: Page, stick: Path) -> None:
    page.goto((stick / "handbook/emergency/egl-docking/index.html").as_uri())
    page.get_by_role("link", name="开始执行").click()
    title = page.locator(".sop-run__title")
    expect(title).to_have_text("选择医院")
    page.get_by_role("button", name="送签约网络医院").click()
    expect(title).to_have_text("请患者和接诊医护人员签字")
    page.reload()
    expect(title).to_have_text("请患者和接诊医护人员签字")


def test_a_procedure_is_rehearsed(page: Page, stick: Path) -> None:
    page.goto((stick / "handbook/emergency/egl-docking/index.html").as_uri())
    page.get_by_role("link", name="开始演练").click()
    page.get_by_role("button", name=re.compile("^观察员")).first.click()
    score = page.locator(".sop-drill__score")
    page.locator(".sop-drill__row").first.get_by_role("button", name="做到", exact=True).click()
    expect(score).to_contain_text("做到 1")
    page.reload()
    expect(score).to_contain_text("做到 1")


def test_the_link_of_a_step_is_offered(page: Page, stick: Path) -> None:
    page.goto((stick / "handbook/restaurant/restaurant-six-steps/index.html").as_uri())
    page.get_by_role("button", name="发这一步：上菜").click()
    dialog = page.get_by_role("dialog", name="上菜")
    expect(dialog.get_by_role("button", name="复制链接")).to_be_visible()


def test_a_code_is_answered(page: Page, stick: Path) -> None:
    page.goto((stick / "handbook/currency/index.html").as_uri())
    page.get_by_label("打印件上的编码").fill("222-222-222")
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="编码")).to_contain_text("查不到这个编码")


def test_it_says_what_it_is_where_others_save(page: Page, stick: Path) -> None:
    page.goto((stick / "offline/index.html").as_uri())
    expect(page.get_by_text("这是 U 盘版")).to_be_visible()
    for untrue in ("打开过一次手册", "建议连着 Wi-Fi 时保存", "连上网络打开时"):
        expect(page.get_by_text(untrue)).to_be_hidden()
    expect(page.locator("[data-sop-unable]")).to_be_hidden()
