"""Reading aloud: with the device's own Chinese voice or not at all, and only when asked to."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import Watched
from tests.browser.test_run import press, title

OWN = {"lang": "zh-CN", "localService": True, "name": "own"}
SENDS = {"lang": "zh-CN", "localService": False, "name": "sends"}
ENGLISH = {"lang": "en-US", "localService": True, "name": "english"}
# Chromium without a screen has no voices; these write down what they are asked to say.
VOICES = """
window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => VOICES,
  cancel() { window.said.push("(silent)"); },
  speak(words) { window.said.push(words.voice.name + ": " + words.text); },
  addEventListener() {},
}});
"""


def _with(site: Watched, *voices: dict[str, Any]) -> None:
    site.at_start(VOICES.replace("VOICES", json.dumps(voices)))


def _said(page: Page) -> list[str]:
    said: list[str] = page.evaluate("window.said")
    return said


@pytest.mark.parametrize(
    "voices", [pytest.param([], marks=pytest.mark.slow), [SENDS, ENGLISH]], ids=["none", "others"]
)
def test_without_an_own_chinese_voice_there_is_no_button(
    voices: list[dict[str, Any]], site: Watched
) -> None:
    _with(site, *voices)
    site.open("handbook/run/?p=restaurant-six-steps")
    title(site.page, "打招呼")
    expect(site.page.locator(".sop-run__aloud")).to_be_hidden()
    site.open("handbook/restaurant/restaurant-six-steps/")
    site.page.get_by_role("button", name="大字阅读").click()
    expect(site.page.locator("[data-sop-speak]")).to_be_hidden()


def test_a_run_reads_each_step_once_it_was_asked_to(site: Watched) -> None:
    page = site.page
    _with(site, SENDS, ENGLISH, OWN)
    site.open("handbook/run/?p=restaurant-six-steps")
    title(page, "打招呼")
    assert [one for one in _said(page) if one != "(silent)"] == []
    page.get_by_role("button", name="朗读").click()
    [told] = [one for one in _said(page) if one != "(silent)"]
    assert told.startswith("own: ")
    assert "打招呼" in told
    assert "欢迎光临" in told
    assert "做完了" not in told
    press(page, "做完了，下一步")
    title(page, "询问需求或建议点单")
    assert "询问需求" in _said(page)[-1]
    page.get_by_role("button", name="停止朗读").click()
    assert _said(page)[-1] == "(silent)"
    press(page, "做完了，下一步")
    assert _said(page)[-1] == "(silent)"


def test_large_type_is_read_from_the_step_in_view(site: Watched) -> None:
    page = site.page
    _with(site, OWN)
    site.open("handbook/restaurant/restaurant-six-steps/")
    expect(page.locator("[data-sop-speak]")).to_be_hidden()
    page.get_by_role("button", name="大字阅读").click()
    page.locator("#step-serve").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#step-serve').scrollIntoView()")
    expect(page.locator("#step-serve")).to_be_in_viewport()
    page.get_by_role("button", name="朗读", exact=True).click()
    told = [one for one in _said(page) if one != "(silent)"]
    assert "上菜" in told[0].split("\n")[0] + told[0].split("\n")[1]
    assert "报错" not in told[0]
    page.get_by_role("button", name="退出大字阅读").click()
    assert _said(page)[-1] == "(silent)"
    expect(page.locator("[data-sop-speak]")).to_be_hidden()
