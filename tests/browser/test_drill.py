"""Rehearsing a procedure with a phone: the observer judges by the clock."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.accessible import hold_still
from tests.browser.fixtures import PHONE, Watched
from tests.browser.test_every_page import misfits, troubles

DRILL = "handbook/drill/?p=egl-docking"
DATA = "**/handbook/drill/egl-docking.json"
KEPT = """() => Object.entries(localStorage).filter(([key]) => key.includes(":drill/"))
  .map(([, text]) => JSON.parse(text))"""

# Buttons whose words are wider than they are.
SPILT = """() => [...document.querySelectorAll(".sop-drill button")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText)"""


def press(page: Page, name: str, exact: bool = True) -> None:
    page.get_by_role("button", name=name, exact=exact).click()


def play(page: Page, part: str, drill: int = 0) -> None:
    """Begin in a part of one of the drills, on the page that offers all of them."""
    page.get_by_role("button", name=re.compile(f"^{part}")).nth(drill).click()
    expect(page.locator(".sop-run__title")).to_contain_text(part)


def rows(page: Page) -> Locator:
    return page.locator(".sop-drill__row")


def judge(page: Page, at: int, verdict: str) -> None:
    rows(page).nth(at).get_by_role("button", name=verdict, exact=True).click()


def timed(route: Route) -> None:
    """The real data, as if its author had set a time and a mark."""
    deck = route.fetch().json()
    deck["drills"][0] |= {"minutes": 2, "pass_mark": 80}
    route.fulfill(json=deck)


def kept(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(KEPT)
    return found


def test_an_observer_goes_from_the_page_through_a_whole_drill_to_a_result(site: Watched) -> None:
    page = site.page
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.post_data or "")))
    page.route(DATA, timed)
    site.open("handbook/emergency/egl-docking/")
    page.get_by_role("link", name="开始演练").click()
    play(page, "观察员")
    expect(page.locator(".sop-run .sop-badge")).to_have_text("草案 · 未批准")
    count = rows(page).count()
    assert count > 5
    score = page.locator(".sop-drill__score")
    expect(score).to_have_text(f"已判 0/{count}，做到 0")
    press(page, "开始计时")
    judge(page, 0, "做到")
    judge(page, 1, "没做到")
    judge(page, 2, "不适用")
    expect(score).to_have_text(f"已判 3/{count}，做到 1")
    expect(page.get_by_role("status").first).to_have_text(f"已判 3/{count}，做到 1")
    judge(page, 1, "没做到")  # not so after all
    expect(score).to_have_text(f"已判 2/{count}，做到 1")
    page.reload()  # as a phone does that was put away
    expect(score).to_have_text(f"已判 2/{count}，做到 1")
    expect(page.get_by_role("timer")).to_contain_text("正在计时")
    for at in range(3, count):
        judge(page, at, "做到")
    page.locator("summary", has_text="出了什么难题").click()
    trouble = page.get_by_role("group", name=re.compile("患者有其他问题咨询$"))
    expect(trouble).to_be_hidden()  # nothing to judge before it was played
    page.get_by_role("button", name=re.compile("患者有其他问题咨询$")).click()
    trouble.get_by_role("button", name="没做到", exact=True).click()
    expect(trouble.get_by_role("button")).to_have_count(2)
    page.get_by_label("备注").fill("交接时说得清楚")
    press(page, "结束，看结果")
    expect(page.locator(".sop-drill__outcome")).to_have_count(0)  # not before somebody is sure
    press(page, "还有 1 条没有判。再点一次，结束")
    done = count - 2
    percent = done * 100 // (count - 1)
    assert percent >= 80  # and yet no pass: a trouble was not met
    expect(page.locator(".sop-drill__outcome")).to_have_text(
        f"做到 {done}/{count - 1}（{percent}%） · 再练一次"
    )
    for told in ("没有判的", "患者有其他问题咨询 —— 没做到", "交接时说得清楚", "最多 2 分钟"):
        expect(page.locator(".sop-run")).to_contain_text(told)
    assert {method for method, _ in asked} == {"GET"}  # nothing is sent anywhere
    press(page, "返回")
    judge(page, 1, "没做到")
    press(page, "结束，看结果")
    expect(page.locator(".sop-drill__missed > li")).to_have_count(1)


def test_what_is_critical_and_was_missed_stands_above_any_result(site: Watched) -> None:
    page = site.page
    page.route(DATA, timed)
    site.open(DRILL)
    play(page, "观察员")
    grave = page.locator(".sop-drill__row", has=page.locator(".sop-flag"))
    assert grave.count() > 1
    for at in range(rows(page).count()):
        judge(page, at, "做到")
    missed = grave.nth(0).inner_text().split("\n")[0]
    grave.nth(0).get_by_role("button", name="没做到", exact=True).click()
    press(page, "结束，看结果")
    first = page.locator(".sop-drill__critical")
    expect(first).to_contain_text("关键的没做到 1 条")
    expect(first).to_contain_text(missed.removeprefix("关键").strip())
    told = page.locator(".sop-run").inner_text()
    assert told.index("关键的没做到") < told.index("做到 ")
    expect(page.locator(".sop-drill__outcome")).to_contain_text("再练一次")
    assert "通过" not in page.locator(".sop-drill__outcome").inner_text()
    press(page, "返回")
    grave.nth(0).get_by_role("button", name="做到", exact=True).click()
    press(page, "结束，看结果")
    expect(first).to_have_count(0)
    expect(page.locator(".sop-drill__outcome")).to_contain_text("通过")


def test_one_answer_a_question_and_what_it_leads_past_does_not_apply(site: Watched) -> None:
    page = site.page
    site.open("handbook/drill/?p=egl-seat")
    play(page, "观察员")
    expect(page.locator(".sop-run")).to_contain_text("真的出了事，由你喊停")
    expect(page.locator(".sop-run")).to_contain_text("演练里提到的电话都不真打")
    count = rows(page).count()
    for at in range(count):
        judge(page, at, "做到")
    score = page.locator(".sop-drill__score")
    expect(score).to_have_text(f"已判 {count}/{count}，做到 {count}")
    page.locator("summary", has_text="出了什么难题").click()
    page.get_by_role("button", name=re.compile("怎么回话？符合，来取担保函号$")).click()
    page.get_by_role("button", name=re.compile("怎么回话？不符合$")).click()
    expect(page.locator(".sop-drill__play[aria-pressed=true]")).to_have_count(1)
    gone = page.locator(".sop-drill__gone:visible")
    expect(gone).to_contain_text("答了“不符合”，不走这一步")
    last = page.locator(".sop-drill__step", has=gone)
    own = last.locator(".sop-drill__row").count()
    expect(last.locator(".sop-drill__row:visible")).to_have_count(0)
    expect(score).to_have_text(f"已判 {count}/{count}，做到 {count - own}；难题已判 0/1")
    press(page, "还是走了，要判")
    expect(last.locator(".sop-drill__row:visible")).to_have_count(own)
    expect(score).to_contain_text(f"做到 {count}；")
    press(page, "没有走，算不适用")
    page.get_by_role("button", name=re.compile("患者有其他问题咨询$")).click()
    trouble = page.get_by_role("group", name=re.compile("患者有其他问题咨询$"))
    trouble.get_by_role("button", name="没做到", exact=True).click()
    press(page, "结束，看结果")
    press(page, "还有 1 个难题没有判。再点一次，结束")
    told = page.locator(".sop-run").inner_text()
    assert "没有没做到的" not in told
    assert told.index("难题没做到 1 个") < told.index(f"做到 {count - own}/{count - own}")
    assert "另：难题 做到 0，没做到 1，没判 1" in told
    assert "没有走的步骤，算不适用" in told


def test_what_does_not_apply_makes_no_total(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    play(page, "观察员")
    for at in range(rows(page).count()):
        judge(page, at, "不适用")
    press(page, "结束，看结果")
    outcome = page.locator(".sop-drill__outcome").inner_text()
    assert "/" not in outcome
    assert "都不适用" in outcome


def test_what_others_do_is_shown_and_not_judged(site: Watched) -> None:
    page = site.page
    site.open("handbook/drill/?p=restaurant-six-steps")
    expect(page.locator(".sop-drill__choice")).to_have_count(2)  # a waiter, a cashier
    # The waiter thanks the guest in the cashier's step: so it is judged, not what the cashier does.
    play(page, "观察员")
    others = page.locator(".sop-drill__step--others")
    last = page.locator(".sop-drill__step").last
    expect(last).to_contain_text("别人做：收银员 唱收唱付")
    expect(last.locator(".sop-drill__row")).to_have_count(1)
    expect(last.locator(".sop-drill__row")).not_to_contain_text("唱收唱付")
    expect(others).to_have_count(0)
    page.go_back()
    play(page, "观察员", drill=1)  # of the cashier, whose step is the last of six
    expect(others).to_have_count(5)
    expect(others.first).to_contain_text("学员协同，主做：服务员")
    for step in others.all()[1:]:
        expect(step).to_contain_text("别人做：服务员")
    for step in others.all():
        expect(step.get_by_role("button")).to_have_count(0)
    expect(page.locator(".sop-drill__step").last.locator(".sop-drill__row").first).to_be_visible()
    critical = "切不可在老人或小孩身旁上菜"  # whoever does it: nobody looks on in silence
    expect(others.nth(3)).to_contain_text(critical)
    page.go_back()
    play(page, "学员", drill=1)
    way = page.locator(".sop-drill__way > li")
    expect(way.filter(has_text="别人做：服务员")).to_have_count(4)
    expect(way.first).to_contain_text("你协同，主做：服务员")
    expect(way.nth(3)).to_contain_text(critical)


def test_every_drill_is_listed_and_narrowed_as_one_types(site: Watched) -> None:
    page = site.page
    site.open("handbook/drill/")
    links = page.locator("[data-sop-drills] li:visible")
    count = links.count()
    assert count > 10
    page.locator("#sop-narrow").fill("服务员")
    expect(links).to_have_count(1)
    links.first.get_by_role("link").click()
    expect(page.locator(".sop-drill__choice").first).to_be_visible()
    expect(page.locator("[data-sop-drills]")).to_be_hidden()
    press_all = page.get_by_role("link", name="全部演练")
    press_all.click()
    expect(links).to_have_count(count)


def test_a_name_is_in_what_is_copied_and_printed_and_kept_nowhere(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    play(page, "观察员")
    judge(page, 0, "做到")
    press(page, "结束，看结果")
    press(page, "再点一次", exact=False)
    page.get_by_label("学员姓名").fill("李小满")
    press(page, "复制结果")
    expect(page.get_by_role("status").first).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "学员：李小满" in copied
    assert copied.splitlines()[0] == "演练结果"
    assert "李小满" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    page.emulate_media(media="print")
    shown = page.locator("article").inner_text()
    assert "李小满" in shown
    assert not {"复制结果", "返回", "看流程全文"} & set(shown.split())
    assert "学员签名" in shown
    page.emulate_media(media="null")
    page.reload()
    expect(page.get_by_label("学员姓名")).to_have_value("")


def test_the_clock_counts_through_a_reload_and_says_when_time_is_up(clocked: Watched) -> None:
    page = clocked.page
    page.clock.install(time=1_795_000_000)
    page.clock.pause_at(1_795_000_001)
    page.route(DATA, timed)
    clocked.open(DRILL)
    play(page, "观察员")
    timer = page.get_by_role("timer")
    expect(timer).to_contain_text("还没开始计时 0秒 还剩 2分")
    press(page, "开始计时")
    page.clock.run_for(59_000)
    expect(timer).to_contain_text("59秒")
    page.clock.run_for(2_000)
    expect(page.get_by_role("status").first).to_have_text("还剩一分钟")
    page.clock.fast_forward(30_000)
    page.reload()
    expect(timer).to_contain_text("正在计时")
    expect(timer).to_contain_text("还剩 29秒")
    press(page, "暂停")
    page.clock.fast_forward(600_000)
    expect(timer).to_contain_text("已暂停")
    expect(timer).to_contain_text("还剩 29秒")
    press(page, "接着计时")
    page.clock.run_for(30_000)
    expect(page.get_by_role("status").first).to_have_text("时间到了")
    expect(timer).to_contain_text("超时")
    expect(page.locator(".sop-clock--over")).to_be_visible()


def test_without_a_time_or_a_mark_of_the_author_there_is_none(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    play(page, "观察员")
    assert "还剩" not in page.get_by_role("timer").inner_text()
    press(page, "结束，看结果")
    press(page, "再点一次", exact=False)
    expect(page.locator(".sop-run")).to_contain_text("流程没有写合格线")
    assert "通过" not in page.locator(".sop-drill__outcome").inner_text()


def test_a_trainee_sees_no_troubles_and_an_actor_draws_each_of_them_once(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    data = page.evaluate("fetch('egl-docking.json').then((got) => got.json())")
    troubles = [one["when"] for one in data["troubles"]]
    play(page, "学员")
    told = page.locator("article").inner_text()
    assert [one for one in troubles if one in told] == []
    assert rows(page).count() == 0
    page.go_back()
    play(page, "扮演人")
    all_of_them = page.locator(".sop-drill__play")
    count = all_of_them.count()
    assert count > len(troubles) > 0
    drawn = set()
    (ways,) = (step["ways"] for step in data["drills"][0]["steps"] if "ways" in step)
    most = count - (len(ways) - 1)  # a question has one answer
    for _ in range(most):
        press(page, "掷一个")
        drawn.add(page.locator(".sop-drill__rolled").inner_text())
    assert len(drawn) == most
    press(page, "掷一个")
    expect(page.locator(".sop-drill__rolled")).to_have_text("都演了")
    expect(page.locator(".sop-drill__play[aria-pressed=true]")).to_have_count(most)


def test_whoever_plays_freely_is_told_only_what_there_is_to_play(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    play(page, "扮演人")
    freely = page.get_by_text("流程没有写扮演人说什么、做什么。")
    expect(freely).to_contain_text("难题挑着出")
    site.open("handbook/drill/?p=nursing-five-steps")
    play(page, "扮演人")
    expect(freely).not_to_contain_text("难题挑着出")


def test_whoever_plays_is_told_what_an_author_told_the_trainer_only(site: Watched) -> None:
    def tasked(route: Route) -> None:
        deck = route.fetch().json()
        deck["drills"][0] |= {"trainer": ["扮一位耳背的老人"]}
        route.fulfill(json=deck)

    page = site.page
    page.route(DATA, tasked)
    for part, there in (("扮演人", 1), ("学员", 0), ("观察员", 1)):
        site.open(DRILL)
        play(page, part)
        expect(page.get_by_text("扮一位耳背的老人")).to_have_count(there)


def test_what_others_decide_or_handle_is_played_and_not_judged(abroad: Watched) -> None:
    page = abroad.page
    abroad.open("handbook/drill/?p=lift-rescue")
    play(page, "观察员")  # of the monitor, who is told how the lift stands
    page.locator("summary", has_text="出了什么难题").click()
    for name, own in (("被困的人身体严重不适$", True), ("超过 500 mm 吗？超过$", False)):
        page.get_by_role("button", name=re.compile(name)).click()
        judged = page.get_by_role("group", name=re.compile(name))
        expect(judged).to_have_count(int(own))
    expect(page.locator(".sop-drill__fold").first).to_contain_text("别人的，不判：救援员")
    expect(page.locator(".sop-drill__score")).to_contain_text("难题已判 0/1")
    page.go_back()
    play(page, "学员", drill=1)
    level = page.locator(".sop-drill__way > li").nth(3)
    expect(level).to_contain_text("条件：高度差超过 500 mm 吗？超过")
    expect(level).to_contain_text("松开制动后轿厢会自己溜车")
    expect(page.get_by_text("宁可慢，不可乱")).to_be_visible()


def test_what_is_deadly_is_told_to_trainee_and_observer(abroad: Watched) -> None:
    page = abroad.page
    abroad.open("handbook/drill/?p=lift-rescue")
    play(page, "学员")
    deadly = page.locator(".sop-run__hazard--danger")
    expect(deadly.first).to_contain_text("轿厢突然移动会夹死人")
    # The trainee reads all of them first, and again in others' steps: what is told counts.
    seen = set(deadly.all_inner_texts())
    first = page.locator(".sop-run__hazards").first.locator(".sop-run__hazard--danger")
    assert set(first.all_inner_texts()) == seen
    page.go_back()
    play(page, "观察员")
    expect(deadly.first).to_be_visible()
    assert set(deadly.all_inner_texts()) == seen
    assert len(seen) > 1


def test_what_is_deadly_behind_a_branch_is_told_once(abroad: Watched) -> None:
    def behind(route: Route) -> None:
        deck = route.fetch().json()
        (step,) = (one for one in deck["drills"][0]["steps"] if one["number"] == "2")
        deck["hazards"].append({"level": "caution", "word": "注意", "text": "地滑", "step": "2"})
        step |= {"branch": True}
        route.fulfill(json=deck)

    page = abroad.page
    page.route(re.compile(r"/drill/lift-rescue[.]json"), behind)
    abroad.open("handbook/drill/?p=lift-rescue")
    play(page, "学员")
    deadly = page.locator(".sop-run__hazard--danger")
    expect(deadly.first).to_be_visible()
    expect(deadly.filter(has_text="配电箱里带电")).to_have_count(1)
    expect(page.locator(".sop-run__hazard--caution").filter(has_text="地滑")).to_have_count(1)


def test_two_windows_judge_one_drill_together(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    play(page, "观察员")
    other = page.context.new_page()
    other.goto(page.url)
    judge(page, 0, "做到")
    expect(rows(other).nth(0).locator("[aria-pressed=true]")).to_have_text("做到")
    judge(other, 1, "没做到")
    expect(page.locator(".sop-drill__score")).to_contain_text("已判 2/")
    (session,) = kept(page)
    assert sorted(session["judged"].values()) == ["met", "missed"]
    other.goto(site.address + "handbook/drill/")
    press(other, "删除")
    press(other, "再点一次，删除")
    expect(page.get_by_role("heading", level=1)).to_have_text("演练")
    assert kept(page) == []


def test_drills_are_gone_on_with_and_what_is_damaged_is_removed(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    play(page, "观察员")
    judge(page, 0, "做到")
    site.open(DRILL)
    expect(page.get_by_role("heading", name="还没完的")).to_be_visible()
    page.evaluate(
        """() => { const key = Object.keys(localStorage).find((one) => one.includes(":drill/"));
        localStorage.setItem(key.replace("drill/", "drill/x"), localStorage.getItem(key)); }"""
    )
    site.open("handbook/drill/")
    expect(page.locator(".sop-damage")).to_contain_text("有 1 份演练读不出来")
    press(page, "删掉这些")
    expect(page.locator(".sop-damage")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^接着")).click()
    expect(page.locator(".sop-drill__score")).to_contain_text("做到 1")


def test_without_a_network_it_is_judged_to_the_end_and_a_new_one_says_why_not(
    site: Watched,
) -> None:
    page = site.page
    site.open(DRILL)
    play(page, "观察员")
    page.route(DATA, lambda route: route.abort("internetdisconnected"))
    page.reload()
    judge(page, 0, "做到")
    press(page, "结束，看结果")
    press(page, "再点一次", exact=False)
    expect(page.locator(".sop-drill__outcome")).to_be_visible()
    press(page, "再练一次")
    expect(page.locator(".sop-run")).to_contain_text("可能没有网络")
    page.unroute_all()
    press(page, "再试一次")
    play(page, "学员")
    site.open("handbook/drill/?p=no-such-procedure")
    expect(page.locator(".sop-run")).to_contain_text("没有这份流程的演练")
    site.expects("ERR_INTERNET_DISCONNECTED|404")


def test_a_procedure_that_changed_under_way_is_judged_as_it_was(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    play(page, "观察员")
    count = rows(page).count()

    def other(route: Route) -> None:
        deck = route.fetch().json()
        deck["drills"][0]["steps"] = deck["drills"][0]["steps"][:1]
        route.fulfill(json={**deck, "edition": "333-333-333"})

    page.route(DATA, other)
    page.reload()
    expect(page.locator(".sop-run__changed")).to_contain_text("按开始时的判")
    assert rows(page).count() == count


def test_trainee_and_observer_have_what_paper_tells_them(abroad: Watched) -> None:
    page = abroad.page
    for part in ("学员", "观察员"):
        abroad.open("handbook/drill/?p=infusion")
        play(page, part)
        before = page.locator("section", has=page.get_by_role("heading", name="开始之前"))
        for told in ("口罩、手套", "医嘱已经双人核对；药液没有过期", "输液架、止血带", "敷贴"):
            expect(before).to_contain_text(told)
    steps = page.locator(".sop-drill__step")
    for at, told in (
        (0, "要记下 床号（个人信息）"),
        (0, "不要 问“你是某某吗”（改为：问“请问您叫什么”）"),
        (3, "要记下 滴速（40~60滴/分）；超出时：重新调，再数一次"),
        (3, "标准 成人一般滴速：40~60滴/分"),
        (4, "要记下 穿刺处：正常 / 红肿 / 渗液"),
        (4, "时限 30分钟"),
    ):
        expect(steps.nth(at)).to_contain_text(told)
    page.locator("summary", has_text="出了什么难题").click()
    expect(page.locator(".sop-drill__play").first).to_have_text(
        "第4、5步：患者发冷、发抖、喘不上气"
    )


def test_whoever_judges_by_the_keyboard_sees_where_they_are(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    play(page, "观察员")
    rows(page).first.get_by_role("button").first.focus()
    behind = """() => document.activeElement.getBoundingClientRect().bottom
      > document.querySelector(".sop-drill__bar").getBoundingClientRect().top"""
    hidden = []
    for _ in range(3 * rows(page).count() - 1):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(behind))
    expect(rows(page).last.get_by_role("button").last).to_be_focused()
    assert not any(hidden)


def test_every_screen_of_a_drill_is_accessible_and_fits(site: Watched) -> None:
    page = site.page
    hold_still(page)
    page.route(DATA, timed)
    found = []
    for part in ("学员", "扮演人", "观察员"):
        site.open(DRILL)
        play(page, part)
        for fold in page.locator("summary").all():
            fold.click()
        found += troubles(page) + misfits(page, 360, 320)
        page.set_viewport_size(PHONE)
    for at, verdict in enumerate(("做到", "没做到", "不适用")):
        judge(page, at, verdict)
    found += troubles(page)
    press(page, "结束，看结果")
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 800})
        found += page.evaluate(SPILT)
    press(page, "再点一次", exact=False)
    expect(page.locator(".sop-drill__outcome")).to_be_visible()
    found += troubles(page) + misfits(page, 1280, 320)
    site.open("handbook/drill/")
    expect(page.locator(".sop-run__card").first).to_be_visible()
    assert found + troubles(page) == []


def test_a_drill_is_judged_by_the_keyboard_alone(site: Watched) -> None:
    page = site.page
    site.open(DRILL)
    # Whoever leads steps has a drill of their own, so there are several observers: any will do.
    page.get_by_role("button", name=re.compile("^观察员")).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sop-run__title")).to_be_focused()
    rows(page).nth(0).get_by_role("button", name="没做到").focus()
    page.keyboard.press("Space")
    expect(rows(page).nth(0).get_by_role("button", name="没做到")).to_be_focused()
    expect(rows(page).nth(0).locator("[aria-pressed=true]")).to_have_text("没做到")
    end = page.get_by_role("button", name="结束，看结果")
    end.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".sop-run__title")).to_have_text("演练结果")
    expect(page.locator(".sop-run__title")).to_be_focused()


def test_only_the_page_of_drills_asks_for_their_scripts(site: Watched) -> None:
    page = site.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    site.open("handbook/emergency/egl-docking/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "assets/drill" in url] == []
    site.open(DRILL)
    expect(page.locator(".sop-drill__choice").first).to_be_visible()
    assert [url for url in asked if "assets/drill/main.js" in url]
