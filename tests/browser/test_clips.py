"""Clips in a browser that plays them: on a tap and not before, without a net, from a USB stick."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.fixtures import PATIENCE, PHONE, Watched
from tests.browser.test_pictures import ROOM, make_seen, seen, seen_address
from tests.sites import Built, Host, Shared, UnderSop, sop_here

__all__ = ["seen", "seen_address"]
PLAYED = "(one) => one.currentTime > 0.2 && one.videoWidth > 0 && !one.error"
LOST = "短片没有放出来"


@pytest.fixture(scope="module")
def made(shared: Shared) -> Built:
    return shared.once("seen", make_seen)


@pytest.fixture
def host(made: Built) -> Iterator[Host]:
    """A server that can go away."""
    host = Host(made.site, UnderSop)
    yield host
    host.stop()


def tap(clip: Locator) -> None:
    """Press the button with which the browser plays a clip: the one at its lower left."""
    clip.scroll_into_view_if_needed()
    clip.page.wait_for_timeout(200)
    box = clip.bounding_box()
    assert box
    clip.page.mouse.click(box["x"] + 22, box["y"] + box["height"] - 48)


def plays(clip: Locator) -> None:
    """Wait until pictures of a clip have been seen."""
    clip.page.wait_for_function(PLAYED, arg=clip.element_handle())


def films(asked: list[str]) -> list[str]:
    return [name for name in asked if name.endswith((".mp4", ".webm"))]


def test_each_clip_is_fetched_and_played_when_it_is_tapped(seen: Watched) -> None:
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url))
    seen.open(ROOM)
    seen.page.mouse.wheel(0, 20_000)
    clips = seen.page.locator(".sop-clip video")
    expect(clips).to_have_count(2)
    for number, clip in enumerate(clips.all()):
        seen.page.wait_for_timeout(200)
        assert len(films(asked)) == number
        tap(clip)
        plays(clip)


def test_a_clip_that_does_not_come_says_so_and_comes_when_it_is_asked_for_again(
    seen: Watched,
) -> None:
    seen.expects("ERR_FAILED")
    seen.page.route("**/*.mp4", lambda route: route.abort())
    seen.open(ROOM)
    figure = seen.page.locator(".sop-clip").first
    tap(figure.locator("video"))
    expect(figure.get_by_role("status")).to_contain_text(LOST)
    figure.get_by_role("button", name="再试一次").click()
    expect(figure.get_by_role("status")).to_have_count(1)
    seen.page.unroute("**/*.mp4")
    figure.get_by_role("button", name="再试一次").click()
    plays(figure.locator("video"))
    expect(figure.get_by_role("status")).to_have_count(0)


def test_no_device_keeps_a_clip_unasked_and_without_a_net_the_page_says_so(
    chromium: Browser, host: Host
) -> None:
    context = chromium.new_context(viewport=PHONE, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(host.address + ROOM)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.reload()
    page.wait_for_load_state("networkidle")
    assert films(host.asked) == []
    host.stop()
    page.reload()
    expect(page.locator("h1")).to_contain_text("清扫住客房")
    tap(page.locator(".sop-clip video").first)
    expect(page.get_by_role("status").filter(has_text=LOST)).to_be_visible()
    host.start()
    page.get_by_role("button", name="再试一次").click()
    plays(page.locator(".sop-clip video").first)
    context.close()


def test_what_stands_for_a_clip_stays_while_it_is_carried_out(seen: Watched) -> None:
    seen.open("handbook/run/?p=clean-room")
    clip = seen.page.locator(".sop-run__figure video")
    before = clip.get_attribute("poster")
    assert before
    seen.page.mouse.wheel(0, 300)
    seen.page.wait_for_timeout(300)
    assert clip.get_attribute("poster") == before
    tap(clip)
    plays(clip)


def test_clips_are_played_from_a_usb_stick(chromium: Browser, made: Built, tmp_path: Path) -> None:
    done = sop_here(made.root, "offline-zip", "--to", str(tmp_path / "stick.zip"))
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(tmp_path / "stick.zip") as stick:
        stick.extractall(tmp_path / "stick")
    [file] = tmp_path.glob("stick/*/handbook/hotel/clean-room/index.html")
    page: Page = chromium.new_page(viewport=PHONE, locale="zh-CN")
    page.goto(file.as_uri())
    for clip in page.locator(".sop-clip video").all():
        tap(clip)
        plays(clip)
    page.close()
