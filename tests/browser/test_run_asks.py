"""Procedures of other trades are carried out: hazards first, things at hand, values, checks."""

import csv
import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.accessible import by_night, look
from tests.browser.fixtures import PHONE, Watched
from tests.browser.test_run import press, saved, title
from tests.browser.test_weight import ASKED
from tests.keyboard import Keys
from tests.sites import Built

LIFT = "handbook/run/?p=lift-rescue"
COOLING = "handbook/run/?p=cooling"
SURGERY = "handbook/run/?p=surgical-checklist"
INFUSION = "handbook/run/?p=infusion"
NEXT, END = "做完了，下一步", "做完了，到此结束"
GO_ON = "就这样，接着做"
LONG = (
    "轿厢与层站的高度差和井道里能看到的每一样东西" * 3 + "AllowVolumeExpansionWithoutAnyBlanks" * 2
)


def write(page: Page, label: str, value: str) -> Locator:
    """Write a value down as a person does, who then leaves the field."""
    field = page.get_by_label(label, exact=True)
    field.fill(value)
    field.blur()
    return field


def told(page: Page) -> Locator:
    return page.locator(".sop-entry__told:not(:empty)")


def begin(site: Watched, address: str) -> Page:
    """Begin with everything at hand."""
    site.open(address)
    title(site.page, "开始之前")
    for box in site.page.locator(".sop-run__box input").all():
        box.check()
    site.page.locator(".sop-run__bar .sop-run__next").click()
    return site.page


def answer_all(page: Page) -> None:
    for buttons in page.locator(".sop-run__check [role=group]").all():
        buttons.get_by_role("button").first.click()


def records(page: Page) -> tuple[list[dict[str, str]], dict[str, Any]]:
    """The record as a table and as data."""
    table = list(csv.DictReader(saved(page, "下载表格（CSV）")[1][1:].splitlines()))
    return table, json.loads(saved(page, "下载数据（JSON）")[1])


def test_a_rescue_is_held_up_by_nothing_and_its_record_tells_what_is_missing(
    abroad: Watched,
) -> None:
    page = abroad.page
    abroad.open(LIFT)
    title(page, "开始之前")
    levels = page.locator(".sop-run__hazards .sop-run__level").all_inner_texts()
    assert levels == ["危险", "危险", "注意"]
    page.get_by_label("安全帽").check()
    press(page, "开始")  # not everything is at hand; nobody asks

    title(page, "安抚被困的人")
    assert page.get_by_label("被困人数").get_attribute("inputmode") == "numeric"
    write(page, "被困人数", "０")
    expect(told(page)).to_have_text("超出：不低于1人")
    write(page, "被困人数", "３")
    expect(told(page)).to_have_count(0)
    press(page, "现在")
    assert page.get_by_label("接报时刻").input_value()
    press(page, NEXT)

    title(page, "断开主电源")
    parts = page.locator(".sop-run :is(.sop-run__hazards, .sop-critical, .sop-run__do)")
    order = parts.evaluate_all("all => all.map((one) => one.className)")
    assert order == ["sop-run__hazards", "sop-critical", "sop-run__do"]
    page.get_by_role("button", name="是", exact=True).first.click()
    press(page, NEXT)

    title(page, "看轿厢停在哪里")
    write(page, "轿厢与层站的高度差", "1,200")
    expect(told(page)).to_contain_text("超出：0~500mm")
    expect(told(page)).to_contain_text("不开门，先盘车平层")
    page.get_by_role("button", name="盘车平层").click()

    title(page, "盘车平层")
    press(page, NEXT)
    title(page, "开门接人")
    press(page, END)
    title(page, "做完了")
    record = page.locator(".sop-record")
    for line in (
        "没有勾：防滑绝缘鞋、两名救援员到场",
        "被困人数 3 人",
        "轿厢与层站的高度差 1200 mm",
        "超出限值，离开：轿厢与层站的高度差",
        "盘车方向 没有记",
        "监控员：轿厢里的人知道不要扒门吗？ 没有核对",
    ):
        expect(record).to_contain_text(line)

    expect(page.get_by_role("heading", name="还有 3 项没补")).to_be_visible()
    write(page, "全部救出的时刻", "９３０")
    press(page, "补上：全部救出的时刻")
    expect(page.get_by_role("heading", name="还有 2 项没补")).to_be_visible()
    expect(record).to_contain_text("全部救出的时刻 09:30")


def test_what_is_not_at_hand_is_asked_for_once(abroad: Watched) -> None:
    page = abroad.page
    abroad.open(COOLING)
    title(page, "开始之前")
    box = page.get_by_role("checkbox", name="标签")
    box.check()
    page.reload()
    expect(box).to_be_checked()
    press(page, "全部备好，开始")
    expect(page.get_by_role("alert")).to_contain_text("还有 6 样没有勾。")
    title(page, "开始之前")
    press(page, "没有备好，照样开始")
    title(page, "校准温度计")


def test_cooling_asks_for_what_is_left_out_and_leads_where_its_limits_say(abroad: Watched) -> None:
    page = begin(abroad, COOLING)
    title(page, "校准温度计")
    write(page, "冰水读数", "－0，6℃")
    expect(told(page)).to_contain_text("换一支温度计再校")
    press(page, NEXT)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("冰水读数 超出：-0.5~0.5℃")
    press(page, "回去记")
    title(page, "校准温度计")
    write(page, "冰水读数", "0.2")
    press(page, NEXT)

    title(page, "分装到浅盘")
    press(page, "冰水浴")
    expect(page.get_by_role("button", name="冰水浴")).to_have_attribute("aria-pressed", "true")
    press(page, NEXT)
    batch = dialog.get_by_role("group", name="批号")
    assert batch.get_by_role("radio").count() == 3
    batch.get_by_label("稍后补").check()
    dialog.get_by_role("group", name="开始冷却").get_by_label("不适用").check()
    press(page, GO_ON)

    title(page, "降到 21 ℃")
    page.get_by_text("还有 1 项没补").click()
    write(page, "批号", "B-7")
    press(page, "补上：批号")
    expect(page.get_by_text("还有 1 项没补")).to_have_count(0)
    write(page, "中心温度", "21.1")
    press(page, "第3a步 重新加热")

    title(page, "重新加热")
    write(page, "加热后温度", "74")
    expect(told(page)).to_have_count(0)
    press(page, NEXT)
    title(page, "分装到浅盘")  # another round: all is asked for again
    assert page.get_by_label("批号").input_value() == ""
    expect(page.get_by_role("button", name="冰水浴")).to_have_attribute("aria-pressed", "false")
    press(page, NEXT)
    press(page, GO_ON)
    write(page, "中心温度", "21")
    press(page, NEXT)

    title(page, "降到 5 ℃")
    write(page, "冷藏温度", "5")  # below, and not at most
    expect(told(page)).to_contain_text("超出：高于-2℃，低于5℃")
    press(page, "到此结束（已报废）")
    title(page, "做完了")
    expect(page.locator(".sop-run__outcome")).to_have_text("已报废")

    rows, data = records(page)
    values = {row["记什么"]: row for row in rows if row["记什么"]}
    assert values["批号"]["记下的"] == "稍后补"  # of the second round
    assert (values["冷藏温度"]["记下的"], values["冷藏温度"]["单位"]) == ("5", "℃")
    assert values["冷藏温度"]["限值"] == "高于-2℃，低于5℃"
    assert values["冷藏温度"]["记下时刻"]
    assert values["隔热手套"]["步骤"] == "开始之前"
    assert [row["记下的"] for row in rows if row["记什么"] == "选了哪种"] == ["冰水浴", "稍后补"]
    path = {visit["step"]: visit for visit in data["path"]}
    assert path["second"]["readings"][0]["value"] == 5
    assert path["second"]["readings"][0]["outside"] is True
    assert path["second"]["out_of_bounds"] == "冷藏温度"
    assert [item["part"] for item in data["before"][0]["items"]][:2] == ["个人防护", "个人防护"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("热", "“热”不是数，写成 21.5 这样"),
        ("2l", "“2l”不是数，写成 21.5 这样"),
        ("0.55", "最多记 1 位小数"),
    ],
)
def test_what_is_no_number_is_refused_in_words(abroad: Watched, typed: str, words: str) -> None:
    page = begin(abroad, COOLING)
    field = write(page, "冰水读数", typed)
    expect(told(page)).to_have_text(words)
    assert field.get_attribute("aria-invalid") is not None
    press(page, NEXT)
    expect(page.get_by_role("dialog")).to_contain_text("冰水读数")


def typed(page: Page, label: str, *pieces: str) -> None:
    """Type with a rest after each piece, and stay in the field."""
    page.get_by_label(label, exact=True).click()
    for piece in pieces:
        page.keyboard.type(piece)
        page.wait_for_timeout(700)


def kept(page: Page) -> list[dict[str, Any]]:
    """The visits that the device holds."""
    found = "() => Object.entries(localStorage).find(([key]) => key.includes(':run/'))[1]"
    visits: list[dict[str, Any]] = json.loads(page.evaluate(found))["visits"]
    return visits


@pytest.mark.parametrize("pieces", [("0", ".45"), ("0.2", "热"), ("0.2", "5")])
def test_what_is_refused_takes_back_what_was_typed_before(
    abroad: Watched, pieces: tuple[str, ...]
) -> None:
    page = begin(abroad, COOLING)
    typed(page, "冰水读数", *pieces)
    press(page, NEXT)
    dialog = page.get_by_role("dialog")
    wrong = "最多记 1 位小数" if pieces[1] != "热" else "“0.2热”不是数，写成 21.5 这样"
    expect(dialog.get_by_role("group", name="冰水读数")).to_contain_text(wrong)
    assert not any("value" in one for one in kept(page)[0]["readings"])
    press(page, GO_ON)
    title(page, "分装到浅盘")
    assert kept(page)[0]["readings"][0]["missing"] == "later"


def test_going_on_reads_what_stands_in_the_field(abroad: Watched) -> None:
    """Even where nothing tells that it changed: a keyboard that fills in, a script."""
    page = begin(abroad, COOLING)
    field = page.get_by_label("冰水读数", exact=True)
    write(page, "冰水读数", "0.2")
    field.evaluate("(input) => { input.value = '0.4'; }")
    press(page, NEXT)
    title(page, "分装到浅盘")
    assert kept(page)[0]["readings"][0]["value"] == "0.4"


def test_what_is_filled_in_later_is_what_stands_in_the_field(abroad: Watched) -> None:
    page = begin(abroad, COOLING)
    press(page, NEXT)
    press(page, GO_ON)
    page.get_by_text("还有 1 项没补").click()
    typed(page, "冰水读数", "0", ".45")
    press(page, "补上：冰水读数")
    expect(told(page)).to_have_text("最多记 1 位小数")
    assert kept(page)[0]["readings"][0]["missing"] == "later"
    write(page, "冰水读数", "0.4")
    press(page, "补上：冰水读数")
    assert kept(page)[0]["readings"][0]["value"] == "0.4"


def test_a_minus_is_at_hand_where_the_pad_has_none(abroad: Watched) -> None:
    page = begin(abroad, COOLING)
    write(page, "冰水读数", "0.3")
    page.get_by_role("button", name="正负号").click()
    press(page, NEXT)
    title(page, "分装到浅盘")
    press(page, "返回")
    assert page.get_by_label("冰水读数").input_value() == "−0.3"


def test_surgery_stops_for_what_nobody_confirmed_and_tells_every_answer(
    abroad_clocked: Watched,
) -> None:
    abroad_clocked.page.clock.set_fixed_time("2027-02-01T08:00:00")  # it applies from January
    page = begin(abroad_clocked, SURGERY)
    title(page, "麻醉前核对")
    marked = page.locator(".sop-run__check", has_text="部位做好标记了吗？")
    assert marked.get_by_role("button").all_inner_texts() == ["是", "否", "不适用"]
    expect(marked).to_contain_text("手术医生：")
    answer_all(page)
    page.locator(".sop-run__check", has_text="过敏").get_by_role("button", name="无").click()
    page.locator(".sop-run__check", has_text="血氧仪").get_by_role("button", name="是").click()
    write(page, "患者姓名", "王小二")
    write(page, "预计出血量", "600")
    press(page, NEXT)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("先建好两路静脉通路")
    expect(dialog.get_by_role("listitem")).to_have_text(["麻醉医生：血氧仪接好、在响吗？"])
    press(page, GO_ON)
    title(page, "切皮前核对")
    answer_all(page)
    press(page, NEXT)
    title(page, "离室前核对")
    press(page, "数目相符")
    answer_all(page)
    press(page, END)
    title(page, "做完了")
    record = page.locator(".sop-record")
    expect(record).to_contain_text("麻醉医生：有已知的过敏吗？ 无")
    expect(record).to_contain_text("麻醉医生：血氧仪接好、在响吗？ 没有核对")
    expect(record).to_contain_text("清点结果 数目相符")
    rows, data = records(page)
    answers = {row["记什么"]: row for row in rows if row["记什么"]}
    assert answers["有已知的过敏吗？"]["记下的"] == "无"
    assert answers["有已知的过敏吗？"]["核对和超限"] == "麻醉开始之前 · 麻醉医生"
    checks = {one["text"]: one for visit in data["path"] for one in visit.get("checks", ())}
    assert checks["血氧仪接好、在响吗？"]["answer"] is None
    assert checks["有已知的过敏吗？"]["asks"] == "麻醉医生"


def test_an_infusion_runs_to_its_end(abroad: Watched) -> None:
    page = begin(abroad, INFUSION)
    title(page, "核对患者")
    write(page, "床号", "12")
    press(page, NEXT)
    expect(page.locator(".sop-run__hazard--danger")).to_contain_text("危险 管里有气泡")
    press(page, NEXT)
    press(page, "有")  # an answer to the decision
    title(page, "调滴速")
    write(page, "滴速", "50滴/分")
    press(page, NEXT)
    title(page, "巡视")
    press(page, "红肿")
    press(page, END)
    expect(page.locator(".sop-record")).to_contain_text("滴速 50 滴/分")
    expect(page.locator(".sop-record")).to_contain_text("穿刺处 红肿")


def test_a_procedure_that_is_called_shows_its_own_hazards_first(abroad: Watched) -> None:
    def call(route: Route) -> None:
        book = route.fetch().json()
        book["steps"][0]["use"] = {"id": "cooling", "title": "冷却熟食"}
        route.fulfill(json=book)

    abroad.page.route("**/run/infusion.json", call)
    page = begin(abroad, INFUSION)
    press(page, "照“冷却熟食”做一遍")
    title(page, "开始之前")
    expect(page.locator(".sop-run__hazard--warning")).to_contain_text("警告 热锅热汤会烫伤")
    press(page, "返回")
    title(page, "核对患者")


def test_nobody_is_held_up_in_what_an_urgent_procedure_calls(abroad: Watched) -> None:
    def call(route: Route) -> None:
        book = route.fetch().json()
        book["steps"][0] |= {"use": {"id": "cooling", "title": "冷却熟食"}, "readings": []}
        route.fulfill(json={**book, "emergency": True})

    page = abroad.page
    page.route("**/run/infusion.json", call)
    abroad.open(INFUSION)
    press(page, "开始")
    press(page, "照“冷却熟食”做一遍")
    title(page, "开始之前")
    press(page, "开始")  # nothing is ticked; nobody asks
    title(page, "校准温度计")
    typed(page, "冰水读数", "热")
    press(page, NEXT)  # nor about what is no number
    title(page, "分装到浅盘")
    assert kept(page)[-2]["readings"][0]["missing"] == "none"


def test_what_no_way_asked_for_is_told_before_the_end(abroad: Watched) -> None:
    """In a procedure without an order, that ends before all that a checklist is about is done."""

    def loose(route: Route) -> None:
        book = route.fetch().json()
        check = {
            "pause": "装盘之后",
            "items": [{"text": "标签贴好了吗？", "answers": ["是", "否"]}],
        }
        for step in book["steps"]:
            step.pop("next", None)
            step["readings"] = []
        for step in book["steps"][:2]:
            step["checks"] = [{**check, "of": [one["id"] for one in book["steps"][:2]]}]
        route.fulfill(json={**book, "order": "any"})

    page = abroad.page
    page.route("**/run/cooling.json", loose)
    begin(abroad, COOLING)
    press(page, "1 校准温度计")
    title(page, "校准温度计")
    expect(page.locator(".sop-run__check")).to_have_count(0)  # another one is still to do
    press(page, NEXT)
    page.get_by_role("button", name="结束：已报废").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_text(["标签贴好了吗？"])
    press(page, "回去记")
    press(page, "2 分装到浅盘")
    title(page, "分装到浅盘")
    expect(page.locator(".sop-run__check")).to_have_count(1)
    press(page, "返回")
    page.get_by_role("button", name="结束：已报废").click()
    press(page, GO_ON)
    title(page, "做完了")
    expect(page.locator(".sop-record")).to_contain_text("标签贴好了吗？ 没有核对")


def test_hazards_differ_in_shape_and_word(abroad: Watched) -> None:
    """In black and white, too: an octagon, a triangle, and the outline of one."""

    def three(route: Route) -> None:
        book = route.fetch().json()
        levels = {"danger": "危险", "warning": "警告", "caution": "注意"}
        hazards = [{"level": level, "word": word, "text": "甲"} for level, word in levels.items()]
        route.fulfill(json={**book, "before": {"hazards": hazards}})

    page = abroad.page
    page.route("**/run/cooling.json", three)
    abroad.open(COOLING)
    title(page, "开始之前")
    bodies = page.locator(".sop-run__hazards .sop-sign__body")
    drawn = bodies.evaluate_all(
        "all => all.map((one) => [one.getAttribute('d'), getComputedStyle(one).fill === 'none'])"
    )
    assert len({(d, outline) for d, outline in drawn}) == 3
    assert page.locator(".sop-run__level").all_inner_texts() == ["危险", "警告", "注意"]
    press(page, "知道了，开始")
    title(page, "校准温度计")


def test_a_cook_needs_no_mouse(abroad: Watched) -> None:
    page, keys = abroad.page, Keys(abroad.page)
    abroad.open(COOLING)
    title(page, "开始之前")
    for name in ("隔热手套", "干净的围裙", "速冷柜空着", "探针温度计", "浅盘", "冰块", "标签"):
        keys.to(name)
        page.keyboard.press("Space")
    keys.press("全部备好，开始")
    title(page, "校准温度计")
    assert keys.focus()["name"] == "校准温度计"
    keys.to("冰水读数")
    page.keyboard.type("0.1")
    keys.press(NEXT)
    title(page, "分装到浅盘")
    keys.press("速冷柜")
    assert keys.focus()["name"] == "速冷柜"  # nothing was drawn anew
    keys.to("批号")
    page.keyboard.type("B-7")
    keys.press(NEXT)
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.press(GO_ON)
    title(page, "降到 21 ℃")
    keys.to("中心温度")
    page.keyboard.type("30")
    keys.press("第3a步 重新加热")
    title(page, "重新加热")


def _long(route: Route) -> None:
    """The real data with texts as long as they may be."""
    book = route.fetch().json()
    for part in book["before"]["parts"]:
        part["items"] = [LONG, *part["items"]]
    for hazard in book["before"]["hazards"]:
        hazard["text"], hazard["avoid"] = LONG, LONG
    first = book["steps"][0]
    reading = first["readings"][0]
    options = {
        "id": "long",
        "label": f"{LONG}选",
        "kind": "choice",
        "options": [LONG, "短", LONG + "二"],
    }
    first["readings"] = [{**reading, "label": LONG, "unit": "滴每分钟每人", "do": LONG}, options]
    first["readings"][0] |= {"go": "second", "then": LONG}
    first["checks"] = [
        {"pause": LONG, "items": [{"text": LONG, "asks": LONG, "answers": [LONG, "否"]}]}
    ]
    route.fulfill(json=book)


@pytest.mark.parametrize("night", [False, True])
def test_long_texts_fit_a_narrow_screen_by_day_and_by_night(abroad: Watched, night: bool) -> None:
    page = abroad.page
    page.route("**/run/cooling.json", _long)
    if night:
        by_night(page)
    page.set_viewport_size({"width": 320, "height": 640})

    abroad.open(COOLING)
    title(page, "开始之前")
    look(page)
    press(page, "全部备好，开始")
    look(page)
    press(page, "没有备好，照样开始")
    title(page, "校准温度计")
    write(page, LONG, "9")
    expect(told(page)).to_be_visible()
    look(page)
    press(page, NEXT)
    expect(page.get_by_role("dialog")).to_be_visible()
    look(page)
    page.set_viewport_size(PHONE)
    press(page, GO_ON)
    title(page, "分装到浅盘")


def test_what_asking_needs_is_there_without_a_network(foreign: Built) -> None:
    core = json.loads((foreign.site / "offline/files.json").read_text("utf-8"))["core"]
    assert core.keys() >= ASKED


def test_only_procedures_that_ask_fetch_what_asking_needs(
    abroad: Watched, chromium: Any, address: str
) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(address + "handbook/run/?p=restaurant-six-steps")
    title(page, "打招呼")
    assert "screen.js" in asked
    assert "asked.js" not in asked
    page.goto(abroad.address + COOLING)
    title(page, "开始之前")
    assert "asked.js" in asked
    page.close()
