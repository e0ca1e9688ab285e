"""The print centre: what is typed or chosen is listed, what is ticked is packed."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from tests.accessible import small_targets, violations
from tests.browser.fixtures import Watched
from tests.browser.test_every_page import SIDEWAYS, troubles
from tests.support import DAY

CENTRE = "handbook/prints/"
MISSING = re.compile("没有取到“[0-9]+ CY-01 接待堂食顾客 作业分解表.pdf”")


def _status(site: Watched) -> Locator:
    return site.page.locator("[data-part=status]")


def _told(site: Watched) -> Locator:
    return site.page.locator("[data-part=told]")


def _tiles(site: Watched) -> Locator:
    return site.page.locator("[data-part=found] li > a")


def _listed(site: Watched, asked: str) -> Locator:
    """The centre with what is typed, once it is listed."""
    site.open(CENTRE)
    box = site.page.get_by_role("searchbox", name="找要打印的")
    box.fill(asked)
    expect(_status(site)).not_to_be_empty()
    return box


def test_what_is_typed_is_listed_and_the_rest_of_the_page_makes_room(site: Watched) -> None:
    box = _listed(site, "接待堂食顾客")
    expect(site.page.locator("#industries")).to_be_hidden()
    expect(site.page.locator("[data-part=found] h2")).to_have_text("CY-01 接待堂食顾客")
    expect(_tiles(site).first).to_have_text("检查表")
    expect(site.page.locator("[data-part=found] li small").first).to_contain_text("A4 纵向 · 单面")
    box.fill("清单 jdts")
    expect(_status(site)).to_contain_text("列出 1 份")
    expect(_tiles(site)).to_have_attribute(
        "href", re.compile("/handbook/prints/restaurant-six-steps-checklist.pdf$")
    )
    box.fill("潜水艇")
    expect(_status(site)).to_contain_text("没有这样的打印件")
    expect(site.page.locator("#industries")).to_be_visible()
    site.page.get_by_role("button", name="清除").click()
    expect(box).to_be_focused()
    expect(_status(site)).to_be_empty()


def test_nothing_is_fetched_before_somebody_asks(site: Watched) -> None:
    asked: list[str] = []
    site.page.on("request", lambda request: asked.append(request.url))
    site.open(CENTRE)
    site.page.wait_for_load_state("networkidle")
    assert [url for url in asked if "list.json" in url or "bring.js" in url] == []


def test_an_address_asks_by_role_and_kind_and_follows_what_is_chosen(site: Watched) -> None:
    site.open(f"{CENTRE}#role=waiter&kind=checklist")
    expect(_tiles(site).first).to_be_visible()
    expect(site.page.get_by_role("combobox", name="岗位")).to_have_value("waiter")
    site.page.get_by_role("combobox", name="种类").select_option("cards")
    expect(site.page.locator("[data-part=found] h2").first).to_contain_text(
        re.compile("CY-01|培训卡")
    )
    assert site.page.url.endswith("#role=waiter&kind=cards")
    site.open("handbook/roles/waiter/")
    site.page.get_by_role("link", name="它参与的全部流程的打印件").click()
    expect(site.page.get_by_role("combobox", name="岗位")).to_have_value("waiter")
    expect(_tiles(site).first).to_be_visible()


def test_roles_and_kinds_on_the_page_ask_for_theirs(site: Watched) -> None:
    site.open(CENTRE)
    site.page.locator("#roles ~ .sop-chips").get_by_role("link", name="服务员", exact=True).click()
    expect(site.page.get_by_role("combobox", name="岗位")).to_have_value("waiter")
    expect(_tiles(site).first).to_be_visible()
    site.page.get_by_role("button", name="清除").click()
    site.page.locator("table").get_by_role("link", name="作业分解表").click()
    expect(site.page.get_by_role("combobox", name="种类")).to_have_value("twi")
    expect(site.page.get_by_role("combobox", name="岗位")).to_have_value("")
    expect(site.page.locator("[data-part=found] h2").first).to_have_text("作业分解表")


def test_much_is_shown_in_portions(site: Watched) -> None:
    _listed(site, "pdf")
    site.open(f"{CENTRE}#industry=emergency")
    more = site.page.locator("[data-part=more]")
    expect(_tiles(site)).to_have_count(48)
    more.click()
    expect(_tiles(site).nth(48)).to_be_focused()


def test_what_is_chosen_comes_as_one_archive(site: Watched, tmp_path: Path) -> None:
    box = _listed(site, "接待堂食顾客")
    page = site.page
    page.get_by_role("checkbox", name="选中：CY-01 接待堂食顾客 检查表", exact=True).check()
    page.get_by_role("checkbox", name="选中：CY-01 接待堂食顾客 Word 文档", exact=True).check()
    box.fill("服务员 提醒牌")
    page.get_by_role("checkbox", name="选中：服务员 重点工作提醒牌", exact=True).check()
    expect(_told(site)).to_contain_text("已选 3 份，约 ")
    with page.expect_download() as waited:
        page.get_by_role("button", name="打包下载（ZIP）").click()
    of = "CY-01 接待堂食顾客、服务员 打印件3份"
    assert waited.value.suggested_filename == f"{of}-服务标准作业手册-{DAY}.zip"
    waited.value.save_as(tmp_path / "got.zip")
    expect(_told(site)).to_contain_text("打好了")
    with zipfile.ZipFile(tmp_path / "got.zip") as archive:
        assert archive.testzip() is None
        assert [one.filename for one in archive.infolist()] == [
            "01 CY-01 接待堂食顾客 检查表.pdf",
            "02 服务员 重点工作提醒牌.pdf",
            "03 CY-01 接待堂食顾客 Word 文档.docx",
        ]
        assert archive.read("02 服务员 重点工作提醒牌.pdf").startswith(b"%PDF")
        assert {one.date_time[:3] for one in archive.infolist()} == {(DAY.year, DAY.month, DAY.day)}
        assert {one.create_system for one in archive.infolist()} == {3}
    page.get_by_role("button", name="全部取消").click()
    expect(page.locator("[data-part=chosen]")).to_be_hidden()
    assert page.locator("[data-part=found] input:checked").count() == 0


def test_all_that_is_listed_is_chosen_at_once(site: Watched) -> None:
    box = _listed(site, "接待堂食顾客")
    site.page.get_by_label("岗位", exact=True).select_option(label="服务员")
    box.fill("")
    expect(site.page.locator("[data-part=found] h2").nth(1)).to_be_visible()
    site.page.get_by_role("button", name="列出的全部").click()
    tiles = _tiles(site).count()
    expect(_told(site)).to_contain_text(f"已选 {tiles} 份，约 ")


def test_one_click_chooses_what_somebody_new_needs(site: Watched, tmp_path: Path) -> None:
    page = site.page
    site.open("handbook/roles/waiter/")
    page.get_by_role("link", name="新人要的").click()
    expect(page.get_by_role("combobox", name="岗位")).to_have_value("waiter")
    expect(_told(site)).to_contain_text(re.compile("已选 [0-9]+ 份，约 .*要用 A4 双面 [0-9]+张"))
    few = _chosen(site)
    page.get_by_role("checkbox", name=re.compile("^海报")).check()
    expect(_told(site)).to_contain_text("A3 单面 1张")
    assert _chosen(site) == few + 1
    page.get_by_role("checkbox", name=re.compile("^海报")).uncheck()
    with page.expect_download() as waited:
        page.get_by_role("button", name="打包下载（ZIP）").click()
    assert waited.value.suggested_filename == f"服务员 新人要的-服务标准作业手册-{DAY}.zip"
    waited.value.save_as(tmp_path / "got.zip")
    with zipfile.ZipFile(tmp_path / "got.zip") as archive:
        names = archive.namelist()
    assert names[0] == "01 服务员 新人培训包.pdf" and len(names) == few
    assert all("作业分解表" in name for name in names[1:])


def _chosen(site: Watched) -> int:
    """How many the bar at the foot says are chosen."""
    found = re.search("已选 ([0-9]+) 份", _told(site).inner_text())
    assert found
    return int(found[1])


def test_the_set_is_chosen_by_keyboard_and_no_team_has_one(site: Watched) -> None:
    page = site.page
    site.open(f"{CENTRE}#role=waiter")
    button = page.get_by_role("button", name=re.compile("^选中这一套"))
    button.press("Enter")
    expect(page.get_by_role("button", name="打包下载（ZIP）")).to_be_focused()
    page.get_by_role("button", name="全部取消").press("Enter")
    box = page.get_by_role("checkbox", name=re.compile("^Word"))
    box.press("Space")
    expect(box).to_be_focused()
    expect(_told(site)).to_contain_text("已选 1 份")
    site.open(f"{CENTRE}#role=medical-team")
    expect(_status(site)).to_contain_text("列出")
    expect(page.locator(".sop-prints__set")).to_have_count(0)


def test_a_role_on_the_page_leads_to_its_set(site: Watched) -> None:
    site.open(CENTRE)
    site.page.locator("[data-sop-choose='set=waiter']").click()
    expect(_told(site)).to_contain_text("已选 ")
    expect(site.page.locator(".sop-prints__set h2")).to_have_text("新人要的：服务员")


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("服务员 新人", "#set=waiter"),
        ("服务员 培训", "#set=waiter"),
        ("带教 服务员", "#set=waiter"),
        ("pxb", "#kind=pack"),
        ("考核表", "#kind=roleplay"),
        ("签到", "#kind=signoff"),
        ("海报", "#kind=poster"),
        ("桌牌", "#kind=stand"),
        ("考试", "#kind=roleplay"),
    ],
)
def test_words_of_trainers_lead_to_the_set_and_to_kinds(
    site: Watched, asked: str, leads: str
) -> None:
    site.open(f"handbook/industries/?q={asked}")
    hits = site.page.locator(".sop-hit")
    expect(hits.first).to_be_visible()
    first = [hit.get_attribute("href") or "" for hit in hits.all()[:3]]
    assert any(one.endswith(f"/handbook/prints/{leads}") for one in first), first


def test_one_that_cannot_be_fetched_leaves_no_archive_and_no_lie(site: Watched) -> None:
    site.expects("Failed to load resource|ERR_FAILED|404")
    _listed(site, "接待堂食顾客")
    page = site.page
    page.get_by_role("button", name=re.compile("选中这 .* 份")).click()
    page.route("**/*-twi.pdf", lambda route: route.abort())
    saved: list[str] = []
    page.on("download", lambda download: saved.append(download.suggested_filename))
    page.get_by_role("button", name="打包下载（ZIP）").click()
    expect(_told(site)).to_contain_text(
        re.compile("没有取到“[0-9]+ CY-01 接待堂食顾客 作业分解表.pdf”")
    )
    expect(_told(site)).to_contain_text("没有生成压缩包")
    page.unroute("**/*-twi.pdf")
    page.route("**/*-twi.pdf", lambda route: route.fulfill(body="<h1>404</h1>", status=200))
    page.get_by_role("button", name="打包下载（ZIP）").click()
    expect(_told(site)).to_contain_text(
        re.compile("没有取到“[0-9]+ CY-01 接待堂食顾客 作业分解表.pdf”")
    )
    assert saved == []
    page.unroute("**/*-twi.pdf")
    with page.expect_download():
        page.get_by_role("button", name="打包下载（ZIP）").click()


def test_packing_can_be_stopped(site: Watched) -> None:
    site.expects("Failed to load resource|ERR_FAILED")
    _listed(site, "接待堂食顾客")
    page = site.page
    page.route("**/*.pdf", lambda route: None)  # never answered
    page.get_by_role("checkbox", name="选中：CY-01 接待堂食顾客 检查表", exact=True).check()
    page.get_by_role("button", name="打包下载（ZIP）").click()
    expect(_told(site)).to_have_text("正在取：0/1")
    page.get_by_role("button", name="停下").click()
    expect(_told(site)).to_contain_text("没有生成压缩包")
    expect(page.get_by_role("button", name="打包下载（ZIP）")).to_be_focused()


def test_more_than_a_phone_can_hold_is_refused(site: Watched) -> None:
    page = site.page
    page.route("**/prints/list.json", _many)
    _listed(site, "很多")
    page.get_by_role("button", name="选中这 501 份").click()
    expect(_told(site)).to_contain_text("一次最多打包 500 份")
    expect(page.get_by_role("button", name="打包下载（ZIP）")).to_be_disabled()
    page.get_by_role("checkbox").first.uncheck()
    expect(page.get_by_role("button", name="打包下载（ZIP）")).to_be_enabled()


def _many(route: Route) -> None:
    kind = {"id": "twi", "title": "表", "names": [], "sound": "", "path": "prints/{id}-twi.pdf"}
    subjects = [
        {
            "id": f"p{n}",
            "title": f"很多{n}",
            "sound": "",
            "page": "index",
            "industries": [],
            "files": [0, 0, 1],
        }
        for n in range(501)
    ]
    named = {"date": "2026-12-01", "title": "手册", "entry": "{number} {about} {kind}"}
    told = {**named, "kinds": [kind], "roles": [], "industries": []}
    route.fulfill(json={**told, "subjects": subjects, "facts": [["A4", "A4 单面", 1]]})


def test_without_a_network_the_page_says_so(site: Watched) -> None:
    site.expects("Failed to load resource|ERR_FAILED")
    site.page.route("**/prints/list.json", lambda route: route.abort())
    _listed(site, "清单")
    expect(_status(site)).to_contain_text("清单没有取到")
    expect(site.page.locator("#industries")).to_be_visible()
    site.page.unroute("**/prints/list.json")
    site.page.get_by_role("searchbox", name="找要打印的").fill("检查表")
    expect(_tiles(site).first).to_be_visible()


@pytest.mark.parametrize(
    "asked", ["检查表", "培训卡", "口袋卡", "签收表", "提醒牌", "Word", "清单"]
)
def test_a_search_for_a_kind_leads_to_its_prints(site: Watched, asked: str) -> None:
    site.open(f"handbook/industries/?q={asked}")
    hits = site.page.locator(".sop-hit")
    expect(hits.first).to_be_visible()
    there = [hit.get_attribute("href") or "" for hit in hits.all()[:3]]
    (address,) = [one for one in there if "/handbook/prints/#kind=" in one][:1]
    site.page.goto(address)
    expect(_tiles(site).first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_serves_everybody(site: Watched, width: int, scheme: str) -> None:
    site.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    site.page.set_viewport_size({"width": width, "height": 740})
    _listed(site, "接待堂食顾客")
    site.page.get_by_role("checkbox").first.check()
    expect(_told(site)).to_contain_text("已选 1 份")
    assert site.page.evaluate(SIDEWAYS) == []
    assert violations(site.page) == []
    if width == 360:
        assert small_targets(site.page) == []
        assert troubles(site.page) == []
        for small in site.page.locator("[data-part=found] small").all():
            lines = "e => e.getClientRects().length"
            assert small.evaluate(lines) <= 2, small.inner_text()


def test_the_keyboard_is_enough(site: Watched) -> None:
    box = _listed(site, "接待堂食顾客")
    box.press("Enter")
    expect(_tiles(site).first).to_be_focused()
    site.page.keyboard.press("Shift+Tab")
    site.page.keyboard.press("Space")
    expect(_told(site)).to_contain_text("已选 1 份")


def test_without_scripts_the_page_leads_to_everything(address: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + CENTRE)
    expect(page.locator(".sop-prints")).to_be_hidden()
    page.locator("#roles ~ .sop-chips").get_by_role("link", name="服务员", exact=True).click()
    expect(page).to_have_url(re.compile("/handbook/roles/waiter/#files$"))
    context.close()


@pytest.fixture
def packed(stick: Path, chromium: Browser) -> Iterator[Watched]:
    context = chromium.new_context()
    watched = Watched(context.new_page(), stick.as_uri() + "/")
    yield watched
    context.close()


def test_on_a_stick_it_finds_and_does_not_offer_to_pack(packed: Watched) -> None:
    page = packed.page
    page.goto(f"{packed.address}handbook/prints/index.html#q=jdts")
    expect(_tiles(packed).first).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.locator("[data-part=chosen]")).to_be_hidden()
    href = _tiles(packed).first.get_attribute("href") or ""
    assert href.startswith("file:") and Path(href.removeprefix("file://")).is_file()
    heading = page.locator("[data-part=found] h2 a")
    heading.click()
    expect(page).to_have_url(re.compile(r"/restaurant-six-steps/index\.html$"))


def test_on_a_stick_whoever_starts_somebody_is_told_that_nothing_is_packed(
    packed: Watched, site: Watched
) -> None:
    packs, alone = "[data-sop-prints-packs]", "[data-sop-prints-alone]"
    site.open(CENTRE)
    expect(site.page.locator(packs)).to_be_visible()
    expect(site.page.locator(alone)).to_be_hidden()
    page = packed.page
    page.goto(f"{packed.address}handbook/prints/index.html")
    expect(page.locator(alone)).to_be_visible()
    expect(page.locator(packs)).to_be_hidden()
    page.locator("[data-sop-choose='set=waiter']").click()
    expect(_tiles(packed).filter(has_text="新人培训包")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("打包|选中"))).to_have_count(0)


def test_what_is_ticked_while_packing_waits_for_the_next_archive(
    site: Watched, tmp_path: Path
) -> None:
    _listed(site, "接待堂食顾客")
    page = site.page
    held: list[Route] = []
    page.route("**/*.pdf", lambda route: held.append(route))
    page.get_by_role("checkbox", name="选中：CY-01 接待堂食顾客 检查表", exact=True).check()
    page.get_by_role("button", name="打包下载（ZIP）").click()
    expect(_told(site)).to_have_text("正在取：0/1")
    page.get_by_role("checkbox", name="选中：CY-01 接待堂食顾客 Word 文档", exact=True).check()
    expect(_told(site)).to_have_text("正在取：0/1")
    expect(page.get_by_role("button", name="打包下载（ZIP）")).to_be_hidden()
    with page.expect_download() as waited:
        held[0].continue_()
    waited.value.save_as(tmp_path / "got.zip")
    assert zipfile.ZipFile(tmp_path / "got.zip").namelist() == ["01 CY-01 接待堂食顾客 检查表.pdf"]
    page.get_by_role("checkbox", name="选中：CY-01 接待堂食顾客 检查表", exact=True).uncheck()
    expect(_told(site)).to_contain_text("已选 1 份")


def test_several_roles_are_chosen_one_after_the_other_for_one_archive(
    site: Watched, tmp_path: Path
) -> None:
    page = site.page
    site.open(CENTRE)
    titles = {"waiter": "服务员", "cashier": "收银员", "nurse": "护士"}
    for at, (role, title) in enumerate(titles.items()):
        page.locator(f"[data-sop-choose='set={role}']").click()
        expect(page.locator(".sop-prints__set h2")).to_have_text(f"新人要的：{title}")
        button = page.get_by_role("button", name=re.compile("^去掉这一套"))
        expect(button).to_have_class(re.compile("quiet"))
        assert _chosen(site) >= at + 1
        told = "、".join([*titles.values()][: at + 1])
        expect(_told(site)).to_contain_text(f"新人：{told}。")
    chips = page.locator("[data-sop-prints-new] [aria-current=true]")
    assert chips.all_inner_texts() == [*titles.values()]
    again, before = page.locator("[data-sop-choose='set=waiter']"), _chosen(site)
    again.press("Enter")
    expect(page.locator(".sop-prints__set h2")).to_have_text("新人要的：服务员")
    assert _chosen(site) == before
    page.locator("[data-sop-choose='set=nurse']").click()
    expect(page.locator(".sop-prints__set h2")).to_have_text("新人要的：护士")
    with page.expect_download() as waited:
        page.get_by_role("button", name="打包下载（ZIP）").click()
    assert waited.value.suggested_filename.startswith("服务员、收银员、护士 新人要的-")
    chosen = _chosen_in(waited.value.path())
    expect(button).to_be_visible()
    button.click()
    expect(page.get_by_role("button", name=re.compile("^选中这一套"))).to_be_visible()
    assert 0 < _chosen(site) < chosen
    assert chips.all_inner_texts() == ["服务员", "收银员"]
    page.get_by_role("button", name="清除").click()
    expect(page.locator("#new")).to_be_visible()


def _chosen_in(archive: Path) -> int:
    with zipfile.ZipFile(archive) as file:
        return len(file.namelist())


def test_a_pack_is_not_offered_with_forms_that_it_holds(site: Watched) -> None:
    site.open(f"{CENTRE}#set=nurse")
    expect(_told(site)).to_contain_text("已选 ")
    assert "表单：" not in site.page.locator(".sop-prints__set").inner_text()


def test_much_for_many_roles_is_not_chosen_with_one_button(site: Watched) -> None:
    _listed(site, "pdf")
    site.open(f"{CENTRE}#industry=emergency")
    expect(_tiles(site)).to_have_count(48)
    expect(site.page.get_by_role("button", name="列出的全部")).to_have_count(0)


@pytest.mark.parametrize("asked", ["护士 新人", "服务员 培训包"])
def test_who_names_a_role_finds_the_set_of_that_role_alone(site: Watched, asked: str) -> None:
    site.open(f"handbook/industries/?q={asked}")
    hits = site.page.locator(".sop-hit")
    expect(hits.first).to_be_visible()
    sets = [hit.get_attribute("href") or "" for hit in hits.all()]
    assert len([one for one in sets if "#set=" in one]) == 1, sets
