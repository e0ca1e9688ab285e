"""Ticks know when they were made, for whom, and by which role."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.accessible import hold_still, small_targets, violations
from tests.browser.fixtures import Watched
from tests.browser.test_checklists import boxes

SERVICE = "handbook/restaurant/restaurant-six-steps/"
DOCKING = "handbook/emergency/egl-docking/"
FORMER = """([name, boxes]) => localStorage.setItem(
  `sop:${new URL("../../..", location).pathname}:ticks/${name}`, JSON.stringify(boxes))"""
NIGHT, MORNING = "2026-11-28T22:00:00", "2026-11-29T08:00:00"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def copied(page: Page) -> list[str]:
    press(page, "复制成文字")
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()")).splitlines()


def at_night(site: Watched) -> Page:
    """Two boxes ticked at ten at night."""
    site.page.clock.install(time=NIGHT)
    site.open(SERVICE)
    boxes(site.page).nth(0).check()
    boxes(site.page).nth(1).check()
    return site.page


def asking(page: Page) -> None:
    expect(page.locator("[data-sop-asking]")).to_be_visible()
    expect(page.locator("[data-sop-asking]")).to_contain_text("这份是 2026-11-28 22:00 勾的。")
    expect(boxes(page).nth(2)).to_be_disabled()


def test_yesterdays_ticks_are_begun_anew_or_gone_on_with_only_when_somebody_says_so(
    clocked: Watched,
) -> None:
    page = at_night(clocked)
    page.clock.set_fixed_time(MORNING)
    page.reload()
    asking(page)
    press(page, "重新开始")
    expect(page.locator("[data-sop-progress]")).to_have_text("已核对 0 / 8")
    expect(boxes(page).nth(0)).to_be_enabled()
    press(page, "恢复勾选")  # that can be taken back
    asking(page)
    press(page, "接着做")
    expect(page.locator("[data-sop-asking]")).to_be_hidden()
    boxes(page).nth(2).check()
    page.reload()  # once said, it is not asked again
    expect(page.locator("[data-sop-asking]")).to_be_hidden()
    lines = [line for line in copied(page) if line.startswith("☑")]
    assert [line.rpartition("  ")[2].split(" ", 1)[1][-11:] for line in lines[:2]] == [
        "11-28 22:00",
        "11-28 22:00",
    ]
    assert lines[2].endswith(" 08:00")


def test_a_page_that_lay_open_for_hours_asks_before_it_takes_a_tick(clocked: Watched) -> None:
    page = at_night(clocked)
    page.clock.set_fixed_time("2026-11-28T23:30:00")
    boxes(page).nth(2).check()  # an hour and a half is the same shift
    page.clock.set_fixed_time("2026-11-29T07:00:00")
    boxes(page).nth(3).click()
    expect(page.locator("[data-sop-asking]")).to_be_visible()
    expect(boxes(page).nth(3)).not_to_be_checked()
    expect(page.locator("[data-sop-progress]")).to_have_text("已核对 3 / 8")


def test_what_an_earlier_version_kept_is_begun_anew_and_says_so(site: Watched) -> None:
    page = site.page
    site.open(SERVICE)
    first = boxes(page).first
    told = {str(first.get_attribute("name")): [str(first.get_attribute("value")), 1]}
    former = {"label": "", "resumed": 0, "boxes": told}
    for kept in (former, {**former, "version": 1}):
        page.evaluate(FORMER, ["restaurant-six-steps", kept])
        page.reload()
        expect(page.locator("[data-sop-broken]")).to_contain_text("手册换新记法以前的。请从头勾选")
        expect(first).not_to_be_checked()
    first.check()
    expect(page.locator("[data-sop-broken]")).to_be_hidden()
    page.reload()
    expect(first).to_be_checked()
    expect(page.locator("[data-sop-broken]")).to_be_hidden()


def test_the_next_table_begins_afresh_under_a_label_that_is_printed_and_copied(
    clocked: Watched,
) -> None:
    hold_still(clocked.page)
    page = at_night(clocked)
    press(page, "下一位")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("不写姓名")
    assert violations(page) == []
    assert small_targets(page) == []
    dialog.get_by_label("给谁做的").fill("3号桌")
    dialog.get_by_role("button", name="开始").click()
    expect(page.locator("[data-sop-progress]")).to_have_text("3号桌　已核对 0 / 8")
    boxes(page).first.check()
    page.reload()
    expect(page.locator("[data-sop-progress]")).to_have_text("3号桌　已核对 1 / 8")
    assert "3号桌" in copied(page)[1]
    page.evaluate("window.print = () => {}")
    press(page, "打印勾选结果")
    page.emulate_media(media="print")
    for shown in ("3号桌", "22:00", "2026-11-28 22:00 打印"):
        expect(page.locator(".sop-ticks").get_by_text(shown).first).to_be_visible()
    page.emulate_media(media="screen")
    press(page, "下一位")
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(page.locator("[data-sop-progress]")).to_have_text("3号桌　已核对 1 / 8")
    press(page, "下一位")
    page.keyboard.press("Enter")  # no label is fine
    expect(page.locator("[data-sop-progress]")).to_have_text("已核对 0 / 8")
    press(page, "恢复勾选")
    expect(page.locator("[data-sop-progress]")).to_have_text("3号桌　已核对 1 / 8")


def test_each_role_has_ticks_of_its_own(site: Watched) -> None:
    page = site.page

    def be(role: str) -> None:
        site.open(f"handbook/roles/{role}/")
        press(page, "设为我的岗位")
        site.open(SERVICE)
        page.wait_for_selector(".sop-ticks--live")
        if page.get_by_role("button", name="看全部").is_visible():
            press(page, "看全部")

    be("waiter")
    boxes(page).first.check()
    be("cashier")
    expect(boxes(page).first).not_to_be_checked()
    boxes(page).nth(1).check()
    be("waiter")
    expect(boxes(page).first).to_be_checked()
    expect(boxes(page).nth(1)).not_to_be_checked()


# What cannot be read at all, and what only further down is not what it should be.
NONSENSE = ("{", "null", '{"boxes":{"serve":7}}', '{"boxes":{},"label":[]}')


def test_damaged_ticks_are_offered_for_removal(site: Watched) -> None:
    page = site.page
    site.open(SERVICE)
    boxes(page).first.check()
    for nonsense in NONSENSE:
        _spoil(page, nonsense)
        expect(boxes(page).first).not_to_be_checked()
    boxes(page).first.check()  # and forgets what was damaged
    expect(page.locator("[data-sop-broken]")).to_be_hidden()
    page.reload()
    expect(boxes(page).first).to_be_checked()


@pytest.mark.slow
@pytest.mark.parametrize("nonsense", ["[1]", '"x"', "7"])
def test_so_is_what_is_no_object(nonsense: str, site: Watched) -> None:
    site.open(SERVICE)
    boxes(site.page).first.check()
    _spoil(site.page, nonsense)
    expect(boxes(site.page).first).not_to_be_checked()


def test_so_are_damaged_ticks_of_a_role(site: Watched) -> None:
    page = site.page
    site.open("handbook/roles/waiter/")
    press(page, "设为我的岗位")
    site.open(SERVICE)
    boxes(page).first.check()
    _spoil(page, NONSENSE[-1])
    page.locator("[data-sop-broken]").get_by_role("button", name="删除").click()
    expect(page.locator("[data-sop-broken]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter(key => /ticks[/]/.test(key))") == []


def _spoil(page: Page, nonsense: str) -> None:
    """Damage what is kept of ticks, and see the page say so."""
    page.evaluate(
        """nonsense => Object.keys(localStorage).filter(key => /ticks[/]/.test(key))
          .forEach(key => localStorage.setItem(key, nonsense))""",
        nonsense,
    )
    page.reload()
    expect(page.locator("[data-sop-broken]")).to_contain_text("读不出来：坏了")
    expect(boxes(page).first).to_be_enabled()


# Beside the boxes ------------------------------------------------------------------------------


def test_the_way_it_went_and_what_does_not_apply_are_kept_copied_and_taken_back(
    site: Watched,
) -> None:
    page = site.page
    site.open(DOCKING)
    page.wait_for_selector(".sop-ticks--live")
    way = page.locator(".sop-tick__beside").get_by_role("radio").first
    expect(page.get_by_role("button", name="全部取消")).to_be_disabled()
    way.check()
    before = page.locator("[data-sop-progress]").inner_text()
    assert before.startswith("已核对 0 /")  # an answer is no box
    page.reload()
    expect(way).to_be_checked()
    answer = way.locator("..").locator("[data-sop-text]").inner_text()
    line = next(line for line in copied(page) if answer in line)
    assert re.fullmatch(r"☑ .+ \d\d:\d\d", line)
    other = page.locator(".sop-tick__beside").get_by_role("radio").nth(1)
    other.check()
    page.reload()
    expect(other).to_be_checked()
    expect(way).not_to_be_checked()
    press(page, "全部取消")
    expect(other).not_to_be_checked()
    press(page, "恢复勾选")
    expect(other).to_be_checked()
    press(page, "全部取消")
    _what_does_not_apply_counts_and_says_so_on_paper(page)


def _what_does_not_apply_counts_and_says_so_on_paper(page: Page) -> None:
    """With its critical points; nothing was ticked before."""
    idle = page.locator("[data-sop-extra]").first
    name = str(idle.get_attribute("name")).removesuffix(".na")
    names = boxes(page).evaluate_all("all => all.map(one => one.name)")
    own = [one for one in names if one == name or one.startswith(f"{name}.")]
    own = [one for one in own if not one.endswith(".na")]
    page.locator("[data-sop-extra]").first.check()
    expect(page.locator("[data-sop-progress]")).to_contain_text(f"已核对 {len(own)} /")
    page.reload()
    expect(idle).to_be_checked()
    page.evaluate("window.print = () => {}")
    press(page, "打印勾选结果")
    page.emulate_media(media="print")
    shown = idle.locator("..")
    expect(shown).to_be_visible()
    expect(shown).to_contain_text(re.compile(r"不适用.*\d\d:\d\d"))
    page.emulate_media(media="screen")
    kept = page.evaluate("Object.entries(localStorage).find(([key]) => /ticks[/]/.test(key))[1]")
    assert list(json.loads(kept)["boxes"]) == [f"{name}.na"]
    idle.uncheck()
    expect(page.locator("[data-sop-progress]")).to_contain_text("已核对 0 /")
