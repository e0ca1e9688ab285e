"""Runs know whose they are, and for whom; what rests for hours is asked about."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.accessible import by_night, hold_still, small_targets, violations
from tests.browser.fixtures import PHONE, Watched
from tests.browser.test_run import finish, press, saved, title

DOCKING = "handbook/run/?p=egl-docking"
PROCEDURE = "handbook/emergency/egl-docking/"
SPOIL = """([start, text]) => Object.keys(localStorage).filter(key => key.includes(start))
  .forEach(key => localStorage.setItem(key, text))"""
NIGHT, MORNING = "2026-11-28T22:00:00", "2026-11-29T08:00:00"


def stored(page: Page) -> dict[str, Any]:
    """The run kept last, as it is kept."""
    key = "Object.keys(localStorage).filter(key => /:run[/]/.test(key)).sort().at(-1)"
    return dict(json.loads(page.evaluate(f"localStorage.getItem({key})")))


def be(site: Watched, role: str) -> None:
    site.open(f"handbook/roles/{role}/")
    press(site.page, "设为我的岗位")


def start_at_night(site: Watched) -> Page:
    site.page.clock.install(time=NIGHT)
    site.open(DOCKING)
    title(site.page, "选择医院")
    press(site.page, "送签约网络医院")
    title(site.page, "请患者和接诊医护人员签字")
    site.page.clock.set_fixed_time(MORNING)
    return site.page


def test_a_run_of_yesterday_is_gone_on_with_only_when_somebody_says_so(clocked: Watched) -> None:
    page = start_at_night(clocked)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".sop-run__card")).to_be_visible()  # on a page that was left open, too
    page.reload()
    expect(page.locator(".sop-run__card")).to_contain_text("2026-11-28 22:00")
    expect(page.locator(".sop-run__title")).to_have_count(0)
    expect(page.get_by_role("banner").get_by_role("link", name="打电话")).to_be_visible()
    page.get_by_role("button", name=re.compile("接着做")).click()
    title(page, "请患者和接诊医护人员签字")
    page.reload()  # once said, it is not asked again
    title(page, "请患者和接诊医护人员签字")


def test_beginning_anew_gives_the_old_run_up_and_keeps_its_record(clocked: Watched) -> None:
    page = start_at_night(clocked)
    page.reload()
    press(page, "重新开始")
    title(page, "选择医院")
    clocked.open("handbook/run/")
    done = page.locator("section", has=page.get_by_role("heading", name="以前的记录"))
    expect(done.locator(".sop-run__card")).to_contain_text("中止：重新开始")
    expect(page.get_by_role("button", name=re.compile("接着做"))).to_have_count(1)


def test_the_next_one_has_a_run_of_its_own_under_a_label_and_a_code_that_is_known(
    site: Watched,
) -> None:
    page = site.page
    hold_still(page)
    site.open(DOCKING)
    title(page, "选择医院")
    site.open(DOCKING)
    press(page, "下一位")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("不写姓名")
    assert violations(page) == []
    dialog.get_by_label("给谁做的").fill("12床")
    dialog.get_by_role("button", name="开始").click()
    title(page, "选择医院")
    expect(page.locator(".sop-run__head")).to_contain_text("12床")
    site.open(DOCKING)
    expect(page.locator(".sop-run__card")).to_have_count(2)  # the other one still waits
    page.get_by_role("button", name=re.compile("接着做.*12床")).click()
    finish(page)
    expect(page.locator(".sop-record")).to_contain_text("12床")
    _, table = saved(page, "下载表格（CSV）")
    assert "给谁做的" in table
    assert ",12床," in table
    _, data = saved(page, "下载数据（JSON）")
    assert json.loads(data)["label"] == "12床"
    code = page.locator(".sop-record dl div", has_text="内容编码").locator("dd").inner_text()
    assert re.fullmatch(r"\w{3}-\w{3}-\w{3}", code)
    press(page, "下一位")
    expect(page.get_by_role("dialog").get_by_label("给谁做的")).to_have_value("")
    site.open(f"handbook/currency/?c={code}")  # the check of sheets knows it
    expect(page.get_by_role("status")).to_contain_text("送医院，凭担保函交接患者")
    expect(page.get_by_role("status")).to_contain_text("最新的一版")


def test_a_hand_over_does_not_ask_what_was_just_answered(site: Watched) -> None:
    page = site.page
    site.open(DOCKING)
    title(page, "选择医院")
    press(page, "送签约网络医院")
    title(page, "请患者和接诊医护人员签字")
    press(page, "异常")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("医院不接收担保函", exact=True).click()
    dialog.get_by_role("button", name="转“处理非标准情况”").click()
    page.get_by_role("link", name="接着执行“处理非标准情况”").click()
    title(page, "请联盟与医院协调")
    press(page, "返回")  # it may have been the wrong answer
    expect(page.locator(".sop-run__question")).to_have_text("遇到的是哪种情况？")


def test_unfinished_runs_show_at_home_and_on_their_procedure(site: Watched) -> None:
    page = site.page
    hold_still(page)
    site.open("")
    expect(page.locator("[data-sop-open]")).to_be_hidden()
    site.open(DOCKING)
    title(page, "选择医院")
    site.open(PROCEDURE)
    start = page.get_by_role("link", name="开始执行")
    expect(start).to_contain_text("1 份没做完")
    assert _fits_the_smallest(page)
    start.click()
    expect(page.locator(".sop-run__card")).to_be_visible()
    site.open("")
    page.locator("[data-sop-open]").get_by_role("link", name="送医院，凭担保函交接患者").click()
    title(page, "选择医院")
    site.open("")
    assert violations(page) + small_targets(page) == []
    by_night(page)
    assert violations(page, "contrast") == []
    assert _fits_the_smallest(page)


def _fits_the_smallest(page: Page) -> bool:
    """Whether nothing is wider than the smallest phone; leaves the page on the usual one."""
    page.set_viewport_size({"width": 320, "height": 640})
    fits = page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size(PHONE)
    return bool(fits)


def test_a_run_waits_for_the_role_that_began_it(site: Watched) -> None:
    page = site.page
    be(site, "crew")
    site.open(DOCKING)
    title(page, "选择医院")
    assert stored(page)["role"] == "crew"
    be(site, "seat")
    site.open("")
    expect(page.locator("[data-part=mine]")).to_be_visible()
    expect(page.locator("[data-sop-open]")).to_be_hidden()
    site.open(DOCKING)
    title(page, "选择医院")  # begun for the other role, without a question
    site.open("handbook/run/")  # where everybody's are
    expect(page.locator(".sop-run__card")).to_have_count(2)
    site.open("")
    page.get_by_role("button", name="外派车辆人员", exact=True).click()
    expect(page.locator("[data-sop-open]").get_by_role("listitem")).to_have_count(1)


def test_a_run_of_a_former_edition_goes_on_without_the_data_it_kept(site: Watched) -> None:
    page = site.page
    site.open(DOCKING)
    title(page, "选择医院")
    run = stored(page)
    for new in ("role", "who", "label", "resumed"):
        run.pop(new, None)
    for head in run["heads"].values():
        head.pop("code", None)
    page.evaluate(
        "run => localStorage.setItem(Object.keys(localStorage).find(k => /:run[/]/.test(k)), run)",
        json.dumps(run),
    )
    be(site, "crew")
    site.open(DOCKING)
    page.get_by_role("button", name=re.compile("接着做")).click()
    title(page, "选择医院")
    # Without the data that it kept it goes on with what is fetched.
    page.evaluate(SPOIL, [":books/", '{"egl-docking":{"steps":5}}'])
    page.reload()
    finish(page)


@pytest.mark.parametrize(
    "text",
    [
        '{"version":1,"heads":{"x":{}}}',  # only deep down it is no run
        # tests/scripts/run/device.test.js damages records in many more ways.
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("{", "7", "[]", '{"version":1}')),
    ],
)
def test_damaged_records_blank_no_page_and_are_offered_for_removal(
    site: Watched, text: str
) -> None:
    page = site.page
    be(site, "crew")
    site.open(DOCKING)
    title(page, "选择医院")
    address = page.url.removeprefix(site.address)
    for start in (":run/", ":books/", "sop-job ", "sop-jobs "):
        page.evaluate(SPOIL, [start, text])
    site.open(PROCEDURE)
    expect(page.get_by_role("link", name="开始执行")).to_be_visible()
    site.open("")
    expect(page.get_by_label("选好岗位")).to_be_visible()
    expect(page.locator("[data-sop-open]")).to_contain_text("读不出来：坏了")
    for at in (address, "handbook/run/"):  # the run that was saved in a bookmark, too
        site.open(at)
        expect(page.locator(".sop-damage")).to_contain_text("读不出来：坏了")
    page.set_viewport_size(PHONE)
    press(page, "删掉这些记录")
    expect(page.locator(".sop-damage")).to_have_count(0)
    left = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('sop'))")
    # An empty list of roles is no damage; what was read last was not spoilt.
    left = [key for key in left if not key.endswith(":recent")]
    assert [key for key in left if not (text == "[]" and key.startswith("sop-jobs "))] == []
    site.open(DOCKING)
    title(page, "选择医院")
