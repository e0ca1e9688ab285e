"""Every kind of page, on small and large screens, by day and by night."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.accessible import by_night, hold_still, small_targets, violations
from tests.browser.fixtures import PHONE, Watched
from tests.browser.test_checklists import boxes
from tests.browser.test_run import finish, press, title
from tests.browser.test_search import results

PAGES = {
    "home": "",
    "industries": "handbook/industries/",
    "industry": "handbook/emergency/",
    "procedure": "handbook/restaurant/restaurant-six-steps/",
    "branching procedure": "handbook/emergency/egl-docking/",
    "family": "handbook/emergency/guarantee-letter/",
    "roles": "handbook/roles/",
    "role": "handbook/roles/crew/",
    "industry with people to ask": "handbook/hotel/",
    "forms": "handbook/forms/",
    "form": "handbook/forms/egl-letter/",
    "standards": "handbook/standards/",
    "glossary": "handbook/glossary/",
    "run": "handbook/run/?p=egl-docking",
    "drill": "handbook/drill/?p=egl-docking",
    "prints": "handbook/prints/",
    "prints of an industry": "handbook/prints/emergency/",
    "news": "handbook/news/",
    "currency": "handbook/currency/",
    "recall": "handbook/recall/",
    "retraining": "handbook/retraining/",
    "worklist": "handbook/maintain/worklist/",
    "provenance": "handbook/maintain/provenance/",
    "diagrams": "handbook/maintain/diagrams/",
    "fields": "handbook/maintain/fields/",
    "findings": "handbook/maintain/findings/",
    "reference": "reference/service-system/",
    "usage": "usage/",
    "writing": "maintain/writing/",
    "architecture": "maintain/architecture/",
}
# Written by hand, as "usage" is, lists as those of "industries" and of one industry, entries as
# those of "findings", or much more of the same: whole, and in all sizes, in check-slow.
ALIKE = {"reference", "writing", "architecture", "roles", "prints", "provenance", "fields"}
LONG = {"findings"}
# What has colours of its own, or is used most; in check-slow every page is looked at by night.
BY_NIGHT = {
    "home", "industry", "branching procedure", "run", "standards", "news", "currency",
    "worklist", "diagrams",
}  # fmt: skip
ENLARGED = {"home", "industry", "procedure", "run", "prints of an industry"}
PHONES, DESKTOP, SMALLEST = (390, 360, 320), 1280, 320
ZOOMED: ViewportSize = {"width": 320, "height": 256}  # a desk of 1280 × 1024 at 400 %

PLAIN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { background: #fff !important; }");
  document.adoptedStyleSheets.push(sheet);
}"""
BAD = (
    '<img src="../../assets/icons/icon-192.png"><p id="pale">看不清的字</p><button></button>'
    '<button class="tiny">×</button>'
)
# What would take longer than the blink of an eye: seconds of each transition and animation.
MOVING = """() => [...document.querySelectorAll("*")].flatMap((element) => {
  const style = getComputedStyle(element);
  const lasting = style.animationName === "none" ? "0s" : style.animationDuration;
  const seconds = [style.transitionDuration, lasting]
    .flatMap((list) => list.split(",")).map(parseFloat);
  const moves = Math.max(...seconds) > 0.01 || style.scrollBehavior === "smooth";
  return moves ? [`${element.tagName}.${element.className}`] : [];
}).slice(0, 10)"""

SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(-3)
    .map((e) => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 40)}`)
    .concat(`${root.scrollWidth} > ${root.clientWidth}`);
}"""

# The root's font is 125 % of what the device says; text twice as large is 250 %.
LARGE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html { font-size: 250% !important; }");
  document.adoptedStyleSheets.push(sheet);
}"""
# Of a page of hundreds of entries of one kind, and of its contents, the first.
FIRST = """() => {
  const many = [...document.querySelectorAll("article > *")].slice(60);
  const named = [...document.querySelectorAll(".md-nav--secondary li")].slice(20);
  for (const one of [...many, ...named]) one.remove();
}"""
# What moved though nobody had touched anything, as the browser counts it.
SHIFTS = """
window.moved = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => {
  if (!one.hadRecentInput) window.moved.push([one.value, one.sources.map(
    ({ node }) => node?.className || node?.parentElement?.className || node?.nodeName)]);
})).observe({ type: "layout-shift", buffered: true });
"""
STILL = 0.02
# Links among words that are lower than 24 pixels, that lie over one another or over words.
CRAMPED = """() => {
  const found = [], boxes = [];
  const inked = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()];
  };
  for (const link of document.querySelectorAll("article :not(:has(svg)) > a:not(svg *)")) {
    const words = [...link.parentNode.childNodes].filter((node) => node !== link);
    for (const box of inked(link)) for (const its of words.flatMap(inked)) {
      const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
      const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
      if (across > 1 && down > 4 && box.width && its.width) {
        found.push(`${Math.round(across)} px of words: ${link.parentNode.textContent}`);
      }
    }
  }
  for (const link of document.querySelectorAll("article a, article summary")) {
    if (link.closest("svg") || link.matches(".headerlink") || !link.checkVisibility()) continue;
    for (const box of link.getClientRects()) {
      if (box.width < 1) continue;
      if (box.height < 23.5) found.push(`${Math.round(box.height)} px: ${link.textContent}`);
      for (const [other, its] of boxes) {
        const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        if (other !== link && across > 1 && down > 4) {
          found.push(`${Math.round(down)} px over: ${link.textContent} / ${other.textContent}`);
        }
      }
      boxes.push([link, box]);
    }
  }
  return found.slice(0, 10);
}"""


def misfits(page: Page, *widths: int, large: bool = False) -> list[str]:
    """What is wider than the screen or cramped by day, on the last one by night too; leaves that.

    In `large` type links may be lower than a thumb: their lines are as high as other ones.
    """
    looks = [SIDEWAYS] if large else [SIDEWAYS, CRAMPED]
    found: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {what}" for look in looks for what in page.evaluate(look)]
    by_night(page)
    found += [f"by night: {what}" for what in page.evaluate(SIDEWAYS)]
    by_night(page, night=False)
    return found


def troubles(page: Page) -> list[str]:
    """What is wrong by day, to a thumb, by night and at 400 %; leaves the page as it was."""
    size = page.viewport_size
    assert size
    found = violations(page) + small_targets(page)
    by_night(page)
    found += violations(page, "contrast")
    page.set_viewport_size(ZOOMED)
    found += violations(page, "structure")
    page.set_viewport_size(size)
    by_night(page, night=False)
    return found


def moved(page: Page) -> list[str]:
    """What moved by itself until now, on a page that was told to count (`SHIFTS`), if too much."""
    counted: list[tuple[float, list[str]]] = page.evaluate("window.moved")
    far = sum(value for value, _ in counted) >= STILL
    return [f"moved: {value:.3f} {what}" for value, what in counted if far]


def _opened(site: Watched, name: str) -> Page:
    hold_still(site.page)
    site.open(PAGES[name])
    if name == "run":
        expect(site.page.locator(".sop-run__title")).to_be_visible()
    if name == "drill":
        expect(site.page.locator(".sop-drill__choice").first).to_be_visible()
    return site.page


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ALIKE])
def test_a_page_of_each_template_is_accessible_keeps_still_and_fits(
    name: str, site: Watched
) -> None:
    site.at_start(SHIFTS)
    page = _opened(site, name)
    found = []
    if name in LONG:
        found += misfits(page, DESKTOP, SMALLEST)
        page.evaluate(FIRST)
    found += violations(page) + moved(page) + small_targets(page)
    if name in BY_NIGHT:
        by_night(page)
        found += violations(page, "contrast")
        by_night(page, night=False)
    if name in ENLARGED:
        page.set_viewport_size(ZOOMED)
        found += violations(page, "structure")
    found += misfits(page, DESKTOP, SMALLEST)
    page.evaluate(LARGE)
    assert found + misfits(page, SMALLEST, large=True) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_phones_the_desk_and_text_twice_as_large(
    name: str, site: Watched
) -> None:
    page = _opened(site, name)
    found = troubles(page) + misfits(page, DESKTOP) + misfits(page, *PHONES)
    page.evaluate(LARGE)
    assert found + misfits(page, 360, SMALLEST, large=True) == []


def test_what_is_not_accessible_is_found(site: Watched) -> None:
    hold_still(site.page)
    site.open("handbook/industries/")
    site.page.evaluate(
        f"document.querySelector('article').insertAdjacentHTML('beforeend', `{BAD}`)"
    )
    site.page.evaluate("document.querySelector('#pale').style.color = '#aaa'")
    found = {one.partition(":")[0] for one in violations(site.page)}
    assert found >= {"image-alt", "color-contrast", "button-name"}
    assert [one for one in small_targets(site.page) if one.startswith("BUTTON.tiny")]


def test_the_open_search_is_accessible(site: Watched) -> None:
    hold_still(site.page)
    site.open("")
    results(site.page, "打招呼")
    assert troubles(site.page) == []


def test_the_menu_of_a_phone_is_accessible(site: Watched) -> None:
    hold_still(site.page)
    site.open("")
    site.page.locator(".md-header label[for='__drawer']").click()
    expect(site.page.locator(".md-nav--primary")).to_be_in_viewport()
    assert violations(site.page) == []
    assert small_targets(site.page) == []


def test_the_page_a_role_was_chosen_on_is_accessible(site: Watched) -> None:
    hold_still(site.page)
    site.open("")
    site.page.get_by_label("选好岗位").select_option(label="服务员")
    site.page.get_by_role("button", name="就选它").click()
    expect(site.page.locator("[data-part=procedures]")).to_be_visible()
    assert violations(site.page) == []
    assert small_targets(site.page) == []


def test_every_screen_of_a_run_is_accessible(brisk: Watched) -> None:
    page = brisk.page
    hold_still(page)
    brisk.open(PAGES["run"])
    press(page, "送签约网络医院")
    title(page, "请患者和接诊医护人员签字")
    assert troubles(page) == []
    for dialog in ("记一笔", "异常", "没照做", "中止"):
        press(page, dialog)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page) + small_targets(page) == [], dialog
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    press(page, "异常")  # the longest of them, by night and at 400 %
    by_night(page)
    found = violations(page, "contrast")
    page.set_viewport_size(ZOOMED)
    assert found + violations(page, "structure") == []
    page.set_viewport_size(PHONE)
    page.evaluate("localStorage.clear()")
    brisk.open(PAGES["run"])
    finish(page)
    assert troubles(page) == []
    brisk.open("handbook/run/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert troubles(page) == []


def test_large_type_and_a_ticked_checklist_are_accessible(site: Watched) -> None:
    hold_still(site.page)
    site.open(PAGES["branching procedure"])
    boxes(site.page).first.check()
    found = violations(site.page, "contrast") + small_targets(site.page)
    by_night(site.page)
    assert found + violations(site.page, "contrast") == []
    by_night(site.page, night=False)
    site.page.get_by_role("button", name="大字阅读").click()
    assert troubles(site.page) == []


def test_nothing_moves_for_those_who_asked_for_it(site: Watched) -> None:
    site.page.emulate_media(reduced_motion="reduce")
    for name in ("home", "procedure", "run"):
        site.open(PAGES[name])
        assert site.page.evaluate(MOVING) == [], name


def test_a_page_is_printed_dark_on_white_by_night_too(site: Watched) -> None:
    hold_still(site.page)
    site.page.emulate_media(color_scheme="dark", media="print")
    for name in ("branching procedure", "standards"):
        site.open(PAGES[name])
        expect(site.page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        # Printers leave backgrounds out.
        site.page.evaluate(PLAIN)
        assert violations(site.page, "contrast") == [], name


def test_printing_shows_the_content_only(site: Watched) -> None:
    site.open(PAGES["procedure"])
    site.page.emulate_media(media="print")
    for hidden in (".md-header", ".md-footer", ".md-tabs", ".sop-copy"):
        for element in site.page.locator(hidden).all():
            assert not element.is_visible(), hidden
    assert site.page.locator("#step-serve").is_visible()
