"""Diagrams on the page: natural size, one for the desk and one for the phone, walked by keys."""

from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from sop_handbook.diagrams.measure import width
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.language.messages import messages
from sop_handbook.pipeline.examine import examine
from sop_handbook.project import Project
from tests.browser.fixtures import Watched

DOCKING = "handbook/emergency/egl-docking/"
OVERVIEW = "handbook/emergency/guarantee-letter/"
DESK, PHONE = ".sop-diagram__desk svg", ".sop-diagram__phone svg"
SIZE = 14
TOO_NARROW, TOO_WIDE = 0.98, 1.15  # our width against the browser's

MEASURE = """([texts, font]) => {
  const context = document.createElement("canvas").getContext("2d");
  context.font = font;
  return texts.map((text) => context.measureText(text).width);
}"""
SCALE = "svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"


def _texts(project: Project) -> list[str]:
    """What stands in the nodes and beside the lines of every procedure."""
    book = examine(project).handbook
    found: set[str] = set()
    for procedure in book.procedures.values():
        graph = procedure_graph(book, procedure, messages("zh"))
        found |= {node.text for node in graph.nodes} | {node.question for node in graph.nodes}
        found |= {edge.label for edge in graph.edges} | {lane.title for lane in graph.lanes}
    return sorted(found - {""})


def test_text_is_as_wide_as_we_think(site: Watched, project: Project) -> None:
    site.open("")
    texts = _texts(project)
    family = site.page.evaluate("getComputedStyle(document.body).fontFamily")
    assert len(texts) > 150
    for weight in (400, 600):
        real = site.page.evaluate(MEASURE, [texts, f"{weight} {SIZE}px {family}"])
        ratios = {text: width(text, SIZE) / wide for text, wide in zip(texts, real, strict=True)}
        assert {t: r for t, r in ratios.items() if not TOO_NARROW <= r <= TOO_WIDE} == {}, weight


def _shown(page: Page, selector: str) -> Locator:
    (found,) = [one for one in page.locator(selector).all() if one.is_visible()]
    return found


@pytest.mark.parametrize(("widths", "selector"), [((1280,), DESK), ((390, 360), PHONE)])
def test_a_page_shows_one_diagram_in_natural_size_whose_steps_keys_walk_and_open(
    widths: tuple[int, ...], selector: str, site: Watched
) -> None:
    page = site.page
    for across in widths:
        page.set_viewport_size({"width": across, "height": 800})
        if across == widths[0]:
            site.open(DOCKING)
        assert _shown(page, ".sop-diagram svg").evaluate(SCALE) == pytest.approx(1, abs=0.001)
        assert _shown(page, selector).is_visible()
    _walk(page)
    _shown(page, ".sop-diagram svg").locator("a[href='#step-deliver-copies']").click()
    assert page.url.endswith("#step-deliver-copies")
    assert page.locator("#step-deliver-copies").is_visible()


def _walk(page: Page) -> None:
    """Tab from the first node to the last, in their order."""
    links = _shown(page, ".sop-diagram svg").locator("a")
    wanted = links.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    links.first.focus()
    walked = []
    for _ in wanted:
        walked.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("Tab")
    assert walked == wanted
    assert [said for said in wanted if said and "5 把担保函和单据交给财务专人" in said]


def test_a_diagram_wider_than_the_page_scrolls_in_its_box_and_says_so(site: Watched) -> None:
    site.page.set_viewport_size({"width": 900, "height": 800})
    site.open(OVERVIEW)
    box = site.page.locator(".sop-diagram__desk")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    expect(site.page.locator(".sop-diagram__hint")).to_be_visible()
    assert site.page.evaluate("document.documentElement.scrollWidth") == 900
    site.page.set_viewport_size({"width": 1600, "height": 800})
    expect(site.page.locator(".sop-diagram__hint")).to_be_hidden()


def test_a_screen_reader_hears_steps_not_lines_and_a_node_of_another_procedure_opens_it(
    site: Watched,
) -> None:
    page = site.page
    page.set_viewport_size({"width": 1280, "height": 800})
    site.open(DOCKING)
    heard = page.locator(".sop-diagram__desk").aria_snapshot()
    assert '- group "送医院，凭担保函交接患者流程图 ' in heard
    assert heard.count("- link") == 12
    assert "外派车辆人员：1 选择医院" in heard
    page.locator(".sop-diagram__words summary").click()
    said = page.locator(".sop-diagram__words").inner_text()
    for part in ("1 选择医院", "2b 启动备用金支付", "急救中心", "关键"):
        assert part in said
    page.locator(f"{DESK} a[aria-label*='启动备用金支付']").first.hover()
    page.locator(f"{DESK} a[href='../egl-settlement/']").first.click()
    assert page.url.endswith("/handbook/emergency/egl-settlement/")


def test_a_diagram_is_dark_by_night(site: Watched) -> None:
    site.page.set_viewport_size({"width": 1280, "height": 800})
    site.at_start("localStorage.clear()")  # where the theme keeps the last choice
    colours = set()
    schemes: dict[Literal["light", "dark"], str] = {"light": "default", "dark": "slate"}
    for scheme, name in schemes.items():
        site.page.emulate_media(color_scheme=scheme)
        site.open(DOCKING)
        site.page.wait_for_function(f"() => document.body.dataset.mdColorScheme === '{name}'")
        rect = site.page.locator(f"{DESK} rect").first
        colours.add(rect.evaluate("rect => getComputedStyle(rect).fill"))
    assert len(colours) == 2
