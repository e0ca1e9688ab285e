"""Former addresses in a browser: with and without scripts, without a network, on a stick."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sop_handbook.language.messages import messages
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from sop_handbook.site.portable import archive, portable_files
from tests.accessible import hold_still
from tests.browser.fixtures import PATIENCE, PHONE, Phones, Watched
from tests.browser.test_every_page import SIDEWAYS, troubles
from tests.sites import Built, Host, served
from tests.support import DAY

OLD, NEW = "handbook/restaurant/serve/", "handbook/lobby/serve/"
SCANNED = "?e=222-222-222#step-uncover"  # what a QR code on paper says
GONE = ("handbook/restaurant/", "handbook/roles/greeter/", "handbook/forms/table-card/")


@pytest.fixture(scope="module")
def start(moved: Built) -> Iterator[str]:
    """Where the handbook of tests/moved.py is served."""
    with served(moved.site) as address:
        yield address


@pytest.fixture
def phone(phones: Phones, start: str) -> Iterator[Watched]:
    """A phone; afterwards nothing may have gone wrong."""
    yield from phones.lend(start)


@pytest.fixture
def plain(chromium: Browser, start: str) -> Iterator[Watched]:
    """A phone that runs no scripts."""
    context = chromium.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    watched = Watched(context.new_page(), start)
    yield watched
    context.close()


def arrived(page: Page, address: str) -> None:
    """The page is where its step is now, with the code answered."""
    expect(page).to_have_url(address)
    expect(page.locator("article .sop-answer-box").first).to_contain_text("查不到这个编码")
    expect(page.locator("#step-uncover")).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target').id") == "step-uncover"


def test_a_scanned_code_arrives_at_its_step_and_is_answered(phone: Watched) -> None:
    phone.open("handbook/industries/")
    phone.open(OLD + SCANNED)
    arrived(phone.page, phone.address + NEW + SCANNED)
    phone.page.go_back()
    expect(phone.page).to_have_url(f"{phone.address}handbook/industries/")
    # An industry under a new id keeps its sections.
    phone.open("handbook/hall/#procedures")
    expect(phone.page).to_have_url(f"{phone.address}handbook/lobby/#procedures")


def test_without_scripts_the_step_is_marked_and_nothing_moves(plain: Watched) -> None:
    plain.open(OLD + SCANNED)
    # A page that sent readers on by itself would have done so by now.
    plain.page.wait_for_timeout(1500)
    assert plain.page.url == plain.address + OLD + SCANNED
    steps = plain.page.locator("article .sop-list a")
    expect(steps).to_have_text(["1 端菜", "2 揭盖"])
    grounds = [step.evaluate("e => getComputedStyle(e).backgroundColor") for step in steps.all()]
    marks = [step.evaluate("e => getComputedStyle(e, '::before').content") for step in steps.all()]
    assert grounds[0] != grounds[1]
    assert [mark == "none" for mark in marks] == [True, False]
    expect(steps.nth(1)).to_be_in_viewport()
    steps.nth(1).click()
    expect(plain.page).to_have_url(f"{plain.address}{NEW}#step-uncover")


def test_what_is_gone_says_so_and_stays(phone: Watched) -> None:
    hold_still(phone.page)
    for path in GONE:
        phone.open(path)
        expect(phone.page.locator("article")).to_contain_text("已经不在手册里了")
        assert phone.page.evaluate(SIDEWAYS) == [], path
        if path == GONE[0]:  # the others are made of the same
            assert troubles(phone.page) == []
        phone.page.locator("article .sop-list a").first.click()
        expect(phone.page).not_to_have_url(phone.address + path)


def test_a_page_that_would_lead_on_is_accessible_and_fits(phone: Watched) -> None:
    """Seen as without scripts: its own are not run, those of the test are."""
    phone.page.route("**/assets/handbook.js", lambda route: route.fulfill(body=""))
    phone.expects("MIME type|module script")
    hold_still(phone.page)
    phone.open(f"{OLD}#step-uncover")
    assert phone.page.url.endswith(f"{OLD}#step-uncover")
    assert troubles(phone.page) == []
    assert phone.page.evaluate(SIDEWAYS) == []


def test_a_device_that_kept_the_industry_leads_on_without_a_network(
    chromium: Browser, moved: Built
) -> None:
    context = chromium.new_context(viewport=PHONE, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    page, host = context.new_page(), Host(moved.site)
    page.goto(f"{host.address}handbook/lobby/")
    row = page.locator(".sop-save")
    row.get_by_role("button", name="保存本行业离线使用").click()
    expect(row.get_by_role("button", name="删除")).to_be_visible()
    host.stop()
    page.goto(host.address + OLD + SCANNED)
    arrived(page, host.address + NEW + SCANNED)
    context.close()


def test_a_stick_leads_on(chromium: Browser, moved: Built, tmp_path: Path) -> None:
    handbook = examine(Project(root=moved.root, today=DAY)).handbook
    files = portable_files(moved.site, handbook, messages("zh"), DAY)
    (tmp_path / "手册.zip").write_bytes(archive(files, "handbook", DAY))
    shutil.unpack_archive(tmp_path / "手册.zip", tmp_path)
    stick = (tmp_path / "handbook").as_uri()
    context = chromium.new_context(viewport=PHONE, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{stick}/{OLD}index.html{SCANNED}")
    arrived(page, f"{stick}/{NEW}index.html{SCANNED}")
    context.close()
