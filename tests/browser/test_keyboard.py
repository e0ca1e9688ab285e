"""Every function without a mouse: one walk for each area, and the focus never lost."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.fixtures import Watched
from tests.browser.test_currency import PAGE as CURRENCY
from tests.browser.test_currency import _checklist as code_of_checklist
from tests.browser.test_run import DOCKING as DOCKING_RUN
from tests.browser.test_run import open_limited, title
from tests.keyboard import Keys
from tests.sites import Built

DOCKING = "handbook/emergency/egl-docking/"
SERVICE = "handbook/restaurant/restaurant-six-steps/"


def _rested(page: Page) -> None:
    """A new screen takes no key for a moment, lest one runs on."""
    expect(
        page.locator(".sop-run button:is(.sop-run__next, .sop-run__way):disabled")
    ).to_have_count(0)


def test_a_run_from_its_start_to_its_record(brisk: Watched) -> None:
    page, keys = brisk.page, Keys(brisk.page)
    brisk.open(DOCKING)
    keys.skip()
    keys.press("开始执行")
    title(page, "选择医院")
    assert keys.focus()["name"] == "选择医院"
    _rested(page)
    keys.press("送签约网络医院")
    title(page, "请患者和接诊医护人员签字")
    assert keys.focus()["name"] == "请患者和接诊医护人员签字"

    keys.press("记一笔")
    keys.type("电梯坏了")
    keys.press("保存")
    expect(page.locator(".sop-run")).to_contain_text("备注：电梯坏了")
    assert keys.focus()["name"] == "记一笔"  # where one was
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert keys.focus()["name"] == "记一笔"

    keys.press("没照做")
    keys.focus()
    keys.to("做法不一样", back=True)
    page.keyboard.press("ArrowDown")
    assert keys.focus()["name"] == "没有做这一步"
    keys.to("为什么")
    keys.type("患者昏迷")
    keys.press("保存")
    title(page, "与医院交接患者")
    assert keys.focus()["name"] == "与医院交接患者"

    keys.press("异常")
    keys.press("患者有其他问题咨询")
    keys.press("知道了，处理完回到这一步")
    expect(page.get_by_role("dialog")).to_have_count(0)
    title(page, "与医院交接患者")
    assert keys.focus()["name"] == "异常"
    keys.to("返回", back=True)
    page.keyboard.press("Space")
    title(page, "请患者和接诊医护人员签字")
    assert keys.focus()["name"] == "请患者和接诊医护人员签字"
    _rested(page)
    keys.press("做完了，下一步")
    title(page, "与医院交接患者")
    keys.press("异常")
    keys.press("医院不接收担保函")
    keys.press("转“处理非标准情况”")
    title(page, "做完了")
    assert keys.focus()["name"] == "做完了"
    record = page.locator(".sop-record")
    for told in ("没有做这一步：患者昏迷", "遇到异常：患者有其他问题咨询", "返回上一步"):
        expect(record).to_contain_text(told)
    with page.expect_download() as waiting:
        keys.press("下载表格（CSV）")
    assert "患者昏迷" in Path(waiting.value.path()).read_text("utf-8")
    assert keys.focus()["name"] == "下载表格（CSV）"
    with page.expect_download() as waiting:
        keys.press("下载数据（JSON）", "Space")
    assert json.loads(Path(waiting.value.path()).read_text("utf-8"))["outcome"]["hands_over"]
    keys.press("全部记录")
    expect(page.get_by_role("heading", name="以前的记录")).to_be_visible()


def test_a_clock_and_stopping(clocked: Watched) -> None:
    page, keys = clocked.page, Keys(clocked.page)
    clock = open_limited(clocked)
    page.clock.run_for(60_000)
    keys.press("重新计时")
    expect(clock).to_have_text(re.compile("还剩 (5分|4分59秒)"))
    assert keys.focus()["name"] == "重新计时"
    keys.press("中止")
    keys.type("换人做")
    keys.press("中止", "Space")
    title(page, "已中止")
    assert keys.focus()["name"] == "已中止"
    keys.press("全部记录")
    expect(page.get_by_role("heading", name="以前的记录")).to_be_visible()
    keys.skip()
    keys.press("删除")
    assert keys.focus()["name"] == "再点一次，删除"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="以前的记录")).to_have_count(0)
    keys.focus()


def test_a_run_that_waits_is_taken_up(brisk: Watched) -> None:
    page, keys = brisk.page, Keys(brisk.page)
    brisk.open(DOCKING_RUN)
    title(page, "选择医院")
    _rested(page)
    keys.press("送签约网络医院")
    title(page, "请患者和接诊医护人员签字")
    brisk.open(DOCKING_RUN)
    keys.skip()
    keys.press("接着做")
    title(page, "请患者和接诊医护人员签字")
    assert keys.focus()["name"] == "请患者和接诊医护人员签字"


def test_a_checklist_and_large_type(site: Watched) -> None:
    page, keys = site.page, Keys(site.page)
    site.at_start("window.print = () => { window.printed = true }")
    site.open(SERVICE)
    page.wait_for_selector(".sop-ticks--live")
    keys.skip()
    keys.press("大字阅读")
    assert keys.focus()["name"] == "退出大字阅读"
    expect(page.locator("#overview")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.locator("#overview")).to_be_visible()
    assert keys.focus()["name"] == "大字阅读"

    page.goto(f"{site.address}{SERVICE}#checklists")
    page.wait_for_selector(".sop-ticks--live")
    status = page.locator("[data-sop-progress]")
    for _ in range(2):
        keys.to("")
        page.keyboard.press("Space")
    expect(status).to_contain_text("已核对 2 /")
    keys.press("全部取消")
    expect(status).to_contain_text("已核对 0 /")
    assert keys.focus()["name"] == "恢复勾选"
    page.keyboard.press("Enter")
    expect(status).to_contain_text("已核对 2 /")
    keys.press("打印勾选结果")
    assert page.evaluate("window.printed")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    keys.press("复制成文字", "Space")
    expect(page.get_by_role("button", name="已复制")).to_be_focused()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.count("☑") == 2


def test_ones_own_role(site: Watched) -> None:
    page, keys = site.page, Keys(site.page)
    site.open("")
    expect(page.locator("[data-sop-job]")).to_be_visible()
    keys.skip()
    keys.to("选好岗位")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.selectedOptions[0].text")
    keys.press("就选它")
    expect(page.locator("[data-part=procedures]")).to_be_visible()
    assert keys.focus()["name"] == f"我的岗位：{chosen}"
    keys.press("取消我的岗位")
    assert "选好岗位" in keys.focus()["name"]


def test_a_typed_code(site: Watched, trades: Built) -> None:
    page, keys = site.page, Keys(site.page)
    site.open(CURRENCY)
    keys.skip()
    keys.to("打印件上的编码")
    keys.type(code_of_checklist(trades.site))
    keys.press("核对")
    expect(page.get_by_role("status")).to_contain_text("接待堂食顾客")
    assert keys.focus()["name"] == "核对"


def test_prints_by_industry(site: Watched) -> None:
    page, keys = site.page, Keys(site.page)
    site.open("handbook/prints/")
    keys.skip()
    keys.press("餐饮")
    expect(page).to_have_url(re.compile("/handbook/prints/restaurant/"))
    keys.skip()
    keys.to("检查表")
    assert page.evaluate("document.activeElement.href.endsWith('.pdf')")


def test_the_search_gives_more_and_leaves_the_reader_where_he_was(site: Watched) -> None:
    page, keys = site.page, Keys(site.page)
    site.open("usage/")
    keys.press("搜步骤")
    expect(page.get_by_role("combobox")).to_be_focused()
    keys.focus()
    page.keyboard.insert_text("担保函")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    while page.locator("[data-sop-more]").is_visible():
        before = options.count()
        keys.press("再看一些")
        expect(options.nth(before)).to_be_visible()
    expect(options.nth(before)).to_be_focused()
    keys.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#sop-search")).to_be_hidden()
    assert "搜步骤" in keys.focus()["name"]
