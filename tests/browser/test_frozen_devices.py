"""What the scripts of 1.0 left on a device is found again by today's: runs, ticks, questions."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.fixtures import PATIENCE, PHONE, PLAIN, Watched
from tests.browser.test_checklists import boxes
from tests.browser.test_run import title
from tests.freeze_device import ASKED, NOTE, PRINT, SAVED, ZONE
from tests.frozen import VERSIONS, Frozen
from tests.sites import Built, served
from tests.support import THEME

SINCE = {"drill"}  # what devices keep only since then

LATER = "2026-11-22T10:30:00+08:00"  # half an hour after all of it was done
RUN = "20261122-020000-rescue"
PUT = """async ({ local, session, cache, files, noted }) => {
  Object.entries(local).forEach(([key, text]) => localStorage.setItem(key, text));
  Object.entries(session).forEach(([key, text]) => sessionStorage.setItem(key, text));
  const store = await caches.open(cache);
  const edition = JSON.parse(noted["/sop/offline/state?h="]).version;
  const headers = { "Sop-Edition": edition, "Sop-Saved": "1" };
  // What is the same today has the same hash; under another one nobody looks for it any more.
  for (const path of files) {
    const today = await fetch(path.split("?")[0]);
    const type = { "Content-Type": today.headers.get("Content-Type") ?? "" };
    const body = path.endsWith("?h=opened") ? "1.0" : await today.blob();
    await store.put(path, new Response(body, { headers: { ...headers, ...type } }));
  }
  for (const [path, text] of Object.entries(noted)) await store.put(path, new Response(text));
}"""
STATE = """async () => (await caches.match("/sop/offline/state?h="))?.json()"""
HELD = "() => Object.fromEntries(Object.entries(localStorage).filter(([k]) => /^sop/.test(k)))"
# What a later engine might keep, in a form that nobody knows today.
NEWER = """() => {
  for (const key of Object.keys(localStorage)) if (/^sop/.test(key)) localStorage[key] = "[{}]";
  localStorage["sop:/sop/:format"] = "2";
}"""


@dataclass(frozen=True)
class Device:
    """A phone that was used with 1.0, and has met today's site since."""

    context: BrowserContext
    address: str
    held: dict[str, Any]

    def look(self) -> Iterator[Watched]:
        """Look at the site in a window of its own; afterwards nothing may have gone wrong."""
        watched = Watched(self.context.new_page(), self.address)
        watched.listen()
        yield watched
        watched.leave()
        watched.page.close()
        assert watched.faults() == []


@pytest.fixture(scope="module", params=VERSIONS)
def device(
    request: pytest.FixtureRequest, chromium: Browser, frozen_sites: dict[str, Built]
) -> Iterator[Device]:
    """What a device held, put on a new one; then a page was opened."""
    held = Frozen(request.param).device
    with served(frozen_sites[request.param].site) as address:
        context = chromium.new_context(viewport=PHONE, locale="zh-CN", timezone_id=ZONE)
        context.set_default_timeout(PATIENCE)
        context.clock.set_fixed_time(LATER)
        page = context.new_page()
        page.goto(address + PLAIN)
        page.evaluate(PUT, held)
        page.goto(address)
        expect(page.locator("[data-sop-edition] [data-sop-kept]")).to_be_visible()
        page.close()
        yield Device(context, address, held)
        context.close()


@pytest.fixture
def site(device: Device) -> Iterator[Watched]:
    yield from device.look()


def test_nothing_that_was_kept_is_damaged_or_gone(site: Watched, device: Device) -> None:
    site.open("")
    damaged = "() => import('/sop/assets/run/damage.js').then((own) => own.damaged())"
    assert site.page.evaluate(damaged) == []
    held = site.page.evaluate(HELD)
    assert device.held["local"].keys() <= held.keys()
    for name in ("-jobs /sop/", "-unsaid /sop/", ":/sop/:ticks/receive-goods"):
        assert held[f"sop{name}"] == device.held["local"][f"sop{name}"]


def test_a_run_goes_on_at_its_step_with_its_note(site: Watched) -> None:
    site.open("")
    waiting = site.page.locator(f"a[href$='?r={RUN}']", has_text="救溺水者")
    expect(waiting).to_be_visible()
    waiting.click()
    title(site.page, "拉上岸")
    expect(site.page.locator(".sop-run__told")).to_contain_text(NOTE)
    expect(site.page.locator(".sop-run__changed")).to_have_count(0)
    site.open("handbook/run/")
    expect(site.page.get_by_role("button", name="看记录：迎客")).to_be_visible()


def test_ticks_are_there_of_each_role_and_large_type_is_on(site: Watched) -> None:
    site.open("handbook/pool/rescue/")
    expect(site.page.locator("html")).to_have_class(re.compile(r"\bsop-reading\b"))
    expect(site.page.locator(".sop-ticks .sop-tick__changed")).to_have_count(0)
    ticks = site.page.locator(".sop-ticks--live")
    expect(ticks.locator("input[type=checkbox]:checked")).to_have_count(2)
    site.open("handbook/pool/open-gate/")  # the reader wants to see all
    expect(site.page.locator("[data-sop-own] button")).to_have_text("只看我的")


def test_role_pinned_procedures_and_questions_are_as_they_were(site: Watched) -> None:
    site.open("")
    expect(site.page.get_by_role("heading", name="我的岗位：救生员")).to_be_visible()
    expect(site.page.get_by_role("button", name="取消钉住 救溺水者")).to_be_visible()
    expect(site.page.get_by_role("button", name="钉住 开馆", exact=True)).to_be_visible()
    site.page.locator("[data-sop-search]").click()
    asked = site.page.locator("[data-sop-asked]")
    site.page.get_by_role("combobox", name="搜索手册").fill("")
    expect(asked).to_contain_text(f"2026-11-22 {ASKED}")


def test_an_industry_stays_saved_and_an_opened_print_is_renewed(
    site: Watched, device: Device
) -> None:
    site.open(f"handbook/{SAVED}/")
    expect(site.page.locator(".sop-save").get_by_role("button", name="删除")).to_be_visible()
    state = site.page.evaluate(STATE)
    assert state["groups"] == [SAVED]
    kept = "async (key) => (await caches.match(key)).text()"
    same = device.held["noted"]["/sop/offline/state?h="] == json.dumps(state, separators=(",", ":"))
    renewed = "1.0" if same else "%PDF"  # only another edition has others
    assert site.page.evaluate(kept, f"/sop/{PRINT}?h=opened") == renewed
    page = "async () => (await fetch('/sop/handbook/pool/rescue/')).text()"
    assert "救溺水者" in site.page.evaluate(page)


def test_pages_of_today_leave_alone_what_a_newer_engine_keeps(
    site: Watched, device: Device
) -> None:
    site.open(PLAIN)
    before = site.page.evaluate(HELD)
    site.page.evaluate(NEWER)
    newer = site.page.evaluate(HELD)
    site.open("handbook/pool/rescue/")
    boxes(site.page).first.check()
    expect(site.page.locator("[data-sop-progress]")).to_contain_text("已核对 1 /")
    site.page.get_by_role("button", name="大字阅读").click()
    site.open("")
    expect(site.page.get_by_label("选好岗位")).to_be_visible()
    site.open("handbook/run/?p=greet")
    title(site.page, "问去哪里")
    assert site.page.evaluate(HELD) == newer
    site.page.evaluate("kept => Object.assign(localStorage, kept)", before)
    site.page.evaluate("localStorage.removeItem('sop:/sop/:format')")


@pytest.mark.parametrize("version", VERSIONS)
def test_the_frozen_device_holds_everything_that_the_page_about_it_lists(version: str) -> None:
    page = (THEME / "docs" / "maintain" / "run.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `([a-z-]+)[^`]*`", page.partition("{: #device }")[2], re.M))
    held = Frozen(version).device["local"]
    found = {
        re.split("[ :/@]", key.removeprefix("sop:/sop/:").removeprefix("sop-"))[0] for key in held
    }
    assert found == listed - SINCE
    assert json.loads(held["sop-unsaid /sop/"])[0]["asked"] == ASKED
