"""The link of a step: copied, handed to another app, scanned off the screen."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.fixtures import PATIENCE, PHONE, Watched
from tests.sites import Shared, build, served
from tests.trades import lay_out_trades

PAGE = "handbook/restaurant/restaurant-six-steps/"
SHEET = """window.sent = []; navigator.share = async (what) => { window.sent.push(what); };"""


def _open(page: Page) -> None:
    page.get_by_role("button", name="发这一步：上菜").click()
    expect(page.get_by_role("dialog", name="上菜")).to_be_visible()


def test_the_link_of_a_step_is_copied_and_leads_there(site: Watched) -> None:
    site.open(f"{PAGE}?q=#step-greet")
    site.page.keyboard.press("Escape")
    _open(site.page)
    dialog = site.page.get_by_role("dialog", name="上菜")
    expect(dialog).to_contain_text("接待堂食顾客")
    expect(dialog.get_by_role("button", name="发给别人")).to_be_hidden()
    expect(dialog.locator("img")).to_be_hidden()  # this handbook has no address
    dialog.get_by_role("button", name="复制链接").click()
    expect(dialog.get_by_role("button", name="已复制")).to_be_visible()
    link = site.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{site.address}{PAGE}#step-serve"
    dialog.get_by_role("button", name="关闭").click()
    expect(dialog).to_be_hidden()
    site.page.goto(link)
    expect(site.page.locator("#step-serve")).to_be_in_viewport()


def test_the_sheet_of_the_device_gets_the_title_and_the_link(site: Watched) -> None:
    site.at_start(SHEET)
    site.open(PAGE)
    _open(site.page)
    site.page.get_by_role("button", name="发给别人").click()
    [sent] = site.page.evaluate("window.sent")
    assert sent["url"] == f"{site.address}{PAGE}#step-serve"
    assert "上菜" in sent["title"]


@pytest.fixture(scope="module")
def published(chromium: Browser, shared: Shared) -> Iterator[tuple[Page, str]]:
    """The handbook with an address of its own."""

    def make(root: Path) -> Path:
        project = lay_out_trades(root / "project")
        settings = project / "sop_sources" / "handbook.yaml"
        settings.write_text(
            settings.read_text("utf-8") + "\nbase_url: https://sop.example.com/team/\n", "utf-8"
        )
        return build(project).site

    with served(shared.once("published", make)) as start:
        context = chromium.new_context(viewport=PHONE, locale="zh-CN", service_workers="block")
        context.set_default_timeout(PATIENCE)
        yield context.new_page(), start
        context.close()


def test_a_handbook_with_an_address_shows_a_code_to_scan(published: tuple[Page, str]) -> None:
    page, start = published
    page.goto(start + PAGE)
    _open(page)
    image = page.get_by_role("img", name="这一步的二维码")
    expect(image).to_be_visible()
    page.wait_for_timeout(200)
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(image.screenshot())))
    [told] = [one.text for one in read]
    assert told == f"https://sop.example.com/team/{PAGE}#step-serve"
    box = image.bounding_box()
    assert box
    assert box["width"] >= 250
    for name, said in (
        ("og:url", f"https://sop.example.com/team/{PAGE}"),
        ("og:title", "接待堂食顾客"),
    ):
        expect(page.locator(f"meta[property='{name}']")).to_have_attribute("content", said)
