"""The checklist of a page where items are answered, and where things come before the first step."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from sop_handbook.project import Project
from tests.accessible import violations
from tests.browser.fixtures import Phones, Watched
from tests.browser.test_every_page import SIDEWAYS
from tests.frozen import build_frozen
from tests.sites import copy_engine, served
from tests.support import DAY, ROOT

SURGERY = "handbook/hospital/surgical-checklist/"
LIFT = "handbook/property/lift-rescue/"
COOLING = "handbook/kitchen/cooling/"


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the handbook of foreign trades is served."""
    root = tmp_path_factory.mktemp("foreign") / "project"
    copy_engine(root)
    shutil.copytree(ROOT / "tests/handbooks/foreign", root, dirs_exist_ok=True)
    with served(build_frozen(Project(root=root, today=DAY)).site) as address:
        yield address


@pytest.fixture
def abroad(phones: Phones, foreign: str) -> Iterator[Watched]:
    """That handbook on a phone; afterwards nothing may have gone wrong."""
    yield from phones.lend(foreign)


def opened(site: Watched, page: str) -> Page:
    site.open(page)
    site.page.wait_for_selector(".sop-ticks--live")
    return site.page


def asked(page: Page, words: str) -> Locator:
    return page.get_by_role("radiogroup", name=words)


def answer(page: Page, words: str, given: str) -> Locator:
    """An answer, behind which may stand when it was given."""
    labels = asked(page, words).locator("label").filter(has_text=re.compile(rf"^{given}( |\d|$)"))
    return labels.get_by_role("radio")


def progress(page: Page) -> Locator:
    return page.locator("[data-sop-progress]")


def test_an_answer_counts_stays_on_the_device_and_can_be_taken_back(abroad: Watched) -> None:
    page = opened(abroad, SURGERY)
    expect(progress(page)).to_have_text("已核对 0 / 24")
    answer(page, "有已知的过敏吗？", "无").check()
    answer(page, "部位做好标记了吗？", "不适用").check()
    expect(progress(page)).to_have_text("已核对 2 / 24")
    answer(page, "有已知的过敏吗？", "有").check()
    expect(progress(page)).to_have_text("已核对 2 / 24")
    page = opened(abroad, SURGERY)
    expect(answer(page, "有已知的过敏吗？", "有")).to_be_checked()
    expect(answer(page, "部位做好标记了吗？", "不适用")).to_be_checked()
    expect(asked(page, "有已知的过敏吗？")).to_contain_text("麻醉医生问")
    page.get_by_role("button", name="全部取消").click()
    expect(progress(page)).to_have_text("已核对 0 / 24")
    page.get_by_role("button", name="恢复勾选").click()
    expect(progress(page)).to_have_text("已核对 2 / 24")


def test_an_answer_to_what_reads_otherwise_by_now_is_asked_for_again(abroad: Watched) -> None:
    page = opened(abroad, SURGERY)
    chosen = answer(page, "有已知的过敏吗？", "无")
    chosen.check()
    digest = str(chosen.get_attribute("value")).partition("-")[0]

    def newer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace(digest, "0" * 12))

    page.route(f"**/{SURGERY}", newer)
    page = opened(abroad, SURGERY)
    expect(asked(page, "有已知的过敏吗？").get_by_role("radio", checked=True)).to_have_count(0)
    expect(asked(page, "有已知的过敏吗？")).to_contain_text("内容改过，请重新核对")
    expect(progress(page)).to_contain_text("有 1 项内容改过")


def test_what_is_copied_says_which_answer_was_given_and_what_may_do_harm(abroad: Watched) -> None:
    page = opened(abroad, LIFT)
    answer(page, "主电源断开、上锁、挂牌了吗？", "是").check()
    page.get_by_role("button", name="复制成文字").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    at = next(at for at, line in enumerate(lines) if "主电源断开、上锁、挂牌了吗？" in line)
    assert [line[:3] for line in lines[at + 1 : at + 3]] == ["☑ 是", "☐ 否"]
    assert any(line.startswith("危险") and "轿厢突然移动会夹死人" in line for line in lines[:5])


def test_what_comes_first_is_ticked_first_and_hazards_are_told_by_word_and_shape(
    abroad: Watched,
) -> None:
    page = opened(abroad, LIFT)
    first = page.locator(".sop-ticks fieldset").first
    expect(first.locator("legend")).to_have_text("开始之前")
    levels = first.locator(".sop-signal")
    assert levels.all_inner_texts() == ["危险", "危险", "注意"]
    shapes = [level.locator("svg path").first.get_attribute("d") for level in levels.all()]
    assert shapes[0] == shapes[1] != shapes[2]
    before = progress(page).inner_text()
    first.get_by_label("安全帽").check()
    assert before != progress(page).inner_text()
    page = opened(abroad, LIFT)
    expect(page.get_by_label("安全帽")).to_be_checked()


def test_what_is_to_be_written_down_is_told_with_its_limits(abroad: Watched) -> None:
    page = opened(abroad, COOLING)
    told = page.locator(".sop-ticks")
    expect(told).to_contain_text("中心温度（不超过21℃）；超出时：重新加热到 74 ℃ 以上，只能一次")
    expect(told).to_contain_text("浅盘、冰水浴、速冷柜")
    label = page.locator(".sop-tick", has_text="中心温度到了 21 ℃ 以下")
    expect(label).to_contain_text("3 降到 21 ℃")


@pytest.mark.parametrize("name", [SURGERY, LIFT, COOLING])
def test_nothing_stands_out_of_the_screen_and_everything_has_a_name(
    abroad: Watched, name: str
) -> None:
    page = opened(abroad, name)
    assert page.evaluate(SIDEWAYS) == []
    assert [one for one in violations(page) if "sop-tick" in one] == []
