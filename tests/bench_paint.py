"""Measure how soon a page shows something on a slow phone: `make bench-paint`.

The phone: a processor a quarter as fast as here, 1.6 Mbit/s and 150 ms to the host, as Lighthouse
has it for mobile. A row a type of page: the first content when nothing is there yet, the largest
content, and the first content after a tap on a link to it with all assets at hand, online and with
the service worker but no host. Milliseconds, the median of three; the size is how many types.
"""

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benches import sizes
from tests.browser.fixtures import PHONE, QUIET, executable
from tests.browser.test_every_page import PAGES
from tests.sites import Host, UnderSop
from tests.support import ROOT

ROUNDS = 3
LINE = {
    "offline": False,
    "latency": 150,  # milliseconds
    "downloadThroughput": 1.6e6 / 8,  # bytes a second
    "uploadThroughput": 0.75e6 / 8,
}
SLOWER = 4
TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml"}
PAINTS = """() => new Promise((tell) => {
  new PerformanceObserver((list) => {
    const first = performance.getEntriesByName("first-contentful-paint")[0];
    if (first) tell([first.startTime, list.getEntries().at(-1).startTime]);
  }).observe({ type: "largest-contentful-paint", buffered: true });
})"""
TAP = """(address) => {
  const link = document.createElement("a");
  link.href = address;
  document.body.prepend(link);
  link.click();
}"""
SAVED = "() => navigator.serviceWorker.ready.then(() => true)"


class Compressing(UnderSop):
    """Sends text compressed, as hosts do."""

    def do_GET(self) -> None:  # noqa: N802 - the server calls it so
        """Answer with the whole file."""
        path = Path(self.translate_path(self.path.partition("?")[0]))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in TEXT or not path.is_file():
            return super().do_GET()
        content = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None


@contextmanager
def phone(browser: Browser) -> Iterator[Page]:
    """A slow phone that has never seen the handbook."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page
    context.close()


def paints(page: Page) -> list[float]:
    """First and largest content of the page there is, in milliseconds since it was asked for."""
    found: list[float] = page.evaluate(PAINTS)
    return found


def measure(browser: Browser, host: Host, path: str) -> tuple[float, ...]:
    """One round: first content, largest content, first content after a tap, the same offline."""
    other = "handbook/glossary/" if path != "handbook/glossary/" else ""
    with phone(browser) as page:
        page.goto(host.address + path, wait_until="load")
        cold = paints(page)
        page.evaluate(SAVED)
        page.goto(host.address + other, wait_until="load")
        tapped = tap(page, host.address + path)
        page.goto(host.address + other, wait_until="load")
        host.stop()
        try:
            dead = tap(page, host.address + path)
        finally:
            host.start()
    return (*cold, tapped, dead)


def tap(page: Page, address: str) -> float:
    """First content after a tap on a link."""
    with page.expect_navigation(wait_until="load"):
        page.evaluate(TAP, address)
    return paints(page)[0]


def main() -> None:
    """Print the table."""
    (size,) = sizes(__doc__, [len(PAGES)])
    site = Path(os.environ.get("SITE") or ROOT / "site")
    if not (site / "index.html").is_file():
        sys.exit(f"There is no handbook in {site}: make site, or name another with SITE")
    print(f"{'ms':28}{'first':>9}{'largest':>9}{'tapped':>9}{'offline':>9}")
    with sync_playwright() as playwright:
        path = executable(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        host = Host(site, Compressing)
        for name, page in list(PAGES.items())[:size]:
            rounds = [measure(browser, host, page) for _ in range(ROUNDS)]
            row = "".join(f"{median(cells):9.0f}" for cells in zip(*rounds, strict=True))
            print(f"{name:28}{row}", flush=True)
        host.stop()
        browser.close()


if __name__ == "__main__":
    main()
