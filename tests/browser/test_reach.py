"""What a thumb reaches, in every size and position of a phone, and that it stays where it is."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.fixtures import Phones, Watched
from tests.browser.test_every_page import PAGES, SHIFTS, moved
from tests.browser.test_run import press, title
from tests.sites import Built, served

# Each has something of its own that a script puts there, or shows, or hides; the others come in
# check-slow, and without delay in test_every_page.
ALIVE = {"home", "industry", "procedure", "role", "run"}


# Nothing more has come for a fifth of a second, which is longer than the scripts are late.
QUIET = """() => {
  const come = performance.getEntriesByType("resource").map((one) => one.responseEnd);
  return performance.now() - Math.max(...come) > 200;
}"""


@pytest.fixture
def watching(site: Watched) -> Iterator[Watched]:
    """A phone that counts what moves: scripts come one by one, frames after the text."""
    site.at_start(SHIFTS)

    def late(route: Route) -> None:
        site.page.wait_for_timeout(30)
        route.continue_()

    site.page.route("**/assets/**/*.js", late)
    yield site
    site.page.unroute_all(behavior="ignoreErrors")


def _moved(page: Page) -> list[str]:
    page.wait_for_function(QUIET)
    return moved(page)


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if n in ALIVE else pytest.mark.slow) for n in PAGES],
)
def test_nothing_jumps_while_a_page_comes(name: str, watching: Watched) -> None:
    watching.open(PAGES[name])
    assert _moved(watching.page) == []


@pytest.mark.parametrize(
    "path", ["restaurant/restaurant-six-steps/#step-greet", "emergency/egl-docking/#checklists"]
)
def test_nothing_jumps_where_a_link_leads(path: str, watching: Watched) -> None:
    watching.open(f"handbook/{path}")
    assert _moved(watching.page) == []


@pytest.mark.parametrize(
    ("path", "press", "then"),
    [
        ("restaurant/restaurant-six-steps", "[data-sop-reader]", ".sop-reading"),
        ("restaurant/restaurant-six-steps", "[data-sop-share]", "dialog#sop-share[open]"),
        ("roles/waiter", "[data-part=take]", "[data-sop-pick] [data-part=mine]"),
    ],
)
def test_no_press_is_lost_before_the_scripts_are_there(
    path: str, press: str, then: str, site: Watched
) -> None:
    waiting: list[Route] = []
    site.page.route(re.compile(r"/assets/(?!early)[^?]*\.js"), lambda route: waiting.append(route))
    site.page.goto(f"{site.address}handbook/{path}/", wait_until="commit")
    site.page.locator(press).first.click()
    assert waiting
    site.page.unroute_all()  # lets go of those that wait
    expect(site.page.locator(then).first).to_be_visible()


def test_large_type_is_there_from_the_first_sight_on(watching: Watched) -> None:
    page = watching.page
    watching.open("handbook/restaurant/restaurant-six-steps/")
    page.get_by_role("button", name="大字阅读").click()
    expect(page.get_by_role("button", name="退出大字阅读")).to_be_visible()
    for where in ("", "#step-greet"):
        watching.open("handbook/currency/")
        watching.open(f"handbook/restaurant/restaurant-six-steps/{where}")
        expect(page.get_by_role("button", name="退出大字阅读")).to_be_visible()
        assert _moved(page) == []


def test_whom_to_call_is_in_sight_on_every_page_of_the_industry(site: Watched) -> None:
    call = site.page.get_by_role("banner").get_by_role(
        "link", name="打电话：联盟服务热线 400-818-5050"
    )
    for path in (
        "emergency/",
        "emergency/egl-top-up/",
        "emergency/guarantee-letter/",
        "roles/crew/",
        "forms/egl-letter/",
        "prints/emergency/",
    ):
        site.open(f"handbook/{path}")
        site.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(call).to_be_in_viewport()
        expect(call).to_have_attribute("href", "tel:4008185050")


def test_no_number_is_shown_that_belongs_to_others(site: Watched) -> None:
    for path in ("", "handbook/restaurant/restaurant-six-steps/", "handbook/roles/waiter/"):
        site.open(path)
        expect(site.page.locator(".sop-call:visible")).to_have_count(0)


def test_whom_to_call_is_in_sight_at_every_step_of_a_run(site: Watched) -> None:
    site.open("handbook/run/?p=egl-docking")
    call = site.page.get_by_role("banner").get_by_role("link", name="打电话")
    expect(call).to_have_attribute("href", "tel:4008185050")
    press(site.page, "送签约网络医院")
    title(site.page, "请患者和接诊医护人员签字")
    site.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(call).to_be_in_viewport()
    site.open("handbook/run/?p=restaurant-six-steps")
    title(site.page, "打招呼")
    expect(call).to_be_hidden()


def test_of_several_numbers_one_is_chosen(phones: Phones, moved: Built) -> None:
    with served(moved.site) as start:
        for site in phones.lend(start):
            site.open("handbook/lobby/")
            banner = site.page.get_by_role("banner")
            expect(banner.get_by_role("link", name="值班室 8001")).to_be_hidden()
            banner.locator("summary").click()
            expect(banner.get_by_role("link", name="值班室 8001")).to_be_in_viewport()


def test_a_phone_on_its_side_shows_what_must_not_go_wrong(site: Watched) -> None:
    site.page.set_viewport_size({"width": 844, "height": 390})
    site.open("handbook/run/?p=egl-docking")
    press(site.page, "送签约网络医院")
    title(site.page, "请患者和接诊医护人员签字")
    critical = site.page.locator(".sop-critical strong").first.bounding_box()
    bar = site.page.locator(".sop-run__bar").bounding_box()
    assert critical and bar
    assert critical["y"] + critical["height"] <= bar["y"]


def test_the_way_past_the_menu_says_where_it_leads(site: Watched) -> None:
    site.open("handbook/restaurant/restaurant-six-steps/")
    expect(site.page.locator(".md-skip")).to_have_text("跳到正文")
    site.open("")
    site.page.keyboard.press("Tab")
    expect(site.page.locator(":focus")).to_have_text("跳到正文")


def test_a_link_that_is_passed_on_says_what_it_is_about(site: Watched) -> None:
    site.open("handbook/emergency/egl-docking/")
    told = site.page.locator("meta[property^='og:']").evaluate_all(
        "all => Object.fromEntries(all.map(one => [one.getAttribute('property'), one.content]))"
    )
    assert told["og:title"] == "送医院，凭担保函交接患者"
    assert told["og:description"].startswith("把联盟会员送到")
    assert told["og:site_name"] == "服务标准作业手册"


def _choose(page: Page, role: str) -> None:
    page.get_by_label("选好岗位").select_option(label=role)
    page.get_by_role("button", name="就选它").click()
    expect(page.locator("[data-part=procedures]")).to_be_visible()


def test_home_is_short_once_a_role_is_chosen_and_does_not_jump(watching: Watched) -> None:
    page = watching.page
    watching.open("")
    assert _moved(page) == []
    whole = page.evaluate("document.body.scrollHeight")
    _choose(page, "服务员")
    assert page.evaluate("document.body.scrollHeight") < whole / 2
    watching.open("")
    expect(page.locator("[data-part=procedures]")).to_be_visible()
    assert _moved(page) == []
    article = page.get_by_role("article")
    expect(article.get_by_role("link", name="护士", exact=True).first).to_be_hidden()
    article.get_by_role("heading", name="按岗位找").click()
    expect(article.get_by_role("link", name="护士", exact=True).first).to_be_visible()
    page.get_by_role("button", name="取消我的岗位").click()
    expect(article.get_by_role("link", name="接待堂食顾客").first).to_be_visible()
    watching.open("")
    assert _moved(page) == []
    assert page.evaluate("document.body.scrollHeight") == whole


def test_home_shows_what_was_read_last_and_what_is_pinned_stays_first(site: Watched) -> None:
    page = site.page
    for path in (
        "restaurant/restaurant-six-steps",
        "emergency/egl-docking",
        "emergency/egl-top-up",
    ):
        site.open(f"handbook/{path}/")
        expect(page.get_by_role("button", name="大字阅读")).to_be_visible()
        page.wait_for_function("name => localStorage['sop:/sop/:recent']?.includes(name)", arg=path)
    site.open("")
    listed = page.locator("[data-part=seen] a")
    expect(listed).to_have_text(["追加担保金额", "送医院，凭担保函交接患者", "接待堂食顾客"])
    page.get_by_role("button", name="钉住 接待堂食顾客").click()
    expect(listed).to_have_text(["接待堂食顾客", "追加担保金额", "送医院，凭担保函交接患者"])
    expect(page.get_by_role("button", name="取消钉住 接待堂食顾客")).to_be_focused()
    site.open("")
    expect(listed.first).to_have_text("接待堂食顾客")
    listed.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("接待堂食顾客")


def test_a_damaged_list_of_what_was_read_is_as_good_as_none(site: Watched) -> None:
    site.open("")
    for kept in ("no JSON", "3", '[null, {"page": 1}, {"page": "//evil/x/y", "title": "x"}]'):
        site.page.evaluate("kept => localStorage.setItem('sop:/sop/:recent', kept)", kept)
        site.page.reload()
        expect(site.page.get_by_role("button", name="就选它")).to_be_visible()
        expect(site.page.locator("[data-part=recent]")).to_be_hidden()
