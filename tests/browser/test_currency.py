"""Is this sheet still good? Typed or scanned, by keyboard, on a phone."""

import json
from pathlib import Path

from playwright.sync_api import Route, expect

from tests.browser.fixtures import Watched
from tests.sites import Built

PAGE = "handbook/currency/"
SIX_STEPS = "handbook/restaurant/restaurant-six-steps/"
SUPERSEDED = {
    "standing": "superseded", "urgency": "now", "number": "CY-01", "title": "接待堂食顾客",
    "kind": "检查表", "revision": "第1版", "page": "restaurant/restaurant-six-steps/",
    "now": {"code": "333-333-333", "file": "prints/restaurant-six-steps-checklist.pdf"},
    "since": [{
        "day": "2026-12-01", "class": "安全", "title": "接待堂食顾客", "revision": "第2版",
        "summary": "避开孕妇<b>！</b>", "roles": ["服务员"],
    }],
}  # fmt: skip


def _checklist(site: Path) -> str:
    """The code on the checklist of the restaurant, as the built site knows it."""
    answers: dict[str, dict[str, str]] = {
        code: answer
        for file in (site / "handbook" / "currency").glob("?.json")
        for code, answer in json.loads(file.read_text("utf-8")).items()
    }
    return next(
        code
        for code, answer in answers.items()
        if answer["kind"].startswith("检查表") and answer["page"] == SUPERSEDED["page"]
    )


def test_a_typed_code_is_answered_by_keyboard_alone(site: Watched, trades: Built) -> None:
    site.open(PAGE)
    field = site.page.get_by_label("打印件上的编码")
    field.focus()
    site.page.keyboard.type(_checklist(trades.site).lower().replace("-", " "))
    site.page.keyboard.press("Enter")
    expect(site.page.get_by_role("status")).to_contain_text("最新的一版，还没有批准")
    expect(site.page.get_by_role("status")).to_contain_text("接待堂食顾客")
    assert "c=" in site.page.url
    site.page.reload()
    expect(site.page.get_by_role("status")).to_contain_text("最新的一版，还没有批准")


def test_a_code_that_is_none_is_told_so(site: Watched) -> None:
    site.open(PAGE)
    status = site.page.get_by_role("status")
    for typed, says, other in (
        ("222-222-222", "查不到这个编码", "编码不完整"),
        ("K7M", "编码不完整", "查不到这个编码"),
        ("333-333-333", "查不到这个编码", "编码不完整"),
        ("好", "编码不完整", "查不到这个编码"),
        ("42Y-M4P-29S", "S 不是编码里的字", "编码不完整"),
    ):
        site.page.get_by_label("打印件上的编码").fill(typed)
        site.page.get_by_role("button", name="核对", exact=True).click()
        expect(status).to_contain_text(says)
        expect(status).not_to_contain_text(other)
        expect(status).to_contain_text("对照的手册日期：")


def test_a_scanned_code_is_answered_on_the_page_it_leads_to(site: Watched) -> None:
    def answer(route: Route) -> None:
        route.fulfill(json={"222-222-222": SUPERSEDED})

    site.page.route("**/currency/2.json", answer)
    site.open(f"{SIX_STEPS}?e=222-222-222#step-serve")
    box = site.page.locator("article .sop-answer-box")
    expect(box).to_contain_text("已被新版取代")
    expect(box).to_contain_text("照旧的做会做错")
    expect(box).to_contain_text("避开孕妇<b>！</b>")  # text of a source is never markup
    expect(box).to_contain_text("关系到 服务员")
    href = box.get_by_role("link", name="取新的打印件").get_attribute("href")
    assert href is not None
    assert href.endswith("/handbook/prints/restaurant-six-steps-checklist.pdf")
    assert site.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_page_without_a_code_asks_for_nothing(site: Watched) -> None:
    asked: list[str] = []
    site.page.on("request", lambda request: asked.append(request.url))
    site.open(SIX_STEPS)
    assert [url for url in asked if "/currency/" in url] == []


def test_without_the_data_people_are_told_to_go_online(site: Watched) -> None:
    site.page.route("**/currency/2.json", lambda route: route.abort("internetdisconnected"))
    site.open(f"{PAGE}?c=222-222-222")
    expect(site.page.get_by_role("status")).to_contain_text("请联网后再试")
    site.expects("ERR_INTERNET_DISCONNECTED")
