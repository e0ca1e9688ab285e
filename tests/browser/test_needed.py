"""What comes before, hazards and readings on a phone: told apart, in large type, read aloud."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import Phones, Watched
from tests.browser.test_speech import OWN, VOICES
from tests.foreign import make_foreign
from tests.sites import Shared, served

LIFT = "handbook/property/lift-rescue/"


@pytest.fixture(scope="module")
def foreign_address(shared: Shared) -> Iterator[str]:
    with served(shared.once("foreign", make_foreign).site) as start:
        yield start


@pytest.fixture
def foreign(phones: Phones, foreign_address: str) -> Iterator[Watched]:
    """The handbook of foreign trades on a phone."""
    yield from phones.lend(foreign_address)


def test_levels_differ_by_word_shape_and_frame(foreign: Watched) -> None:
    foreign.open(LIFT)
    told = foreign.page.locator(".sop-hazard").evaluate_all(
        """boxes => boxes.map(box => [
          box.querySelector(".sop-signal").innerText,
          box.querySelector("svg path").getAttribute("d"),
          getComputedStyle(box).borderRightStyle + getComputedStyle(box).borderLeftWidth,
          getComputedStyle(box.querySelector("svg")).width !== "0px",
        ])"""
    )
    words = [word for word, *_ in told]
    assert words == ["危险", "危险", "注意", "危险", "警告"]
    looks = {word: (shape, frame) for word, shape, frame, seen in told if seen}
    assert len({shape for shape, _ in looks.values()}) == len(looks) == 3
    assert looks["注意"][1] != looks["危险"][1]


def test_large_type_keeps_what_comes_before_hazards_and_readings(foreign: Watched) -> None:
    page = foreign.page
    foreign.open(LIFT)
    page.get_by_role("button", name="大字阅读").click()
    expect(page.get_by_role("heading", name="一览")).to_be_hidden()
    expect(page.get_by_role("heading", name="开始之前")).to_be_visible()
    for said in (
        "轿厢突然移动会夹死人",
        "防滑绝缘鞋",
        "触电会死人",
        "轿厢与层站的高度差",
        "不开门，先盘车平层",
    ):
        expect(page.locator(".sop-before, .sop-steps").get_by_text(said).first).to_be_visible()


def test_it_is_read_aloud_from_what_comes_before_with_the_word_of_each_level(
    foreign: Watched,
) -> None:
    page = foreign.page
    foreign.at_start(VOICES.replace("VOICES", json.dumps([OWN])))
    foreign.open(LIFT)
    page.get_by_role("button", name="大字阅读").click()
    page.evaluate("document.querySelector('#before').scrollIntoView()")
    page.get_by_role("button", name="朗读").click()
    first = next(one for one in page.evaluate("window.said") if one != "(silent)")
    assert "开始之前" in first
    assert first.index("危险") < first.index("夹死人") < first.index("注意") < first.index("安全帽")


@pytest.mark.parametrize("path", [LIFT, "handbook/kitchen/cooling/", "handbook/standards/"])
def test_nothing_is_wider_than_a_small_phone(path: str, foreign: Watched) -> None:
    foreign.page.set_viewport_size({"width": 320, "height": 568})
    foreign.open(path)
    assert foreign.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_black_and_white_paper_the_word_and_the_shape_are_there(foreign: Watched) -> None:
    page = foreign.page
    page.emulate_media(media="print")
    foreign.open(LIFT)
    signal = page.locator(".sop-hazard .sop-signal").first
    assert signal.locator("svg path").evaluate("path => getComputedStyle(path).fill") != "none"
    ink, paper = signal.evaluate(
        "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    )
    assert ink != paper
    assert signal.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"


def test_large_type_says_what_holds_for_all_steps(foreign: Watched) -> None:
    foreign.open(LIFT)
    foreign.page.get_by_role("button", name="大字阅读").click()
    expect(foreign.page.get_by_text("宁可慢，不可乱")).to_be_visible()
    expect(foreign.page.get_by_role("heading", name="标准", exact=True)).to_be_hidden()


def test_a_record_asks_by_hand_for_what_its_procedure_is_about_and_for_its_signers(
    foreign: Watched,
) -> None:
    page = foreign.page
    foreign.open("handbook/run/?p=lift-rescue")
    page.locator(".sop-run__bar .sop-run__next").click()
    page.get_by_role("button", name="中止", exact=True).click()
    page.get_by_role("dialog").get_by_role("textbox").fill("试一试")
    page.get_by_role("dialog").get_by_role("button", name="中止").click()
    asked = page.locator(".sop-record__signs dt").all_inner_texts()
    assert asked == ["电梯编号", "救援员", "工程主管", "日期"]
