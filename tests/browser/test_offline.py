"""The handbook without a network: the server is killed, and reading goes on."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from sop_handbook.model import Handbook
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.render.search import NAME as LETTERS
from sop_handbook.site.offline import offline_files
from sop_handbook.site.publish import add_files
from tests.accessible import by_night, hold_still, small_targets, violations
from tests.browser.fixtures import PATIENCE, PHONE
from tests.keyboard import Keys
from tests.sites import Built, Host, listed
from tests.support import DAY

CREW = "handbook/emergency/egl-crew/"
DOCKING = "handbook/emergency/egl-docking/"
SIX_STEPS = "handbook/restaurant/restaurant-six-steps/"
PRINT = "handbook/prints/egl-crew-checklist.pdf"
PACKED = "handbook/prints/egl-docking-twi.pdf"  # with others, by the print centre
RESTAURANT = "handbook/restaurant/"
KEPT = "[data-sop-edition] [data-sop-kept]"
NEXT_DAY = date(2026, 12, 1)
# What the maintainers' guide says sw.js should be to end it all.
ENDING = 'self.addEventListener("install", () => self.skipWaiting())'
# A first worker whose script takes its time, as on a poor network.
LATE = """if (!navigator.serviceWorker.controller) {
  const register = ServiceWorkerContainer.prototype.register;
  ServiceWorkerContainer.prototype.register = async function (...given) {
    await new Promise((go) => { setTimeout(go, 2000); });
    return register.apply(this, given);
  };
}"""


# Whether the worker in force is of the edition of a day: it came without being asked for.
IN_FORCE = """async (day) => {
  const { active } = await navigator.serviceWorker.getRegistration();
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((tell) => { port1.onmessage = tell; });
  active.postMessage({ do: "about", page: location.href }, [port2]);
  return (await answer).data.last?.date === day;
}"""


@dataclass
class Device:
    """A phone with a fresh browser, and the server its pages come from."""

    context: BrowserContext
    page: Page
    host: Host

    def open(self, path: str) -> int:
        """Open a page, wait until it knows how it stands, and return the status."""
        response = self.page.goto(self.host.address + path, wait_until="load")
        assert response
        expect(self.page.locator("[data-sop-edition]")).to_be_visible()
        return response.status

    def visit(self, path: str) -> None:
        """Open a page and wait until it is kept."""
        self.open(path)
        expect(self.page.locator(KEPT)).to_be_visible()

    @property
    def where(self) -> str:
        """The address of the page below the site's."""
        return self.page.url.removeprefix(self.host.address)

    def kept(self) -> list[str]:
        """What is kept, as paths with hashes."""
        keys: list[str] = self.page.evaluate(
            "async () => (await (await caches.open((await caches.keys())[0])).keys())"
            ".map(key => key.url)"
        )
        return [key.removeprefix(self.host.address) for key in keys]


def _device(chromium: Browser, site: Path) -> Iterator[Device]:
    context = chromium.new_context(viewport=PHONE, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    host = Host(site)
    yield Device(context, context.new_page(), host)
    context.close()
    host.stop()


@pytest.fixture
def device(chromium: Browser, trades: Built) -> Iterator[Device]:
    """A phone that has not seen the handbook yet."""
    yield from _device(chromium, trades.site)


@pytest.fixture(scope="module")
def cut_off(chromium: Browser, trades: Built) -> Iterator[Device]:
    """A phone that has seen two pages and a print; then the server was killed."""
    for device in _device(chromium, trades.site):
        device.visit(CREW)
        device.visit(DOCKING)
        got = "path => fetch(path, { cache: 'no-store' }).then(r => r.blob()).then(b => b.size)"
        assert device.page.evaluate(got, device.host.address + PACKED) > 1000
        device.page.evaluate(
            "path => fetch(path)", device.host.address + PRINT
        )  # as the browser's own viewer does
        device.page.wait_for_function(
            "async key => Boolean(await caches.match(key))",
            arg=f"{device.host.address}{PRINT}?h=opened",
        )
        device.host.stop()
        yield device


# Without a server --------------------------------------------------------------------------------


def test_a_page_that_was_visited_opens_and_says_since_when_it_is_kept(cut_off: Device) -> None:
    assert cut_off.open(CREW) == 200
    expect(cut_off.page.locator("h1")).to_contain_text("核实会员")
    bar = cut_off.page.locator("[data-sop-away]")
    expect(bar).to_contain_text("没有连上服务器")
    expect(bar).to_contain_text(re.compile(r"\d+月\d+日 \d\d:\d\d 存下的内容"))
    expect(bar).to_contain_text(f"手册 {DAY} 版")
    edition = cut_off.page.locator("[data-sop-edition]")
    expect(edition).to_contain_text(re.compile(rf"手册 {DAY} 版，这一页 .*\d\d:\d\d 存到这台设备"))
    assert cut_off.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    boxes = cut_off.page.locator("[data-sop-ticks]").get_by_role("checkbox")
    boxes.first.check()
    expect(cut_off.page.locator("[data-sop-progress]")).to_contain_text("已核对 1")


def test_a_scanned_code_is_answered_and_an_address_without_its_slash_is_put_right(
    cut_off: Device,
) -> None:
    cut_off.open(f"{CREW}?e=222-222-222#step-fill-letter")
    expect(cut_off.page.locator("article .sop-answer-box").first).to_contain_text("查不到这个编码")
    assert cut_off.where.endswith("#step-fill-letter")
    cut_off.open(f"{DOCKING.rstrip('/')}?e=222-222-222")
    assert cut_off.where == f"{DOCKING}?e=222-222-222"
    expect(cut_off.page.locator("h1")).to_contain_text("送医院")


def test_the_ways_into_the_handbook_open_unvisited(cut_off: Device) -> None:
    for path in ("", "handbook/roles/", "handbook/industries/", RESTAURANT):
        assert cut_off.open(path) == 200, path
        assert cut_off.where == path


def test_the_currency_page_knows_every_code(cut_off: Device, trades: Built) -> None:
    answers = json.loads((trades.site / "handbook/currency/2.json").read_text("utf-8"))
    code, answer = next(iter(answers.items()))
    cut_off.open("handbook/currency/")
    cut_off.page.get_by_label("打印件上的编码").fill(code)
    cut_off.page.get_by_role("button", name="核对", exact=True).click()
    expect(cut_off.page.locator("[data-sop-answer]")).to_contain_text(answer["title"])


def test_a_procedure_that_was_visited_can_be_carried_out(cut_off: Device) -> None:
    cut_off.open(DOCKING)
    cut_off.page.get_by_role("link", name="开始执行").click()
    title = cut_off.page.locator(".sop-run__title")
    expect(title).to_have_text("选择医院")
    cut_off.page.get_by_role("button", name="送签约网络医院").click()
    expect(title).to_have_text("请患者和接诊医护人员签字")
    cut_off.page.reload()
    expect(title).to_have_text("请患者和接诊医护人员签字")


def test_a_procedure_that_was_visited_can_be_rehearsed(cut_off: Device) -> None:
    cut_off.open(DOCKING)
    cut_off.page.get_by_role("link", name="开始演练").click()
    cut_off.page.get_by_role("button", name=re.compile("^观察员")).first.click()
    score = cut_off.page.locator(".sop-drill__score")
    first = cut_off.page.locator(".sop-drill__row").first
    first.get_by_role("button", name="做到", exact=True).click()
    expect(score).to_contain_text("做到 1")
    cut_off.page.reload()
    expect(score).to_contain_text("做到 1")


def test_the_search_finds_steps_and_opens_those_that_are_kept(cut_off: Device) -> None:
    cut_off.open(SIX_STEPS)  # not kept: the search is offered there
    cut_off.page.get_by_role("button", name="搜索手册").click()
    cut_off.page.locator("#sop-search-input").fill("danbaohan")
    hits = cut_off.page.get_by_role("option")
    expect(hits.first).to_be_visible()
    cut_off.page.locator("#sop-search-input").fill("担保函由谁来填")
    hits.filter(has_text="填写担保函").first.click()
    expect(cut_off.page).to_have_url(re.compile(rf"{CREW}#step-"))


def test_a_page_that_was_not_visited_says_so_and_lists_what_is_there(cut_off: Device) -> None:
    assert cut_off.open(f"{SIX_STEPS}?e=222-222-222") == 200
    assert cut_off.where.startswith("offline/?page=")
    note = cut_off.page.locator("[data-sop-wanted]")
    expect(note).to_contain_text("没有存到这台设备")
    expect(note).to_contain_text("接待堂食顾客")  # its name, not its address
    again = note.get_by_role("link", name="再试一次").get_attribute("href")
    assert again == f"{cut_off.host.address}{SIX_STEPS}?e=222-222-222"
    kept = cut_off.page.locator("[data-sop-pages]")
    titles = kept.get_by_role("link")
    expect(titles.filter(has_text="送医院，凭担保函交接患者")).to_be_visible()
    expect(titles.filter(has_text="egl-crew-checklist.pdf")).to_be_visible()
    expect(titles.filter(has_text="接待堂食顾客")).to_have_count(0)
    expect(cut_off.page.locator("[data-sop-unable]")).to_be_hidden()


def test_what_is_said_without_a_network_is_accessible(cut_off: Device) -> None:
    hold_still(cut_off.page)
    for path, scope in ((CREW, "contrast"), (SIX_STEPS, "all")):  # kept, and not kept
        cut_off.open(path)
        assert violations(cut_off.page, scope) == [], path
        assert small_targets(cut_off.page) == [], path
    by_night(cut_off.page)  # with the bar that all pages have
    assert violations(cut_off.page, "contrast") == []


def test_what_does_not_exist_is_told_from_what_is_not_kept(cut_off: Device) -> None:
    note = cut_off.page.locator("[data-sop-wanted]")
    again, gone = note.get_by_role("link", name="再试一次"), note.get_by_text("手册里没有这一页")
    cut_off.open("handbook/restaurant/no-such-page/")
    expect(gone).to_be_visible()
    expect(again).to_be_hidden()
    cut_off.open("handbook/prints/egl-docking-checklist.pdf")
    expect(note).to_contain_text("这个文件没有存到这台设备")
    expect(gone).to_be_hidden()
    expect(again).to_be_visible()


def test_an_address_with_a_stray_percent_sign_is_answered_like_any_other(cut_off: Device) -> None:
    for path in ("handbook/%E0%A4%A", "%ff/", "handbook/restaurant/%"):
        cut_off.open(path)
        expect(cut_off.page.locator("[data-sop-wanted]")).to_be_visible()


def test_an_address_of_another_site_is_not_offered(cut_off: Device) -> None:
    cut_off.open("offline/?page=https%3A%2F%2Fexample.org%2F")
    expect(cut_off.page.locator("[data-sop-pages]")).to_be_visible()
    expect(cut_off.page.locator("[data-sop-wanted]")).to_be_hidden()


def test_a_print_that_was_opened_is_there_and_others_are_not(cut_off: Device) -> None:
    cut_off.open("")
    fetch = "path => fetch(path).then(r => r.headers.get('Content-Type'), () => 'nothing')"
    assert cut_off.page.evaluate(fetch, cut_off.host.address + PRINT) == "application/pdf"
    for other in ("handbook/prints/egl-docking-checklist.pdf", PACKED):
        assert cut_off.page.evaluate(fetch, cut_off.host.address + other) == "nothing"


# Installing and saving ----------------------------------------------------------------------------


def _ask_whether_it_may_be_installed(device: Device, tools: CDPSession) -> None:
    errors = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Browser tests run in windows that leave no trace, which cannot install anything. A browser
    # without windows has no opinion, so what it takes is asked below.
    assert {error["errorId"] for error in errors} <= {"in-incognito"}
    manifest = tools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    told = json.loads(manifest["data"])
    assert told["name"] == "服务标准作业手册"
    assert told["display"] == "standalone"
    assert urljoin(manifest["url"], told["start_url"]) == device.host.address
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in told["icons"]}
    for icon in told["icons"]:
        found = device.page.request.get(f"{device.host.address}handbook/{icon['src']}")
        assert found.headers["content-type"] == "image/png"


def test_an_industry_is_saved_whole_and_given_up_again_although_the_worker_comes_late(
    device: Device, trades: Built
) -> None:
    device.context.add_init_script(LATE)
    device.visit(RESTAURANT)
    row = device.page.locator(".sop-save")
    expect(row).to_contain_text("保存本行业离线使用")
    size = row.locator("[data-size]:visible")
    expect(size).to_have_text(re.compile(r"^[\d.]+ MB$"))
    told = size.inner_text()
    before = set(device.kept())
    row.get_by_role("button", name="保存本行业离线使用").click()
    expect(row.get_by_role("button", name="删除")).to_be_visible()
    expect(size).to_have_text(told)
    listed = json.loads((trades.site / "offline/files.json").read_text("utf-8"))
    paths = {key.partition("?")[0] for key in device.kept()}
    assert set(listed["restaurant"]) | set(listed["common"]) <= paths
    device.host.stop()
    assert device.open(SIX_STEPS) == 200
    assert device.where == SIX_STEPS
    device.open("offline/")
    mine = device.page.locator(".sop-save").filter(has_text="餐饮")
    mine.get_by_role("button", name="删除").click()
    expect(mine.get_by_role("button", name="保存")).to_be_visible()
    assert set(device.kept()) <= before
    device.page.get_by_role("button", name="清除看过的页面").click()
    expect(
        device.page.locator("[data-sop-pages]").get_by_role("link", name="院前急救")
    ).to_be_visible()


def test_a_phone_takes_the_handbook_says_when_it_is_full_and_takes_up_a_cut_connection(
    device: Device,
) -> None:
    device.visit("offline/")
    tools = device.context.new_cdp_session(device.page)
    _ask_whether_it_may_be_installed(device, tools)
    origin = device.host.address.removesuffix("/sop/")
    row = device.page.locator(".sop-save").filter(has_text="酒店")
    tools.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1_000_000})
    row.get_by_role("button", name="保存").click()
    expect(row.get_by_text("空间不够")).to_be_visible()
    assert device.open(SIX_STEPS) == 200  # pages are read although they cannot be kept
    tools.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    device.open("offline/")
    device.host.stop()
    row.get_by_role("button", name="保存").click()
    expect(row.get_by_text("网络断了")).to_be_visible()
    device.host.start()
    row.get_by_role("button", name="保存").click()
    expect(row.get_by_role("button", name="删除")).to_be_visible()


def test_a_browser_without_workers_reads_as_ever(chromium: Browser, device: Device) -> None:
    context = chromium.new_context(viewport=PHONE, service_workers="block")
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda told: trouble.append(told.text) if told.type == "error" else None)
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.goto(f"{device.host.address}offline/")
    expect(page.locator("[data-sop-edition]")).to_contain_text(f"手册 {DAY} 版")
    expect(page.locator("[data-sop-unable]")).to_be_visible()
    expect(page.locator(".sop-save")).to_have_count(0)
    page.goto(f"{device.host.address}{RESTAURANT}")
    expect(page.locator("[data-sop-save]")).to_be_hidden()
    context.close()
    assert trouble == []


# A new edition ------------------------------------------------------------------------------------


@dataclass
class Shelf:
    """A copy of the site that is published anew."""

    site: Path
    handbook: Handbook

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file of the site."""
        file = self.site / path
        before = file.read_text("utf-8")
        assert old in before
        file.write_text(before.replace(old, new), "utf-8")

    def publish(self, day: date) -> None:
        """Do what the build does with a finished site."""
        add_files(offline_files(self.site, self.handbook, listed(self.site), day), self.site)


@pytest.fixture(scope="module")
def handbook(trades: Built) -> Handbook:
    return examine(Project(root=trades.root, today=DAY)).handbook


@pytest.fixture(scope="module")
def light(trades: Built, handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with all of its search, and without what no phone here looks at. Not to be changed.

    Phones fetch two thirds of the files of a site at once, and are new in each test.
    """
    site = tmp_path_factory.mktemp("light") / "site"
    heavy = shutil.ignore_patterns("*.pdf", "*.docx", "*.map", "flows", "lunr", "?.json")
    shutil.copytree(trades.site, site, ignore=heavy)
    for industry in set(handbook.industries) - {"emergency", "restaurant"}:
        shutil.rmtree(site / "handbook" / industry)
    Shelf(site, handbook).publish(DAY)
    return site


@pytest.fixture(scope="module")
def lightest(light: Path, handbook: Handbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One without its search. Not to be changed."""
    site = tmp_path_factory.mktemp("lightest") / "site"
    shutil.copytree(light, site)
    for file in (*_parts(site), *(site / "assets/search").glob("*.js")):
        if file.name != "main.js":  # which every page runs
            file.unlink()
    Shelf(site, handbook).publish(DAY)
    return site


@pytest.fixture
def searched(light: Path, handbook: Handbook, tmp_path: Path) -> Shelf:
    shutil.copytree(light, tmp_path / "site")
    return Shelf(tmp_path / "site", handbook)


@pytest.fixture
def shelf(lightest: Path, handbook: Handbook, tmp_path: Path) -> Shelf:
    shutil.copytree(lightest, tmp_path / "site")
    return Shelf(tmp_path / "site", handbook)


def _parts(site: Path) -> list[Path]:
    """The files into which a large search is divided."""
    found = list((site / "handbook/search").glob("?" * LETTERS + ".json"))
    assert found
    return found


@pytest.fixture
def reader(chromium: Browser, shelf: Shelf) -> Iterator[Device]:
    """A phone that has visited one procedure of a site that will change."""
    for device in _device(chromium, shelf.site):
        device.visit(CREW)
        yield device


def _look_anew(device: Device) -> None:
    """Have the browser look for a new worker, which it does in its own time; wait until it has."""
    device.page.evaluate("navigator.serviceWorker.getRegistration().then(r => r?.update())")


def _come_back(device: Device, path: str) -> None:
    """Open a page, and wait until the look for a new edition is over."""
    device.host.asked.clear()
    device.open(path)
    _look_anew(device)


def test_a_new_edition_is_offered_and_only_what_changed_is_fetched(
    reader: Device, shelf: Shelf
) -> None:
    other = reader.context.new_page()
    other.goto(reader.host.address)
    expect(other.locator(KEPT)).to_be_visible()
    shelf.edit(f"{CREW}index.html", "核实会员，办理担保函", "核实会员，办理新担保函")
    shelf.edit(f"{SIX_STEPS}index.html", "接待堂食顾客", "接待新顾客")  # not visited
    shelf.edit("handbook/currency/words.json", str(DAY), str(NEXT_DAY))
    shelf.publish(NEXT_DAY)
    _come_back(reader, CREW)
    bar = reader.page.locator("[data-sop-new]")
    expect(bar).to_contain_text(f"手册有新版本（{NEXT_DAY}）")
    fetched = {
        path for path in reader.host.asked if not path.startswith(("sw.js", "assets/offline"))
    }
    assert fetched == {"offline/files.json", CREW, "handbook/currency/words.json"}

    # Until the reader agrees, everything is of the old edition.
    expect(reader.page.locator("h1")).to_have_text("核实会员，办理担保函")
    expect(reader.page.locator("[data-sop-edition]")).to_contain_text(f"手册 {DAY} 版")
    told = "fetch('../../currency/words.json').then(r => r.json()).then(w => w.date)"
    assert reader.page.evaluate(told) == str(DAY)
    bar.get_by_role("button", name="以后再说").click()
    expect(bar).to_be_hidden()
    reader.page.reload()
    expect(reader.page.locator(KEPT)).to_be_visible()
    expect(bar).to_be_hidden()

    reader.page.evaluate("sessionStorage.clear()")
    reader.page.reload()
    bar.get_by_role("button", name="现在更新").click()
    expect(reader.page.locator("h1")).to_have_text("核实会员，办理新担保函")
    expect(reader.page.locator("[data-sop-edition]")).to_contain_text(f"手册 {NEXT_DAY} 版")
    assert reader.page.evaluate(told) == str(NEXT_DAY)
    expect(other.get_by_role("button", name="刷新")).to_be_visible()  # in other windows
    paths = [key.partition("?")[0] for key in reader.kept()]
    assert len(paths) == len(set(paths))  # nothing of the old edition is left
    reader.host.stop()
    reader.open(CREW)
    expect(reader.page.locator("h1")).to_have_text("核实会员，办理新担保函")


@pytest.mark.parametrize("changed", [True, False])
def test_the_offer_says_what_changed_for_the_readers_role(
    changed: bool, reader: Device, shelf: Shelf
) -> None:
    reader.open("")
    key = "sop-job /sop/"
    job = {"role": "crew", "title": "外派车辆人员", "day": str(DAY), "seen": ["seen before"]}
    reader.page.evaluate("([key, job]) => { localStorage[key] = JSON.stringify(job) }", [key, job])
    told = shelf.site / "handbook/my-job/crew.json"
    one = {"title": "核实会员，办理担保函", "summary": "先拍照再签字", "day": str(NEXT_DAY)}
    more = {"kind": "做法", "revision": "第2版", "page": CREW.rstrip("/"), "anchor": ""}
    own = json.loads(told.read_text("utf-8"))
    news = {**one, **more, "key": "new" if changed else "seen before"}
    told.write_text(json.dumps({**own, "news": [news]}), "utf-8")
    shelf.edit(f"{CREW}index.html", "核实会员，办理担保函", "核实会员，办理新担保函")
    shelf.publish(NEXT_DAY)
    _come_back(reader, CREW)
    says = reader.page.locator("[data-sop-new-own]")
    if changed:
        expect(says).to_contain_text("跟外派车辆人员有关的变了")
        expect(says.locator("li")).to_have_text("核实会员，办理担保函：先拍照再签字")
    else:
        expect(says).to_have_text("跟外派车辆人员有关的做法没有变。")


def test_an_edition_without_a_change_a_reader_could_see_comes_quietly(
    reader: Device, shelf: Shelf
) -> None:
    shelf.edit("handbook/currency/words.json", str(DAY), str(NEXT_DAY))
    shelf.publish(NEXT_DAY)
    _come_back(reader, CREW)
    reader.page.wait_for_function(IN_FORCE, arg=str(NEXT_DAY))
    expect(reader.page.locator("[data-sop-new]")).to_be_hidden()


def test_an_unvisited_page_of_a_newer_edition_comes_whole(reader: Device, shelf: Shelf) -> None:
    shelf.edit(f"{SIX_STEPS}index.html", "接待堂食顾客", "接待新顾客")
    shelf.edit("assets/handbook.css", ":root,", ":root { --test-newer: 1 }\n:root,")
    # The server has the new files, but not the list of them yet: half of it is published.
    reader.open(SIX_STEPS)
    expect(reader.page.locator("h1")).to_have_text("接待新顾客")
    newer = "getComputedStyle(document.documentElement).getPropertyValue('--test-newer')"
    assert reader.page.evaluate(newer).strip() == "1"
    reader.open(CREW)
    assert reader.page.evaluate(newer) == ""
    assert not [key for key in reader.kept() if key.startswith(SIX_STEPS)]


def _open_print(device: Device, path: str) -> None:
    """Fetch a print as the browser's viewer does, and wait until it is kept."""
    device.page.evaluate("path => fetch(path)", device.host.address + path)
    key = f"{device.host.address}{path}?h=opened"
    device.page.wait_for_function("async key => Boolean(await caches.match(key))", arg=key)


def _print_there(device: Device, path: str) -> str:
    """What a print says now, or that there is none."""
    fetch = "path => fetch(path).then(r => r.ok ? r.text() : 'nothing', () => 'nothing')"
    said: str = device.page.evaluate(fetch, device.host.address + path)
    return said


def test_an_edition_is_offered_once_it_is_whole_and_renews_or_drops_prints_that_were_opened(
    reader: Device, shelf: Shelf
) -> None:
    sheet, gone = shelf.site / PRINT, shelf.site / PRINT.replace("crew", "gone")
    sheet.parent.mkdir(parents=True, exist_ok=True)
    for one in (sheet, gone):
        one.write_text("%PDF old", "utf-8")
        _open_print(reader, one.relative_to(shelf.site).as_posix())
    gone.unlink()
    sheet.write_text("%PDF new", "utf-8")
    os.utime(sheet, (0, sheet.stat().st_mtime + 60))  # servers tell whole seconds
    shelf.edit(f"{CREW}index.html", "核实会员，办理担保函", "核实会员，办理新担保函")
    shelf.publish(NEXT_DAY)
    shelf.edit(f"{CREW}index.html", "核实会员，办理新担保函", "传到一半")
    _come_back(reader, CREW)
    reader.page.wait_for_function(
        "() => navigator.serviceWorker.getRegistration().then(r => !r.installing)"
    )
    expect(reader.page.locator("[data-sop-new]")).to_be_hidden()
    expect(reader.page.locator("h1")).to_have_text("核实会员，办理担保函")

    shelf.edit(f"{CREW}index.html", "传到一半", "核实会员，办理新担保函")
    _come_back(reader, CREW)
    now = reader.page.get_by_role("button", name="现在更新")
    expect(now).to_be_visible()
    reader.host.stop()  # at once: what was agreed to is there
    now.click()
    expect(reader.page.locator("h1")).to_have_text("核实会员，办理新担保函")
    assert _print_there(reader, PRINT) == "%PDF new"
    assert _print_there(reader, gone.relative_to(shelf.site).as_posix()) == "nothing"


@pytest.mark.slow
def test_an_industry_is_saved_and_an_edition_taken_by_keyboard(
    reader: Device, shelf: Shelf
) -> None:
    page, keys = reader.page, Keys(reader.page)
    reader.visit(RESTAURANT)
    save = page.get_by_role("button", name="保存本行业离线使用")
    expect(save).to_be_visible()
    keys.skip()
    keys.press("保存本行业离线使用")
    expect(page.get_by_role("button", name="删除")).to_be_focused()
    keys.focus()
    page.keyboard.press("Space")
    expect(save).to_be_focused()
    keys.focus()

    shelf.edit(f"{RESTAURANT}index.html", "餐饮", "新餐饮")
    shelf.publish(NEXT_DAY)
    _come_back(reader, RESTAURANT)
    bar = page.locator("[data-sop-new]")
    expect(bar).to_be_visible()
    keys.press("以后再说")
    expect(bar).to_be_hidden()
    assert keys.focus()["name"] == "离线使用"
    page.evaluate("sessionStorage.clear()")
    page.reload()
    expect(bar).to_be_visible()
    keys.press("现在更新")
    expect(page.locator("h1")).to_contain_text("新餐饮")


def test_the_search_follows_a_server_that_is_newer(chromium: Browser, searched: Shelf) -> None:
    """Only part of a large index is kept: the rest may have other names by now."""
    for reader in _device(chromium, searched.site):
        reader.visit(CREW)
        _rename_the_parts(reader, searched.site)
        reader.page.locator("[data-sop-search]").click()
        reader.page.locator("#sop-search-input").fill("担保函由谁来填")
        expect(reader.page.get_by_role("option").first).to_contain_text("担保函")


def _rename_the_parts(reader: Device, site: Path) -> None:
    """Name the parts of the search anew on the server, and forget them on the phone."""
    table = site / "handbook/search/table.json"
    told = json.loads(table.read_bytes())
    for path in _parts(site):
        path.rename(path.with_stem(path.stem[::-1]))
    names = re.findall("." * LETTERS, told["names"])
    table.write_text(json.dumps({**told, "names": "".join(n[::-1] for n in names)}), "utf-8")
    reader.page.evaluate(
        """async () => {
          const store = await caches.open((await caches.keys())[0]);
          const keys = await store.keys();
          const parts = keys.filter((key) => /search.[a-z2-7]{6}[.]json/.test(key.url));
          await Promise.all(parts.map((key) => store.delete(key)));
        }"""
    )


def test_a_maintainer_can_end_it_all(reader: Device, shelf: Shelf) -> None:
    (shelf.site / "offline/edition.json").write_text(f'{{"date": "{NEXT_DAY}"}}', "utf-8")
    (shelf.site / "sw.js").write_text(ENDING, "utf-8")
    edition = reader.page.locator("[data-sop-edition]")
    for _ in range(10):
        reader.open(CREW)
        if str(NEXT_DAY) in edition.inner_text():
            break
        _look_anew(reader)
    expect(edition).to_contain_text(f"手册 {NEXT_DAY} 版")
    nothing = "() => caches.keys().then(keys => keys.length === 0)"
    reader.page.wait_for_function(nothing)
    count = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
    assert reader.page.evaluate(count) == 0
