"""A page of the site, printed by the browser: short, and pointing to the finished prints first."""

import io
import unicodedata

import pypdf

from tests.browser.conftest import Watched

DOCKING = "handbook/emergency/egl-docking/"
MARGIN = "10mm"
SMALLEST = """[...document.querySelectorAll(".sop-diagram__desk svg.sop-flow")].map((drawn) =>
  drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width * 0.75 * Math.min(
    ...[...drawn.querySelectorAll("text")].map((text) => (
      parseFloat(getComputedStyle(text).fontSize)))))"""


def test_a_long_page_prints_on_five_sheets_and_begins_with_where_finished_prints_are(
    site: Watched,
) -> None:
    site.page.set_viewport_size({"width": 1280, "height": 900})
    site.open(DOCKING)
    sides = dict.fromkeys(("top", "bottom", "left", "right"), MARGIN)
    made = site.page.pdf(format="A4", margin=sides)  # type: ignore[arg-type]
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert len(pages) <= 5
    # Chromium writes signs such as 中 as the radicals that look like them.
    first = unicodedata.normalize("NFKC", "".join(pages[0].extract_text().split()))
    assert 0 < first.index("打印中心里的PDF") < first.index("目标")


def test_type_in_a_printed_diagram_is_seven_points_at_least(site: Watched) -> None:
    site.page.set_viewport_size({"width": 718, "height": 1047})  # A4 without margins
    site.open(DOCKING)
    site.page.emulate_media(media="print")
    (smallest,) = site.page.evaluate(SMALLEST)
    assert smallest >= 7
