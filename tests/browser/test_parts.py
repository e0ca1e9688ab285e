"""Parts of the theme alone, on pages made for it: no site is built."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.fixtures import PATIENCE
from tests.sites import served
from tests.support import THEME

HEAD = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
SEARCH = """<button command="show-modal" commandfor="sop-search" data-sop-search>搜索</button>
<dialog id="sop-search"><input><p data-sop-status></p></dialog>
<script type="module" src="assets/search/main.js"></script>"""
PHONES = """<link rel="stylesheet" href="assets/handbook.css">
<article class="md-typeset" style="font: 16px/1.6 sans-serif; width: 20em">
<p>出了血、叫不醒，马上打急救电话总机转外科 <a href="tel:120">120</a>；没人接，打
<a href="tel:02155509110">021-5550 9110</a>。</p></article>"""


@contextmanager
def _page(chromium: Browser, folder: Path, body: str) -> Iterator[tuple[Page, list[str]]]:
    """Show a page that has the assets of the theme; and what its console says."""
    shutil.copytree(THEME / "docs" / "assets", folder / "assets")
    (folder / "index.html").write_text(HEAD + body, "utf-8")
    said: list[str] = []
    with served(folder) as site:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: said.append(message.text))
        page.goto(site, wait_until="networkidle")
        yield page, said
        page.close()


def test_nobody_opens_a_search_that_is_open(chromium: Browser, tmp_path: Path) -> None:
    with _page(chromium, tmp_path, SEARCH) as (page, said):
        page.locator("button").click()
        expect(page.locator("#sop-search")).to_have_attribute("open", "")
        page.wait_for_timeout(200)
        assert [words for words in said if "open" in words] == []


def test_a_number_to_call_is_large_whole_and_keeps_the_mark_behind_it(
    chromium: Browser, tmp_path: Path
) -> None:
    with _page(chromium, tmp_path, PHONES) as (page, _):
        for number in page.locator("a").all():
            box = number.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44
        lines = page.evaluate(
            """() => {
              const line = (node, from) => {
                const range = document.createRange();
                range.setStart(node, from);
                range.setEnd(node, from + 1);
                const { top, bottom } = range.getBoundingClientRect();
                return Math.round((top + bottom) / 2 / 12);
              };
              return [...document.querySelectorAll("a")].map((a) => [
                line(a.firstChild, 0), line(a.firstChild, a.textContent.length - 1),
                line(a.nextSibling, 0)]);
            }"""
        )
        assert [len(set(one)) for one in lines] == [1, 1], lines
