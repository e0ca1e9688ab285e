"""What a run knows about people is on paper and in files, and soon nowhere else."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Watched
from tests.browser.test_run import press, saved, title
from tests.browser.test_run_asks import GO_ON, INFUSION, LIFT, NEXT, begin, write

NUMBER = "13900002222"
EVENING = "2026-11-28T20:46:00"
HELD = """async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage },
  history.state, document.cookie, await Promise.all((await indexedDB.databases()).map(String))])"""


def held(page: Page) -> str:
    """Everything that the device keeps."""
    return str(page.evaluate(HELD))


def seen(page: Page) -> str:
    """Everything that a person sees or hears of a page, and finds in its lists and titles."""
    return str(page.evaluate("() => document.title + location.href + document.body.innerText"))


# No window tells it of a change.
DEAF = """const add = window.addEventListener;
window.addEventListener = function (name, ...more) {
  if (name !== 'storage') add.call(this, name, ...more);
};"""
# What is kept of the run comes to harm: its end is lost, a list is none, its beginning unknown.
HARM = """harm => {
  const [key, text] = Object.entries(localStorage).find(([key]) => key.includes(':run/'));
  const run = JSON.parse(text);
  if (harm === 'other') run.visits = { 0: run.visits[0] };
  if (harm === 'undated') run.started = 'x';
  const whole = JSON.stringify(run);
  localStorage.setItem(key, harm === 'cut' ? whole.slice(0, -1) : whole);
}"""


def stop(page: Page) -> None:
    press(page, "中止")
    page.get_by_label("为什么中止").fill("演练")
    page.get_by_role("dialog").get_by_role("button", name="中止").click()
    title(page, "已中止")


def called(site: Watched) -> Page:
    """A rescue in which somebody's number was written down."""
    page = begin(site, LIFT)
    title(page, "安抚被困的人")
    write(page, "报警人电话", NUMBER)
    return page


def ended(site: Watched) -> Page:
    """The same, given up: its record is on the screen."""
    page = called(site)
    stop(page)
    return page


def test_a_personal_value_is_in_no_list_and_no_message(abroad: Watched) -> None:
    page = called(abroad)
    expect(page.get_by_text("个人信息：导出或打印后删除，最迟明天")).to_be_visible()
    assert NUMBER in held(page)
    assert NUMBER not in seen(page)
    press(page, NEXT)
    assert NUMBER not in seen(page)
    abroad.open("handbook/run/")
    expect(page.get_by_role("button", name="接着做")).to_be_visible()
    assert NUMBER not in seen(page)
    abroad.open("")
    assert NUMBER not in seen(page)


def test_the_record_shows_it_on_paper_only_and_a_file_takes_it_from_the_device(
    abroad: Watched,
) -> None:
    page = ended(abroad)
    expect(page.locator(".sop-record")).to_contain_text("报警人电话 已记，只在打印和导出的记录里")
    page.evaluate("() => getSelection().selectAllChildren(document.body)")
    assert NUMBER not in page.evaluate("() => getSelection().toString()")
    assert NUMBER not in seen(page)
    page.emulate_media(media="print")
    assert NUMBER in seen(page)
    page.emulate_media(media="screen")
    assert NUMBER in saved(page, "下载表格（CSV）")[1]
    expect(page.locator(".sop-record")).to_contain_text("报警人电话 已删除")
    assert NUMBER not in held(page)
    assert NUMBER not in saved(page, "下载数据（JSON）")[1]


def test_printing_asks_whether_it_came_out(abroad: Watched) -> None:
    page = ended(abroad)
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    press(page, "没有印成")
    assert NUMBER in held(page)
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    press(page, "印好了，删除")
    expect(page.locator(".sop-record")).to_contain_text("报警人电话 已删除")
    assert NUMBER not in held(page)
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_day_after_the_run_began_it_is_gone_from_every_window(abroad_clocked: Watched) -> None:
    page = abroad_clocked.page
    page.clock.install(time=EVENING)
    called(abroad_clocked)
    expect(page.get_by_text("最迟明天 20:46 删除")).to_be_visible()
    other = page.context.new_page()
    other.clock.install(time=EVENING)
    other.goto(abroad_clocked.address + "handbook/kitchen/cooling/")  # the run is not open here
    page.goto(abroad_clocked.address)
    page.clock.fast_forward("23:50:00")
    assert NUMBER in held(page)
    page.clock.fast_forward("00:11:00")
    page.wait_for_function(f"() => !JSON.stringify({{ ...localStorage }}).includes('{NUMBER}')")
    assert NUMBER not in held(page)
    other.close()


def test_another_window_that_holds_the_run_does_not_bring_it_back(abroad_clocked: Watched) -> None:
    page = abroad_clocked.page
    called(abroad_clocked)
    other = page.context.new_page()
    other.goto(page.url)
    title(other, "安抚被困的人")
    assert other.get_by_label("报警人电话").input_value() == NUMBER
    other.evaluate(
        """() => import(document.querySelector('script[src*="run/main"]').src
          .replace('main.js', 'personal.js')).then((own) => {
            for (const key of Object.keys(localStorage)) {
              const id = key.split(':run/')[1];
              if (id) own.forgetOf(id);
            }
          })"""
    )
    expect(page.get_by_text("已删除。")).to_be_visible()
    assert page.get_by_label("报警人电话").input_value() == ""
    write(page, "被困人数", "2")
    assert NUMBER not in held(page)
    other.close()


def test_giving_up_from_a_list_of_before_brings_nothing_back(abroad_clocked: Watched) -> None:
    """The list was drawn while the run was open; it was ended and taken out meanwhile."""
    page = called(abroad_clocked)
    other = page.context.new_page()
    other.goto(abroad_clocked.address + LIFT)
    expect(other.get_by_role("button", name="重新开始")).to_be_visible()
    stop(page)
    saved(page, "下载数据（JSON）")
    expect(page.locator(".sop-record")).to_contain_text("已删除")
    press(other, "重新开始")
    title(other, "开始之前")
    assert NUMBER not in held(other)
    assert "演练" in held(other)  # the record that was finished is the one that is kept
    other.close()


def test_giving_up_after_a_day_takes_what_is_due_with_it(abroad_clocked: Watched) -> None:
    """Even where no timer ran meanwhile: the device slept."""
    page = abroad_clocked.page
    page.clock.install(time=EVENING)
    called(abroad_clocked)
    abroad_clocked.open(LIFT)
    expect(page.get_by_role("button", name="重新开始")).to_be_visible()
    page.clock.set_fixed_time("2026-11-29T21:00:00")
    assert NUMBER in held(page)
    press(page, "重新开始")
    title(page, "开始之前")
    assert NUMBER not in held(page)


def test_a_window_that_was_asleep_writes_nothing_over_what_is_newer(
    abroad_clocked: Watched,
) -> None:
    """It hears of nothing while it sleeps: not that the run has ended, nor of what was wiped."""
    page = abroad_clocked.page
    called(abroad_clocked)
    other = page.context.new_page()
    other.add_init_script(DEAF)
    other.goto(page.url)
    title(other, "安抚被困的人")
    stop(page)
    saved(page, "下载数据（JSON）")
    press(other, NEXT)
    title(other, "已中止")
    assert NUMBER not in held(other)
    assert "演练" in held(other)
    other.close()


@pytest.mark.parametrize("harm", ["cut", "other", "undated"])
def test_what_is_damaged_and_may_be_personal_goes_in_time(
    abroad_clocked: Watched, harm: str
) -> None:
    page = abroad_clocked.page
    page.clock.install(time=EVENING)
    called(abroad_clocked)
    page.evaluate(HARM, harm)
    abroad_clocked.open("handbook/kitchen/cooling/")
    if harm != "undated":
        page.wait_for_timeout(200)
        assert NUMBER in held(page)  # there may be somebody who can mend it
    page.clock.set_fixed_time("2026-11-29T21:00:00")
    abroad_clocked.open("handbook/kitchen/cooling/")
    page.wait_for_function(f"() => !JSON.stringify({{ ...localStorage }}).includes('{NUMBER}')")


def test_a_run_that_rested_for_a_day_takes_no_more_of_it(abroad_clocked: Watched) -> None:
    page = abroad_clocked.page
    page.clock.install(time=EVENING)
    called(abroad_clocked)
    page.clock.set_fixed_time("2026-11-29T21:00:00")
    page.reload()
    press(page, "接着做：解救电梯里的被困人员")
    title(page, "安抚被困的人")
    assert NUMBER not in held(page)
    expect(page.get_by_label("报警人电话")).to_have_count(0)
    expect(page.locator(".sop-run__readings")).to_contain_text("已删除")


def be(site: Watched, role: str) -> None:
    """Say which role one is."""
    site.open(f"handbook/roles/{role}/")
    press(site.page, "设为我的岗位")


def test_another_role_that_goes_on_sees_that_it_is_there_and_not_what(abroad: Watched) -> None:
    be(abroad, "monitor")
    page = called(abroad)
    write(page, "被困人数", "3")
    here = page.url
    be(abroad, "rescuer")
    page.goto(here)
    title(page, "安抚被困的人")
    assert page.get_by_label("被困人数").input_value() == "3"  # nobody's secret
    assert page.get_by_label("报警人电话").input_value() == ""
    expect(page.locator(".sop-run__readings")).to_contain_text("已记，只在打印和导出的记录里")
    press(page, NEXT)
    assert NUMBER in held(page)


def test_another_role_sees_nothing_of_it_and_deletes_nothing(abroad: Watched) -> None:
    be(abroad, "monitor")
    page = ended(abroad)
    record = page.url
    be(abroad, "rescuer")
    page.goto(record)
    title(page, "已中止")
    page.emulate_media(media="print")
    assert NUMBER not in seen(page)
    page.emulate_media(media="screen")
    for name in ("下载表格（CSV）", "下载数据（JSON）"):
        assert NUMBER not in saved(page, name)[1]
    assert NUMBER in held(page)  # it is not theirs to delete


def test_every_run_of_the_device_is_looked_after(abroad_clocked: Watched) -> None:
    """Two runs, one finished; a page that shows none of them wipes both when it becomes visible."""
    page = abroad_clocked.page
    page.clock.install(time=EVENING)
    ended(abroad_clocked)
    begin(abroad_clocked, INFUSION)
    write(page, "床号", "十七床")
    press(page, NEXT)
    expect(page.locator(".sop-run__title")).to_have_text("挂瓶排气")
    abroad_clocked.open("handbook/kitchen/cooling/")
    text: Any = held(page)
    assert NUMBER in text
    assert "十七床" in text
    page.clock.set_fixed_time("2026-11-29T21:00:00")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function("() => !JSON.stringify({ ...localStorage }).includes('十七床')")
    assert NUMBER not in held(page)
    assert GO_ON not in seen(page)
