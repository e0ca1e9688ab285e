"""One Chromium for all browser tests; what a page asks for and complains about is written down.

No conftest.py: the tests of the demonstration in a browser need the same one.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.sites import Built, served

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
PATIENCE = 60_000  # milliseconds, for machines that do other things too
expect.set_options(timeout=PATIENCE)
PHONE: ViewportSize = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("steady"):
                item.add_marker(pytest.mark.flaky(reruns=1))


def executable(own: str) -> str:
    """The browser to drive: CHROMIUM, or the first one installed, or Playwright's own."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), own)
    assert Path(found).is_file(), f"No Chromium at {found}: see tests/run.sh, or set CHROMIUM"
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = executable(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(trades: Built) -> Iterator[str]:
    """Where the handbook of several trades is served, below a folder of the host."""
    with served(trades.site) as start:
        yield start


@dataclass
class Watched:
    """A page and everything that went wrong on it."""

    page: Page
    address: str
    trouble: list[str] = field(default_factory=list)
    on_purpose: re.Pattern[str] = re.compile("(?!)")

    def expects(self, pattern: str) -> None:
        """Say what goes wrong on purpose, now or later; nothing else may."""
        self.on_purpose = re.compile(pattern, re.MULTILINE)

    def faults(self) -> list[str]:
        """What went wrong, and not on purpose."""
        return [text for text in self.trouble if not self.on_purpose.search(text)]

    def open(self, path: str) -> None:
        """Open a page of the site and wait until all it names has loaded."""
        self.settle()
        self.page.goto(self.address + path, wait_until="load")

    def settle(self) -> None:
        """Wait for the step back that closing the search makes: it would end whatever follows."""
        self.page.wait_for_function(
            "() => document.querySelector('#sop-search[open]') || !history.state?.sopSearch"
        )

    def listen(self) -> None:
        """Write down errors, failed requests and requests to other hosts."""
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.trouble.append(f"{error}\n{error.stack}"))
        self.page.on("request", self._on_request)
        self.page.on("requestfailed", self._on_failure)
        self.page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.trouble.append(message.text)

    def _on_request(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in {urlsplit(self.address).netloc, ""}:
            self.trouble.append(f"asked {request.url}")

    def _on_failure(self, request: Request) -> None:
        # Leaving a page while something is still loading is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.trouble.append(f"{request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= HTTPStatus.BAD_REQUEST:
            self.trouble.append(f"{response.url} {response.status}")


@pytest.fixture
def site(chromium: Browser, address: str) -> Iterator[Watched]:
    """The handbook on a phone; afterwards nothing may have gone wrong."""
    # Pages come from the server, as tests expect; test_offline.py is about the worker.
    context = chromium.new_context(viewport=PHONE, locale="zh-CN", service_workers="block")
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched = Watched(context.new_page(), address)
    watched.listen()
    yield watched
    context.close()
    assert watched.faults() == []
