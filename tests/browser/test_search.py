"""The search in a real browser: what is typed, how it is answered, how it is used."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.fixtures import PHONE, Watched
from tests.support import ROOT

CASES = yaml.safe_load((ROOT / "tests/search/tokens.yaml").read_text("utf-8"))
PARTS = re.compile(r"/handbook/search/[a-z2-7]{6}\.json$")  # of the index
STEP = "/handbook/restaurant/restaurant-six-steps/#step-pay-and-farewell"


def box(page: Page) -> Locator:
    """Where one types, with the search open."""
    if not page.locator("#sop-search").evaluate("dialog => dialog.open"):
        page.locator("[data-sop-search]").click()
    field = page.get_by_role("combobox", name="搜索手册")
    expect(field).to_be_focused()
    return field


def options(page: Page) -> Locator:
    """The results in the list."""
    return page.get_by_role("listbox", name="搜索结果").get_by_role("option")


def results(page: Page, words: str) -> list[str]:
    """Type and return where the results lead, best first."""
    box(page).fill(words)
    status = page.locator("[data-sop-status]")
    expect(status).to_have_text(re.compile("找到 |没有找到"))
    page.wait_for_function(
        "words => document.querySelector('#sop-search-input').value === words", arg=words
    )
    expect(options(page).first).to_be_visible()
    found: list[str] = options(page).evaluate_all("links => links.map(link => link.href)")
    return found


def begin_anew(page: Page) -> None:
    """Empty the search, so that what shows next is the answer to what is typed next."""
    box(page).fill("")
    expect(options(page)).to_have_count(0)


# The engine, in the browser it is made for ---------------------------------------------------


def test_the_script_reads_text_and_sounds_as_the_generator_does(site: Watched) -> None:
    site.open("")
    read: list[dict[str, Any]] = site.page.evaluate(
        """async ({ site, texts }) => {
          const { counts, normal, runs } = await import(`${site}assets/search/text.js`);
          return texts.map((text) => ({
            runs: runs(normal(text)).map((run) => run.map((unit) => unit.text).join(" ")),
            counts: [...new Set(counts(normal(text)).map((count) => count.token))].sort(),
          }));
        }""",
        {"site": site.address, "texts": [case["text"] for case in CASES]},
    )
    for case, own in zip(CASES, read, strict=True):
        assert own["runs"] == case["runs"], case
        assert own["counts"] == sorted(case.get("counts", [])), case
    _letters_are_cut_into_syllables(site)


def _letters_are_cut_into_syllables(site: Watched) -> None:
    cuts: dict[str, list[list[str]]] = {
        "danbaohan": [["dan", "bao", "han"]],
        "danbaoh": [["dan", "bao", "h"]],
        "xian": [["xian"], ["xi", "an"]],
        "dbh": [],
        "zh": [],
    }
    found = site.page.evaluate(
        """async ({ site, typed }) => {
          const { Sounds } = await import(`${site}assets/search/sounds.js`);
          const table = await (await fetch(`${site}handbook/search/table.json`)).json();
          const sounds = new Sounds(table.sounds);
          return typed.map((one) => sounds.cut(one).map((way) => way.map(([sound]) => sound)));
        }""",
        {"site": site.address, "typed": list(cuts)},
    )
    for (letters, cut), ways in zip(cuts.items(), found, strict=True):
        assert ways[: len(cut)] == cut, letters
        assert bool(ways) == bool(cut), letters


# The dialog ----------------------------------------------------------------------------------


def test_a_result_shows_step_procedure_role_and_marks_what_was_found_however_it_was_typed(
    site: Watched,
) -> None:
    site.open("")
    first, *_ = results(site.page, "鱼头朝哪边")
    assert first.endswith("/handbook/restaurant/restaurant-six-steps/#step-serve")
    option = options(site.page).first
    for shown in ("上菜", "接待堂食顾客", "服务员", "草案"):
        expect(option).to_contain_text(shown)
    assert "鱼头朝" in "".join(option.locator("mark").all_text_contents())
    for typed, marked in (
        ("maidan", "买单"),
        ("打招乎", "打招呼"),
        ("dbh", "担保函"),
        ("擔保函", "担保函"),
        ("三方通话", "三方通话"),
    ):
        begin_anew(site.page)
        results(site.page, typed)
        assert marked in options(site.page).first.locator("mark").all_text_contents(), typed


def test_choosing_a_result_lands_on_the_step_from_another_page_and_from_its_own(
    site: Watched,
) -> None:
    site.open("usage/")
    results(site.page, "买单")
    options(site.page).first.click()
    expect(site.page).to_have_url(re.compile(re.escape(STEP)))
    step = site.page.locator("#step-pay-and-farewell")
    expect(step).to_be_in_viewport()
    expect(step).to_contain_text("结账")

    site.open(STEP[1:].split("#")[0])
    results(site.page, "买单")
    options(site.page).first.click()
    expect(site.page.locator("#sop-search")).to_be_hidden()
    expect(step).to_be_in_viewport()
    site.page.go_back()
    expect(options(site.page).first).to_contain_text("结账")
    expect(site.page.get_by_role("combobox", name="搜索手册")).to_have_value("买单")


@pytest.mark.steady
def test_the_keyboard_opens_chooses_and_closes(site: Watched) -> None:
    page = site.page
    site.open("usage/")
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.insert_text("dazhaohu")  # at once: letter by letter, each answer starts anew
    expect(options(page).nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = options(page).nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == second.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#sop-search")).to_be_hidden()
    page.keyboard.press("f")
    expect(field).to_be_focused()
    expect(field).to_have_value("dazhaohu")
    page.keyboard.press("Escape")
    expect(page.locator("#sop-search")).to_be_hidden()


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("usage/", marks=pytest.mark.slow),
        "handbook/restaurant/restaurant-six-steps/",
    ],
)
def test_on_the_way_back_from_a_result_the_search_is_as_it_was(path: str, site: Watched) -> None:
    page = site.page
    site.open(path)
    results(page, "担保函")
    page.get_by_role("button", name="再看一些").click()
    expect(options(page)).to_have_count(20)
    chosen = options(page).nth(15)
    chosen.scroll_into_view_if_needed()
    far = page.locator(".sop-search__body").evaluate("body => body.scrollTop")
    assert far > 100
    chosen.click()
    expect(page.locator("#sop-search")).to_be_hidden()
    page.go_back()
    expect(page.get_by_role("combobox", name="搜索手册")).to_have_value("担保函")
    expect(options(page)).to_have_count(20)
    expect(options(page).nth(15)).to_be_in_viewport()
    assert abs(page.locator(".sop-search__body").evaluate("body => body.scrollTop") - far) < 5
    page.go_back()
    expect(page.locator("#sop-search")).to_be_hidden()
    assert page.url == f"{site.address}{path}"


@pytest.mark.steady
def test_back_closes_the_search_and_one_that_was_closed_leaves_no_trace_in_the_way_back(
    site: Watched,
) -> None:
    page = site.page
    page.set_viewport_size({"width": 1280, "height": 800})
    site.open("")
    site.open("usage/")
    results(page, "买单")
    page.go_back()
    expect(page.locator("#sop-search")).to_be_hidden()
    assert page.url == f"{site.address}usage/"
    for close in ("button", "key", "backdrop"):
        results(page, "买单")
        if close == "button":
            page.locator("[data-sop-close]").click()
        elif close == "key":
            page.keyboard.press("Escape")
        else:
            page.mouse.click(5, 400)
        expect(page.locator("#sop-search")).to_be_hidden()
        page.wait_for_function("() => !history.state?.sopSearch")
        assert page.url == f"{site.address}usage/", close
    page.go_back()
    assert page.url == site.address
    expect(page.locator("#sop-search")).to_be_hidden()


@pytest.mark.steady
def test_an_address_can_ask_and_opened_again_the_search_still_has_its_words(site: Watched) -> None:
    site.open("?q=买单")
    expect(options(site.page).first).to_contain_text("结账")
    site.page.keyboard.press("Escape")
    expect(site.page.locator("#sop-search")).to_be_hidden()
    site.open("usage/")
    expect(box(site.page)).to_have_value("买单")
    expect(options(site.page).first).to_contain_text("结账")
    site.page.keyboard.insert_text("打招呼")  # what stood there is selected
    expect(box(site.page)).to_have_value("打招呼")


def test_what_is_too_long_is_cut_and_what_all_results_have_in_common_is_said_once(
    site: Watched,
) -> None:
    site.open("")
    results(site.page, "请问一下客人买单" + "的时候呢" * 20)
    status = site.page.locator("[data-sop-status]")
    expect(status).to_contain_text("太长了，只搜了前 80 个字")
    begin_anew(site.page)
    results(site.page, "买单")
    expect(status).not_to_contain_text("太长了")
    expect(site.page.locator("[data-sop-shared]")).to_have_text("下面的流程和步骤都是 草案")
    expect(options(site.page).locator(".sop-badge")).to_have_count(0)


def test_words_are_heard_that_came_without_a_key(site: Watched) -> None:
    """Voice, paste and handwriting fire `input` only."""
    site.open("")
    field = box(site.page)
    field.evaluate(
        """field => {
          field.value = '买单';
          field.dispatchEvent(new InputEvent('input', {bubbles: true}));
        }"""
    )
    expect(options(site.page).first).to_contain_text("结账")
    field.fill("")
    site.page.evaluate("navigator.clipboard.writeText('唱收唱付')")
    field.press("Control+v")
    expect(options(site.page).first).to_contain_text("唱收唱付")


def test_an_input_method_keeps_its_keys(site: Watched) -> None:
    """Enter and arrows choose characters as long as a word is being composed."""
    site.open("usage/")
    box(site.page)
    session = site.page.context.new_cdp_session(site.page)
    session.send(
        "Input.imeSetComposition", {"text": "mai'dan", "selectionStart": 7, "selectionEnd": 7}
    )
    expect(options(site.page).first).to_contain_text("买单")
    box(site.page).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})
    box(site.page).dispatch_event("keydown", {"key": "ArrowDown", "isComposing": True})
    expect(site.page.locator("#sop-search")).to_be_visible()
    expect(options(site.page).first).to_have_attribute("aria-selected", "false")
    session.send("Input.insertText", {"text": "买单"})
    expect(options(site.page).first).to_contain_text("买单")
    site.page.keyboard.press("Enter")
    expect(site.page).to_have_url(re.compile(re.escape(STEP)))


def test_only_the_last_words_are_answered(site: Watched) -> None:
    """A slow answer to what was typed before must not push the newer one aside."""
    held: list[Route] = []
    site.page.route(
        PARTS,
        lambda route: held.append(route) if len(held) < 1 else route.continue_(),
    )
    site.open("")
    with site.page.expect_request(PARTS):
        box(site.page).fill("备用金")
    box(site.page).fill("买单")
    expect(options(site.page).first).to_contain_text("结账")
    for route in held:
        route.continue_()
    site.page.wait_for_timeout(500)
    expect(options(site.page).first).to_contain_text("结账")


def test_without_result_other_ways_are_offered_and_no_words_that_only_sound_alike(
    site: Watched,
) -> None:
    site.open("")
    box(site.page).fill("ATM吞卡了")
    expect(site.page.locator("[data-sop-status]")).to_have_text("没有找到“ATM吞卡了”。")
    expect(options(site.page)).to_have_count(0)
    expect(site.page.get_by_role("dialog")).not_to_contain_text("系统卡了")
    site.page.get_by_role("dialog").get_by_role("link", name="按岗位找").click()
    expect(site.page).to_have_url(re.compile("/handbook/roles/$"))


def test_without_network_the_reader_is_told_and_may_try_again(site: Watched) -> None:
    site.page.route(PARTS, lambda route: route.abort("internetdisconnected"))
    site.open("")
    box(site.page).fill("买单")
    expect(site.page.locator("[data-sop-status]")).to_contain_text("可能没有网络")
    site.page.unroute_all()
    box(site.page).fill("买单 ")
    expect(options(site.page).first).to_contain_text("结账")
    site.expects("ERR_INTERNET_DISCONNECTED")


@contextmanager
def _held(page: Page, pattern: str) -> Iterator[None]:
    """Keep what the network brings from a page that has been read already."""
    held: list[Route] = []
    page.route(pattern, lambda route: held.append(route))
    yield
    for route in held:
        route.continue_()
    page.unroute(pattern)


@pytest.mark.parametrize("script", ["main", "dialog"])
def test_who_asks_before_the_scripts_are_there_is_answered_when_they_are(
    script: str, site: Watched
) -> None:
    with _held(site.page, f"**/search/{script}.js"):
        site.page.goto(site.address, wait_until="commit")
        box(site.page)
        site.page.get_by_role("button", name="关闭").click()  # it closes before, too
        expect(site.page.get_by_role("dialog")).to_be_hidden()
        box(site.page).press_sequentially("买单")
    expect(options(site.page).first).to_contain_text("结账")
    site.page.keyboard.type(" 签单")
    expect(site.page.get_by_role("combobox", name="搜索手册")).to_have_value("买单 签单")


def test_enter_before_the_scripts_are_there_is_kept(site: Watched) -> None:
    with _held(site.page, "**/search/main.js"):
        site.page.goto(site.address, wait_until="commit")
        box(site.page).fill("买单")
        site.page.keyboard.press("Enter")
        site.page.wait_for_url(re.compile(r"\?q="), wait_until="commit")
    expect(options(site.page).first).to_contain_text("结账")


def test_a_search_that_was_closed_meanwhile_stays_closed(site: Watched) -> None:
    site.open("")
    with _held(site.page, "**/search/dialog.js"):
        box(site.page)
        site.page.keyboard.press("Escape")
        expect(site.page.get_by_role("dialog")).to_be_hidden()
    site.page.evaluate("() => import('/sop/assets/search/dialog.js').then(() => true)")
    expect(site.page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("way", [pytest.param("button", marks=pytest.mark.slow), "key"])
def test_a_search_that_does_not_arrive_says_so(way: str, site: Watched) -> None:
    site.page.route("**/search/engine.js", lambda route: route.abort("internetdisconnected"))
    site.open("")
    if way == "key":
        site.page.keyboard.press("/")
    else:
        box(site.page)
    status = site.page.get_by_role("dialog").get_by_role("status").first
    expect(status).to_contain_text("可能没有网络")
    expect(status).to_be_visible()
    site.expects("ERR_INTERNET_DISCONNECTED")


def test_an_index_published_anew_is_fetched_anew(site: Watched) -> None:
    """A table that is older than the server names parts that are gone."""
    asked: list[str] = []

    def older(route: Route) -> None:
        response = route.fetch()
        told = response.json()
        route.fulfill(json={**told, "names": "x" * len(told["names"])})

    site.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    site.open("")
    site.page.route("**/search/table.json", older, times=1)
    box(site.page).fill("买单")
    expect(options(site.page).first).to_contain_text("结账")
    assert asked.count("table.json") == 2
    assert "xxxxxx.json" in asked
    site.expects("404")


def test_a_page_fetches_nothing_of_the_search_before_it_is_wanted(site: Watched) -> None:
    asked: list[str] = []
    site.page.on("request", lambda request: asked.append(request.url))
    site.open("")
    # Letters that open it are no more than letters in a field.
    site.page.evaluate(
        "document.querySelector('article').append(document.createElement('textarea'))"
    )
    site.page.locator("article textarea").press_sequentially("f/")
    expect(site.page.locator("#sop-search")).to_be_hidden()
    assert [url for url in asked if "/search/" in url] == [f"{site.address}assets/search/main.js"]


# How it looks and what assistive software is told ---------------------------------------------


def test_a_screen_reader_hears_what_it_is_a_phone_is_filled_and_more_results_come(
    site: Watched,
) -> None:
    page = site.page
    site.open("")
    opener = page.locator("[data-sop-search]").bounding_box()
    assert opener
    assert min(opener["width"], opener["height"]) >= 44
    field = box(page)
    expect(field).to_have_attribute("aria-expanded", "false")
    assert len(results(page, "担保函")) == 10
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-controls") == "sop-search-list"
    status = page.get_by_role("status").filter(has_text="找到")
    expect(status).to_have_text(re.compile(r"找到 \d+ 处"))
    assert page.get_by_role("dialog", name="搜索手册").count() == 1
    for option in options(page).all():
        assert option.get_attribute("aria-selected") in {"true", "false"}
        assert option.locator("a, button").count() == 0
    for width in (PHONE["width"], 360):
        _is_filled(page, width)
    page.get_by_role("button", name="再看一些").click()
    expect(options(page)).to_have_count(20)


def _is_filled(page: Page, width: int) -> None:
    """The search takes all of a phone, and what can be pressed is as high as a thumb."""
    page.set_viewport_size({"width": width, "height": 740})
    dialog = page.locator("#sop-search").bounding_box()
    assert dialog == {"x": 0, "y": 0, "width": width, "height": 740}
    for target in [*options(page).all(), *page.locator("#sop-search button:visible").all()]:
        size = target.bounding_box()
        assert size
        assert size["height"] >= 44
        assert size["x"] + size["width"] <= width
