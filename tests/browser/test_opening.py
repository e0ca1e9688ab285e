"""The search is opened by its button, by the browser and by our script, and only once."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.fixtures import PATIENCE
from tests.sites import served
from tests.support import THEME

PAGE = """<!doctype html><meta charset="utf-8"><title>t</title>
<button command="show-modal" commandfor="sop-search" data-sop-search>搜索</button>
<dialog id="sop-search"><input><p data-sop-status></p></dialog>
<script type="module" src="assets/search/main.js"></script>"""


def test_nobody_opens_what_is_open(chromium: Browser, tmp_path: Path) -> None:
    shutil.copytree(THEME / "docs" / "assets", tmp_path / "assets")
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    with served(tmp_path) as site:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(site, wait_until="networkidle")
        page.locator("button").click()
        expect(page.locator("#sop-search")).to_have_attribute("open", "")
        page.wait_for_timeout(200)
        page.close()
    assert [words for words in said if "open" in words] == []
