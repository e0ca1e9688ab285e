"""Pictures, commands, tables and duties in a browser: what is fetched, moves and is copied."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Request, ViewportSize, expect

from tests.browser.fixtures import Phones, Watched
from tests.browser.test_speech import OWN, VOICES
from tests.foreign import lay_out_foreign
from tests.sites import Built, Shared, build_here, served
from tests.support import ROOT

FILMS = ROOT / "tests" / "films"  # of two seconds, as a browser recorded them from a canvas
ROOM, DISK = "handbook/hotel/clean-room/", "handbook/it/pvc-full/"
SMALL: ViewportSize = {"width": 360, "height": 640}
SHIFT = """() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) moved += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  const down = () => {
    scrollBy(0, 300);
    if (scrollY + innerHeight < document.documentElement.scrollHeight - 2) setTimeout(down, 30);
    else setTimeout(() => done(moved), 300);
  };
  setTimeout(down, 200);
})"""


# On how many lines a part of a text stands.
TOPS = """(element, part) => {
  const range = document.createRange();
  const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const at = node.data.indexOf(part);
    if (at < 0) continue;
    range.setStart(node, at);
    range.setEnd(node, at + part.length);
    return [...new Set([...range.getClientRects()].map((one) => Math.round(one.top)))];
  }
}"""


def make_seen(folder: Path) -> Built:
    """Build the foreign handbook with three pictures of a procedure, and more at its steps."""
    root = lay_out_foreign(folder / "project")
    media = root / "sop_sources" / "media"
    for number, size in enumerate([(1600, 1200), (900, 1600), (1300, 500), (1200, 1200)]):
        picture = Image.new("RGB", size, f"#{number + 2}0{number + 5}0f0")
        ImageDraw.Draw(picture).rectangle((50 * number, 60, 300, 300), "#ffffff")
        picture.save(media / f"seen-{number}.png")
    source = root / "sop_sources" / "procedures" / "hotel" / "clean-room.yaml"
    text = source.read_text("utf-8")
    shown = "\n".join(
        f"  - {{file: seen-{number}.png, text: 第{word}张看到的样子}}"
        for number, word in enumerate("一二三")
    )
    mark = "[{at: [0.9, 0.95], text: 角上}, {at: [0, 0], text: 另一角}]"
    at_step = f"    pictures:\n      - {{file: seen-3.png, text: 三块抹布分三色, marks: {mark}}}\n"
    at_step += "    clips:\n      - {file: knock.webm, text: 敲门的轻重}\n"
    for film in ("walk.mp4", "knock.webm"):
        shutil.copy(FILMS / film, media)
    clip = "clips:\n  - {file: walk.mp4, text: 推车的走法, poster: seen-3.png}\n"
    text = text.replace("steps:\n", f"pictures:\n{shown}\n{clip}steps:\n", 1)
    text = text.replace("    title: 敲门\n", f"    title: 敲门\n{at_step}", 1)
    source.write_text(text, "utf-8")
    return build_here(root)


@pytest.fixture(scope="module")
def seen_address(shared: Shared) -> Iterator[str]:
    with served(shared.once("seen", make_seen).site) as start:
        yield start


@pytest.fixture
def seen(phones: Phones, seen_address: str) -> Iterator[Watched]:
    """The handbook with pictures on a phone."""
    yield from phones.lend(seen_address)


def _fetched(seen: Watched) -> list[str]:
    """Pictures that are asked for from now on, by their files."""
    found: list[str] = []

    def note(request: Request) -> None:
        if "/media/" in request.url:
            found.append(request.url.rpartition("/")[2])

    seen.page.on("request", note)
    return found


def test_at_most_two_pictures_are_fetched_before_somebody_scrolls(seen: Watched) -> None:
    seen.page.set_viewport_size(SMALL)
    fetched = _fetched(seen)
    seen.open(ROOM)
    seen.page.wait_for_timeout(500)
    assert len(fetched) <= 2
    seen.page.evaluate("scrollBy(0, 50)")
    seen.page.locator("#step-bed").scroll_into_view_if_needed()
    images = seen.page.locator(".sop-picture img")
    assert images.count() == 6
    for image in images.all():
        image.scroll_into_view_if_needed()
        expect(image).to_be_visible()
    seen.page.wait_for_function(
        "() => [...document.querySelectorAll('.sop-picture img')].every((one) => one.naturalWidth)"
    )
    assert len({name.partition("-")[0] for name in fetched}) == 6


def test_nothing_of_a_clip_is_fetched_before_a_tap_but_its_poster_by_and_by(seen: Watched) -> None:
    fetched = _fetched(seen)
    seen.open(ROOM)
    clip = seen.page.locator(".sop-clip video").first
    assert clip.get_attribute("poster") is None
    seen.page.evaluate("scrollBy(0, 50)")
    expect(clip).to_have_attribute("poster", re.compile("-800.webp$"))
    seen.page.wait_for_timeout(300)
    assert [name for name in fetched if not name.endswith(".webp")] == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_moves_while_pictures_come(seen: Watched, width: int) -> None:
    seen.page.set_viewport_size({"width": width, "height": 640})
    seen.open(ROOM)
    assert seen.page.evaluate(SHIFT) < 0.02


def test_right_and_wrong_stand_side_by_side_and_numbers_stay_as_large(seen: Watched) -> None:
    for width in (320, 1280):
        seen.page.set_viewport_size({"width": width, "height": 640})
        seen.open(f"{ROOM}#step-bed")
        right, wrong = (
            seen.page.locator(f"#step-bed + .sop-step .sop-figure--{name} .sop-picture")
            for name in ("right", "wrong")
        )
        there, beside = right.bounding_box(), wrong.bounding_box()
        assert there and beside
        assert abs(there["y"] - beside["y"]) < 2
        assert there["x"] + there["width"] < beside["x"]
        circle = seen.page.locator("#step-knock + .sop-step .sop-marks circle").first
        box = circle.bounding_box()
        assert box and box["width"] >= 24
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    looks = seen.page.evaluate(
        "() => ['right', 'wrong'].map((name) => getComputedStyle("
        "document.querySelector(`.sop-figure--${name} .sop-picture`)).borderTopStyle)"
    )
    assert looks == ["solid", "dashed"]


OVER = """(link) => ["img", ".sop-marks"].map((name) => {
  const { x, y, width, height } = link.querySelector(name).getBoundingClientRect();
  return [x, y, width, height].map(Math.round);
})"""


@pytest.mark.parametrize("page", [ROOM, "handbook/roles/attendant/"])
def test_numbers_stand_where_they_point_on_a_screen_and_on_paper(seen: Watched, page: str) -> None:
    for width, on_paper in ((320, False), (1280, False), (1280, True)):
        seen.page.set_viewport_size({"width": width, "height": 640})
        seen.page.emulate_media(media="print" if on_paper else "screen")
        seen.open(page)
        seen.page.evaluate(
            "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
        )
        seen.page.mouse.wheel(0, 300)
        marked = seen.page.locator(".sop-picture:has(.sop-marks)").filter(visible=True)
        assert marked.count() >= 2
        for link in marked.all():
            link.scroll_into_view_if_needed()
            image, marks = link.evaluate(OVER)
            assert image == marks
            assert image[3] <= 0.85 * 640
            for circle in link.locator("circle").all():
                box = circle.bounding_box()
                assert box
                assert box["x"] >= image[0] - 1
                assert box["y"] >= image[1] - 1
                assert box["x"] + box["width"] <= image[0] + image[2] + 1
                assert box["y"] + box["height"] <= image[1] + image[3] + 1
    seen.page.emulate_media(media="screen")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_high_picture_fits_the_screen_and_keeps_its_shape(seen: Watched, width: int) -> None:
    seen.page.set_viewport_size({"width": width, "height": 500})
    seen.open(ROOM)
    seen.page.mouse.wheel(0, 300)
    high = seen.page.locator(".sop-picture img[height='1600']")
    high.scroll_into_view_if_needed()
    box = high.bounding_box()
    assert box
    assert box["height"] <= 0.85 * 500
    assert box["width"] / box["height"] == pytest.approx(900 / 1600, rel=0.02)


def test_a_picture_opens_larger_by_a_plain_link(seen: Watched) -> None:
    seen.open(f"{ROOM}#step-bed")
    link = seen.page.locator(".sop-figure--right .sop-picture")
    address = link.evaluate("(one) => one.href")
    widths = link.locator("img").evaluate(
        "(one) => one.srcset.split(', ').map((each) => parseInt(each.split(' ')[1], 10))"
    )
    assert address.endswith(f"-{max(widths)}.webp")


def test_large_type_and_paper_keep_pictures(seen: Watched) -> None:
    seen.open(ROOM)
    seen.page.get_by_role("button", name="大字阅读").click()
    picture = seen.page.locator(".sop-figure--wrong img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    seen.page.get_by_role("button", name="退出大字阅读").click()
    seen.page.emulate_media(media="print")
    expect(seen.page.locator(".sop-figure--wrong img")).to_be_visible()


def test_large_type_keeps_the_tables_that_steps_lead_to(seen: Watched) -> None:
    seen.open("handbook/lab/multiplex-pcr/")
    seen.page.get_by_role("button", name="大字阅读").click()
    seen.page.get_by_role("article").get_by_role("link", name="反应体系", exact=True).click()
    expect(seen.page.get_by_role("region", name="反应体系")).to_be_in_viewport()
    size = seen.page.locator(".sop-rules td").first.evaluate(
        "(one) => getComputedStyle(one).fontSize"
    )
    assert float(size.removesuffix("px")) >= 17
    leave = seen.page.get_by_role("button", name="退出大字阅读")
    expect(leave).to_be_visible()
    leave.click()


@pytest.mark.parametrize("width", [320, 360, 390, 430])
def test_how_long_there_is_stands_on_one_line(seen: Watched, width: int) -> None:
    seen.page.set_viewport_size({"width": width, "height": 780})
    seen.open("handbook/power/switch-off/")
    seen.page.get_by_role("button", name="大字阅读").click()
    limit = seen.page.locator("#step-test + .sop-step .sop-who strong")
    tops = limit.evaluate(TOPS, "10分钟内")
    assert len(tops) == 1
    assert len(limit.locator("..").evaluate(TOPS, "时限")) == 1


def test_a_command_is_copied_line_by_line(seen: Watched) -> None:
    seen.open(DISK)
    button = seen.page.locator("#step-allow + .sop-step .sop-command .sop-copy")
    button.click()
    expect(button).to_have_text("已复制")
    assert seen.page.evaluate("navigator.clipboard.readText()") == (
        "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: standard\n"
        "allowVolumeExpansion: true"
    )


def test_a_command_goes_on_at_its_blanks_and_is_still_as_it_is_typed(seen: Watched) -> None:
    seen.page.set_viewport_size({"width": 320, "height": 640})
    seen.open(DISK)
    seen.page.wait_for_selector(".sop-copy")
    for box in seen.page.locator(".sop-command > pre").all():
        assert box.evaluate("(one) => one.scrollWidth <= one.clientWidth")
        assert box.evaluate("(one) => one.innerText.trimEnd() === one.textContent")
    line = seen.page.locator(".sop-typed", has_text="grep -v Bound")
    high = line.evaluate("(one) => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)")
    assert high > 1.5
    for word in line.locator("span").all():  # none of them is torn at its hyphens
        assert word.evaluate("(one) => one.getClientRects()[0].height < 30")
    text, button = (
        seen.page.locator(f"#step-look + .sop-step .sop-command {one}").first.bounding_box()
        for one in ("pre", ".sop-copy")
    )
    assert text and button
    assert button["y"] >= text["y"] + text["height"]


BEGINS = """(one) => {
  const range = document.createRange(), lines = new Map();
  const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    for (let at = 0; at < node.data.length; at += 1) {
      if (!node.data[at].trim()) continue;
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { x, y } = range.getBoundingClientRect();
      lines.set(Math.round(y), Math.min(x, lines.get(Math.round(y)) ?? x));
    }
  }
  return [...lines].sort(([one], [other]) => one - other).map(([, x]) => x);
}"""


def test_what_a_line_of_a_command_goes_on_with_stands_further_in(seen: Watched) -> None:
    seen.page.set_viewport_size({"width": 320, "height": 640})
    seen.open(DISK)
    begins = [one.evaluate(BEGINS) for one in seen.page.locator(".sop-typed").all()]
    torn = [line for line in begins if len(line) > 1]
    assert len(torn) >= 5
    assert all(min(later) > first + 8 for first, *later in torn)


def test_a_command_is_one_phrase_when_read_aloud(seen: Watched) -> None:
    page = seen.page
    seen.at_start(VOICES.replace("VOICES", json.dumps([OWN])))
    seen.open(DISK)
    page.get_by_role("button", name="大字阅读").click()
    page.evaluate("document.querySelector('#step-look').scrollIntoView()")
    page.get_by_role("button", name="朗读").click()
    told = [one for one in page.evaluate("window.said") if one != "(silent)"]
    assert "列出所有存储卷" in told[0]
    assert told[0].count("运行命令") == 2
    alone = next(one for one in told if "停下服务" in one)
    assert alone.count("运行命令") == 1
    assert [one for one in told if "kubectl" in one or "复制" in one] == []


def test_a_wide_table_goes_on_in_its_box_and_keeps_its_first_column(seen: Watched) -> None:
    seen.page.set_viewport_size(SMALL)
    seen.open("handbook/lab/multiplex-pcr/#rules-mix")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    box = seen.page.get_by_role("region", name="反应体系")
    box.focus()
    first = box.locator("tbody th").first
    before = first.bounding_box()
    seen.page.keyboard.press("ArrowRight")
    seen.page.wait_for_function("(one) => one.scrollLeft > 0", arg=box.element_handle())
    after = first.bounding_box()
    assert before and after
    assert before["x"] == after["x"]
    layers = box.evaluate("(one) => getComputedStyle(one).backgroundAttachment")
    assert layers == "local, scroll"  # a shadow tells that it goes on


@pytest.mark.parametrize(("width", "days"), [(320, 0), (1280, 14)])
def test_duties_are_a_list_where_a_week_has_no_room(seen: Watched, width: int, days: int) -> None:
    seen.page.set_viewport_size({"width": width, "height": 640})
    seen.open("handbook/duties/")
    mine = seen.page.locator("[data-sop-duties=attendant]")
    assert mine.locator("td + td").filter(visible=True).count() == days
    expect(mine.get_by_text("每天 08:30、14:00")).to_be_visible()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_my_own_duties_come_first(seen: Watched) -> None:
    seen.open("handbook/roles/floor-lead/")
    seen.page.get_by_role("button", name="设为我的岗位").click()
    seen.open("handbook/duties/")
    first = seen.page.locator("[data-sop-duties]").first
    expect(first).to_have_attribute("data-sop-duties", "floor-lead")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
