"""Every kind of page, on small and large screens, by day and by night."""

from typing import Literal

import pytest

from tests.browser.conftest import Watched

PAGES = {
    "home": "",
    "industries": "handbook/industries/",
    "industry": "handbook/emergency/",
    "procedure": "handbook/restaurant/restaurant-six-steps/",
    "branching procedure": "handbook/emergency/egl-docking/",
    "family": "handbook/emergency/guarantee-letter/",
    "roles": "handbook/roles/",
    "role": "handbook/roles/crew/",
    "forms": "handbook/forms/",
    "form": "handbook/forms/egl-letter/",
    "standards": "handbook/standards/",
    "glossary": "handbook/glossary/",
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
PHONES, DESKTOP = (390, 360), (1280,)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(-3)
    .map((e) => `${e.tagName}.${e.className}: ${e.textContent.slice(0, 40)}`)
    .concat(`${root.scrollWidth} > ${root.clientWidth}`);
}"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_screen_and_nothing_goes_wrong(name: str, site: Watched) -> None:
    for widths in (PHONES, DESKTOP):
        site.page.set_viewport_size({"width": widths[0], "height": 800})
        site.open(PAGES[name])
        for width in widths:
            site.page.set_viewport_size({"width": width, "height": 800})
            for scheme in SCHEMES:
                site.page.emulate_media(color_scheme=scheme)
                assert site.page.evaluate(SIDEWAYS) == [], f"{scheme} {width}"


def test_printing_shows_the_content_only(site: Watched) -> None:
    site.open(PAGES["procedure"])
    site.page.emulate_media(media="print")
    for hidden in (".md-header", ".md-footer", ".md-tabs", ".sop-copy"):
        for element in site.page.locator(hidden).all():
            assert not element.is_visible(), hidden
    assert site.page.locator("#step-serve").is_visible()
