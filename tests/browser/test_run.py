"""Carrying out a procedure on a phone: one step a screen, to a record, whatever happens between."""

import csv
import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Download, Locator, Page, Route, expect

from tests.browser.fixtures import PAUSE, PHONE, Watched

DOCKING = "handbook/run/?p=egl-docking"
INQUIRY = "handbook/run/?p=answer-inquiries"
DUE = """() => JSON.parse(Object.entries(localStorage).find(([key]) => /:run[/]/.test(key))[1])
  .visits[0].due"""
# The moment in which a new screen takes no tap lasts until a test says that it is over.
HELD = f"""{{
  const held = [], wait = window.setTimeout;
  window.setTimeout = (then, after, ...more) => (
    after === {PAUSE} ? held.push(then) : wait(then, after, ...more));
  window.over = () => {{ for (const then of held.splice(0)) then(); }};
}}"""
DOCKING_DATA = "**/handbook/run/egl-docking.json"


def title(page: Page, words: str) -> None:
    """Wait until the screen shows a step."""
    expect(page.locator(".sop-run__title")).to_have_text(words)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def finish(page: Page) -> None:
    """Carry out the docking from its first step to its end, the short way."""
    title(page, "选择医院")
    press(page, "必须就近送非网络医院")
    title(page, "启动备用金支付")
    press(page, "做完了，转“结算急救费用”")
    title(page, "做完了")


def saved(page: Page, name: str) -> tuple[Download, str]:
    with page.expect_download() as waiting:
        press(page, name)
    return waiting.value, Path(waiting.value.path()).read_bytes().decode("utf-8")


def changed(**steps: dict[str, Any]) -> Any:
    """Answer with the real data in which some steps read otherwise."""

    def answer(route: Route) -> None:
        book = route.fetch().json()
        book["edition"] = book["code"] = "222-222-222"
        book["steps"] = [{**step, **steps.get(step["id"], {})} for step in book["steps"]]
        route.fulfill(json=book)

    return answer


def test_a_crew_gets_from_the_page_through_its_decisions_to_a_record(brisk: Watched) -> None:
    page = brisk.page
    brisk.open("handbook/emergency/egl-docking/")
    page.get_by_role("link", name="开始执行").click()
    title(page, "选择医院")
    expect(page.get_by_role("heading", level=1)).to_have_text("送医院，凭担保函交接患者")
    expect(page.locator(".sop-run .sop-badge")).to_have_text("草案 · 未批准")
    press(page, "送签约网络医院")
    title(page, "请患者和接诊医护人员签字")
    for shown in ("外派车辆人员", "接诊医护人员", "必须有绿色通道救援联盟会员的签字"):
        expect(page.locator(".sop-run")).to_contain_text(shown)
    order = page.locator(".sop-run :is(.sop-critical, .sop-run__do)").evaluate_all(
        "parts => parts.map(part => part.className)"
    )
    assert order == ["sop-critical", "sop-run__do"]
    press(page, "做完了，下一步")
    title(page, "与医院交接患者")
    expect(page.locator(".sop-quote").first).to_have_text(
        "“这位患者是绿色通道救援联盟会员，由担保函支付”"
    )
    expect(page.get_by_role("link", name="400-818-5050").first).to_have_attribute(
        "href", "tel:4008185050"
    )
    for following in ("分送担保函", "把担保函和单据交给财务专人"):
        press(page, "做完了，下一步")
        title(page, following)
    press(page, "做完了，转“结算急救费用”")
    title(page, "做完了")
    expect(page.get_by_role("link", name="接着执行“结算急救费用”")).to_be_visible()
    assert page.locator(".sop-record__visits > li").count() == 5


def test_the_record_tells_what_was_noted_done_otherwise_and_met(brisk: Watched) -> None:
    page = brisk.page
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    brisk.open(DOCKING)
    title(page, "选择医院")
    press(page, "送签约网络医院")
    press(page, "记一笔")
    page.get_by_role("textbox", name="这一步的备注").fill("=1+1，单号 7")
    press(page, "保存")
    told = page.locator(".sop-run__told")
    expect(told.get_by_text("备注：=1+1，单号 7")).to_be_in_viewport()
    expect(page.get_by_role("status").first).to_have_text("备注：=1+1，单号 7")
    press(page, "没照做")
    page.get_by_label("没有做这一步").check()
    press(page, "保存")  # not without a reason
    expect(page.get_by_role("dialog")).to_be_visible()
    why = page.get_by_label("为什么")
    assert why.evaluate("field => field.validationMessage") == "要写一句原因"
    why.fill("患者昏迷")
    press(page, "保存")
    title(page, "与医院交接患者")
    press(page, "异常")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("患者有其他问题咨询").click()
    press(page, "知道了，处理完回到这一步")
    title(page, "与医院交接患者")
    press(page, "返回")
    title(page, "请患者和接诊医护人员签字")
    press(page, "做完了，下一步")
    press(page, "异常")
    dialog.get_by_text("医院不接收担保函", exact=True).click()
    expect(dialog.get_by_role("link", name="400-818-5050").first).to_be_visible()
    dialog.get_by_role("button", name="转“处理非标准情况”").click()
    title(page, "做完了")
    record = page.locator(".sop-record")
    for remark in ("没有做这一步：患者昏迷", "遇到异常：患者有其他问题咨询", "返回上一步"):
        expect(record).to_contain_text(remark)

    download, text = saved(page, "下载表格（CSV）")
    assert re.fullmatch(r"\d{8}-\d{6}-egl-docking\.csv", download.suggested_filename)
    assert text[0] == "\ufeff"
    rows = list(csv.DictReader(text[1:].splitlines()))
    chosen = "送签约网络医院，还是因各种原因必须就近送非网络医院？选择“送签约网络医院”"
    assert [row["经过"] for row in rows] == [
        chosen, "没有做", "返回上一步", "完成", "因异常离开",
    ]  # fmt: skip
    assert rows[1]["备注"] == "'=1+1，单号 7"
    assert rows[1]["偏差与理由"] == "没有做这一步：患者昏迷"
    assert {(row["编号"], row["版次"], row["状态"]) for row in rows} == {
        ("DB-03", "第1版", "草案 · 未批准")
    }
    _, text = saved(page, "下载数据（JSON）")
    data = json.loads(text)
    assert data["procedures"][0]["approved"] is False
    assert data["outcome"]["hands_over"] == "egl-nonstandard"
    assert [visit["step"] for visit in data["path"]] == [
        "choose-hospital", "sign", "hand-over", "sign", "hand-over",
    ]  # fmt: skip
    # Nothing leaves the device: files of the brisk are fetched, and nothing else is said.
    assert {method for method, _ in asked} == {"GET"}
    assert [url for _, url in asked if "?" in url and not url.endswith(DOCKING)] == []


def test_a_record_is_printed_with_room_to_sign_and_without_buttons(brisk: Watched) -> None:
    brisk.open(DOCKING)
    finish(brisk.page)
    brisk.page.emulate_media(media="print")
    for shown in ("草案 · 未批准", "执行人签名", "复核人签名", "启动备用金支付"):
        expect(brisk.page.get_by_text(shown).first).to_be_visible()
    assert brisk.page.locator(".sop-run button:visible").count() == 0


def test_a_run_survives_reload_and_loss_of_network(brisk: Watched) -> None:
    page = brisk.page
    brisk.open(DOCKING)
    title(page, "选择医院")
    press(page, "送签约网络医院")
    title(page, "请患者和接诊医护人员签字")
    page.route(DOCKING_DATA, lambda route: route.abort("internetdisconnected"))
    page.reload()
    title(page, "请患者和接诊医护人员签字")
    press(page, "做完了，下一步")
    title(page, "与医院交接患者")
    brisk.open(DOCKING)  # opened anew from the procedure: it waits to be finished
    expect(page.locator(".sop-run")).to_contain_text("做到第3步 与医院交接患者")
    page.get_by_role("button", name=re.compile("接着做")).click()
    title(page, "与医院交接患者")
    brisk.expects("ERR_INTERNET_DISCONNECTED")


def test_without_network_at_the_start_one_is_told_and_may_try_again(site: Watched) -> None:
    page = site.page
    page.route(DOCKING_DATA, lambda route: route.abort("internetdisconnected"))
    site.open(DOCKING)
    expect(page.locator(".sop-run")).to_contain_text("可能没有网络")
    page.unroute_all()
    press(page, "再试一次")
    title(page, "选择医院")
    site.open("handbook/run/?p=no-such-procedure")
    expect(page.locator(".sop-run")).to_contain_text("没有这份流程")
    site.expects("ERR_INTERNET_DISCONNECTED|404")


def test_a_step_that_changed_under_way_says_so(brisk: Watched) -> None:
    page = brisk.page
    brisk.open(DOCKING)
    title(page, "选择医院")
    page.route(DOCKING_DATA, changed(sign={"hash": "0" * 12, "actions": [{"do": "按新的做"}]}))
    page.reload()
    title(page, "选择医院")
    expect(page.locator(".sop-run__changed")).to_have_count(0)
    press(page, "送签约网络医院")
    expect(page.locator(".sop-run__changed")).to_contain_text("内容改过")
    expect(page.locator(".sop-run__do")).to_have_text("按新的做")
    press(page, "中止")
    page.get_by_label("为什么中止").fill("以新版重来")
    page.get_by_role("dialog").get_by_role("button", name="中止").click()
    expect(page.locator(".sop-record")).to_contain_text("执行期间改为 222-222-222")
    expect(page.locator(".sop-record")).to_contain_text("中止：以新版重来")


def open_limited(site: Watched) -> Locator:
    """Open a run whose first step has a time limit, with the page's time in our hands."""
    page = site.page
    page.clock.install(time=1_795_000_000)
    page.route(
        "**/handbook/run/answer-inquiries.json", lambda route: route.fulfill(json=_limited(route))
    )
    site.open(INQUIRY)
    clock = page.get_by_role("timer")
    expect(clock).to_contain_text("分")
    return clock


def test_a_time_limit_counts_down_through_a_reload_and_says_when_it_is_over(
    clocked: Watched,
) -> None:
    page = clocked.page
    clock = open_limited(clocked)
    due = page.evaluate(DUE)
    page.clock.pause_at(due / 1000 - 235)
    expect(clock).to_have_text("还剩 3分55秒")
    page.reload()
    expect(clock).to_have_text("还剩 3分55秒")
    page.clock.run_for(3 * 60_000)
    expect(page.locator(".sop-run__live")).to_have_text("还剩一分钟")
    page.clock.run_for(70_000)
    expect(page.locator(".sop-run__live")).to_have_text("时间到了")
    expect(clock).to_have_text("已超时 15秒")
    press(page, "重新计时")
    expect(clock).to_have_text("还剩 5分")


def _limited(route: Route) -> dict[str, Any]:
    book: dict[str, Any] = route.fetch().json()
    book["steps"][0] |= {"seconds": 300, "time_limit": "5分钟内"}
    return book


def test_parts_without_an_order_are_chosen(brisk: Watched) -> None:
    page = brisk.page
    brisk.open("handbook/run/?p=three-tier-service")
    title(page, "各部分不分先后，选一个做。")
    ways = page.locator(".sop-run__way")
    name = ways.nth(1).text_content()
    ways.nth(1).click()
    title(page, re.sub(r"^\S+ ", "", str(name)))
    press(page, "做完了，下一步")
    expect(ways.nth(1)).to_contain_text("已做")
    ways.last.click()
    title(page, "做完了")
    expect(page.locator(".sop-record")).to_contain_text("没有做的部分")


def test_records_stay_on_the_device_until_they_are_deleted(brisk: Watched) -> None:
    page = brisk.page
    brisk.open(DOCKING)
    finish(page)
    page.get_by_role("link", name="全部记录").click()
    expect(page.get_by_role("heading", name="以前的记录")).to_be_visible()
    page.get_by_role("button", name=re.compile("看记录")).click()
    expect(page.locator(".sop-record")).to_contain_text("启动备用金支付")
    page.go_back()
    press(page, "删除")
    press(page, "再点一次，删除")
    expect(page.get_by_role("heading", name="以前的记录")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => /run|books/.test(key))") == []


def test_a_device_that_stores_nothing_can_still_carry_out(brisk: Watched) -> None:
    brisk.at_start(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"
    )
    brisk.open(DOCKING)
    title(brisk.page, "选择医院")
    expect(brisk.page.locator(".sop-run__changed")).to_contain_text("不让保存")
    expect(brisk.page.locator(".sop-run__changed")).to_be_in_viewport()
    finish(brisk.page)


def test_what_was_done_otherwise_shows_at_once_and_is_one_tap_from_the_exceptions(
    site: Watched,
) -> None:
    page = site.page
    site.open("handbook/run/?p=restaurant-six-steps")
    title(page, "打招呼")
    press(page, "异常")
    expect(page.get_by_role("dialog")).to_contain_text("没有写明的异常")
    page.get_by_role("dialog").get_by_role("button", name="没照做").click()
    page.get_by_label("为什么").fill("客人赶时间")
    press(page, "保存")
    expect(page.get_by_role("dialog")).to_have_count(0)
    title(page, "打招呼")
    told = page.locator(".sop-run__told").get_by_text("做法不一样：客人赶时间")
    expect(told).to_be_in_viewport()


def test_a_phone_on_its_side_or_with_large_type_shows_more_than_buttons(site: Watched) -> None:
    page = site.page
    page.set_viewport_size({"width": 844, "height": 390})
    site.open(DOCKING)
    title(page, "选择医院")
    press(page, "送签约网络医院")
    title(page, "请患者和接诊医护人员签字")
    expect(page.get_by_role("button", name="做完了，下一步")).to_be_in_viewport()
    bar = page.locator(".sop-run__bar").bounding_box()
    assert bar
    assert bar["height"] < 390 / 4
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_phone_is_enough_and_targets_are_large(brisk: Watched) -> None:
    page = brisk.page
    brisk.open("handbook/run/?p=restaurant-six-steps")
    for step in ("打招呼", "询问需求或建议点单"):
        title(page, step)
        expect(page.locator(".sop-run__title")).to_be_focused()
        for width in (360, PHONE["width"]):
            page.set_viewport_size({"width": width, "height": 740})
            expect(page.get_by_role("button", name="做完了，下一步")).to_be_in_viewport()
            size = page.evaluate(
                "parseFloat(getComputedStyle(document.querySelector('.sop-run__do')).fontSize)"
            )
            assert size >= 20
            for target in page.locator(".sop-run button:visible").all():
                box = target.bounding_box()
                assert box
                assert box["height"] >= 44
                assert box["x"] + box["width"] <= width
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        press(page, "做完了，下一步")


def test_a_second_tap_on_the_same_spot_does_not_run_on(site: Watched) -> None:
    page = site.page
    site.at_start(HELD)
    site.open("handbook/run/?p=restaurant-six-steps")
    title(page, "打招呼")
    button = page.get_by_role("button", name="做完了，下一步")
    page.evaluate("over()")
    button.click()
    title(page, "询问需求或建议点单")
    expect(button).to_be_disabled(timeout=5_000)
    button.click(force=True)
    title(page, "询问需求或建议点单")
    page.evaluate("over()")
    button.click()
    title(page, "准备菜品，等待上菜")


def test_a_page_fetches_nothing_of_a_run_before_it_begins(site: Watched) -> None:
    asked: list[str] = []
    site.page.on("request", lambda request: asked.append(request.url))
    site.open("handbook/restaurant/restaurant-six-steps/")
    site.page.wait_for_selector(".sop-ticks--live")
    fetched = {url.rpartition("/")[2] for url in asked if "/run/" in url}
    names = ("main", "ticks", "ticked", "reader", "dialog", "speak")
    assert fetched == {f"{name}.js" for name in names}


def test_a_run_of_a_procedure_that_is_gone_says_so(site: Watched) -> None:
    """Its record is there, what it needs to go on is not: nothing stops at that."""
    page = site.page
    site.open(DOCKING)
    title(page, "选择医院")
    address = page.url
    page.evaluate("""() => {
      for (const [key, text] of Object.entries(localStorage)) {
        if (key.includes(":books/")) localStorage.removeItem(key);
        else localStorage.setItem(key, text.replaceAll('"egl-docking"', '"egl-gone"'));
      }
    }""")
    site.expects("404")
    page.goto(address)
    expect(page.locator(".sop-run__changed")).to_be_visible()
    expect(page.locator(".sop-run__others a")).to_be_visible()


def test_forbidden_storage_stops_no_page(site: Watched) -> None:
    site.at_start("""for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, { configurable: true, get() {
        throw new DOMException(name, "SecurityError");
      } });""")
    site.open("")
    expect(site.page.get_by_role("heading", level=1)).to_be_visible()
    site.open(DOCKING)
    title(site.page, "选择医院")
    expect(site.page.locator(".sop-run__changed").first).to_contain_text("不让保存")


def test_a_run_of_what_is_retired_meanwhile_says_so_at_its_step(brisk: Watched) -> None:
    page = brisk.page
    brisk.open(DOCKING)
    title(page, "选择医院")
    expect(page.locator(".sop-void")).to_have_count(0)
    retired = {"text": "已作废，不要照做。", "title": "告知热线", "page": "../emergency/"}

    def answer(route: Route) -> None:
        route.fulfill(json=route.fetch().json() | {"retired": retired})

    page.route(DOCKING_DATA, answer)
    page.reload()
    title(page, "选择医院")
    expect(page.locator(".sop-void")).to_have_text("已作废，不要照做。告知热线")
