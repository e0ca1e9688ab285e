"""The checklist of a page, and its steps in large type."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.fixtures import Watched

SERVICE = "handbook/restaurant/restaurant-six-steps/"
DOCKING = "handbook/emergency/egl-docking/"


def boxes(page: Page) -> Locator:
    """The boxes, once they are alive."""
    page.wait_for_selector(".sop-ticks--live")
    return page.locator(".sop-ticks").get_by_role("checkbox")


def _can_be_copied_and_printed(page: Page) -> None:
    """What is ticked, which is one box."""
    page.get_by_role("button", name="复制成文字").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    lines = text.splitlines()
    assert lines[0] == "接待堂食顾客 · CY-01 · 第1版 · 草案 · 未批准"
    assert [line[:1] for line in lines].count("☑") == 1
    assert "核对点1" in text

    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="打印勾选结果").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    for shown in ("h1", ".sop-control", ".sop-ticks", ".sop-ticks__printed"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in ("#overview", ".sop-steps", ".sop-diagram", ".sop-ticks__buttons", "#history"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#overview")).to_be_visible()
    page.emulate_media(media="null")


def test_boxes_are_labelled_grouped_count_what_is_done_and_can_be_copied_and_printed(
    site: Watched,
) -> None:
    page = site.page
    site.open(SERVICE)
    found = boxes(page)
    count = found.count()
    assert page.locator(".sop-ticks").get_by_role("group").count() >= 1
    for name in ("上菜", "结账"):
        expect(page.get_by_role("checkbox", name=re.compile(name)).first).to_be_visible()
    status = page.locator("[data-sop-progress]")
    expect(status).to_have_text(f"已核对 0 / {count}")
    found.first.check()
    expect(status).to_have_text(f"已核对 1 / {count}")
    _can_be_copied_and_printed(page)
    for box in found.all():
        box.check()
    expect(status).to_have_text(f"全部勾完，共 {count} 项")


def test_ticks_stay_on_the_device_and_can_be_taken_back(site: Watched) -> None:
    page = site.page
    site.open(SERVICE)
    boxes(page).nth(1).check()
    site.open(DOCKING)
    expect(boxes(page).nth(1)).not_to_be_checked()
    site.open(SERVICE)
    expect(boxes(page).nth(1)).to_be_checked()
    page.get_by_role("button", name="全部取消").click()
    expect(boxes(page).nth(1)).not_to_be_checked()
    page.get_by_role("button", name="恢复勾选").click()
    expect(boxes(page).nth(1)).to_be_checked()
    page.get_by_role("button", name="全部取消").click()
    page.reload()
    expect(boxes(page).nth(1)).not_to_be_checked()
    assert page.evaluate("Object.keys(localStorage).filter(key => /ticks/.test(key))") == []


def test_a_step_that_changed_is_unticked_and_may_be_called_what_every_object_has(
    site: Watched,
) -> None:
    page = site.page
    site.open(SERVICE)
    for at in (0, 1):
        boxes(page).nth(at).check()
    digest = str(boxes(page).nth(1).get_attribute("value"))
    name = str(boxes(page).nth(3).get_attribute("name"))

    def newer(route: Route) -> None:
        response = route.fetch()
        changed = response.text().replace(digest, "0" * 12)
        assert f'name="{name}"' in changed
        changed = changed.replace(f'name="{name}"', 'name="constructor"')
        route.fulfill(response=response, body=changed)

    page.route(f"**/{SERVICE}", newer)
    named = page.locator(".sop-ticks input[name=constructor]")
    for _ in range(2):  # it goes on saying so until someone decides
        site.open(SERVICE)
        expect(boxes(page).nth(0)).to_be_checked()
        expect(boxes(page).nth(1)).not_to_be_checked()
        told = page.locator(".sop-tick", has=page.locator(".sop-tick__changed"))
        expect(told.first).to_contain_text("内容改过，请重新核对")
        expect(told.filter(has=named)).to_have_count(0)
        expect(page.locator("[data-sop-progress]")).to_contain_text("内容改过")
        boxes(page).nth(2).check()
    expect(named).not_to_be_checked()
    named.check()
    boxes(page).nth(1).check()
    site.open(SERVICE)
    expect(boxes(page).nth(1)).to_be_checked()
    expect(named).to_be_checked()


def test_boxes_work_where_nothing_can_be_stored(site: Watched) -> None:
    page = site.page
    site.at_start(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"
    )
    site.open(SERVICE)
    boxes(page).first.check()
    expect(page.locator("[data-sop-progress]")).to_contain_text("不让保存")
    page.get_by_role("button", name="大字阅读").click()
    expect(page.get_by_role("button", name="退出大字阅读")).to_be_visible()
    # The theme keeps the colour scheme and complains on its own.
    site.expects("DOMException|^no$")


# Large type -----------------------------------------------------------------------------------

SMALL = """() => [...document.querySelectorAll(".sop-steps *, .sop-troubles *")]
  .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => (
    node.nodeType === 3 && node.textContent.trim())))
  .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 18)
  .map((one) => `${one.className} ${one.textContent.slice(0, 30)}`)"""


def _is_offered_first(page: Page) -> None:
    """On an emergency page large type stands above all else that can be done."""
    wide = page.get_by_role("button", name="大字阅读").bounding_box()
    start = page.get_by_role("link", name="开始执行").bounding_box()
    assert wide
    assert start
    assert wide["y"] < start["y"]
    assert wide["width"] > 300
    assert wide["height"] >= 60


def test_large_type_shows_the_steps_only_is_remembered_and_can_be_left(site: Watched) -> None:
    page = site.page
    site.open(DOCKING)
    _is_offered_first(page)
    page.get_by_role("button", name="大字阅读").click()
    assert page.evaluate(SMALL) == []
    for hidden in ("#overview", ".sop-diagram", ".sop-ticks", "#history"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in ("选择医院", "医院不接收担保函", "400-818-5050"):
        found = page.locator("article").get_by_text(shown).filter(visible=True)
        expect(found.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    site.open(SERVICE)
    expect(page.locator("#overview")).to_be_hidden()
    expect(page.get_by_role("button", name="退出大字阅读")).to_be_in_viewport()
    page.locator("#step-serve").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="退出大字阅读")).to_be_in_viewport()
    page.get_by_role("button", name="退出大字阅读").click()
    expect(page.locator("#overview")).to_be_visible()
    expect(page.locator("#step-serve")).to_be_in_viewport()
    page.reload()
    expect(page.locator("#overview")).to_be_visible()
    page.get_by_role("button", name="大字阅读").click()
    site.open(f"{SERVICE}#%")  # whatever the address names
    page.get_by_role("button", name="退出大字阅读").click()
    expect(page.locator("#overview")).to_be_visible()


def test_without_scripts_the_checklist_can_be_read(site: Watched) -> None:
    browser = site.page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + SERVICE)
    expect(page.locator(".sop-ticks legend").first).to_be_visible()
    expect(page.get_by_role("link", name="开始执行")).to_be_hidden()
    expect(page.get_by_role("button", name="复制成文字")).to_be_hidden()
    context.close()
