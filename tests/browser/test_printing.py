"""A page of the site, printed by the browser: short, and pointing to the finished prints first."""

import io
import unicodedata
from collections.abc import Iterator
from itertools import cycle

import pypdf
import pytest

from tests.browser.fixtures import Watched
from tests.ink import MM, leaves
from tests.sites import Built

DOCKING = "handbook/emergency/egl-docking/"
SIZES = ("A4", "Letter")
EDGE = 12 * MM  # above and below what is printed
SMALLEST = """[...document.querySelectorAll(".sop-diagram__desk svg.sop-flow")].map((drawn) =>
  drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width * 0.75 * Math.min(
    ...[...drawn.querySelectorAll("text, tspan")]
      .filter((text) => [...text.childNodes].some((node) => node.nodeType === 3))
      .map((text) => parseFloat(getComputedStyle(text).fontSize))))"""


def _printed(site: Watched, path: str, *sizes: str) -> Iterator[bytes]:
    """Print a page on each size of paper, or on those that are named."""
    site.page.set_viewport_size({"width": 1280, "height": 900})
    site.open(path)
    for size in sizes or SIZES:
        yield site.page.pdf(format=size)


def _under_a_third_full(file: bytes) -> list[int]:
    """The pages, but for the last, of which less than a third is printed on."""
    *before, _ = leaves(file)
    return [
        leaf.number
        for leaf in before
        if leaf.height - EDGE - min(sign.box[1] for sign in leaf.signs)
        < (leaf.height - 2 * EDGE) / 3
    ]


def test_a_long_page_prints_on_five_full_sheets_and_begins_with_where_finished_prints_are(
    site: Watched,
) -> None:
    for size, file in zip(SIZES, _printed(site, DOCKING), strict=True):
        pages = pypdf.PdfReader(io.BytesIO(file)).pages
        assert len(pages) <= 5
        # Chromium writes signs such as 中 as the radicals that look like them.
        first = unicodedata.normalize("NFKC", "".join(pages[0].extract_text().split()))
        assert 0 < first.index("打印中心里的PDF") < first.index("目标")
        assert _under_a_third_full(file) == [], size


# Procedures of other trades, long and short, and a family.
KINDS = (
    "handbook/restaurant/restaurant-six-steps/",
    "handbook/emergency/guarantee-letter/",
    "handbook/general/ideal-eight-steps/",
)


def test_no_page_but_the_last_is_under_a_third_full(site: Watched) -> None:
    """`check-slow` asks all pages of three industries."""
    for path, size in zip(KINDS, cycle(SIZES), strict=False):
        (file,) = _printed(site, path, size)
        assert _under_a_third_full(file) == [], (path, size)


@pytest.mark.slow
@pytest.mark.parametrize("industry", ["emergency", "restaurant", "general"])
def test_nor_is_one_of_any_page(industry: str, site: Watched, trades: Built) -> None:
    for page in sorted((trades.site / "handbook" / industry).glob("*/index.html")):
        path = page.parent.relative_to(trades.site).as_posix()
        for size, file in zip(SIZES, _printed(site, f"{path}/"), strict=True):
            assert _under_a_third_full(file) == [], (path, size)


def test_a_printed_diagram_draws_an_exception_from_every_step_where_it_comes_up(
    site: Watched,
) -> None:
    site.page.set_viewport_size({"width": 1280, "height": 900})
    site.open(DOCKING)
    site.page.emulate_media(media="print")
    lines = site.page.locator(".sop-diagram__desk path[stroke-dasharray]:not([d$=z])")
    assert lines.count() == 3 + 3 + 1  # two that can come up at three steps, one leads on
    site.page.set_viewport_size({"width": 718, "height": 1047})  # A4 without margins
    (smallest,) = site.page.evaluate(SMALLEST)
    assert smallest >= 7, "type is seven points at least"
