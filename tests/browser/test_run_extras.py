"""Procedures of other trades are carried out: at the same time, again, by clocks from elsewhere."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.accessible import by_night, look, violations
from tests.browser.fixtures import PHONE, Watched
from tests.browser.test_run import press, saved, title
from tests.browser.test_run_asks import END, GO_ON, NEXT, begin, records, told, write
from tests.browser.test_speech import OWN, VOICES
from tests.browser.test_weight import EXTRAS
from tests.keyboard import Keys
from tests.sites import Built

SWITCH = "handbook/run/?p=switch-off"
PCR = "handbook/run/?p=multiplex-pcr"
DISK = "handbook/run/?p=pvc-full"
ROOM = "handbook/run/?p=clean-room"
COOLING = "handbook/run/?p=cooling"
DONE, ITEM, ALL, SHORT = "这次做完", "做完一样", "都做完了", "没做满"
NAME = "哪一样（可以不写）"
START = 1_795_000_000
KEPT = """() => Object.entries(localStorage).filter(([key]) => key.includes(":run/"))
  .map(([, text]) => JSON.parse(text))"""


def kept(page: Page) -> dict[str, Any]:
    """The run as the device has it."""
    [run] = page.evaluate(KEPT)
    return dict(run)


def ahead(page: Page) -> Locator:
    """The limits of later steps that count already."""
    return page.locator(".sop-run__ahead p")


def to_test(page: Page) -> None:
    """From the ticket to testing for voltage."""
    title(page, "核对操作票和设备")
    write(page, "设备编号", "1号开关柜")
    write(page, "电压等级", "10")
    press(page, NEXT)
    title(page, "断开断路器")
    press(page, "现在")
    press(page, NEXT)
    title(page, "拉开隔离开关")
    press(page, ITEM)
    press(page, ALL)
    title(page, "验电")


def test_switching_off_counts_and_says_what_is_short_and_what_was_named(abroad: Watched) -> None:
    page = begin(abroad, SWITCH)
    title(page, "核对操作票和设备")
    steps = page.locator(".sop-run__do li")
    expect(steps.first).to_have_text(re.compile("监护人：念出设备的名称和编号"))
    assert steps.nth(1).inner_text() == "手指设备，复诵一遍"
    table = page.get_by_role("region", name="设备不停电时的安全距离")
    expect(table.get_by_role("rowheader")).to_have_text(["10 及以下", "20、35", "66、110", "220"])
    write(page, "设备编号", "1号开关柜")
    write(page, "电压等级", "10")
    press(page, NEXT)
    press(page, "现在")
    press(page, NEXT)

    title(page, "拉开隔离开关")
    expect(ahead(page)).to_contain_text("4 验电 还剩")
    press(page, ALL)  # none was counted
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("每一组隔离开关：一样也没有记")
    press(page, "回去做")
    name = page.get_by_label(NAME)
    name.fill("甲组")
    name.press("Enter")
    expect(page.locator(".sop-run__tally")).to_have_text("已做 1 样")
    expect(name).to_be_focused()
    press(page, ITEM)
    press(page, ITEM)
    press(page, "退回一次")
    expect(page.locator(".sop-run__tally")).to_have_text("已做 2 样")
    page.reload()
    expect(page.locator(".sop-run__count ol")).to_have_text("甲组（没有写）")
    press(page, ALL)

    title(page, "验电")
    expect(page.locator(".sop-run__do")).to_contain_text("在 设备编号 1号开关柜 的三相上逐相验电")
    tally = page.locator(".sop-run__tally")
    expect(tally).to_have_text("第 1 次，共 3 次")
    press(page, DONE)
    expect(tally).to_have_text("第 2 次，共 3 次")
    press(page, "都没有电")
    expect(dialog).to_contain_text("做了 1 次，要 3 次")
    press(page, "回去做")
    press(page, DONE)
    press(page, DONE)
    expect(tally).to_have_text("做满了 3 次")
    expect(page.get_by_role("button", name=DONE)).to_be_disabled()
    press(page, "都没有电")

    expect(page.locator(".sop-run__member h2")).to_have_text(["装设接地线", "悬挂标示牌"])
    press(page, "5.2 做完了")
    expect(page.locator(".sop-run__bar")).to_contain_text("还有 1 件没做完")
    press(page, "5.1 做完了")
    title(page, "做完了")
    record = page.locator(".sop-record")
    for line in (
        "每一组隔离开关：做了 2 样（甲组）",
        "做满了 3 次",
        "5.1 装设接地线",
        "5.2 悬挂标示牌",
    ):
        expect(record).to_contain_text(line)
    table_, data = records(page)
    assert [row["记下的"] for row in table_ if row["记什么"] == "次数"] == [
        "每一组隔离开关：做了 2 样（甲组）",
        "做满了 3 次",
    ]
    path = {one["step"]: one for one in data["path"]}
    assert [one.get("name") for one in path["isolate"]["repeat"]["done"]] == ["甲组", None]
    left = {one["step"]: one["left"] for one in kept(page)["visits"]}
    assert left["sign"] < left["earth"]


def test_too_few_times_and_a_third_time_too_many_stand_in_the_record(abroad: Watched) -> None:
    page = begin(abroad, SWITCH)
    to_test(page)
    for _ in range(3):
        press(page, "有一相有电")
        press(page, GO_ON)
        title(page, "查为什么还有电")
        if page.get_by_role("button", name=NEXT).is_hidden():
            break
        press(page, NEXT)
        title(page, "验电")
    expect(page.locator(".sop-run__changed")).to_have_text("最多做 2 次，已经做过 2 次，不再做")
    expect(page.locator(".sop-run__do")).to_have_count(0)
    page.reload()
    others = page.locator(".sop-run__bar .sop-run__others button")
    expect(others).to_have_text(["返回", "记一笔", "异常", "没照做"])
    press(page, "到此结束（停止操作，等调度命令）")
    title(page, "做完了")
    record = page.locator(".sop-record")
    expect(record.get_by_text("做了 0 次，要 3 次")).to_have_count(3)
    expect(record).to_contain_text("最多做 2 次，已经做过 2 次，不再做")
    expect(record).to_contain_text("做满了 2 次，离开")
    expect(record).not_to_contain_text("因异常离开")
    assert records(page)[1]["path"][-1]["exhausted"] == 2


def test_one_clock_counts_across_steps_and_a_reload_and_tells_what_is_late(
    abroad_clocked: Watched,
) -> None:
    page = abroad_clocked.page
    page.clock.install(time=START)
    begin(abroad_clocked, SWITCH)
    to_test(page)
    visits = kept(page)["visits"]
    assert visits[-1]["due"] == visits[1]["left"] + 600_000
    clock = page.locator(".sop-clock")
    expect(clock.get_by_role("button")).to_have_count(0)  # what began elsewhere is not begun anew
    page.clock.fast_forward("08:20")
    expect(clock).to_contain_text("还剩 1分")
    page.reload()
    expect(clock).to_contain_text("还剩 1分")
    press(page, "有一相有电")
    press(page, GO_ON)
    title(page, "查为什么还有电")
    expect(ahead(page)).to_have_count(0)  # it was tested for in time
    page.clock.fast_forward("02:00")
    press(page, NEXT)
    title(page, "验电")
    expect(clock).to_contain_text("已超时")
    press(page, "都没有电")
    press(page, GO_ON)
    assert [one["late"] for one in _path(page) if one["step"] == "test"] == [False, True]


def _path(page: Page) -> list[dict[str, Any]]:
    """What the record tells once the run ends at the group."""
    press(page, "5.1 做完了")
    press(page, "5.2 做完了")
    title(page, "做完了")
    return list(json.loads(saved(page, "下载数据（JSON）")[1])["path"])


def test_cooling_counts_six_hours_from_its_beginning_through_a_second_round(
    abroad_clocked: Watched,
) -> None:
    page = abroad_clocked.page
    page.clock.install(time=START)
    begin(abroad_clocked, COOLING)
    write(page, "冰水读数", "0")
    press(page, NEXT)
    title(page, "分装到浅盘")
    expect(ahead(page)).to_have_text("4 降到 5 ℃ 还剩6小时")
    first = kept(page)["visits"][-1]["at"]
    for name in ("批号", "开始冷却"):
        write(page, name, "0900")
    press(page, "浅盘")
    press(page, NEXT)
    title(page, "降到 21 ℃")
    write(page, "中心温度", "30")
    page.get_by_role("button", name=re.compile("重新加热")).click()
    title(page, "重新加热")
    write(page, "加热后温度", "80")
    press(page, NEXT)
    title(page, "分装到浅盘")
    page.clock.fast_forward("05:00:00")
    page.reload()
    press(page, "接着做：冷却熟食")
    expect(ahead(page)).to_contain_text("还剩")
    for name in ("批号", "开始冷却"):
        write(page, name, "1400")
    press(page, "浅盘")
    press(page, NEXT)
    write(page, "中心温度", "20")
    press(page, NEXT)
    title(page, "降到 5 ℃")
    assert kept(page)["visits"][-1]["due"] == first + 6 * 3_600_000
    page.clock.fast_forward("02:00:00")
    expect(page.locator(".sop-clock")).to_contain_text("已超时")
    write(page, "冷藏温度", "3")
    press(page, END)
    expect(page.locator(".sop-record")).to_contain_text("超过时限")


def test_food_is_heated_once_and_then_thrown_away(abroad: Watched) -> None:
    page = begin(abroad, COOLING)
    press(page, NEXT)
    press(page, GO_ON)
    for _ in range(2):
        title(page, "分装到浅盘")
        press(page, NEXT)
        press(page, GO_ON)
        title(page, "降到 21 ℃")
        write(page, "中心温度", "30")
        page.get_by_role("button", name=re.compile("重新加热")).click()
        title(page, "重新加热")
        if page.get_by_label("加热后温度").is_hidden():
            break
        press(page, NEXT)
        press(page, GO_ON)
    press(page, "到此结束（已报废）")
    title(page, "做完了")
    expect(page.locator(".sop-run__outcome")).to_have_text("已报废")


def test_a_full_disk_is_worked_at_by_two_and_commands_are_typed_as_they_stand(
    abroad: Watched,
) -> None:
    page = begin(abroad, DISK)
    title(page, "看是哪个卷")
    blocks = page.locator(".sop-run__command pre")
    assert blocks.first.inner_text() == "kubectl get pvc --all-namespaces  | grep -v Bound"
    page.locator(".sop-run__copy").first.click()
    expect(page.locator(".sop-run__copy").first).to_have_text("已复制")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == "kubectl get pvc --all-namespaces  | grep -v Bound"
    box = page.evaluate("""() => { const one = document.querySelector(".sop-run__command pre");
      return [one.scrollWidth > one.clientWidth, one.tabIndex]; }""")
    assert box == [True, 0]
    write(page, "副本数", "3")
    press(page, NEXT)
    press(page, GO_ON)

    members = page.locator(".sop-run__member")
    expect(members.locator(".sop-run__place")).to_have_text(
        ["第 2.1 步，共 5 步", "第 2.2 步，共 5 步"]
    )
    expect(members.first.locator(".sop-run__value")).to_have_text("卷名 还没有记")
    link = page.get_by_role("link", name=re.compile("example.org"))
    assert link.get_attribute("href") == link.inner_text()
    assert link.get_attribute("target") == "_blank"
    yaml = members.nth(1).locator("pre").inner_text()
    assert "metadata:\n  name: standard\n" in yaml

    page.get_by_role("button", name="2.2 记一笔").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("有人在场")
    press(page, "保存")
    expect(members.nth(1).locator(".sop-run__told")).to_have_text("备注：有人在场")
    expect(members.first.locator(".sop-run__told")).to_have_count(0)
    press(page, "2.2 做完了")
    expect(members.nth(1)).to_contain_text("做完")
    press(page, "2.2 还没做完")
    page.reload()
    press(page, "2.1 做完了")
    page.goto(abroad.address + "handbook/run/")
    expect(page.locator(".sop-run__card")).to_contain_text("做到第2.2步 允许扩容")
    press(page, "接着做：处理磁盘写满告警")
    press(page, "2.2 做完了")
    title(page, "停下服务")
    press(page, "返回")
    expect(members).to_have_count(2)
    expect(members.first.locator(".sop-run__next")).to_be_visible()
    press(page, "2.1 做完了")
    press(page, "2.2 做完了")
    press(page, NEXT)
    title(page, "扩大存储卷")
    press(page, "没有变")
    press(page, NEXT)
    expect(page.locator(".sop-run__round")).to_have_text("第 2 遍")
    press(page, "变大了")
    title(page, "恢复服务")
    expect(page.locator(".sop-run__do")).to_contain_text("副本数改回 副本数 3 个")
    expect(page.locator(".sop-clock")).to_contain_text("还剩")
    press(page, END)
    noted = [one["step"] for one in records(page)[1]["path"] if one["note"]]
    assert noted == ["allow"]


def test_whose_part_is_mine_stands_first_and_trouble_at_one_ends_all(abroad: Watched) -> None:
    page = abroad.page
    abroad.open("handbook/roles/switch-supervisor/")
    press(page, "设为我的岗位")
    begin(abroad, SWITCH)
    to_test(page)
    press(page, "都没有电")
    press(page, GO_ON)
    members = page.locator(".sop-run__member h2")
    expect(members).to_have_text(["悬挂标示牌", "装设接地线"])
    press(page, "5.1 异常")
    press(page, "到此结束（停止操作，等调度命令）")
    title(page, "做完了")
    how = {one["step"]: one["how"] for one in records(page)[1]["path"]}
    assert how["earth"] == how["sign"] == "left"


def test_tables_stand_by_and_go_sideways_in_their_box(abroad: Watched) -> None:
    page = begin(abroad, PCR)
    press(page, NEXT)
    title(page, "配反应体系")
    table = page.get_by_role("region", name="反应体系")
    expect(table.get_by_role("columnheader")).to_have_count(7)
    first = table.get_by_role("rowheader").nth(1)
    before = first.bounding_box()
    assert before
    table.focus()
    table.evaluate("(one) => { one.scrollLeft = 120; }")
    assert table.evaluate("(one) => one.scrollLeft") == 120
    now = first.bounding_box()
    assert now
    assert now["x"] == before["x"]  # what the row is about stays in sight
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    write(page, "管数", "8")
    press(page, NEXT)
    press(page, GO_ON)
    title(page, "加模板")
    press(page, ITEM)
    press(page, ALL)
    title(page, "上机扩增")
    expect(page.locator(".sop-run__do")).to_contain_text("设好程序，管数 8 管")
    press(page, NEXT)
    press(page, GO_ON)
    title(page, "跑胶")
    write(page, "电压", "110")
    press(page, "没有，条带清楚")
    title(page, "做完了")


def test_a_room_is_cleaned_by_pictures_of_right_and_wrong(abroad: Watched) -> None:
    page = abroad.page
    abroad.open(ROOM)
    title(page, "开始之前")
    expect(page.locator(".sop-run__part")).to_have_text("频次每天 08:30、14:00")
    press(page, "全部备好，开始")
    press(page, "没有备好，照样开始")
    for _ in range(3):
        press(page, DONE)
    press(page, NEXT)
    press(page, NEXT)
    title(page, "铺床")
    figures = page.locator(".sop-run__beside figure")
    expect(figures.locator(".sop-run__verdict")).to_have_text(["✓对", "✗错"])
    tops = [box["y"] for box in (one.bounding_box() for one in figures.all()) if box]
    assert len(tops) == 2
    assert tops[0] == tops[1]
    picture = figures.first.locator("img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function(
        "(one) => one.complete && one.naturalWidth > 0", arg=picture.element_handle()
    )
    assert picture.get_attribute("alt") == figures.first.locator("figcaption").inner_text()
    for name in ("width", "height", "srcset", "loading"):
        assert picture.get_attribute(name)
    box, spot = (
        figures.first.locator(name).first.bounding_box()
        for name in (".sop-run__picture", ".sop-run__spot")
    )
    assert box
    assert spot
    middle = spot["x"] + spot["width"] / 2
    assert abs((middle - box["x"]) / box["width"] - 0.5) < 0.03
    expect(figures.first.locator("ol > li")).to_have_text(["中线对准床头正中", "折角 45 度"])
    for _ in range(4):
        press(page, NEXT)
    press(page, END)
    title(page, "做完了")


def test_a_clip_is_fetched_when_it_is_played_and_never_before(abroad: Watched) -> None:
    page = abroad.page
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.route("**/run/clean-room.json", _with_clip)
    begin(abroad, ROOM)
    video = page.locator(".sop-run__figure video")
    expect(video).to_have_attribute("preload", "none")
    expect(page.locator(".sop-run__figure figcaption")).to_have_text("怎样敲门")
    assert [url for url in fetched if url.endswith(".mp4")] == []


def _with_clip(route: Route) -> None:
    book = route.fetch().json()
    book["steps"][0]["clips"] = [{"text": "怎样敲门", "address": "../media/knock.mp4"}]
    route.fulfill(json=book)


def test_one_of_a_group_that_was_done_as_often_as_it_may_be_only_leads_on(abroad: Watched) -> None:
    page = abroad.page
    page.route("**/run/pvc-full.json", _with_a_group_again)
    begin(abroad, DISK)
    write(page, "副本数", "3")
    write(page, "卷名", "data-0")
    press(page, NEXT)
    for name in ("2.1 做完了", "2.2 做完了"):
        press(page, name)
    again, other = page.locator(".sop-run__member").all()
    expect(again).to_contain_text("最多做 1 次，已经做过 1 次，不再做")
    expect(again.locator(".sop-run__do")).to_have_count(0)
    expect(other.locator(".sop-run__do")).to_have_count(1)
    expect(again.get_by_role("button", name="2.1 异常")).to_be_visible()
    assert violations(page) == []
    press(page, "换别的办法")
    assert [(one["step"], one["how"]) for one in kept(page)["visits"][-2:]] == [
        ("tell", "left"),
        ("allow", "left"),
    ]
    assert kept(page)["visits"][-2]["exhausted"] == 1


def _with_a_group_again(route: Route) -> None:
    book = route.fetch().json()
    steps = {one["id"]: one for one in book["steps"]}
    to = book["ends"][0]["id"]
    steps["tell"]["repeat"] = {"most": 1, "then": to, "to": "换别的办法"}
    steps["allow"]["next"] = "tell"
    route.fulfill(json=book)


def test_a_clock_that_counts_from_what_was_not_done_is_none_and_the_record_says_so(
    abroad: Watched,
) -> None:
    page = begin(abroad, SWITCH)
    title(page, "核对操作票和设备")
    press(page, "没照做")
    page.get_by_label("跳到别的步骤").check()
    page.get_by_role("combobox").select_option(label="4 验电")
    page.get_by_label("为什么").fill("急")
    press(page, "保存")
    title(page, "验电")
    expect(page.locator(".sop-clock")).to_have_count(0)
    expect(page.get_by_text("没有做过起算的那一步，没有计时")).to_be_visible()
    for name in ("都没有电", GO_ON, "5.1 做完了", "5.2 做完了"):
        press(page, name)
    title(page, "做完了")
    record = page.locator(".sop-record")
    expect(record).to_contain_text("时限 没有做过起算的那一步，没有计时")
    table_, data = records(page)
    assert "没有做过起算的那一步，没有计时" in [row["记下的"] for row in table_]
    assert [one["step"] for one in data["path"] if one.get("not_timed")] == ["test"]


def test_values_with_one_label_and_a_text_that_reads_the_same_are_three_things(
    abroad: Watched,
) -> None:
    page = abroad.page

    def three(route: Route) -> None:
        book = route.fetch().json()
        tell = next(one for one in book["steps"] if one["id"] == "tell")
        tell["actions"] = [{"do": "报卷名\u2060", "when": "有卷名"}, {"do": "报卷名"}]
        book["mentions"] = {
            "报卷名\u2060": [["报"], ["卷名", "", "volume"]],
            "有卷名": [["有"], ["卷名", "", "volume"]],
        }
        route.fulfill(json=book)

    page.route("**/run/pvc-full.json", three)
    begin(abroad, DISK)
    write(page, "副本数", "3")
    write(page, "卷名", "data-0")
    press(page, NEXT)
    lines = page.locator(".sop-run__member").first.locator(".sop-run__do li")
    expect(lines).to_have_text(["有卷名 data-0 报卷名 data-0", "报卷名"])


def test_buttons_say_the_values_that_their_words_name(abroad: Watched) -> None:
    page = abroad.page
    volume = ["卷名", "", "volume"]

    def naming(route: Route) -> None:
        book = route.fetch().json()
        steps = {one["id"]: one for one in book["steps"]}
        way, after = "卷名大了，打110", "转去修卷名"
        steps["resize"]["ways"][0]["answer"] = way
        steps["resize"]["only_if"] = ["有卷名", "没变"]
        item = {"text": "看过卷名", "answers": ["卷名好", "不好"]}
        steps["resize"]["checks"] = [{"pause": "扩容以后", "items": [item]}]
        steps["resize"]["exceptions"] = [0]
        book["exceptions"] = [{"when": "坏了", "then": after, "go": "wait"}]
        book["mentions"] |= {
            way: [volume, ["大了，打"], ["110", "tel:110"]],
            after: [["转去修"], volume],
            "有卷名": [["有"], volume],
            "看过卷名": [["看过"], volume],
            "卷名好": [volume, ["好"]],
        }
        route.fulfill(json=book)

    page.route("**/run/pvc-full.json", naming)
    begin(abroad, DISK)
    write(page, "副本数", "3")
    write(page, "卷名", "data-0")
    for name in (NEXT, "2.1 做完了", "2.2 做完了", NEXT):
        press(page, name)
    title(page, "扩大存储卷")
    look(page)
    expect(page.get_by_text("条件：有卷名 data-0；或没变")).to_be_visible()
    check = page.locator(".sop-run__check")
    expect(check).to_contain_text("看过卷名 data-0")
    good = check.get_by_role("button", name="卷名 data-0好")
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    answer = page.get_by_role("button", name="卷名 data-0大了，打110")
    expect(answer.locator("a")).to_have_count(0)
    press(page, "异常")
    look(page)
    page.get_by_role("dialog").get_by_role("button", name="转去修卷名 data-0").click()
    title(page, "等五分钟再试")


def test_a_step_that_has_not_its_turn_is_left_out_at_a_tap(abroad: Watched) -> None:
    page = begin(abroad, ROOM)
    press(page, NEXT)
    press(page, GO_ON)
    for name in ("开窗通风", "铺床", "清洁卫生间"):
        title(page, name)
        expect(page.get_by_text("没轮到的时候不做")).to_have_count(0)
        press(page, NEXT)
    title(page, "除水垢")
    expect(page.get_by_text("没轮到的时候不做")).to_be_visible()
    others = page.locator(".sop-run__bar .sop-run__others button")
    expect(others).to_have_text(["返回", "没轮到，不做", "记一笔", "异常", "没照做"])
    look(page)
    press(page, "没轮到，不做")
    title(page, "补充客用品")
    press(page, NEXT)
    press(page, END)
    title(page, "做完了")
    expect(page.locator(".sop-record__visits li", has_text="除水垢")).to_contain_text(
        "没轮到，不做"
    )
    assert [one["step"] for one in records(page)[1]["path"] if one.get("not_due")] == ["descale"]


def test_only_links_to_pages_and_telephones_are_links(abroad: Watched) -> None:
    page = abroad.page

    def spoilt(route: Route) -> None:
        book = route.fetch().json()
        action = book["steps"][0]["actions"][0]["do"]
        pieces = [["甲", "javascript:alert(1)"], ["乙", "http://example.org/"], ["丙", "tel:110"]]
        book["dials"] = {action: pieces}
        route.fulfill(json=book)

    page.route("**/run/clean-room.json", spoilt)
    begin(abroad, ROOM)
    expect(page.locator(".sop-run__do li").first).to_have_text("甲乙丙")
    assert page.locator(".sop-run__do a").all_inner_texts() == ["丙"]


def test_commands_tables_and_personal_values_are_not_heard(abroad: Watched) -> None:
    page = abroad.page
    abroad.at_start(VOICES.replace("VOICES", json.dumps([OWN])))

    def personal(route: Route) -> None:
        book = route.fetch().json()
        book["steps"][0]["readings"][1]["personal"] = True
        route.fulfill(json=book)

    page.route("**/run/pvc-full.json", personal)
    begin(abroad, DISK)
    page.get_by_role("button", name="朗读").click()
    heard = page.evaluate("window.said").pop()
    assert "列出所有存储卷" in heard
    assert "运行命令" in heard
    assert "kubectl" not in heard
    write(page, "副本数", "3")
    write(page, "卷名", "secret-0")
    press(page, NEXT)
    expect(page.locator(".sop-run__value")).to_have_text("卷名 secret-0")
    heard = page.evaluate("window.said").pop()
    assert "在值班群里写" in heard
    assert "secret-0" not in heard
    assert "secret-0" not in page.title()
    press(page, "2.1 做完了")
    press(page, "2.2 做完了")
    page.goto(abroad.address + "handbook/run/")
    expect(page.locator(".sop-run__card")).not_to_contain_text("secret-0")


def test_each_time_has_its_own_values_and_asks_for_them(abroad: Watched) -> None:
    page = abroad.page

    def counted(route: Route) -> None:
        book = route.fetch().json()
        reading = {
            "id": "volt",
            "label": "相电压",
            "kind": "number",
            "unit": "V",
            "high": 5,
            "limit": "不超过5V",
        }
        book["steps"][0] |= {"repeat": {"times": 2}, "readings": [reading]}
        route.fulfill(json=book)

    page.route("**/run/switch-off.json", counted)
    begin(abroad, SWITCH)
    write(page, "相电压", "1")
    press(page, DONE)
    expect(page.get_by_label("相电压")).to_have_value("")
    press(page, DONE)
    expect(page.get_by_role("dialog")).to_contain_text("相电压")
    press(page, "回去记")
    write(page, "相电压", "9")
    expect(told(page)).to_contain_text("超出")
    press(page, DONE)
    press(page, GO_ON)
    expect(page.get_by_label("相电压")).to_have_count(0)
    press(page, NEXT)
    title(page, "断开断路器")
    [first, *_] = kept(page)["visits"]
    assert [(one["round"], one["value"]) for one in first["readings"]] == [(0, "1"), (1, "9")]


def test_two_at_the_same_time_by_keyboard_alone(abroad: Watched) -> None:
    page = begin(abroad, SWITCH)
    keys = Keys(page)
    to_test(page)
    for count in ("第 2 次，共 3 次", "第 3 次，共 3 次", "做满了 3 次"):
        if count == "第 2 次，共 3 次":
            keys.to(DONE)
        page.keyboard.press("Enter")
        expect(page.locator(".sop-run__tally")).to_have_text(count)
    keys.to("都没有电")
    page.keyboard.press("Enter")
    keys.to("5.2 做完了")
    page.keyboard.press("Enter")
    expect(page.locator(".sop-run__member--over")).to_have_count(1)
    keys.to("5.1 做完了")
    page.keyboard.press("Enter")
    title(page, "做完了")


@pytest.mark.parametrize("night", [False, True])
def test_all_of_it_fits_a_narrow_screen_by_day_and_by_night(abroad: Watched, night: bool) -> None:
    page = abroad.page
    page.route("**/run/pvc-full.json", _long)
    if night:
        by_night(page)
    page.set_viewport_size({"width": 320, "height": 640})

    begin(abroad, DISK)
    look(page)
    press(page, NEXT)
    press(page, GO_ON)
    expect(page.locator(".sop-run__member")).to_have_count(2)
    look(page)
    press(page, "2.1 做完了")
    look(page)
    press(page, "2.2 做完了")
    expect(page.locator(".sop-run__count")).to_be_visible()
    look(page)


def _long(route: Route) -> None:
    """The same procedure in very long words."""
    book = route.fetch().json()
    long = (
        "把写满的存储卷扩大到能放下一个星期的数据" * 4 + "AllowVolumeExpansionWithoutAnyBlanks" * 2
    )
    for step in book["steps"]:
        step["title"] += long
        step["role"] += long
    first, second, third, fourth, *_ = book["steps"]
    first["rules"] = [{"title": long, "page": "../", "table": "wide"}]
    rows = [[f"{long}{count}", *("7.0" for _ in range(6))] for count in range(9)]
    book["tables"] = {
        "wide": {"title": long, "columns": [long] * 7, "rows": rows, "remarks": [long]}
    }
    first["actions"][0] |= {"role": long, "run": long * 3}
    fourth["repeat"] = {"each": long}
    for step in (second, third):
        step["since"] = {"step": "look", "at": "start", "visit": "first"}
        step["seconds"] = 3600
    route.fulfill(json=book)


def test_what_only_some_need_is_there_without_a_network(foreign: Built) -> None:
    core = json.loads((foreign.site / "offline/files.json").read_text("utf-8"))["core"]
    assert core.keys() >= EXTRAS


def test_only_procedures_that_have_it_fetch_what_it_needs(abroad: Watched) -> None:
    page = abroad.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    abroad.open("handbook/run/?p=infusion")
    title(page, "开始之前")
    assert "asked.js" in asked
    assert "extras.js" not in asked
    abroad.open(DISK)
    title(page, "开始之前")
    assert "extras.js" in asked
