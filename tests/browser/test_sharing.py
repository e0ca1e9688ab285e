"""The link of a step: copied, handed to another app, scanned off the screen."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Phones, Watched
from tests.moved import ADDRESS
from tests.sites import Built, served

PAGE = "handbook/restaurant/restaurant-six-steps/"
SHEET = """window.sent = []; navigator.share = async (what) => { window.sent.push(what); };"""


def _open(page: Page, step: str = "上菜") -> None:
    page.get_by_role("button", name=f"发这一步：{step}").click()
    expect(page.get_by_role("dialog", name=step)).to_be_visible()


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


def test_a_handbook_with_an_address_shows_a_code_to_scan(phones: Phones, moved: Built) -> None:
    path = "handbook/lobby/serve/"
    with served(moved.site) as start:
        for site in phones.lend(start):
            site.open(path)
            page = site.page
            _open(page, "揭盖")
            image = page.get_by_role("img", name="这一步的二维码")
            expect(image).to_be_visible()
            page.wait_for_timeout(200)
            read = zxingcpp.read_barcodes(Image.open(io.BytesIO(image.screenshot())))
            [told] = [one.text for one in read]
            assert told == f"{ADDRESS}{path}#step-uncover"
            box = image.bounding_box()
            assert box
            assert box["width"] >= 250
            for name, said in (("og:url", f"{ADDRESS}{path}"), ("og:title", "上菜")):
                expect(page.locator(f"meta[property='{name}']")).to_have_attribute("content", said)


def test_where_nothing_is_sent_what_to_tell_is_copied(site: Watched) -> None:
    site.open("handbook/management/service-culture/")
    step = site.page.locator(".sop-step").first
    tell = step.locator(".sop-tell")
    expect(tell.get_by_role("button")).to_be_hidden()
    tell.locator("summary").click()
    expect(tell).to_contain_text("告诉培训主管（企业微信群“培训”），报上：")
    said = tell.locator("b").text_content()
    for _ in range(2):
        tell.get_by_role("button", name="复制").click()
        expect(tell.get_by_role("button", name="已复制")).to_be_visible()
    assert site.page.evaluate("navigator.clipboard.readText()") == said
    expect(tell.get_by_role("button", name="复制", exact=True)).to_be_visible()
