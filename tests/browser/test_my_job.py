"""The reader's own role: chosen once, undone by one tap, first but never alone."""

import json
import re
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.accessible import by_night, hold_still, small_targets, violations
from tests.browser.fixtures import Watched
from tests.browser.test_search import box, options, results
from tests.sites import Built

ROLE = "waiter"
SERVICE = "handbook/restaurant/restaurant-six-steps/"
NEWS = {
    "key": "restaurant-six-steps 2 2026-11-20", "day": "2026-11-20", "kind": "安全",
    "title": "接待堂食顾客", "revision": "第2版", "summary": "避开孕妇<b>！</b>",
    "page": "handbook/restaurant/restaurant-six-steps", "anchor": "step-serve",
}  # fmt: skip


def _data(trades: Built, role: str) -> dict[str, Any]:
    path = trades.site / "handbook" / "my-job" / f"{role}.json"
    return dict(json.loads(path.read_text("utf-8")))


def _choose(page: Page, title: str = "服务员") -> None:
    page.get_by_label("选好岗位").select_option(label=title)
    page.get_by_role("button", name="就选它").click()


def _remember(page: Page, text: str) -> None:
    """Put something into the device's storage where the role is kept, once home has read it."""
    expect(page.locator("[data-sop-job]")).to_be_visible()
    script = "text => localStorage.setItem('sop-job ' + new URL('.', location).pathname, text)"
    page.evaluate(script, text)


def _stored(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(localStorage)"))


def test_a_role_is_chosen_at_home_and_undone_by_one_tap(site: Watched, trades: Built) -> None:
    site.open("")
    _choose(site.page)
    mine = site.page.locator("[data-part=procedures] a")
    listed = [one["title"] for one in _data(trades, ROLE)["procedures"]]
    expect(mine).to_have_text(listed)
    expect(site.page.locator("[data-sop-job]")).to_contain_text("别的内容一样看得到、搜得到")
    expect(site.page.get_by_text("换一页就要重选")).to_be_hidden()
    site.page.reload()
    expect(mine.first).to_be_visible()
    mine.first.click()
    expect(site.page.get_by_role("heading", level=1)).to_have_text(listed[0])
    site.open("")
    site.page.get_by_role("button", name="取消我的岗位").click()
    expect(site.page.get_by_label("选好岗位")).to_be_focused()
    site.page.reload()
    expect(site.page.get_by_label("选好岗位")).to_be_visible()
    assert ROLE not in _stored(site.page)


def test_a_role_is_chosen_on_its_page_by_keyboard(site: Watched) -> None:
    site.open(f"handbook/roles/{ROLE}/")
    site.page.get_by_role("button", name="设为我的岗位").focus()
    site.page.keyboard.press("Enter")
    expect(site.page.get_by_text("这是我的岗位")).to_be_visible()
    expect(site.page.get_by_role("button", name="取消我的岗位")).to_be_focused()
    site.open("handbook/restaurant/restaurant-six-steps/")
    expect(site.page.locator("article .sop-badge--mine").first).to_be_visible()
    site.open(f"handbook/roles/{ROLE}/")
    site.page.get_by_role("button", name="取消我的岗位").focus()
    site.page.keyboard.press("Enter")
    expect(site.page.get_by_role("button", name="设为我的岗位")).to_be_focused()
    site.open("handbook/restaurant/restaurant-six-steps/")
    expect(site.page.locator("article .sop-badge--mine")).to_have_count(0)


def test_the_search_puts_the_role_first_and_leaves_nothing_out(
    site: Watched, trades: Built
) -> None:
    site.open("")
    plain = results(site.page, "打招呼")
    said = site.page.locator("[data-sop-status]").inner_text()
    assert "restaurant-six-steps" in plain[0]
    site.page.keyboard.press("Escape")
    site.page.keyboard.press("Escape")
    title = str(_data(trades, "bank-teller")["title"])
    _choose(site.page, title)
    mine = results(site.page, "打招呼")
    assert "/handbook/bank/" in mine[0]
    assert sorted(mine) == sorted(plain)
    assert site.page.locator("[data-sop-status]").inner_text() == said
    expect(site.page.locator("[data-sop-mine]")).to_contain_text(f"与{title}有关的往前排")
    site.page.locator("[data-sop-mine]").get_by_role("button").click()
    expect(site.page.locator("[data-sop-mine]")).to_be_hidden()
    expect(box(site.page)).to_be_focused()
    assert results(site.page, "打招呼") == plain
    expect(site.page.locator("[data-part=mine]")).to_be_hidden()
    assert "bank-teller" not in _stored(site.page)


def test_a_checklist_lists_what_the_role_checks_and_the_rest_by_one_tap(site: Watched) -> None:
    page = site.page
    site.open("")
    _choose(page)
    site.open(SERVICE)
    note = page.locator("[data-sop-own]")
    expect(note).to_contain_text("先列出我的岗位（服务员）要核对的 6 项，别的岗位的 2 项没有列出")
    shown = page.locator(".sop-tick:visible")
    expect(shown).to_have_count(6)
    expect(page.locator(".sop-tick .sop-badge--mine").first).to_be_visible()
    expect(page.locator("[data-sop-progress]")).to_have_text("已核对 0 / 8")  # nobody is misled
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="打印勾选结果").click()
    page.emulate_media(media="print")  # on paper all of it
    expect(shown).to_have_count(8)
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.get_by_role("button", name="看全部").click()
    expect(shown).to_have_count(8)
    page.reload()
    expect(shown).to_have_count(8)
    expect(note).to_contain_text("其中 6 项由我的岗位（服务员）核对")
    page.get_by_role("button", name="只看我的").click()
    expect(shown).to_have_count(6)
    results(page, "买单")  # in the search the role is given up
    page.locator("[data-sop-mine]").get_by_role("button").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(shown).to_have_count(8)
    expect(note).to_be_hidden()
    expect(page.locator(".sop-tick .sop-badge--mine")).to_have_count(0)


def test_a_checklist_without_a_step_of_the_role_stays_whole(site: Watched) -> None:
    site.open("")
    _choose(site.page)
    site.open("handbook/emergency/egl-docking/")
    site.page.wait_for_selector(".sop-ticks--live")
    expect(site.page.locator("[data-sop-own]")).to_be_hidden()
    assert site.page.locator(".sop-tick:visible").count() == site.page.locator(".sop-tick").count()


def test_carrying_out_knows_whose_step_it_is_and_offers_ones_own(brisk: Watched) -> None:
    page = brisk.page
    brisk.open("")
    _choose(page, "收银员")
    brisk.open("handbook/run/")
    own = page.locator(".sop-run section").filter(has_text="我的岗位：收银员")
    expect(own).to_contain_text("只是先列出有关的")
    own.get_by_role("link", name="接待堂食顾客").click()
    who = page.locator(".sop-run__who")
    expect(who).to_have_text(re.compile("服务员 · 协同 收银员我"))  # a helper is concerned, too
    others = page.get_by_text("不是我的岗位（收银员）的事")
    expect(others).to_have_count(0)
    while "收银员" not in who.locator("strong").first.inner_text():
        on = page.locator(".sop-run__next")
        expect(on).to_be_enabled()
        before = page.locator(".sop-run__title").inner_text()
        on.click()
        expect(page.locator(".sop-run__title")).not_to_have_text(before)
        if "收银员" not in who.inner_text():
            expect(others).to_have_text("这一步由服务员做，不是我的岗位（收银员）的事。")
    expect(who.locator(".sop-badge--mine")).to_have_text("我")
    brisk.open("handbook/run/")
    page.get_by_role("button", name="取消我的岗位").click()
    expect(own).to_have_count(0)
    brisk.open("")
    expect(page.get_by_label("选好岗位")).to_be_visible()


def test_what_follows_the_role_is_accessible(site: Watched) -> None:
    page = site.page
    hold_still(page)
    site.open("")
    _choose(page, "收银员")
    for path, shown in ((SERVICE, "[data-sop-own]"), ("handbook/run/", ".sop-run section")):
        site.open(path)
        expect(page.locator(shown)).to_be_visible()
        assert violations(page) == []
        assert small_targets(page) == []
        by_night(page)
        assert violations(page, "contrast") == []
        by_night(page, night=False)


def test_what_changed_since_the_last_visit_is_told_once(clocked: Watched, trades: Built) -> None:
    def answer(route: Route) -> None:
        route.fulfill(json={**_data(trades, ROLE), "news": [NEWS]})

    clocked.page.clock.install(time="2026-11-19T08:00:00")
    clocked.open("")
    _choose(clocked.page)
    expect(clocked.page.locator("[data-part=procedures]")).to_be_visible()
    expect(clocked.page.locator("[data-part=since]")).to_be_hidden()  # there was no visit before
    expect(clocked.page.locator("[data-part=nothing]")).to_be_hidden()
    clocked.page.route(f"**/my-job/{ROLE}.json", answer)
    clocked.page.clock.set_fixed_time("2026-11-21T08:00:00")
    for _ in range(2):  # all day
        clocked.open("")
        since = clocked.page.locator("[data-part=since]")
        expect(since).to_contain_text("上次来访：2026-11-19")
        expect(since.get_by_role("listitem")).to_contain_text("避开孕妇<b>！</b>")
    clocked.page.clock.set_fixed_time("2026-11-22T08:00:00")
    clocked.open("")
    expect(clocked.page.locator("[data-part=nothing]")).to_contain_text("做法没有变")
    expect(clocked.page.locator("[data-part=since]")).to_be_hidden()


def test_a_shared_tablet_changes_roles_in_one_tap_and_each_keeps_its_news(
    clocked: Watched, trades: Built
) -> None:
    page = clocked.page
    page.route(
        f"**/my-job/{ROLE}.json",
        lambda route: route.fulfill(json={**_data(trades, ROLE), "news": [NEWS]}),
    )
    page.clock.install(time="2026-11-19T08:00:00")
    clocked.open("")
    _choose(page)
    expect(page.locator("[data-part=procedures]")).to_be_visible()
    page.clock.set_fixed_time("2026-11-21T08:00:00")
    clocked.open("")
    since = page.locator("[data-part=since]")
    expect(since).to_contain_text("上次来访：2026-11-19")
    page.get_by_role("button", name="换别的岗位").click()
    _choose(page, "收银员")
    name = page.locator("[data-part=name]")
    expect(name).to_contain_text("收银员")
    expect(since).to_be_hidden()
    recent = page.locator("[data-part=sharers]")
    expect(recent.get_by_role("button")).to_have_text(["服务员"])
    recent.get_by_role("button").click()
    expect(name).to_contain_text("服务员")
    expect(since).to_contain_text("上次来访：2026-11-19")
    expect(name).to_be_focused()
    hold_still(page)
    page.reload()
    expect(recent.get_by_role("button")).to_have_text(["收银员"])
    assert violations(page) == []
    assert small_targets(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="取消我的岗位").click()  # only this one is given up
    expect(recent.get_by_role("button")).to_have_text(["收银员"])
    assert f'"{ROLE}"' not in _stored(page).replace("\\", "")


def test_a_role_that_no_longer_exists_is_forgotten(site: Watched) -> None:
    site.open("")
    _remember(site.page, '{"role": "lamplighter", "title": "点灯人"}')
    site.page.reload()
    expect(site.page.get_by_text("原来选的岗位已经不在手册里")).to_be_visible()
    site.page.reload()
    expect(site.page.get_by_label("选好岗位")).to_be_visible()
    expect(site.page.get_by_text("原来选的岗位已经不在手册里")).to_be_hidden()


def test_a_broken_storage_does_no_harm(site: Watched) -> None:
    site.open("")
    for text in ("{", "[]", '{"role": "<img src=x onerror=alert(1)>"}'):
        _remember(site.page, text)
        site.page.reload()
        expect(site.page.get_by_label("选好岗位")).to_be_visible()
    site.at_start(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    )
    site.open("")
    _choose(site.page)
    expect(site.page.locator("[data-part=procedures]")).to_be_visible()
    expect(site.page.get_by_text("换一页就要重选")).to_be_visible()
    # The theme's own scripts want a storage; ours do not.
    site.expects("^no$")


def test_without_network_the_role_stays_and_says_what_is_missing(site: Watched) -> None:
    site.open("")
    _choose(site.page)
    expect(site.page.locator("[data-part=procedures]")).to_be_visible()
    site.page.route("**/my-job/*.json", lambda route: route.abort("internetdisconnected"))
    site.page.reload()
    expect(site.page.get_by_text("没有取到")).to_be_visible()
    site.page.get_by_role("link", name="看这个岗位的全部工作").click()
    expect(site.page.get_by_role("heading", level=1)).to_have_text("服务员")
    results(site.page, "买单")
    expect(options(site.page).first).to_contain_text("结账")
    site.expects("ERR_INTERNET_DISCONNECTED")


def test_nothing_is_sent(site: Watched) -> None:
    asked: list[str] = []
    site.page.on("request", lambda request: asked.append(f"{request.method} {request.post_data}"))
    site.open("")
    _choose(site.page)
    expect(site.page.locator("[data-part=procedures]")).to_be_visible()
    assert set(asked) == {"GET None"}


def test_the_home_page_leads_to_the_prints_and_to_those_of_the_readers_role(site: Watched) -> None:
    page = site.page
    page.set_viewport_size({"width": 390, "height": 844})
    site.open("")
    for name, place in (("打印中心", "/handbook/prints/"), ("带教新人", "/handbook/prints/#new")):
        link = page.locator(".sop-chips").get_by_role("link", name=name, exact=True)
        expect(link).to_be_visible()
        assert link.evaluate("e => e.href").endswith(place)
    _choose(page)
    page.get_by_role("link", name="打印件、新人培训包").click()
    expect(page.locator("[data-part=told]")).to_contain_text("已选 ")
    assert page.url.endswith("/handbook/prints/#set=waiter")
