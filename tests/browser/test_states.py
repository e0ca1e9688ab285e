"""One page a state: what people see, what they can do, and what a code on old paper is worth."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.accessible import by_night, hold_still, violations
from tests.browser.fixtures import PHONE, Phones, Watched
from tests.browser.test_checklists import boxes
from tests.browser.test_every_page import SIDEWAYS, misfits, troubles
from tests.browser.test_run import press
from tests.sites import served
from tests.states import FIRST, GONE, STATES, States, badge
from tests.support import DAY

PAGES = {state: f"handbook/{path}/" for state, path in STATES.items()} | {
    "long": "handbook/canteen/power-cut/",
    "long title": "handbook/property/lost-property/",
}
OTHERS = {
    "recall": "handbook/recall/",
    "news": "handbook/news/",
    "retraining": "handbook/retraining/",
    "role": "handbook/roles/duty-lead/",
    "form": "handbook/forms/water-log/",
    "family": "handbook/pool/pool-safety/",
    "industry": "handbook/property/",
    "prints": "handbook/prints/property/",
    "worklist": "handbook/maintain/worklist/",
}


@pytest.fixture(scope="module")
def addresses(states: States) -> Iterator[dict[str, str]]:
    """Where both builds are served."""
    with served(states.twice.site) as twice, served(states.once.site) as once:
        yield {"twice": twice, "once": once}


@pytest.fixture(scope="module")
def that_day(chromium: Browser) -> Iterator[Phones]:
    """Phones on which it is the day of the tests."""
    phones = Phones(chromium, f"{DAY.isoformat()}T09:00:00")
    yield phones
    phones.close()


@pytest.fixture
def twice(that_day: Phones, addresses: dict[str, str]) -> Iterator[Watched]:
    """The build that was released twice, on the day of the tests; nothing may go wrong."""
    yield from that_day.lend(addresses["twice"])


def _shows_and_fits(site: Watched, name: str) -> None:
    """Open a page: it fits the screen and shows its state at once."""
    site.open((PAGES | OTHERS)[name])
    expect(site.page.get_by_role("heading", level=1)).to_be_visible()
    found = site.page.locator("article .sop-badge").first
    if badge(name):
        expect(found).to_have_text(badge(name))
        expect(found).to_be_in_viewport()
    elif name in STATES:
        expect(found).to_have_count(0)
    assert misfits(site.page, PHONE["width"], 1280) == [], name
    site.page.set_viewport_size(PHONE)


def _can_be_used(site: Watched, state: str) -> None:
    """What is in use can be ticked, run and printed; nothing else can. Leaves the page."""
    files = site.page.locator("article a[href$='.pdf']")
    start = site.page.get_by_role("link", name="开始执行")
    if state in GONE:
        expect(files).to_have_count(0)
        expect(start).to_have_count(0)
        expect(site.page.locator("article input[type=checkbox]")).to_have_count(0)
        _cannot_be_run(site, state)
        return
    assert files.count() >= 7
    if state == "future":
        _is_rehearsed_before_it_is_begun(site)
        return
    boxes(site.page).first.check()
    expect(boxes(site.page).first).to_be_checked()
    start.click()
    expect(site.page.locator(".sop-run__title")).to_be_visible()
    if badge(state):
        expect(site.page.locator("article")).to_contain_text(badge(state))
    assert site.page.evaluate(SIDEWAYS) == []


def _cannot_be_run(site: Watched, state: str) -> None:
    """Whoever kept the address of what is in force no more is told what is, if anything."""
    site.open(f"handbook/run/?p={PAGES[state].rstrip('/').rpartition('/')[2]}")
    told = site.page.locator("article .sop-void")
    expect(told).to_contain_text("不要照做")
    instead = "救出电梯里的人" if state == "replaced" else "看流程全文"
    expect(told.get_by_role("link")).to_have_text(instead)
    expect(site.page.locator(".sop-run__next")).to_have_count(0)
    kept = site.page.evaluate("() => Object.keys(localStorage)")
    assert [name for name in kept if "run" in name] == []


def _is_rehearsed_before_it_is_begun(site: Watched) -> None:
    """What takes effect later is not carried out before its day; its drill is offered."""
    bar = site.page.locator("[data-sop-actions]")
    expect(bar.locator(".sop-action--main")).to_have_text("开始演练")
    expect(bar.get_by_role("link", name="开始执行")).to_have_count(0)
    bar.get_by_role("link", name="2026-12-15 起执行").click()
    expect(site.page.locator(".sop-run__changed")).to_contain_text(
        "2026-12-15 起执行，在那以前不用"
    )
    kept = site.page.evaluate("() => Object.keys(localStorage)")
    assert [name for name in kept if "run/" in name] == []
    site.page.get_by_role("link", name="先演练").click()
    expect(site.page).to_have_url(re.compile(r"/handbook/drill/\?p=snow"))
    expect(site.page.get_by_role("heading", name="你是哪一个？")).to_be_visible()


# What looks like another one, so that `check-slow` asks whether it is accessible: what is in force
# is as adopted and long titles are, what is retired as what is replaced, which names its successor
# besides; of the others the badges alone differ, so here it is their contrast that is asked.
WHOLE = {"current", "replaced"}
BADGES = {"draft", "overdue", "future"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_its_state_fits_is_accessible_and_can_be_used_if_it_is_in_use(
    name: str, twice: Watched
) -> None:
    hold_still(twice.page)
    _shows_and_fits(twice, name)
    if name in WHOLE:
        assert troubles(twice.page) == []
    if name in BADGES:
        assert _contrast(twice) == []
    if name in STATES:
        _can_be_used(twice, name)
    if name == "current":
        _is_run_until_it_is_left(twice)


def _contrast(site: Watched) -> list[str]:
    """What is hard to read, by day and by night."""
    found = violations(site.page, "contrast")
    by_night(site.page)
    found += violations(site.page, "contrast")
    by_night(site.page, night=False)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PAGES.keys() - WHOLE))
def test_a_page_is_accessible_in_every_state(name: str, twice: Watched) -> None:
    hold_still(twice.page)
    twice.open(PAGES[name])
    assert troubles(twice.page) == []


# Pages that lead to other pages in other words than those of `test_every_page`, or none at all.
LISTS = ("recall", "news", "retraining", "worklist")


def test_lists_of_what_changed_and_pages_after_one_release_fit_the_screen(
    that_day: Phones, addresses: dict[str, str]
) -> None:
    """`check-slow` asks all pages of both builds."""
    for twice in that_day.lend(addresses["twice"]):
        for name in (*LISTS, "industry"):
            _shows_and_fits(twice, name)
    for once in that_day.lend(addresses["once"]):
        for name in ("recall", "draft"):
            _shows_and_fits(once, name)
            if name in STATES:
                _can_be_used(once, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
@pytest.mark.parametrize("build", ["twice", "once"])
def test_so_do_all_pages_of_both_builds(
    build: str, name: str, that_day: Phones, addresses: dict[str, str]
) -> None:
    for site in that_day.lend(addresses[build]):
        _shows_and_fits(site, name)
        if name in STATES:
            _can_be_used(site, name)


def _is_run_until_it_is_left(site: Watched) -> None:
    """A run of what has a loop, which was begun."""
    title = site.page.locator(".sop-run__title")
    expect(title).to_contain_text("取水样")
    for answer, after in (
        ("做完了，下一步", "读试纸"),
        ("偏低", "加药"),
        ("做完了，下一步", "取水样"),
    ):
        press(site.page, answer)
        expect(title).to_contain_text(after)


def _code(states: States, subject: str, kind: str) -> str:
    ledger = states.twice.root / "sop_sources" / "editions.json"
    (found,) = (
        one
        for one in json.loads(Path(ledger).read_text("utf-8"))[1:]
        if (one["subject"], one["date"]) == (subject, FIRST.isoformat())
    )
    return str(found["prints"][kind])


ANSWERS: tuple[tuple[str, str, str, list[str]], ...] = (
    ("rescue", "checklist", "superseded", ["照旧的做会做错", "先推浮具"]),
    ("open-gate", "signoff", "current", []),
    ("keep-samples", "checklist", "unapproved", ["草案 · 未批准"]),
    ("open-gate", "cards", "minor", []),
    ("parcel", "checklist", "renew", ["这张还能用", "方便时换新", "取件的话说得客气些"]),
    ("light-stove", "checklist", "renew", ["方便时换新", "自 2026-11-16 起执行"]),
    ("lift-trapped", "checklist", "withdrawn", ["救出电梯里的人"]),
    ("night-patrol", "checklist", "withdrawn", ["装了监控"]),
)


def test_codes_of_the_first_release_are_answered(twice: Watched, states: States) -> None:
    for subject, kind, verdict, more in ANSWERS:
        code = _code(states, subject, kind)
        if subject == "rescue":  # as a scanned code asks
            twice.open(f"handbook/currency/?c={code}")
        else:
            twice.page.get_by_label("打印件上的编码").fill(code)
            twice.page.get_by_role("button", name="核对", exact=True).click()
            expect(twice.page.get_by_role("status")).to_contain_text(code)
        box = twice.page.get_by_role("status")
        expect(box.locator(".sop-verdict")).to_be_visible()
        for words in more:
            expect(box).to_contain_text(words)
        expect(twice.page.locator(f".sop-answer-box--{verdict}")).to_be_visible()
        assert twice.page.evaluate(SIDEWAYS) == [], subject


def test_a_print_of_what_takes_effect_later_is_not_good_before_its_day(
    twice: Watched, states: States, chromium: Browser
) -> None:
    answers = {
        code: answer
        for shard in (states.twice.site / "handbook" / "currency").glob("?.json")
        for code, answer in json.loads(shard.read_text("utf-8")).items()
    }
    code = next(code for code, answer in answers.items() if answer.get("number") == "WY-06")
    page = f"handbook/currency/?c={code}"
    twice.open(page)
    expect(twice.page.get_by_role("status")).to_contain_text("未到生效日期")
    later = Phones(chromium, "2026-12-15T09:00:00")
    for then in later.lend(twice.address):
        then.open(page)
        expect(then.page.get_by_role("status")).to_contain_text("WY-06")
        expect(then.page.get_by_role("status")).not_to_contain_text("未到生效日期")
        then.open("handbook/run/?p=snow")  # of the same build
        expect(then.page.locator(".sop-run__title")).to_be_visible()
    later.close()
