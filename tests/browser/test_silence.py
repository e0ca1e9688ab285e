"""Where the handbook is silent: it says so, names whom to call, and keeps the question."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.fixtures import Watched
from tests.browser.test_search import begin_anew, box, options, results

LEAD = "告诉带班的人"


def asks(page: Page, words: str) -> None:
    """Type and wait until there is an answer to exactly that."""
    box(page).fill(words)
    expect(page.locator("[data-sop-status]")).to_have_text(re.compile("找到 |没有找到"))


def _is_unsaid(site: Watched, typed: str) -> None:
    asks(site.page, typed)
    silence = site.page.locator("[data-sop-unsaid]")
    expect(silence).to_contain_text("手册里没有写")
    expect(silence).to_contain_text(LEAD)


def test_what_no_source_answers_is_said_above_what_comes_near(site: Watched) -> None:
    site.open("")
    _is_unsaid(site, "takingdan")
    for typed, step in (
        ("上错菜怎么办", "restaurant-six-steps/#step-serve"),
        ("怎么开发票", "restaurant-six-steps/#step-pay-and-farewell"),
    ):
        begin_anew(site.page)
        _is_unsaid(site, typed)
        first = options(site.page).first
        expect(first).to_contain_text("原文没有写：")
        first.click()  # the second time from the page itself
        expect(site.page).to_have_url(re.compile(re.escape(step)))
        named = site.page.locator(".sop-not-covered", has_text=typed.strip("怎么办"))
        expect(named).to_contain_text("原文没有写")


def test_what_has_an_answer_has_no_such_line_and_shows_gaps_and_numbers(site: Watched) -> None:
    site.open("")
    for typed in ("买单", "鱼头朝哪边", "dazhaohu", "dbh", "打招乎"):
        begin_anew(site.page)
        results(site.page, typed)
        expect(site.page.locator("[data-sop-unsaid]")).to_be_hidden()
        expect(site.page.locator("[data-sop-urgent]")).to_be_hidden()
    begin_anew(site.page)
    results(site.page, "昏迷的患者谁代签")
    expect(options(site.page).first).to_contain_text("待补：原文没有写患者无法签字")
    begin_anew(site.page)
    results(site.page, "到了医院对方不认担保函怎么办")
    first = options(site.page).first
    expect(first).to_contain_text("电话：联盟服务热线 400-818-5050")
    assert "reserve" not in (first.get_attribute("href") or "")


def test_whom_to_call_are_the_contacts_of_the_industry(site: Watched) -> None:
    """On pages of none, those of all; `test_what_only_comes_near` asks there."""
    for path, there in (
        ("handbook/emergency/egl-top-up/", True),
        ("handbook/restaurant/restaurant-six-steps/", False),
    ):
        site.open(path)
        _calls_those_of_the_industry(site, there=there)


def _calls_those_of_the_industry(site: Watched, *, there: bool) -> None:
    begin_anew(site.page)
    asks(site.page, "工资什么时候发")
    silence = site.page.locator("[data-sop-unsaid]")
    expect(silence).to_contain_text(LEAD)
    assert silence.locator('a[href="tel:4008185050"]').count() == there
    assert "example.org" not in silence.inner_html()


def test_danger_stands_above_everything_and_names_no_hotline_of_some_industry(
    site: Watched,
) -> None:
    site.open("")
    urgent = site.page.locator("[data-sop-urgent]")
    for typed in ("客人暈倒了", "病人摔倒了怎么办", "客人晕倒"):
        begin_anew(site.page)
        expect(urgent).to_be_hidden()
        asks(site.page, typed)
        expect(urgent).to_contain_text("马上叫带班的人；手册没有登记电话")
        assert urgent.evaluate("one => !one.previousElementSibling")
    calls = site.page.locator("[data-sop-calls]").get_by_role("link")
    expect(site.page.locator("[data-sop-says]")).to_have_text("手册里没有写。")
    expect(calls).to_have_count(0)
    site.open("handbook/emergency/")  # of whom it is the hotline
    begin_anew(site.page)
    asks(site.page, "病人晕倒")
    expect(calls).to_have_count(1)


def test_danger_names_the_number_that_is_registered(site: Watched) -> None:
    def registered(route: Route) -> None:
        table = route.fetch().json()
        table["emergencies"] = [
            {
                "title": "有人突然发病",
                "words": ["晕倒"],
                "pieces": [["120", "tel:120"], [" 或 ", ""], ["8001", ""]],
            }
        ]
        route.fulfill(body=json.dumps(table), content_type="application/json")

    site.page.route("**/search/table.json", registered)
    site.open("")
    asks(site.page, "客人晕倒了")
    urgent = site.page.locator("[data-sop-urgent]")
    expect(urgent).to_have_text("有人突然发病 马上打 120 或 8001，再叫带班的人。")
    expect(urgent.locator("a")).to_have_count(1)
    expect(urgent.locator('a[href="tel:120"]')).to_be_visible()


@pytest.mark.steady
def test_questions_without_an_answer_are_kept_to_pass_on(site: Watched) -> None:
    page = site.page
    site.open("")
    asks(page, "火锅底料怎么炒")
    page.locator("[data-sop-note]").click()
    page.locator("#sop-search-input").fill("客房漏水")
    expect(options(page).first).to_contain_text("客房")
    page.locator("[data-sop-close]").click()  # what stood there last is kept all the same
    site.open("usage/")
    expect(box(page)).to_have_value("客房漏水")  # it comes back with the scripts
    box(page).fill("")
    kept = page.locator("[data-sop-asked]")
    expect(kept.locator("li")).to_have_text(
        [re.compile("客房漏水$"), re.compile("火锅底料怎么炒$")]
    )
    kept.locator("[data-sop-copy]").click()
    expect(kept.locator("[data-sop-copy]")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d 客房漏水\n\d{4}-\d\d-\d\d 火锅底料怎么炒", copied)
    mail = kept.locator("a").get_attribute("href") or ""
    assert mail.startswith("mailto:handbook-editor@handbook.internal?subject=")
    (body,) = parse_qs(urlsplit(mail).query)["body"]
    assert body.replace("\r\n", "\n") == copied
    kept.locator("[data-sop-clear]").click()
    expect(kept).to_be_hidden()


def test_a_code_leads_to_what_the_print_is_worth(site: Watched) -> None:
    site.open("")
    first = options(site.page).first
    for typed in ("K7M-2R4-X9P", "k7m2r4x9p", "K7M 2R4 X9P"):
        begin_anew(site.page)
        box(site.page).fill(typed)
        expect(first).to_contain_text("核对打印件 K7M-2R4-X9P")
        expect(site.page.locator("[data-sop-unsaid]")).to_be_hidden()
    first.click()
    expect(site.page).to_have_url(re.compile(r"handbook/currency/\?c=K7M-2R4-X9P$"))
    expect(site.page.locator("[data-sop-answer]")).to_contain_text("K7M-2R4-X9P")


def test_a_run_and_large_type_say_what_is_not_written(site: Watched) -> None:
    page = site.page
    site.open("handbook/restaurant/restaurant-six-steps/")
    page.locator("[data-sop-reader]").click()
    expect(page.locator(".sop-not-covered", has_text="上错菜")).to_be_visible()
    site.open("handbook/run/?p=complaint-role-play")
    for _ in range(2):
        page.get_by_role("button", name="做完了，下一步").click()
    row = page.locator(".sop-run__more > div", has_text="道歉")
    expect(row).to_have_text("原文没有写道歉。遇到了，问带班的人。")


def test_what_only_comes_near_is_not_said_to_be_missing(site: Watched) -> None:
    site.open("")
    asks(site.page, "顾客不肯说想吃什么")
    expect(site.page.locator("[data-sop-says]")).to_contain_text("只是沾边")
    expect(site.page.locator("[data-sop-status]")).to_contain_text("没有找到把握大的答案")
    expect(options(site.page).first).to_be_visible()
    _calls_those_of_the_industry(site, there=True)
