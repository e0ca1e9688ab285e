"""What a page may run: the site itself, and nothing that somebody wrote into a page."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.fixtures import Watched

PAGE = "handbook/restaurant/restaurant-six-steps/"
HOSTILE = """
<script>window.pwned = "script"</script>
<script src="data:text/javascript,window.pwned='data'"></script>
<script src="http://127.0.0.1:9/other.js"></script>
<img src="x" onerror="window.pwned = 'handler'">
<a id="trap" href="javascript:window.pwned = 'link'">link</a>
<style>h1 { display: none }</style>
<p id="dressed" style="position: fixed">style</p>
<base href="http://127.0.0.1:9/">
"""
# What the theme does not ship must not load; a violation is written down, not only prevented.
VIOLATIONS = """() => {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(event.effectiveDirective);
  });
}"""


def test_what_somebody_wrote_into_a_page_does_not_run(site: Watched) -> None:
    def infect(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("</h1>", f"</h1>{HOSTILE}"))

    site.at_start(f"({VIOLATIONS})()")
    site.page.route(f"**/{PAGE}", infect)
    site.open(PAGE)
    site.page.locator("#trap").click()
    expect(site.page.get_by_role("heading", level=1)).to_be_visible()  # the style had no effect
    assert site.page.evaluate("getComputedStyle(document.querySelector('#dressed')).position") == (
        "static"
    )
    assert site.page.evaluate("window.pwned") is None
    assert site.page.evaluate("document.baseURI") == site.page.url
    assert set(site.page.evaluate("window.violations")) >= {
        "script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr", "base-uri",
    }  # fmt: skip
    assert "http://127.0.0.1:9/other.js csp" in site.trouble
    site.expects("127.0.0.1:9/|Content Security Policy|404")


@pytest.mark.parametrize("path", ["", PAGE])
def test_the_page_works_under_its_policy(path: str, site: Watched) -> None:
    site.at_start(f"({VIOLATIONS})()")
    site.open(path)
    site.page.locator("label[for='__palette_1']").click()  # the theme's own scripts
    expect(site.page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    site.page.locator("[data-sop-search]").click()  # ours, fetched on demand
    site.page.locator("#sop-search-input").fill("打招呼")
    expect(site.page.locator("#sop-search-list").get_by_role("option").first).to_be_visible()
    assert site.page.evaluate("window.violations") == []
