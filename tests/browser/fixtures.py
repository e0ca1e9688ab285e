"""One Chromium for all browser tests; what a page asks for and complains about is written down.

No conftest.py: the tests of the demonstration in a browser need the same one.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    CDPSession,
    ConsoleMessage,
    Error,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.sites import Built, served

# The first has no windows, which cost twice as much as the pages in them.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
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
UNSET = "/native code/.test(Date.now)"  # the clock
# A new screen of a run takes no tap for as long, lest a second tap runs on: test_run asks for that.
PAUSE = 350  # milliseconds, of docs/assets/run/screen.js
AT_ONCE = f"""const wait = window.setTimeout;
window.setTimeout = (then, after, ...more) => wait(then, after === {PAUSE} ? 0 : after, ...more);"""
PLAIN = "offline/edition.json"  # a file of every site that runs no script


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

    @cached_property
    def tools(self) -> CDPSession:
        """The developer's tools of the page; what they change holds until the test is over."""
        return self.page.context.new_cdp_session(self.page)

    def at_start(self, script: str) -> None:
        """Run a script on every page before its own; the page's `add_init_script` never ends."""
        self.tools.send("Page.enable")
        self.tools.send("Page.addScriptToEvaluateOnNewDocument", {"source": script})

    def listen(self) -> None:
        """Write down errors and failed requests, also those to other hosts: nobody answers them."""
        for event, handler in self._handlers:
            self.page.on(event, handler)

    def leave(self) -> None:
        """Hear no more, and put the tools away."""
        for event, handler in self._handlers:
            self.page.remove_listener(event, handler)
        if "tools" in vars(self):
            self.tools.detach()

    @cached_property
    def _handlers(self) -> list[tuple[Any, Any]]:
        return [
            ("console", self._on_console),
            ("pageerror", self._on_error),
            ("requestfailed", self._on_failure),
        ]

    def _on_error(self, error: Error) -> None:
        self.trouble.append(f"{error}\n{error.stack}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.trouble.append(message.text)

    def _on_failure(self, request: Request) -> None:
        # Leaving a page while something is still loading is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.trouble.append(f"{request.url} {request.failure}")


class Phone:
    """A window that many tests look through, one after the other; nothing stays in it.

    A window of its own for each test costs five times as much as the page that it shows.
    """

    def __init__(self, chromium: Browser, day: str = "") -> None:
        # Pages come from the server, as tests expect; test_offline.py is about the worker.
        context = chromium.new_context(viewport=PHONE, locale="zh-CN", service_workers="block")
        context.set_default_timeout(PATIENCE)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        self._day = day
        if day:
            context.clock.set_fixed_time(day)
        self.context = context
        self.page = context.new_page()

    def lend(self, address: str, *, again: bool = True) -> Iterator[Watched]:
        """Let a test look at a site; afterwards nothing may have gone wrong.

        `again`: whether it is made as new after that, or put away.
        """
        watched = Watched(self.page, address)
        watched.listen()
        yield watched
        watched.settle()
        watched.leave()
        if again:
            self._forget(address)
        else:
            self.context.close()
        assert watched.faults() == []

    def _forget(self, address: str) -> None:
        """Be as new: what was kept, routed, opened and set is gone."""
        self.page.unroute_all(behavior="ignoreErrors")
        for other in self.context.pages:
            if other is not self.page:
                other.close()
        self.page.goto(address + PLAIN)  # first: a page of some size would be laid out twice more
        self.page.emulate_media(media="null", color_scheme="light", reduced_motion="no-preference")
        self.page.set_viewport_size(PHONE)
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        if not self._day:
            assert self.page.evaluate(UNSET), "take `clocked` where a test sets the clock"


class Phones:
    """The phone at hand; one that does not come back as new, and faultless, is not used again."""

    def __init__(self, chromium: Browser, day: str = "") -> None:
        self._chromium, self._day = chromium, day
        self._phone: Phone | None = None

    def lend(self, address: str) -> Iterator[Watched]:
        """Let a test look at a site, see `Phone.lend`."""
        phone, self._phone = self._phone or Phone(self._chromium, self._day), None
        try:
            yield from phone.lend(address)
            self._phone = phone
        finally:
            if self._phone is None:
                phone.context.close()

    def close(self) -> None:
        """Put the phone away."""
        if self._phone:
            self._phone.context.close()


@pytest.fixture(scope="session")
def phones(chromium: Browser) -> Iterator[Phones]:
    """What `site` looks through."""
    phones = Phones(chromium)
    yield phones
    phones.close()


@pytest.fixture
def site(phones: Phones, address: str) -> Iterator[Watched]:
    """The handbook on a phone; afterwards nothing may have gone wrong."""
    yield from phones.lend(address)


@pytest.fixture
def brisk(site: Watched) -> Watched:
    """The same where a new screen of a run can be tapped at once: many are walked through."""
    site.at_start(AT_ONCE)
    return site


@pytest.fixture
def clocked(chromium: Browser, address: str) -> Iterator[Watched]:
    """The same on a phone of its own, for tests that set its clock: that cannot be undone."""
    yield from Phone(chromium).lend(address, again=False)


@pytest.fixture(scope="session")
def foreign_address(foreign: Built) -> Iterator[str]:
    """Where the handbook of other people's trades is served."""
    with served(foreign.site) as start:
        yield start


@pytest.fixture
def abroad(phones: Phones, foreign_address: str) -> Iterator[Watched]:
    """That handbook on a phone, where a new screen of a run can be tapped at once."""
    for watched in phones.lend(foreign_address):
        watched.at_start(AT_ONCE)
        yield watched


@pytest.fixture
def abroad_clocked(chromium: Browser, foreign_address: str) -> Iterator[Watched]:
    """The same on a phone of its own, for tests that set its clock."""
    for watched in Phone(chromium).lend(foreign_address, again=False):
        watched.at_start(AT_ONCE)
        yield watched
